"""T460: an outside date that comes too early.

After the outside date a party may terminate. On the day of the closing, or before the agreement, it would be over at
once.

    closing.date: 2026-09-17, closing.outside_date: 2026-09-15

    closing.outside_date: September 15, 2026, is before the closing on September 17, 2026

An error: one of the two days is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.closings import INITIAL, date_of
from assembler.termsheet.rules.context import RuleContext, day_of, shown

CODE = "T460"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the outside date is before the initial closing, or before the agreement if that is open."""
    if context.deal is None or not (outside := day_of(context.deal.closing.outside_date)):
        return
    stated, path = date_of(context.deal, INITIAL)
    day = day_of(stated)
    if day and outside < day:
        event = "the closing" if path == "closing.date" else "the agreement"
        what = f"{shown(outside)}, is before {event} on {shown(day)}"
        hint = "Correct one of the two dates."
        yield context.error(CODE, "closing.outside_date", what, hint)
