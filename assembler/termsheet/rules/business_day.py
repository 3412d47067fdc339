"""T410: a day on which the exchange or the banks are closed.

Banks wire nothing, the transfer agent issues nothing, and periods of business days do not run. The closing is the first
trading day after the conditions are met, so a deal dated on such a day closes later than its date suggests.

    agreement.date: 2026-07-04

    agreement.date: July 4, 2026 is a Saturday; the next business day is July 6, 2026

A warning: documents are signed on Sundays. The rule checks the stated days of agreement, signature, acceptance, issue
and closings, and the day on which each warrant expires. It knows the calendar of the New York Stock Exchange, with its special closings, and the federal holidays
(5 U.S.C. section 6103). Only `validate` and `--strict` check it, as the calendars take longer to load than a draft.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from assembler.errors import Problem
from assembler.termsheet.closings import INITIAL, date_of
from assembler.termsheet.rules.context import RuleContext, day_of, shown
from assembler.termsheet.schema import Warrant, Warrants
from assembler.termsheet.source import is_stated
from assembler.termsheet.timing import last_day

CODE = "T410"

_SATURDAY = 5


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each stated day that is not a business day."""
    days = {path: day for path, value in _days(context) if (day := day_of(value))}
    closed = _closings({day.year for day in days.values()}) if days else {}
    for path, day in days.items():
        if _is_closed(day, closed):
            what = f"{shown(day)} is {closed.get(day, f'a {day:%A}')}; the next business day is {shown(_next(day, closed))}"
            yield context.warning(CODE, path, what, "If intended, ignore this; otherwise write another day.")
    if context.terms.execution.status not in ("form", "conformed"):
        yield from _expirations(context)


def _expirations(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each warrant that expires on a day on which nobody can pay the exercise price."""
    for path, day in _last_days(context):
        closed = _closings({day.year})
        if _is_closed(day, closed):
            expires = "the warrants expire" if path.startswith("warrants") else "the warrant expires"
            what = f"{expires} on {shown(day)}, {closed.get(day, f'a {day:%A}')}; the next business day is {shown(_next(day, closed))}"
            hint = "If intended, ignore this. `expiration_rolls_forward: true`, below provisions, moves it to the next day of business."
            yield context.warning(CODE, path, what, hint)


def _last_days(context: RuleContext) -> Iterator[tuple[str, date]]:
    """Yield the day on which each warrant in the words of the form expires, with the path of its term."""
    if not context.in_form_words("w_issuance"):
        return
    # Warrants dated by the agreement are T422, and get another day.
    is_dated = any(is_stated(context.source, path) for path in ("warrants.issue_date", "closing.date"))
    timed: list[tuple[str, Warrant | Warrants]] = [(view.path, view.warrants) for view in context.classes if is_dated]
    timed += context.single_warrants
    for path, warrant in timed:
        if (day := day_of(last_day(warrant, warrant.issue_date))) and not warrant.provisions.expiration_rolls_forward:
            names = ("expiration_date", "term_years", "term_months")
            yield f"{path}.{next(name for name in names if getattr(warrant, name) is not None)}", day


def _days(context: RuleContext) -> Iterator[tuple[str, object]]:
    """Yield the stated days of the deal, without those that follow from another one."""
    if context.deal:
        agreement, warrants = context.deal.agreement, context.deal.warrants
        yield "agreement.date", agreement.date
        yield from _unless(agreement.date, "agreement.investor_signature_date", agreement.investor_signature_date)
        yield from _unless(agreement.date, "agreement.company_acceptance_date", agreement.company_acceptance_date)
        yield from _unless(date_of(context.deal, INITIAL)[0], "warrants.issue_date", warrants.issue_date)
        yield from _unless(agreement.date, "closing.date", context.deal.closing.date)
        for index, closing in enumerate(context.deal.closing.additional):
            yield f"closing.additional[{index}].date", closing.date
    for path, warrant in context.single_warrants:
        yield f"{path}.issue_date", warrant.issue_date


def _unless(agreed: object, path: str, day: object) -> Iterator[tuple[str, object]]:
    if day != agreed:
        yield path, day


def _closings(years: set[int]) -> Mapping[date, str]:
    """Return the names of the days, besides weekends, on which the exchange or the banks are closed."""
    import holidays

    # The next business day may be in the next year.
    wanted = years | {year + 1 for year in years}
    federal, exchange = holidays.country_holidays("US", years=wanted), holidays.financial_holidays("NYSE", years=wanted)
    return {**dict(federal.items()), **dict(exchange.items())}


def _is_closed(day: date, closed: Mapping[date, str]) -> bool:
    return day.weekday() >= _SATURDAY or day in closed


def _next(day: date, closed: Mapping[date, str]) -> date:
    while _is_closed(day, closed):
        day += timedelta(days=1)
    return day
