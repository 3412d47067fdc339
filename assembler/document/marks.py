"""Marks: the first number of a list ("(a)", "1.", "(w)", "Annex I") stands for how all its numbers look."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

COMPOSED = "1.1"
_FIRST = re.compile(r"^(?P<before>(?:[A-Za-z]+ )?\(?)(?P<first>1|[a-zA-Z])(?P<behind>[).:]?)$")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


class Mark(Struct, frozen=True):
    """How the numbers of one list look: what stands before and behind, and the first of them.

    `first` is 1 (1, 2, 3), i or I (Roman), or any other letter (letters from there on: a, b, c; w, x, y). "1.1" is a
    number that begins with that of the clause above it (6.1, 6.2): 1 behind the point, with no more around it.
    """

    before: str
    first: str
    behind: str

    @property
    def is_named(self) -> bool:
        """Whether a word stands before the number ("Annex I"): the clause's own words then print it."""
        return bool(self.before.strip("(."))

    @property
    def is_composed(self) -> bool:
        """Whether the number begins with that of the clause above it: 6.1."""
        return self.before == "."

    @property
    def counter(self) -> tuple[str, str]:
        """What siblings must share to be counted together: "(a)" and "a." count on, "A." and "1." do not."""
        return self.before.strip("("), self.first

    def bare(self, ordinal: int) -> str:
        """The number alone, without what stands around it; `ordinal` counts from 1."""
        if self.first == "1":
            return str(ordinal)
        if self.first in "iI":
            return _cased(roman(ordinal), self.first)
        return _cased(letter(ordinal + ord(self.first.lower()) - ord("a")), self.first)

    def printed(self, ordinal: int) -> str:
        """The number as it stands at the head of its clause or item."""
        return f"{self.before}{self.bare(ordinal)}{self.behind}"


@cache
def read_mark(text: str) -> Mark:
    """The mark that a form or a list head shows; ValueError where it is none."""
    if text == COMPOSED:
        return Mark(".", "1", "")
    found = _FIRST.match(text)
    if not found:
        raise ValueError(f"{text!r} is not the first number of a list")
    return Mark(found["before"], found["first"], found["behind"])


def roman(number: int) -> str:
    """A number in small Roman figures."""
    figures = ""
    for value, figure in _ROMAN:
        count, number = divmod(number, value)
        figures += figure * count
    return figures


def letter(number: int) -> str:
    """The number-th letter; behind z come aa, bb, cc, as Word counts."""
    turns, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * (turns + 1)


def _cased(text: str, like: str) -> str:
    return text.upper() if like.isupper() else text
