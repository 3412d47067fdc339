"""References: labels become numbers; a label without a number is a finding, never words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from assembler.document import walk
from assembler.document.marks import read_mark
from assembler.document.numbering import Numbers
from assembler.document.tree import Clause, Document, Inline, Inlines, Reference, Series, State


class Dangling(Struct, frozen=True):
    """A reference that cannot be printed: in which clause it stands, to which label it goes, and why not.

    `reason` is "missing" (no number belongs to the label, or it is reserved) or "parent" (a short reference whose target
    does not share the parent of the reference before it).
    """

    clause: Clause
    label: str
    reason: str


def resolve(document: Document, numbers: Numbers) -> tuple[Document, tuple[Dangling, ...]]:
    """The document with every reference numbered and every clause that prints nothing taken out.

    Returns it with the references that could not be resolved, in the order of the document.
    """
    dangling: list[Dangling] = []
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
    """Every clause of the document that prints something: those that `resolve` does not take out."""
    yield from _printed(document.clauses)


def _printed(clauses: Iterable[Clause]) -> Iterator[Clause]:
    for clause in clauses:
        if not _prints_nothing(clause):
            yield clause
            yield from _printed(clause.children)


def _with_pages_begun(document: Document) -> Document:
    """The document with each page begun by the first clause behind its break that prints something."""
    clauses, begins = [], False
    for clause in document.clauses:
        begins = begins or clause.starts_page
        clauses.append(replace(clause, starts_page=begins) if begins != clause.starts_page else clause)
        begins = begins and _prints_nothing(clause)
    return replace(document, clauses=tuple(clauses))


def _prints_nothing(clause: Clause) -> bool:
    # The number of an annex is printed by its own words, so a reserved one has nothing to print.
    named = clause.mark and read_mark(clause.mark).is_named
    return clause.state in (State.OMITTED, State.ELSEWHERE) or bool(named and clause.state is State.RESERVED)


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
        if inline.short and previous[-1:] != [number.parent]:
            complain(Dangling(clause, inline.label, "parent"))
        previous.append(number.parent)
        return replace(inline, number=number.short if inline.short else number.full)

    return tuple(map(resolve_inline, passage))


def references(document: Document) -> Iterator[tuple[Clause, Reference]]:
    """Every reference of the document with the clause it stands in."""
    for clause in walk.clauses(document):
        yield from ((clause, reference) for reference in of_clause(clause))


def of_clause(clause: Clause) -> Iterator[Reference]:
    """Those of the clause itself, without what hangs under it."""
    for passage in walk.passages(clause):
        yield from _references(passage)


def _references(passage: Inlines) -> Iterator[Reference]:
    for inline in passage:
        if isinstance(inline, Reference):
            yield inline
        elif isinstance(inline, Series):
            for item in inline.items:
                yield from _references(item)
