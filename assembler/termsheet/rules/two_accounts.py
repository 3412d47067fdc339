"""T459: two accounts for one price.

With an escrow the investors wire the price to its account, and without one to the company's. An agreement that names
both leaves them a choice that nobody meant.

    escrow: ... and closing.wire: ...

    closing.wire: the company's account is stated, and the investors pay into the escrow

An error: one of the two is left over.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext

CODE = "T459"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if both accounts are stated."""
    if context.deal and context.deal.escrow and context.deal.closing.wire:
        what = "the company's account is stated, and the investors pay into the escrow"
        hint = "Delete `wire` below `closing:`, or delete `escrow:` if there is no escrow."
        yield context.error(CODE, "closing.wire", what, hint)
