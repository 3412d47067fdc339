"""C115: an "and", an "or" or a comma that joins nothing.

What is left when an item or a clause went and its neighbour stayed as it was.

    (c) the delivery of the Shares; and   [and no (d)]

    Section 7(c) (co_cond_accuracy): nothing follows "and": "delivery of the Shares; and"

A warning: the words are wrong, and the meaning mostly survives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from assembler.checks.subject import Passage, Subject
from assembler.document.tree import Clause, State
from assembler.findings import Finding

CODE = "C115"

# "and, to the extent practicable," is right: a comma may follow.
_STRANDED = re.compile(r"(?<![\w/])(?:and|or|and/or)(?= ?[.;:)])|[,;:] ?(?=[.,;:])|\( ?\)|(?<![\w/])(and|or) \1(?!\w)")
_ENDS = re.compile(r"(?<![\w/])(?:and|or)$")
_REMEDY = "Strike it, or write the list as one, which owns its conjunction."


def check(subject: Subject) -> Iterator[Finding]:
    """One finding for each place."""
    last = {id(clause) for clause in _nothing_behind(subject.document.clauses)}
    for passage in subject.passages:
        for found in _STRANDED.finditer(passage.words):
            if not passage.is_one_value(*found.span()):
                yield _finding(subject, passage, found)
        ends = _ENDS.search(passage.words)
        if ends and passage.is_running_text and (id(passage.clause) in last or not _is_last(passage)):
            yield _finding(subject, passage, ends)


def _finding(subject: Subject, passage: Passage, found: re.Match[str]) -> Finding:
    what = f'nothing follows "{found.group().strip()}": {passage.quoted(*found.span())}'
    return subject.warning(CODE, passage.clause, what, _REMEDY)


def _is_last(passage: Passage) -> bool:
    """Whether the passage ends its clause, so that the next clause can go on with the sentence."""
    return passage.block is passage.clause.blocks[-1]


def _nothing_behind(clauses: tuple[Clause, ...]) -> Iterator[Clause]:
    """The clauses behind which no clause of their kind goes on."""
    for clause, following in zip_longest(clauses, clauses[1:]):
        goes_on = following and following.state is State.PRESENT and following.mark == clause.mark
        if not goes_on and not clause.children:
            yield clause
        yield from _nothing_behind(clause.children)
