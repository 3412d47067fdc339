"""Facts of the closing: escrow, form of the shares, day and place."""

from __future__ import annotations

from assembler.termsheet.closings import INITIAL, as_of, is_by_amendment, last_closing
from assembler.termsheet.facts.instrument import annexes_included
from assembler.termsheet.facts.offering import maximum_stated
from assembler.termsheet.facts.options import majority_amends
from assembler.termsheet.facts.registry import decided_by
from assembler.termsheet.schema import TermSheet


@decided_by("escrow")
def escrow_used(terms: TermSheet) -> bool:
    """An escrow agent holds price and shares until the closing."""
    return terms.escrow is not None


@decided_by("escrow", "execution.status", "options.clauses.annex_list")
def escrow_instructions_annexed(terms: TermSheet) -> bool:
    """The joint escrow instructions are attached."""
    return escrow_used(terms) and annexes_included(terms)


@decided_by("closing.wire")
def company_wire_stated(terms: TermSheet) -> bool:
    """The company's account is stated, to which the investors wire the price."""
    return terms.closing.wire is not None


@decided_by("closing.delivery")
def shares_certificated(terms: TermSheet) -> bool:
    """The shares are delivered as certificates on paper."""
    return terms.closing.delivery == "certificates"


@decided_by("closing.delivery")
def shares_credited_through_dtc(terms: TermSheet) -> bool:
    """Shares whose legend comes off are credited through DTC, and not upon request alone."""
    return terms.closing.delivery == "dwac"


@decided_by("closing.place")
def closing_remote(terms: TermSheet) -> bool:
    """The parties close by exchange of documents, and meet nowhere."""
    return terms.closing.place == "remote"


@decided_by("closing.timing", "closing.date")
def closing_on_stated_day(terms: TermSheet) -> bool:
    """The initial closing is on a stated day, if its conditions are met by then."""
    return terms.closing.timing == "on_date" and terms.closing.date is not None


@decided_by("closing.timing", "closing.date")
def closing_day_expected(terms: TermSheet) -> bool:
    """The parties expect the initial closing on a stated day, which does not bind them."""
    return terms.closing.timing != "on_date" and terms.closing.date is not None


@decided_by("closing.timing", "closing.days_after_signing")
def closing_days_after_signing(terms: TermSheet) -> bool:
    """The initial closing is some trading days after the date of the agreement."""
    return terms.closing.timing == "after_signing" and terms.closing.days_after_signing is not None


@decided_by("closing.timing", "closing.date", "closing.days_after_signing")
def closing_day_fixed(terms: TermSheet) -> bool:
    """The agreement fixes the day of the initial closing, if its conditions are met by then."""
    return closing_on_stated_day(terms) or closing_days_after_signing(terms)


@decided_by("closing.additional_until", "offering.maximum_amount")
def additional_closings_allowed(terms: TermSheet) -> bool:
    """The agreement allows additional closings up to a day and a maximum, at which others may join."""
    return terms.closing.additional_until is not None and maximum_stated(terms)


@decided_by("closing.additional")
def several_closings(terms: TermSheet) -> bool:
    """There has been an additional closing, as of the documents."""
    return bool(terms.closing.additional)


@decided_by("closing.additional")
def closing_by_amendment(terms: TermSheet) -> bool:
    """The agreement does not allow the last closing, so its joinders amend it."""
    return is_by_amendment(terms, last_closing(terms))


@decided_by("investors", "closing.additional_until", "options.amendment_by")
def earlier_majority_amends(terms: TermSheet) -> bool:
    """A Majority In Interest of those who bought at the earlier closings can amend the agreement."""
    # The term is defined in an agreement that was signed with several investors.
    return majority_amends(as_of(terms, INITIAL))


@decided_by("closing.outside_date")
def outside_date_agreed(terms: TermSheet) -> bool:
    """The agreement may be terminated if the closing is not by a stated day."""
    return terms.closing.outside_date is not None
