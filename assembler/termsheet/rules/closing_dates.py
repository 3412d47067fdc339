"""T412: closings whose dates are not in their order.

The schedule as of a closing lists everybody who has bought by then. So closings are numbered by date, and none
precedes the agreement.

    closing.additional: 2003-09-15, 2003-08-15

    closing.additional[1].date: closing 3 is on August 15, 2003, earlier than closing 2, on September 15, 2003

An error: one of the two days is wrong. Two closings may be on one day.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.closings import INITIAL, date_of, last_closing
from assembler.termsheet.rules.context import RuleContext, day_of, shown

CODE = "T412"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each closing that is dated before an earlier one, or before the agreement."""
    if context.deal is None:
        return
    latest, before = day_of(context.deal.agreement.date), "the agreement"
    for closing in range(INITIAL, last_closing(context.deal) + 1):
        stated, path = date_of(context.deal, closing)
        day = day_of(stated)
        if day and latest and day < latest:
            what = f"closing {closing} is on {shown(day)}, earlier than {before}, on {shown(latest)}"
            yield context.error(CODE, path, what, "Correct one of the two dates, or put the closings in order.")
        elif day:
            latest, before = day, f"closing {closing}"
