"""C115: an "and", an "or" or a comma that joins nothing.

An item or a clause was removed, and the words next to it stayed.

    (c) the delivery of the Shares; and   [and no (d)]

    Section 7(c) (co_cond_accuracy): nothing follows "and": "delivery of the Shares; and"

A warning: the words are wrong, but the meaning mostly survives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from assembler.checks.context import CheckContext, CheckedPassage, matches
from assembler.document.tree import Clause, State
from assembler.errors import Problem

CODE = "C115"

# "and, to the extent practicable," is right: a comma may follow.
_STRANDED = re.compile(r"(?<![\w/])(?:and|or|and/or)(?= ?[.;:)])|[,;:] ?(?=[.,;:])|\( ?\)|(?<![\w/])(and|or) \1(?!\w)")
_ENDS = re.compile(r"(?<![\w/])(?:and|or)$")
_HINT = "Delete it, or write the items as a `list`, which prints its own conjunction."


def check(subject: CheckContext) -> Iterator[Problem]:
    """Yield one problem for each place."""
    for passage in subject.passages:
        for match in () if passage.is_value else matches(_STRANDED, passage.words):
            if not passage.is_one_value(*match.span()):
                yield _problem(subject, passage, match)
        for end in matches(_ENDS, passage.words) if passage.is_running_text else ():
            if not _goes_on(passage, subject):
                yield _problem(subject, passage, end)


def _problem(subject: CheckContext, passage: CheckedPassage, match: re.Match[str]) -> Problem:
    what = f'nothing follows "{match.group().strip()}": {passage.quoted(*match.span())}'
    return subject.warning(CODE, passage.clause, what, _HINT)


def _goes_on(passage: CheckedPassage, subject: CheckContext) -> bool:
    """Return True if the next clause can continue the sentence: the passage ends every clause that holds it."""
    # Copies share this passage, and one of them may be the last clause on its page.
    label, block = passage.clause.label, passage.block
    copies = [clause for clause in subject.clauses if clause.label == label and block in clause.blocks]
    last = {id(clause) for clause in _nothing_behind(subject.document.clauses)}
    return all(copy.blocks[-1] == block and id(copy) not in last for copy in copies)


def _nothing_behind(clauses: tuple[Clause, ...]) -> Iterator[Clause]:
    """Yield the clauses that no clause of their kind follows."""
    for clause, following in zip_longest(clauses, clauses[1:]):
        goes_on = following and following.state is State.PRESENT and following.mark == clause.mark
        if not goes_on and not clause.children:
            yield clause
        yield from _nothing_behind(clause.children)
