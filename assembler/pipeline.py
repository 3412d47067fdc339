"""The order of work, from the bytes of a term sheet to the bytes of its documents."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from assembler import __version__
from assembler.closing.names import file_stem
from assembler.document import walk
from assembler.document.numbering import Numbers
from assembler.document.tree import Document
from assembler.drafting.forms import Drafted, Form, NumberedDeparture, draft
from assembler.findings import Finding, Refused, errors
from assembler.library import Library
from assembler.termsheet.deal import Deal
from assembler.termsheet.instruments import Instrument, form_of_warrant, plain_name, warrant_of, warrants_of
from assembler.termsheet.loading import Loaded, load
from assembler.termsheet.reckoning import establish, open_points
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schema import Departure, TermSheet, WarrantSheet

if TYPE_CHECKING:
    from assembler.checks.subject import Subject

HOUSE = "house"
_STATUS_SHOWN = {"form": "Form", "draft": "Draft", "execution": "Execution Version", "conformed": "Conformed Copy"}
AGREEMENT, WARRANT = "purchase-agreement", "warrant"
_NO_DATE = date(1980, 1, 1)  # the first a zip file can bear: what is written in a document whose date is open
_SCHEDULE = "annex_i_schedule"


class Part(StrEnum):
    """A part of the set that can be asked for alone."""

    AGREEMENT = "agreement"
    WARRANTS = "warrants"
    SCHEDULE = "schedule"
    SIGNATURES = "signatures"


@dataclass(frozen=True, slots=True)
class Piece:
    """One document of the set: the stem of its file name, its tree and its numbers."""

    part: Part
    stem: str
    document: Document
    numbers: Numbers
    form: Form


@dataclass(frozen=True, slots=True)
class DealSet:
    """Every document of a deal ready to be written, what they were made from, and what its figures give cause to say."""

    deal: Deal
    pieces: tuple[Piece, ...]
    inputs: Mapping[str, str]
    warnings: tuple[Finding, ...]

    @property
    def is_copy(self) -> bool:
        """Whether it copies what was signed or circulated, and is not open to change."""
        return self.deal.status in ("form", "conformed")


def compose(data: bytes, file: str, library: Library) -> DealSet:
    """The set of a term sheet; `file` is its name in messages.

    Refused, with every finding, where the term sheet or a form is at fault.
    """
    loaded = load(data, file)
    if isinstance(loaded.terms, WarrantSheet):
        return _warrant_alone(data, loaded, loaded.terms, library)
    return _whole_deal(data, loaded, loaded.terms, library)


def _warrant_alone(data: bytes, loaded: Loaded, terms: WarrantSheet, library: Library) -> DealSet:
    form, instrument = Form.of(library, WARRANT), warrant_of(terms, loaded.source)
    drafted = draft(form, instrument.deal, list(enumerate(terms.departures)))
    findings = _refuse_errors(loaded, (*drafted.findings, *open_points(terms, loaded.source)))
    piece = Piece(Part.WARRANTS, "warrant", drafted.document, drafted.numbers, form)
    return DealSet(instrument.deal, (piece,), _inputs(data, [form]), findings)


def _whole_deal(data: bytes, loaded: Loaded, terms: TermSheet, library: Library) -> DealSet:
    deal, findings = establish(terms, loaded.source)
    form, departures = Form.of(library, AGREEMENT), _by_form(deal.departures)
    agreement = draft(form, deal, departures[AGREEMENT])
    findings += _unless_figures_are_missing(agreement.findings, findings)
    instruments = list(_instruments(deal)) if not errors(findings) else []
    form_of_warrants = Form.of(library, WARRANT) if instruments else form
    warrants: list[Piece] = []
    for stem, instrument in instruments:
        drafted = draft(form_of_warrants, instrument.deal, departures[WARRANT], instrument.path)
        findings += tuple(finding for finding in drafted.findings if finding not in findings)
        warrants.append(Piece(Part.WARRANTS, stem, drafted.document, drafted.numbers, form_of_warrants))
    findings = _refuse_errors(loaded, findings)
    pieces = (*_agreement_pieces(agreement, deal, form), *warrants)
    return DealSet(deal, pieces, _inputs(data, (form, form_of_warrants)), findings)


def _by_form(departures: Sequence[Departure]) -> Mapping[str, list[NumberedDeparture]]:
    """The departures of each form; the labels of the warrant's clauses begin with w_."""
    by_form: dict[str, list[NumberedDeparture]] = {AGREEMENT: [], WARRANT: []}
    for index, departure in enumerate(departures):
        label = (departure.after if departure.add is not None else departure.clause) or ""
        by_form[WARRANT if label.startswith("w_") else AGREEMENT].append((index, departure))
    return by_form


def _instruments(deal: Deal) -> Iterator[tuple[str, Instrument]]:
    """Every warrant of the set with its file name; a form of agreement has none but the form."""
    if deal.facts["one_signature_page"]:
        return
    for number, instrument in enumerate(warrants_of(deal), start=1):
        yield f"warrant-{number:02}-{file_stem(instrument.holder)}", instrument
    if deal.facts["warrants_issued"]:
        yield "annex-vi-form-of-warrant", form_of_warrant(deal)


