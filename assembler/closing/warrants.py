"""The warrants of a deal, each drafted when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from assembler.closing.pieces import Piece, warrant_piece
from assembler.drafting.compiled import Drafts
from assembler.drafting.forms import Form, NumberedDeparture
from assembler.findings import Finding, Refused
from assembler.termsheet.instruments import Instrument


class Warrants:
    """Warrants in one form by their numbers, from 0 on. Another process can draft them as well as this one."""

    def __init__(
        self, form: Form, departures: Sequence[NumberedDeparture], instruments: Sequence[tuple[str, Instrument]]
    ) -> None:
        if instruments:
            form.instructions(
                instruments[0][1].deal
            )  # read once, and here: where they are drafted there may be no templates
        self._form, self._instruments = form, instruments
        self._drafts = Drafts(form, departures)

    def __len__(self) -> int:
        return len(self._instruments)

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


def of_each_kind(instruments: Sequence[tuple[str, Instrument]]) -> Sequence[tuple[str, Instrument]]:
    """The first warrant of each kind; those of which the same facts hold have the same clauses."""
    kinds: dict[frozenset[tuple[str, bool]], tuple[str, Instrument]] = {}
    for one in instruments:
        kinds.setdefault(frozenset(one[1].deal.facts.items()), one)
    return tuple(kinds.values())
