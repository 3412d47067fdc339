"""T401: an amount that buys no share.

Shares are whole. An amount below the price buys none, and the agreement would sell nothing to an investor who pays.

    price_per_share: 1,000 and, for one investor, amount: 400

    investors[0].amount: $400 buys no share at $1,000

An error: amount and price are mixed up, or a digit is missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet import formats
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.warrant_classes import prefunded_of

CODE = "T401"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each investor whose amount buys no share."""
    if not context.deal:
        return
    price = context.deal.offering.price_per_share
    for index, investor in enumerate(context.deal.investors):
        if investor.shares == 0 and not prefunded_of(investor, context.deal):
            what = f"${investor.amount:,f} buys no share at {formats.price(price)}"
            hint = "Correct the amount, or offering.price_per_share."
            yield context.error(CODE, f"investors[{index}].amount", what, hint)
