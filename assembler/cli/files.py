"""The files that a command reads and writes itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from assembler.findings import Finding, Place, Refused

if TYPE_CHECKING:
    from assembler.closing.pieces import Attachment, DealSet


STANDARD_INPUT = Path("-")


def name_of(path: Path) -> str:
    """Return the name of a file in messages: its path, or `<stdin>`."""
    return "<stdin>" if path == STANDARD_INPUT else path.as_posix()


def refuse_mixed(paths: Sequence[Path]) -> None:
    """Raise BadParameter where `-` stands more than once: standard input can be read once."""
    if paths.count(STANDARD_INPUT) > 1:
        raise typer.BadParameter("standard input can be read once: give - once")


def read(path: Path) -> bytes:
    """Return the bytes of a file, or of standard input for `-`.

    Raise `Refused` where there is no file, or one larger than any term sheet.
    """
    from assembler.termsheet.source import LARGEST_FILE, too_large

    if path == STANDARD_INPUT:
        data = sys.stdin.buffer.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            raise too_large(len(data), name_of(path))
        return data
    place = Place(path.as_posix())
    if path.is_dir():
        raise Refused([Finding("Y002", "expected a term sheet, found a folder", "Name the file in it.", place)])
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
            if len(data) > LARGEST_FILE:
                raise too_large(max(len(data), os.fstat(file.fileno()).st_size), path.as_posix())
            return data
    except FileNotFoundError:
        raise Refused([Finding("Y001", "there is no such file", _nearest(path), place)]) from None
    except PermissionError:
        what, remedy = "this file may not be read", "Ask for the right to read it."
        raise Refused([Finding("S101", what, remedy, place)]) from None


def refuse_changed(path: Path, data: bytes) -> None:
    """Raise `Refused` where a term sheet was changed since it was read; a pipe can be read only once."""
    if path != STANDARD_INPUT and path.is_file() and path.read_bytes() != data:
        what, remedy = "the term sheet was changed while it was drafted; nothing is written", "Run again."
        raise Refused([Finding("S103", what, remedy, Place(path.as_posix()))])


def _nearest(path: Path) -> str:
    from difflib import get_close_matches

    names = [other.name for other in path.parent.glob("*.y*ml")] if path.parent.is_dir() else []
    near = get_close_matches(path.name, names, 1, 0.5)
    return f"Did you mean {(path.parent / near[0]).as_posix()}?" if near else "Check the name and the folder."


def beside(termsheet: Path, seen: dict[str, bytes] | None = None) -> Callable[[str], bytes]:
    """Reads a file by its path from a term sheet, up to a byte more than a list of investors may have.

    What was read is put into `seen`, by that path.
    """

    def read(name: str) -> bytes:
        from assembler.investors.file import LARGEST_LIST

        path = termsheet.parent / name
        if path.is_dir():
            raise IsADirectoryError(name)
        if path.exists() and not path.is_file():
            raise OSError(name)  # a pipe or a device might never end
        with path.open("rb") as file:
            content = file.read(LARGEST_LIST + 1)
        if seen is not None:
            seen[name] = content
        return content

    return read


def attached(attachments: Sequence[Attachment], whole: DealSet, folder: Path) -> dict[str, bytes]:
    """The files that a term sheet attaches, by their names in the set. Refused with each that cannot be read."""
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    for one in attachments:
        path = folder / one.path
        if path.is_file():
            files[one.stem + path.suffix.lower()] = path.read_bytes()
        else:
            place = whole.deal.place_of(one.term)
            what, remedy = f"there is no file {path.as_posix()}", "Name a file by its path from the term sheet."
            findings.append(Finding("Y003", what, remedy, place, one.term))
    if findings:
        raise Refused(findings)
    return files


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet. Refused where it is, or where its folder is not."""
    place = Place(path.as_posix())
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        what, remedy = "there is such a file already, and nothing is written over it", "Choose another name."
        raise Refused([Finding("Y004", what, remedy, place)]) from None
    except FileNotFoundError:
        what = f"there is no folder {path.parent.as_posix()}"
        raise Refused([Finding("Y005", what, "Make it first, or choose another.", place)]) from None
