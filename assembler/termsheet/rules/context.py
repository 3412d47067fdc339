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
