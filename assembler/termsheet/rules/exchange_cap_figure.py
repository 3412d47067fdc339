"""T451: a limit on issuance whose number is not its percentage.

The agreement states the limit as a number of shares, "which is 19.99% of the shares outstanding". The two are one figure.

    exchange_cap: {percentage: 19.99%, shares: 5,000,000}, outstanding_shares: 20,000,000

    exchange_cap.shares: 5,000,000 is 25.00% of the 20,000,000 shares outstanding, and the limit is 19.99%

An error in an execution version, and a warning before. The rule needs company.outstanding_shares or the capitalization.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import floor

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext

CODE = "T451"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the limit is above its percentage, or so far below it that it prints as another."""
    deal = context.deal
    if not deal or not deal.exchange_cap:
        return
    path, outstanding = context.outstanding()
    limit, percentage = deal.exchange_cap.shares, deal.exchange_cap.percentage
    if not isinstance(outstanding, int) or not isinstance(limit, int) or not isinstance(percentage, Decimal):
        return
    most = floor(Fraction(percentage) * outstanding / 100)
    places = max(0, -int(percentage.as_tuple().exponent))
    if limit > most or round(Fraction(100 * limit, outstanding), places) != Fraction(percentage):
        part = f"{100 * limit / outstanding:.{places}f}%"
        what = f"{limit:,} is {part} of the {outstanding:,} shares outstanding, and the limit is {percentage:f}%"
        hint = f"Write `shares: {most:,}`, or correct exchange_cap.percentage or {path}."
        yield context.before_signing(CODE, "exchange_cap.shares", what, hint)
