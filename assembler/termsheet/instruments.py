"""The warrants of a deal: one an investor, and the placement agent's, each as the form of warrant sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from assembler.termsheet.arithmetic import expiry
from assembler.termsheet.closings import INITIAL, closing_of, date_of
from assembler.termsheet.deal import Deal, as_value_tree, group, shape
from assembler.termsheet.formats import Unstated
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schema import (
    AnyTermSheet,
    Company,
    TermSheet,
    Warrant,
    WarrantHolder,
    WarrantProvisions,
    WarrantSheet,
)
from assembler.termsheet.source import Source


class Instrument(Struct, frozen=True):
    """One warrant to be drafted.

    `holder` is the name of who holds it, or empty on a form with blanks; `path` is the term the holder stands under.
    """

    holder: str
    path: str
    deal: Deal


class _WarrantFacts(Struct, frozen=True):
    """What the facts of a warrant are asked of."""

    holder: WarrantHolder | None
    provisions: WarrantProvisions
    dated: bool
    is_investors: bool
    company_signed: bool


_FACTS: Mapping[str, tuple[Callable[[_WarrantFacts], bool], str]] = {
    "minimum_exercise_set": (
        lambda warrant: warrant.provisions.minimum_exercise_shares is not None,
        "minimum_exercise_shares",
    ),
    "spin_off_notice_given": (
        lambda warrant: warrant.provisions.spin_off_notice_days is not None,
        "spin_off_notice_days",
    ),
    "piggyback_granted": (lambda warrant: warrant.provisions.piggyback is not None, "piggyback"),
    "registration_rights_granted": (lambda warrant: warrant.provisions.registration_rights, "registration_rights"),
    "payable_in_cash": (lambda warrant: "cash" in warrant.provisions.payment_methods, "payment_methods"),
    "payable_by_check": (lambda warrant: "check" in warrant.provisions.payment_methods, "payment_methods"),
    "payable_by_wire": (lambda warrant: "wire" in warrant.provisions.payment_methods, "payment_methods"),
    "issued_under_purchase_agreement": (lambda warrant: warrant.is_investors, ""),
    "underlying_agreement_dated": (lambda warrant: warrant.dated, ""),
    "form_of_warrant": (lambda warrant: warrant.holder is None, ""),
    "holder_attention_given": (lambda warrant: bool(warrant.holder and warrant.holder.attention), ""),
    "holder_telephone_given": (lambda warrant: bool(warrant.holder and warrant.holder.telephone), ""),
    "holder_facsimile_given": (lambda warrant: bool(warrant.holder and warrant.holder.facsimile), ""),
    "company_signed": (lambda warrant: warrant.company_signed, ""),
}

# The term of a warrant's provisions that decides each fact; empty where the warrant as a whole does.
DECIDED_BY: Mapping[str, str] = {name: term for name, (_, term) in _FACTS.items()}


def warrant_of(sheet: WarrantSheet, source: Source) -> Instrument:
    """Return the one warrant of a sheet that is drafted by itself."""
    return _single(sheet, sheet.warrant, "warrant", source)


def warrants_of(deal: Deal) -> Iterator[Instrument]:
    """Yield the warrants of the initial closing: the investors' in their order, then the placement agent's."""
    terms = deal.terms
    if not isinstance(terms, TermSheet):
        return
    if terms.warrants.mode != "none":
        yield from warrants_at(deal, INITIAL)
    if terms.placement_agent_warrant:
        yield _single(terms, terms.placement_agent_warrant, "placement_agent_warrant", deal.source)


def warrants_at(deal: Deal, closing: int) -> Iterator[Instrument]:
    """The warrants of those who buy at a closing, in their order; at an additional one they are issued on its day."""
    terms = deal.terms
    assert isinstance(terms, TermSheet)  # noqa: S101  a warrant by itself has no closing
    around, common = _around(terms), _common(terms, closing)
    for index, investor in enumerate(terms.investors):
        if closing_of(investor) == closing:
            yield _investors_warrant(deal, index, around, common)


def form_of_warrant(deal: Deal) -> Instrument:
    """Return the form of the investors' warrants, with blanks, as it is annexed to the agreement."""
    terms = deal.terms
    assert isinstance(terms, TermSheet)  # noqa: S101  only an agreement has an annex
    warrant = _WarrantFacts(None, terms.warrants.provisions, dated=True, is_investors=True, company_signed=False)
    values = {**_around(terms), "warrant": _common(terms, INITIAL)}
    return Instrument("", "", _deal(terms, warrant, values, "warrants", deal.source))


