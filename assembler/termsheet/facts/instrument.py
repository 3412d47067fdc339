"""Facts of the instrument: its stage, its front pages, its annexes and dates."""

from __future__ import annotations

from assembler.termsheet.facts.options import company_disclosure_annexed, registration_rights_agreed
from assembler.termsheet.facts.registry import decided_by
from assembler.termsheet.facts.warrants import warrants_issued
from assembler.termsheet.schema import TermSheet


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


@decided_by("escrow", "options.registration_rights", "warrants.mode")
def sole_agreement(terms: TermSheet) -> bool:
    """The parties sign the agreement alone: no escrow, no registration rights and no warrants."""
    return terms.escrow is None and not registration_rights_agreed(terms) and not warrants_issued(terms)


@decided_by("execution.status", "options.clauses.annex_list", "options.registration_rights")
def registration_rights_annexed(terms: TermSheet) -> bool:
    """The Registration Rights Agreement is attached."""
    return annexes_included(terms) and registration_rights_agreed(terms)


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
