"""T482: an investor who will hold 20%, and does not say that it disqualifies nobody.

Under Rule 506(d), an owner of 20% of the voting securities is a covered person. If the investor is a "bad actor", the
exemption is lost for sales while it holds the stock, this one at an additional closing included.

    exemption: {rule: 506(b)}, outstanding_shares: 1,000,000, and an investor who buys 400,000 of 500,000 shares

    investors[0].shares: Alder Fund, LP will hold 26.7% of the shares, and does not represent that Rule 506(d) spares it

A warning. It needs company.outstanding_shares, and cannot know what the investor holds already.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext

CODE = "T482"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each investor who buys a fifth of the shares that will be outstanding."""
    deal = context.deal
    if not deal or not deal.exemption or deal.options.clauses.inv_rep_bad_actors == "text":
        return
    before, sold = deal.company.outstanding_shares, deal.offering.total_shares
    if not isinstance(before, int) or not isinstance(sold, int):
        return
    for index, investor in enumerate(deal.investors):
        if isinstance(investor.shares, int) and 5 * investor.shares >= before + sold:
            part = f"{100 * investor.shares / (before + sold):.1f}%"
            what = f"{investor.name} will hold {part} of the shares, and does not represent that Rule 506(d) spares it"
            hint = "Write `inv_rep_bad_actors: text` below options.clauses."
            yield context.warning(CODE, f"investors[{index}].shares", what, hint)
