"""C109: a number in words that differs from the number in figures after it.

If they differ, the words govern, against the intention of whoever changed only the figures.

    within three (4) business days

    Section 1(b)(ii) (unlegended_delivery): the words say 3 but the figures say 4: "three (4)"

An error: one of the two is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assembler.checks.context import CheckContext, matches
from assembler.errors import Problem

CODE = "C109"

_SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {word: number for number, word in enumerate(_SMALL.split())}
_VALUES |= {word: number for number, word in enumerate(_TENS.split(), start=2) for number in (number * 10,)}
_SCALES = {"thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_BIG = ("hundred", *_SCALES)

_WORD = "(?:" + "|".join(sorted((*_VALUES, *_BIG), key=len, reverse=True)) + ")"
# "and" joins number words only after hundred, thousand and the like: "one and two (2)" are two numbers.
_IN_WORDS = rf"\b(?P<words>{_WORD}(?:(?:-|,? |(?<=[ddn]) and ){_WORD})*)\b"
_PAIR = re.compile(
    _IN_WORDS
    + r"(?: and (?P<cents>\d\d|no)/100)?(?: United States| U\.S\.)?(?: dollars?| percent| per cent)?"
    + r" ?\(\$? ?(?P<figures>\d[\d,]*(?:\.\d+)?)%?\)",
    re.IGNORECASE,
)


def check(subject: CheckContext) -> Iterator[Problem]:
    """Yield one problem for each pair."""
    for passage in subject.passages:
        for match in matches(_PAIR, passage.words) if "(" in passage.words else ():
            words, figures = _read(match["words"]) + _cents(match["cents"]), Decimal(match["figures"].replace(",", ""))
            if words != figures:
                what = f'the words say {words:,f} but the figures say {figures:,f}: "{match.group()}"'
                yield subject.error(CODE, passage.clause, what, "Print both from the same value of the term sheet.")


def _read(words: str) -> Decimal:
    """Return the number that the words say: 2200000 for "Two Million Two Hundred Thousand"."""
    total = below = 0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word == "hundred":
            below = (below or 1) * 100
        elif word in _SCALES:
            total, below = total + (below or 1) * _SCALES[word], 0
        else:
            below += _VALUES.get(word, 0)
    return Decimal(total + below)


def _cents(printed: str | None) -> Decimal:
    return Decimal(int(printed)) / 100 if printed and printed.isdigit() else Decimal(0)
