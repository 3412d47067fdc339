"""The sheet in which investors are listed, to be filled in: one row an investor, a column a term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assembler.termsheet.fields import choices_of
from assembler.termsheet.schema import ADDRESS_COLUMNS, Investor
from assembler.writers.timeless import saved

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SHEET = "Investors"
_ADDRESS = "address_lines"
_LINES_OF_ADDRESS = 3
_ROWS = 1_000
_FORMATS = {"amount": '"$"#,##0.00', "shares": "#,##0", "warrants": "#,##0"}
_WIDTH = 22


def as_csv() -> bytes:
    """The empty sheet as a text file parted by commas, with the mark by which Excel knows UTF-8."""
    return (",".join(_columns()) + "\r\n").encode("utf-8-sig")


def as_workbook() -> bytes:
    """The empty sheet as an Excel workbook: what each column is stands in a note on its name."""
    from openpyxl import Workbook

    workbook = Workbook()
    sheet = workbook.create_sheet(SHEET, 0)
    workbook.remove(workbook.worksheets[1])
    sheet.freeze_panes = "B2"
    for number, (name, said) in enumerate(_columns().items(), 1):
        _write_column(sheet, number, name, said)
    return saved(workbook)


def _columns() -> dict[str, str]:
    """What each column is, by its name; the address has one a line."""
    columns: dict[str, str] = {}
    for name, info in Investor.model_fields.items():
        needed = "Needed. " if info.is_required() else ""
        names = ADDRESS_COLUMNS[:_LINES_OF_ADDRESS] if name == _ADDRESS else (name,)
        columns |= dict.fromkeys(names, f"{needed}{info.description}")
    return columns


def _write_column(sheet: Worksheet, number: int, name: str, said: str) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    head = sheet.cell(1, number, name)
    head.font = Font(bold=True)
    head.comment = Comment(said, "")
    letter = get_column_letter(number)
    sheet.column_dimensions[letter].width = _WIDTH
    for row in range(2, _ROWS + 2):
        # Text stays text: zeros in front are kept, and = begins no formula.
        sheet.cell(row, number).number_format = _FORMATS.get(name, "@")
    if choices := _choices(name):
        validation = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True)
        validation.add(f"{letter}2:{letter}{_ROWS + 1}")
        sheet.add_data_validation(validation)


def _choices(name: str) -> list[str]:
    """What may stand in a column, where that can be listed."""
    info = Investor.model_fields.get(name)
    if info is None:
        return []
    return ["true", "false"] if info.annotation is bool else choices_of(info.annotation)
