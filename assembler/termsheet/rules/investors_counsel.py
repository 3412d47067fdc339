"""T457: a choice about the investors' counsel in a deal that names none.

`options.investor_counsel_scope` says which investors the counsel acts for. Without `counsel.investors`, no copies of
notices go to counsel, and the choice has no effect.

    counsel: {company: ...}
    options: {investor_counsel_scope: placement_agent_investors}

    options.investor_counsel_scope: the deal names no counsel for investors, so this choice has no effect
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.facts.notices import investors_counsel_named
from assembler.termsheet.facts.options import counsel_for_placed_investors_only
from assembler.termsheet.rules.context import RuleContext

CODE = "T457"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield the problem of a deal with the choice and without the counsel."""
    deal = context.deal
    if deal and counsel_for_placed_investors_only(deal) and not investors_counsel_named(deal):
        what = "the deal names no counsel for investors, so this choice has no effect"
        hint = "State `investors:` below `counsel:`, or delete the line."
        yield context.error(CODE, "options.investor_counsel_scope", what, hint)
