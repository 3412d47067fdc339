"""T419: shares that are worth more than is paid for them.

Shares that are rounded up are sold below the price: $1,050 at $100 a share buys 11 shares, which is $95.45 a share.
Annex I then shows a price that is not the price of the agreement.

    options.share_rounding: nearest, price_per_share: 100.00, and an investor who pays 1,050

    investors: 1 investor receives shares worth more than the amount paid: A Fund LP, 11 shares at $100.00 are $1,100.00, and $1,050 is paid

A warning: the precedents of 2002 and 2003 round to the nearest share, and a deal may choose it. The rule leaves out
forms. It is one warning for all investors, since one choice causes all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assembler.errors import Problem
from assembler.termsheet import formats
from assembler.termsheet.arithmetic import CENT
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.schema import Investor

CODE = "T419"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield one problem if an investor's shares at the price come to a cent or more above the amount."""
    deal = context.deal
    if not deal or deal.execution.status == "form" or not isinstance(deal.offering.price_per_share, Decimal):
        return
    price = deal.offering.price_per_share
    above = [(index, one) for index, one in enumerate(deal.investors) if _is_above(one, price)]
    if above:
        index, first = above[0]
        who = "1 investor receives" if len(above) == 1 else f"{len(above):,} investors receive"
        bought = f"{formats.counted(first.shares or 0, 'share')} at {formats.price(price)} {'is' if first.shares == 1 else 'are'}"
        cost = f"{bought} ${_cost(first, price):,.2f}, and ${first.amount:,f} is paid"
        what = f"{who} shares worth more than the amount paid: {first.name}, {cost}"
        hint = "Raise the amounts to whole shares at the price, or write `share_rounding: down` below options."
        yield context.warning(CODE, f"investors[{index}].amount", what, hint)


def _is_above(investor: Investor, price: Decimal) -> bool:
    """Return True if the shares of an investor are worth more than is paid. An amount is rounded to cents itself."""
    return isinstance(investor.amount, Decimal) and _cost(investor, price) - investor.amount >= CENT


def _cost(investor: Investor, price: Decimal) -> Decimal:
    return price * investor.shares if isinstance(investor.shares, int) else Decimal(0)
