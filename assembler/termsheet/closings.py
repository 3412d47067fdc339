"""The closings of a deal: their investors, their days, and the deal as of each."""

from __future__ import annotations

from typing import Any

from assembler.termsheet.holdings import with_divided_warrants
from assembler.termsheet.scalars import OpenPoint, settled
from assembler.termsheet.schema import Investor, TermSheet

INITIAL = 1


def last_closing(terms: TermSheet) -> int:
    """Return the number of the last closing of the deal. The initial closing is 1."""
    return INITIAL + len(terms.closing.additional)


def closing_of(investor: Investor) -> int:
    """Return the number of the closing at which an investor buys. TBD counts as the initial closing."""
    return settled(investor.closing) or INITIAL


def is_by_amendment(terms: TermSheet, closing: int) -> bool:
    """Return True if the joinders of a closing amend the agreement, which does not allow it."""
    return INITIAL < closing <= last_closing(terms) and terms.closing.additional[closing - INITIAL - 1].by_amendment


def allowed_closings(terms: TermSheet) -> tuple[int, ...]:
    """Return the numbers of the closings that the agreement itself has to allow."""
    return tuple(each for each in range(INITIAL, last_closing(terms) + 1) if not is_by_amendment(terms, each))


def date_of(terms: TermSheet, closing: int) -> tuple[Any, str]:
    """Return the day of a closing, a date or an open point, and the path of its term."""
    if closing > last_closing(terms):
        # A rule refuses the investor of a closing that is not stated.
        return OpenPoint(), "closing.additional"
    if closing > INITIAL:
        additional = closing - INITIAL - 1
        return terms.closing.additional[additional].date, f"closing.additional[{additional}].date"
    if terms.closing.date is not None:
        return terms.closing.date, "closing.date"
    return terms.agreement.date, "agreement.date"


def as_of(terms: TermSheet, closing: int) -> TermSheet:
    """Return the deal as of a closing, without the later closings and their investors."""
    if closing >= last_closing(terms):
        return terms
    terms = with_divided_warrants(terms)
    classes = tuple(each.model_copy(update={"total_warrants": None}) for each in terms.warrants.classes)
    # Stated totals are those of all closings, so they are dropped and computed again.
    agreed = terms.closing.model_copy(update={"additional": terms.closing.additional[: closing - INITIAL]})
    return terms.model_copy(
        update={
            "closing": agreed,
            "investors": tuple(investor for investor in terms.investors if closing_of(investor) <= closing),
            "offering": terms.offering.model_copy(update={"aggregate_amount": None, "total_shares": None}),
            "warrants": terms.warrants.model_copy(update={"total_warrants": None, "classes": classes}),
        }
    )
