"""The warrants of a deal, of the investors and of the placement agent, as the form of warrant sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from assembler.termsheet import facts, timing, warrant_mechanics
from assembler.termsheet.closings import INITIAL, closing_of, date_of
from assembler.termsheet.deal import INVESTOR_SHAPE, Deal, as_value_tree, group, shape
from assembler.termsheet.facts import law, securities
from assembler.termsheet.facts.notices import any_facsimile, contacts_of, contacts_of_company
from assembler.termsheet.formats import A_FACT, Unstated, Words
from assembler.termsheet.issuer_words import ISSUER_SHAPE, issuer_words
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schema import (
    AnyTermSheet,
    Company,
    Investor,
    TermSheet,
    Warrant,
    WarrantHolder,
    WarrantProvisions,
    WarrantSheet,
)
from assembler.termsheet.source import Source
from assembler.termsheet.stock_words import STOCK_SHAPE, stock_name, stock_words
from assembler.termsheet.warrant_classes import ClassView, views_of


class Instrument(Struct, frozen=True):
    """A warrant to draft.

    `holder` is the holder's name, empty for a form with blanks. `path` is the term that states the holder.
    `warrant_class` is the name of its class, empty in a deal without classes.
    """

    holder: str
    path: str
    deal: Deal
    warrant_class: str = ""


class _WarrantFacts(Struct, frozen=True):
    """The values that the facts of a warrant depend on."""

    holder: WarrantHolder | None
    provisions: WarrantProvisions
    dated: bool
    is_investors: bool
    company_signed: bool
    numbered: bool
    sheet: AnyTermSheet
    has_agreement: bool = True

    @property
    def facsimile_used(self) -> bool:
        """True if the company, the holder or one of their copies gives a facsimile number."""
        holders = contacts_of([self.holder] if self.holder else getattr(self.sheet, "investors", ()))
        return any_facsimile((*contacts_of_company(self.sheet), *holders))

    @property
    def is_registered(self) -> bool:
        """True if a registration rights agreement covers the shares of the warrant."""
        # The warrant of the placement agent has an agreement of its own.
        agreed = (
            not self.is_investors or not isinstance(self.sheet, TermSheet) or self.sheet.options.registration_rights
        )
        return self.provisions.registration_rights and agreed

    @property
    def copies_sent(self) -> bool:
        """True if somebody receives copies of notices to the company or to the holder."""
        named = self.sheet.counsel.company or self.sheet.company.notice.copies
        return bool(named or (self.holder and self.holder.copies))


def _of_provisions(rule: Callable[[WarrantProvisions], bool]) -> Callable[[_WarrantFacts], bool]:
    return lambda warrant: rule(warrant.provisions)


def _is_limited(sheet: AnyTermSheet) -> bool:
    """Return True if the agreement limits the shares of its warrants until a vote."""
    return isinstance(sheet, TermSheet) and (securities.issuance_capped(sheet) or securities.vote_on_charter(sheet))


_FACTS: Mapping[str, tuple[Callable[[_WarrantFacts], bool], str]] = {
    "minimum_exercise_set": (
        # A minimum of one share is none.
        lambda warrant: warrant.provisions.minimum_exercise_shares not in (None, 1),
        "minimum_exercise_shares",
    ),
    "spin_off_notice_given": (
        lambda warrant: warrant.provisions.spin_off_notice_days is not None,
        "spin_off_notice_days",
    ),
    "piggyback_granted": (lambda warrant: warrant.provisions.piggyback is not None, "piggyback"),
    "registration_rights_granted": (lambda warrant: warrant.is_registered, "registration_rights"),
    "payable_in_cash": (lambda warrant: "cash" in warrant.provisions.payment_methods, "payment_methods"),
    "payable_by_check": (lambda warrant: "check" in warrant.provisions.payment_methods, "payment_methods"),
    "payable_by_wire": (lambda warrant: "wire" in warrant.provisions.payment_methods, "payment_methods"),
    "issued_under_purchase_agreement": (lambda warrant: warrant.is_investors, ""),
    "issuance_limited": (lambda warrant: warrant.is_investors and _is_limited(warrant.sheet), ""),
    "underlying_agreement_stated": (lambda warrant: warrant.has_agreement, ""),
    "underlying_agreement_dated": (lambda warrant: warrant.dated, ""),
    "forum_agreed": (lambda warrant: warrant.sheet.law.forum_state is not None, ""),
    "form_of_warrant": (lambda warrant: warrant.holder is None, ""),
    "holder_copies_named": (lambda warrant: bool(warrant.holder and warrant.holder.copies), ""),
    "company_counsel_named": (lambda warrant: warrant.sheet.counsel.company is not None, ""),
    "company_copies_named": (lambda warrant: bool(warrant.sheet.company.notice.copies), ""),
    "notice_copies_sent": (lambda warrant: warrant.copies_sent, ""),
    "facsimile_used": (lambda warrant: warrant.facsimile_used, ""),
    "company_signed": (lambda warrant: warrant.company_signed, ""),
    "warrant_numbered": (lambda warrant: warrant.numbered, ""),
    "holder_is_individual": (lambda warrant: bool(warrant.holder and warrant.holder.kind == "individual"), ""),
    **{name: (_of_provisions(rule), term) for name, (rule, term) in warrant_mechanics.FACTS.items()},
}

# Facts that a warrant shares with its agreement, or takes from the sheet of a warrant alone.
_SHEET_FACTS: tuple[Callable[[AnyTermSheet], bool], ...] = (
    law.forum_county_stated,
    law.forum_exclusive,
    law.served_by_notice,
    law.process_agent_appointed,
    law.signed_electronically,
    law.new_york_law,
)
_AMENDED = "amended_by_majority"

# The term of a warrant's provisions that decides each fact. Empty if the warrant itself decides it.
DECIDED_BY: Mapping[str, str] = {
    **{name: term for name, (_, term) in _FACTS.items()},
    **{rule.__name__: "" for rule in _SHEET_FACTS},
    _AMENDED: "",
}


def warrant_of(sheet: WarrantSheet, source: Source) -> Instrument:
    """Return the warrant of a term sheet for a warrant alone."""
    return _single(sheet, sheet.warrant, "warrant", source)


def warrants_of(deal: Deal) -> Iterator[Instrument]:
    """Yield the warrants of the initial closing: those of the investors in order, then the placement agent's."""
    terms = deal.terms
    if not isinstance(terms, TermSheet):
        return
    if terms.warrants.mode != "none":
        # Investors of a later closing get their warrants with its joinders.
        yield from warrants_at(deal, INITIAL)
    if terms.placement_agent_warrant:
        yield _single(terms, terms.placement_agent_warrant, "placement_agent_warrant", deal.source)


