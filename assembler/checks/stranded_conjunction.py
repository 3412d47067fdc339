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
    for passage in subject.passages:
        for found in () if passage.is_value else _STRANDED.finditer(passage.words):
            if not passage.is_one_value(*found.span()):
                yield _finding(subject, passage, found)
        ends = passage.is_running_text and _ENDS.search(passage.words)
        if ends and not _goes_on(passage, subject):
            yield _finding(subject, passage, ends)


def _finding(subject: Subject, passage: Passage, found: re.Match[str]) -> Finding:
    what = f'nothing follows "{found.group().strip()}": {passage.quoted(*found.span())}'
    return subject.warning(CODE, passage.clause, what, _REMEDY)


def _goes_on(passage: Passage, subject: Subject) -> bool:
    """Whether the passage ends each clause that it stands in, so that the next clause can go on with the sentence."""
    copies = [one for one in subject.clauses if one.label == passage.clause.label and passage.block in one.blocks]
    last = {id(clause) for clause in _nothing_behind(subject.document.clauses)}
    return all(one.blocks[-1] == passage.block and id(one) not in last for one in copies)


def _nothing_behind(clauses: tuple[Clause, ...]) -> Iterator[Clause]:
    """The clauses behind which no clause of their kind goes on."""
    for clause, following in zip_longest(clauses, clauses[1:]):
        goes_on = following and following.state is State.PRESENT and following.mark == clause.mark
        if not goes_on and not clause.children:
            yield clause
        yield from _nothing_behind(clause.children)
