"""Facts of the parties."""

from __future__ import annotations

from assembler.termsheet.facts.registry import decided_by
from assembler.termsheet.investor_words import NATURAL
from assembler.termsheet.schema import TermSheet


@decided_by("investors", "closing.additional_until")
def several_investors(terms: TermSheet) -> bool:
    """More than one investor buys, or others may join, so that the agreement speaks of each of them."""
    return len(terms.investors) > 1 or terms.closing.additional_until is not None


@decided_by("investors")
def individuals_invest(terms: TermSheet) -> bool:
    """At least one investor is a natural person, who signs in the person's own name."""
    return any(_of_kinds(terms, *NATURAL))


@decided_by("investors")
def entities_invest(terms: TermSheet) -> bool:
    """At least one investor is no natural person."""
    return not all(_of_kinds(terms, *NATURAL))


@decided_by("investors")
def trusts_invest(terms: TermSheet) -> bool:
    """At least one investor is a trust, whose trustees sign."""
    return any(_of_kinds(terms, "trust"))


@decided_by("investors")
def custodians_invest(terms: TermSheet) -> bool:
    """At least one investor is the custodian of an account, whose owner decides."""
    return any(_of_kinds(terms, "custodian"))


@decided_by("investors")
def trusts_alone_invest(terms: TermSheet) -> bool:
    """Every investor is a trust, so that the agreement need not ask whether one is."""
    return all(_of_kinds(terms, "trust"))


@decided_by("investors")
def custodians_alone_invest(terms: TermSheet) -> bool:
    """Every investor is the custodian of an account, so that the agreement need not ask whether one is."""
    return all(_of_kinds(terms, "custodian"))


def _of_kinds(terms: TermSheet, *kinds: str) -> list[bool]:
    """Return for each investor True if it is of one of these kinds."""
    return [investor.kind in kinds for investor in terms.investors]


@decided_by("company.signs_by")
def company_signs_through_others(terms: TermSheet) -> bool:
    """The company signs through its manager or general partner."""
    return bool(terms.company.signs_by)


@decided_by("company.co_signatories")
def company_has_co_signatories(terms: TermSheet) -> bool:
    """More than one officer signs for the company."""
    return bool(terms.company.co_signatories)


@decided_by("company.capitalization", "company.authorized_shares")
def capitalization_stated(terms: TermSheet) -> bool:
    """The company represents its capitalization."""
    return terms.company.capitalization is not None and terms.company.authorized_shares is not None


@decided_by("company.capitalization.preferred_authorized")
def preferred_stock_authorized(terms: TermSheet) -> bool:
    """The charter authorizes preferred stock."""
    return terms.company.capitalization is not None and terms.company.capitalization.preferred_authorized is not None


@decided_by("company.capitalization.preferred_issued")
def preferred_stock_issued(terms: TermSheet) -> bool:
    """Preferred stock is outstanding."""
    return terms.company.capitalization is not None and terms.company.capitalization.preferred_issued is not None


@decided_by("company.capitalization.option_shares")
def options_outstanding(terms: TermSheet) -> bool:
    """Options or other equity awards are outstanding."""
    return terms.company.capitalization is not None and terms.company.capitalization.option_shares is not None


@decided_by("company.capitalization.plan_shares")
def future_awards_reserved(terms: TermSheet) -> bool:
    """Equity plans reserve shares for future awards."""
    return terms.company.capitalization is not None and terms.company.capitalization.plan_shares is not None


@decided_by("company.capitalization.convertible_shares")
def convertibles_outstanding(terms: TermSheet) -> bool:
    """Warrants or convertible securities are outstanding."""
    return terms.company.capitalization is not None and terms.company.capitalization.convertible_shares is not None
