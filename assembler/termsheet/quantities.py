"""Kinds of numbers: name, precision and notation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

LONGEST_SHOWN = 60
LARGEST_POWER = 15
EXAMPLE_DATE = "2003-07-01"


def shortened(text: str) -> str:
    """Return the text in quotation marks, cut after 60 characters."""
    return f"'{text}'" if len(text) <= LONGEST_SHOWN else f"'{text[:LONGEST_SHOWN]}...'"


def in_any_case(words: Iterable[str]) -> str:
    """Return a pattern of words in capital or small letters, as Python and JSON Schema read it."""
    return "|".join("".join(_in_any_case(character) for character in word) for word in words)


def _in_any_case(character: str) -> str:
    if character.isalpha():
        return f"[{character.upper()}{character.lower()}]"
    return {"$": "[$]", ".": "[.]", "_": "[-_ ]+", "-": "[-_ ]+"}.get(character, character)


GROUPED_WHOLE = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
GROUPED = rf"(?:{GROUPED_WHOLE}(?:\.[0-9]+)?|\.[0-9]+)"
NUMBER = re.compile(rf"(?P<dollar>\$?)(?P<digits>{GROUPED})(?P<percent>%?)")

# "m" is not here: it is million to some and thousand to others.
SCALES = {"thousand": 3, "k": 3, "million": 6, "mm": 6, "mn": 6, "billion": 9, "bn": 9}
_CURRENCY = ("$", "us$", "us $", "u.s.$", "u.s. $", "usd", "usd $")


class Quantity(Struct, frozen=True):
    """A kind of number: its name with an article, an example, and the most decimals and the largest value allowed.

    `dollars` allows a dollar sign. `percent` requires a % sign. `units` are words behind the number that do not change
    it. `scaled` allows words such as million.
    """

    noun: str
    example: str
    decimals: int
    most: Decimal
    dollars: bool = False
    percent: bool = False
    units: tuple[str, ...] = ()
    scaled: bool = False

    @property
    def spellings(self) -> str:
        """The pattern of all spellings with one meaning. Its groups are the digits and the scale."""
        before = rf"(?:(?:{in_any_case(_CURRENCY)}) ?)?" if self.dollars else ""
        scale = rf"(?: ?({in_any_case(SCALES)}))?" if self.scaled else "()"
        behind = rf"(?: ?(?:{in_any_case(self.units)})\.?)" if self.units else ""
        return f"{before}({GROUPED}){scale}{behind}{'?' if behind and not self.percent else ''}"

    def written(self, digits: str) -> str:
        """Return a number as it should be typed, from digits with at most one dot and no commas."""
        number = Decimal(digits)
        if number == number.to_integral_value() and (not self.decimals or "." not in digits):
            number = number.to_integral_value()
        return f"{number:,f}" + "%" * self.percent