def warrants_at(deal: Deal, closing: int) -> Iterator[Instrument]:
    """Yield the warrants of the investors of a closing, in order. Those of an additional closing bear its day."""
    terms = deal.terms
    assert isinstance(terms, TermSheet)  # noqa: S101  a warrant by itself has no closing
    around = _around(terms)
    seen = [(view, _common(view, closing)) for view in views_of(terms)]
    for index, investor in enumerate(terms.investors):
        if closing_of(investor) != closing:
            continue
        for view, common in seen:
            # An investor without warrants of a class gets no document of it.
            if view.terms.investors[index].warrants != 0:
                yield _investors_warrant(deal, index, around, common, view)


def forms_of_warrant(deal: Deal) -> Iterator[Instrument]:
    """Yield the form of the investors' warrants of each class, with blanks, for the annex of the agreement."""
    assert isinstance(deal.terms, TermSheet)  # noqa: S101  only an agreement has an annex
    for view in views_of(deal.terms):
        yield _form_of_warrant(deal, view)


def _form_of_warrant(deal: Deal, view: ClassView) -> Instrument:
    terms = view.terms
    # Without a holder and a number: the form prints blanks for them.
    warrant = _WarrantFacts(
        None,
        terms.warrants.provisions,
        dated=True,
        is_investors=True,
        company_signed=False,
        numbered=any(investor.warrant_number is not None for investor in terms.investors),
        sheet=terms,
    )
    values = {**_around(terms), "warrant": _common(view, INITIAL, is_form=True)}
    return Instrument("", "", _deal(terms, warrant, values, _owner(view), deal.source), view.name)


