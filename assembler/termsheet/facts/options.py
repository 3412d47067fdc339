"""Facts that an option switches."""

from __future__ import annotations

from assembler.termsheet.facts.registry import decided_by
from assembler.termsheet.schema import TermSheet


@decided_by("options.anti_hedging")
def hedging_barred(terms: TermSheet) -> bool:
    """Investors represent that they have not hedged, and may not hedge."""
    return terms.options.anti_hedging


@decided_by("options.investor_particulars")
def particulars_in_annex(terms: TermSheet) -> bool:
    """Annex I lists the names and addresses of the investors."""
    return terms.options.investor_particulars == "annex_i"


@decided_by("options.delivery_trigger")
def blue_sky_information_required(terms: TermSheet) -> bool:
    """The delivery of shares without a legend requires blue sky information too."""
    return terms.options.delivery_trigger == "plus_blue_sky"


@decided_by("options.registration_rights")
def registration_rights_agreed(terms: TermSheet) -> bool:
    """The company and the investors enter into a Registration Rights Agreement."""
    return terms.options.registration_rights


@decided_by("options.rra_consent_exception", "options.registration_rights")
def registration_rights_consent_excepted(terms: TermSheet) -> bool:
    """The representation excepts consents that the Registration Rights Agreement contemplates."""
    return terms.options.rra_consent_exception and registration_rights_agreed(terms)


@decided_by("options.rra_resale_exception", "options.registration_rights")
def registered_resale_excepted(terms: TermSheet) -> bool:
    """The representation excepts resales set forth in the Registration Rights Agreement."""
    return terms.options.rra_resale_exception and registration_rights_agreed(terms)


@decided_by("options.company_disclosure_annex", "disclosure_schedule")
def company_disclosure_annexed(terms: TermSheet) -> bool:
    """The company discloses exceptions to its representations in an annex."""
    return terms.options.company_disclosure_annex or terms.disclosure_schedule is not None


@decided_by("options.confidentiality_carveout")
def confidentiality_carved_out(terms: TermSheet) -> bool:
    """The covenant excepts information under a confidentiality agreement."""
    return terms.options.confidentiality_carveout


@decided_by("options.adviser_language")
def advisers_engaged(terms: TermSheet) -> bool:
    """Investors represent that they could engage advisers."""
    return terms.options.adviser_language


@decided_by("options.exemption_disclaimer")
def exemption_disclaimed(terms: TermSheet) -> bool:
    """The company need not comply with an exemption from registration."""
    return terms.options.exemption_disclaimer


@decided_by("options.aggregate_issuance_sentence")
def aggregate_issuance_stated(terms: TermSheet) -> bool:
    """The agreement states the aggregate issuance of which the shares are a part."""
    return terms.options.aggregate_issuance_sentence


@decided_by("options.proceeds_restriction")
def repayment_and_change_barred(terms: TermSheet) -> bool:
    """The proceeds may not repay loans, nor serve a purpose that changes the schedule."""
    return terms.options.proceeds_restriction == "plus_repayment_and_change"


@decided_by("options.patriot_act", "options.clauses.inv_rep_no_conflict")
def patriot_act_named(terms: TermSheet) -> bool:
    """The investor's representation on conflicts names the USA Patriot Act."""
    return terms.options.patriot_act and terms.options.clauses.inv_rep_no_conflict == "text"


@decided_by("options.investor_counsel_scope")
def counsel_for_placed_investors_only(terms: TermSheet) -> bool:
    """Investors' counsel receives copies for the placement agent's investors only."""
    return terms.options.investor_counsel_scope == "placement_agent_investors"


@decided_by("options.share_rounding")
def shares_rounded_down(terms: TermSheet) -> bool:
    """The number of an investor's shares is rounded down, and the agreement says so."""
    return terms.options.share_rounding == "down"


@decided_by("options.unused_definitions")
def unused_definitions_kept(terms: TermSheet) -> bool:
    """The agreement keeps definitions that no clause uses, for documents signed along with it."""
    return terms.options.unused_definitions


@decided_by("options.unused_definitions", "options.registration_rights")
def effective_date_defined(terms: TermSheet) -> bool:
    """The agreement defines the Effective Date of the registration statement, which no clause uses."""
    return unused_definitions_kept(terms) and registration_rights_agreed(terms)


@decided_by("options.indemnification")
def indemnity_given(terms: TermSheet) -> bool:
    """The company indemnifies the investors."""
    return terms.options.indemnification != "none"


@decided_by("options.indemnification")
def indemnity_mutual(terms: TermSheet) -> bool:
    """The investors indemnify the company, too."""
    return terms.options.indemnification == "each_party"


@decided_by("investors", "options.amendment_by")
def majority_amends(terms: TermSheet) -> bool:
    """A Majority In Interest amends the agreement for all investors."""
    return len(terms.investors) > 1 and terms.options.amendment_by == "majority"


@decided_by("options.independent_investors", "options.clauses.several_obligations")
def investors_independent(terms: TermSheet) -> bool:
    """The agreement says that the investors are no group and had their own counsel."""
    return terms.options.independent_investors and terms.options.clauses.several_obligations == "text"


@decided_by("options.confidentiality_carveout", "fee_instruments")
def prior_agreements_kept(terms: TermSheet) -> bool:
    """The agreement relies on earlier agreements, so it does not supersede them."""
    return terms.options.confidentiality_carveout or bool(terms.fee_instruments)


@decided_by("options.confidentiality_carveout", "fee_instruments")
def prior_agreements_of_both_kinds(terms: TermSheet) -> bool:
    """The agreement relies on confidentiality agreements and on agreements on fees."""
    return terms.options.confidentiality_carveout and bool(terms.fee_instruments)
