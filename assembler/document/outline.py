"""The outline of a document: the sections that its table of contents lists."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from assembler.document import walk
from assembler.document.marks import read_mark
from assembler.document.numbering import Numbers
from assembler.document.tree import Block, Clause, Contents, Document, Lines, State, Text
from assembler.document.walk import words_of


class Heading(Struct, frozen=True):
    """A section in the table of contents: its label, its printed number ("4."), and its title without the full stop."""

    label: str
    number: str
    title: str


def headings(document: Document, numbers: Numbers) -> tuple[Heading, ...]:
    """Return the top-level sections that have a number and a heading, in order."""
    return tuple(
        Heading(clause.label, numbers[clause.label].own, words_of(clause.heading).removesuffix("."))
        for clause in document.clauses
        if _is_section(clause)
    )


def _is_section(clause: Clause) -> bool:
    # Annexes have a page of their own and a list of their own, so the contents leave them out.
    is_numbered = bool(clause.mark) and not read_mark(clause.mark).is_named
    return is_numbered and bool(clause.heading) and clause.state is State.PRESENT


def has_contents(document: Document) -> bool:
    """Return True if the document has a table of contents."""
    return any(isinstance(block, Contents) for clause in walk.clauses(document) for block in clause.blocks)


def spelled_out(document: Document, numbers: Numbers) -> Document:
    """Return the document with its table of contents as lines of text, for a writer without pages."""
    if not has_contents(document):
        return document
    listed = Lines(tuple((Text(f"{heading.number} {heading.title}"),) for heading in headings(document, numbers)))

    def spell_out(clause: Clause) -> Clause:
        blocks: tuple[Block, ...] = tuple(listed if isinstance(block, Contents) else block for block in clause.blocks)
        return replace(clause, blocks=blocks)

    return walk.change_clauses(document, spell_out)
