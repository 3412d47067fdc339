"""A form drafted once and filled many times: documents of deals that are alike in all but their values.

With the facts decided, the words of a form are fixed but for the values in them. So the first of such deals is drafted
whole; of every other only the words that ask for another value are printed, and where they come out as words of the first,
but for their values, the new values are put into these. What is asked for the same is the same object. A filled document equals the one that the whole way would have drafted;
whatever cannot be said of for certain goes the whole way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from assembler.document import walk
from assembler.document.numbering import Numbers, number
from assembler.document.outline import Skeleton, skeleton
from assembler.document.references import printed, resolve
from assembler.document.tree import Clause, Document, Inline, Inlines, Series, State, Value
from assembler.drafting.forms import Drafted, Form, NumberedDeparture, draft
from assembler.drafting.plan import Planned, flattened, plan
from assembler.drafting.printing import asked_of, looked_up
from assembler.drafting.provisions import provide, title_of
from assembler.drafting.words import Worded, Wordsmith
from assembler.findings import Refused
from assembler.library import ClauseFile
from assembler.termsheet.deal import Deal
from assembler.termsheet.wording import NotStated, WrongFilter

Key = tuple[str, str]  # the label of a clause, and what it is repeated for
Scope = Mapping[str, Any]


class Drafts:
    """Drafts deals in one form, each out of an earlier one that is like it where there is one."""

    def __init__(self, form: Form, departures: Sequence[NumberedDeparture]) -> None:
        self._form = form
        self._departures = departures
        self._compiled: list[Compiled] = []

    def draft(self, deal: Deal, subject: str = "") -> Drafted:
        """The form drafted for a deal, as `forms.draft` does; `like` says which documents differ in values alone."""
        if self._departures:  # they go by the words, and these hold values
            return draft(self._form, deal, self._departures, subject)
        for compiled in self._compiled:
            if filled := compiled.filled(deal):
                return filled
        drafted = draft(self._form, deal, (), subject)
        return drafted if drafted.findings else self._compile(deal, drafted)

    def take_up(self, deal: Deal, document: Document, numbers: Numbers) -> Drafted | None:
        """A deal that was drafted before, by the document that was kept of it; None where it is not what this form makes."""
        if self._departures:
            return None
        planned = plan(self._form.outline, self._form.clauses, deal)
        bare = Document("", tuple(map(_bare, planned)))
        computed = number(bare)
        is_whole = [*map(_key, printed(bare))] == [*map(_key, walk.clauses(document))]
        if not is_whole or any(computed[label].full != one.full for label, one in numbers.items()):
            return None
        decided_by = {one.label: one.decided_by for one in flattened(planned)}
        return self._compile(deal, Drafted(document, computed, (), decided_by), planned)

    def _compile(self, deal: Deal, drafted: Drafted, planned: Sequence[Planned] | None = None) -> Drafted:
        self._compiled.append(Compiled(self._form, deal, drafted, planned))
        return replace(drafted, like=self._compiled[-1])


def _bare(planned: Planned) -> Clause:
    """A clause as it is numbered, without its words."""
    children = tuple(map(_bare, planned.children)) if planned.state is State.PRESENT else ()
    return Clause(planned.label, planned.mark, planned.state, children=children, subject=planned.subject)


def _key(clause: Clause) -> Key:
    return clause.label, clause.subject


class _Slot(Struct):
    """A clause that asks something of the deal.

    `asks` are the names of all that its file may ask of a deal. `marked` are the clauses that its words came to, each
    with the numbers of its values in place of these, by the words with tokens; all of them refer to the same clauses.
    `clause` is what it came to last, and `answers` what it was told then; None as long as that is the `first` deal.
    `roots` are the groups that it asks.
    """

    planned: Planned
    asks: tuple[tuple[str, ...], ...]
    first: Scope
    clause: Clause
    roots: frozenset[str]
    answers: list[Any] | None = None
    marked: dict[str, Clause] = {}

    def filled(self, wordsmith: Wordsmith, scope: Scope, numbers: Numbers) -> Clause | None:
        """The clause for a deal, without what hangs under it; None where it would be laid out in another way."""
        if self.answers is None:
            self.answers = _answers(self.asks, self.first, self.planned.scope)
        answers = _answers(self.asks, wordsmith.seen, scope)
        if answers != self.answers:
            assert self.planned.words  # noqa: S101  a clause with values has a file
            worded = wordsmith.word(self.planned.words, scope)
            if worded.text not in self.marked and not self._learn(worded, wordsmith, scope, numbers):
                return None
            self.clause = walk.change_passages(self.marked[worded.text], lambda one: _filled(one, worded.values))
            self.answers = answers
        return self.clause

    def _learn(self, worded: Worded, wordsmith: Wordsmith, scope: Scope, numbers: Numbers) -> bool:
        """Whether these words differ from those known in their lines alone, such as those of an address."""
        planned = replace(self.planned, children=(), starts_page=self.clause.starts_page, scope=scope)
        document, dangling = resolve(provide([planned], _Marking(worded, wordsmith)).document, numbers)
        if dangling or len(document.clauses) != 1 or _alone(document.clauses[0]) != _alone(self.clause):
            return False
        self.marked[worded.text] = document.clauses[0]
        return True


def _alone(clause: Clause) -> Skeleton:
    return skeleton(replace(clause, children=()))


class Compiled:
    """A form drafted for one deal; clauses that say the same are shared by all documents that are made out of it."""

    def __init__(self, form: Form, deal: Deal, drafted: Drafted, planned: Sequence[Planned] | None = None) -> None:
        self._form = form
        self._deal = deal
        self._drafted = drafted
        self._planned = planned
        self._last: tuple[Scope, Mapping[str, Scope]] | None = None  # what the deal has that the clauses are filled for

    def filled(self, deal: Deal) -> Drafted | None:
        """The document of another deal; None where its words differ in more than their values."""
        if not _is_like(deal, self._deal) or self._slots is None:
            return None
        wordsmith, scopes = Wordsmith(deal, self._form.instructions(deal)), _scopes(deal)
        last_seen, last_scopes = self._last or (self._first.seen, _scopes(self._deal))
        others, stayed = _others(wordsmith.seen, last_seen), scopes.keys() - _others(scopes, last_scopes)
        self._last = {}, {}  # where a clause cannot be filled, those behind it are not told anything
        clauses: dict[Key, Clause] = {}
        for key, slot in self._slots.items():
            if key[1] in stayed and others.isdisjoint(slot.roots):
                clauses[key] = slot.clause
                continue
            try:
                clause = slot.filled(wordsmith, scopes[key[1]], self._numbers)
            except (Refused, NotStated, WrongFilter):
                clause = None
            if clause is None:
                return None
            clauses[key] = clause
        self._last = wordsmith.seen, scopes
        filled = _with(self._drafted.document.clauses, clauses)
        return replace(self._drafted, document=Document(title_of(filled), filled), like=self)

    @cached_property
    def _first(self) -> Wordsmith:
        """What words the clauses of the deal that was drafted."""
        return Wordsmith(self._deal, self._form.instructions(self._deal))

    @cached_property
    def _numbers(self) -> Numbers:
        """The numbers that can be referred to."""
        reserved = {one.label for one in walk.clauses(self._drafted.document) if one.state is State.RESERVED}
        return {label: one for label, one in self._drafted.numbers.items() if label not in reserved}

    @cached_property
    def _slots(self) -> Mapping[Key, _Slot] | None:
        """The clauses that ask for values, made when a second deal is like the first; None where a copy of one stands twice."""
        planned = self._planned or plan(self._form.outline, self._form.clauses, self._deal)
        with_words = [one for one in flattened(planned) if one.words and one.state is State.PRESENT]
        if len({(one.label, one.subject) for one in with_words}) < len(with_words):
            return None
        asks = {name: tuple(dict.fromkeys(asked_of(does))) for name, does in self._first.read.items()}
        filled = {_key(one): one for one in walk.clauses(self._drafted.document)}
        slots: dict[Key, _Slot] = {}
        for one in with_words:
            key, name = (one.label, one.subject), one.words.name if one.words else ""
            if name not in asks:  # nobody has read it yet: there may be something wrong with it
                return None
            asked = asks[name]
            if key in filled and asked:
                roots = frozenset(names[0] for names in asked)
                slots[key] = _Slot(one, asked, self._first.seen, filled[key], roots)
        return slots


def _is_like(deal: Deal, other: Deal) -> bool:
    """Whether the form has the same clauses in the same states for both deals."""
    if deal.facts != other.facts or deal.decided_by != other.decided_by or [*_scopes(deal)] != [*_scopes(other)]:
        return False
    return deal.terms is other.terms or _options(deal) == _options(other)


def _options(deal: Deal) -> tuple[str, object]:
    return deal.status, getattr(deal.terms, "options", None)


def _scopes(deal: Deal) -> dict[str, Scope]:
    """What clauses that are repeated see besides the deal, by the path of what they are repeated for."""
    return {"": {}} | {path: scope for name in deal.repeated for path, scope in deal.each(name)}


def _others(some: Mapping[str, Any], last: Mapping[str, Any]) -> set[str]:
    """The names of what is not there as it was the last time."""
    return {name for name, one in some.items() if one is not last.get(name) and one != last.get(name)}


def _answers(asks: Sequence[tuple[str, ...]], deal: Scope, scope: Scope) -> list[Any]:
    """What a deal has by those names; of what a branch asks that it does not come to, it may have nothing."""
    seen = {**deal, **scope} if scope else deal
    answers: list[Any] = []
    for names in asks:
        try:
            answers.append(looked_up(names, seen))
        except (KeyError, TypeError, WrongFilter):
            answers.append(None)
    return answers


class _Marking(Wordsmith):
    """Gives a clause that is worded with the number of each value in place of its text."""

    def __init__(self, worded: Worded, wordsmith: Wordsmith) -> None:
        super().__init__(wordsmith.deal, wordsmith.read)
        self._worded = worded

    def word(self, clause: ClauseFile, scope: Scope) -> Worded:  # noqa: ARG002  it is worded
        values = tuple(Value(str(number), one.path) for number, one in enumerate(self._worded.values))
        return Worded(self._worded.text, values)


def _filled(passage: Inlines, values: Sequence[Value]) -> Inlines:
    return tuple(_with_value(one, values) for one in passage)


def _with_value(one: Inline, values: Sequence[Value]) -> Inline:
    match one:
        case Value(text):
            return values[int(text)]
        case Series(items=items):
            return replace(one, items=tuple(_filled(item, values) for item in items))
        case _:
            return one


def _with(some: tuple[Clause, ...], clauses: Mapping[Key, Clause]) -> tuple[Clause, ...]:
    """The clauses with those of the labels in place of what they were, and what hangs under them."""
    return tuple(_one_with(clause, clauses) for clause in some)


def _one_with(clause: Clause, clauses: Mapping[Key, Clause]) -> Clause:
    own = clauses.get((clause.label, clause.subject), clause)
    if not clause.children:
        return own
    children = _with(clause.children, clauses)
    if own is clause and all(new is old for new, old in zip(children, clause.children, strict=True)):
        return clause
    return replace(own, children=children)
