"""The schedule of investors as of a closing, in figures, for the sheets and the cap table."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from assembler.termsheet.closings import closing_of, date_of, last_closing
from assembler.termsheet.schema import Investor, TermSheet


class Holding(Struct, frozen=True):
    """The purchase of an investor: the computed figures, the number of the closing, and its day or an open point."""

    investor: Investor
    closing: int
    date: Any


class Schedule(Struct, frozen=True):
    """The purchases of the investors as of a closing, and their totals.

    `shares` and `warrants` are whole numbers, `amount` is in dollars. Each may be an open point. `warrants` is None if
    the deal has no warrants. `classes` are the names of the classes of warrants, and their totals.
    """

    closing: int
    date: Any
    holdings: tuple[Holding, ...]
    shares: Any
    warrants: Any
    amount: Any
    classes: tuple[tuple[str, Any], ...] = ()


def schedule_of(terms: TermSheet) -> Schedule:
    """Return the schedule of a deal with computed figures, as of its last closing."""
    closing = last_closing(terms)
    holdings = tuple(
        Holding(investor, closing_of(investor), date_of(terms, closing_of(investor))[0]) for investor in terms.investors
    )
    offering = terms.offering
    warrants = terms.warrants.total_warrants if terms.warrants.mode != "none" else None
    day = date_of(terms, closing)[0]
    classes = tuple((each.name, each.total_warrants) for each in terms.warrants.classes) if warrants is not None else ()
    return Schedule(closing, day, holdings, offering.total_shares, warrants, offering.aggregate_amount, classes)
