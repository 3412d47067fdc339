"""The deal as a form sees it: facts by name and values by path, each with its term."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

from msgspec import Struct
from pydantic import BaseModel

from assembler.errors import Location
from assembler.termsheet import timing
from assembler.termsheet.formats import A_FACT, Words, as_term
from assembler.termsheet.investor_words import INVESTOR_FACTS, SIGNER_FACTS, signing
from assembler.termsheet.schema import (
    AnyTermSheet,
    Departure,
    Firm,
    Investor,
    NoticeContact,
    NoticeCopy,
    Status,
    WarrantClass,
    WarrantHolder,
)
from assembler.termsheet.source import Source, place_of

Values = Mapping[str, Any]

_GroupFacts = Mapping[str, Callable[[Any], bool]]


def _given(**terms: str) -> _GroupFacts:
    """Return the facts that terms of a group are stated: the name of each fact, and of its term."""

    def is_given(term: str) -> Callable[[Any], bool]:
        return lambda stated: getattr(stated, term) is not None

    return {fact: is_given(term) for fact, term in terms.items()}


_WAYS_TO_REACH = _given(telephone_given="telephone", facsimile_given="facsimile", email_given="email")

# The facts of groups, for conditions such as `company.notice.email_given`, or `investor.is_individual` in a loop.
_FACTS_OF: Mapping[type[BaseModel], _GroupFacts] = {
    Investor: {
        **INVESTOR_FACTS,
        **_WAYS_TO_REACH,
    },
    NoticeContact: _WAYS_TO_REACH,
    Firm: _WAYS_TO_REACH,
    NoticeCopy: {**_WAYS_TO_REACH, **_given(attention_given="attention")},
    WarrantHolder: {**_WAYS_TO_REACH, **_given(attention_given="attention")},
    **dict.fromkeys(timing.TIMED, timing.FACTS),
    WarrantClass: {
        **timing.FACTS,
        "terms_stated": lambda stated: (
            stated.exercise_price is not None and (stated.prefunded or timing.is_limited(stated))
        ),
        "most_known": lambda stated: stated.maximum_warrants is not None,
        "vests": lambda stated: bool(stated.provisions and stated.provisions.vesting),
    },
}

# What an investor has besides its fields and facts: who signs.
INVESTOR_SHAPE: dict[str, Any] = {
    "signers": {"name": {}, "title": {}, **dict.fromkeys(SIGNER_FACTS, A_FACT)},
    "described": {},
    # Its warrants of each class, in a deal that has classes.
    "of_class": {"name": {}, "number": {}, "given": A_FACT, "warrant_number": {}, "numbered": A_FACT},
}


def as_value_tree(raw: Any, path: str) -> Any:
    """Return a term ready to print: a group as a mapping, a list as a list, a missing term as `Unstated`."""
    if isinstance(raw, Investor):
        return group(raw, path) | signing(raw, path)
    if isinstance(raw, WarrantClass):
        # A part of a defined term and of a title, so that it is no value.
        return group(raw, path) | {"name": Words(raw.name, f"{path}.name")}
    if isinstance(raw, BaseModel):
        return group(raw, path)
    if isinstance(raw, tuple):
        return [as_value_tree(member, f"{path}[{index}]") for index, member in enumerate(raw)]
    return raw if isinstance(raw, bool) else as_term(raw, path)


def group(terms: BaseModel, path: str) -> dict[str, Any]:
    """Return the terms and the facts of a group by name."""
    values = {name: as_value_tree(getattr(terms, name), f"{path}.{name}") for name in type(terms).model_fields}
    if isinstance(terms, timing.TIMED):
        values |= timing.phrases(terms, path)
    return values | {name: rule(terms) for name, rule in _FACTS_OF.get(type(terms), {}).items()}


def shape(annotation: Any) -> Any:
    """Return the shape of a type: {} for a value, `A_FACT` for a flag, a mapping for a group.

    The shape of a list is that of its items.
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
    facts: dict[str, Any] = dict.fromkeys(_FACTS_OF.get(terms, {}), A_FACT)
    if terms in timing.TIMED:
        facts |= {name: {} for name in timing.PHRASES}
    if terms is Investor:
        facts |= INVESTOR_SHAPE
    return {name: shape(field.annotation) for name, field in terms.model_fields.items()} | facts


class Deal(Struct, frozen=True):
    """A deal as one form sees it, with its figures computed.

    `values` is a tree of the values that the form prints, `shapes` the tree of all that it could print.
    `decided_by` maps a fact to the paths of its terms. `repeated` maps the name of an item, such as `signatory`, to
    the path and the items of its list.
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
        """The stage of the documents: form, draft, execution or conformed."""
        return self.terms.execution.status

    @property
    def departures(self) -> tuple[Departure, ...]:
        """The differences between this deal and all of its forms."""
        return self.terms.departures

    def location_of(self, path: str) -> Location:
        """Return the place of a term in the term sheet, or of the nearest group if the term is not stated."""
        return place_of(self.source, path)

    def clause_status(self, label: str) -> str:
        """Return the state of an optional clause: text, reserved or omit."""
        options = getattr(self.terms, "options", None)
        return getattr(options.clauses, label, "text") if options else "text"

    def each(self, name: str) -> Iterator[tuple[str, Values]]:
        """Yield the items that clauses are repeated for: the path of each, and its values under `name`."""
        path, many = self.repeated[name]
        for index, member in enumerate(many):
            yield (f"{path}[{index}]", {name: member}) if path else ("", {})
