"""The documents of a deal: which there are, what their files are called, and what may be attached."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from zlib import crc32

from msgspec import Struct
from msgspec.structs import replace

from assembler.dealset.investor_matching import Match
from assembler.document import walk
from assembler.document.numbering import Numbers
from assembler.document.tree import Clause, Document
from assembler.document.walk import words_of
from assembler.drafting.copies import Copy
from assembler.drafting.forms import DraftedForm, Form
from assembler.errors import InputError, Problem
from assembler.store.manifest import NumberedParty
from assembler.termsheet.closings import INITIAL
from assembler.termsheet.deal import Deal
from assembler.termsheet.instruments import Instrument, forms_of_warrant, plain_name, warrants_of
from assembler.termsheet.scalars import settled
from assembler.termsheet.schema import AnyTermSheet, TermSheet

LONGEST = 60

# Windows reads these names as devices, with any ending.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


def file_stem(name: str) -> str:
    """Return the name in lower-case ASCII letters, digits and hyphens, at most `LONGEST` characters.

    A name that is too long, that is a device, or that has no ASCII letter ends in a checksum. Two names can give the
    same stem, so callers put a number before it, as in "warrant-01-".
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain.lower().replace("'", "")).strip("-")
    if not stem or stem in _DEVICES or len(stem) > LONGEST:
        return f"{stem[: LONGEST - 9].rstrip('-')}-{crc32(name.encode()):08x}".lstrip("-")
    return stem


# The kinds of documents of a party, which are the beginnings of their file names.
SIGNATURE_PAGE, JOINDER_OF_PARTY, WARRANT_OF_PARTY = "signature-page", "joinder", "warrant"

_SCHEDULE = "annex_i_schedule"
_LEGEND = "restrictive_legend"

# The annexes that can be a file of the user's: the clause of its slip-sheet, and the end of its file name.
_ANNEXES = {
    "escrow_instructions": ("annex_escrow_instructions", "joint-escrow-instructions"),
    "opinion": ("annex_opinion", "opinion-of-counsel"),
    "registration_rights": ("annex_registration_rights", "registration-rights-agreement"),
    "disclosure": ("annex_disclosure", "company-disclosure-materials"),
    "use_of_proceeds": ("annex_use_of_proceeds", "use-of-proceeds-schedule"),
}


# The term that names the file of each of them, by the label of its clause.
ANNEX_TERMS = {label: f"annexes.{name}" for name, (label, _) in _ANNEXES.items()}

_FORM_OF_WARRANT = "annex_warrant"


class SetPart(StrEnum):
    """A part of the set that can be drafted alone."""

    AGREEMENT = "agreement"
    WARRANTS = "warrants"
    SCHEDULE = "schedule"
    SIGNATURES = "signatures"
    ANCILLARY = "ancillary"


class SetDocument(Struct, frozen=True):
    """A document of the set: the stem of its file name, its content and its numbers.

    `series` is the beginning of the stem of a party's document, such as "warrant". The register gives its stem.
    `about` is the path of its party, such as "investors[0]" or "placement_agent_warrant", "" for a common document.
    `investor` is the name of its holder or signer. `warrant_class` is the class of a warrant. `decided_by` maps a clause's label to the terms that put it in its
    state. Only the first document of a set has it.
    """

    part: SetPart
    stem: str
    content: Document | Copy
    numbers: Numbers
    form: Form
    about: str = ""
    investor: str = ""
    decided_by: Mapping[str, tuple[str, ...]] = {}
    warrant_class: str = ""
    series: str = ""

    @property
    def document(self) -> Document:
        """The tree of the document. That of a copy is filled in at each call."""
        return self.content.document if isinstance(self.content, Copy) else self.content

    @property
    def tree(self) -> tuple[Document, Numbers]:
        """The tree of the document with its numbers."""
        return self.document, self.numbers

    @property
    def title(self) -> str:
        """The title of the document. That of a copy holds no values."""
        return (self.content.template.document if isinstance(self.content, Copy) else self.content).title

    @property
    def kind(self) -> object:
        """A key that is equal for documents that differ only in their values."""
        return self.content.template if isinstance(self.content, Copy) else self.stem

    def is_equal(self, other: SetDocument) -> bool:
        """Return True if both documents are equal, the terms of their values included."""
        return (self.content, self.numbers) == (other.content, other.numbers)


class DocumentSet(Struct, frozen=True):
    """The drafted documents of a deal, their inputs, and the warnings about them.

    `terms` is the term sheet as it was read. `deal` is the deal as of the initial closing, and `additional` are the deals
    as of each later one. `inputs` maps the name of an input to its hash. `legend` is the restrictive legend of the
    certificates. `numbers` is the register of the parties, and `matches` are the investors now and in the set before.
    """

    terms: AnyTermSheet
    deal: Deal
    documents: tuple[SetDocument, ...]
    inputs: Mapping[str, str]
    warnings: tuple[Problem, ...]
    additional: tuple[Deal, ...] = ()
    legend: str = ""
    numbers: tuple[NumberedParty, ...] = ()
    matches: tuple[Match, ...] = ()

    @property
    def latest(self) -> AnyTermSheet:
        """The terms as of the last closing, which holds the investors of all closings."""
        return (self.deal, *self.additional)[-1].terms

    @property
    def is_copy(self) -> bool:
        """True for a copy of a signed or circulated document, which is not open to change."""
        return self.deal.status in ("form", "conformed")

    @property
    def as_of(self) -> date | None:
        """The date of the agreement, or of a stand-alone warrant. None while it is open."""
        terms = self.deal.terms
        dated: date | None = settled(terms.agreement.date if isinstance(terms, TermSheet) else terms.warrant.issue_date)
        return dated

    @property
    def has_forms(self) -> bool:
        """True if ancillary forms are drafted. An agreement needs them before it closes."""
        return isinstance(self.deal.terms, TermSheet) and not self.is_copy


