"""T401: an amount that buys no share.

Shares are computed to the nearest whole one. An amount of less than half the price comes to none, and the agreement
would sell nothing to an investor who pays.

    price_per_share: 1,000 and, for one investor, amount: 400

    investors[0].amount: $400 buys no share at $1,000

An error: nobody means it. Amount and price are mixed up, or a digit is missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.findings import Finding
from assembler.termsheet.rules.matter import Matter

CODE = "T401"


def check(matter: Matter) -> Iterator[Finding]:
    """One finding for each investor whose amount comes to no share."""
    if not matter.deal:
        return
    price = matter.deal.offering.price_per_share
    for index, investor in enumerate(matter.deal.investors):
        if investor.shares == 0:
            what = f"${investor.amount:,f} buys no share at ${price:,f}"
            remedy = "Correct the amount, or offering.price_per_share."
            yield matter.error(CODE, f"investors[{index}].amount", what, remedy)
