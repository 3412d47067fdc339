import pytest

from assembler.checks.spacing import check
from assembler.document.tree import Clause, Paragraph, Text
from tests.checks.subjects import said


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (": by vFinance only) :\n| Krieger", 'a space before punctuation: "by vFinance only) :"'),
        ("It pays , and goes.", 'a space before punctuation: "It pays , and goes."'),
        ("It pays .", 'a space before punctuation: "It pays ."'),
        ("It pays ( in cash).", 'a space after an opening parenthesis: "It pays ( in cash)."'),
        (
            "facsimile or other delivery),the original",
            'no space after punctuation: "facsimile or other delivery),the original"',
        ),
        ("| SHARES:520,833", 'no space after punctuation: "SHARES:520,833"'),
        ("Section 15(d)of that act", 'no space after punctuation: "Section 15(d)of that act"'),
    ],
)
def test_a_blank_too_many_or_too_few_is_found(words: str, fault: str):
    assert said(check, words) == [f"clause_1: {fault}"]


def test_two_blanks_in_a_row_are_found():
    double = Clause("sale", blocks=(Paragraph((Text("It pays  in cash."),)),))
    assert said(check, double) == ['sale: two spaces in a row: "It pays  in cash."']


@pytest.mark.parametrize(
    "words",
    [
        "It pays $ .01 a share, at 3:00 P.M., by (a) fax or (b) mail; then it goes.",
        "It pays {investors[0].name: Smith ,Jones( LP)} in full.",
        "Telephone No.: (408) 866-8300",
        "the certificate(s) of Section 3(k)(ii).",
        "____ , 2001".replace(" ,", ","),
    ],
)
def test_right_spacing_is_left_alone(words: str):
    assert said(check, words) == []
