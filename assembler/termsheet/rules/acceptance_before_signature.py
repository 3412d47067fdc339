"""T408: an acceptance before what it accepts.

The company accepts the investors' signed agreement. An acceptance before their signature, or before the date of the
agreement, has no offer to accept (Restatement (Second) of Contracts, section 50).

    investor_signature_date: 2003-06-30, company_acceptance_date: 2003-06-27

    agreement.company_acceptance_date: the company accepts on June 27, 2003, before the investors sign on June 30, 2003

A warning: signature pages are often collected in advance. C113 checks the investors' date.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext, day_of, shown

CODE = "T408"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the acceptance precedes the signature or the agreement."""
    if not context.deal:
        return
    agreement = context.deal.agreement
    accepted = day_of(agreement.company_acceptance_date)
    signed, dated = day_of(agreement.investor_signature_date), day_of(agreement.date)
    if accepted is None:
        return
    if signed and accepted < signed:
        behind = f"before the investors sign on {shown(signed)}"
    elif dated and accepted < dated:
        behind = f"before the date of the agreement, {shown(dated)}"
    else:
        return
    what = f"the company accepts on {shown(accepted)}, {behind}"
    yield context.warning(CODE, "agreement.company_acceptance_date", what, "Correct one of the dates.")
