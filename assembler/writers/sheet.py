"""A table of figures for other programs: what its columns hold, and the table as text parted by commas.

Text that begins as a formula does stays text. A workbook says of each cell that it is text; a text file cannot, so there
such a text begins with an apostrophe, which is the sign for "text" in Excel and LibreOffice.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

Cell = str | int | Decimal | date | None

# What Excel, LibreOffice and Google Sheets begin a formula with, and the blanks that they skip before it.
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Kind(StrEnum):
    """What the cells of a column hold, where they are no text for an open point."""

    TEXT = "text"
    COUNT = "count"
    DOLLARS = "dollars"
    DAY = "day"
    FIGURE = "figure"  # with as many places behind the point as it has


class Column(Struct, frozen=True):
    """A column: its name, what it holds, and how wide it is in a workbook, in characters."""

    name: str
    kind: Kind
    width: int = 16


class Sheet(Struct, frozen=True):
    """A table with a name: its columns, its rows, and the rows of totals at its foot."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    totals: Sequence[Sequence[Cell]] = ()


def as_csv(sheet: Sheet) -> bytes:
    """The table as text parted by commas, with the mark by which Excel knows UTF-8; figures are digits alone."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([column.name for column in sheet.columns])
    for row in (*sheet.rows, *sheet.totals):
        writer.writerow([_typed(cell, column.kind) for cell, column in zip(row, sheet.columns, strict=True)])
    return stream.getvalue().encode("utf-8-sig")


def digits(figure: Decimal | int, kind: Kind) -> str:
    """A figure in digits, exactly: dollars with their cents."""
    return f"{figure:.2f}" if kind is Kind.DOLLARS else f"{figure:f}" if isinstance(figure, Decimal) else str(figure)


def _typed(cell: Cell, kind: Kind) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_BEGINS_FORMULA) else cell
    return cell.isoformat() if isinstance(cell, date) else digits(cell, kind)
