"""The folder that the page works in. It reads and writes nothing outside."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from assembler.errors import InputError, Location, Problem

TERM_SHEETS = (".yaml", ".yml")
_NOT_LOOKED_INTO = ("output", "node_modules")
_DEEPEST = 3  # folders below the one the page was started in
_MOST = 500


class Workspace(Struct, frozen=True):
    """The folder that the page was started in, without symbolic links on the way."""

    root: Path

    @classmethod
    def at(cls, folder: Path) -> Workspace:
        """Return the workspace at a folder."""
        return cls(folder.resolve())

    def path(self, name: str) -> Path:
        """Return the path of a file, without links, by its name from the root. Raises InputError if it is outside."""
        if problems := self.problems_of(name):
            raise InputError(problems)
        return (self.root / name).resolve()

    def problems_of(self, name: str) -> list[Problem]:
        """Return a problem if a file is outside the root, by its name from there. A link is followed."""
        if "\0" not in name and (self.root / name).resolve().is_relative_to(self.root):
            return []
        what = "this file is outside the folder that the page was started in"
        return [Problem("G301", what, "Start the page in a folder that holds all files.", Location(name))]

    def term_sheet(self, name: str) -> Path:
        """Return the path of a term sheet. Raises InputError if there is none of this name in the folder."""
        path = self.path(name)
        if path.suffix.lower() not in TERM_SHEETS or not path.is_file():
            what, hint = "there is no such term sheet", "Choose one of those that the start page lists."
            raise InputError([Problem("G303", what, hint, Location(name))])
        return path

    def name(self, path: Path) -> str:
        """Return the name of a path from the root."""
        return path.relative_to(self.root).as_posix()

    def beside(self, name: str, read: Callable[[str], bytes]) -> Callable[[str], bytes]:
        """Return `read`, which reads files by their paths from a term sheet, without those outside the root."""

        def read_inside(reference: str) -> bytes:
            self.path((Path(name).parent / reference).as_posix())
            return read(reference)

        return read_inside

    def term_sheets(self) -> list[str]:
        """Return the names of the files that may be term sheets, in order. Hidden folders and output are left out."""
        return sorted(self._below(self.root, 0))[:_MOST]

    def _below(self, folder: Path, depth: int) -> Iterator[str]:
        for entry in os.scandir(folder):
            if entry.name.startswith(".") or entry.is_symlink():
                continue
            if entry.is_file() and entry.name.lower().endswith(TERM_SHEETS):
                yield self.name(Path(entry.path))
            elif depth < _DEEPEST and entry.is_dir() and entry.name not in _NOT_LOOKED_INTO:
                yield from self._below(Path(entry.path), depth + 1)
