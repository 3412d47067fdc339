"""The deal's arithmetic: shares, warrants, totals and dates, exact to the share and the cent."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

CENT = Decimal("0.01")


def shares_for(amount: Decimal, price: Decimal) -> int:
    """Whole shares that `amount` dollars buy at `price` dollars a share: the nearest whole number, half up.

    It is the only rule that reproduces every figure of the agreements of 2002 and 2003.
    """
    return _nearest(Fraction(amount) / Fraction(price))


def covered(coverage: Decimal, shares: int) -> Fraction:
    """Return the exact number of warrants that `coverage` percent of `shares` gives."""
    return Fraction(coverage) * shares / 100


def apportion(total: int, portions: Sequence[Fraction]) -> tuple[int, ...]:
    """`total` whole units over investors with exact claims `portions`, so that they add up to it.

    Each claim is rounded down; what is left goes, one each, to the largest remainders, ties in the order of the
    investors. ValueError where the total is not within one unit a claim of what the claims add up to.
    """
    document_set = [portion.numerator // portion.denominator for portion in portions]
    left = total - sum(document_set)
    if not 0 <= left <= len(portions):
        raise ValueError(f"{total} cannot be apportioned over claims of {sum(portions)}")
    by_remainder = sorted(range(len(portions)), key=lambda index: (document_set[index] - portions[index], index))
    for index in by_remainder[:left]:
        document_set[index] += 1
    return tuple(document_set)


def percentage_of(price: Decimal, percentage: Decimal) -> Decimal:
    """`percentage` percent of `price` dollars, to the nearest cent, half up."""
    return (price * percentage / 100).quantize(CENT, ROUND_HALF_UP)


def expiry(issued: date, years: int) -> date:
    """Return the same day `years` calendar years on; February 29 becomes February 28 where the year has none."""
    year = issued.year + years
    return issued.replace(year=year, day=min(issued.day, calendar.monthrange(year, issued.month)[1]))


def _nearest(quotient: Fraction) -> int:
    return (2 * quotient.numerator + quotient.denominator) // (2 * quotient.denominator)
