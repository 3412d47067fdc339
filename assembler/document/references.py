"""References between clauses: labels become numbers. A label without a number is reported and never printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from assembler.document import walk
from assembler.document.marks import read_mark
from assembler.document.numbering import Numbers
from assembler.document.tree import Clause, Document, Inline, Inlines, Reference, Series, State


class Dangling(Struct, frozen=True):
    """A reference that cannot be printed: the clause that holds it, the label it names, and the reason.

    `reason` is "missing" (the label has no number, or its clause is reserved) or "parent" (a short reference whose
    target does not hang under the parent of the reference before it).
    """

    clause: Clause
    label: str
    reason: str


def resolve(document: Document, numbers: Numbers) -> tuple[Document, tuple[Dangling, ...]]:
    """Return the document with every reference numbered and without the clauses that print nothing.

    The second value holds the references that could not be resolved, in the order of the document.
    """
    dangling: list[Dangling] = []
    # A reserved clause has a number, but a reference to it would lead to no words.
    reserved = {clause.label for clause in walk.clauses(document) if clause.state is State.RESERVED}
    within_reach = {label: number for label, number in numbers.items() if label not in reserved}

    def resolve_clause(clause: Clause) -> Clause | None:
        if _prints_nothing(clause):
            return None
        return walk.change_passages(
            clause, lambda passage: _resolve_passage(passage, within_reach, clause, dangling.append)
        )

    return walk.change_clauses(_with_pages_begun(document), resolve_clause), tuple(dangling)


def printed(document: Document) -> Iterator[Clause]:
    """Yield every clause that prints something: those that `resolve` keeps."""
    yield from _printed(document.clauses)


def _printed(clauses: Iterable[Clause]) -> Iterator[Clause]:
    for clause in clauses:
        if not _prints_nothing(clause):
            yield clause
            yield from _printed(clause.children)


def _with_pages_begun(document: Document) -> Document:
    """Return the document with each page break at the first clause after it that prints something."""
    # A clause that prints nothing would take its page break with it.
    clauses, begins = [], False
    for clause in document.clauses:
        begins = begins or clause.starts_page
        clauses.append(replace(clause, starts_page=begins) if begins != clause.starts_page else clause)
        begins = begins and _prints_nothing(clause)
    return replace(document, clauses=tuple(clauses))


def _prints_nothing(clause: Clause) -> bool:
    # An annex prints its number in its own words, so a reserved annex has nothing to print.
    is_named = clause.mark and read_mark(clause.mark).is_named
    return clause.state in (State.OMITTED, State.ELSEWHERE) or bool(is_named and clause.state is State.RESERVED)


def _resolve_passage(
    passage: Inlines, numbers: Numbers, clause: Clause, complain: Callable[[Dangling], None]
) -> Inlines:
    previous: list[str] = []

    def resolve_inline(inline: Inline) -> Inline:
        if isinstance(inline, Series):
            return replace(inline, items=tuple(tuple(map(resolve_inline, item)) for item in inline.items))
        if not isinstance(inline, Reference):
            return inline
        number = numbers.get(inline.label)
        if number is None:
            complain(Dangling(clause, inline.label, "missing"))
            return inline
        # "5(b) and (c)" reads as 5(c) only if both hang under the same parent.
        if inline.short and previous[-1:] != [number.parent]:
            complain(Dangling(clause, inline.label, "parent"))
        previous.append(number.parent)
        return replace(inline, number=number.short if inline.short else number.full)

    return tuple(map(resolve_inline, passage))


def references(document: Document) -> Iterator[tuple[Clause, Reference]]:
    """Yield every reference of the document with the clause that holds it."""
    for clause in walk.clauses(document):
        yield from ((clause, reference) for reference in of_clause(clause))


def of_clause(clause: Clause) -> Iterator[Reference]:
    """Yield the references of the clause itself, without those of its children."""
    for passage in walk.passages(clause):
        yield from _references(passage)


def _references(passage: Inlines) -> Iterator[Reference]:
    for inline in passage:
        if isinstance(inline, Reference):
            yield inline
        elif isinstance(inline, Series):
            for item in inline.items:
                yield from _references(item)
