"""T481: a limit on issuance that is passed at once, or that limits nothing.

The limit of the market counts the shares sold and those under warrants. If the shares alone are more, the closing
itself needs the vote. Without warrants, nothing is issued later.

    exchange_cap: {shares: 400,000}, and 500,000 shares are sold

    exchange_cap.shares: the investors buy 500,000 shares, more than the 400,000 that may be issued without a vote

An error, and without warrants a warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.facts.warrants import warrants_issued
from assembler.termsheet.formats import counted
from assembler.termsheet.rules.context import RuleContext

CODE = "T481"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the shares pass the limit, or if there is nothing that it could limit."""
    deal = context.deal
    if not deal or not deal.exchange_cap:
        return
    sold, limit = deal.offering.total_shares, deal.exchange_cap.shares
    if isinstance(sold, int) and isinstance(limit, int) and sold > limit:
        what = f"the investors buy {counted(sold, 'share')}, more than the {limit:,} that may be issued without a vote"
        hint = "Sell fewer shares, or close after the vote and delete `exchange_cap`."
        yield context.error(CODE, "exchange_cap.shares", what, hint)
    elif not warrants_issued(deal):
        what = "the deal has no warrants, so the limit prints nowhere"
        yield context.warning(CODE, "exchange_cap", what, "Delete the group `exchange_cap`.")
