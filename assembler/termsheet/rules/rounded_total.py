"""T403: a total of shares that is not the total price divided by the price per share.

Each investor's shares are rounded, and the deal sells their sum. Dividing the total amount gives another number if
fractions pile up, so a reader who checks Annex I with one division finds a difference.

    price_per_share: 3.00 and two investors who pay 100 each: 33 and 33 shares, and 200 / 3.00 is 67

    offering.price_per_share: the investors' shares, each rounded, add up to 66, but 200 / 3.00 is 67: a difference of -1

A warning: the sum is right, and the difference is at most half a share for each investor.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assembler.errors import Problem
from assembler.termsheet.arithmetic import shares_for
from assembler.termsheet.rules.context import RuleContext

CODE = "T403"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if all figures are agreed and the two totals differ."""
    if not context.deal:
        return
    offering = context.deal.offering
    amount, price, total = offering.aggregate_amount, offering.price_per_share, offering.total_shares
    if not isinstance(amount, Decimal) or not isinstance(price, Decimal) or not isinstance(total, int):
        return
    quotient = shares_for(amount, price)
    if total != quotient:
        what = (
            f"the investors' shares, each rounded, add up to {total:,}, but {amount:,f} / {price:f} is {quotient:,}: "
            f"a difference of {total - quotient:+,}"
        )
        hint = "If intended, ignore this; otherwise choose amounts that are whole multiples of the price."
        yield context.warning(CODE, "offering.price_per_share", what, hint)
