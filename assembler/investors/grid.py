"""The cells of a sheet: the text of each, its place, and its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from string import ascii_uppercase

from msgspec import Struct

from assembler.errors import Location

MOST_ROWS = 100_000


class CellKind(StrEnum):
    """The kind of value in a cell. A text file holds text only."""

    TEXT = "text"
    NUMBER = "a number"
    DATE = "a date"
    FLAG = "true or false"
    FAULT = "an error value"
    UNCOMPUTED = "a formula without its result"


class Look(StrEnum):
    """The formatting that makes the words of a cell count less than they read, as messages say it."""

    STRUCK = "some of its words are struck through"
    RAISED = "some of its signs are superscript or subscript, such as the number of a note"
    UNSEEN = "some of its words cannot be seen, because of their color or their size"


class GridCell(Struct, frozen=True):
    """The text of a cell without the spaces around it. `line` and `column` are its place in the file.

    `shown_as` is the number format of the cell. `struck` is True if the whole text is struck through. `look` is what
    else a reader of the sheet sees in its words.
    """

    text: str
    line: int
    column: int
    kind: CellKind = CellKind.TEXT
    shown_as: str = ""
    struck: bool = False
    look: Look | None = None

    @property
    def filled(self) -> bool:
        """True if the cell is not empty."""
        return bool(self.text) or self.kind is CellKind.UNCOMPUTED


class GridRow(Struct, frozen=True):
    """A row: its first line in the file, and its cells by column. Lines and columns count from 1."""

    line: int
    cells: Mapping[int, GridCell]
    hidden: bool = False

    def filled(self) -> Iterator[tuple[int, GridCell]]:
        """Yield the cells that are not empty, by column."""
        return ((column, cell) for column, cell in self.cells.items() if cell.filled)


class CellArea(Struct, frozen=True):
    """An area of cells, with its bounds included."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Return True if the cell is in the area."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def __str__(self) -> str:
        return f"{letters(self.left)}{self.top}:{letters(self.right)}{self.bottom}"


class Grid(Struct, frozen=True):
    """The rows of a sheet that are not empty.

    `file` is its name in messages. `lettered` is True for a workbook, whose cells have names such as D7. A format
    that depends on a condition strikes the cells of `struck_at_times` through, or shows another number there.
    """

    file: str
    rows: tuple[GridRow, ...]
    lettered: bool = False
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[CellArea, ...] = ()
    struck_at_times: tuple[CellArea, ...] = ()

    def place(self, row: GridRow, column: int) -> Location:
        """Return the place of a cell, even if the row lacks it."""
        if cell := row.cells.get(column):
            return Location(self.file, cell.line, cell.column)
        return Location(self.file, row.line, column if self.lettered else 0)

    def named(self, row: GridRow, column: int, name: str) -> str:
        """Return the name of a cell in messages: its address in a workbook, and the name of its column."""
        return f"cell {letters(column)}{row.line}, column '{name}'" if self.lettered else f"column '{name}'"


def letters(column: int) -> str:
    """Return the letters of a column: 4 -> D, 28 -> AB."""
    before, last = divmod(column - 1, len(ascii_uppercase))
    return (letters(before) if before else "") + ascii_uppercase[last]


# In a number format, _x is a space as wide as x, and *x fills the cell with x.
_SPACING = re.compile(r"_.|\*.")
_CURRENCY = re.compile(
    r"\[\$(?P<marked>[^\]-]*)[^\]]*\]|(?P<sign>[€£¥₩₹₽₪₫₺₴₦฿%])|\"\s*(?P<code>AUD|CAD|CHF|CNY|EUR|GBP|HKD|JPY|SGD|kr)\s*\""
)
_DOLLARS = ("", "$", "US$", "USD")


def signs_of(number_format: str) -> list[str]:
    """Return the signs of other currencies and of percentages in a number format."""
    signs = [str(match[match.lastgroup or 0]).strip() for match in _CURRENCY.finditer(_SPACING.sub("", number_format))]
    return [sign for sign in signs if sign.upper() not in _DOLLARS]
