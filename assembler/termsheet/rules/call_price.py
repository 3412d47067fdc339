"""T477: a call at a market price that is not above the exercise price.

A call makes holders exercise. If the trigger is not above the exercise price, nobody would exercise, and the company
takes the warrant for the price of the call.

    exercise_price: 3.00
    provisions: {call: {trigger_price: 2.50}}

    warrants.provisions.call.trigger_price: a trigger of $2.50 is not above the exercise price of $3.00

An error. The price of the call itself must be below the trigger, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assembler.errors import Problem
from assembler.termsheet.formats import price
from assembler.termsheet.rules.context import RuleContext

CODE = "T477"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each call whose trigger is too low, or whose price is too high."""
    for terms in context.warrant_terms:
        call = terms.provisions.call
        if not call or not isinstance(call.trigger_price, Decimal):
            continue
        trigger, path = call.trigger_price, f"{terms.path}.call"
        if isinstance(terms.exercise_price, Decimal) and trigger <= terms.exercise_price:
            what = f"a trigger of {price(trigger)} is not above the exercise price of {price(terms.exercise_price)}"
            hint = "Write a trigger above the exercise price. Usual is 150% to 250% of it."
            yield context.error(CODE, f"{path}.trigger_price", what, hint)
        if isinstance(call.call_price, Decimal) and call.call_price >= trigger:
            what = f"a call price of {price(call.call_price)} is not below the trigger of {price(trigger)}"
            yield context.error(
                CODE, f"{path}.call_price", what, "Write the price of the call, such as `call_price: 0.01`."
            )
