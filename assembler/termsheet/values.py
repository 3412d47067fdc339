"""The values of a deal as a clause sees them: by their path, each with the term it comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, get_args

from pydantic import BaseModel

from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schema import Investor
from assembler.termsheet.wording import Open, Term, Unstated

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


def value(raw: Any, path: str) -> Any:
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
        return [value(one, f"{path}[{index}]") for index, one in enumerate(raw)]
    return raw if isinstance(raw, bool) else Term(raw, path, _places(raw))


def _places(raw: Any) -> int:
    return -int(raw.as_tuple().exponent) if isinstance(raw, Decimal) else 0


def group(terms: BaseModel, path: str) -> dict[str, Any]:
    """Return the terms of a group by name."""
    return {name: value(getattr(terms, name), f"{path}.{name}") for name in type(terms).model_fields}


def shape(annotation: Any) -> Any:
    """Return what can be asked of a value of this type: {} of a value, `A_FACT` of a flag, a mapping of a group.

    A list is the mapping of one of its items.
    """
    candidates = (annotation, *get_args(annotation))
    if bool in candidates:
        return A_FACT
    terms = next((one for one in candidates if isinstance(one, type) and issubclass(one, BaseModel)), None)
    if terms is None:
        return {}
    facts = dict.fromkeys(_INVESTOR_FACTS, A_FACT) if terms is Investor else {}
    return {name: shape(field.annotation) for name, field in terms.model_fields.items()} | facts
