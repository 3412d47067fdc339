"""What a change does to the figures: shares, warrants and amounts before and now, investor by investor, and the totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from msgspec import Struct

from assembler.schedules.investors import Match
from assembler.schedules.terms import shown
from assembler.termsheet.arithmetic import covered
from assembler.termsheet.instruments import plain_name
from assembler.termsheet.schema import Investor, Sheet, TermSheet

TOTAL = "total"
_COLUMNS = ("amount", "shares", "warrants")
_TOTALS = {"amount": ("offering", "aggregate_amount"), "shares": ("offering", "total_shares"), "warrants": ("warrants", "total_warrants")}  # fmt: skip
_PRICES = (("price per share", "offering", "price_per_share"), ("exercise price", "warrants", "exercise_price"))


class Figure(Struct, frozen=True):
    """One figure of an investor, of the deal or a total: before and now, as it is computed; None where there is none.

    `rounding` says how the figure of now came to be a whole number, where it did.
    """

    subject: str
    name: str
    before: Any
    now: Any
    rounding: str = ""

    @property
    def difference(self) -> Decimal | int | None:
        """Now less before, where nothing counts as 0; None where one of them is an open point."""
        before, now = (0 if one is None else one for one in (self.before, self.now))
        return now - before if isinstance(before, int | Decimal) and isinstance(now, int | Decimal) else None

    @property
    def is_changed(self) -> bool:
        """Whether it is another figure now."""
        return shown(self.before) != shown(self.now)


def figures(before: Sheet, now: Sheet, matches: Sequence[Match]) -> tuple[Figure, ...]:
    """Every figure of both deals as reckoned: prices, those of each investor, then the totals. None for a warrant alone."""
    if not isinstance(before, TermSheet) or not isinstance(now, TermSheet):
        return ()
    prices = (Figure("", name, _of(before, *path), _of(now, *path)) for name, *path in _PRICES)
    totals = (Figure(TOTAL, name, _of(before, *path), _of(now, *path)) for name, path in _TOTALS.items())
    return tuple(
        one
        for one in (*prices, *_of_investors(before, now, matches), *totals)
        if one.before is not None or one.now is not None
    )


def _of(terms: TermSheet, group: str, name: str) -> Any:
    return getattr(getattr(terms, group), name)


def _of_investors(before: TermSheet, now: TermSheet, matches: Sequence[Match]) -> Iterator[Figure]:
    for one in matches:
        was = before.investors[one.before] if one.before is not None else None
        is_now = now.investors[one.now] if one.now is not None else None
        for name in _COLUMNS:
            figure = getattr(is_now, name, None)
            rounding = _rounding(name, is_now, now) if is_now else ""
            yield Figure(_name(is_now, was), name, getattr(was, name, None), figure, rounding)


def _name(*either: Investor | None) -> str:
    return next(plain_name(one.name) for one in either if one is not None)


def _rounding(name: str, investor: Investor, terms: TermSheet) -> str:
    if (
        name == "shares"
        and isinstance(investor.amount, Decimal)
        and isinstance(terms.offering.price_per_share, Decimal)
    ):
        exact = Fraction(investor.amount) / Fraction(terms.offering.price_per_share)
        sum_ = f"{shown(investor.amount)} / {shown(terms.offering.price_per_share)}"
        return _told(sum_, exact, "to the nearest whole share")
    coverage = terms.warrants.coverage
    if name == "warrants" and isinstance(investor.shares, int) and isinstance(coverage, Decimal):
        exact = covered(coverage, investor.shares)
        return _told(f"{coverage:f}% of {investor.shares:,}", exact, "apportioned, the largest remainders first")
    return ""


def _told(reckoning: str, exact: Fraction, how: str) -> str:
    return "" if exact.denominator == 1 else f"{reckoning} = {float(exact):,.4f}, {how}"
