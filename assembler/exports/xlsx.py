"""Tables of figures as an Excel workbook. Figures are formatted numbers, and text is never read as a formula."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from assembler.exports.sheet import CellValue, Column, ColumnKind, FigureSheet, digits

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

Look = dict[str, object]  # properties of a format, by their names in XlsxWriter

# A workbook without a date of its own. The time of writing would give other bytes each time.
_NO_DATE = date(1980, 1, 1)
_MOST_DIGITS = 15  # Excel rounds a number with more digits
_HIGHEST = 409  # points; Excel reports a workbook with a higher row as damaged
_BESIDE = 3  # characters; room beside a figure, as a bold one is wider
_LINE = 15  # points; rows get a height here, since not every program fits them to their text
_FORMATS = {
    ColumnKind.TEXT: "@",
    ColumnKind.COUNT: "#,##0",
    ColumnKind.DOLLARS: '"$"#,##0.00',
    ColumnKind.DAY: r"mmmm\ d,\ yyyy",
    ColumnKind.FIGURE: "General",
}
_WRAPPED: Look = {"text_wrap": True, "valign": "top"}
_HEAD: Look = {"bold": True, "num_format": "@"}
_TOTAL: Look = {"bold": True, "top": 1}


@contextmanager
def workbook_into(stream: io.BytesIO, dated: date | None = None) -> Iterator[Workbook]:
    """Yield an empty workbook, and write it into the stream at the end. The same cells give the same bytes.

    `dated` is the day of its creation in its properties.
    """
    from xlsxwriter import Workbook

    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": datetime.combine(dated or _NO_DATE, time(), UTC)})
        yield book


def as_workbook(*sheets: FigureSheet, dated: date | None = None) -> bytes:
    """Return the tables as a workbook, one sheet each. The first row is repeated on every printed page."""
    stream = io.BytesIO()
    with workbook_into(stream, dated) as book:
        for sheet in sheets:
            _Writer(book, sheet).write()
    return stream.getvalue()


class _Writer:
    """Writes one table."""

    def __init__(self, book: Workbook, sheet: FigureSheet) -> None:
        self.book, self.sheet = book, sheet
        self.page = book.add_worksheet(sheet.name)
        self.formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def write(self) -> None:
        self.page.freeze_panes(1, 0)
        self.page.repeat_rows(0)
        self.page.set_landscape()
        self.page.fit_to_pages(1, 0)
        every = [*self.sheet.rows, *self.sheet.totals]
        for number, column in enumerate(self.sheet.columns):
            self.page.set_column(number, number, _width(column, [row[number] for row in every]))
        names = [column.name for column in self.sheet.columns]
        rows = [(names, _HEAD), *((row, {}) for row in self.sheet.rows), *((row, _TOTAL) for row in self.sheet.totals)]
        for number, (cells, look) in enumerate(rows):
            self.write_row(number, list(zip(cells, self.sheet.columns, strict=True)), look)

    def write_row(self, number: int, cells: Sequence[tuple[CellValue, Column]], look: Look) -> None:
        self.page.set_row(number, min(max(_lines(*pair) for pair in cells) * _LINE, _HIGHEST))
        for index, (cell, column) in enumerate(cells):
            shown = {"num_format": _format(cell, column.kind)} | look
            self.write_cell(number, index, cell, column.kind, self.format_of(shown))

    def write_cell(self, row: int, column: int, cell: CellValue, kind: ColumnKind, shown: Format) -> None:
        """Write a cell by its type. A number that Excel would round is written as text."""
        match cell:
            case None:
                self.page.write_blank(row, column, None, shown)
            case str():
                self.page.write_string(row, column, cell, shown)
            case date():
                self.page.write_datetime(row, column, cell, shown)
            case _ if len(digits(cell, kind).replace(".", "")) > _MOST_DIGITS:
                self.page.write_string(row, column, digits(cell, kind), shown)
            case _:
                self.page.write_number(row, column, cell, shown)

    def format_of(self, look: Look) -> Format:
        """Return the format of a look, created once for each workbook."""
        key = tuple(look.items())
        if key not in self.formats:
            self.formats[key] = self.book.add_format(look | _WRAPPED)
        return self.formats[key]


def _format(cell: CellValue, kind: ColumnKind) -> str:
    """Return the number format of a cell. A figure without decimals has that of a count."""
    is_count = kind is ColumnKind.FIGURE and isinstance(cell, int | Decimal) and cell == int(cell)
    return _FORMATS[ColumnKind.COUNT if is_count else kind]


def _width(column: Column, cells: Sequence[CellValue]) -> int:
    """Return the width of a column. Excel prints ##### for a number that does not fit."""
    figures = [_figure(cell, column.kind) for cell in cells if isinstance(cell, int | Decimal)]
    return max(column.width, *(len(figure) + _BESIDE for figure in figures), 0)


def _figure(cell: int | Decimal, kind: ColumnKind) -> str:
    """Return a figure as its format prints it."""
    return f"${cell:,.2f}" if kind is ColumnKind.DOLLARS else f"{cell:,}"


def _lines(cell: CellValue, column: Column) -> int:
    """Return the number of lines of a cell in its column. Only text is wrapped."""
    lines = cell.split("\n") if isinstance(cell, str) else [""]
    return sum(max(1, -(-len(line) // column.width)) for line in lines)
