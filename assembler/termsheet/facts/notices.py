"""Facts of notices: who receives them, who receives copies, and by which means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assembler.termsheet.facts.registry import decided_by
from assembler.termsheet.schema import (
    AnyTermSheet,
    Firm,
    Investor,
    NoticeContact,
    NoticeCopy,
    TermSheet,
    WarrantHolder,
)

Contact = NoticeContact | Firm | NoticeCopy | Investor | WarrantHolder


def contacts_of_company(terms: AnyTermSheet) -> Iterator[Contact]:
    """Yield whoever receives the company's notices, or copies of them."""
    yield terms.company.notice
    yield from terms.company.notice.copies
    if terms.counsel.company:
        yield terms.counsel.company


def contacts_of_investors(terms: TermSheet) -> Iterator[Contact]:
    """Yield whoever receives the investors' notices, or copies of them."""
    if terms.counsel.investors:
        yield terms.counsel.investors
    yield from contacts_of(terms.investors)


def contacts_of(parties: Iterable[Investor | WarrantHolder]) -> Iterator[Contact]:
    """Yield the parties, and whoever receives copies of their notices."""
    for party in parties:
        yield party
        yield from party.copies


def any_facsimile(contacts: Iterable[Contact]) -> bool:
    """Return True if one of the contacts gives a facsimile number."""
    return any(contact.facsimile is not None for contact in contacts)


@decided_by("counsel.company")
def company_counsel_named(terms: TermSheet) -> bool:
    """The company's counsel receives copies of its notices."""
    return terms.counsel.company is not None


@decided_by("company.notice.copies")
def company_copies_named(terms: TermSheet) -> bool:
    """Others than counsel receive copies of the company's notices."""
    return bool(terms.company.notice.copies)


@decided_by("counsel.investors")
def investors_counsel_named(terms: TermSheet) -> bool:
    """The investors have counsel, who receives copies of their notices."""
    return terms.counsel.investors is not None


@decided_by("counsel", "company.notice.copies", "investors")
def notice_copies_sent(terms: TermSheet) -> bool:
    """Somebody receives copies of a party's notices."""
    named = terms.counsel.company or terms.counsel.investors or terms.company.notice.copies
    return bool(named) or any(investor.copies for investor in terms.investors)


@decided_by("company.notice", "counsel", "investors")
def facsimile_used(terms: TermSheet) -> bool:
    """Somebody gives a facsimile number, so that notices may go by facsimile."""
    return any_facsimile((*contacts_of_company(terms), *contacts_of_investors(terms)))


@decided_by("company.notice", "counsel", "investors")
def email_used(terms: TermSheet) -> bool:
    """Somebody gives an e-mail address, so that the pages of investors who give none have a line for it."""
    return any(contact.email is not None for contact in (*contacts_of_company(terms), *contacts_of_investors(terms)))
