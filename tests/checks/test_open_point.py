import pytest

from assembler.checks.open_point import check
from tests.checks.subjects import said


@pytest.mark.parametrize("bracket", ["[●]", "[to be agreed]", "[Delaware/Nevada]", "[$1.36]", "[ ]", "[see our e-mail"])
def test_a_bracket_is_an_open_point(bracket: str):
    assert said(check, f"The price is {bracket}") == [f'clause_1: an open point: "{bracket}"']


def test_a_bracket_in_a_value_is_an_open_point():
    assert said(check, "The price is {offering.price: [to come]}.") == ['clause_1: an open point: "[to come]"']


def test_a_bracket_that_the_term_sheet_leaves_open_is_not_said_again():
    words = "The price is {offering.price: [to come]}, in [Dollars], for {company.name: [name]}."
    assert said(check, words, open_terms=frozenset({"offering.price"})) == [
        'clause_1: an open point: "[Dollars]"',
        'clause_1: an open point: "[name]"',
    ]


@pytest.mark.parametrize(
    "words",
    [
        "[RESERVED]",
        "[Reserved]",
        "[Intentionally Omitted]",
        "= [REMAINDER OF PAGE INTENTIONALLY LEFT BLANK]",
        "= [Signature page follows]",
        "= [Signature Page to Purchase Agreement]",
        "[Name of Holder]",
        "The price is (so to speak) settled.",
    ],
)
def test_what_a_settled_document_prints_in_brackets_is_left_alone(words: str):
    assert said(check, words) == []
