"""The lines of a term sheet that allow the closings of a deal, with the values that they need."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from assembler.termsheet import formats
from assembler.termsheet.arithmetic import amount_for
from assembler.termsheet.closings import INITIAL, allowed_closings, date_of
from assembler.termsheet.schema import TermSheet


def how_to_allow(terms: TermSheet) -> str:
    """Return the hint that allows all closings of a deal whose figures are computed."""
    additional = [closing for closing in allowed_closings(terms) if closing > INITIAL]
    later = f"closing{'s' if len(additional) > 1 else ''} {_listed([str(closing) for closing in additional])}"
    lines = _listed([*_last_day(terms, additional), *missing_limits(terms)])
    return (
        f"Before anybody signs, add {lines or 'the words by a departure'}. "
        f"If the agreement is signed, add `by_amendment: true` below the date of {later} instead."
    )


def _last_day(terms: TermSheet, additional: list[int]) -> list[str]:
    if terms.closing.additional_until is not None:
        return []
    days = [date_of(terms, closing)[0] for closing in additional]
    known = [day for day in days if isinstance(day, date)]
    return [f"`additional_until: {max(known) if len(known) == len(days) else 'TBD'}` below `closing:`"]


def missing_limits(terms: TermSheet) -> list[str]:
    """Return the limits of all closings that are not stated, each with what the investors buy."""
    offering, warrants = terms.offering, terms.warrants
    missing = [] if offering.maximum_amount is not None else [f"`maximum_amount: {_paid(terms)}` below `offering:`"]
    if warrants.mode == "none":
        return missing
    if not warrants.classes and warrants.coverage is None and offering.maximum_warrants is None:
        missing.append(f"`maximum_warrants: {_figure(warrants.total_warrants)}` below `offering:`")
    return missing + [
        f"`maximum_warrants: {_figure(each.total_warrants)}` below the name of {each.name}"
        for each in warrants.classes
        if each.coverage is None and each.maximum_warrants is None
    ]


def _paid(terms: TermSheet) -> str:
    """Return what all shares cost, and at least what is paid. Shares that are rounded up cost more than is paid."""
    offering = terms.offering
    paid, shares, price = offering.aggregate_amount, offering.total_shares, offering.price_per_share
    if not isinstance(paid, Decimal) or not isinstance(shares, int) or not isinstance(price, Decimal):
        return "TBD"
    return formats.dollars(max(paid, amount_for(shares, price, "up") or paid)).removeprefix("$")


def _figure(count: Any) -> str:
    return f"{count:,}" if isinstance(count, int) else "TBD"


def _listed(items: list[str]) -> str:
    *before, last = items or [""]
    return f"{', '.join(before)} and {last}" if before else last
