"""Roman figures of every size."""

from __future__ import annotations

import pytest

from assembler.document.marks import roman

VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


@pytest.mark.parametrize(
    ("number", "figures"),
    [(10, "x"), (49, "xlix"), (50, "l"), (99, "xcix"), (100, "c"), (101, "ci"), (499, "cdxcix"), (500, "d"), (900, "cm"), (1000, "m"), (3999, "mmmcmxcix")],
)  # fmt: skip
def test_a_number_in_roman_figures(number, figures):
    assert roman(number) == figures


def test_no_two_numbers_have_the_same_roman_figures_and_each_adds_up():
    for number in range(1, 2000):
        values = [VALUES[one] for one in roman(number)]
        added = sum(-one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True))
        assert added == number
