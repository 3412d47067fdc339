"""The library of forms and style templates, and the cache of what is made from them.

No other module reads the templates folder.
"""

from __future__ import annotations

import hashlib
import os
import sys
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from assembler.errors import InputError, Location, Problem

_PACKAGED = Path(__file__).parent / "templates"
_BESIDE = Path(__file__).parent.parent / "templates"

_EXAMPLES = (Path(__file__).parent / "examples", Path(__file__).parent.parent / "termsheets")

_MOST_CACHED = 64  # files of a kind; a firm may have dozens of ancillary forms
_CHECKSUM = hashlib.sha256().digest_size
_LIBRARIES = ("docxtpl", "jinja2", "lxml", "python-docx")  # whose results are cached
_MODULES = ("docxtpl", "jinja2", "lxml", "docx")  # of these libraries

Cached = TypeVar("Cached")

# The others are read as well, so that a problem can say what each of them is.
_WORD_FILES = frozenset({".docx", ".doc", ".docm", ".dotx", ".dotm", ".rtf", ".odt"})


class ClauseFile(Struct, frozen=True):
    """The text of a clause file or outline. `name` is its path as messages show it."""

    name: str
    text: str


class StyleTemplate(Struct, frozen=True):
    """A style template: its Word file, and the text of the list of its promises."""

    name: str
    docx: bytes
    contract: str

    @property
    def digest(self) -> str:
        """The hash of the Word file and its promises, which is the version of the template."""
        return hashlib.sha256(self.docx + self.contract.encode()).hexdigest()


class WordForm(Struct, frozen=True):
    """An ancillary form, a Word file with tags. `name` is its path as messages show it, `stem` its name without ending."""

    name: str
    stem: str
    docx: bytes


class Library(Struct, frozen=True):
    """A templates folder that exists."""

    root: Path

    @classmethod
    def open(cls, root: Path | None = None) -> Library:
        """Return the library at `root`, or the one of the program.

        Raises InputError if the folder does not exist.
        """
        root = root or (_PACKAGED if _PACKAGED.is_dir() else _BESIDE)
        if not root.is_dir():
            raise _missing(root, "the templates folder", "Give the folder of the firm's templates with --templates.")
        return cls(root)

    def form(self, name: str) -> ClauseFile:
        """Return the outline of a form. Raises InputError if the form does not exist."""
        return self._read(self.root / "forms" / f"{name}.txt", "the outline of the form")

    def clauses(self, form: str) -> Mapping[str, ClauseFile]:
        """Return every clause file of a form, by label. Raises InputError if one is not UTF-8 text."""
        folder = self.root / "clauses" / form
        shown = f"{self.root.name}/clauses/{form}"
        names = sorted(name for name in os.listdir(folder) if name.endswith(".txt")) if folder.is_dir() else []  # noqa: PTH208  as in `_read_clause_file`
        return {name[:-4]: _read_clause_file(f"{folder}/{name}", f"{shown}/{name}") for name in names}

    def shell(self, style_template: str, beside: Path = Path(), place: Location | None = None) -> StyleTemplate:
        """Return the style template with this name in the library, or in the folder with this path from `beside`.

        Raises InputError if neither exists, or if its Word file or list of promises is missing. `place` is where the name
        was given.
        """
        shells = self.root / "shells"
        folder = next((path for path in (shells / style_template, beside / style_template) if path.is_dir()), None)
        if folder is None:
            known = ", ".join(sorted(path.name for path in shells.iterdir())) if shells.is_dir() else ""
            hint = f"Write one of: {known}. Or write the path of a folder with shell.docx and shell.txt."
            raise InputError(
                [
                    Problem(
                        "W101",
                        f"there is no style template {style_template!r}",
                        hint,
                        place or Location(style_template),
                    )
                ]
            )
        shown = Path(self.root.name, "shells") if folder.parent == shells else folder.parent
        path, promises = folder / "shell.docx", folder / "shell.txt"
        for file, what in ((path, "the Word file of the style template"), (promises, "its list of promises")):
            if not file.is_file():
                raise _missing(file, what, "Put it there, or name another style template.")
        name = (shown / folder.name / path.name).as_posix()
        return StyleTemplate(
            name, path.read_bytes(), _read_clause_file(str(promises), name.removesuffix(".docx") + ".txt").text
        )

    def ancillary(self, folder: Path | None = None) -> tuple[WordForm, ...]:
        """Return the ancillary forms of `folder`, or those of the library, sorted by name.

        Raises InputError if `folder` does not exist.
        """
        if folder and not folder.is_dir():
            raise _missing(folder, "the folder of ancillary forms", "Check the name given with --ancillary.")
        folder, shown = (folder, folder) if folder else (self.root / "ancillary", Path(self.root.name, "ancillary"))
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
        # While Word has "form.docx" open, its lock file "~$form.docx" stands beside it.
        return tuple(
            WordForm((shown / path.name).as_posix(), path.stem, path.read_bytes())
            for path in paths
            if path.suffix.lower() in _WORD_FILES and not path.name.startswith(("~$", "."))
        )

    def _read(self, path: Path, what: str) -> ClauseFile:
        if not path.is_file():
            raise _missing(path, what, "Check the name, and the folder given with --templates.")
        return _read_clause_file(str(path), path.relative_to(self.root.parent).as_posix())


