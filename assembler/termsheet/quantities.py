"""Kinds of numbers: name, precision and notation."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct

LONGEST_SHOWN = 60
LARGEST_POWER = 15
EXAMPLE_DATE = "2003-07-01"


def shortened(text: str) -> str:
    """Return the text in quotation marks, cut after 60 characters."""
    return f"'{text}'" if len(text) <= LONGEST_SHOWN else f"'{text[:LONGEST_SHOWN]}...'"


class Quantity(Struct, frozen=True):
    """A kind of number: its name with an article, an example, and the most decimals and the largest value allowed.

    `dollars` allows a dollar sign. `percent` requires a % sign.
    """

    noun: str
    example: str
    decimals: int
    most: Decimal
    dollars: bool = False
    percent: bool = False

    def written(self, digits: str) -> str:
        """Return a number as it should be typed, from digits with at most one dot and no commas."""
        number = Decimal(digits)
        if number == number.to_integral_value() and (not self.decimals or "." not in digits):
            number = number.to_integral_value()
        return f"{number:,f}" + "%" * self.percent


GROUPED_WHOLE = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
GROUPED = rf"{GROUPED_WHOLE}(?:\.[0-9]+)?"
NUMBER = re.compile(rf"(?P<dollar>\$?)(?P<digits>{GROUPED})(?P<percent>%?)")
