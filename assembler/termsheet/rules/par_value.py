"""T418: shares issued below their par value.

Shares with par value may not be issued for less (in Delaware, 8 Del. C. section 153(a)). A price below par makes the
representation false that the shares are fully paid and nonassessable, and the holder may owe the rest.

    price_per_share: 0.50, par_value: 1.00

    offering.price_per_share: $0.50 is below the par value, $1.00

An error for the price, and for the exercise price of every warrant.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assembler.errors import Problem
from assembler.termsheet import formats
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.source import is_stated

CODE = "T418"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each price that is below the par value."""
    par = context.terms.offering.par_value
    for path, price in _prices(context):
        # T420 reports a price that rounds to nothing.
        if isinstance(par, Decimal) and isinstance(price, Decimal) and 0 < price < par:
            what = f"{formats.price(price)} is below the par value, {formats.price(par)}; shares may not be issued for less than par"
            yield context.error(CODE, path, what, "Correct the price or offering.par_value, which is in the charter.")


def _prices(context: RuleContext) -> Iterator[tuple[str, object]]:
    """Yield each price at which the company issues shares, with its path."""
    if deal := context.deal:
        yield "offering.price_per_share", deal.offering.price_per_share
        for view in context.classes:
            # What was paid for a pre-funded warrant is consideration for its shares as well.
            if view.is_prefunded:
                continue
            stated = is_stated(context.source, f"{view.path}.exercise_price")
            yield f"{view.path}.exercise_price{'' if stated else '_percentage'}", view.warrants.exercise_price
    for path, warrant in context.single_warrants:
        yield f"{path}.exercise_price", warrant.exercise_price
