"""The warrants of a deal, each drafted when it is asked for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from assembler.closing.pieces import Part, Piece, Title, warrant_piece
from assembler.drafting.compiled import Drafts
from assembler.drafting.forms import Form, NumberedDeparture
from assembler.findings import Finding, Refused
from assembler.termsheet.instruments import Instrument


class Warrants:
    """Warrants in one form by their numbers, from 0 on. Another process can draft them as well as this one."""

    def __init__(
        self, form: Form, departures: Sequence[NumberedDeparture], instruments: Sequence[tuple[str, Instrument]]
    ) -> None:
        if instruments:  # read once, and here: where they are drafted there may be no templates
            form.instructions(instruments[0][1].deal)
        self._form, self._departures, self._instruments = form, departures, instruments
        self._drafts = Drafts(form, departures)

    def __reduce__(self) -> tuple[type[Warrants], tuple[Any, ...]]:
        return Warrants, (self._form, self._departures, self._instruments)

    def __len__(self) -> int:
        return len(self._instruments)

    @property
    def titles(self) -> Sequence[Title]:
        """What they are called, and whose they are."""
        return [Title(Part.WARRANTS, stem, instrument.holder) for stem, instrument in self._instruments]

    @property
    def first_of_each_kind(self) -> Collection[int]:
        """The first of each kind: those of which the same facts hold have the same clauses."""
        kinds: dict[frozenset[tuple[str, bool]], int] = {}
        for number, (_, instrument) in enumerate(self._instruments):
            kinds.setdefault(frozenset(instrument.deal.facts.items()), number)
        return kinds.values()

    def drafted(self, number: int) -> tuple[Piece, tuple[Finding, ...]]:
        """One of them, and what is wrong with its words."""
        stem, instrument = self._instruments[number]
        drafted = self._drafts.draft(instrument.deal, instrument.path)
        return warrant_piece(stem, instrument, drafted, self._form), drafted.findings

    def piece(self, number: int) -> Piece:
        """One of them. Refused where something is wrong with its words."""
        piece, findings = self.drafted(number)
        if findings:
            raise Refused(findings)
        return piece
