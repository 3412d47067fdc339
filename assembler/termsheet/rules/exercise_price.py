"""T420: an exercise price that rounding destroys.

The exercise price is computed from its percentage, and rounded to the decimals of the price per share. Where the price
is small, the rounded figure is another percentage than the parties agreed, or nothing at all.

    price_per_share: 0.03, exercise_price_percentage: 115%

    warrants.exercise_price_percentage: 115% of $0.03 is $0.0345, but prints as $0.03, a difference of 13.0%

An error if nothing is left. From half a per cent, it is an error in an execution version, and a warning before.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assembler.errors import Problem
from assembler.termsheet import formats
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.warrant_classes import ClassView

CODE = "T420"

_LARGEST = Decimal("0.005")


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the computed exercise price is zero, or differs from its percentage by more than half a per cent."""
    for view in context.classes:
        yield from _of_class(context, view)


def _of_class(context: RuleContext, view: ClassView) -> Iterator[Problem]:
    rounded, percentage = view.warrants.exercise_price, view.warrants.exercise_price_percentage
    price = view.terms.offering.price_per_share
    if not (isinstance(rounded, Decimal) and isinstance(percentage, Decimal) and isinstance(price, Decimal)):
        return
    exact = price * percentage / 100
    path, what = (
        f"{view.path}.exercise_price_percentage",
        f"{percentage:f}% of {formats.price(price)} is {formats.price(exact.normalize())}",
    )
    hint = "Write offering.price_per_share with more decimals. Or state exercise_price in place of the percentage."
    if rounded == 0:
        yield context.error(CODE, path, f"{what}, and rounds to nothing", hint)
    elif abs(rounded / exact - 1) > _LARGEST:
        difference = abs(rounded / exact - 1) * 100
        what += f", but prints as {formats.price(rounded)}, a difference of {difference:.1f}%"
        yield context.before_signing(CODE, path, what, hint)
