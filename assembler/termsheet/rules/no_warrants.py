"""T402: an investor who would receive a warrant for no share.

The warrants of a deal are apportioned: each investor's are rounded down, and the rest goes to the largest fractions. A
very small investor can get none, and a warrant "to purchase 0 shares" would be drafted.

    coverage: 10% and an investor with 3 shares

    investors[1].amount: 10% of 3 shares gives this investor no whole warrant

An error: a warrant for nothing cannot be signed.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.formats import counted
from assembler.termsheet.rules.context import RuleContext

CODE = "T402"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each investor with shares and without warrants, in a deal that has both."""
    if not context.deal or context.deal.warrants.mode == "none":
        return
    coverage = context.deal.warrants.coverage
    for index, investor in enumerate(context.deal.investors):
        if investor.warrants == 0 and investor.shares:
            what = f"{coverage:f}% of {counted(investor.shares, 'share')} gives this investor no whole warrant"
            hint = "Raise the amount or warrants.coverage, or delete the investor."
            yield context.error(CODE, f"investors[{index}].amount", what, hint)
