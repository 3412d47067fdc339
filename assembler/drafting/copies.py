"""Copies with holes: documents of a kind differ in their values only, so one is drafted and the others are filled in.

The key of a kind is the text of every clause with tokens in place of values. So nothing that decides about the words
has to be listed: another fact, option or number of address lines gives another text, and another kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from operator import is_
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from assembler.document import walk
from assembler.document.tree import Clause, Document, Inline, Inlines, Series, State, Table, Value
from assembler.document.walk import holds_values
from assembler.drafting.clauses import ClauseRenderer, Paths, RenderedClause
from assembler.drafting.forms import DraftedForm, Form, NumberedDeparture, draft, draft_plan
from assembler.drafting.notation import VALUE_CLOSES, VALUE_OPENS
from assembler.drafting.plan import Planned, flattened, plan, worded
from assembler.errors import InputError
from assembler.library import ClauseFile
from assembler.termsheet.deal import Deal

CopyKey = tuple[str, tuple[tuple[str, str, State, str], ...]]
"""The version of the form; label, subject, state and text of each clause, in order."""


class Template(Struct, frozen=True, dict=True, eq=False):
    """A document of a kind: each of its values is a hole, a `Value` whose text is the token of its number.

    Templates of one kind are equal.
    """

    key: CopyKey
    document: Document

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Template) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def filled(self, values: Sequence[Value]) -> Document:
        """Return the document with these values in its holes."""
        return replace(self.document, clauses=self._clauses(self.document.clauses, values))

    @cached_property
    def _with_holes(self) -> frozenset[int]:
        """Identities of the clauses that hold a hole, or have such a clause under them."""
        result = set[int]()

        def has_hole(clause: Clause) -> bool:
            below = [has_hole(child) for child in clause.children]
            if any(below) or any(map(holds_values, walk.passages(clause))):
                result.add(id(clause))
            return id(clause) in result

        for clause in self.document.clauses:
            has_hole(clause)
        return frozenset(result)

    def _clauses(self, clauses: tuple[Clause, ...], values: Sequence[Value]) -> tuple[Clause, ...]:
        return tuple(self._clause(each, values) if id(each) in self._with_holes else each for each in clauses)

    def _clause(self, clause: Clause, values: Sequence[Value]) -> Clause:
        changed = walk.change_passages(clause, lambda passage: filled(passage, values))
        return replace(changed, children=self._clauses(clause.children, values)) if clause.children else changed


class Copy(Struct, frozen=True):
    """A document as the template of its kind and its values, in the order of their holes."""

    template: Template
    values: tuple[Value, ...]

    @property
    def document(self) -> Document:
        """The document itself, filled in anew each time: a set may have thousands."""
        return self.template.filled(self.values)


class Copier:
    """Drafts documents of one form, each as a copy where that is possible.

    A deal with departures drafts each document by itself, since departures match the text of values.
    """

    def __init__(self, form: Form, departures: Sequence[NumberedDeparture]) -> None:
        self._form, self._departures = form, departures
        self._kinds: dict[CopyKey, tuple[DraftedForm, Template] | None] = {}
        self._last: dict[str, tuple[Paths, Sequence[Any], RenderedClause]] = {}

    def draft(self, deal: Deal, subject: str = "") -> tuple[DraftedForm, Copy | None]:
        """Return the draft of a deal, and the copy that it is; None for a document that was drafted by itself.

        The document of a copy is the template. Its problems are its own.
        """
        if self._departures:
            # The form with blanks has no holder, so a departure for one holder leaves it as it is.
            departures = [each for each in self._departures if subject or each[1].subject is None]
            return draft(self._form, deal, departures, subject), None
        planned = plan(self._form.outline, self._form.clauses, deal)
        renderer = ClauseRenderer(deal, self._form.instructions(deal))
        try:
            rendered = [(clause, self._render(renderer, words, clause.scope)) for clause, words in worded(planned)]
        except InputError:  # drafting it by itself finds the faults of all clauses
            return draft(self._form, deal, (), subject), None
        key = self._form.digest, _texts(planned, rendered)
        if key not in self._kinds:
            self._kinds[key] = self._template(key, deal, planned, [words for _, words in rendered])
        kind = self._kinds[key]
        if kind is None:
            return draft(self._form, deal, (), subject), None
        drafted, template = kind
        return drafted, Copy(template, tuple(value for _, words in rendered for value in words.values))

    def _render(self, renderer: ClauseRenderer, clause: ClauseFile, scope: Mapping[str, Any]) -> RenderedClause:
        """Return the words of a clause: those in the last document if all that decides about them is the same."""
        if scope:
            return renderer.render(clause, scope)
        paths, known, words = self._last.get(clause.name) or (renderer.paths(clause), None, None)
        found = renderer.found(paths)
        if words is None or known is None or not all(map(is_, known, found)):
            words = renderer.render(clause, scope)
            self._last[clause.name] = paths, found, words
        return words

    def _template(
        self, key: CopyKey, deal: Deal, planned: Sequence[Planned], rendered: Sequence[RenderedClause]
    ) -> tuple[DraftedForm, Template] | None:
        """Return the draft with holes; None where a value decides about more than its own words."""
        drafted = draft_plan(self._form, planned, _HoleWriter(deal, rendered))
        if drafted.problems or _lays_out_by_value(drafted.document):
            return None
        return drafted, Template(key, drafted.document)


class _HoleWriter(ClauseRenderer):
    """Gives words that are known, clause by clause, with the number of a hole in place of each value."""

    def __init__(self, deal: Deal, rendered: Sequence[RenderedClause]) -> None:
        super().__init__(deal, {})
        self._rendered, self._holes = iter(rendered), 0

    def render(self, clause: ClauseFile, scope: object) -> RenderedClause:  # noqa: ARG002  they come in the order of the plan
        words = next(self._rendered)
        first, self._holes = self._holes, self._holes + len(words.values)
        return RenderedClause(words.text, tuple(Value(hole(number), "") for number in range(first, self._holes)))


def hole(number: int) -> str:
    """Return the token that stands for a value in a document with holes."""
    return f"{VALUE_OPENS}{number}{VALUE_CLOSES}"


def number_of(value: Value) -> int:
    """Return the number of a hole."""
    return int(value.text[1:-1])


def _texts(
    planned: Iterable[Planned], rendered: Iterable[tuple[Planned, RenderedClause]]
) -> tuple[tuple[str, str, State, str], ...]:
    texts = {(clause.label, clause.subject): words.text for clause, words in rendered}
    return tuple(
        (clause.label, clause.subject, clause.state, texts.get((clause.label, clause.subject), ""))
        for clause in flattened(planned)
    )


def _lays_out_by_value(document: Document) -> bool:
    """Return True if the look depends on a value: a title, or columns as wide as their figures."""
    if VALUE_OPENS in document.title:
        return True
    tables = (block for clause in walk.clauses(document) for block in clause.blocks if isinstance(block, Table))
    return any(map(holds_values, (passage for table in tables for passage in walk.block_passages(table))))


def filled(passage: Inlines, values: Sequence[Value]) -> Inlines:
    """Return a passage with these values in its holes."""
    return tuple(_with_value(inline, values) for inline in passage)


def _with_value(inline: Inline, values: Sequence[Value]) -> Inline:
    match inline:
        case Value():
            return values[number_of(inline)]
        case Series(items=items):
            return replace(inline, items=tuple(filled(item, values) for item in items))
        case _:
            return inline