def instruments(deal: Deal, numbers: Numbers) -> Iterator[tuple[str, Instrument]]:
    """Yield the stem and the content of every warrant, and of the Form of Warrant.

    `numbers` are those of the agreement.
    """
    if deal.facts["one_signature_page"]:  # a form of agreement names no investors, so nobody holds a warrant
        return
    for instrument in warrants_of(deal):
        yield WARRANT_OF_PARTY, instrument
    if deal.facts["warrants_issued"]:
        annex = f"annex-{numbers[_FORM_OF_WARRANT].full.lower()}-" if _FORM_OF_WARRANT in numbers else ""
        for instrument in forms_of_warrant(deal):
            yield "-".join(filter(None, (f"{annex}form-of-warrant", class_stem(instrument.warrant_class)))), instrument


def class_stem(warrant_class: str) -> str:
    """Return the class of a warrant as a part of a file name, "" if it has none."""
    return file_stem(warrant_class) if warrant_class else ""


def agreement_documents(agreement: DraftedForm, deal: Deal, form: Form) -> Iterator[SetDocument]:
    """Yield the agreement and its parts that are sent alone: the schedule and each signature page."""
    document, numbers = agreement.document, agreement.numbers
    yield SetDocument(SetPart.AGREEMENT, "agreement", document, numbers, form, decided_by=agreement.decided_by)
    if deal.facts["one_signature_page"]:
        return
    yield from schedule_document(agreement, form)
    names = [plain_name(investor.name) for investor in getattr(deal.terms, "investors", ())]
    # The signature clauses are repeated for each signatory, whom `subject` tells.
    pages: dict[str, list[Clause]] = {}
    for clause in document.clauses:
        pages.setdefault(clause.subject, []).append(clause)
    for name, (subject, _) in zip(names, deal.each("signatory"), strict=True):
        page = replace(document, clauses=tuple(pages.get(subject, ())))
        yield SetDocument(SetPart.SIGNATURES, SIGNATURE_PAGE, page, numbers, form, subject, name, series=SIGNATURE_PAGE)


def schedule_document(agreement: DraftedForm, form: Form, closing: int = INITIAL) -> Iterator[SetDocument]:
    """Yield the schedule of investors as of a closing, if the agreement has one."""
    schedule = tuple(clause for clause in agreement.document.clauses if clause.label == _SCHEDULE)
    if schedule:
        document = replace(agreement.document, clauses=schedule)
        stem = f"annex-i-schedule-of-investors{closing_suffix(closing)}"
        yield SetDocument(SetPart.SCHEDULE, stem, document, agreement.numbers, form)


def warrant_document(
    stem: str, instrument: Instrument, drafted: DraftedForm, form: Form, copy: Copy | None = None
) -> SetDocument:
    """Return a warrant. `copy` holds its values if it is a copy of a template."""
    content = copy or drafted.document
    return SetDocument(
        SetPart.WARRANTS,
        stem,
        content,
        drafted.numbers,
        form,
        instrument.path,
        instrument.holder,
        warrant_class=instrument.warrant_class,
        # The form of warrant has no holder, and a warrant alone needs no number.
        series="" if instrument.path in ("", "warrant") else WARRANT_OF_PARTY,
    )


def legend_of(agreement: SetDocument) -> str:
    """Return the restrictive legend of the certificates in the words of the agreement, "" if it has none."""
    clauses = (clause for clause in walk.clauses(agreement.document) if clause.label == _LEGEND)
    return "\n".join(words_of(passage) for clause in clauses for passage in walk.passages(clause))


def closing_suffix(closing: int) -> str:
    """Return the suffix of file names of a closing. That of the initial closing is "", so its names never change."""
    return "" if closing == INITIAL else f"-closing-{closing}"


class Attachment(Struct, frozen=True):
    """A user's file that is an annex: its path as in the term sheet, its stem in the set, and the term that names it."""

    path: str
    stem: str
    term: str


def attachments(document_set: DocumentSet) -> tuple[Attachment, ...]:
    """Return the files that the term sheet attaches. Raises InputError if this deal does not have their annex."""
    annexes = getattr(document_set.deal.terms, "annexes", None)
    # A term that is TBD is not a string: its annex is an open point, and has no file yet.
    named = {name: path for name in _ANNEXES if isinstance(path := getattr(annexes, name, None), str)}
    standing = {clause.label for clause in walk.clauses(document_set.documents[0].document)}
    missing = [name for name in named if _ANNEXES[name][0] not in standing]
    if missing:
        raise InputError(_no_such_annex(name, document_set.deal) for name in missing)
    numbers = document_set.documents[0].numbers
    return tuple(
        Attachment(path, f"annex-{numbers[_ANNEXES[name][0]].full.lower()}-{_ANNEXES[name][1]}", f"annexes.{name}")
        for name, path in named.items()
    )


def attached_annexes(deal: Deal) -> frozenset[str]:
    """Return the labels of the annexes that are files of the set: those of the user, and the form of warrant."""
    annexes = getattr(deal.terms, "annexes", None)
    files = {label for name, (label, _) in _ANNEXES.items() if isinstance(getattr(annexes, name, None), str)}
    # A form of agreement comes without it.
    drafted = deal.facts["warrants_issued"] and not deal.facts["one_signature_page"]
    return frozenset(files | ({_FORM_OF_WARRANT} if drafted else set()))


def _no_such_annex(name: str, deal: Deal) -> Problem:
    path, what = f"annexes.{name}", "a file is attached for an annex that this deal does not have"
    hint = "Delete the line. Or change execution.status and options, which decide on the annexes."
    return Problem("T205", what, hint, deal.location_of(path), path)
