import pytest

from assembler.checks.words_and_figures import check
from assembler.errors import Severity
from tests.checks.subjects import problems, said


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("within three (4) business days", 'the words say 3 but the figures say 4: "three (4)"'),
        (
            "Two Million (2,200,001) shares",
            'the words say 2,000,000 but the figures say 2,200,001: "Two Million (2,200,001)"',
        ),
        (
            "Ten and 50/100 Dollars ($10.05)",
            'the words say 10.5 but the figures say 10.05: "Ten and 50/100 Dollars ($10.05)"',
        ),
        ("fifty-one percent (50%)", 'the words say 51 but the figures say 50: "fifty-one percent (50%)"'),
        ("{notices.days: seven} ({notices.days: 8}) days", 'the words say 7 but the figures say 8: "seven (8)"'),
    ],
)
def test_words_and_figures_that_disagree_are_an_error(words: str, what: str):
    [problem] = problems(check, words)
    assert problem.message == f"clause_1: {what}"
    assert problem.severity is Severity.ERROR


@pytest.mark.parametrize(
    "words",
    [
        "three (3) days",
        "Two Million Four Hundred Thirty-Four Thousand Four Hundred Ninety (2,434,490) shares",
        "Seven Hundred and Sixty-Eight Thousand Dollars ($768,000.00)",
        "Ten and 50/100 Dollars ($10.50)",
        "Two Trillion One Billion (2,001,000,000,000) shares",
        "TWENTY-FIVE THOUSAND (25,000) shares",
        "one hundred percent (100%)",
        "one or two (2) shares",
        "the two (i) first and (ii) second",
        "twenty one (21) days",
        "the first of two and three (3) days",
    ],
)
def test_words_and_figures_that_agree_are_not_found(words: str):
    assert said(check, words) == []
