"""The schedule of changes as a workbook: changed terms on one sheet, figures with their differences on another."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from assembler.schedules.figures import TOTAL, Figure
from assembler.schedules.terms import TermChange, shown
from assembler.writers.sheet import Cell, Column, Kind, Sheet
from assembler.writers.workbook import as_workbook

_WIDTH = 26
_TERMS = [Column(name, Kind.TEXT, _WIDTH) for name in ("What", "Investor", "Term", "Before", "Now", "Remark")]
_FIGURES = [
    *(Column(name, Kind.TEXT, _WIDTH) for name in ("Investor", "Figure")),
    *(Column(name, Kind.FIGURE, _WIDTH) for name in ("Before", "Now", "Difference")),
    Column("Rounding", Kind.TEXT, _WIDTH),
]


def write(terms: Sequence[TermChange], figures: Sequence[Figure]) -> bytes:
    """Return the workbook as bytes. The same changes give the same bytes, and no text becomes a formula."""
    rows, totals = (
        [_of_figure(figure) for figure in figures if (figure.subject == TOTAL) is is_total]
        for is_total in (False, True)
    )
    return as_workbook(Sheet("Terms", _TERMS, list(map(_of_term, terms))), Sheet("Figures", _FIGURES, rows, totals))


def _of_term(change: TermChange) -> Sequence[Cell]:
    return (change.what.value, change.subject, change.path, change.before, change.now, change.remark)


def _of_figure(figure: Figure) -> Sequence[Cell]:
    return (figure.subject, figure.name, *map(_cell, (figure.before, figure.now, figure.difference)), figure.rounding)


def _cell(value: Any) -> Cell:
    return value if value is None or isinstance(value, int | Decimal) else shown(value)
