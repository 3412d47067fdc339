"""C117: a clause, a paragraph or an item that says nothing.

A number with nothing behind it is what a reader takes for a page that failed to print.

    {% if hedging_barred %}The Investor has not hedged.{% endif %}   [where hedging is not barred]

    Section 3(e) (inv_rep_no_hedging): the clause is empty

A warning. A line to sign on and a cell may be empty; a clause that only groups others has no words of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.checks.subject import Passage, Subject
from assembler.document.marks import read_mark
from assembler.document.tree import Inlines, Series, SignatureLine, State, Table
from assembler.document.words import words_of
from assembler.findings import Finding

CODE = "C117"

_REMEDY = "Give it words, or leave it out: `otherwise reserved` keeps the letter."


def check(subject: Subject) -> Iterator[Finding]:
    """One finding for each."""
    within: dict[int, list[Passage]] = {}
    for passage in subject.typed_passages:
        within.setdefault(id(passage.clause), []).append(passage)
    for clause in subject.clauses:
        if clause.state is State.PRESENT and not (clause.heading or clause.blocks or clause.children):
            yield subject.warning(CODE, clause, "the clause is empty", _REMEDY)
        for passage in within.get(id(clause), ()):
            for number in _empty_items(passage.inlines):
                yield subject.warning(CODE, clause, f'the item "{number}" is empty', _REMEDY)
    for passage in subject.passages:
        if not passage.words.strip() and not isinstance(passage.block, SignatureLine | Table):
            yield subject.warning(CODE, passage.clause, "a paragraph or a line of it is empty", _REMEDY)


def _empty_items(inlines: Inlines) -> Iterator[str]:
    """The numbers of the items without words, of every list inside a sentence."""
    for series in inlines:
        if isinstance(series, Series):
            for ordinal, item in enumerate(series.items, start=1):
                if not words_of(item).strip():
                    yield read_mark(series.mark).printed(ordinal)
                yield from _empty_items(item)
