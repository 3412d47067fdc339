"""The input of the rules: terms with computed figures, and their places."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from assembler.errors import Problem, Severity
from assembler.termsheet.schema import AnyTermSheet, TermSheet, Warrant, WarrantSheet
from assembler.termsheet.source import Source, place_of


class RuleContext(Struct, frozen=True):
    """A deal as the rules see it: its terms with computed figures, and their source."""

    terms: AnyTermSheet
    source: Source

    @property
    def deal(self) -> TermSheet | None:
        """The terms of a sale of shares. None for a warrant alone."""
        return self.terms if isinstance(self.terms, TermSheet) else None

    @property
    def single_warrants(self) -> Iterator[tuple[str, Warrant]]:
        """Every warrant that is not an investor's, with its path."""
        if isinstance(self.terms, WarrantSheet):
            yield "warrant", self.terms.warrant
        elif self.terms.placement_agent_warrant:
            yield "placement_agent_warrant", self.terms.placement_agent_warrant

    def in_form_words(self, *labels: str) -> list[str]:
        """Return those of these clauses that stand in the words of the form: no option and no departure changes them."""
        changed = {departure.clause for departure in self.terms.departures}
        options = self.deal.options.clauses if self.deal else None
        return [label for label in labels if label not in changed and getattr(options, label, "text") == "text"]

    def before_signing(self, code: str, path: str, what: str, hint: str) -> Problem:
        """Return a warning that is an error in an execution version: it must be settled before anybody signs."""
        make = self.error if self.terms.execution.status == "execution" else self.warning
        return make(code, path, what, hint)

    def warning(self, code: str, path: str, what: str, hint: str) -> Problem:
        """Return a warning: a lawyer should look at it, and may ignore it."""
        return replace(self.error(code, path, what, hint), severity=Severity.WARNING)

    def error(self, code: str, path: str, what: str, hint: str) -> Problem:
        """Return an error."""
        return Problem(code, what, hint, place_of(self.source, path), path)


def shown(day: date) -> str:
    """Return a day as a letter writes it."""
    return f"{day:%B} {day.day}, {day.year}"


def day_of(value: Any) -> date | None:
    """Return a day that is stated in full; None where it is open, a month alone, or not stated."""
    return value if isinstance(value, date) else None
