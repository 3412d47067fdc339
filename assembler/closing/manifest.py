"""The manifest of a set: what it was drafted from, what it holds, and which of its files somebody edited since."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from assembler.findings import Finding, Place, Refused

MANIFEST = "manifest.json"
VERSION = 2
_TREE = ".document.json"


class Input(Struct, frozen=True):
    """A file that a set was drafted from: its hash, where in the set its copy is kept, and what it is.

    `kind` is "term_sheet", "investors", or the term that attaches it ("annexes.opinion").
    """

    sha256: str
    kept: str
    kind: str


class Entry(Struct, frozen=True):
    """A file of the set: its hash, its part ("agreement"), the tree it was written from, whose it is.

    `document` is the name of its tree in the set, empty where it has none; `investor` the name as the term sheet has
    it, empty for a file of all of them.
    """

    sha256: str
    part: str = ""
    document: str = ""
    investor: str = ""


class Manifest(Struct, frozen=True):
    """What a set was drafted from and what it holds; all but the files is empty where an older program wrote it.

    `as_of` is the date of the agreement, empty while that is open. `forms` are hashes of the words, by form. `asked` is
    what of the command line decides which files there are. `files` and `superseded` are by the path in the set.
    """

    as_of: str = ""
    assembler: str = ""
    forms: Mapping[str, str] = {}
    shell: str = ""
    inputs: Mapping[str, Input] = {}
    asked: Mapping[str, Any] = {}
    files: Mapping[str, Entry] = {}
    superseded: Mapping[str, Entry] = {}
    version: int = VERSION

    @property
    def term_sheet(self) -> str:
        """The name of the term sheet among the inputs; empty where that is not known."""
        return next((name for name, one in self.inputs.items() if one.kind == "term_sheet"), "")


def read(folder: Path) -> Manifest | None:
    """The manifest of the set in a folder; None where there is none. Refused where it cannot be understood."""
    path = folder / MANIFEST
    if not path.is_file():
        return None
    # Imported here: a new set has none. It reads what an editor has saved with a byte order mark, which msgspec does not.
    import json

    try:
        return _understood(json.loads(path.read_bytes()))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        what = "this manifest cannot be read, so it cannot be told which files of the folder were edited"
        remedy = "Move the folder away, or draft into another one with --output."
        raise Refused([Finding("S303", what, remedy, Place(path.as_posix()))]) from None


def edited(folder: Path, manifest: Manifest, names: Container[str]) -> tuple[str, ...]:
    """The files of the set with these names that are there with another hash than they were written with."""
    files = {name: entry.sha256 for name, entry in manifest.files.items() if name in names}
    hashes = hashes_of(folder, files)
    return tuple(name for name, sha256 in files.items() if hashes.get(name, sha256) != sha256)


def hashes_of(folder: Path, names: Iterable[str]) -> Mapping[str, str]:
    """The hash of each of these that is a file, by its path in the folder."""
    hashes: dict[str, str] = {}
    for name in names:
        path = f"{folder}/{name}"  # a path object for each takes longer than to read it
        if os.path.isfile(path):  # noqa: PTH113
            with open(path, "rb") as file:  # noqa: PTH123
                hashes[name] = digest(file.read())
    return hashes


def as_bytes(manifest: Manifest) -> bytes:
    """The manifest as it is written: sorted, and without clock or path of any machine."""
    outline = {
        "version": VERSION,
        "as_of": manifest.as_of or None,
        "assembler": manifest.assembler,
        "forms": dict(manifest.forms),
        "shell": manifest.shell,
        "inputs": {
            name: {"sha256": one.sha256, "kept": one.kept, "is": one.kind} for name, one in manifest.inputs.items()
        },
        "asked": dict(manifest.asked),
        "files": {name: _outline(entry) for name, entry in manifest.files.items()},
        "superseded": {name: _outline(entry) for name, entry in manifest.superseded.items()},
    }
    return msgspec.json.format(msgspec.json.encode(outline, order="sorted"), indent=2) + b"\n"


def digest(content: bytes) -> str:
    """The hash of a file, as the manifest has it."""
    return hashlib.sha256(content).hexdigest()


def inputs_of(given: Sequence[tuple[str, str, bytes]]) -> tuple[Mapping[str, Input], Mapping[str, bytes]]:
    """The inputs of a manifest, and the copies of them to keep by their paths in the set.

    Each is given as what it is, its path from the term sheet, and its bytes. Of a file given by a path of this machine
    only the name is written down.
    """
    inputs: dict[str, Input] = {}
    copies: dict[str, bytes] = {}
    for kind, reference, content in given:
        sha256 = digest(content)
        name = PureWindowsPath(reference).name
        kept = f"inputs/{name}"
        if copies.setdefault(kept, content) != content:
            kept = f"inputs/{sha256[:8]}-{name}"
            copies[kept] = content
        inputs[name_of(reference)] = Input(sha256, kept, kind)
    return inputs, copies


def name_of(reference: str) -> str:
    """The name of an input: its path from the term sheet as it is; of a path that only this machine knows, the last part."""
    posix, windows = PurePosixPath(reference), PureWindowsPath(reference)
    return windows.name if posix.is_absolute() or windows.drive or windows.root else reference


def _outline(entry: Entry) -> Mapping[str, str]:
    stated = {"part": entry.part, "document": entry.document, "investor": entry.investor}
    return {"sha256": entry.sha256, **{name: value for name, value in stated.items() if value}}


def _understood(outline: Mapping[str, Any]) -> Manifest:
    """The manifest in JSON's values. Raises one of several errors where it is not one that this program knows."""
    if outline["version"] == 1:
        return _of_version_1(outline)
    if outline["version"] != VERSION:
        raise ValueError(outline["version"])
    return Manifest(
        as_of=outline["as_of"] or "",
        assembler=outline["assembler"],
        forms=dict(outline["forms"]),
        shell=outline["shell"],
        inputs={name: Input(one["sha256"], one["kept"], one["is"]) for name, one in outline["inputs"].items()},
        asked=dict(outline["asked"]),
        files={name: Entry(**one) for name, one in outline["files"].items()},
        superseded={name: Entry(**one) for name, one in outline["superseded"].items()},
    )


def _of_version_1(outline: Mapping[str, Any]) -> Manifest:
    """What the first version says: hashes alone; which tree a file was written from is told by its name."""
    files = {name: Entry(one["sha256"]) for name, one in outline["files"].items()}
    trees = {name: f"{name.partition('.')[0]}{_TREE}" for name in files if not name.endswith(_TREE)}
    known = {
        name: replace(entry, document=trees[name]) if trees.get(name) in files else entry
        for name, entry in files.items()
    }
    return Manifest(files=known, version=1)
