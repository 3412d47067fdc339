"""C106: a list whose numbers are typed into the words.

An item that is left out leaves a gap, "(i) ... (iii)", and its "and" behind. A list of the notation counts by itself
and owns its conjunction.

    The Company will (i) deliver the Shares and (ii) register them.

    Section 5(a) (delivery_of_shares): the numbers of a list are typed, "(i)" and "(ii)":
    "The Company will (i) deliver the Shares and"

A warning: the words print as they should until somebody changes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assembler.checks.subject import Subject
from assembler.findings import Finding

CODE = "C106"

_STARTS = (("(i)", "(ii)"), ("(a)", "(b)"), ("(A)", "(B)"), ("(1)", "(2)"), ("(I)", "(II)"))
_LISTS = tuple(
    (first, second, re.compile(rf"(?<!\S){re.escape(first)} .*?(?<!\S){re.escape(second)} "))
    for first, second in _STARTS
)


def check(subject: Subject) -> Iterator[Finding]:
    """One finding for each list, at its first number."""
    for passage in subject.provisions:
        for first, second, pattern in _LISTS:
            for found in pattern.finditer(passage.typed):
                at = found.start()
                quoted = passage.quoted(at, at + len(first))
                what = f'the numbers of a list are typed, "{first}" and "{second}": {quoted}'
                remedy = f"Write the list as one: a line `list {first} and {second}`, its items, and `end`."
                yield subject.warning(CODE, passage.clause, what, remedy)
