"""The styles of a new term sheet: partial term sheets that say what a usual deal of a time states."""

from __future__ import annotations

from enum import StrEnum
from importlib.resources import files

from assembler.termsheet.reader import read
from assembler.termsheet.source import SourceTree


class Style(StrEnum):
    """A style, by the name of its file in `termsheet/styles/`."""

    today = "today"
    of_2003 = "2003"


def style_tree(style: Style) -> SourceTree:
    """Return the partial term sheet of a style."""
    file = files("assembler.termsheet") / "styles" / f"{style.value}.yaml"
    return read(file.read_bytes(), file.name).tree
