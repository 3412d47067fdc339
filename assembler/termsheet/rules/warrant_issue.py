"""T409: a warrant issued before the agreement under which it is issued.

A warrant recites its agreement, and its term runs from the day of issue. A warrant issued earlier recites an agreement
that did not exist, and expires earlier than agreed.

    agreement.date: 2003-07-01, warrants.issue_date: 2002-07-01

    warrants.issue_date: the warrants are issued on July 1, 2002, before the date of the agreement, July 1, 2003

A warning: an agreement may confirm warrants that were issued before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext, day_of, shown
from assembler.termsheet.source import is_stated

CODE = "T409"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for the investors' warrants, and one for each other warrant."""
    for path, issued, agreed in _issued(context):
        day, dated = day_of(issued), day_of(agreed)
        if day and dated and day < dated:
            what = f"the warrants are issued on {shown(day)}, before the date of the agreement, {shown(dated)}"
            yield context.warning(CODE, path, what, "Correct one of the two dates.")


def _issued(context: RuleContext) -> Iterator[tuple[str, object, object]]:
    """Yield each day of issue with its path, and the date of the agreement that the warrant recites."""
    # A day that follows from that of the closing is checked there.
    if context.deal and context.deal.warrants.mode != "none" and is_stated(context.source, "warrants.issue_date"):
        yield "warrants.issue_date", context.deal.warrants.issue_date, context.deal.agreement.date
    for path, warrant in context.single_warrants:
        if agreed := warrant.underlying_agreement:
            yield f"{path}.issue_date", warrant.issue_date, agreed.date
