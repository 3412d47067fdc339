"""T462: additional closings without a limit, or beyond it.

The agreement is signed at the initial closing. It allows others to join if it says until when, and how much is sold at
all closings.

    closing.additional_until: 2026-10-31, and no offering.maximum_amount

    closing.additional_until: additional closings need a maximum, and offering.maximum_amount is not stated

An error: the company could sell without end. C120 reports closings that no words of the agreement allow.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.closing_lines import missing_limits
from assembler.termsheet.closings import INITIAL, allowed_closings, date_of
from assembler.termsheet.rules.context import RuleContext, day_of, shown

CODE = "T462"

_LATE = (
    "Correct one of the two days. If the agreement is signed, add `by_amendment: true` below the date of this closing."
)


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the last day or the maximum is missing, and for each closing after the last day."""
    deal = context.deal
    if deal is None:
        return
    until = deal.closing.additional_until
    if until is None:
        return
    if deal.offering.maximum_amount is None:
        what = "additional closings need a maximum, and offering.maximum_amount is not stated"
        hint = f"Add {missing_limits(deal)[0]}, or more: the most that is sold at all closings."
        yield context.error(CODE, "closing.additional_until", what, hint)
    for closing in allowed_closings(deal):
        stated, path = date_of(deal, closing)
        day, latest = day_of(stated), day_of(until)
        if day and latest and day > latest:
            what = f"closing {closing} is on {shown(day)}, after the last day of additional closings, {shown(latest)}"
            yield context.error(CODE, path, what, _LATE if closing > INITIAL else "Correct one of the two days.")
