"""The empty sheet for a list of investors: a row for each investor, a column for each term."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from assembler.exports.xlsx import workbook_into
from assembler.termsheet.fields import choices_of
from assembler.termsheet.schema import ADDRESS_COLUMNS, INVESTOR_COLUMNS, Investor, shown_first

if TYPE_CHECKING:
    from xlsxwriter import Workbook

SHEET = "Investors"
_ADDRESS = "address_lines"
_LINES_OF_ADDRESS = 3
_ROWS = 1_000
_FORMATS = {"amount": '"$"#,##0.00', "shares": "#,##0", "warrants": "#,##0"}
_WIDTH = 22


def as_csv() -> bytes:
    """Return the empty sheet as CSV, with the byte order mark by which Excel recognizes UTF-8."""
    return (",".join(_columns()) + "\r\n").encode("utf-8-sig")


def as_workbook() -> bytes:
    """Return the empty sheet as an Excel workbook. A note on each column name describes it."""
    stream = io.BytesIO()
    with workbook_into(stream) as book:
        _write(book)
    return stream.getvalue()


def _columns() -> dict[str, str]:
    """Return the description of each column, by name. Each line of the address has a column."""
    columns: dict[str, str] = {}
    for name in INVESTOR_COLUMNS:
        info = Investor.model_fields[name]
        needed = "Needed. " if name in shown_first(Investor) else ""
        names = ADDRESS_COLUMNS[:_LINES_OF_ADDRESS] if name == _ADDRESS else (name,)
        columns |= dict.fromkeys(names, f"{needed}{info.description}")
    return columns


def _write(book: Workbook) -> None:
    sheet = book.add_worksheet(SHEET)
    sheet.freeze_panes(1, 1)
    head = book.add_format({"bold": True})
    for number, (name, description) in enumerate(_columns().items()):
        # The format "@" is text: leading zeros are kept, and a leading = begins no formula.
        cells = book.add_format({"num_format": _FORMATS.get(name, "@")})
        sheet.set_column(number, number, _WIDTH, cells)
        sheet.write_string(0, number, name, head)
        sheet.write_comment(0, number, description, {"author": ""})
        if choices := _choices(name):
            sheet.data_validation(1, number, _ROWS, number, {"validate": "list", "source": choices})


def _choices(name: str) -> list[str]:
    """Return the permitted values of a column, empty if it takes any."""
    info = Investor.model_fields.get(name)
    if info is None:
        return []
    return ["true", "false"] if info.annotation is bool else choices_of(info.annotation)
