"""Facts of governing law, forum and signatures, which the agreement and the warrants share."""

from __future__ import annotations

from assembler.termsheet.facts.registry import decided_by
from assembler.termsheet.schema import AnyTermSheet
from assembler.termsheet.states import state_meant


@decided_by("law.forum_county")
def forum_county_stated(terms: AnyTermSheet) -> bool:
    """The courts are those of a county. Otherwise they are those of the state."""
    return terms.law.forum_county is not None


@decided_by("law.forum")
def forum_exclusive(terms: AnyTermSheet) -> bool:
    """A party may sue in the chosen courts only."""
    return terms.law.forum == "exclusive"


@decided_by("law.service_by_notice")
def served_by_notice(terms: AnyTermSheet) -> bool:
    """A party may be served with process at its address for notices."""
    return terms.law.service_by_notice


@decided_by("law.process_agent")
def process_agent_appointed(terms: AnyTermSheet) -> bool:
    """The company has an agent in the United States who is served in its place."""
    return terms.law.process_agent is not None


@decided_by("execution.signatures")
def signed_electronically(terms: AnyTermSheet) -> bool:
    """Electronic signatures and copies in PDF bind."""
    return terms.execution.signatures == "electronic"


@decided_by("execution.signatures")
def signed_by_facsimile(terms: AnyTermSheet) -> bool:
    """Facsimile signatures bind."""
    return terms.execution.signatures == "facsimile"


@decided_by("law.governing_state")
def new_york_law(terms: AnyTermSheet) -> bool:
    """The law of New York governs, which has an act of its own on electronic signatures."""
    state = terms.law.governing_state
    return isinstance(state, str) and state_meant(state) == "New York"
