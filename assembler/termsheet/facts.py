"""The facts of a deal: every yes-or-no question that a clause or a form may ask, one function each.

A clause asks a fact by its name. The rule names the terms that decide it, so that messages can name the lines to
change. `assembler explain` prints the docstring, so it is a statement of the fact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assembler.termsheet.schema import TermSheet

FactRule = Callable[[TermSheet], bool]

RULES: dict[str, FactRule] = {}
DECIDED_BY: dict[str, tuple[str, ...]] = {}


def decided_by(*paths: str) -> Callable[[FactRule], FactRule]:
    """Enter a rule under its name, with the paths of the terms that decide it."""

    def enter(rule: FactRule) -> FactRule:
        RULES[rule.__name__] = rule
        DECIDED_BY[rule.__name__] = paths
        return rule

    return enter


def establish_facts(terms: TermSheet) -> Mapping[str, bool]:
    """Return every fact of the deal, by name."""
    return {name: rule(terms) for name, rule in RULES.items()}


# The instrument


@decided_by("execution.status")
def form_of_agreement(terms: TermSheet) -> bool:
    """The document is a form, with "FORM OF" in its title."""
    return terms.execution.status == "form"


@decided_by("agreement.exhibit_label")
def exhibit_labelled(terms: TermSheet) -> bool:
    """The document is an exhibit to a filing and says so on its first line."""
    return terms.agreement.exhibit_label is not None


@decided_by("execution.cover_page")
def cover_page_printed(terms: TermSheet) -> bool:
    """A cover page stands before the agreement."""
    return terms.execution.cover_page


@decided_by("execution.contents")
def contents_printed(terms: TermSheet) -> bool:
    """A table of contents stands before the agreement."""
    return terms.execution.contents


@decided_by("execution.status")
def one_signature_page(terms: TermSheet) -> bool:
    """One signature page with marks stands for the pages of all investors. A footnote names them."""
    return terms.execution.status == "form"


@decided_by("execution.status")
def annexes_not_included(terms: TermSheet) -> bool:
    """The list of annexes names the annexes, and none is attached."""
    return terms.execution.status == "form"


@decided_by("execution.status", "options.clauses.annex_list")
def annexes_included(terms: TermSheet) -> bool:
    """The annexes are attached, each behind a page with its title."""
    return terms.execution.status != "form" and terms.options.clauses.annex_list == "text"


@decided_by("execution.status", "options.clauses.annex_list", "options.company_disclosure_annex")
def disclosure_annexed(terms: TermSheet) -> bool:
    """The company's disclosure is attached."""
    return annexes_included(terms) and company_disclosure_annexed(terms)


@decided_by("execution.status", "options.clauses.annex_list", "warrants.mode")
def form_of_warrant_annexed(terms: TermSheet) -> bool:
    """The form of the investors' warrants is attached."""
    return annexes_included(terms) and warrants_issued(terms)


@decided_by("execution.status")
def amounts_disclosed(terms: TermSheet) -> bool:
    """The schedule of investors shows each purchase price and the totals. A form does not."""
    return terms.execution.status != "form"


@decided_by("agreement.investor_signature_date")
def signature_day_open(terms: TermSheet) -> bool:
    """Only the month of the investors' signature is known, and not the day."""
    return isinstance(terms.agreement.investor_signature_date, str)


@decided_by("agreement.investor_signature_date")
def signature_dated(terms: TermSheet) -> bool:
    """The day or the month of the investors' signature is stated. Otherwise it is a blank."""
    return terms.agreement.investor_signature_date is not None


@decided_by("agreement.company_acceptance_date")
def acceptance_dated(terms: TermSheet) -> bool:
    """The day of the company's acceptance is stated. Otherwise it is a blank."""
    return terms.agreement.company_acceptance_date is not None


@decided_by("execution.company_signed")
def company_signed(terms: TermSheet) -> bool:
    """The company's conformed signature is printed."""
    return terms.execution.company_signed


# Warrants


@decided_by("warrants.mode")
def warrants_sold(terms: TermSheet) -> bool:
    """The investors buy shares and warrants together, and the agreement says so throughout."""
    return terms.warrants.mode == "integrated"


@decided_by("warrants.mode")
def warrants_covenanted(terms: TermSheet) -> bool:
    """The covenant "Warrants" alone grants the warrants."""
    return terms.warrants.mode == "covenant"


@decided_by("warrants.mode")
def warrants_issued(terms: TermSheet) -> bool:
    """The deal has warrants."""
    return terms.warrants.mode != "none"


@decided_by("warrants.exercise_price", "warrants.exercise_price_percentage", "warrants.term_years")
def exercise_terms_stated(terms: TermSheet) -> bool:
    """The deal states the exercise price and the term of the warrants."""
    return terms.warrants.exercise_price is not None and terms.warrants.term_years is not None


# Investors


@decided_by("investors")
def several_investors(terms: TermSheet) -> bool:
    """More than one investor buys, so that the agreement speaks of each of them."""
    return len(terms.investors) > 1


@decided_by("investors")
def individuals_invest(terms: TermSheet) -> bool:
    """At least one investor is a natural person, who signs in the person's own name."""
    return any(investor.kind == "individual" for investor in terms.investors)


# Switches of the options


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


@decided_by("options.rra_consent_exception")
def registration_rights_consent_excepted(terms: TermSheet) -> bool:
    """The representation excepts consents that the Registration Rights Agreement contemplates."""
    return terms.options.rra_consent_exception


@decided_by("options.rra_resale_exception")
def registered_resale_excepted(terms: TermSheet) -> bool:
    """The representation excepts resales set forth in the Registration Rights Agreement."""
    return terms.options.rra_resale_exception


@decided_by("options.company_disclosure_annex")
def company_disclosure_annexed(terms: TermSheet) -> bool:
    """The company discloses proceedings in an annex."""
    return terms.options.company_disclosure_annex


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


# Data that switches text by being there


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
