"""Read and write the files that a command names itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assembler.errors import InputError, Location, Problem
from assembler.termsheet.source import LARGEST_FILE, too_large

if TYPE_CHECKING:
    from assembler.dealset.documents import Attachment, DocumentSet


STANDARD_INPUT = Path("-")


def name_of(path: Path) -> str:
    """Return the name of a file in messages: its path, or `<stdin>`."""
    return "<stdin>" if path == STANDARD_INPUT else path.as_posix()


def read(path: Path) -> bytes:
    """Return the bytes of a file, or of standard input for `-`.

    Raises InputError if there is no such file, or if it is larger than any term sheet.
    """
    if path == STANDARD_INPUT:
        data = sys.stdin.buffer.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            raise too_large(len(data), name_of(path))
        return data
    place = Location(path.as_posix())
    if path.is_dir():
        raise InputError([Problem("Y002", "expected a term sheet, found a folder", "Name the file in it.", place)])
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
            if len(data) > LARGEST_FILE:
                raise too_large(max(len(data), os.fstat(file.fileno()).st_size), path.as_posix())
            return data
    except FileNotFoundError:
        raise InputError([Problem("Y001", "there is no such file", _nearest(path), place)]) from None
    except PermissionError:
        what, hint = "this file may not be read", "Ask for the right to read it."
        raise InputError([Problem("S101", what, hint, place)]) from None


def refuse_changed(path: Path, data: bytes) -> None:
    """Raise InputError if a term sheet changed since it was read. Standard input cannot be read again."""
    if path != STANDARD_INPUT and path.is_file() and path.read_bytes() != data:
        what, hint = "the term sheet was changed while it was drafted; nothing is written", "Run again."
        raise InputError([Problem("S103", what, hint, Location(path.as_posix()))])


def _nearest(path: Path) -> str:
    from difflib import get_close_matches

    names = [other.name for other in path.parent.glob("*.y*ml")] if path.parent.is_dir() else []
    near = get_close_matches(path.name, names, 1, 0.5)
    return f"Did you mean {(path.parent / near[0]).as_posix()}?" if near else "Check the name and the folder."


def read_sibling(termsheet: Path, seen: dict[str, bytes] | None = None) -> Callable[[str], bytes]:
    """Return a function that reads a file by its path from a term sheet.

    It reads at most a byte more than a list of investors may have, and adds what it read to `seen`.
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


def attached(attachments: Sequence[Attachment], document_set: DocumentSet, folder: Path) -> dict[str, bytes]:
    """Return the files that a term sheet attaches, by their names in the set. Raises InputError with all that are missing."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for attachment in attachments:
        path = folder / attachment.path
        if path.is_file():
            files[attachment.stem + path.suffix.lower()] = path.read_bytes()
        else:
            place = document_set.deal.location_of(attachment.term)
            what, hint = f"there is no file {path.as_posix()}", "Name a file by its path from the term sheet."
            problems.append(Problem("Y003", what, hint, place, attachment.term))
    if problems:
        raise InputError(problems)
    return files


def refuse_existing(path: Path) -> None:
    """Raise InputError if a file that is to be written exists, or if its folder does not."""
    place = Location(path.as_posix())
    if path.exists():
        what, hint = "this file exists already, and is not overwritten", "Choose another name."
        raise InputError([Problem("Y004", what, hint, place)])
    if not path.parent.is_dir():
        what = f"there is no folder {path.parent.as_posix()}"
        raise InputError([Problem("Y005", what, "Create it first, or choose another folder.", place)])


def write_new(path: Path, content: bytes) -> None:
    """Write a new file. Raises InputError if it exists, or if its folder does not."""
    place = Location(path.as_posix())
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        what, hint = "this file exists already, and is not overwritten", "Choose another name."
        raise InputError([Problem("Y004", what, hint, place)]) from None
    except FileNotFoundError:
        what = f"there is no folder {path.parent.as_posix()}"
        raise InputError([Problem("Y005", what, "Create it first, or choose another folder.", place)]) from None
