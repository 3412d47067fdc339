"""Variants of a draft: one option set otherwise, or one departure left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import Any, get_args

from msgspec import Struct
from pydantic import BaseModel

from assembler.compare.reason import Reason, ReasonKind
from assembler.compare.redrafting import Drafting, ProvisionKey, Redrafter
from assembler.document.tree import Document
from assembler.drafting.departures import described
from assembler.drafting.forms import Form, NumberedDeparture
from assembler.readers.reading import Provision
from assembler.termsheet.compute import compute_deal
from assembler.termsheet.deal import Deal
from assembler.termsheet.formats import Term, dollars, figures, long_date
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schema import AnyTermSheet, Departure, PendingProposals, TermSheet, Warrants
from assembler.termsheet.timing import is_limited


def set_otherwise(terms: TermSheet) -> Iterator[tuple[Reason, TermSheet]]:
    """Yield the term sheet with each option set to each other value it can have."""
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


def _flips_of_terms(terms: TermSheet) -> Iterator[tuple[Reason, TermSheet]]:
    """Yield the term sheet with other terms changed that decide clauses as options do."""
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
    """Yield the value of an option with each other value it can have."""
    here = getattr(group, name)
    if isinstance(here, bool):
        yield here, not here
    else:
        yield from (
            (here, literal) for literal in _literals(type(group).model_fields[name].annotation) if literal != here
        )


def _literals(annotation: Any) -> tuple[Any, ...]:
    return tuple(value for value in get_args(annotation) if isinstance(value, str))


def _open_fields(group: type[BaseModel]) -> dict[str, Any]:
    return dict.fromkeys(group.model_fields, OpenPoint())


# The fields that every deal with warrants prints. The others choose words by being stated.
_PRINTED = ("total_warrants", "exercise_price", "issue_date")


def _opened(warrants: Warrants) -> Warrants:
    """Return the warrants with every field that they must print, as an open point where it is not stated."""
    names = _PRINTED if is_limited(warrants) else (*_PRINTED, "term_years")
    unstated = [name for name in names if getattr(warrants, name) is None]
    return warrants.model_copy(update=dict.fromkeys(unstated, OpenPoint()))


def _option(path: str, here: Any, there: Any) -> Reason:
    return Reason(ReasonKind.OPTION, path, _shown(here), _shown(there))


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


_SHORTEST = 5  # characters: a shorter value may occur by chance
_MARKS = ",.;:()"

PrintedTerms = Mapping[tuple[str, ...], str]


def printed_terms(values: Mapping[str, Any]) -> PrintedTerms:
    """Return the path of each term by the words that usually print it. The first of equal ones counts."""
    path_of: dict[tuple[str, ...], str] = {}
    for term in _terms(values):
        words = _bare(_printed_value(term.raw).split())
        if len("".join(words)) >= _SHORTEST:
            path_of.setdefault(words, term.path)
    return path_of


def terms_in(words: Sequence[str], printed: PrintedTerms) -> Iterator[tuple[str, str]]:
    """Yield the path of each term whose value stands in the words, and the value as it stands there, in order."""
    bare, lengths = _bare(words), sorted({len(key) for key in printed}, reverse=True)
    position = 0
    while position < len(bare):
        length = next((length for length in lengths if bare[position : position + length] in printed), 0)
        if length:
            yield (
                printed[bare[position : position + length]],
                " ".join(words[position : position + length]).strip(_MARKS),
            )
        position += length or 1


def _terms(value: Any) -> Iterator[Term]:
    if isinstance(value, Term):
        yield value
    elif isinstance(value, Mapping | list):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _terms(item)


def _printed_value(raw: Any) -> str:
    match raw:
        case str():
            return raw
        case date():
            return long_date(raw)
        case Decimal():
            return dollars(raw)
        case int():
            return figures(raw)
        case _:
            return ""


def _bare(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.strip(_MARKS) for word in words)


ProvisionsByKey = Mapping[ProvisionKey, Provision]


class Variant(Struct, frozen=True):
    """A draft that differs from its base in one respect, its cause, with the provisions of both.

    `touched` holds the labels of all clauses that may differ.
    """

    reason: Reason
    provisions: ProvisionsByKey
    base: ProvisionsByKey
    touched: frozenset[str]

    @property
    def own(self) -> Iterator[Provision]:
        """Return the provisions that may differ from those of the base."""
        return (self.provisions[key] for key in self.provisions if key[0] in self.touched)

    @property
    def new(self) -> Iterator[tuple[Provision, ProvisionKey]]:
        """Return each provision that the base lacks, with the key of the provision after it."""
        keys = pairwise(self.provisions)
        return (
            (self.provisions[key], behind) for key, behind in keys if key[0] in self.touched and key not in self.base
        )


class DraftWithTerms:
    """A draft whose term sheet is known, with its variants."""

    def __init__(
        self, form: Form, deal: Deal, departures: list[NumberedDeparture], *, has_options: bool = True
    ) -> None:
        self._form, self._deal, self._departures, self._has_options = form, deal, departures, has_options
        self._without: dict[int, Variant] = {}

    @property
    def terms(self) -> AnyTermSheet:
        """Return its term sheet."""
        return self._deal.terms

    @property
    def form(self) -> ProvisionsByKey:
        """Return the draft without departures: the form's words for this deal."""
        return self._redrafter.form

    @cached_property
    def options(self) -> tuple[Variant, ...]:
        """The draft with each option changed, as far as its departures still match."""
        return tuple(self._set_otherwise(self._drafted))

    @cached_property
    def options_of_form(self) -> tuple[Variant, ...]:
        """The form with each option changed. Empty if the deal has no departures."""
        return tuple(self._set_otherwise(self._redrafter.form)) if self._departures else ()

    @cached_property
    def omissions(self) -> tuple[Variant, ...]:
        """The draft without each departure that removes or moves a clause."""
        removing = ((index, departure) for index, departure in self._departures if departure.state or departure.after)
        return tuple(self._departed(index, departure) for index, departure in removing)

    def recorded(self, label: str) -> list[Reason]:
        """Return the departures about the clause of this label, as causes."""
        return [
            _departure_reason(index, departure) for index, departure in self._departures if departure.clause == label
        ]

    def differs(self, other: DraftWithTerms, reason: Reason) -> bool:
        """Return True if another draft states another option, or has not the departure that a reason of this one names."""
        if reason.kind is ReasonKind.DEPARTURE:
            ours = dict(self._departures).get(int(reason.path[len("departures[") : -1]))
            return ours not in [departure for _, departure in other._departures]
        try:
            term = attrgetter(reason.path)
            return bool(term(self._deal.terms) != term(other._deal.terms))
        except AttributeError:
            return True

    def typed(self, words: Sequence[str]) -> list[tuple[str, str]]:
        """Return the terms whose values a departure typed into the words: path and value of each."""
        return list(terms_in(words, self._printed))

    def without(self, label: str) -> Iterator[Variant]:
        """Yield the draft without each departure about the clause of this label."""
        for index, departure in self._departures:
            if label in (departure.clause, departure.after):
                yield self._departed(index, departure)

    def whole_form(self, label: str) -> Variant | None:
        """Return the clause as the form has it, if departures change it, or None."""
        causes = [
            _departure_reason(index, departure)
            for index, departure in self._departures
            if label in (departure.clause, departure.after)
        ]
        if not causes:
            return None
        first, remark = causes[0], f"{len(causes)} departures of this clause together"
        cause = Reason(first.kind, first.path, first.here, first.there, remark)
        return Variant(cause, self.form, self._drafted, frozenset([label]))

    @cached_property
    def _printed(self) -> PrintedTerms:
        return printed_terms(self._deal.values)

    @cached_property
    def _redrafter(self) -> Redrafter:
        return Redrafter(self._form, self._deal)

    @cached_property
    def _drafted(self) -> Drafting:
        return self._redrafter.departed(self._departures)

    @cached_property
    def _reworded(self) -> list[tuple[Reason, Document, frozenset[str]]]:
        """The form with each option changed. Only the clauses that the option touches are printed again, and listed."""
        terms, source = self._deal.terms, self._deal.source
        if not self._has_options or not isinstance(terms, TermSheet):
            return []
        flips = set_otherwise(terms)
        return [(cause, *self._redrafter.reworded(compute_deal(changed, source)[0])) for cause, changed in flips]

    def _set_otherwise(self, base: Drafting) -> Iterator[Variant]:
        for cause, document, anew in self._reworded:
            drafting, touched = self._redrafter.otherwise(base, document, anew)
            yield Variant(cause, drafting, base, touched)

    def _departed(self, index: int, departure: Departure) -> Variant:
        if index not in self._without:
            drafting, touched = self._redrafter.without(self._drafted, index)
            self._without[index] = Variant(_departure_reason(index, departure), drafting, self._drafted, touched)
        return self._without[index]


def _departure_reason(index: int, departure: Departure) -> Reason:
    about = f"{departure.why}, {departure.note}" if departure.note else departure.why
    lines = described(departure).split("\n    ")
    return Reason(ReasonKind.DEPARTURE, f"departures[{index}]", lines[2][6:], lines[1][6:], about)
