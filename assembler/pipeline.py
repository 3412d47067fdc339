"""The order of work, from the bytes of a term sheet to the bytes of its documents."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from assembler import __version__
from assembler.closing.pieces import DealSet, Part, Piece, agreement_pieces
from assembler.closing.pieces import instruments as instruments_of
from assembler.document import walk
from assembler.drafting.forms import Form, NumberedDeparture, draft
from assembler.findings import Finding, Refused, errors
from assembler.library import Library
from assembler.termsheet import rules
from assembler.termsheet.instruments import warrant_of
from assembler.termsheet.loading import Loaded, load
from assembler.termsheet.reckoning import establish, open_points
from assembler.termsheet.rules.matter import Matter
from assembler.termsheet.scalars import settled
from assembler.termsheet.schema import Departure, Options, TermSheet, WarrantSheet

if TYPE_CHECKING:
    from assembler.checks.subject import Subject
    from assembler.compare.variants import Draft
    from assembler.readers.reading import Reading

AGREEMENT, WARRANT = "purchase-agreement", "warrant"


def compose(data: bytes, file: str, library: Library, beside: Callable[[str], bytes] | None = None) -> DealSet:
    """The set of a term sheet; `file` is its name in messages.

    `beside` reads a file that the term sheet refers to, by its path from there. Refused, with every finding, where the
    term sheet, such a file or a form is at fault.
    """
    loaded = load(data, file, beside)
    if isinstance(loaded.terms, WarrantSheet):
        return _warrant_alone(data, loaded, loaded.terms, library)
    return _whole_deal(data, loaded, loaded.terms, library)


def _warrant_alone(data: bytes, loaded: Loaded, terms: WarrantSheet, library: Library) -> DealSet:
    form, instrument = Form.of(library, WARRANT), warrant_of(terms, loaded.source)
    drafted = draft(form, instrument.deal, list(enumerate(terms.departures)))
    of_terms = (*open_points(terms, loaded.source), *rules.check(Matter(terms, loaded.source)))
    findings = _refuse_errors(loaded, (*drafted.findings, *of_terms))
    piece = Piece(Part.WARRANTS, "warrant", drafted.document, drafted.numbers, form, drafted.decided_by)
    return DealSet(instrument.deal, (piece,), _inputs(data, loaded, [form]), findings)


def _whole_deal(data: bytes, loaded: Loaded, terms: TermSheet, library: Library) -> DealSet:
    deal, findings = establish(terms, loaded.source)
    form, departures = Form.of(library, AGREEMENT), _by_form(deal.departures)
    agreement = draft(form, deal, departures[AGREEMENT])
    findings += _unless_figures_are_missing(agreement.findings, findings)
    instruments = list(instruments_of(deal)) if not errors(findings) else []
    form_of_warrants = Form.of(library, WARRANT) if instruments else form
    warrants: list[Piece] = []
    for stem, instrument in instruments:
        drafted = draft(form_of_warrants, instrument.deal, departures[WARRANT], instrument.path)
        findings += tuple(finding for finding in drafted.findings if finding not in findings)
        warrants.append(Piece(Part.WARRANTS, stem, drafted.document, drafted.numbers, form_of_warrants))
    findings = _refuse_errors(loaded, findings)
    pieces = (*agreement_pieces(agreement, deal, form), *warrants)
    return DealSet(deal, pieces, _inputs(data, loaded, (form, form_of_warrants)), findings)


def _by_form(departures: Sequence[Departure]) -> Mapping[str, list[NumberedDeparture]]:
    """The departures of each form; the labels of the warrant's clauses begin with w_."""
    by_form: dict[str, list[NumberedDeparture]] = {AGREEMENT: [], WARRANT: []}
    for index, departure in enumerate(departures):
        label = (departure.after if departure.add is not None else departure.clause) or ""
        by_form[WARRANT if label.startswith("w_") else AGREEMENT].append((index, departure))
    return by_form


def _unless_figures_are_missing(of_words: Sequence[Finding], of_figures: Sequence[Finding]) -> tuple[Finding, ...]:
    """What is wrong with the words, without what only follows from a figure that could not be computed."""
    return tuple(finding for finding in of_words if finding.code != "T204" or not errors(of_figures))


def _refuse_errors(loaded: Loaded, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """All findings, where none of them stops the work; Refused with all of them where one does."""
    everything = (*loaded.warnings, *findings)
    if errors(everything):
        raise Refused(everything)
    return everything


def _inputs(data: bytes, loaded: Loaded, forms: Collection[Form]) -> Mapping[str, str]:
    """What a set is made from: hashes of the term sheet, of what it refers to and of each form's words, and our version."""
    versions = {form.name: form.digest for form in forms}
    term_sheet = {"term_sheet": hashlib.sha256(data).hexdigest(), **loaded.inputs}
    return {**term_sheet, **versions, "assembler": __version__}


def drawn(whole: DealSet, source: str) -> tuple[Reading, Draft]:
    """The first document of a set as a reading, and what its term sheet tells of it beyond its words."""
    from assembler.compare.variants import Draft
    from assembler.readers import tree

    piece = whole.pieces[0]
    departures = _by_form(whole.deal.departures)[piece.form.name]
    if piece.part is Part.WARRANTS:
        departures = list(enumerate(whole.deal.departures))
    return tree.read(piece.document, piece.numbers, source), Draft(piece.form, whole.deal, departures)


def form_of(whole: DealSet, source: str) -> Reading:
    """The first document of a set as its form has it for the same figures: no departure, and every option as the form sets it."""
    from assembler.readers import tree

    terms = whole.deal.terms.model_copy(update={"departures": ()})
    if isinstance(terms, TermSheet):
        deal, _ = establish(terms.model_copy(update={"options": Options()}), whole.deal.source)
    else:
        deal = msgspec.structs.replace(whole.deal, terms=terms)
    drafted = draft(whole.pieces[0].form, deal, [])
    reading = tree.read(drafted.document, drafted.numbers, source)
    missing = (
        f"not drafted, since the deal does not say enough for it: {finding.what}" for finding in drafted.findings
    )
    return msgspec.structs.replace(reading, remarks=(*reading.remarks, *missing))


def check(whole: DealSet) -> tuple[Finding, ...]:
    """What a careful reader would say of the agreement and of one warrant of each kind, whose words are all alike.

    Refused, with all of it, where something is wrong for sure.
    """
    from assembler import checks

    kinds: dict[tuple[str, ...], Piece] = {}
    for piece in whole.pieces:
        if piece.part in (Part.AGREEMENT, Part.WARRANTS):
            kinds.setdefault(tuple(clause.label for clause in walk.clauses(piece.document)), piece)
    read = (checks.check(_subject(piece, whole)) for piece in kinds.values())
    findings = tuple(dict.fromkeys(finding for found in read for finding in found))
    if errors(findings):
        raise Refused(findings)
    return findings


def check_days(whole: DealSet) -> tuple[Finding, ...]:
    """What the calendars of exchange and banks have to say of the days that the deal fixes."""
    return rules.check_days(Matter(whole.deal.terms, whole.deal.source))


def _subject(piece: Piece, whole: DealSet) -> Subject:
    from assembler.checks.subject import Subject

    agreement = getattr(whole.deal.terms, "agreement", None) if piece.part is Part.AGREEMENT else None
    return Subject(
        piece.document,
        piece.numbers,
        {label: clause.name for label, clause in piece.form.clauses.items()},
        settled(agreement.date) if agreement else None,
        settled(agreement.investor_signature_date) if agreement else None,
        frozenset(clause.label for clause in walk.clauses(piece.document)),
    )
