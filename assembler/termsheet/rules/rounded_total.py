"""T403: an amount that whole shares do not use up, or a total of shares that is not the total price by the price.

Shares are whole. If they are rounded down, an investor pays for a part of a share that nobody gets. That part is small
beside the amount, unless the price of a share is high. If they are rounded to the nearest share, their sum differs from
the total amount divided by the price, and a reader who checks Annex I with one division finds the difference.

    price_per_share: 100.00 and, for one investor, amount: 1,050

    investors[0].amount: $1,050 buys 10 shares at $100.00, and $50.00 of it buys none

A warning: the shares are right, and the parties may have agreed on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assembler.errors import Problem
from assembler.termsheet import formats
from assembler.termsheet.arithmetic import shares_for
from assembler.termsheet.holdings import following, paid_for_shares
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.schema import TermSheet

CODE = "T403"

# A smaller part is below what anybody negotiates about.
_NOTABLE = Decimal("0.005")


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each notable part that buys no share, or for two totals that differ."""
    if not context.deal:
        return
    check_of_rounding = _parts_unused if context.deal.options.share_rounding == "down" else _totals
    yield from check_of_rounding(context, context.deal)


def _parts_unused(context: RuleContext, deal: TermSheet) -> Iterator[Problem]:
    price = deal.offering.price_per_share
    for index, investor in enumerate(deal.investors):
        amount, shares = paid_for_shares(investor, deal), investor.shares
        # An amount that buys no share at all is T401.
        if (
            not isinstance(amount, Decimal)
            or not isinstance(price, Decimal)
            or not isinstance(shares, int)
            or not shares
        ):
            continue
        unused = amount - shares * price
        if unused >= amount * _NOTABLE:
            what = f"${amount:,f} buys {formats.counted(shares, 'share')} at {formats.price(price)}, and {formats.price(unused.normalize())} of it buys none"
            hint = "If intended, ignore this; otherwise choose an amount that is a whole multiple of the price."
            yield context.warning(CODE, f"investors[{index}].amount", what, hint)


def _totals(context: RuleContext, deal: TermSheet) -> Iterator[Problem]:
    offering = deal.offering
    paid, price, total = (
        [paid_for_shares(each, deal) for each in deal.investors],
        offering.price_per_share,
        offering.total_shares,
    )
    amount = following(lambda *amounts: sum(amounts), *paid) if None not in paid else None
    if not isinstance(amount, Decimal) or not isinstance(price, Decimal) or not isinstance(total, int):
        return
    quotient = shares_for(amount, price, "nearest")
    if total != quotient:
        what = (
            f"the investors' shares, each rounded, add up to {total:,}, but {amount:,f} / {price:f} is {quotient:,}: "
            f"a difference of {total - quotient:+,}"
        )
        hint = "If intended, ignore this; otherwise choose amounts that are whole multiples of the price."
        yield context.warning(CODE, "offering.price_per_share", what, hint)