def _investors_warrant(
    deal: Deal, index: int, around: Mapping[str, Any], common: Mapping[str, Any], view: ClassView
) -> Instrument:
    """Return an investor's warrant of a class.

    `around` are the values of the deal, `common` those of all warrants of its class and closing.
    """
    terms = view.terms
    investor, path = terms.investors[index], f"investors[{index}]"
    # The terms are valid already, so they need no second validation.
    holder = WarrantHolder.model_construct(
        name=investor.name,
        kind="individual" if investor.kind == "individual" else "entity",
        address_lines=investor.address_lines,
        attention=None,
        telephone=investor.telephone,
        facsimile=investor.facsimile,
        email=investor.email,
        copies=investor.copies,
    )
    provisions = warrant_mechanics.for_investor(terms.warrants.provisions, investor.ownership_limit)
    warrant = _WarrantFacts(
        holder,
        provisions,
        dated=True,
        is_investors=True,
        company_signed=terms.execution.company_signed,
        numbered=investor.warrant_number is not None,
        sheet=terms,
    )
    inner = {
        "holder": group(holder, path),
        **_signing(investor, path),
        "number": as_value_tree(investor.warrants, view.path_of(f"{path}.warrants")),
        "warrant_number": as_value_tree(investor.warrant_number, view.path_of(f"{path}.warrant_number")),
    }
    if investor.ownership_limit:
        inner |= warrant_mechanics.values_of(provisions, view.provisions_path, f"{path}.ownership_limit")
    values = {**around, "warrant": {**common, **inner}}
    drafted = _deal(terms, warrant, values, _owner(view), deal.source)
    return Instrument(plain_name(investor.name), path, drafted, view.name)


def _owner(view: ClassView) -> str:
    """Return the path of the group that states the provisions of a class."""
    return view.provisions_path.removesuffix(".provisions")


def _signing(investor: Investor, path: str) -> dict[str, Any]:
    """Return how an investor signs the notice of exercise, and in which form of title it holds."""
    values = as_value_tree(investor, path)
    return {name: values[name] for name in _SIGNING}


def issue_of(terms: TermSheet, closing: int) -> tuple[Any, str]:
    """Return the day on which the warrants of a closing are issued, and the path of the term that states it."""
    return date_of(terms, closing) if closing > INITIAL else (terms.warrants.issue_date, "warrants.issue_date")


def plain_name(name: str | OpenPoint) -> str:
    """Return the name of a party for a file name, which has no brackets."""
    return "to be determined" if isinstance(name, OpenPoint) else name


def _common(view: ClassView, closing: int, is_form: bool = False) -> dict[str, Any]:
    """Return the values that all warrants of a class and a closing share. The form has no date of its own."""
    warrants = view.warrants
    issued, path = issue_of(view.terms, closing)
    return {
        **as_value_tree(warrants, view.path),
        "issue_date": as_value_tree(issued, path),
        **_dates(warrants, view.path, issued, path, is_form=is_form),
        **_provisions(warrants.provisions, view.provisions_path),
        **_class_words(view.name, view.path, stock_name(view.terms.company, view.terms.offering)),
        "prefunded": view.is_prefunded,
        "par_kept": view.is_prefunded and view.terms.offering.par_value != "none",
    }


def _class_words(name: str, path: str, stock: str) -> dict[str, Any]:
    """Return the name of a warrant's class, and the facts that it has one, and that its title shows it.

    The Common Warrants to buy Common Stock are titled Common Stock Purchase Warrants.
    """
    # Words of the form: a value in a title would have each warrant drafted by itself.
    words = Words(name, f"{path}.name") if name else Unstated(path)
    titled = bool(name) and not stock.startswith(f"{name} ")
    return {"class_named": bool(name), "class_titled": titled, "class_name": words}


def _provisions(provisions: WarrantProvisions, path: str) -> dict[str, Any]:
    """Return the values of the provisions of a warrant."""
    stated = group(provisions, path)
    return stated | warrant_mechanics.values_of(provisions, path, f"{path}.ownership_limit")


def _single(sheet: AnyTermSheet, warrant: Warrant, path: str, source: Source) -> Instrument:
    """Return a warrant that is not an investor's."""
    warrant_facts = _WarrantFacts(
        warrant.holder,
        warrant.provisions,
        dated=bool(warrant.underlying_agreement and warrant.underlying_agreement.date is not None),
        is_investors=False,
        company_signed=sheet.execution.company_signed,
        numbered=warrant.warrant_number is not None,
        sheet=sheet,
        has_agreement=warrant.underlying_agreement is not None,
    )
    dates = _dates(warrant, path, warrant.issue_date, f"{path}.issue_date")
    provisions = _provisions(warrant.provisions, f"{path}.provisions")
    values = {
        **_around(sheet),
        "warrant": {
            **as_value_tree(warrant, path),
            **dates,
            **provisions,
            **_class_words("", path, ""),
            "prefunded": False,
            "par_kept": False,
        },
    }
    return Instrument(plain_name(warrant.holder.name), path, _deal(sheet, warrant_facts, values, path, source))


