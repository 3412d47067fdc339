"""The schedule of investors as of a closing, as figures: what the sheets and the cap table are written from."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from assembler.termsheet.closings import closing_of, date_of, last_closing
from assembler.termsheet.schema import Investor, TermSheet


class Holding(Struct, frozen=True):
    """What one investor bought: the investor with its figures reckoned, the closing, and its day, which may be open."""

    investor: Investor
    closing: int
    date: Any


class Schedule(Struct, frozen=True):
    """What the investors have bought by a closing, and the totals; a figure may be an open point.

    `warrants` is None where the deal has none.
    """

    closing: int
    date: Any
    holdings: tuple[Holding, ...]
    shares: Any
    warrants: Any
    amount: Any


def schedule_of(terms: TermSheet) -> Schedule:
    """Return the schedule of a deal with its figures reckoned, as of its last closing."""
    closing = last_closing(terms)
    holdings = tuple(
        Holding(investor, closing_of(investor), date_of(terms, closing_of(investor))[0]) for investor in terms.investors
    )
    offering = terms.offering
    warrants = terms.warrants.total_warrants if terms.warrants.mode != "none" else None
    day = date_of(terms, closing)[0]
    return Schedule(closing, day, holdings, offering.total_shares, warrants, offering.aggregate_amount)
