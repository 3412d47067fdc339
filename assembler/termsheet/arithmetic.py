"""The deal's arithmetic: shares, warrants, totals and dates, exact to the share and the cent."""

from __future__ import annotations

import calendar
import math
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

CENT = Decimal("0.01")


ShareRounding = Literal["down", "nearest"]
AmountRounding = Literal["exact", "nearest", "down", "up"]
WarrantRounding = Literal["apportioned", "down", "nearest", "up"]
PriceRounding = Literal["nearest", "down", "up"]
ROUNDED = {"down": "rounded down to a whole share", "nearest": "rounded to the nearest whole share"}


def shares_for(amount: Decimal, price: Decimal, rounding: ShareRounding) -> int:
    """Return the whole shares that `amount` dollars buy at `price` dollars a share.

    `down` never sells a share below its price. `nearest` is half up, and gives every figure of the agreements of 2002.
    """
    quotient = Fraction(amount) / Fraction(price)
    return _nearest(quotient) if rounding == "nearest" else quotient.numerator // quotient.denominator


def amount_for(shares: int, price: Decimal, rounding: AmountRounding, also: Decimal = Decimal(0)) -> Decimal | None:
    """Return the dollars that `shares` cost at `price`, in whole cents, with those that are paid for something else.

    None if `exact` is asked and a cent is divided.
    """
    in_cents = (Fraction(price) * shares + Fraction(also)) * 100
    if rounding == "exact" and in_cents.denominator != 1:
        return None
    whole = rounded(in_cents, "nearest" if rounding == "exact" else rounding)
    # Whole dollars are kept without cents, as people type them.
    return Decimal(whole // 100) if whole % 100 == 0 else Decimal(whole).scaleb(-2)


def rounded(exact: Fraction, rounding: Literal["nearest", "down", "up"]) -> int:
    """Return a whole number: the one below, the one above, or the nearest, half up."""
    if rounding == "nearest":
        return _nearest(exact)
    return math.floor(exact) if rounding == "down" else math.ceil(exact)


def covered(coverage: Decimal, shares: int) -> Fraction:
    """Return the exact number of warrants that `coverage` percent of `shares` gives."""
    return Fraction(coverage) * shares / 100


def apportion(total: int, portions: Sequence[Fraction]) -> tuple[int, ...]:
    """Return `total` whole units, divided over investors with the exact claims `portions`.

    Each claim is rounded down. The rest goes, one each, to the largest remainders, ties in the order of the investors.
    Raise `ValueError` if the rest is negative or more than one unit a claim.
    """
    # Largest remainders (Hamilton's method) keep every claim within one unit, and the sum exact.
    counts = [portion.numerator // portion.denominator for portion in portions]
    left = total - sum(counts)
    if not 0 <= left <= len(portions):
        raise ValueError(f"{total} cannot be apportioned over claims of {sum(portions)}")
    by_remainder = sorted(range(len(portions)), key=lambda index: (counts[index] - portions[index], index))
    for index in by_remainder[:left]:
        counts[index] += 1
    return tuple(counts)


def price_step(price: Decimal) -> Decimal:
    """Return the smallest step between prices that are written like `price`: a cent, or less if it has more decimals."""
    # Cents would round 120% of $0.0033 to nothing.
    return min(CENT, Decimal(1).scaleb(int(price.as_tuple().exponent)))


_DECIMAL_ROUNDING = {"nearest": ROUND_HALF_UP, "down": ROUND_FLOOR, "up": ROUND_CEILING}


def percentage_of(price: Decimal, percentage: Decimal, rounding: PriceRounding = "nearest") -> Decimal:
    """Return `percentage` percent of `price` dollars, with the decimals of the price and at least two.

    `nearest` is half up.
    """
    return (price * percentage / 100).quantize(price_step(price), _DECIMAL_ROUNDING[rounding])


def after(day: date, months: int, days: int = 0) -> date:
    """Return the day that is a period after a day: first the calendar months, then the days.

    A day that the month lacks becomes its last day: six months after August 31 is February 28.
    """
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(years, month + 1)[1]
    return day.replace(year=years, month=month + 1, day=min(day.day, last)) + timedelta(days=days)


def _nearest(quotient: Fraction) -> int:
    # Fractions, since a quotient of decimals is rounded once already, and round() takes halves to the even number.
    return (2 * quotient.numerator + quotient.denominator) // (2 * quotient.denominator)
