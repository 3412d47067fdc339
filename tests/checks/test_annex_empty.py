from functools import partial

import pytest

from assembler.checks.annex_empty import check
from assembler.errors import Severity
from assembler.termsheet.reader import read
from assembler.termsheet.source import place_of
from tests.checks.subjects import clause, problems, said

OPINION = clause("= ANNEX @annex_opinion\n= OPINION OF COUNSEL", "Annex I", "annex_opinion")
PROCEEDS = clause("= ANNEX @annex_use_of_proceeds\n= PROCEEDS", "Annex I", "annex_use_of_proceeds")
REFERS = clause("an opinion as in Annex @annex_opinion", "1.", "inv_cond_opinion")
TERMS = {"annex_opinion": "annexes.opinion", "annex_use_of_proceeds": "annexes.use_of_proceeds"}
EMPTY = "Annex I has no content, and the agreement uses it"


def test_a_title_over_an_empty_page_is_no_content():
    assert said(check, REFERS, OPINION, annex_terms=TERMS) == [EMPTY]


def test_all_empty_annexes_are_one_problem_with_the_lines_to_write():
    spends = clause("as in Annex @annex_use_of_proceeds", "1.", "cov_use_of_proceeds")
    (problem,) = problems(check, spends, REFERS, OPINION, PROCEEDS, annex_terms=TERMS)
    assert problem.message == "Annex I and Annex II have no content, and the agreement uses them"
    assert problem.hint == ("Name their files below `annexes:` (opinion, use_of_proceeds), or add words by departures.")


@pytest.mark.parametrize(
    ("sheet", "line"),
    [
        ("offering: {}\nannexes:\n  opinion: OPINION.docx\nexecution:\n  status: draft\n", 3),
        ("annexes:\n  opinion: OPINION.docx\nexecution:\n  status: draft\n", 2),
        ("annexes: {}\noffering: {}\n", 1),
        ("offering: {}\nexecution:\n  contents: true\n  status: draft\n", 4),
        ("offering: {}\nexecution:\n  contents: true\n", 2),
        ("offering: {}\n", 1),
    ],
)
def test_it_stands_at_the_annexes_or_at_the_stage_that_asks_for_them(sheet, line):
    source = read(sheet.encode(), "deal.yaml")
    (problem,) = problems(check, REFERS, OPINION, annex_terms=TERMS, place_of=partial(place_of, source))
    assert problem.location.line == line


def test_an_annex_of_a_form_without_a_term_takes_words():
    (problem,) = problems(check, REFERS, OPINION)
    assert (problem.message, problem.hint) == (
        EMPTY,
        "Add a clause with its words behind its title, by a departure with `add` and `after`.",
    )


@pytest.mark.parametrize(
    ("status", "severity"),
    [("draft", Severity.WARNING), ("execution", Severity.ERROR), ("form", None), ("conformed", None)],
)
def test_it_is_an_error_in_a_version_to_sign_and_copies_are_left_alone(status, severity):
    found = problems(check, REFERS, OPINION, annex_terms=TERMS, status=status)
    assert [one.severity for one in found] == ([severity] if severity else [])


def test_a_file_words_and_an_open_point_are_content():
    words = clause("= ANNEX @annex_opinion\nCounsel will say so.", "Annex I", "annex_opinion")
    table = clause("= ANNEX @annex_opinion\ntable\nrow\n- Loan\n- $5\nend", "Annex I", "annex_opinion")
    longer = clause("= ANNEX @annex_opinion\n= OPINION OF COUNSEL Counsel will say so.", "Annex I", "annex_opinion")
    behind = clause("Counsel will say so.", "", "opinion_added")
    assert said(check, REFERS, OPINION, annex_terms=TERMS, attached=frozenset({"annex_opinion"})) == []
    assert said(check, REFERS, OPINION, annex_terms=TERMS, open_terms=frozenset({"annexes.opinion"})) == []
    assert said(check, REFERS, words, annex_terms=TERMS) == []
    assert said(check, REFERS, table, annex_terms=TERMS) == []
    assert said(check, REFERS, longer, annex_terms=TERMS) == []
    assert said(check, REFERS, OPINION, behind, annex_terms=TERMS) == []


def test_words_of_the_next_annex_are_not_those_of_this_one():
    proceeds = clause("= ANNEX @annex_use_of_proceeds\nRent.", "Annex I", "annex_use_of_proceeds")
    assert said(check, REFERS, OPINION, proceeds, annex_terms=TERMS) == [EMPTY]


def test_an_annex_that_nothing_refers_to_is_left_to_another_check():
    assert said(check, OPINION, annex_terms=TERMS) == []
