"""The schedule of changes as a workbook: figures are numbers, and text is text whatever it begins with."""

from __future__ import annotations

import io
from decimal import Decimal

from openpyxl import load_workbook

from assembler.revise import report
from assembler.revise.figures import TOTAL, Figure
from assembler.revise.term_changes import TermChange, TermChangeKind

CHANGE = TermChange(TermChangeKind.CHANGED, "investors[0].amount", "=1+1 LLC", "95,000", "96,000.50")
FIGURES = [
    Figure("", "price per share", Decimal("2.375"), Decimal("2.5")),
    Figure("=1+1 LLC", "amount", Decimal("95000.00"), Decimal("96000.50"), "rounded"),
    Figure("=1+1 LLC", "warrants", None, 7),
    Figure(TOTAL, "shares", 40, 50),
]


def rows(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def test_the_terms_stand_on_one_sheet_and_the_figures_with_their_differences_on_another():
    terms, figures = load_workbook(io.BytesIO(report.write_workbook([CHANGE], FIGURES)))
    assert (terms.title, figures.title) == ("Terms", "Figures")
    assert rows(terms) == [["changed", "=1+1 LLC", "investors[0].amount", "95,000", "96,000.50", ""]]
    assert rows(figures) == [
        ["", "price per share", 2.375, 2.5, 0.125, ""],
        ["=1+1 LLC", "amount", 95000, 96000.5, 1000.5, "rounded"],
        ["=1+1 LLC", "warrants", None, 7, 7, ""],
        ["total", "shares", 40, 50, 10, ""],
    ]
    assert {cell.data_type for sheet in (terms, figures) for row in sheet for cell in row if cell.value == "=1+1 LLC"} <= {"s", "inlineStr"}  # fmt: skip
    assert [cell.font.bold for cell in figures["A"]] == [True, False, False, False, True]


def test_a_whole_figure_shows_no_point_and_another_all_its_places():
    figures = load_workbook(io.BytesIO(report.write_workbook([CHANGE], FIGURES)))["Figures"]
    assert [figures[cell].number_format for cell in ("C2", "C3", "D3", "D4")] == [
        "General",
        "#,##0",
        "General",
        "#,##0",
    ]
