"""T461: a minimum or a maximum that the amounts do not keep.

A minimum is a condition of the initial closing. A maximum is the most of all closings, in dollars, shares and warrants.

    offering.maximum_amount: 6,175,000, and investors who pay 6,200,000

    offering.maximum_amount: the investors pay $6,200,000, more than the maximum of $6,175,000

An error: the agreement would sell more than it allows. A minimum that the investors of the initial closing do not reach
is an error in an execution version, and a warning before, as more of them may come.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assembler.errors import Problem
from assembler.termsheet import formats
from assembler.termsheet.closing_lines import missing_limits
from assembler.termsheet.closings import INITIAL, allowed_closings, closing_of, last_closing
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.schema import TermSheet

CODE = "T461"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each limit that does not fit the other, or that the investors do not keep."""
    deal = context.deal
    if deal is None:
        return
    yield from _above(context, deal)
    least, most = deal.offering.minimum_amount, deal.offering.maximum_amount
    if isinstance(least, Decimal) and isinstance(most, Decimal) and least > most:
        what = f"the minimum of {formats.dollars(least)} is more than the maximum of {formats.dollars(most)}"
        yield context.error(CODE, "offering.minimum_amount", what, "Correct one of the two.")
    first = [investor.amount for investor in deal.investors if closing_of(investor) == INITIAL]
    if isinstance(least, Decimal) and all(isinstance(amount, Decimal) for amount in first):
        paid = sum(amount for amount in first if isinstance(amount, Decimal))
        if paid < least:
            what = f"the investors of the initial closing pay {formats.dollars(Decimal(paid))}, less than the minimum of {formats.dollars(least)}"
            yield context.before_signing(CODE, "offering.minimum_amount", what, "Add investors, or lower the minimum.")


def _above(context: RuleContext, deal: TermSheet) -> Iterator[Problem]:
    """Yield a problem for each maximum that the totals exceed."""
    offering, warrants = deal.offering, deal.warrants
    # An amendment adds what is sold at its closing to the maximum.
    if offering.maximum_amount is None or len(allowed_closings(deal)) < last_closing(deal):
        return
    hint = "Raise offering.maximum_amount, or lower what the investors buy."
    paid, most = offering.aggregate_amount, offering.maximum_amount
    if isinstance(paid, Decimal) and isinstance(most, Decimal) and paid > most:
        what = f"the investors pay {formats.dollars(paid)}, more than the maximum of {formats.dollars(most)}"
        yield context.error(CODE, "offering.maximum_amount", what, hint)
    elif _exceeds(offering.total_shares, offering.maximum_shares):
        what = f"the investors buy {offering.total_shares:,} shares, more than the {offering.maximum_shares:,} of the maximum"
        yield context.error(CODE, "offering.maximum_amount", what, hint)
    if warrants.mode == "none":
        return
    if offering.maximum_warrants is None:
        what = "the most warrants of all closings are not stated, and no coverage gives their number"
        hint = f"Add {', and '.join(missing_limits(deal))}, or more. Or state the coverage."
        yield context.error(CODE, "offering.maximum_amount", what, hint)
    elif _exceeds(warrants.total_warrants, offering.maximum_warrants):
        what = (
            f"{warrants.total_warrants:,} warrants are issued, more than the maximum of {offering.maximum_warrants:,}"
        )
        hint = (
            f"Write `maximum_warrants: {warrants.total_warrants:,}` or more below `offering:`, or lower the warrants."
        )
        yield context.error(CODE, "offering.maximum_amount", what, hint)
    for index, each in enumerate(warrants.classes):
        if _exceeds(each.total_warrants, each.maximum_warrants):
            what = f"{each.total_warrants:,} {each.name} Warrants are issued, more than the maximum of {each.maximum_warrants:,}"
            hint = f"Write `maximum_warrants: {each.total_warrants:,}` or more below the name, or lower the warrants."
            yield context.error(CODE, f"warrants.classes[{index}]", what, hint)


def _exceeds(total: object, most: object) -> bool:
    return isinstance(total, int) and isinstance(most, int) and total > most
