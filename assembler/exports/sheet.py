"""Tables of figures for other programs, and their form as CSV.

Text that looks like a formula stays text. A workbook marks each cell as text. CSV cannot, so such a text gets a leading
apostrophe there, which means "text" in Excel and LibreOffice.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

CellValue = str | int | Decimal | date | None

# Characters that start a formula in Excel, LibreOffice and Google Sheets, and the spaces that they skip before it.
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class ColumnKind(StrEnum):
    """The kind of values in a column. A cell of any kind may hold the text of an open point instead."""

    TEXT = "text"
    COUNT = "count"
    DOLLARS = "dollars"
    DAY = "day"
    FIGURE = "figure"  # with the decimals that it has


class Column(Struct, frozen=True):
    """A column: its name, the kind of its values, and its width in a workbook, in characters."""

    name: str
    kind: ColumnKind
    width: int = 16


class FigureSheet(Struct, frozen=True):
    """A named table: its columns, its rows, and the rows of totals at its foot."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[CellValue]]
    totals: Sequence[Sequence[CellValue]] = ()


def as_csv(sheet: FigureSheet) -> bytes:
    """Return the table as CSV, with the byte order mark by which Excel recognizes UTF-8. Figures are plain digits."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([column.name for column in sheet.columns])
    for row in (*sheet.rows, *sheet.totals):
        writer.writerow([_typed(cell, column.kind) for cell, column in zip(row, sheet.columns, strict=True)])
    return stream.getvalue().encode("utf-8-sig")


def digits(figure: Decimal | int, kind: ColumnKind) -> str:
    """Return a figure in digits, unrounded. Dollars have two decimals."""
    return (
        f"{figure:.2f}" if kind is ColumnKind.DOLLARS else f"{figure:f}" if isinstance(figure, Decimal) else str(figure)
    )


def _typed(cell: CellValue, kind: ColumnKind) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_BEGINS_FORMULA) else cell
    return cell.isoformat() if isinstance(cell, date) else digits(cell, kind)
