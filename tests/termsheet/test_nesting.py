"""Brackets are counted before a parser reads them, and only those that nest."""

import pytest

from assembler.termsheet.nesting import end_of_depth

DEEP = 5


@pytest.mark.parametrize(
    ("before", "value"),
    [
        ("a: ", "[[[[["),
        ("a: ", "[ [ [ [ ["),
        ("a: x\nb:\n  - ", "{b: {c: {d: {e: {"),
        ("- a: ", "[[], [[], [[[['"),
        ("a: ", "[x,\n  [y,\n [z, # ]]]\n  [[["),
        ("a: ", '[\']]]\', ["]\\"]", [[['),
        ("a: |\n  [[[[[\nb: ", "[[[[["),
        ("", "[[[[["),
        ("a: [[]]\nb: [x, ", "[[[["),
    ],
)
def test_the_bracket_that_opens_the_last_allowed_level_is_found(before, value):
    text = f"{before}{value}"
    end = end_of_depth(text, DEEP)
    assert end is not None
    assert text[end - 1] in "[{"
    assert text[:end].count("[") + text[:end].count("{") >= DEEP
    assert end_of_depth(text[: end - 1], DEEP) is None


@pytest.mark.parametrize(
    "text",
    [
        "a: [[[[]]]]\nb: [[[[]]]]",
        "a: x[[[[[[",
        "a: '[[[[[['",
        'a: "[[[[[["',
        "a: x # [[[[[[",
        "a: |\n  [[[[[[\n\n  b: [[[[[[\n",
        "a: >-\n  [[[[[[",
        "a:\n  - |\n    [[[[[[\n",
        "a: [[], [], [], [], [], []]",
    ],
)
def test_a_bracket_within_text_opens_no_level(text):
    assert end_of_depth(text, DEEP) is None
