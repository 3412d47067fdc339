"""Walking the tree: one place that knows where words stand in every kind of block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import is_

from msgspec.structs import replace

from assembler.document.tree import (
    Block,
    Clause,
    Contents,
    Document,
    Entry,
    Enumeration,
    Inlines,
    Lines,
    Row,
    Series,
    SignatureLine,
    Table,
)

Change = Callable[[Inlines], Inlines]


def clauses(document: Document) -> Iterator[Clause]:
    """Every clause of the document, a clause before what hangs under it."""
    for clause in document.clauses:
        yield from _with_children(clause)


def _with_children(clause: Clause) -> Iterator[Clause]:
    yield clause
    for child in clause.children:
        yield from _with_children(child)


def change_clauses(document: Document, change: Callable[[Clause], Clause | None]) -> Document:
    """The document with every clause replaced by what `change` makes of it; None takes it out with all under it."""
    return replace(document, clauses=_changed(document.clauses, change))


def _changed(some: tuple[Clause, ...], change: Callable[[Clause], Clause | None]) -> tuple[Clause, ...]:
    kept = [changed for clause in some if (changed := change(clause))]
    return tuple(_with_changed_children(clause, change) for clause in kept)


def _with_changed_children(clause: Clause, change: Callable[[Clause], Clause | None]) -> Clause:
    if not clause.children:
        return clause
    return replace(clause, children=_changed(clause.children, change))


def change_labelled(document: Document, label: str, change: Callable[[Clause], Clause]) -> Document:
    """The document with every clause of that label replaced by what `change` makes of it."""
    return replace(document, clauses=_changed_labelled(document.clauses, label, change))


def _changed_labelled(some: tuple[Clause, ...], label: str, change: Callable[[Clause], Clause]) -> tuple[Clause, ...]:
    changed = [change(clause) if clause.label == label else clause for clause in some]
    for at, clause in enumerate(changed):
        if clause.children:
            children = _changed_labelled(clause.children, label, change)
            # Most changes touch one clause of many; what is the same stays the same object.
            changed[at] = clause if children is clause.children else replace(clause, children=children)
    return some if all(map(is_, changed, some)) else tuple(changed)


def passages(clause: Clause) -> Iterator[Inlines]:
    """Every run of words of the clause itself: heading, paragraphs, lines, cells; a list inside a sentence unopened."""
    if clause.heading:
        yield clause.heading
    for block in clause.blocks:
        yield from block_passages(block)


def block_passages(block: Block) -> Iterable[Inlines]:
    """Those of a block."""
    match block:
        case Contents():
            return ()
        case Lines(lines):
            return lines
        case Entry(first, lines) | SignatureLine(first, lines):
            return (first, *lines)
        case Enumeration(_, items):
            return (passage for item in items for passage in item)
        case Table(rows):
            return (passage for row in rows for cell in row.cells for passage in cell)
        case _:
            return (block.inlines,)


def change_passages(clause: Clause, change: Change) -> Clause:
    """The clause with every passage replaced by what `change` makes of it."""
    heading = change(clause.heading) if clause.heading else ()
    return replace(clause, heading=heading, blocks=tuple(_changed_block(block, change) for block in clause.blocks))


def _changed_block(block: Block, change: Change) -> Block:
    match block:
        case Contents():
            return block
        case Lines(lines):
            return Lines(_each(lines, change))
        case Entry(label, lines):
            return Entry(change(label), _each(lines, change))
        case SignatureLine(inlines, lines):
            return SignatureLine(change(inlines), _each(lines, change))
        case Enumeration(mark, items):
            return Enumeration(mark, tuple(_each(item, change) for item in items))
        case Table(rows):
            return Table(tuple(Row(row.kind, tuple(_each(cell, change) for cell in row.cells)) for row in rows))
        case _:
            return replace(block, inlines=change(block.inlines))


def _each(passages_: tuple[Inlines, ...], change: Change) -> tuple[Inlines, ...]:
    return tuple(change(passage) for passage in passages_)


def change_items(inlines: Inlines, change: Change) -> Inlines:
    """The inlines with the items of every list in them replaced by what `change` makes of them."""
    return tuple(
        replace(inline, items=_each(inline.items, change)) if isinstance(inline, Series) else inline
        for inline in inlines
    )
