"""Figures before and after a change: shares, warrants and amounts by investor, and the totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from msgspec import Struct

from assembler.revise.investor_matching import Match
from assembler.revise.term_changes import shown
from assembler.termsheet import holdings
from assembler.termsheet.arithmetic import ROUNDED
from assembler.termsheet.instruments import plain_name
from assembler.termsheet.schema import AnyTermSheet, Investor, TermSheet

TOTAL = "total"
_BY_REMAINDERS = "apportioned by the largest remainders"
_COLUMNS = ("amount", "shares", "warrants")
_TOTALS = {"amount": ("offering", "aggregate_amount"), "shares": ("offering", "total_shares"), "warrants": ("warrants", "total_warrants")}  # fmt: skip
_PRICES = (("price per share", "offering", "price_per_share"), ("exercise price", "warrants", "exercise_price"))


class Figure(Struct, frozen=True):
    """One computed figure of an investor, of the deal or a total, before and now. None if there is no such figure.

    `rounding` explains how the figure of now was rounded to a whole number, or is empty.
    """

    subject: str
    name: str
    before: Any
    now: Any
    rounding: str = ""

    @property
    def difference(self) -> Decimal | int | None:
        """Return now less before, or None if one of them is an open point. A missing figure counts as 0."""
        before, now = (0 if figure is None else figure for figure in (self.before, self.now))
        return now - before if isinstance(before, int | Decimal) and isinstance(now, int | Decimal) else None

    @property
    def is_changed(self) -> bool:
        """Return True if the figure changed."""
        return shown(self.before) != shown(self.now)


def figures(before: AnyTermSheet, now: AnyTermSheet, matches: Sequence[Match]) -> tuple[Figure, ...]:
    """Return every figure of both deals: prices, then each investor's, then the totals. A stand-alone warrant has none."""
    if not isinstance(before, TermSheet) or not isinstance(now, TermSheet):
        return ()
    prices = (Figure("", name, _of(before, *path), _of(now, *path)) for name, *path in _PRICES)
    totals = (Figure(TOTAL, name, _of(before, *path), _of(now, *path)) for name, path in _TOTALS.items())
    return tuple(
        figure
        for figure in (*prices, *_of_investors(before, now, matches), *totals)
        if figure.before is not None or figure.now is not None
    )


def _of(terms: TermSheet, group: str, name: str) -> Any:
    return getattr(getattr(terms, group), name)


def _of_investors(before: TermSheet, now: TermSheet, matches: Sequence[Match]) -> Iterator[Figure]:
    claims = holdings.claims(now)
    for pair in matches:
        old = before.investors[pair.before] if pair.before is not None else None
        new = now.investors[pair.now] if pair.now is not None else None
        for name in _COLUMNS:
            figure = getattr(new, name, None)
            claim = claims[pair.now] if claims and pair.now is not None else None
            rounding = _rounding(name, new, now, claim) if new else ""
            yield Figure(_name(new, old), name, getattr(old, name, None), figure, rounding)


def _name(*candidates: Investor | None) -> str:
    return next(plain_name(investor.name) for investor in candidates if investor is not None)


def _rounding(name: str, investor: Investor, terms: TermSheet, claim: Fraction | None) -> str:
    """Return how a figure was rounded. `claim` is the exact number of warrants that follows from the shares, if one does."""
    if (
        name == "shares"
        and isinstance(investor.amount, Decimal)
        and isinstance(terms.offering.price_per_share, Decimal)
    ):
        # A fraction is exact, where a decimal quotient would be rounded twice.
        first = holdings.prepaid(investor, terms)
        if not isinstance(first, Decimal):
            return ""
        exact = (Fraction(investor.amount) - Fraction(first)) / Fraction(terms.offering.price_per_share)
        paid = f"({shown(investor.amount)} - {shown(first)})" if first else shown(investor.amount)
        quotient = f"{paid} / {shown(terms.offering.price_per_share)}"
        return _explained(quotient, exact, ROUNDED[terms.options.share_rounding])
    return _apportionment(investor, terms, claim) if name == "warrants" and claim is not None else ""


def _apportionment(investor: Investor, terms: TermSheet, claim: Fraction) -> str:
    warrants, rounding = terms.warrants, terms.options.warrant_rounding
    if warrants.coverage is None:
        computation = (
            f"{shown(warrants.total_warrants)} x {shown(investor.shares)} / {shown(terms.offering.total_shares)}"
        )
        return _explained(computation, claim, _BY_REMAINDERS)
    how = {"apportioned": _BY_REMAINDERS, "nearest": "to the nearest whole number"}.get(rounding, f"rounded {rounding}")
    return _explained(f"{warrants.coverage:f}% of {shown(investor.shares)}", claim, how)


def _explained(computation: str, exact: Fraction, rounding: str) -> str:
    return "" if exact.denominator == 1 else f"{computation} = {float(exact):,.4f}, {rounding}"
