import pytest

from assembler.checks.stranded_conjunction import check
from assembler.document.tree import State
from tests.checks.subjects import clause, said


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("It pays and.", '"and": "It pays and."'),
        ("It pays (in cash or) today.", '"or": "It pays (in cash or) today."'),
        ("It pays,; it goes.", '",": "It pays,; it goes."'),
        ("It pays () today.", '"()": "It pays () today."'),
        ("It pays and and goes.", '"and and": "It pays and and goes."'),
        ("It pays, and\n\nIt goes.", '"and": "It pays, and"'),
    ],
)
def test_what_joins_nothing_is_found(words: str, quoted: str):
    assert said(check, words) == [f"clause_1: nothing follows {quoted}"]


@pytest.mark.parametrize(
    "words",
    [
        "It pays and, to the extent practicable, goes.",
        "It pays the Shares and/or the Warrants.",
        "It pays {counsel.firm: Acme, Inc.,; and.} and goes.",
        "It asks vFinance Investments, Inc., dated today.",
        "It shall\nlist (i), (ii) and (iii)\n- pay\n- wait\n- go\nend\n.",
    ],
)
def test_what_joins_something_is_left_alone(words: str):
    assert said(check, words) == []


def test_a_clause_may_hand_over_to_the_next_and_not_to_none():
    first, second = clause("It pays; and", "(a)", "pays"), clause("It goes.", "(a)", "goes")
    assert said(check, clause("It shall:", "1.", "lead", first, second)) == []
    assert said(check, clause("It shall:", "1.", "lead", first)) == [
        'Section 1(a) (pays): nothing follows "and": "It pays; and"'
    ]


def test_a_reserved_clause_does_not_take_over():
    reserved = clause("", "(a)", "goes", state=State.RESERVED)
    assert len(said(check, clause("It shall:", "1.", "lead", clause("It pays; and", "(a)", "pays"), reserved))) == 1


def test_a_paragraph_in_the_middle_of_a_clause_does_not_hand_over():
    first = clause("It pays, and\n\nIt waits.", "1.", "pays")
    assert len(said(check, first, clause("It goes.", "1.", "goes"))) == 1
