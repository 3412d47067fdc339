"""T491: pre-funded warrants without what holders buy them for.

A holder takes them to stay below a limit on its holding, so the warrant states that limit. It exercises them without
payment, since any payment, even a cent, begins a new holding period under Rule 144(d)(3). And the price that is left to
pay is nominal: a cent at most.

    classes: [{name: Pre-Funded, prefunded: true, exercise_price: 0.50, provisions: {cashless_exercise: always}}]

    warrants.classes[0].exercise_price: $0.50 is no nominal price for a pre-funded warrant: a cent at most is usual

A warning: the parties may want it so.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assembler.errors import Problem
from assembler.termsheet import formats
from assembler.termsheet.instruments import plain_name
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.warrant_classes import ClassView

CODE = "T491"

_CENT = Decimal("0.01")


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a warning for each usual term that pre-funded warrants lack."""
    for view in context.classes:
        if view.is_prefunded:
            yield from _of_class(context, view)


def _of_class(context: RuleContext, view: ClassView) -> Iterator[Problem]:
    provisions, price, par = view.warrants.provisions, view.warrants.exercise_price, view.terms.offering.par_value
    if provisions.cashless_exercise == "none":
        what = "pre-funded warrants cannot be exercised without payment, which begins a new holding period of Rule 144"
        hint = "Write `cashless_exercise: always` below the provisions of the class."
        yield context.warning(CODE, f"{view.provisions_path}.cashless_exercise", what, hint)
    unlimited = [
        plain_name(investor.name)
        for investor in view.terms.investors
        if investor.warrants and (investor.ownership_limit or provisions.ownership_limit) == "none"
    ]
    if unlimited:
        others = f" and {len(unlimited) - 1} more" if len(unlimited) > 1 else ""
        what = f"no limit on ownership stands in the pre-funded warrants of {unlimited[0]}{others}"
        hint = "Write `ownership_limit: 9.99%` below the provisions of the class, or that of the investor."
        yield context.warning(CODE, f"{view.provisions_path}.ownership_limit", what, hint)
    # A nominal price may be the par value, which can be above a cent.
    highest = max(_CENT, par) if isinstance(par, Decimal) else _CENT
    if isinstance(price, Decimal) and price > highest and price < view.terms.offering.price_per_share:
        what = f"{formats.price(price)} is no nominal price for a pre-funded warrant: a cent at most is usual"
        yield context.warning(CODE, f"{view.path}.exercise_price", what, "Write a price such as 0.0001.")
