"""The schedule of changes as a workbook: the changed terms on one sheet, every figure with its difference on another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from assembler.schedules.figures import TOTAL, Figure
from assembler.schedules.terms import TermChange, shown
from assembler.writers.timeless import saved

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_TERMS = ("What", "Investor", "Term", "Before", "Now", "Remark")
_FIGURES = ("Investor", "Figure", "Before", "Now", "Difference", "Rounding")
_WIDTH = 26


def write(terms: Sequence[TermChange], figures: Sequence[Figure]) -> bytes:
    """The workbook. The same changes give the same bytes; no text becomes a formula, whatever it begins with."""
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _fill(workbook.create_sheet("Terms"), _TERMS, map(_of_term, terms))
    _fill(workbook.create_sheet("Figures"), _FIGURES, map(_of_figure, figures))
    return saved(workbook)


def _of_term(change: TermChange) -> Sequence[Any]:
    return (change.what.value, change.subject, change.path, change.before, change.now, change.remark)


def _of_figure(figure: Figure) -> Sequence[Any]:
    return (figure.subject, figure.name, *map(_cell, (figure.before, figure.now, figure.difference)), figure.rounding)


def _cell(value: Any) -> Any:
    return value if value is None or isinstance(value, int | Decimal) else shown(value)


def _fill(sheet: Worksheet, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    bold = Font(bold=True)
    for number, row in enumerate((head, *rows), 1):
        is_total = number == 1 or row[0] == TOTAL
        for column, value in enumerate(row, 1):
            _put(sheet.cell(number, column), value, bold if is_total else None)
    for column in range(1, len(head) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    sheet.freeze_panes = "A2"


def _put(cell: Any, value: Any, font: Any) -> None:
    if isinstance(value, str):
        # Set as text by its type: openpyxl takes what begins with = for a formula, and a program that opens the file
        # may take + - @ for one unless the cell is text.
        cell.value = value
        cell.data_type = "s"
        cell.number_format = "@"
    else:
        cell.value = value
        cell.number_format = "#,##0.######" if isinstance(value, Decimal) else "#,##0"
    if font:
        cell.font = font
