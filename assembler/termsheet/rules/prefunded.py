"""T470: pre-funded warrants that contradict themselves.

An investor pays the price per share for a pre-funded warrant, less a nominal exercise price, which it pays on exercise.
So the exercise price is stated in dollars, the warrant never expires, and nobody can take it away.

    classes: [{name: Pre-Funded, prefunded: true, exercise_price: 0.001, term_years: 5}]

    warrants.classes[0].term_years: a pre-funded warrant never expires

An error: the warrant would print what the parties cannot mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assembler.errors import Problem
from assembler.termsheet import formats
from assembler.termsheet.holdings import prepaid
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.schema import TermSheet
from assembler.termsheet.source import is_stated
from assembler.termsheet.warrant_classes import ClassView

CODE = "T470"

_NOT_STATED = {
    "coverage": "the number of pre-funded warrants is what each investor buys",
    "total_warrants": "the number of pre-funded warrants is what each investor buys",
    "exercise_price_percentage": "the exercise price of a pre-funded warrant is a nominal amount in dollars",
    "term_years": "a pre-funded warrant never expires",
    "term_months": "a pre-funded warrant never expires",
    "expiration_date": "a pre-funded warrant never expires",
}


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each term that does not fit pre-funded warrants, and for each investor who buys wrong ones."""
    deal = context.deal
    if not deal or deal.warrants.mode == "none":
        return
    views = [view for view in context.classes if view.is_prefunded]
    if len(views) > 1:
        what = "two classes of warrants are pre-funded, and an investor states one number of them"
        yield context.error(CODE, f"{views[1].path}.prefunded", what, "State one class of pre-funded warrants.")
    for view in views:
        yield from _of_class(context, view)
    if views:
        yield from _of_deal(context, deal)
    for index, investor in enumerate(deal.investors):
        path, first = f"investors[{index}].prefunded_warrants", prepaid(investor, deal)
        if investor.prefunded_warrants and not views:
            what = "pre-funded warrants are stated, and no class of warrants is pre-funded"
            yield context.error(CODE, path, what, "Write `prefunded: true` below a class of warrants, or delete this.")
        elif isinstance(first, Decimal) and isinstance(investor.amount, Decimal) and first > investor.amount:
            what = f"the pre-funded warrants cost {formats.dollars(first)}, more than the amount of {formats.dollars(investor.amount)}"
            yield context.error(CODE, path, what, "Lower their number, or raise the amount.")


def _of_class(context: RuleContext, view: ClassView) -> Iterator[Problem]:
    for name, what in _NOT_STATED.items():
        if is_stated(context.source, f"{view.path}.{name}"):
            yield context.error(CODE, f"{view.path}.{name}", what, "Delete the line.")
    price, full = view.warrants.exercise_price, view.terms.offering.price_per_share
    if isinstance(price, Decimal) and isinstance(full, Decimal) and price >= full:
        what = (
            f"the exercise price of {formats.price(price)} is not below the price per share, so nothing is pre-funded"
        )
        yield context.error(CODE, f"{view.path}.exercise_price", what, "Write a nominal price, such as 0.0001.")
    provisions = view.warrants.provisions
    unfit = {
        "call": provisions.call is not None,
        "cashless_at_expiry": provisions.cashless_at_expiry,
        "expiration_rolls_forward": provisions.expiration_rolls_forward,
        "price_protection": provisions.price_protection != "none",
        "vesting": bool(provisions.vesting),
    }
    for name in (name for name, is_there in unfit.items() if is_there):
        what = f"{name} has no place in a pre-funded warrant, which is paid for and never expires"
        hint = "State provisions of its own below the class, without it."
        yield context.error(CODE, f"{view.provisions_path}.{name}", what, hint)


def _of_deal(context: RuleContext, deal: TermSheet) -> Iterator[Problem]:
    if deal.warrants.mode == "covenant":
        what = "pre-funded warrants are bought with the shares, and a covenant gives warrants without a price"
        yield context.error(CODE, "warrants.mode", what, "Write `mode: integrated`.")
