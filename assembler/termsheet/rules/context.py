"""The input of the rules: terms with computed figures, and their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from assembler.errors import Fix, Problem, Severity
from assembler.termsheet import timing
from assembler.termsheet.fields import as_value, text_field
from assembler.termsheet.issuer_words import holders_of
from assembler.termsheet.messages import path_text
from assembler.termsheet.schema import AnyTermSheet, TermSheet, Warrant, WarrantProvisions, WarrantSheet
from assembler.termsheet.source import Source, TermPath, place_of, steps_of, values_of
from assembler.termsheet.warrant_classes import ClassView, views_of
from assembler.termsheet.yaml_text import quoted


class WarrantTerms(Struct, frozen=True):
    """The provisions of a warrant with their path, its exercise price, and its number of shares.

    The number is None for the warrants of the investors, which differ in it.
    """

    path: str
    provisions: WarrantProvisions
    exercise_price: Any
    number: Any
    # The last day of the warrant, or of the first of them. None if an event or a blank decides it.
    last_day: date | None


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

    @property
    def classes(self) -> tuple[ClassView, ...]:
        """Each class of the investors' warrants, or the only one of a deal without classes. Empty without warrants."""
        return views_of(self.deal) if self.deal and self.deal.warrants.mode != "none" else ()

    @property
    def warrant_terms(self) -> Iterator[WarrantTerms]:
        """Yield the provisions of the investors' warrants, and of each other warrant."""
        for view in self.classes:
            warrants = view.warrants
            last = day_of(timing.last_day(warrants, warrants.issue_date))
            yield WarrantTerms(view.provisions_path, warrants.provisions, warrants.exercise_price, None, last)
        for path, warrant in self.single_warrants:
            last, price = day_of(timing.last_day(warrant, warrant.issue_date)), warrant.exercise_price
            yield WarrantTerms(f"{path}.provisions", warrant.provisions, price, warrant.number, last)

    @property
    def holders(self) -> str:
        """The owners of the company in the plural, by its law: stockholders, shareholders, members."""
        return holders_of(self.terms.company)

    def outstanding(self) -> tuple[str, Any]:
        """Return the shares outstanding before the deal, and the path of the term that states them."""
        company = self.terms.company
        # Shares that are set aside are not outstanding, and only the capitalization tells them apart.
        if company.capitalization:
            return "company.capitalization.issued_shares", company.capitalization.issued_shares
        return "company.outstanding_shares", company.outstanding_shares

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

    def typed(self, path: str) -> str:
        """Return the text of a value as it was typed, or an empty text if it is not stated."""
        value: object = self.source.tree
        for step in steps_of(path):
            if isinstance(value, list) and isinstance(step, int):
                value = value[step] if step < len(value) else None
            else:
                value = value.get(step) if isinstance(value, dict) else None
        return value if isinstance(value, str) else ""

    def fix(self, path: str, text: str) -> Fix | None:
        """Return the fix that writes another text for a value. None if it stands in another file or nowhere."""
        place = self.source.places.get(steps_of(path))
        if not place or place.file != self.source.file:
            return None
        typed = as_value(text)
        return Fix(place, quoted(text) if "," in typed and typed == text else typed)

    def texts(self, pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
        """Yield every text that prints and matches a pattern, as it was typed, with its path."""
        for path, text in values_of(self.source.tree):
            if text and pattern.fullmatch(text.strip()) and text_field(type(self.terms), path):
                yield path_text(path), text

    def last_lines(self) -> Iterator[tuple[str, str]]:
        """Yield the last line of every address, with its path."""
        last: dict[TermPath, tuple[TermPath, str]] = {}
        for path, text in values_of(self.source.tree):
            if text and len(path) > 1 and path[-2] == "address_lines":
                last[path[:-1]] = path, text
        yield from ((path_text(path), text) for path, text in last.values())


def shown(day: date) -> str:
    """Return a day as a letter writes it."""
    return f"{day:%B} {day.day}, {day.year}"


def day_of(value: Any) -> date | None:
    """Return a day that is stated in full; None where it is open, a month alone, or not stated."""
    return value if isinstance(value, date) else None
