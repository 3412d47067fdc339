import pytest

from assembler.checks.unfinished_sentence import check
from tests.checks.subjects import said


def test_a_paragraph_that_stops_without_a_mark_is_found():
    assert said(check, "trading shall not have been suspended or limited") == [
        'clause_1: the paragraph ends without punctuation: "been suspended or limited"'
    ]


@pytest.mark.parametrize(
    "words",
    [
        "trading shall not have been suspended.",
        "the Company shall have paid; and",
        "it bears substantially the following legend:",
        'it has the meaning "in full force."',
        "it has paid in full (see above).",
        "Exhibit 10.23",
        "NOT FOR SALE IN ANY STATE",
        "[Reserved until both sides agree]",
        "| a line that ends as it likes",
        "# A heading that needs no mark at all",
        "Account of the agent: ____",
        "____ shares at the Exercise Price (as adjusted)",
    ],
)
def test_what_ends_with_a_mark_or_needs_none_is_left_alone(words: str):
    assert said(check, words) == []
