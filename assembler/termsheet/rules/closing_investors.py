"""T414: a closing at which nobody buys.

The investors of the initial closing sign the agreement. Without one, the company has no counterparty. An additional
closing may be agreed before its investors are known.

    closing.additional: one closing, and no investor has closing: 2

    closing.additional[0]: nobody buys at closing 2

An error at the initial closing, a warning at another.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.closings import INITIAL, closing_of, last_closing
from assembler.termsheet.rules.context import RuleContext

CODE = "T414"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each closing without an investor."""
    if context.deal is None:
        return
    bought = {closing_of(investor) for investor in context.deal.investors}
    if INITIAL not in bought:
        what = "nobody buys at the initial closing, so nobody signs the agreement"
        yield context.error(
            CODE, "investors", what, "Write closing: 1 for the investors who sign first, or delete the line."
        )
    for closing in range(INITIAL + 1, last_closing(context.deal) + 1):
        if closing not in bought:
            path = f"closing.additional[{closing - INITIAL - 1}]"
            hint = f"Write closing: {closing} for the investors who join, or delete the closing."
            yield context.warning(CODE, path, f"nobody buys at closing {closing}", hint)
