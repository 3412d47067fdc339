"""T486: an annex that is drafted, and comes as a file too.

Annex V and Annex VII are drafted from the term sheet, or are files. With both, nobody knows which of them counts.

    disclosure_schedule: {}, and annexes: {disclosure: company-disclosure.docx}

    annexes.disclosure: this annex is also drafted, from disclosure_schedule

An error.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext

CODE = "T486"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each annex that has two sources."""
    deal = context.deal
    if not deal:
        return
    for name, drafted_from, is_drafted in (
        ("disclosure", "disclosure_schedule", deal.disclosure_schedule is not None),
        ("use_of_proceeds", "use_of_proceeds", deal.use_of_proceeds is not None),
    ):
        if is_drafted and getattr(deal.annexes, name) is not None:
            what = f"this annex is also drafted, from {drafted_from}"
            yield context.error(CODE, f"annexes.{name}", what, f"Delete this line, or `{drafted_from}`.")
