"""The document as plain text: wrapped, indented by level, with labels and figures in columns."""

from __future__ import annotations

import re

import pytest

from assembler.document.numbering import number
from assembler.document.tree import Clause, Document, State, Value
from assembler.drafting.notation import parse
from assembler.exports import text

HOSTILE = 'Smith & Jones <LP>, "A" {{ x }} @b [c] *d*'


def clause(label, words, mark="", values=(), children=(), **more):
    parsed = parse(words, tuple(values))
    return Clause(
        label, mark, heading=parsed.heading, runs_in=parsed.runs_in, blocks=parsed.blocks, children=children, **more
    )


def written(*clauses):
    document = Document("T", clauses)
    return text.write(document, number(document))


def test_lines_are_at_most_eighty_wide_and_no_word_is_cut():
    lines = written(clause("a", "reps and warranties " * 40, "1.")).splitlines()
    assert max(map(len, lines)) <= 80
    assert " ".join(lines).split() == ["1.", *("reps and warranties " * 40).split()]


def test_clauses_are_indented_by_level_and_run_on_under_their_first_word():
    deep = clause("c", "words " * 20, "(i)")
    said = written(
        clause("a", "# HEAD.\n\nLead.", "1.", children=(clause("b", "# Caption.\nText.", "(a)", children=(deep,)),))
    )
    assert said.splitlines()[:6] == ["1. HEAD.", "", "    Lead.", "", "    (a) Caption. Text.", ""]
    assert said.splitlines()[6].startswith("        (i) words")
    assert said.splitlines()[7].startswith("            words")


def test_a_clause_without_words_lends_its_number_to_the_first_under_it():
    group = Clause("g", "(a)", children=(clause("b", "One.", "(i)"), clause("c", "Two.", "(i)")))
    assert written(group) == "(a) (i) One.\n\n    (ii) Two.\n"


def test_numbers_without_words_stand_on_the_line_of_the_first_words_under_them():
    inner = Clause("i", "(i)", children=(clause("x", "One.", "(A)"), clause("y", "Two.", "(A)")))
    unnumbered = Clause("h", "(a)", children=(clause("z", "Three."),))
    reserved = Clause("r", "(a)", children=(Clause("s", "(i)", State.RESERVED),))
    group = Clause("top", "1.", children=(Clause("g", "(a)", children=(inner,)), unnumbered, reserved))
    assert written(group).split("\n\n") == [
        "1. (a) (i) (A) One.",
        "            (B) Two.",
        "    (b) Three.",
        "    (c) (i) [RESERVED]\n",
    ]


@pytest.mark.parametrize("words", ["> A legend.", "| A line.", "table\nrow\n- A cell.\nend"])
def test_a_number_is_printed_alone_where_no_words_can_follow_it(words):
    assert written(Clause("g", "(a)", children=(clause("b", words),))).startswith("(a)\n\n")


def test_a_reserved_clause_says_so_behind_its_number():
    assert written(clause("a", "x", "1."), Clause("b", "1.", State.RESERVED)) == "1. x\n\n2. [RESERVED]\n"


def test_a_label_stands_beside_its_lines_and_wraps_in_its_own_column():
    said = written(clause("a", ": with a copy to (with respect to Investors only):\n| Firm, LLP\n| Street"))
    assert said == ("    with a copy to (with respect    Firm, LLP\n    to Investors only):             Street\n")


LABELS = {
    "the longest label of a signature page": ("AMOUNT AND PURCHASE PRICE OF COMMON STOCK:", "$12,345,678.90"),
    "a label that leaves room for its figure and no more": ("L" * 61, "$1,100,000.00"),
    "a label of several words beside several figures": ("NUMBER OF WARRANTS TO PURCHASE SHARES:", "1,100,000"),
}


