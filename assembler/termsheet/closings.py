"""The closings of a deal: who buys at which, on which day, and the deal as it stood at each."""

from __future__ import annotations

from typing import Any

from assembler.termsheet.scalars import settled
from assembler.termsheet.schema import Investor, TermSheet

INITIAL = 1


def last_closing(terms: TermSheet) -> int:
    """Return the number of the last closing that is stated; 1 where there is the initial one alone."""
    return INITIAL + len(terms.closing.additional)


def closing_of(investor: Investor) -> int:
    """Return the closing at which an investor buys; the initial one as long as that is an open point."""
    return settled(investor.closing) or INITIAL


def date_of(terms: TermSheet, closing: int) -> tuple[Any, str]:
    """Return the day of a closing, which may be an open point, and the path of the term that states it."""
    if closing > INITIAL:
        additional = closing - INITIAL - 1
        return terms.closing.additional[additional].date, f"closing.additional[{additional}].date"
    if terms.closing.date is not None:
        return terms.closing.date, "closing.date"
    return terms.agreement.date, "agreement.date"


def as_of(terms: TermSheet, closing: int) -> TermSheet:
    """Return the deal as if no closing behind this one had been agreed, with the investors who have bought by then.

    Totals that are stated are those of all closings, so they are not stated of fewer.
    """
    if closing >= last_closing(terms):
        return terms
    agreed = terms.closing.model_copy(update={"additional": terms.closing.additional[: closing - INITIAL]})
    return terms.model_copy(
        update={
            "closing": agreed,
            "investors": tuple(investor for investor in terms.investors if closing_of(investor) <= closing),
            "offering": terms.offering.model_copy(update={"aggregate_amount": None, "total_shares": None}),
            "warrants": terms.warrants.model_copy(update={"total_warrants": None}),
        }
    )
