"""T485: a time of announcement that prints nowhere.

The covenant on the public announcement prints it. A deal that leaves this covenant out has no announcement.

    announcement: {day: next_trading_day}, and cov_public_announcement: omit

    announcement: it prints nowhere, since the clause cov_public_announcement is left out

A warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext

CODE = "T485"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if an announcement is stated and its clause does not stand."""
    deal = context.deal
    if deal and deal.announcement and deal.options.clauses.cov_public_announcement != "text":
        what = "it prints nowhere, since the clause cov_public_announcement is left out"
        hint = "Write `cov_public_announcement: text` below options.clauses, or delete the group `announcement`."
        yield context.warning(CODE, "announcement", what, hint)
