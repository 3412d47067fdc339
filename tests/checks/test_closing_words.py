import pytest

from assembler.checks.closing_words import check
from assembler.errors import Severity
from tests.checks.subjects import clause, problems, said

DATE = clause('"*Closing Date*" means the date of the closing of the purchase and sale.', "A.", "def_closing_date")


def test_closings_that_no_words_allow_are_found_at_the_closing_date():
    assert said(check, "The Company sells.", DATE, closings=3) == [
        "Section A (def_closing_date): the deal has 3 closings, and no words of the agreement allow more than one"
    ]
    assert said(check, "The Company sells.", closings=2) == [
        "clause_1: the deal has 2 closings, and no words of the agreement allow more than one"
    ]


@pytest.mark.parametrize(
    "words",
    [
        "The Company may hold additional closings until October 30.",
        "At each closing, the Company delivers the Shares.",
        "At any subsequent closing others may join.",
        "One or more closings take place.",
    ],
)
def test_words_that_allow_them_settle_it(words):
    assert said(check, DATE, words, closings=2) == []


def test_one_closing_needs_no_words_and_a_date_is_no_closing():
    assert said(check, DATE, closings=1) == []
    assert len(said(check, DATE, "On each Closing Date", closings=2)) == 1


def test_it_is_an_error_only_in_a_version_to_sign():
    for status, severity in (("draft", Severity.WARNING), ("execution", Severity.ERROR)):
        assert [one.severity for one in problems(check, DATE, closings=2, status=status)] == [severity]
