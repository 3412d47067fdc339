"""T422: a warrant issued before the closing.

The company issues the warrants at the closing, against payment, and closes after it accepts. A warrant with an earlier
date can be exercised before it is paid for, and expires too early.

    closing.date: 2026-09-17, warrants.issue_date: 2026-09-14

    warrants.issue_date: the warrants are issued on September 14, 2026, before the closing on September 17, 2026

An error in an execution version, and a warning before. The placement agent's warrant is a warning only, as it may be
earned before the closing. Warrants without a date of issue bear that of the closing. If neither is stated, they bear
that of the agreement, which comes before the closing. Forms are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext, day_of, shown
from assembler.termsheet.schema import Closing, TermSheet
from assembler.termsheet.source import is_stated

CODE = "T422"

_HINT = "Write the day of the closing, or delete the line; the warrants then bear that day."
_STATE = "Write the day of the closing below `closing:`, such as `date: {}`, or `date: TBD`."


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for the investors' warrants, and one for the placement agent's."""
    deal = context.deal
    if not deal or deal.execution.status == "form":
        return
    if deal.warrants.mode != "none" and (issued := day_of(deal.warrants.issue_date)):
        yield from _of_investors(context, deal, issued)
    # Without a day of its own, the closing is on the date of the agreement, which T409 checks.
    closed = day_of(deal.closing.date)
    for path, warrant in context.single_warrants:
        issued = day_of(warrant.issue_date)
        if issued and closed and issued < closed:
            what = f"this warrant is issued on {shown(issued)}, before the closing on {shown(closed)}"
            hint = "Write the day of the closing. If the warrant is earned before it, ignore this."
            yield context.warning(CODE, f"{path}.issue_date", what, hint)


def _of_investors(context: RuleContext, deal: TermSheet, issued: date) -> Iterator[Problem]:
    own_day = is_stated(context.source, "warrants.issue_date")
    if not own_day and deal.closing.date is None:
        what = f"closing.date is not stated, so the warrants are dated {shown(issued)}, the date of the agreement"
        accepted = day_of(deal.agreement.company_acceptance_date) or issued
        path = "closing.date" if is_stated(context.source, "closing") else "agreement.date"
        yield context.before_signing(CODE, path, what, _STATE.format(_weekday_after(accepted, deal.closing)))
        return
    for day, event in _events_before(deal):
        if issued < day:
            what = f"the warrants are issued on {shown(issued)}, before {event} on {shown(day)}"
            path, hint = ("warrants.issue_date", _HINT) if own_day else ("closing.date", "Correct one of the dates.")
            yield context.before_signing(CODE, path, what, hint)
            return


def _weekday_after(day: date, closing: Closing) -> date:
    """Return the weekday on which the closing may be, some days after a day. Holidays are not counted."""
    # Without a number of days, 6(a) has the closing on the trading day after its conditions are met, or later.
    days = closing.days_after_signing
    for _ in range(days if isinstance(days, int) else 1):
        day += timedelta(days={4: 3, 5: 2}.get(day.weekday(), 1))
    return day


def _events_before(deal: TermSheet) -> Iterator[tuple[date, str]]:
    """Yield the days before which no warrant is issued, the closing first."""
    agreement = deal.agreement
    days = (
        (deal.closing.date, "the closing"),
        (agreement.company_acceptance_date, "the company accepts"),
        (agreement.investor_signature_date, "the investors sign"),
    )
    yield from ((day, event) for value, event in days if (day := day_of(value)))