def _agreement_pieces(agreement: Drafted, deal: Deal, form: Form) -> Iterator[Piece]:
    """The agreement, and what is sent alone: the schedule of investors, each investor's signature page."""
    document, numbers = agreement.document, agreement.numbers
    yield Piece(Part.AGREEMENT, "agreement", document, numbers, form)
    if deal.facts["one_signature_page"]:
        return
    schedule = tuple(clause for clause in document.clauses if clause.label == _SCHEDULE)
    if schedule:
        yield Piece(Part.SCHEDULE, "annex-i-schedule-of-investors", replace(document, clauses=schedule), numbers, form)
    names = [plain_name(investor.name) for investor in getattr(deal.terms, "investors", ())]
    for number, (subject, _) in enumerate(deal.each("signatory"), start=1):
        page = tuple(clause for clause in document.clauses if clause.subject == subject)
        stem = f"signature-page-{number:02}-{file_stem(names[number - 1])}"
        yield Piece(Part.SIGNATURES, stem, replace(document, clauses=page), numbers, form)


def _unless_figures_are_missing(of_words: Sequence[Finding], of_figures: Sequence[Finding]) -> tuple[Finding, ...]:
    """What is wrong with the words, without what only follows from a figure that could not be computed."""
    return tuple(finding for finding in of_words if finding.code != "T204" or not errors(of_figures))


def _refuse_errors(loaded: Loaded, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """All findings, where none of them stops the work; Refused with all of them where one does."""
    everything = (*loaded.warnings, *findings)
    if errors(everything):
        raise Refused(everything)
    return everything


def _inputs(data: bytes, forms: Collection[Form]) -> Mapping[str, str]:
    """What a set is made from: hashes of the term sheet and of the words of each form, and the program's version."""
    versions = {form.name: form.digest for form in forms}
    return {"term_sheet": hashlib.sha256(data).hexdigest(), **versions, "assembler": __version__}


def check(whole: DealSet) -> tuple[Finding, ...]:
    """What a careful reader would say of the agreement and of one warrant of each kind, whose words are all alike.

    Refused, with all of it, where something is wrong for sure.
    """
    from assembler import checks

    read = [piece for piece in whole.pieces if piece.part is Part.AGREEMENT or piece.part is Part.WARRANTS]
    findings = tuple(dict.fromkeys(finding for piece in read for finding in checks.check(_subject(piece, whole))))
    if errors(findings):
        raise Refused(findings)
    return findings


def _subject(piece: Piece, whole: DealSet) -> Subject:
    from assembler.checks.subject import Subject

    agreement = getattr(whole.deal.terms, "agreement", None) if piece.part is Part.AGREEMENT else None
    return Subject(
        piece.document,
        piece.numbers,
        {label: clause.name for label, clause in piece.form.clauses.items()},
        _settled(agreement.date) if agreement else None,
        _settled(agreement.investor_signature_date) if agreement else None,
        frozenset(clause.label for clause in walk.clauses(piece.document)),
    )


def _settled(value: Any) -> Any:
    """A value that is agreed; None for an open point."""
    return None if isinstance(value, OpenPoint) else value


def write(
    whole: DealSet, formats: Sequence[str], parts: Collection[Part], library: Library, told: Callable[[str], None]
) -> Mapping[str, bytes]:
    """The files of the set by name, in the formats asked for ("docx", "text"), and the tree each was written from.

    `told` hears the name of each file before it is written. Refused where the shell breaks its promises.
    """
    return {
        name: content
        for piece in whole.pieces
        if piece.part in parts
        for name, content in _written(piece, whole, formats, library, told)
    }


def _written(
    piece: Piece, whole: DealSet, formats: Sequence[str], library: Library, told: Callable[[str], None]
) -> Iterator[tuple[str, bytes]]:
    from assembler.writers import text, tree_json

    if "text" in formats:
        told(f"{piece.stem}.txt")
        yield f"{piece.stem}.txt", text.write(piece.document, piece.numbers).encode()
    if "docx" in formats:
        told(f"{piece.stem}.docx")
        yield f"{piece.stem}.docx", _docx(piece, whole, library)
    yield f"{piece.stem}.document.json", tree_json.write(piece.document, piece.numbers).encode()


def _docx(piece: Piece, whole: DealSet, library: Library) -> bytes:
    from assembler.writers import docx

    terms = whole.deal.terms
    dated = terms.agreement.date if isinstance(terms, TermSheet) else terms.warrant.issue_date
    properties = docx.Properties(
        title=piece.document.title,
        subject=plain_name(terms.company.name),
        company=plain_name(terms.company.name),
        author=plain_name(terms.counsel.company.firm),
        status=_STATUS_SHOWN[terms.execution.status],
        as_of=_settled(dated) or _NO_DATE,
        term_sheet_hash=whole.inputs["term_sheet"],
        form_version=whole.inputs[WARRANT if piece.part is Part.WARRANTS else AGREEMENT],
    )
    return docx.write(piece.document, piece.numbers, library.shell(HOUSE), properties)
