"""The library of forms: the only reader of the templates folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assembler.findings import Finding, Place, Refused

_PACKAGED = Path(__file__).parent / "templates"
_BESIDE = Path(__file__).parent.parent / "templates"


@dataclass(frozen=True, slots=True)
class ClauseFile:
    """The words of one clause as they stand in its file; `name` is the file as messages show it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Shell:
    """A house's look: the Word file, and the text file that lists what it promises."""

    name: str
    docx: bytes
    promises: str


@dataclass(frozen=True, slots=True)
class Library:
    """A templates folder, opened."""

    root: Path

    @classmethod
    def open(cls, root: Path | None = None) -> Library:
        """The library at `root`, or the one that comes with the program.

        Refused where the folder is not there.
        """
        root = root or (_PACKAGED if _PACKAGED.is_dir() else _BESIDE)
        if not root.is_dir():
            raise _missing(root, "the templates folder", "Give the folder of the firm's templates with --templates.")
        return cls(root)

    def form(self, name: str) -> ClauseFile:
        """The outline of a form. Refused where there is none of that name."""
        return self._read(self.root / "forms" / f"{name}.txt", "the outline of the form")

    def clauses(self, form: str) -> Mapping[str, ClauseFile]:
        """Every clause file of a form, by label. Refused where one is not UTF-8 text."""
        folder = self.root / "clauses" / form
        shown = f"{self.root.name}/clauses/{form}"
        names = sorted(name for name in os.listdir(folder) if name.endswith(".txt")) if folder.is_dir() else []  # noqa: PTH208  the same
        return {name[:-4]: _opened(f"{folder}/{name}", f"{shown}/{name}") for name in names}

    def shell(self, house: str) -> Shell:
        """The shell of a house. Refused where its Word file or its promises are not there."""
        folder = self.root / "shells" / house
        promises = self._read(folder / "shell.txt", "the promises of the shell")
        path = folder / "shell.docx"
        if not path.is_file():
            raise _missing(path, "the Word file of the shell", "Put it there, or name another house.")
        return Shell(path.relative_to(self.root.parent).as_posix(), path.read_bytes(), promises.text)

    def _read(self, path: Path, what: str) -> ClauseFile:
        if not path.is_file():
            raise _missing(path, what, "Check the name, and the folder given with --templates.")
        return _opened(str(path), path.relative_to(self.root.parent).as_posix())


def _opened(path: str, shown: str) -> ClauseFile:
    """A file of words. Refused where it is not UTF-8."""
    with open(path, "rb") as file:  # noqa: PTH123  there are hundreds of them, and a path object costs as much as the reading
        content = file.read()
    try:
        return ClauseFile(shown, content.decode("utf-8").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        place = Place(shown, content[: error.start].count(b"\n") + 1)
        raise Refused([Finding("W102", "this file is not UTF-8 text", "Save it as UTF-8.", place)]) from None


def _missing(path: Path, what: str, remedy: str) -> Refused:
    return Refused([Finding("W101", f"{what} is not there", remedy, Place(path.as_posix()))])
