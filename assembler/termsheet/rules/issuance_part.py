"""T404: a whole issuance that is smaller than its part.

1(a) can state that the shares are part of a larger issuance on similar terms. The issuance cannot be smaller than its
part.

    aggregate_issuance_shares: 800,000 where the investors buy 2,200,000

    offering.aggregate_issuance_shares: 800,000 shares are the entire issuance, but the investors of this deal buy 2,200,000

An error: one of the figures belongs to another deal.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.formats import counted_are
from assembler.termsheet.rules.context import RuleContext

CODE = "T404"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if both figures are agreed and the issuance is smaller."""
    if not context.deal:
        return
    issued, part = context.deal.offering.aggregate_issuance_shares, context.deal.offering.total_shares
    if isinstance(issued, int) and isinstance(part, int) and issued < part:
        what = f"{counted_are(issued, 'share')} the entire issuance, but the investors of this deal buy {part:,}"
        hint = f"Write {part:,} or more, or delete the line."
        yield context.error(CODE, "offering.aggregate_issuance_shares", what, hint)
