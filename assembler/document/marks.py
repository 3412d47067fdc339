"""Marks: the first number of a list, such as "(a)", "1." or "Annex I". It shows the style of all its numbers."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

COMPOSED = "1.1"
# The first number is 1 or one letter, with what surrounds it: "(a)", "1.", "A)", "Annex I".
_FIRST = re.compile(r"^(?P<before>(?:[A-Za-z]+ )?\(?)(?P<first>1|[a-zA-Z])(?P<behind>[).:]?)$")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


class Mark(Struct, frozen=True):
    """The number style of one list: the text before and after each number, and the first number.

    `first` is "1" (1, 2, 3), "i" or "I" (Roman), or another letter from which the list counts on (a, b, c or w, x, y).
    The mark "1.1" numbers a clause below its parent: 6.1, 6.2. Its `before` is "." and its `behind` is empty.
    """

    before: str
    first: str
    behind: str

    @property
    def is_named(self) -> bool:
        """Return True if a word precedes the number ("Annex I"). The clause prints such a number in its own words."""
        return bool(self.before.strip("(."))

    @property
    def is_composed(self) -> bool:
        """Return True if the number begins with the number of the parent clause: 6.1."""
        return self.before == "."

    @property
    def counter(self) -> tuple[str, str]:
        """Return the key that siblings must share to be counted together.

        "(a)" and "a." share one. "A." and "1." do not.
        """
        return self.before.strip("("), self.first

    def bare(self, ordinal: int) -> str:
        """Return the number alone, without the text around it. `ordinal` counts from 1."""
        if self.first == "1":
            return str(ordinal)
        # A list that begins with "(i)" is Roman. One that begins with another letter counts letters from there.
        if self.first in "iI":
            return _cased(roman(ordinal), self.first)
        return _cased(letter(ordinal + ord(self.first.lower()) - ord("a")), self.first)

    def printed(self, ordinal: int) -> str:
        """Return the number as it is printed at the head of its clause or item: "(b)"."""
        return f"{self.before}{self.bare(ordinal)}{self.behind}"


@cache
def read_mark(text: str) -> Mark:
    """Return the mark that a form or a list shows as its first number.

    Raises ValueError if the text is not the first number of a list.
    """
    if text == COMPOSED:
        return Mark(".", "1", "")
    match = _FIRST.match(text)
    if not match:
        raise ValueError(f"{text!r} is not the first number of a list")
    return Mark(match["before"], match["first"], match["behind"])


def roman(number: int) -> str:
    """Return a positive number in lower-case Roman numerals."""
    figures = ""
    for value, figure in _ROMAN:
        count, number = divmod(number, value)
        figures += figure * count
    return figures


def letter(number: int) -> str:
    """Return the letter for a number that counts from 1. After z come aa, bb, cc, as Word counts."""
    # Word repeats the letter: bb follows aa. A spreadsheet would count ab.
    turns, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * (turns + 1)


def _cased(text: str, first: str) -> str:
    return text.upper() if first.isupper() else text
