"""The deal: what a form asks of it, facts by name and values by path, and where each of them stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from assembler.findings import Place
from assembler.termsheet.schema import Departure, Sheet, Status
from assembler.termsheet.source import Source, place_of
from assembler.termsheet.values import Values


class Deal(Struct, frozen=True):
    """A deal as one form sees it, with everything computed that can be.

    `shapes` are the values that the form may print, whether this deal states them or not; `decided_by` names the terms
    behind each fact; `repeated` are the lists that clauses may be repeated for, by the name of one of their items, with
    the path of the list.
    """

    form: str
    terms: Sheet
    facts: Mapping[str, bool]
    decided_by: Mapping[str, tuple[str, ...]]
    values: Values
    shapes: Mapping[str, Any]
    source: Source
    repeated: Mapping[str, tuple[str, list[Any]]]

    @property
    def status(self) -> Status:
        """How far the documents have come."""
        return self.terms.execution.status

    @property
    def departures(self) -> tuple[Departure, ...]:
        """What this deal says differently from its forms, for all of them."""
        return self.terms.departures

    def place_of(self, path: str) -> Place:
        """Return where a term stands in the term sheet, or the nearest group around one that does not."""
        return place_of(self.source, path)

    def clause_status(self, label: str) -> str:
        """text, reserved or omit, for an optional clause."""
        options = getattr(self.terms, "options", None)
        return getattr(options.clauses, label, "text") if options else "text"

    def each(self, name: str) -> Iterator[tuple[str, Values]]:
        """Yield what clauses are repeated for: the path of each one, and the values they see under `name`."""
        path, many = self.repeated[name]
        for index, one in enumerate(many):
            yield (f"{path}[{index}]", {name: one}) if path else ("", {})
