import pytest

from assembler.checks.doubled_words import check
from tests.checks.subjects import said


@pytest.mark.parametrize(
    ("words", "doubled"),
    [
        ("paid by wire transfer wire transfer of funds", "wire transfer"),
        ("paid by the the agent", "the"),
        ("paid by the {escrow.agent: agent} agent", "agent"),
        ("the rules and regulations the rules and regulations of the market", "the rules and regulations"),
    ],
)
def test_words_that_stand_twice_in_a_row_are_found(words: str, doubled: str):
    [what] = said(check, words)
    assert f'"{doubled}" is repeated' in what


@pytest.mark.parametrize(
    "words",
    [
        "New York, New York 10001",
        "it knew that that was right",
        "= W I T N E S S E T H",
        "paid to {investors[0].name: Boutros Boutros Capital}",
        "dollar for dollar, share for share",
        "the agent agents use",
        '"*Warrants*" means Warrants to buy',
    ],
)
def test_words_that_may_stand_twice_are_left_alone(words: str):
    assert said(check, words) == []