def _deal(sheet: AnyTermSheet, warrant: _WarrantFacts, values: Mapping[str, Any], path: str, source: Source) -> Deal:
    established = {name: rule(warrant) for name, (rule, _) in _FACTS.items()}
    established |= {rule.__name__: rule(sheet) for rule in _SHEET_FACTS}
    established[_AMENDED] = (
        warrant.is_investors and isinstance(sheet, TermSheet) and sheet.warrants.amendment_by == "majority"
    )
    return Deal("warrant", sheet, established, _decided_by(path), values, _SHAPES, source, {})


@lru_cache(maxsize=8)
def _decided_by(path: str) -> Mapping[str, tuple[str, ...]]:
    """Return the terms behind each fact of the warrants that a term of the sheet states."""
    of_warrant = {name: (f"{path}.provisions.{term}",) if term else (path,) for name, (_, term) in _FACTS.items()}
    of_sheet = {rule.__name__: facts.DECIDED_BY[rule.__name__] for rule in _SHEET_FACTS}
    return {**of_warrant, **of_sheet, _AMENDED: ("warrants.amendment_by",)}


def _around(sheet: AnyTermSheet) -> Mapping[str, Any]:
    """Return the values of the deal that a warrant prints besides its own terms."""
    # A warrant alone names its underlying agreement instead.
    agreement = getattr(sheet, "agreement", None)
    return {
        "company": group(sheet.company, "company"),
        "offering": {"par_value": as_value_tree(sheet.offering.par_value, "offering.par_value")},
        "stock": stock_words(sheet.company, sheet.offering),
        "issuer": issuer_words(sheet.company),
        "counsel": {"company": as_value_tree(sheet.counsel.company, "counsel.company")},
        "law": group(sheet.law, "law"),
        "agreement": group(agreement, "agreement") if agreement else {"date": Unstated("agreement.date")},
    }


def _dates(terms: timing.Timed, path: str, issued: Any, issued_path: str, is_form: bool = False) -> dict[str, Any]:
    """Return the first day and the last of a warrant, and the facts whether a rule stands in place of each.

    A form has no day of issue, so its days follow from the date that it will bear.
    """
    last = timing.last_day(terms, issued)
    by_rule = last is None or (is_form and terms.expiration_date is None)
    # A day that follows from a day that is TBD is blamed on that day.
    is_open = isinstance(issued, OpenPoint) and terms.expiration_date is None
    stated = (
        "expiration_date" if terms.expiration_date is not None else "term_years" if terms.term_years else "term_months"
    )
    return {
        "first_exercise_date": as_value_tree(timing.first_day(terms, issued), f"{path}.first_exercise"),
        "expiration_date": as_value_tree(last, issued_path if is_open else f"{path}.{stated}"),
        "first_day_by_rule": is_form and not timing.FACTS["on_date"](terms),
        "last_day_by_rule": by_rule,
        "first_day_named": by_rule and terms.first_exercise is not None and terms.term_from == "first_exercise",
    }


_SIGNING = {
    "signers": INVESTOR_SHAPE["signers"],
    "is_natural": A_FACT,
    "signs_by": {},
    "title_form": {},
    "title_form_given": A_FACT,
}

_SHAPES: Mapping[str, Any] = {
    "company": shape(Company),
    "offering": {"par_value": {}},
    "stock": STOCK_SHAPE,
    "issuer": ISSUER_SHAPE,
    "counsel": {"company": shape(WarrantSheet.model_fields["counsel"].annotation)["company"]},
    "law": shape(WarrantSheet.model_fields["law"].annotation),
    "agreement": {"date": {}},
    "warrant": shape(Warrant)
    | _SIGNING
    | shape(WarrantProvisions)
    | warrant_mechanics.SHAPES
    | {"first_exercise_date": {}, "expiration_date": {}, "class_name": {}}
    | dict.fromkeys(
        (
            "class_named",
            "class_titled",
            "prefunded",
            "par_kept",
            "first_day_by_rule",
            "last_day_by_rule",
            "first_day_named",
        ),
        A_FACT,
    ),
}