def _investors_warrant(deal: Deal, index: int, around: Mapping[str, Any], common: Mapping[str, Any]) -> Instrument:
    """An investor's warrant; `around` and `common` are what it prints of the deal and of all warrants of the closing."""
    terms = deal.terms
    assert isinstance(terms, TermSheet)  # noqa: S101  as its caller knows
    investor, path = terms.investors[index], f"investors[{index}]"
    holder = WarrantHolder.model_construct(
        name=investor.name,
        address_lines=investor.address_lines,
        attention=None,
        telephone=investor.telephone,
        facsimile=investor.facsimile,
    )
    warrant = _WarrantFacts(holder, terms.warrants.provisions, True, True, terms.execution.company_signed)
    inner = {"holder": group(holder, path), "number": as_value_tree(investor.warrants, f"{path}.warrants")}
    values = {**around, "warrant": {**common, **inner}}
    return Instrument(plain_name(investor.name), path, _deal(terms, warrant, values, "warrants", deal.source))


def issue_of(terms: TermSheet, closing: int) -> tuple[Any, str]:
    """Return the day on which the warrants of a closing are issued, and the path of the term that states it."""
    return date_of(terms, closing) if closing > INITIAL else (terms.warrants.issue_date, "warrants.issue_date")


def plain_name(name: str | OpenPoint) -> str:
    """Return the name of a party for a file name, where nothing may be in brackets."""
    return "to be determined" if isinstance(name, OpenPoint) else name


def _common(terms: TermSheet, closing: int) -> dict[str, Any]:
    """Return what all warrants of a closing have in common."""
    warrants = terms.warrants
    issued, path = issue_of(terms, closing)
    return {
        "exercise_price": as_value_tree(warrants.exercise_price, "warrants.exercise_price"),
        "issue_date": as_value_tree(issued, path),
        "expiration_date": _expiration(issued, path, warrants.term_years, "warrants.term_years"),
        "term_years": as_value_tree(warrants.term_years, "warrants.term_years"),
        **group(warrants.provisions, "warrants.provisions"),
    }


def _single(sheet: AnyTermSheet, warrant: Warrant, path: str, source: Source) -> Instrument:
    """Return a warrant that is not an investor's."""
    dated = warrant.underlying_agreement.date is not None
    asked = _WarrantFacts(warrant.holder, warrant.provisions, dated, False, sheet.execution.company_signed)
    expiration = _expiration(warrant.issue_date, f"{path}.issue_date", warrant.term_years, f"{path}.term_years")
    provisions = group(warrant.provisions, f"{path}.provisions")
    values = {**_around(sheet), "warrant": {**group(warrant, path), "expiration_date": expiration, **provisions}}
    return Instrument(plain_name(warrant.holder.name), path, _deal(sheet, asked, values, path, source))


def _deal(sheet: AnyTermSheet, warrant: _WarrantFacts, values: Mapping[str, Any], path: str, source: Source) -> Deal:
    facts = {name: rule(warrant) for name, (rule, _) in _FACTS.items()}
    return Deal("warrant", sheet, facts, _decided_by(path), values, _SHAPES, source, {})


@lru_cache(maxsize=8)
def _decided_by(path: str) -> Mapping[str, tuple[str, ...]]:
    """Return the terms behind each fact of the warrants that a term of the sheet states."""
    return {name: (f"{path}.provisions.{term}",) if term else (path,) for name, (_, term) in _FACTS.items()}


def _around(sheet: AnyTermSheet) -> Mapping[str, Any]:
    """Return what a warrant prints besides its own terms."""
    agreement = getattr(sheet, "agreement", None)
    return {
        "company": group(sheet.company, "company"),
        "offering": {"par_value": as_value_tree(sheet.offering.par_value, "offering.par_value")},
        "counsel": {"company": group(sheet.counsel.company, "counsel.company")},
        "law": group(sheet.law, "law"),
        "agreement": group(agreement, "agreement") if agreement else {"date": Unstated("agreement.date")},
    }


def _expiration(issued: Any, issued_path: str, years: Any, path: str) -> Any:
    """Return the day on which a warrant expires, by the path of its term; where it is open, of what leaves it so."""
    if isinstance(issued, OpenPoint):
        return as_value_tree(OpenPoint(), issued_path)
    if isinstance(years, OpenPoint):
        return as_value_tree(OpenPoint(), path)
    return as_value_tree(expiry(issued, years) if issued and years else None, path)


_SHAPES: Mapping[str, Any] = {
    "company": shape(Company),
    "offering": {"par_value": {}},
    "counsel": {"company": shape(WarrantSheet.model_fields["counsel"].annotation)["company"]},
    "law": shape(WarrantSheet.model_fields["law"].annotation),
    "agreement": {"date": {}},
    "warrant": shape(Warrant) | shape(WarrantProvisions) | {"expiration_date": {}},
}
