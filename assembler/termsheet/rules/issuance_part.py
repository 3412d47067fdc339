"""T404: a whole issuance that is smaller than its part.

1(a) can say that the shares are part of an issuance of more shares on similar terms. The whole cannot be less than
the part.

    aggregate_issuance_shares: 800,000 where the investors buy 2,200,000

    offering.aggregate_issuance_shares: 800,000 shares are the entire issuance, but the investors of this deal buy 2,200,000 of them

An error: one of the figures is of another deal.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.findings import Finding
from assembler.termsheet.rules.matter import Matter

CODE = "T404"


def check(matter: Matter) -> Iterator[Finding]:
    """One finding, where both figures are settled and the whole is smaller."""
    if not matter.deal:
        return
    whole, part = matter.deal.offering.aggregate_issuance_shares, matter.deal.offering.total_shares
    if isinstance(whole, int) and isinstance(part, int) and whole < part:
        what = f"{whole:,} shares are the entire issuance, but the investors of this deal buy {part:,} of them"
        remedy = f"Write {part:,} or more, or delete the line."
        yield matter.error(CODE, "offering.aggregate_issuance_shares", what, remedy)
