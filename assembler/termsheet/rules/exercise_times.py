"""T465: times of exercise that contradict each other.

A warrant has one first day and one last day. A deal that states a day and a term has to reach that day by the term, and
nobody can exercise a warrant that expires before its first day.

    warrants: {term_years: 5, expiration_date: 2031-09-16}, and an issue on September 17, 2026

    warrants.expiration_date: September 16, 2031 is stated, but the term ends on September 17, 2031

An error: both days print, or one of them silently counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext, day_of, shown
from assembler.termsheet.schema import Warrant, Warrants
from assembler.termsheet.timing import Timed, end_of_term, first_day, last_day, months_of_term

CODE = "T465"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each contradiction in the times of the investors' warrants, and of each other warrant."""
    timed: list[tuple[str, Warrant | Warrants]] = [(view.path, view.warrants) for view in context.classes]
    timed += context.single_warrants
    for path, warrant in timed:
        yield from _first(context, warrant, path)
        yield from _terms(context, warrant, path)
        yield from _days(context, warrant, path)


def _first(context: RuleContext, warrant: Timed, path: str) -> Iterator[Problem]:
    """Yield a problem unless the first exercise is a period, a date or an event."""
    first = warrant.first_exercise
    if first is None:
        return
    stated = [
        name
        for name, is_there in (
            ("a period", first.months is not None or first.days is not None),
            ("a date", first.date is not None),
            ("an event", first.event is not None),
        )
        if is_there
    ]
    if len(stated) != 1:
        what = f"{' and '.join(stated) or 'nothing'} is stated; a warrant has one first day"
        hint = "State months and days, or `date`, or `event`; without the group it can be exercised at once."
        yield context.error(CODE, f"{path}.first_exercise", what, hint)


def _terms(context: RuleContext, warrant: Timed, path: str) -> Iterator[Problem]:
    """Yield a problem for a term in years beside another one in months."""
    years, months = warrant.term_years, warrant.term_months
    if isinstance(years, int) and isinstance(months, int) and months_of_term(warrant) != months:
        what = f"{months} months are stated, but the term in years is {years * 12} months"
        yield context.error(CODE, f"{path}.term_months", what, "Delete one of the two lines.")


def _days(context: RuleContext, warrant: Warrant | Warrants, path: str) -> Iterator[Problem]:
    """Yield a problem for a last day that the term does not reach, or that comes before the first day or the issue."""
    last, end = (day_of(found(warrant, warrant.issue_date)) for found in (last_day, end_of_term))
    if last and end and last != end:
        what = f"{shown(last)} is stated, but the term ends on {shown(end)}"
        yield context.error(
            CODE, f"{path}.expiration_date", what, "Delete the day or the term, or correct one of them."
        )
    begins = max(
        (day for value in (first_day(warrant, warrant.issue_date), warrant.issue_date) if (day := day_of(value))),
        default=None,
    )
    if last and begins and last <= begins:
        what = f"the warrant expires on {shown(last)}, and can first be exercised on {shown(begins)}"
        yield context.error(CODE, path, what, "Correct the term, or the first exercise.")
