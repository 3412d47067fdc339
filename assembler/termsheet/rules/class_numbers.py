"""T468: numbers of warrants that do not fit the classes.

An investor's `class_warrants` has a number for each class, in their order. A number of a warrant is printed on one
warrant, so an investor with warrants of several classes cannot have one number for them.

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
from assembler.termsheet.source import is_stated

CODE = "T468"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each investor whose numbers do not fit the classes of warrants."""
    deal = context.deal
    if not deal or deal.warrants.mode == "none":
        return
    classes = len(deal.warrants.classes)
    for index, investor in enumerate(deal.investors):
        path = f"investors[{index}].class_warrants"
        stated = next(place for place in count() if not is_stated(context.source, f"{path}[{place}]"))
        if stated and stated != classes:
            what = f"{counted(stated, 'number')} {'is' if stated == 1 else 'are'} stated, and the deal has {_classes(classes)}"
            hint = "State a number for each class, in the order of warrants.classes, 0 for none."
            yield context.error(CODE, path, what, hint if classes else "State `warrants` instead, or warrants.classes.")
        held = sum(number != 0 for number in investor.class_warrants)
        if held > 1 and investor.warrant_number is not None:
            what = f"one number is stated for {held} warrants of this investor"
            hint = "Delete the line, and number the warrants by hand."
            yield context.error(CODE, f"investors[{index}].warrant_number", what, hint)


def _classes(number: int) -> str:
    return f"{number} {'class' if number == 1 else 'classes'} of warrants" if number else "no classes of warrants"
