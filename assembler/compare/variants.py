"""Variants of a draft: with one option changed, or without one of its departures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from msgspec import Struct

from assembler.compare.cause import Cause, Kind
from assembler.compare.options import set_otherwise
from assembler.compare.redrafting import Drafting, Key, Redrafter
from assembler.compare.typed import Printed, printed_terms, terms_in
from assembler.document.tree import Document
from assembler.drafting.departures import described
from assembler.drafting.forms import Form, NumberedDeparture
from assembler.readers.reading import Provision
from assembler.termsheet.deal import Deal
from assembler.termsheet.reckoning import establish
from assembler.termsheet.schema import Departure, TermSheet

Provisions = Mapping[Key, Provision]


class Variant(Struct, frozen=True):
    """A draft that differs from its base in one respect, its cause, with the provisions of both.

    `touched` holds the labels of all clauses that may differ.
    """

    cause: Cause
    provisions: Provisions
    base: Provisions
    touched: frozenset[str]

    @property
    def own(self) -> Iterator[Provision]:
        """Return the provisions that may differ from those of the base."""
        return (self.provisions[key] for key in self.provisions if key[0] in self.touched)

    @property
    def new(self) -> Iterator[tuple[Provision, Key]]:
        """Return each provision that the base lacks, with the key of the provision after it."""
        keys = pairwise(self.provisions)
        return (
            (self.provisions[key], behind) for key, behind in keys if key[0] in self.touched and key not in self.base
        )


class Draft:
    """A draft whose term sheet is known, with its variants."""

    def __init__(self, form: Form, deal: Deal, departures: list[NumberedDeparture]) -> None:
        self._form, self._deal, self._departures = form, deal, departures
        self._without: dict[int, Variant] = {}

    @property
    def form(self) -> Provisions:
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

    def recorded(self, label: str) -> list[Cause]:
        """Return the departures about the clause of this label, as causes."""
        return [_cause(index, departure) for index, departure in self._departures if departure.clause == label]

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
            _cause(index, departure)
            for index, departure in self._departures
            if label in (departure.clause, departure.after)
        ]
        if not causes:
            return None
        first, remark = causes[0], f"{len(causes)} departures of this clause together"
        cause = Cause(first.kind, first.path, first.here, first.there, remark)
        return Variant(cause, self.form, self._drafted, frozenset([label]))

    @cached_property
    def _printed(self) -> Printed:
        return printed_terms(self._deal.values)

    @cached_property
    def _redrafter(self) -> Redrafter:
        return Redrafter(self._form, self._deal)

    @cached_property
    def _drafted(self) -> Drafting:
        return self._redrafter.departed(self._departures)

    @cached_property
    def _reworded(self) -> list[tuple[Cause, Document, frozenset[str]]]:
        """The form with each option changed. Only the clauses that the option touches are printed again, and listed."""
        terms, source = self._deal.terms, self._deal.source
        if not isinstance(terms, TermSheet):
            return []
        flips = set_otherwise(terms)
        return [(cause, *self._redrafter.reworded(establish(changed, source)[0])) for cause, changed in flips]

    def _set_otherwise(self, base: Drafting) -> Iterator[Variant]:
        for cause, document, anew in self._reworded:
            drafting, touched = self._redrafter.otherwise(base, document, anew)
            yield Variant(cause, drafting, base, touched)

    def _departed(self, index: int, departure: Departure) -> Variant:
        if index not in self._without:
            drafting, touched = self._redrafter.without(self._drafted, index)
            self._without[index] = Variant(_cause(index, departure), drafting, self._drafted, touched)
        return self._without[index]


def _cause(index: int, departure: Departure) -> Cause:
    about = f"{departure.why}, {departure.note}" if departure.note else departure.why
    lines = described(departure).split("\n    ")
    return Cause(Kind.DEPARTURE, f"departures[{index}]", lines[2][6:], lines[1][6:], about)
