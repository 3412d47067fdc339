"""T432: papers of a later closing that are not drafted.

The wire instructions and the letter to the transfer agent are those of the initial closing. An investor who joins needs
both as well.

    closing.additional: one closing

    closing.additional: wire instructions and the letter to the transfer agent are drafted for the initial closing only

A warning: they are needed at the later closing, and not before.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.closings import INITIAL, closing_of
from assembler.termsheet.rules.context import RuleContext

CODE = "T432"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if somebody buys at a later closing."""
    if context.deal and any(closing_of(investor) > INITIAL for investor in context.deal.investors):
        what = "wire instructions and the letter to the transfer agent are drafted for the initial closing only"
        hint = "Prepare those of the later closings by hand."
        yield context.warning(CODE, "closing.additional", what, hint)
