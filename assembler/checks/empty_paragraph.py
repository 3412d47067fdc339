"""C117: a clause, a paragraph or an item without words.

A number with nothing after it looks like a page that failed to print.

    {% if hedging_barred %}The Investor has not hedged.{% endif %}   [where hedging is not barred]

    Section 3(e) (inv_rep_no_hedging): the clause is empty

A warning. A signature line and a table cell may be empty, and a clause that only groups others has no words.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.checks.context import CheckContext, CheckedPassage
from assembler.document.marks import read_mark
from assembler.document.tree import Inlines, Series, SignatureLine, State, Table
from assembler.document.walk import words_of
from assembler.errors import Problem

CODE = "C117"

_HINT = "Add words, or leave it out. In the outline, `otherwise reserved` keeps its number."


def check(subject: CheckContext) -> Iterator[Problem]:
    """Yield one problem for each empty clause, item, paragraph or line."""
    # By identity: copies of a clause may be equal, and each has its own number.
    within: dict[int, list[CheckedPassage]] = {}
    for passage in subject.typed_passages:
        within.setdefault(id(passage.clause), []).append(passage)
    for clause in subject.clauses:
        if clause.state is State.PRESENT and not (clause.heading or clause.blocks or clause.children):
            yield subject.warning(CODE, clause, "the clause is empty", _HINT)
        for passage in within.get(id(clause), ()):
            for number in _empty_items(passage.inlines):
                yield subject.warning(CODE, clause, f'the item "{number}" is empty', _HINT)
    for passage in subject.passages:
        if not passage.words.strip() and not isinstance(passage.block, SignatureLine | Table):
            yield subject.warning(CODE, passage.clause, "a paragraph or line is empty", _HINT)


def _empty_items(inlines: Inlines) -> Iterator[str]:
    """Yield the numbers of the empty items of every list inside a sentence."""
    for series in inlines:
        if isinstance(series, Series):
            for ordinal, item in enumerate(series.items, start=1):
                if not words_of(item).strip():
                    yield read_mark(series.mark).printed(ordinal)
                yield from _empty_items(item)
