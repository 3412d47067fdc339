"""Facts of the parties."""

from __future__ import annotations

from assembler.termsheet.facts.registry import decided_by
from assembler.termsheet.schema import TermSheet


@decided_by("investors")
def several_investors(terms: TermSheet) -> bool:
    """More than one investor buys, so that the agreement speaks of each of them."""
    return len(terms.investors) > 1


@decided_by("investors")
def individuals_invest(terms: TermSheet) -> bool:
    """At least one investor is a natural person, who signs in the person's own name."""
    return any(investor.kind == "individual" for investor in terms.investors)
