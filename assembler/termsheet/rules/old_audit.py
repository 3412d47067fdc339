"""T426: an audit that is too old.

A company that reports to the SEC files audited statements within 90 days of each year (Form 10-K; in 2003, Form
10-KSB). An audit that is older than 15 months at the date of the agreement is not the last one, or the company is late,
and then 4(b) is wrong: all reports have been filed.

    agreement.date: 2026-09-14, financials.last_audited_date: 2022-12-31

    financials.last_audited_date: the last audit is of December 31, 2022, more than 15 months before the agreement, September 14, 2026

An error in an execution version, and a warning before. A departure from 4(b) settles it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext, day_of, shown

CODE = "T426"

_MONTHS = 15


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the last audit is more than 15 months before the agreement."""
    deal = context.deal
    if not deal or not context.in_form_words("cov_public_information"):
        return
    audited, agreed = day_of(deal.financials.last_audited_date), day_of(deal.agreement.date)
    if audited and agreed and _is_more_than_months_before(audited, agreed):
        what = (
            f"the last audit is of {shown(audited)}, more than {_MONTHS} months before the agreement, {shown(agreed)}"
        )
        hint = "Write the date of the latest audited balance sheet. If reports are late, say so in a departure from cov_public_information."
        yield context.before_signing(CODE, "financials.last_audited_date", what, hint)


def _is_more_than_months_before(audited: date, agreed: date) -> bool:
    """Return True if there are more than 15 months between. A balance sheet is of the end of a month."""
    months = 12 * (agreed.year - audited.year) + agreed.month - audited.month
    # A year that ends on September 28 ends with September.
    return months > _MONTHS
