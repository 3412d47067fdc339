"""T422: a warrant issued before the closing.

The company issues the warrants at the closing, against payment. A warrant with an earlier date can be exercised before
it is paid for, and expires too early.

    closing.date: 2026-09-17, warrants.issue_date: 2026-09-14

    warrants.issue_date: the warrants are issued on September 14, 2026, before the closing on September 17, 2026

An error in an execution version, and a warning before. The placement agent's warrant is a warning only, as it may be
earned before the closing. Warrants without a date of issue bear that of the closing.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.closings import INITIAL, date_of
from assembler.termsheet.rules.context import RuleContext, day_of, shown

CODE = "T422"

_HINT = "Write the day of the closing, or delete the line; the warrants then bear that day."


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for the investors' warrants, and one for the placement agent's."""
    deal = context.deal
    # Without a day of its own, the closing is on the date of the agreement, which T409 checks.
    if not deal or deal.closing.date is None or not (closed := day_of(date_of(deal, INITIAL)[0])):
        return
    issued = day_of(deal.warrants.issue_date) if deal.warrants.mode != "none" else None
    if issued and issued < closed:
        what = f"the warrants are issued on {shown(issued)}, before the closing on {shown(closed)}"
        yield context.before_signing(CODE, "warrants.issue_date", what, _HINT)
    for path, warrant in context.single_warrants:
        issued = day_of(warrant.issue_date)
        if issued and issued < closed:
            what = f"this warrant is issued on {shown(issued)}, before the closing on {shown(closed)}"
            hint = "Write the day of the closing. If the warrant is earned before it, ignore this."
            yield context.warning(CODE, f"{path}.issue_date", what, hint)
