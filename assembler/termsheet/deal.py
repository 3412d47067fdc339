"""The deal as a form sees it: its facts by name and its values by path, each with the term it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, get_args

from msgspec import Struct
from pydantic import BaseModel

from assembler.errors import Location
from assembler.termsheet.formats import Open, Term, Unstated
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schema import AnyTermSheet, Departure, Investor, Status
from assembler.termsheet.source import Source, place_of

Values = Mapping[str, Any]

# What the shape of a list's item says of a fact that a condition may ask of it.
A_FACT = "a fact"

# What a clause may ask of each investor.
_INVESTOR_FACTS: Mapping[str, Callable[[Investor], bool]] = {
    "is_individual": lambda investor: investor.kind == "individual",
    "telephone_given": lambda investor: investor.telephone is not None,
    "facsimile_given": lambda investor: investor.facsimile is not None,
    "signatory_given": lambda investor: investor.signatory is not None,
    "title_given": lambda investor: investor.signatory_title is not None,
}


def as_value_tree(raw: Any, path: str) -> Any:
    """Return a term ready to be printed: a group as a mapping, a list as a list; one that is not stated says so."""
    if raw is None:
        return Unstated(path)
    if isinstance(raw, OpenPoint):
        return Open(raw.printed, path)
    if isinstance(raw, Investor):
        return group(raw, path) | {name: rule(raw) for name, rule in _INVESTOR_FACTS.items()}
    if isinstance(raw, BaseModel):
        return group(raw, path)
    if isinstance(raw, tuple):
        return [as_value_tree(member, f"{path}[{index}]") for index, member in enumerate(raw)]
    return raw if isinstance(raw, bool) else Term(raw, path, _places(raw))


def _places(raw: Any) -> int:
    return -int(raw.as_tuple().exponent) if isinstance(raw, Decimal) else 0


def group(terms: BaseModel, path: str) -> dict[str, Any]:
    """Return the terms of a group by name."""
    return {name: as_value_tree(getattr(terms, name), f"{path}.{name}") for name in type(terms).model_fields}


def shape(annotation: Any) -> Any:
    """Return what can be asked of a value of this type: {} of a value, `A_FACT` of a flag, a mapping of a group.

    A list is the mapping of one of its items.
    """
    candidates = (annotation, *get_args(annotation))
    if bool in candidates:
        return A_FACT
    terms = next(
        (candidate for candidate in candidates if isinstance(candidate, type) and issubclass(candidate, BaseModel)),
        None,
    )
    if terms is None:
        return {}
    facts = dict.fromkeys(_INVESTOR_FACTS, A_FACT) if terms is Investor else {}
    return {name: shape(field.annotation) for name, field in terms.model_fields.items()} | facts


class Deal(Struct, frozen=True):
    """A deal as one form sees it, with everything computed that can be.

    `shapes` are the values that the form may print, whether this deal states them or not; `decided_by` names the terms
    behind each fact; `repeated` are the lists that clauses may be repeated for, by the name of one of their items, with
    the path of the list.
    """

    form: str
    terms: AnyTermSheet
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

    def location_of(self, path: str) -> Location:
        """Return where a term stands in the term sheet, or the nearest group around one that does not."""
        return place_of(self.source, path)

    def clause_status(self, label: str) -> str:
        """text, reserved or omit, for an optional clause."""
        options = getattr(self.terms, "options", None)
        return getattr(options.clauses, label, "text") if options else "text"

    def each(self, name: str) -> Iterator[tuple[str, Values]]:
        """Yield what clauses are repeated for: the path of each one, and the values they see under `name`."""
        path, many = self.repeated[name]
        for index, member in enumerate(many):
            yield (f"{path}[{index}]", {name: member}) if path else ("", {})