@pytest.mark.parametrize(("label", "figure"), LABELS.values(), ids=LABELS)
def test_labels_stay_on_one_line_where_they_fit_and_share_a_column(label, figure):
    lines = written(clause("a", f": {label}\n| {figure}\n: SHARES:\n| 9")).split("\n\n")
    assert lines == [f"    {label}  {figure}", f"    {'SHARES:'.ljust(len(label))}  9\n"]
    assert max(map(len, lines)) <= 80


def test_a_label_breaks_where_its_line_would_not_fit_beside_it():
    label, name = "NAME OF THE HOLDER OF RECORD OF THE WARRANT:", "Consolidated Harbor Improvement Trust of 1931"
    lines = written(clause("a", f": {label}\n| {name}")).splitlines()
    assert lines == [
        "    NAME OF THE HOLDER OF RECORD    Consolidated Harbor Improvement Trust of",
        "    OF THE WARRANT:                     1931",
    ]


def test_a_name_that_is_longer_than_the_line_to_sign_on_breaks():
    name = "Consolidated Harbor Improvement Trust of 1931, as trustee"
    said = written(clause("a", f"~ {name}\n| Printed Name of Investor")).splitlines()
    assert [line.strip() for line in said[:2]] == ["Consolidated Harbor Improvement Trust of", "1931, as trustee"]
    assert max(map(len, said)) == 80


def test_a_table_has_names_on_the_left_and_figures_on_the_right():
    table = "table\nhead\n- Name\n- Shares\nrow\n- A\n| street\n- 1,100\ntotal\n- Total\n- 1,100\nend"
    lines = written(clause("a", table)).splitlines()
    assert lines == [
        "Name" + "Shares".rjust(76),
        "-" * 80,
        "A" + "1,100".rjust(79),
        "street",
        "",
        "Total" + "1,100".rjust(75),
        "",
    ]


@pytest.mark.parametrize("figure", ["$98,765,432,109,876.50", "12,345,678,901,234,567,890", "$1.10"])
def test_two_spaces_stand_before_every_figure_however_long(figure):
    row = f"row\n- Alder LP\n- {figure}\n- 7\n- {figure}\n"
    table = f"table\nhead\n- Name\n- Shares\n- Warrants\n- Price\n{row}total\n- Total\n- {figure}\n- 7\n- {figure}\nend"
    head, _, holding, _, total, *_ = written(clause("a", table)).splitlines()
    assert re.split(" {2,}", holding) == ["Alder LP", figure, "7", figure]
    assert re.split(" {2,}", total) == ["Total", figure, "7", figure]
    assert len(head) == len(holding) == len(total) == max(80, 18 + 18 + 2 * (len(figure) + 2))


def test_a_word_wider_than_its_column_moves_no_figure():
    word = "notices-of-the-northern-hemisphere-master-fund-of-birch-and-alder.example.com"
    table = f"table\nhead\n- Name\n- Shares\n- Warrants\nrow\n- Alder LP\n| {word}\n| Portland\n- 9\n| No. 1\n- 7\n| No. 2\nend"
    lines = written(clause("a", table)).splitlines()
    assert lines[2:] == [
        f"{'Alder LP':44}{'9':>18}{'7':>18}",
        word,
        f"{'Portland':44}{'No. 1':>18}{'No. 2':>18}",
        "",
    ]


def test_a_line_to_sign_on_is_ruled_under_its_text():
    said = written(clause("a", "~ By: /s/ A\n| Name: A"))
    assert said == f"{'':40}By: /s/ A\n{'':40}{'_' * 40}\n{'':40}Name: A\n"


def test_titles_are_centred():
    assert written(clause("a", "= ONE\n= TWO")) == f"{'ONE'.center(80).rstrip()}\n{'TWO'.center(80).rstrip()}\n"


def test_a_value_comes_out_as_it_went_in():
    value = Value(HOSTILE, "investors[0].name")
    assert written(clause("a", "by \ue0000\ue001.", values=[value])) == f"by {HOSTILE}.\n"
