"""C117: a clause, a paragraph or an item that says nothing.

A number with nothing behind it is what a reader takes for a page that failed to print.

    {% if hedging_barred %}The Investor has not hedged.{% endif %}   [where hedging is not barred]

    Section 3(e) (inv_rep_no_hedging): the clause is empty

A warning. A line to sign on and a cell may be empty; a clause that only groups others has no words of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.checks.subject import Passage, Subject
from assembler.document.tree import Reference, SignatureLine, State, Table
from assembler.document.words import words_of
from assembler.findings import Finding

CODE = "C117"

_REMEDY = "Give it words, or leave it out: `otherwise reserved` keeps the letter."


def check(subject: Subject) -> Iterator[Finding]:
    """One finding for each."""
    for clause in subject.clauses:
        if clause.state is State.PRESENT and not (clause.heading or clause.blocks or clause.children):
            yield subject.warning(CODE, clause, "the clause is empty", _REMEDY)
    for passage in subject.passages:
        if not passage.words.strip() and not isinstance(passage.block, SignatureLine | Table):
            yield subject.warning(CODE, passage.clause, "a paragraph or a line of it is empty", _REMEDY)
        yield from _empty_items(subject, passage)


def _empty_items(subject: Subject, passage: Passage) -> Iterator[Finding]:
    """Items of a list inside a sentence: a number, and no words before what joins the next item."""
    numbers = [at for at, piece in enumerate(passage.pieces) if isinstance(piece, Reference) and not piece.label]
    for at in numbers:
        number = passage.pieces[at]
        if not words_of(passage.pieces[at + 1 : at + 2]).strip(" ,;.") or at + 1 in numbers:
            yield subject.warning(CODE, passage.clause, f'the item "{words_of((number,)).strip()}" is empty', _REMEDY)
