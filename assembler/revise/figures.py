"""Figures before and after a change: shares, warrants and amounts by investor, and the totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import zip_longest
from typing import Any

from msgspec import Struct

from assembler.dealset.investor_matching import Match
from assembler.revise.term_changes import shown
from assembler.termsheet import holdings
from assembler.termsheet.arithmetic import ROUNDED
from assembler.termsheet.closings import INITIAL
from assembler.termsheet.instruments import plain_name
from assembler.termsheet.schema import AnyTermSheet, Investor, TermSheet
from assembler.termsheet.warrant_classes import number_of

TOTAL = "total"
_BY_REMAINDERS = "apportioned by the largest remainders"
_COLUMNS = ("amount", "shares", "warrants")
_TOTALS = {"amount": "offering.aggregate_amount", "shares": "offering.total_shares", "warrants": "warrants.total_warrants"}  # fmt: skip
_PRICES = {"price per share": "offering.price_per_share", "exercise price": "warrants.exercise_price"}
_IN_DOLLARS = ("amount", *_PRICES)


class Figure(Struct, frozen=True):
    """One figure before and now, None if there is no such figure.

    `subject` is an investor, a class of warrants, a total, or "" for the deal. `rounding` explains how the figure of now
    was rounded to a whole number, or is empty. `path` is its term in the new term sheet, of an investor who left in the
    previous one.
    """

    subject: str
    name: str
    before: Any
    now: Any
    rounding: str = ""
    path: str = ""

    @property
    def difference(self) -> Decimal | int | None:
        """Return now less before, or None if one of them is an open point. A missing figure counts as 0."""
        before, now = (0 if figure is None else figure for figure in (self.before, self.now))
        return now - before if isinstance(before, int | Decimal) and isinstance(now, int | Decimal) else None

    @property
    def is_changed(self) -> bool:
        """Return True if the figure changed."""
        return shown(self.before) != shown(self.now)

    @property
    def is_total(self) -> bool:
        """Return True if the figure is a total of investors."""
        return self.subject.startswith(TOTAL)

    def __str__(self) -> str:
        """Return the figure, with both values if it changed: "shares: 2,200,000 → 2,434,490 (+234,490)"."""
        if not self.is_changed:
            return f"{self.name}: {self._shown(self.now)}"
        difference = f" ({self.difference:+,})" if self.difference and None not in (self.before, self.now) else ""
        return f"{self.name}: {self._shown(self.before)} → {self._shown(self.now)}{difference}"

    def _shown(self, value: Any) -> str:
        is_dollars = self.name in _IN_DOLLARS and isinstance(value, int | Decimal)
        return "none" if value is None else f"{'$' if is_dollars else ''}{shown(value)}"


def figures(
    before: Sequence[AnyTermSheet], now: Sequence[AnyTermSheet], matches: Sequence[Match]
) -> tuple[Figure, ...]:
    """Return every figure of both deals: prices, those of each class of warrants and each investor, then the totals.

    `before` and `now` are the deals as of each closing, the last one with all investors, whom `matches` pairs. A
    stand-alone warrant has no figures.
    """
    old, new = before[-1], now[-1]
    if not isinstance(old, TermSheet) or not isinstance(new, TermSheet):
        return ()
    found = (*_prices(old, new), *_of_investors(old, new, matches), *_totals(before, now))
    return tuple(figure for figure in found if figure.before is not None or figure.now is not None)


def _prices(before: TermSheet, now: TermSheet) -> Iterator[Figure]:
    for name, path in _PRICES.items():
        yield Figure("", name, _of(before, path), _of(now, path), path=path)
    for name, old, new, path in _classes(before, now):
        yield Figure(name, "exercise price", *_both(old, new, "exercise_price"), path=f"{path}.exercise_price")


def _both(before: Any, now: Any, name: str) -> tuple[Any, Any]:
    """Return a term of both, None where there is none."""
    return getattr(before, name, None), getattr(now, name, None)


def _classes(*deals: TermSheet | None) -> Iterator[tuple[str, Any, Any, str]]:
    """Yield each class of warrants of two deals: its name, the class before and now, None if there is none, its path."""
    before, now = ({each.name: each for each in deal.warrants.classes} if deal else {} for deal in deals)
    for index, name in enumerate(dict.fromkeys([*now, *before])):
        yield f"{name} warrants", before.get(name), now.get(name), f"warrants.classes[{index}]"


def _of(terms: TermSheet | None, path: str) -> Any:
    group, _, name = path.partition(".")
    return getattr(getattr(terms, group), name) if terms else None


def _totals(before: Sequence[AnyTermSheet], now: Sequence[AnyTermSheet]) -> Iterator[Figure]:
    """Yield the totals as of each closing, those of the last one as the totals of the deal."""
    pairs = list(zip_longest(before, now))
    for closing, pair in enumerate(pairs[:-1], start=INITIAL):
        yield from _totals_of(f"{TOTAL} as of closing {closing}", *pair)
    yield from _totals_of(TOTAL, before[-1], now[-1])


def _totals_of(subject: str, before: Any, now: Any) -> Iterator[Figure]:
    for name, path in _TOTALS.items():
        yield Figure(subject, name, _of(before, path), _of(now, path), path=path if subject == TOTAL else "")
    for name, old, new, path in _classes(before, now):
        term = f"{path}.total_warrants" if subject == TOTAL else ""
        yield Figure(subject, name, *_both(old, new, "total_warrants"), path=term)


def _of_investors(before: TermSheet, now: TermSheet, matches: Sequence[Match]) -> Iterator[Figure]:
    claims = holdings.claims(now)
    for pair in matches:
        old = before.investors[pair.before] if pair.before is not None else None
        new = now.investors[pair.now] if pair.now is not None else None
        subject, path = _name(new, old), f"investors[{pair.before if pair.now is None else pair.now}]"
        for name in _COLUMNS:
            claim = claims[pair.now] if claims and pair.now is not None else None
            rounding = _rounding(name, new, now, claim) if new else ""
            yield Figure(subject, name, *_both(old, new, name), rounding, f"{path}.{name}")
        by_class = _of_classes(before, old), _of_classes(now, new)
        for name in dict.fromkeys([*by_class[1], *by_class[0]]):
            yield Figure(subject, name, by_class[0].get(name), by_class[1].get(name), path=f"{path}.class_warrants")


def _of_classes(terms: TermSheet, investor: Investor | None) -> Mapping[str, Any]:
    """Return the numbers that an investor gets of each class of warrants."""
    if investor is None:
        return {}
    return {f"{each.name} warrants": number_of(investor, index) for index, each in enumerate(terms.warrants.classes)}


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
