"""Reading a tree of our own: words in the order of the text, each with the term it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assembler.document.marks import read_mark
from assembler.document.numbering import Numbers
from assembler.document.outline import has_contents, headings
from assembler.document.tree import (
    Block,
    Clause,
    Display,
    Document,
    Entry,
    Enumeration,
    Inline,
    Inlines,
    Lines,
    Paragraph,
    Quotation,
    Series,
    SignatureLine,
    State,
    Table,
    Text,
    Value,
)
from assembler.document.walk import series_parts, words_of
from assembler.readers.reading import (
    NumberedDocument,
    Passage,
    Provision,
    Reading,
    TermSpan,
    located_words,
    straightened,
    words_in,
)


def read(document: Document, numbers: Numbers, source: str) -> Reading:
    """Return the document as a reading. Every word knows its clause, and its term if it has one."""
    contents = tuple(_contents(document, numbers)) if has_contents(document) else ()
    tree = NumberedDocument(document, numbers)
    return Reading(source, tuple(_provisions(document.clauses, numbers)), tree=tree, contents=contents, format="draft")


def _contents(document: Document, numbers: Numbers) -> Iterator[str]:
    for heading in headings(document, numbers):
        yield " ".join(words_in(straightened(f"{heading.number} {heading.title}")))


def _provisions(clauses: Iterable[Clause], numbers: Numbers) -> Iterator[Provision]:
    for clause in clauses:
        provision = provision_of(clause, numbers)
        if provision.passages:
            yield provision
        yield from _provisions(clause.children, numbers)


def provision_of(clause: Clause, numbers: Numbers) -> Provision:
    """Return one clause without its children. It has no passages if it prints nothing."""
    number = numbers.get(clause.label) if clause.mark else None
    is_named = bool(number) and read_mark(clause.mark).is_named
    # An annex prints its number in its own words.
    printed = number.own if number and not is_named else ""
    passages = (Passage((printed,), "number"), *_passages(clause)) if printed else tuple(_passages(clause))
    return Provision(full_number(clause, numbers), words_of(clause.heading), clause.label, clause.subject, passages)


def full_number(clause: Clause, numbers: Numbers) -> str:
    """Return the number by which a clause is cited, "4(k)" or "ANNEX I", or ""."""
    number = numbers.get(clause.label) if clause.mark else None
    return (number.own.upper() if read_mark(clause.mark).is_named else number.full) if number else ""


def _passages(clause: Clause) -> Iterator[Passage]:
    if clause.heading:
        yield _passage(clause.heading, "heading")
    if clause.state is State.RESERVED:
        yield Passage(("[RESERVED]",))
    for block in clause.blocks:
        for inlines in _printed(block):
            yield _passage(inlines)


def _printed(block: Block) -> Iterator[Inlines]:
    """Yield the passages of a block in reading order, list items with their numbers."""
    match block:
        case Paragraph(inlines) | Quotation(inlines) | Display(inlines):
            yield inlines
        case Lines(lines):
            yield from lines
        case Entry(first, lines) | SignatureLine(first, lines):
            yield first
            yield from lines
        case Enumeration(mark, items):
            for ordinal, item in enumerate(items, start=1):
                yield (Text(f"{read_mark(mark).printed(ordinal)} "), *item[0])
                yield from item[1:]
        case Table(rows):
            for row in rows:
                for cell in row.cells:
                    yield from cell


def _passage(inlines: Inlines, kind: str = "text") -> Passage:
    pieces = list(_opened(inlines))
    words = list(located_words("".join(words_of((piece,)) for piece in pieces)))
    return Passage(tuple(word for _, _, word in words), kind, tuple(_terms(pieces, words)))


def _terms(pieces: list[Inline], words: list[tuple[int, int, str]]) -> Iterator[TermSpan]:
    start_of_piece = 0
    for piece in pieces:
        behind = start_of_piece + len(words_of((piece,)))
        if isinstance(piece, Value):
            touched = [
                index for index, (start, stop, _) in enumerate(words) if start < behind and start_of_piece < stop
            ]
            if touched:
                yield TermSpan(touched[0], touched[-1] + 1, piece.path)
        start_of_piece = behind


def _opened(inlines: Inlines) -> Iterator[Inline]:
    for inline in inlines:
        if isinstance(inline, Series):
            for part in series_parts(inline):
                yield from _opened(part)
        else:
            yield inline
