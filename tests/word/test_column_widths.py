"""The widths of columns: no figure breaks, and names wrap."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from assembler.document.tree import Row, Table, Text
from assembler.exports.pdf import as_pdf
from assembler.word.column_widths import column_widths
from tests.word import office
from tests.word.small import one, value, written

WIDTH = 9360
HEAD = ("Name and Address of Investor", "Number of Shares Purchased", "Number of Warrants", "Aggregate Purchase Price")
FIGURES = ("12,746,079", "4,459,270", "$30,259,375.25")
LARGEST = ("40,000,000,000,000", "14,000,000,000,000", "$100,000,000,000,000.25")
NAMES = {
    "a short name": "Alder LP",
    "a name of 71 letters": "The Trustees of the Saltmarsh and Fenwick Universities Pension Plan, LP",
    "a name of 280 letters": " ".join(["Saltmarsh"] * 28),
    "an unbreakable word": "Saltmarsh" * 12,
    "a word of wide letters": "W" * 60,
    "a link": "https://www.example.com/notices/" + "desk-of-the-fund/" * 6,
    "a name in Chinese": "海港北投資基金" * 12,
    "a name in Greek": "Θαλάσσιο Ταμείο Επενδύσεων " * 4,
    "a long number": "1234567890" * 4 + " Fund",
}


def row(kind, *cells):
    return Row(kind, tuple(((Text(cell),),) for cell in cells))


def rows(name, figures=FIGURES):
    return [row("head", *HEAD[: len(figures) + 1]), row("row", name, *figures), row("total", "Total", *figures)]


def printed_width(figure):
    """Return the width of a figure in Times Bold of 10 points with the margins of a cell of the house style."""
    return sum(250 if character in ",." else 500 for character in figure) * 10 * 20 / 1000 + 200


@pytest.mark.parametrize("figures", [FIGURES, LARGEST, LARGEST[2:], ("0", "0", "$1")])
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_column_is_as_wide_as_its_longest_figure_whatever_stands_beside_it(name, figures):
    widths = column_widths(rows(name, figures), WIDTH)
    assert sum(widths) == WIDTH
    assert all(width >= printed_width(figure) for width, figure in zip(widths[1:], figures, strict=True))


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_column_of_figures_is_as_wide_as_the_longest_word_of_its_head(name):
    widths = column_widths(rows(name, ("1", "2", "$3")), WIDTH)
    # "Purchased" and "Aggregate" take 900 in Times Bold of 10 points.
    assert all(width >= 900 + 200 for width in (widths[1], widths[3]))


def test_a_table_of_short_words_gives_each_column_a_readable_share():
    assert min(column_widths(rows("Alder LP", ("1", "2", "$3")), WIDTH)) >= 0.15 * WIDTH


def test_columns_that_cannot_hold_their_figures_share_the_width_and_leave_none_empty():
    widths = column_widths([row("row", *["$100,000,000,000,000.25"] * 9)], WIDTH)
    assert sum(widths) == WIDTH
    assert max(widths) - min(widths) < 10


def test_a_row_with_fewer_cells_and_an_empty_table_cell_have_widths():
    assert sum(column_widths([row("row", "a", "", "$1"), row("row", "b")], WIDTH)) == WIDTH
    assert column_widths([row("row", "")], WIDTH) == [WIDTH]


@pytest.mark.skipif(bool(office.missing()), reason=office.missing() or "there")
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
def test_libre_office_prints_every_figure_on_one_line(tmp_path):
    tables = [
        Table(
            (
                row("head", *HEAD),
                Row("row", (((Text(name),),), *(((value(figure),),) for figure in figures))),
                Row("total", (((Text("Total"),),), *(((value(figure),),) for figure in figures))),
            )
        )
        for name in NAMES.values()
        for figures in (FIGURES, LARGEST)
    ]
    (tmp_path / "a.pdf").write_bytes(as_pdf({"a.docx": written(one(*tables))})["a.pdf"])
    shown = subprocess.run(
        ["pdftotext", "-raw", "a.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    for figure in (*FIGURES, *LARGEST):
        assert len(re.findall(rf"(?<![\d,]){re.escape(figure)}(?![\d,.])", shown.stdout)) == 2 * len(NAMES)
