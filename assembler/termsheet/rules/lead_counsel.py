"""T490: counsel whom the company pays, and nobody knows whose counsel it is.

With several investors, the company pays counsel of the lead investor only. It is named, and buys in the deal.

    expenses: {counsel_fee_cap: 50,000}, and five investors

    expenses.counsel_fee_cap: the company pays counsel of an investor, and no lead investor is named

An error: the clause would promise a payment to nobody, or leave it out.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext

CODE = "T490"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the lead investor is missing, is no investor, or has no counsel that is paid."""
    deal = context.deal
    if not deal or not (expenses := deal.expenses):
        return
    lead, names = expenses.lead_investor, [investor.name for investor in deal.investors]
    if lead is None:
        if expenses.counsel_fee_cap is not None and len(names) > 1:
            what = "the company pays counsel of an investor, and no lead investor is named"
            hint = "Add `lead_investor:` with the name of the investor."
            yield context.error(CODE, "expenses.counsel_fee_cap", what, hint)
    elif expenses.counsel_fee_cap is None:
        what = "a lead investor is named, and no amount that the company pays for its counsel"
        yield context.error(CODE, "expenses.lead_investor", what, "Add `counsel_fee_cap:`, or delete the line.")
    elif isinstance(lead, str) and all(isinstance(name, str) for name in names) and lead not in names:
        what = f"{lead!r} is not the name of an investor"
        yield context.error(CODE, "expenses.lead_investor", what, "Write the name as it stands below `investors:`.")
