"""The manifest of a set: its inputs, its files, and the hashes that tell which files were edited."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from assembler.errors import InputError, Location, Problem

MANIFEST = "manifest.json"
VERSION = 3
BY_HAND = "by hand"
DRAFT = "draft"
_TREE = ".document.json"


class Input(Struct, frozen=True):
    """A file that a set was drafted from: its hash, and the path of its copy in the set.

    `kind` is "term_sheet", "investors", or the term that attaches the file, such as "annexes.opinion". It is `DRAFT` for
    the tree of a document before somebody edited its Word file.
    """

    sha256: str
    kept: str
    kind: str


class ManifestEntry(Struct, frozen=True):
    """A file of the set: its hash, and its part, such as "agreement".

    `document` is the name of the tree that it was written from, "" if it has none. `investor` is the name as in the term
    sheet, "" for a common file. `warrant_class` is the class of a warrant, "" if it has none. `made_from` is the input or
    the file of the set that it was made from, or `BY_HAND` if somebody edited it. Its hash is that of the file as drafted.
    """

    sha256: str
    part: str = ""
    document: str = ""
    investor: str = ""
    warrant_class: str = ""
    made_from: str = ""


class NumberedParty(Struct, frozen=True):
    """A party with documents of its own, and what their file names say of it, for life.

    `name` is the name as in the term sheet. `file` is the end of the file names: the first name of the party. `term` is
    the place of the party in the kept term sheet, such as "investors[2]", or "" if it is not known. One who `left` keeps
    the number. `others` has the number of each kind of document that does not bear the party's own, as an older version
    gave it.
    """

    number: int
    name: str = ""
    file: str = ""
    term: str = ""
    left: bool = False
    others: Mapping[str, int] = {}


class Manifest(Struct, frozen=True):
    """The inputs and files of a set. Version 1 has the files only, and version 2 has no numbers.

    `numbers` is the register of the parties, in the order of their numbers. `as_of` is the date of the agreement, "" while it is open. `forms` are hashes of the words, by form. `shell` is the
    hash of the style template. `asked` are the options of the command line that decide which files exist. `files` and
    `superseded` are keyed by the path in the set.
    """

    as_of: str = ""
    assembler: str = ""
    forms: Mapping[str, str] = {}
    shell: str = ""
    inputs: Mapping[str, Input] = {}
    asked: Mapping[str, Any] = {}
    files: Mapping[str, ManifestEntry] = {}
    superseded: Mapping[str, ManifestEntry] = {}
    numbers: tuple[NumberedParty, ...] = ()
    version: int = VERSION

    @property
    def term_sheet(self) -> str:
        """The name of the term sheet among the inputs, "" if it is unknown."""
        return next((name for name, copy in self.inputs.items() if copy.kind == "term_sheet"), "")

    def tree_sha256(self, document: str) -> str:
        """Return the hash of the tree of a document as it was drafted, "" if it is not known."""
        known = self.inputs.get(document) or self.files.get(document)
        return known.sha256 if known else ""

    @property
    def given(self) -> Mapping[str, Input]:
        """The inputs that the user gave: all but the drafts of edited files."""
        return {name: copy for name, copy in self.inputs.items() if copy.kind != DRAFT}


def read(folder: Path) -> Manifest | None:
    """Return the manifest of the set in a folder, None if it has none. Raises InputError if it cannot be read."""
    path = folder / MANIFEST
    if not path.is_file():
        return None
    # Imported here, since a new set has no manifest. Unlike msgspec, json reads a file that an editor saved with a byte
    # order mark.
    import json

    try:
        return _understood(json.loads(path.read_bytes()))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, msgspec.ValidationError):
        what = "the manifest cannot be read, so edited files cannot be recognized"
        hint = "Move the folder away, or draft into another folder with --output."
        raise InputError([Problem("S303", what, hint, Location(path.as_posix()))]) from None


def edited(folder: Path, manifest: Manifest, names: Container[str]) -> tuple[str, ...]:
    """Return those of the named files that exist and were edited since they were written."""
    files = {name: entry.sha256 for name, entry in manifest.files.items() if name in names}
    hashes = hashes_of(folder, files)
    return tuple(name for name, sha256 in files.items() if hashes.get(name, sha256) != sha256)


def drafted_tree(folder: Path, manifest: Manifest, document: str) -> bytes | None:
    """Return the tree of a document as it was drafted, or None if it is missing or was changed.

    `document` is its name in the set. That of a document whose Word file was edited is kept with the inputs.
    """
    copy, entry = manifest.inputs.get(document), manifest.files.get(document)
    path, sha256 = (copy.kept, copy.sha256) if copy else (document, entry.sha256 if entry else "")
    content = (folder / path).read_bytes() if sha256 and (folder / path).is_file() else b""
    return content if content and digest(content) == sha256 else None


def hashes_of(folder: Path, names: Iterable[str]) -> Mapping[str, str]:
    """Return the hash of each existing file, by its path in the folder."""
    hashes: dict[str, str] = {}
    for name in names:
        path = f"{folder}/{name}"  # a path object takes longer than reading the file
        if os.path.isfile(path):  # noqa: PTH113
            with open(path, "rb") as file:  # noqa: PTH123
                hashes[name] = digest(file.read())
    return hashes


def as_bytes(manifest: Manifest) -> bytes:
    """Return the manifest as JSON, sorted. It holds no time and no path of a machine, so the same set has the same bytes."""
    outline = {
        "version": VERSION,
        "as_of": manifest.as_of or None,
        "assembler": manifest.assembler,
        "forms": dict(manifest.forms),
        "shell": manifest.shell,
        "inputs": {
            name: {"sha256": copy.sha256, "kept": copy.kept, "is": copy.kind} for name, copy in manifest.inputs.items()
        },
        "asked": dict(manifest.asked),
        "files": {name: _outline(entry) for name, entry in manifest.files.items()},
        "superseded": {name: _outline(entry) for name, entry in manifest.superseded.items()},
        "numbers": [_outline_of_party(party) for party in manifest.numbers],
    }
    return msgspec.json.format(msgspec.json.encode(outline, order="sorted"), indent=2) + b"\n"


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def inputs_of(given: Sequence[tuple[str, str, bytes]]) -> tuple[Mapping[str, Input], Mapping[str, bytes]]:
    """Return the inputs for a manifest, and the copies to keep, by their path in the set.

    Each file is given as its kind, its path from the term sheet, and its bytes. Of an absolute path only the file name
    is recorded.
    """
    inputs: dict[str, Input] = {}
    copies: dict[str, bytes] = {}
    for kind, reference, content in given:
        sha256 = digest(content)
        name = PureWindowsPath(reference).name
        kept = f"inputs/{name}"
        if copies.setdefault(kept, content) != content:  # two folders have a file of this name
            kept = f"inputs/{sha256[:8]}-{name}"
            copies[kept] = content
        inputs[name_of(reference)] = Input(sha256, kept, kind)
    return inputs, copies


def name_of(reference: str) -> str:
    """Return the name of an input: its path from the term sheet, or the file name of an absolute path."""
    posix, windows = PurePosixPath(reference), PureWindowsPath(reference)
    return windows.name if posix.is_absolute() or windows.drive or windows.root else reference


def _outline(entry: ManifestEntry) -> Mapping[str, str]:
    names = ("part", "document", "investor", "warrant_class", "made_from")
    stated = {name: getattr(entry, name) for name in names}
    return {"sha256": entry.sha256, **{name: value for name, value in stated.items() if value}}


def _outline_of_party(party: NumberedParty) -> Mapping[str, Any]:
    names = ("number", "name", "file", "term", "left", "others")
    return {name: value for name in names if (value := getattr(party, name))}


def _understood(outline: Mapping[str, Any]) -> Manifest:
    """Return the manifest of decoded JSON. Raises KeyError, TypeError, ValueError or AttributeError if it is unknown."""
    if outline["version"] == 1:
        return _of_version_1(outline)
    if outline["version"] not in (2, VERSION):
        raise ValueError(outline["version"])
    numbers = outline["numbers"] if outline["version"] == VERSION else ()
    return Manifest(
        as_of=outline["as_of"] or "",
        assembler=outline["assembler"],
        forms=dict(outline["forms"]),
        shell=outline["shell"],
        inputs={name: Input(entry["sha256"], entry["kept"], entry["is"]) for name, entry in outline["inputs"].items()},
        asked=dict(outline["asked"]),
        files={name: ManifestEntry(**entry) for name, entry in outline["files"].items()},
        superseded={name: ManifestEntry(**entry) for name, entry in outline["superseded"].items()},
        numbers=msgspec.convert(numbers, tuple[NumberedParty, ...]),
        version=outline["version"],
    )


def _of_version_1(outline: Mapping[str, Any]) -> Manifest:
    """Return a manifest of version 1, which has hashes only. The tree of a file is found by its name."""
    files = {name: ManifestEntry(entry["sha256"]) for name, entry in outline["files"].items()}
    trees = {name: f"{name.partition('.')[0]}{_TREE}" for name in files if not name.endswith(_TREE)}
    known = {
        name: replace(entry, document=trees[name]) if trees.get(name) in files else entry
        for name, entry in files.items()
    }
    return Manifest(files=known, version=1)
