"""C106: a list whose numbers are typed into the words.

An item that is left out leaves a gap, "(i) ... (iii)", and its "and" behind. A `list` of the notation numbers its items
and prints its own conjunction.

    The Company will (i) deliver the Shares and (ii) register them.

    Section 5(a) (delivery_of_shares): the list numbers "(i)" and "(ii)" are typed:
    "The Company will (i) deliver the Shares and"

A warning: the words print correctly until somebody changes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assembler.checks.context import CheckContext, matches
from assembler.errors import Problem

CODE = "C106"

_STARTS = (("(i)", "(ii)"), ("(a)", "(b)"), ("(A)", "(B)"), ("(1)", "(2)"), ("(I)", "(II)"))
_LISTS = tuple(
    (first, second, re.compile(rf"(?<!\S){re.escape(first)} .*?(?<!\S){re.escape(second)} "))
    for first, second in _STARTS
)


def check(subject: CheckContext) -> Iterator[Problem]:
    """Yield one problem for each list, at its first number."""
    for passage in subject.provisions:
        for first, second, pattern in _LISTS:
            for match in matches(pattern, passage.typed):
                start = match.start()
                quoted = passage.quoted(start, start + len(first))
                what = f'the list numbers "{first}" and "{second}" are typed: {quoted}'
                hint = f"Write a line `list {first} and {second}`, the items, and a line `end`."
                yield subject.warning(CODE, passage.clause, what, hint)
