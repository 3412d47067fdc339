"""T407: a day that must precede the agreement, and does not.

The agreement refers to an audited balance sheet, to filings and to earlier letters as facts. A later day makes a
representation false on its face, and is nearly always a wrong year.

    agreement.date: 2003-07-01, last_audited_date: 2003-12-31

    financials.last_audited_date: December 31, 2003 is after the date of the agreement, July 1, 2003

An error: nobody can represent a future event as a fact.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext, day_of, shown

CODE = "T407"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each such day that is after the date of the agreement."""
    agreed = day_of(context.deal.agreement.date) if context.deal else None
    if agreed is None:
        return
    for path, value in _past(context):
        day = day_of(value)
        if day and day > agreed:
            what = f"{shown(day)} is after the date of the agreement, {shown(agreed)}"
            yield context.error(CODE, path, what, "Correct one of the two dates.")


def _past(context: RuleContext) -> Iterator[tuple[str, object]]:
    """Yield the days that must be past."""
    if not (deal := context.deal):
        return
    yield "financials.last_audited_date", deal.financials.last_audited_date
    if deal.financials.sec_documents_since != deal.financials.last_audited_date:
        yield "financials.sec_documents_since", deal.financials.sec_documents_since
    if deal.pending_proposals:
        yield "pending_proposals.filed_on", deal.pending_proposals.filed_on
    for index, instrument in enumerate(deal.fee_instruments):
        yield f"fee_instruments[{index}].date", instrument.date
