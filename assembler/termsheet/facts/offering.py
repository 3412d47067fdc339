"""Facts of terms that switch text by being there."""

from __future__ import annotations

from assembler.termsheet.facts.registry import decided_by
from assembler.termsheet.schema import TermSheet


@decided_by("pending_proposals")
def proposals_disclosed(terms: TermSheet) -> bool:
    """A filing has disclosed proposals that are pending."""
    return terms.pending_proposals is not None


@decided_by("fee_instruments")
def fees_agreed(terms: TermSheet) -> bool:
    """The company pays at least one broker or finder."""
    return bool(terms.fee_instruments)


@decided_by("fee_instruments")
def several_fee_instruments(terms: TermSheet) -> bool:
    """More than one instrument provides for fees."""
    return len(terms.fee_instruments) > 1


@decided_by("fee_instruments")
def fees_by_term_sheet(terms: TermSheet) -> bool:
    """Every instrument that provides for fees is a term sheet, and the agreement calls it so."""
    kinds = [instrument.kind for instrument in terms.fee_instruments]
    return all(isinstance(kind, str) and "term sheet" in kind.lower() for kind in kinds)


@decided_by("expenses")
def expenses_allocated(terms: TermSheet) -> bool:
    """The agreement says who pays which costs."""
    return terms.expenses is not None


@decided_by("expenses.counsel_fee_cap")
def counsel_fee_capped(terms: TermSheet) -> bool:
    """The company pays counsel of an investor up to a stated amount."""
    return terms.expenses is not None and terms.expenses.counsel_fee_cap is not None


@decided_by("expenses.lead_investor")
def lead_investor_named(terms: TermSheet) -> bool:
    """The investor whose counsel the company pays is named."""
    return terms.expenses is not None and terms.expenses.lead_investor is not None


@decided_by("offering.maximum_amount")
def maximum_stated(terms: TermSheet) -> bool:
    """The agreement sells up to a maximum, of which the investors may take less."""
    return terms.offering.maximum_amount is not None


@decided_by("offering.minimum_amount")
def minimum_stated(terms: TermSheet) -> bool:
    """The closing occurs with a least total price only."""
    return terms.offering.minimum_amount is not None


@decided_by("offering.maximum_amount", "offering.maximum_warrants", "warrants.coverage", "warrants.mode")
def most_warrants_known(terms: TermSheet) -> bool:
    """The most warrants of all closings are stated, or computed from the maximum and the coverage."""
    return terms.offering.maximum_warrants is not None and terms.warrants.mode != "none"