def _read_clause_file(path: str, shown: str) -> ClauseFile:
    """Return a text file. Raises InputError, with the line, if it is not UTF-8."""
    with open(path, "rb") as file:  # noqa: PTH123  a path object takes as long as the reading, hundreds of times
        content = file.read()
    try:
        return ClauseFile(shown, content.decode("utf-8").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        place = Location(shown, content[: error.start].count(b"\n") + 1)
        raise InputError([Problem("W102", "this file is not UTF-8 text", "Save it as UTF-8.", place)]) from None


def _missing(path: Path, what: str, hint: str) -> InputError:
    return InputError([Problem("W101", f"{what} does not exist", hint, Location(path.as_posix()))])


def examples() -> Mapping[str, Path]:
    """Return the worked examples of term sheets that come with the program, by name."""
    folder = next((folder for folder in _EXAMPLES if folder.is_dir()), None)
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))} if folder else {}


def get_or_create(kind: str, key: str, of_type: type[Cached], create: Callable[[], Cached]) -> Cached:
    """Return the value that `create` returns, from the cache where an earlier run saved it.

    `key` names everything that the value is made from, besides the program and its libraries. The cache is in the user's
    cache folder, or in ASSEMBLER_CACHE. A damaged file is replaced. A value that cannot be saved is created each time.
    """
    identity = hashlib.sha256(f"{key} {_program()}".encode()).hexdigest()
    path = _cache_folder() / f"{kind}-{identity}"
    with suppress(OSError, msgspec.MsgspecError):
        content = path.read_bytes()
        saved = content[_CHECKSUM:]
        if hashlib.sha256(saved).digest() == content[:_CHECKSUM]:
            return msgspec.msgpack.decode(saved, type=of_type)
    created = msgspec.msgpack.encode(create())
    _save(path, hashlib.sha256(created).digest() + created)
    return msgspec.msgpack.decode(created, type=of_type)


def _save(path: Path, content: bytes) -> None:
    """Write a file into the cache atomically, and delete the oldest files of its kind."""
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        temporary.replace(path)
        saved = sorted(path.parent.glob(f"{path.name.partition('-')[0]}-*"), key=lambda file: file.stat().st_mtime)
        for oldest in saved[:-_MOST_CACHED]:
            oldest.unlink()
    except OSError:
        with suppress(OSError):
            temporary.unlink()


def _cache_folder() -> Path:
    """Return the folder of the cache."""
    if folder := os.environ.get("ASSEMBLER_CACHE"):
        return Path(folder)
    from platformdirs import user_cache_path

    return user_cache_path("assembler", appauthor=False)


@cache
def _program() -> str:
    """Return the state of the code that makes cached values: our modules and its libraries, by size and time."""
    packages = [
        Path(__file__).parent / name for name in ("word", "wordforms", "exports", "drafting", "document", "termsheet")
    ]
    files = [file.path for folder in packages for file in os.scandir(folder) if file.name.endswith(".py")]
    # The metadata of a library would tell its version, but takes six times as long to find.
    files += [spec.origin for name in _MODULES if (spec := find_spec(name)) and spec.origin]
    states = (os.stat(file) for file in files)  # noqa: PTH116  a path object for each takes longer than to ask
    return " ".join(sorted(f"{state.st_size}.{state.st_mtime_ns}" for state in states))


@cache
def program() -> str:
    """Return a hash of the program, Python and its libraries. Machines with the same hash write the same bytes."""
    from importlib.metadata import version

    folder = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        # Line ends are unified, since git may check files out with CRLF on Windows.
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    names = (*_LIBRARIES, "msgspec")
    libraries = (f"{name} {version(name)}" for name in names)
    versions = (*sys.version_info[:2], zlib.ZLIB_RUNTIME_VERSION, *libraries)
    digest.update(" ".join(map(str, versions)).encode())
    return digest.hexdigest()
