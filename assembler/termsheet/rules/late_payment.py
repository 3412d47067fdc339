"""T484: a later payment for late legends that follows nothing, or is no more than the first.

`later_late_payment` takes the place of `late_payment` after some days of delay.

    legend_removal: {trading_days: 2, later_late_payment: 20}

    legend_removal.later_late_payment: $20 is to follow an earlier payment, and there is none

An error.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assembler.errors import Problem
from assembler.termsheet.formats import dollars
from assembler.termsheet.rules.context import RuleContext

CODE = "T484"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the later payment is not above an earlier one."""
    removal = context.deal.legend_removal if context.deal else None
    if not removal or not isinstance(removal.later_late_payment, Decimal):
        return
    first, later = removal.late_payment, removal.later_late_payment
    path = "legend_removal.later_late_payment"
    if first is None:
        what = f"{dollars(later)} is to follow an earlier payment, and there is none"
        yield context.error(CODE, path, what, "Write `late_payment` instead, or state both.")
    elif isinstance(first, Decimal) and later <= first:
        what = f"{dollars(later)} is not more than the {dollars(first)} of the days before"
        yield context.error(CODE, path, what, "Write a larger amount, or delete the line.")
