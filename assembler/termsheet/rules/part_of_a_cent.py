"""T466: an amount that the agreement's own formula turns into fewer shares.

An investor whose shares are stated may pay an amount that is rounded to a cent. If it is rounded down, the agreement
still says that the shares are the Purchase Price divided by the Per Share Price, rounded down: one share less.

    amount_rounding: down, 7 shares at $1.105, and so an amount of $7.73

    investors[0].shares: 7 shares are stated, but $7.73 / $1.105, rounded down as the agreement says, is 6

An error in an execution version, and a warning before. It is settled by rounding amounts up, or shares to the nearest.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assembler.errors import Problem
from assembler.termsheet import formats
from assembler.termsheet.arithmetic import shares_for
from assembler.termsheet.holdings import paid_for_shares
from assembler.termsheet.rules.context import RuleContext

CODE = "T466"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each investor with more shares than the words of the form give for the amount."""
    deal = context.deal
    if not deal or deal.options.share_rounding != "down" or not context.in_form_words("purchase_sale"):
        return
    price = deal.offering.price_per_share
    for index, investor in enumerate(deal.investors):
        amount, shares = paid_for_shares(investor, deal), investor.shares
        if not (isinstance(price, Decimal) and isinstance(amount, Decimal) and isinstance(shares, int)):
            continue
        # T470 reports pre-funded warrants that cost more than the amount.
        if amount < 0:
            continue
        if (by_words := shares_for(amount, price, "down")) < shares:
            paid = f"{formats.dollars(amount)} / {formats.price(price)}"
            what = f"{formats.counted_are(shares, 'share')} stated, but {paid}, rounded down as the agreement says, is {by_words:,}"
            hint = "Write `amount_rounding: up` below options, or `share_rounding: nearest`."
            yield context.before_signing(CODE, f"investors[{index}].shares", what, hint)
