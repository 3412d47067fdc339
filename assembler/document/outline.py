"""The outline of a document: the sections that its table of contents lists, and numbers that share a line."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from assembler.document import walk
from assembler.document.marks import read_mark
from assembler.document.numbering import Numbers
from assembler.document.tree import Block, Clause, Contents, Document, Lines, Paragraph, State, Text
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
    return _is_counted(clause) and bool(clause.heading) and clause.state is State.PRESENT


def run_in_child(clause: Clause) -> Clause | None:
    """Return the child that follows the number of a clause on its line, as in "(b) (i) The Investor".

    Return None if the clause has words or no number, or if its first child begins with neither words nor a number.
    """
    has_words = bool(clause.heading or clause.blocks) or clause.state is not State.PRESENT
    if has_words or not _is_counted(clause) or not clause.children:
        return None
    child = clause.children[0]
    if child.mark:
        return child if _is_counted(child) and not read_mark(child.mark).is_composed else None
    return child if child.heading or isinstance(next(iter(child.blocks), None), Paragraph) else None


def typed_numbers(document: Document, numbers: Numbers) -> Mapping[str, tuple[str, ...]]:
    """Map the label of each clause that follows a number on its line to its own numbers there.

    A paragraph of Word has one number. In "(b) (i) The Investor", that is the (b), and the (i) is typed.
    """
    typed: dict[str, tuple[str, ...]] = {}
    for clause in walk.clauses(document):
        child = run_in_child(clause)
        if child is not None:
            own = (numbers[child.label].own,) if child.mark else ()
            typed[child.label] = (*typed.get(clause.label, ()), *own)
    return typed


def _is_counted(clause: Clause) -> bool:
    """Return True if the clause has a number, and does not print it in its own words as an annex does."""
    return bool(clause.mark) and not read_mark(clause.mark).is_named


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
