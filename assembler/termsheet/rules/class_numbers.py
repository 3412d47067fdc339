"""T468: numbers of warrants that do not fit the classes.

An investor's `class_warrants` has a number for each class, in their order, and so has `class_warrant_numbers`. A number
of a warrant is printed on one warrant, so `warrant_number` is not enough for warrants of several classes.

    classes: Series A and Series B, and class_warrants: [1,000]

    investors[0].class_warrants: 1 number is stated, and the deal has 2 classes of warrants

An error: a warrant would have no number, or two of them the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from assembler.errors import Problem
from assembler.termsheet.formats import counted
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.schema import Investor
from assembler.termsheet.source import is_stated

CODE = "T468"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each investor whose numbers do not fit the classes of warrants."""
    deal = context.deal
    if not deal or deal.warrants.mode == "none":
        return
    classes = len(deal.warrants.classes)
    for index, investor in enumerate(deal.investors):
        yield from _stated_for_each(context, index, "class_warrants", "warrants", "0 for none")
        yield from _stated_for_each(
            context, index, "class_warrant_numbers", "warrant_number", "`none` where it gets no warrant"
        )
        if classes:
            yield from _of_warrants(context, index, investor)


def _stated_for_each(context: RuleContext, index: int, name: str, instead: str, but: str) -> Iterator[Problem]:
    """Yield a problem if an investor states another number of numbers than the deal has classes."""
    assert context.deal  # noqa: S101  a warrant alone has no investors
    classes, path = len(context.deal.warrants.classes), f"investors[{index}].{name}"
    stated = next(place for place in count() if not is_stated(context.source, f"{path}[{place}]"))
    if stated and stated != classes:
        what = (
            f"{counted(stated, 'number')} {'is' if stated == 1 else 'are'} stated, and the deal has {_classes(classes)}"
        )
        hint = f"State a number for each class, in the order of warrants.classes, {but}."
        hint += " In brackets, write numbers without commas." if stated > classes else ""
        yield context.error(CODE, path, what, hint if classes else f"State `{instead}` instead, or warrants.classes.")


def _of_warrants(context: RuleContext, index: int, investor: Investor) -> Iterator[Problem]:
    """Yield a problem for each stated number that is not that of one warrant."""
    only, path = f"investors[{index}].warrant_number", f"investors[{index}].class_warrant_numbers"
    held = [place for place, number in enumerate(investor.class_warrants) if number != 0]
    if investor.warrant_number is not None and len(held) > 1:
        what = f"one number is stated for {len(held)} warrants of this investor"
        yield context.error(CODE, only, what, "State `class_warrant_numbers` instead, a number for each class.")
    elif investor.warrant_number is not None and is_stated(context.source, f"{path}[0]"):
        what = "the number of the warrant is stated twice: in class_warrant_numbers, and here"
        yield context.error(CODE, only, what, "Delete the line.")
    for place in range(len(investor.class_warrants)):
        typed = context.typed(f"{path}[{place}]")
        if place not in held and typed and typed.strip().casefold() != "none":
            what = "a number is stated for a warrant that this investor does not get"
            yield context.error(CODE, f"{path}[{place}]", what, "Write none, or correct the number of its warrants.")


def _classes(number: int) -> str:
    return f"{number} {'class' if number == 1 else 'classes'} of warrants" if number else "no classes of warrants"
