"""T480: a schedule of proceeds that does not add up.

Annex VII lists what the proceeds are for, and ends in the total purchase price. The purposes, with the fees that the
company pays from the proceeds, are all of it. Where there are several closings, the schedule is that of the initial
closing, at which the agreement is signed, of all closings, or of the maximum.

    1,000,000 and 500,000 for purposes, 100,000 of fees, and a total purchase price of 1,650,000

    use_of_proceeds: the purposes and fees add up to $1,600,000, but the investors pay $1,650,000

An error.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assembler.errors import Problem
from assembler.termsheet.closings import INITIAL, closing_of
from assembler.termsheet.formats import dollars
from assembler.termsheet.rules.context import RuleContext

CODE = "T480"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the amounts of the schedule are settled and differ from the purchase price."""
    deal = context.deal
    if not deal or not deal.use_of_proceeds:
        return
    listed, paid = deal.use_of_proceeds.total, deal.offering.aggregate_amount
    first = [investor.amount for investor in deal.investors if closing_of(investor) == INITIAL]
    initial = sum(amount for amount in first if isinstance(amount, Decimal))
    others = (initial, deal.offering.maximum_amount)
    if isinstance(paid, Decimal) and isinstance(listed, Decimal) and listed != paid and listed not in others:
        what = f"the purposes and fees add up to {dollars(listed)}, but the investors pay {dollars(paid)}"
        hint = "Correct an amount below `purposes:`, or `fees_and_expenses`."
        yield context.error(CODE, "use_of_proceeds", what, hint)
