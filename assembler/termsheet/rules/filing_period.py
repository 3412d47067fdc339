"""T483: a filing that the agreement allows later than the law does.

Form D is due 15 calendar days after the first sale (Rule 503). Form 8-K is due four business days after the agreement is
signed. A longer period in the agreement helps nobody.

    exemption: {rule: 506(b), filing_days: 30}

    exemption.filing_days: Form D is due within 15 days after the first sale, and 30 are stated

An error in an execution version, and a warning before.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.facts.securities import reports_on_form_6k
from assembler.termsheet.rules.context import RuleContext

CODE = "T483"

_FORM_D_DAYS = 15
_FORM_8K_DAYS = 4


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each period that is longer than that of the law."""
    deal = context.deal
    if not deal:
        return
    days = deal.exemption.filing_days if deal.exemption else None
    if isinstance(days, int) and days > _FORM_D_DAYS:
        what = f"Form D is due within {_FORM_D_DAYS} days after the first sale, and {days} are stated"
        yield context.before_signing(CODE, "exemption.filing_days", what, f"Write `filing_days: {_FORM_D_DAYS}`.")
    days = deal.announcement.report_days if deal.announcement else None
    if isinstance(days, int) and days > _FORM_8K_DAYS and not reports_on_form_6k(deal):
        what = f"Form 8-K is due within {_FORM_8K_DAYS} business days after the signing, and {days} are stated"
        yield context.before_signing(CODE, "announcement.report_days", what, f"Write `report_days: {_FORM_8K_DAYS}`.")
