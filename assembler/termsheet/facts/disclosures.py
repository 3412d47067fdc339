"""Facts of the disclosure schedule: the sections against which the company discloses something."""

from __future__ import annotations

from assembler.termsheet.facts.registry import decided_by
from assembler.termsheet.schema import DisclosureSchedule, TermSheet


@decided_by("disclosure_schedule")
def disclosures_scheduled(terms: TermSheet) -> bool:
    """The term sheet states the company's disclosures, and Annex V lists them by section."""
    return terms.disclosure_schedule is not None


@decided_by("disclosure_schedule")
def nothing_disclosed(terms: TermSheet) -> bool:
    """The company discloses nothing, and Annex V says so."""
    schedule = terms.disclosure_schedule
    return schedule is None or not any(getattr(schedule, name) for name in DisclosureSchedule.model_fields)


@decided_by("disclosure_schedule.consents")
def consents_disclosed(terms: TermSheet) -> bool:
    """The company discloses something against its representation on consents and filings."""
    return terms.disclosure_schedule is not None and bool(terms.disclosure_schedule.consents)


@decided_by("disclosure_schedule.no_conflict")
def no_conflict_disclosed(terms: TermSheet) -> bool:
    """The company discloses something against its representation on conflicts."""
    return terms.disclosure_schedule is not None and bool(terms.disclosure_schedule.no_conflict)


@decided_by("disclosure_schedule.litigation")
def litigation_disclosed(terms: TermSheet) -> bool:
    """The company discloses something against its representation on litigation."""
    return terms.disclosure_schedule is not None and bool(terms.disclosure_schedule.litigation)


@decided_by("disclosure_schedule.changes")
def changes_disclosed(terms: TermSheet) -> bool:
    """The company discloses something against its representation on changes since the audit."""
    return terms.disclosure_schedule is not None and bool(terms.disclosure_schedule.changes)


@decided_by("disclosure_schedule.liabilities")
def liabilities_disclosed(terms: TermSheet) -> bool:
    """The company discloses something against its representation on liabilities and events."""
    return terms.disclosure_schedule is not None and bool(terms.disclosure_schedule.liabilities)


@decided_by("disclosure_schedule.reports")
def reports_disclosed(terms: TermSheet) -> bool:
    """The company discloses something against its representation on SEC documents."""
    return terms.disclosure_schedule is not None and bool(terms.disclosure_schedule.reports)


@decided_by("disclosure_schedule.fees")
def fees_disclosed(terms: TermSheet) -> bool:
    """The company discloses something against its representation on brokers and finders."""
    return terms.disclosure_schedule is not None and bool(terms.disclosure_schedule.fees)


@decided_by("disclosure_schedule.capitalization")
def capitalization_disclosed(terms: TermSheet) -> bool:
    """The company discloses something against its representation on capitalization."""
    return terms.disclosure_schedule is not None and bool(terms.disclosure_schedule.capitalization)


@decided_by("disclosure_schedule.taxes")
def taxes_disclosed(terms: TermSheet) -> bool:
    """The company discloses something against its representation on taxes."""
    return terms.disclosure_schedule is not None and bool(terms.disclosure_schedule.taxes)


@decided_by("disclosure_schedule.intellectual_property")
def intellectual_property_disclosed(terms: TermSheet) -> bool:
    """The company discloses something against its representation on intellectual property."""
    return terms.disclosure_schedule is not None and bool(terms.disclosure_schedule.intellectual_property)
