"""T411: an investor of a closing that is not stated.

The closing of an investor decides the schedule that lists them, and the documents that they sign. It needs a date.

    closing.additional: one closing, investors[5].closing: 3

    investors[5].closing: this investor buys at closing 3, and 2 are stated, the initial one among them

An error: nobody knows when this investor buys. TBD is an error too.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.closings import last_closing
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.scalars import OpenPoint

CODE = "T411"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each investor whose closing is TBD or not stated."""
    if context.deal is None:
        return
    last = last_closing(context.deal)
    for index, investor in enumerate(context.deal.investors):
        path = f"investors[{index}].closing"
        if isinstance(investor.closing, OpenPoint):
            hint = "Write its number: 1 is the initial closing. The date of a closing may be TBD."
            yield context.error(CODE, path, "the closing at which this investor buys is TBD", hint)
        elif investor.closing > last:
            stated = (
                "the term sheet states closing 1 only" if last == 1 else f"the term sheet states closings 1 to {last}"
            )
            what = f"this investor buys at closing {investor.closing}, and {stated}"
            yield context.error(CODE, path, what, "Add the closing with its date under closing.additional.")
