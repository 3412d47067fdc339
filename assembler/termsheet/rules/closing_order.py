"""T413: an investor listed behind those of a later closing.

Every schedule follows the order of the list, and so do the numbers in the names of warrants and pages. An investor who
joins later goes to the end, and changes no number.

    investors: A at closing 1, B at closing 2, C at closing 1

    investors[2].closing: this investor buys at closing 1, but follows an investor who buys at closing 2

An error: what was sent at the closing before could not be drafted again.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from assembler.errors import Problem
from assembler.termsheet.closings import closing_of
from assembler.termsheet.rules.context import RuleContext

CODE = "T413"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each investor whose closing precedes that of the investor above."""
    for index, (before, investor) in enumerate(pairwise(context.deal.investors if context.deal else ()), start=1):
        closing, latest = closing_of(investor), closing_of(before)
        if closing < latest:
            what = f"this investor buys at closing {closing}, but follows an investor who buys at closing {latest}"
            hint = "List the investors in the order of their closings."
            # A closing that is not stated is the initial one, and stands nowhere.
            stated = "closing" in investor.model_fields_set
            yield context.error(CODE, f"investors[{index}]{'.closing' if stated else ''}", what, hint)
