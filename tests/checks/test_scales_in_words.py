"""Numbers in words are read with every scale, also where one of them stands without a number before it."""

import pytest

from assembler.checks.words_and_figures import check
from tests.checks.subjects import problems, said


@pytest.mark.parametrize(
    "words",
    [
        "hundred (100) shares",
        "Thousand Dollars ($1,000)",
        "Million (1,000,000) shares",
        "One Million Thousand (1,001,000) shares",
        "Two Million and One Hundred (2,000,100) shares",
    ],
)
def test_a_scale_without_a_number_before_it_counts_once(words):
    assert said(check, words) == []


@pytest.mark.parametrize(
    ("words", "read"),
    [("hundred (200) shares", "100"), ("Thousand (2,000) shares", "1,000"), ("Million (2) shares", "1,000,000")],
)
def test_a_scale_alone_is_no_other_number(words, read):
    [problem] = problems(check, words)
    assert f"the words say {read} " in problem.message
