"""T404: a whole issuance that is smaller than its part.

1(a) can state that the shares are part of a larger issuance on similar terms. The issuance cannot be smaller than its
part.

    aggregate_issuance_shares: 800,000 where the investors buy 2,200,000

    offering.aggregate_issuance_shares: 800,000 shares are the entire issuance, but the investors of this deal buy 2,200,000 of them

An error: one of the figures belongs to another deal.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext

CODE = "T404"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if both figures are agreed and the issuance is smaller."""
    if not context.deal:
        return
    aggregate_issuance_shares, part = (
        context.deal.offering.aggregate_issuance_shares,
        context.deal.offering.total_shares,
    )
    if isinstance(aggregate_issuance_shares, int) and isinstance(part, int) and aggregate_issuance_shares < part:
        what = f"{aggregate_issuance_shares:,} shares are the entire issuance, but the investors of this deal buy {part:,} of them"
        hint = f"Write {part:,} or more, or delete the line."
        yield context.error(CODE, "offering.aggregate_issuance_shares", what, hint)
