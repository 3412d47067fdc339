"""What a draft would have said with one option set otherwise, or without one of its departures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, get_args

from msgspec import Struct
from pydantic import BaseModel

from assembler.compare.cause import Cause, Kind
from assembler.document import walk
from assembler.document.numbering import Numbers, number
from assembler.document.references import resolve
from assembler.document.tree import Document
from assembler.drafting.departures import depart, described
from assembler.drafting.forms import Form, NumberedDeparture, draft
from assembler.drafting.plan import plan
from assembler.drafting.provisions import provide
from assembler.drafting.words import Wordsmith
from assembler.readers import tree
from assembler.readers.reading import Provision
from assembler.termsheet.deal import Deal
from assembler.termsheet.reckoning import establish
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schema import PendingProposals, TermSheet

Key = tuple[str, str]
Provisions = Mapping[Key, Provision]


class Variant(Struct, frozen=True):
    """A draft that differs in one respect: what the respect is, and its provisions by label and subject."""

    cause: Cause
    provisions: Provisions


class Draft:
    """A draft whose term sheet is known: what can be asked of it beyond its words."""

    def __init__(self, form: Form, deal: Deal, departures: list[NumberedDeparture], subject: str = "") -> None:
        self._form = form
        self._deal = deal
        self._departures = departures
        self._subject = subject
        self._without: dict[int, Variant] = {}

    @cached_property
    def options(self) -> tuple[Variant, ...]:
        """The draft with each option in turn set otherwise, with the departures that still find their words and without."""
        if not isinstance(self._deal.terms, TermSheet):
            return ()
        flipped = [(cause, establish(terms, self._deal.source)[0]) for cause, terms in _flips(self._deal.terms)]
        return tuple(
            Variant(cause, self._drafted(deal, departures))
            for departures in (self._departures, [])
            for cause, deal in flipped
        )

    @cached_property
    def form(self) -> Provisions:
        """The draft without any departure: what the form says for this deal."""
        return self._drafted(self._deal, [])

    def without(self, label: str) -> Iterator[Variant]:
        """The draft without each departure in turn that is about the clause of this label."""
        for at, (index, departure) in enumerate(self._departures):
            if label in (departure.clause, departure.after):
                if at not in self._without:
                    kept = [one for one in self._departures if one[0] != index]
                    about = f"{departure.why}, {departure.note}" if departure.note else departure.why
                    said = described(departure).split("\n    ")
                    cause = Cause(Kind.DEPARTURE, f"departures[{index}]", said[2][6:], said[1][6:], about)
                    self._without[at] = Variant(cause, self._departed(kept))
                yield self._without[at]

    @cached_property
    def _undeparted(self) -> Document:
        planned = plan(self._form.outline, self._form.clauses, self._deal)
        return provide(planned, Wordsmith(self._deal, self._form.instructions(self._deal))).document

    def _departed(self, departures: list[NumberedDeparture]) -> Provisions:
        departed, _ = depart(self._undeparted, departures)
        numbers = number(departed)
        return _Unread(resolve(departed, numbers)[0], numbers)

    def _drafted(self, deal: Deal, departures: list[NumberedDeparture]) -> Provisions:
        drafted = draft(self._form, deal, departures, self._subject)
        return _Unread(drafted.document, drafted.numbers)


class _Unread(Mapping[Key, Provision]):
    """The provisions of a draft, each read when it is asked for: of most variants one clause is looked at."""

    def __init__(self, document: Document, numbers: Numbers) -> None:
        self._clauses = {(clause.label, clause.subject): clause for clause in walk.clauses(document)}
        self._numbers = numbers
        self._read: dict[Key, Provision] = {}

    def __getitem__(self, key: Key) -> Provision:
        if key not in self._read:
            self._read[key] = tree.provision_of(self._clauses[key], self._numbers)
        return self._read[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._clauses)

    def __len__(self) -> int:
        return len(self._clauses)


def _flips(terms: TermSheet) -> Iterator[tuple[Cause, TermSheet]]:
    """The term sheet with each option in turn set to each other value it can have."""
    for name in type(terms.options).model_fields:
        if name != "clauses":
            for here, there in _others(terms.options, name):
                options = terms.options.model_copy(update={name: there})
                yield _option(f"options.{name}", here, there), terms.model_copy(update={"options": options})
    for name in type(terms.options.clauses).model_fields:
        for here, there in _others(terms.options.clauses, name):
            clauses = terms.options.clauses.model_copy(update={name: there})
            options = terms.options.model_copy(update={"clauses": clauses})
            yield _option(f"options.clauses.{name}", here, there), terms.model_copy(update={"options": options})
    yield from _flips_of_terms(terms)


def _flips_of_terms(terms: TermSheet) -> Iterator[tuple[Cause, TermSheet]]:
    """The same with terms that are no options by name and decide what is said all the same."""
    for here, there in _others(terms.warrants, "mode"):
        warrants = _opened(terms.warrants.model_copy(update={"mode": there}))
        yield _option("warrants.mode", here, there), terms.model_copy(update={"warrants": warrants})
    for here, there in _others(terms.execution, "status"):
        execution = terms.execution.model_copy(update={"status": there})
        yield _option("execution.status", here, there), terms.model_copy(update={"execution": execution})
    proposals = (
        None if terms.pending_proposals else PendingProposals.model_construct(None, **_open_fields(PendingProposals))
    )
    stated = ("stated", "not stated") if terms.pending_proposals else ("not stated", "stated")
    yield _option("pending_proposals", *stated), terms.model_copy(update={"pending_proposals": proposals})
    fees = terms.fee_instruments
    if fees:
        changed = fees[:-1] if len(fees) > 1 else (*fees, fees[0])
        cause = _option("fee_instruments", f"{len(fees)} instruments", f"{len(changed)} instruments")
        yield cause, terms.model_copy(update={"fee_instruments": changed})
        if len(fees) > 1:
            yield cause, terms.model_copy(update={"fee_instruments": fees[1:]})
    label = None if terms.agreement.exhibit_label else OpenPoint()
    agreement = terms.agreement.model_copy(update={"exhibit_label": label})
    yield (
        _option("agreement.exhibit_label", *(("stated", "not stated") if label is None else ("not stated", "stated"))),
        (terms.model_copy(update={"agreement": agreement})),
    )


def _others(group: Any, name: str) -> Iterator[tuple[Any, Any]]:
    """The value of an option with each other value it can have."""
    here = getattr(group, name)
    if isinstance(here, bool):
        yield here, not here
    else:
        yield from ((here, there) for there in _literals(type(group).model_fields[name].annotation) if there != here)


def _literals(annotation: Any) -> tuple[Any, ...]:
    return tuple(value for value in get_args(annotation) if isinstance(value, str))


def _open_fields(group: type[BaseModel]) -> dict[str, Any]:
    return dict.fromkeys(group.model_fields, OpenPoint())


def _opened(group: Any) -> Any:
    """The group with everything that is not stated an open point, so that it can be printed."""
    return group.model_copy(
        update={name: OpenPoint() for name in type(group).model_fields if getattr(group, name) is None}
    )


def _option(path: str, here: Any, there: Any) -> Cause:
    return Cause(Kind.OPTION, path, _shown(here), _shown(there))


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
