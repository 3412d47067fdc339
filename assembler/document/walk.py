"""Walk the tree: the words, passages and clauses of a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import is_

from msgspec.structs import replace

from assembler.document.marks import read_mark
from assembler.document.tree import (
    Blank,
    Block,
    Clause,
    Contents,
    Definition,
    Document,
    Entry,
    Enumeration,
    Inline,
    Inlines,
    Lines,
    Reference,
    Row,
    Series,
    SignatureLine,
    Table,
    Text,
    Value,
)


def words_of(inlines: Inlines) -> str:
    """Return the passage as text: references by number, lists numbered and joined, straight quotation marks."""
    return "".join(map(_words, inlines))


def holds_values(inlines: Inlines) -> bool:
    """Return True if the passage, or a list in it, holds a value of the term sheet."""
    return any(True for _ in values(inlines))


def values(inlines: Inlines) -> Iterator[Value]:
    """Yield the values of the passage and of the lists in it."""
    for inline in inlines:
        if isinstance(inline, Value):
            yield inline
        elif isinstance(inline, Series):
            for item in inline.items:
                yield from values(item)


def joined(*passages: Inlines) -> Inlines:
    """Return the passages as one passage, with neighbouring texts merged."""
    merged: list[Inline] = []
    for inline in (inline for passage in passages for inline in passage):
        # Two texts side by side would hide words across the seam from a search.
        if merged and isinstance(inline, Text) and isinstance(merged[-1], Text):
            merged[-1] = Text(merged[-1].text + inline.text)
        else:
            merged.append(inline)
    return tuple(merged)


def series_parts(series: Series) -> list[Inlines]:
    """Return a list inside a sentence as passages in order: number, item, the words that join the next item."""
    mark = read_mark(series.mark)
    parts: list[Inlines] = []
    for ordinal, item in enumerate(series.items, start=1):
        parts += [(Text(f"{mark.printed(ordinal)} "),), item]
        if ordinal < len(series.items):
            parts.append((Text((series.last if ordinal == len(series.items) - 1 else series.between) + " "),))
    return parts


def _words(inline: Inline) -> str:
    match inline:
        case Text(text) | Value(text, _):
            return text
        case Definition(term):
            return f'"{term}"'
        case Reference(number=number):
            return number
        case Blank(width):
            return "_" * width
        case Series():
            return "".join(map(words_of, series_parts(inline)))


PassageChange = Callable[[Inlines], Inlines]


def clauses(document: Document) -> Iterator[Clause]:
    """Yield every clause of the document, each before its children."""
    for clause in document.clauses:
        yield from _with_children(clause)


def _with_children(clause: Clause) -> Iterator[Clause]:
    yield clause
    for child in clause.children:
        yield from _with_children(child)


def change_clauses(document: Document, change: Callable[[Clause], Clause | None]) -> Document:
    """Return the document with every clause replaced by `change(clause)`. None removes the clause and its children."""
    return replace(document, clauses=_changed(document.clauses, change))


def _changed(siblings: tuple[Clause, ...], change: Callable[[Clause], Clause | None]) -> tuple[Clause, ...]:
    kept = [changed for clause in siblings if (changed := change(clause))]
    return tuple(_with_changed_children(clause, change) for clause in kept)


def _with_changed_children(clause: Clause, change: Callable[[Clause], Clause | None]) -> Clause:
    if not clause.children:
        return clause
    return replace(clause, children=_changed(clause.children, change))


def change_labelled(document: Document, label: str, change: Callable[[Clause], Clause]) -> Document:
    """Return the document with every clause of that label replaced by `change(clause)`."""
    return replace(document, clauses=_changed_labelled(document.clauses, label, change))


def _changed_labelled(
    siblings: tuple[Clause, ...], label: str, change: Callable[[Clause], Clause]
) -> tuple[Clause, ...]:
    changed = [change(clause) if clause.label == label else clause for clause in siblings]
    for index, clause in enumerate(changed):
        if clause.children:
            children = _changed_labelled(clause.children, label, change)
            # Most changes touch one clause of many, so unchanged branches are not copied.
            changed[index] = clause if children is clause.children else replace(clause, children=children)
    return siblings if all(map(is_, changed, siblings)) else tuple(changed)


def passages(clause: Clause) -> Iterator[Inlines]:
    """Yield every run of words of the clause itself: heading, paragraphs, lines, cells.

    A list inside a sentence stays one inline of its passage.
    """
    if clause.heading:
        yield clause.heading
    for block in clause.blocks:
        yield from block_passages(block)


def block_passages(block: Block) -> Iterable[Inlines]:
    """Return the passages of a block."""
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


def change_passages(clause: Clause, change: PassageChange) -> Clause:
    """Return the clause with every passage replaced by `change(passage)`."""
    heading = change(clause.heading) if clause.heading else ()
    return replace(clause, heading=heading, blocks=tuple(_changed_block(block, change) for block in clause.blocks))


def _changed_block(block: Block, change: PassageChange) -> Block:
    match block:
        case Contents():
            return block
        case Lines(lines):
            return Lines(_change_each(lines, change))
        case Entry(label, lines):
            return Entry(change(label), _change_each(lines, change))
        case SignatureLine(inlines, lines):
            return SignatureLine(change(inlines), _change_each(lines, change))
        case Enumeration(mark, items):
            return Enumeration(mark, tuple(_change_each(item, change) for item in items))
        case Table(rows):
            return Table(tuple(Row(row.kind, tuple(_change_each(cell, change) for cell in row.cells)) for row in rows))
        case _:
            return replace(block, inlines=change(block.inlines))


def _change_each(passages_: tuple[Inlines, ...], change: PassageChange) -> tuple[Inlines, ...]:
    return tuple(change(passage) for passage in passages_)


def change_items(inlines: Inlines, change: PassageChange) -> Inlines:
    """Return the inlines with every list item in them replaced by `change(item)`."""
    return tuple(
        replace(inline, items=_change_each(inline.items, change)) if isinstance(inline, Series) else inline
        for inline in inlines
    )
