"""T476: a floor of price protection that floors nothing.

Price protection lowers the exercise price down to the floor. A floor at or above the exercise price stops every
adjustment, and a floor without price protection prints nowhere.

    exercise_price: 1.36
    provisions: {price_protection: weighted_average, price_protection_floor: 1.50}

    warrants.provisions.price_protection_floor: the floor of $1.50 is not below the exercise price of $1.36

An error: the term has no effect, or takes the effect of another.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assembler.errors import Problem
from assembler.termsheet.formats import price
from assembler.termsheet.rules.context import RuleContext

CODE = "T476"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each floor without price protection, or not below the exercise price."""
    for terms in context.warrant_terms:
        floor, path = terms.provisions.price_protection_floor, f"{terms.path}.price_protection_floor"
        if floor is None:
            continue
        if terms.provisions.price_protection == "none":
            what = "there is no price protection, so a floor has no effect"
            yield context.error(CODE, path, what, "Write `price_protection: weighted_average`, or delete this line.")
        elif isinstance(floor, Decimal) and isinstance(terms.exercise_price, Decimal) and floor >= terms.exercise_price:
            what = f"the floor of {price(floor)} is not below the exercise price of {price(terms.exercise_price)}"
            yield context.error(CODE, path, what, "Write a floor below the exercise price.")
