"""The order of work, from the bytes of a term sheet to its drafted documents."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from assembler import __version__
from assembler.closing.joining import JOINDER, Departures, instruments_of_joining, join
from assembler.closing.manifest import digest
from assembler.closing.pieces import DealSet, Part, Piece, agreement_pieces, legend_of, warrant_piece
from assembler.closing.pieces import instruments as instruments_of
from assembler.document import walk
from assembler.drafting.copies import Copier
from assembler.drafting.forms import Form, NumberedDeparture, draft
from assembler.findings import Finding, Refused, errors
from assembler.investors.importer import import_investors
from assembler.library import Library
from assembler.termsheet import rules
from assembler.termsheet.closings import INITIAL, as_of, last_closing
from assembler.termsheet.deal import Deal
from assembler.termsheet.instruments import Instrument, warrant_of
from assembler.termsheet.loading import Loaded, load
from assembler.termsheet.reader import read
from assembler.termsheet.reckoning import establish, open_points, open_terms
from assembler.termsheet.rules.matter import Matter
from assembler.termsheet.scalars import settled
from assembler.termsheet.schema import Departure, Options, TermSheet, WarrantSheet
from assembler.termsheet.source import place_of

if TYPE_CHECKING:
    from assembler.checks.subject import Subject
    from assembler.compare.variants import Draft
    from assembler.readers.reading import Reading

AGREEMENT, WARRANT = "purchase-agreement", "warrant"

# The form of a clause, by the prefix of its label. Clauses of the agreement have no prefix.
_FORMS = {"w_": WARRANT, "j_": JOINDER}


def compose(
    data: bytes,
    file: str,
    library: Library,
    beside: Callable[[str], bytes] | None = None,
    closing: int | None = None,
) -> DealSet:
    """Return the drafted documents of a term sheet. `file` is its name in messages.

    `beside` reads a file that the term sheet refers to, by its path from there. `closing` is the last closing to draft:
    1 is the initial one, None means all that are stated. Raises Refused, with all findings, if the term sheet, a file it
    refers to or a form has an error.
    """
    loaded = load_term_sheet(data, file, beside)
    _refuse_closing(loaded, closing)
    if isinstance(loaded.terms, WarrantSheet):
        return _warrant_alone(data, loaded, loaded.terms, library)
    terms = as_of(loaded.terms, closing or last_closing(loaded.terms))
    return _agreement(data, loaded, terms, library)


def load_term_sheet(data: bytes, file: str, beside: Callable[[str], bytes] | None = None) -> Loaded:
    """Return the terms in the bytes of a term sheet: read it, import its investors, load it.

    `file` is its name in messages. `beside` reads a file by its path from the term sheet, and raises OSError if it
    cannot. Without it, a term sheet that refers to a list of investors is refused. Raises Refused with all problems.
    """
    return load(import_investors(read(data, file), beside))


def _warrant_alone(data: bytes, loaded: Loaded, terms: WarrantSheet, library: Library) -> DealSet:
    form, instrument = Form.of(library, WARRANT), warrant_of(terms, loaded.source)
    drafted = draft(form, instrument.deal, departures_of(instrument.deal, WARRANT))
    of_terms = (*open_points(terms, loaded.source), *rules.check(Matter(terms, loaded.source)))
    findings = _refuse_errors(loaded, (*drafted.findings, *of_terms))
    piece = replace(warrant_piece("warrant", instrument, drafted, form), decided_by=drafted.decided_by)
    return DealSet(terms, instrument.deal, (piece,), _inputs(data, loaded, [form]), findings, legend=legend_of(piece))


def _agreement(data: bytes, loaded: Loaded, terms: TermSheet, library: Library) -> DealSet:
    latest, findings = establish(terms, loaded.source)
    before = (establish(as_of(terms, closing), loaded.source)[0] for closing in range(INITIAL, last_closing(terms)))
    deal, *additional = (*before, latest)
    form = Form.of(library, AGREEMENT)
    drafted = draft(form, deal, departures_of(deal, AGREEMENT))
    of_figures, of_words = findings, _unless_figures_are_missing(drafted.findings, findings)
    findings = (*of_figures, *of_words)
    pieces = list(agreement_pieces(drafted, deal, form))
    if not errors(of_figures):  # warrants would repeat an error in the figures once for each investor
        instruments = list(instruments_of(deal))
        findings += _join(additional, form, library, pieces, instruments)
        findings += _add_warrants(deal, instruments, library, pieces)
    findings = _refuse_errors(loaded, findings)
    inputs = _inputs(data, loaded, {piece.form.name: piece.form for piece in pieces}.values())
    legend = legend_of(pieces[0])
    return DealSet(loaded.terms, deal, tuple(pieces), inputs, findings, tuple(additional), legend)


def _add_warrants(
    deal: Deal, instruments: Sequence[tuple[str, Instrument]], library: Library, pieces: list[Piece]
) -> tuple[Finding, ...]:
    """Add every warrant under its stem. Return the problems of their words."""
    if not instruments:
        return ()
    form, findings = Form.of(library, WARRANT), dict[Finding, None]()
    copier = Copier(form, departures_of(deal, WARRANT))
    for stem, instrument in instruments:
        drafted, copy = copier.draft(instrument.deal, instrument.path)
        pieces.append(warrant_piece(stem, instrument, drafted, form, copy))
        findings |= dict.fromkeys(drafted.findings)
    return tuple(findings)


def _join(
    additional: Sequence[Deal],
    form: Form,
    library: Library,
    pieces: list[Piece],
    instruments: list[tuple[str, Instrument]],
) -> tuple[Finding, ...]:
    """Add the documents of every additional closing. Return the problems of their words."""
    findings: dict[Finding, None] = {}
    joinder = Form.of(library, JOINDER) if additional else form
    for deal in additional:
        departures = Departures(departures_of(deal, AGREEMENT), departures_of(deal, JOINDER))
        joined, found = join(deal, form, joinder, departures)
        pieces += joined
        instruments += instruments_of_joining(deal)
        findings |= dict.fromkeys(found)
    return tuple(findings)


def _refuse_closing(loaded: Loaded, closing: int | None) -> None:
    """Raise Refused if the term sheet does not state the requested closing."""
    last = last_closing(loaded.terms) if isinstance(loaded.terms, TermSheet) else INITIAL
    if closing is not None and not INITIAL <= closing <= last:
        stated = "states no other than closing 1" if last == INITIAL else f"states closings 1 to {last}"
        what = f"closing {closing} is asked for, and the term sheet {stated}"
        remedy = "Ask for one that is stated, or add it with its date under closing.additional."
        path = "closing.additional"
        raise Refused([Finding("T206", what, remedy, place_of(loaded.source, path), path)])


def departures_of(deal: Deal, form: str) -> list[NumberedDeparture]:
    """Return the departures of a deal from one of its forms. The prefix of a clause label tells the form."""
    numbered = list(enumerate(deal.departures))
    if isinstance(deal.terms, WarrantSheet):
        return numbered
    return [one for one in numbered if _FORMS.get(_label(one[1])[:2], AGREEMENT) == form]


def _label(departure: Departure) -> str:
    return (departure.after if departure.add is not None else departure.clause) or ""


def _unless_figures_are_missing(of_words: Sequence[Finding], of_figures: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the problems of the words, except those that only follow from a missing figure."""
    return tuple(finding for finding in of_words if finding.code != "T204" or not errors(of_figures))


def _refuse_errors(loaded: Loaded, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return all findings. Raises Refused with all of them if one is an error."""
    everything = (*loaded.warnings, *findings)
    if errors(everything):
        raise Refused(everything)
    return everything


def _inputs(data: bytes, loaded: Loaded, forms: Collection[Form]) -> Mapping[str, str]:
    """Return the hashes of the term sheet, its files and each form, and the version of Assembler."""
    versions = {form.name: form.digest for form in forms}
    term_sheet = {"term_sheet": digest(data), **loaded.inputs}
    return {**term_sheet, **versions, "assembler": __version__}


def drawn(whole: DealSet, source: str) -> tuple[Reading, Draft]:
    """Return the first document of a set as a reading, and what the term sheet tells about it."""
    from assembler.compare.variants import Draft
    from assembler.readers import tree

    piece = whole.pieces[0]
    departures = departures_of(whole.deal, piece.form.name)
    return tree.read(piece.document, piece.numbers, source), Draft(piece.form, whole.deal, departures)


def form_of(whole: DealSet, source: str) -> Reading:
    """Return the first document as the bare form has it: the same figures, no departures, and default options."""
    from assembler.readers import tree

    terms = whole.deal.terms.model_copy(update={"departures": ()})
    if isinstance(terms, TermSheet):
        deal, _ = establish(terms.model_copy(update={"options": Options()}), whole.deal.source)
    else:
        deal = replace(whole.deal, terms=terms)
    drafted = draft(whole.pieces[0].form, deal, [])
    reading = tree.read(drafted.document, drafted.numbers, source)
    missing = (
        f"not drafted, since the deal does not say enough for it: {finding.what}" for finding in drafted.findings
    )
    return replace(reading, remarks=(*reading.remarks, *missing))


def check(whole: DealSet) -> tuple[Finding, ...]:
    """Return the findings of the checks on the agreement and on one warrant of each kind.

    Raises Refused with all findings if one of them is an error.
    """
    from assembler import checks

    # Warrants of one kind differ in their values only, so one of them stands for all.
    kinds: dict[object, Piece] = {}
    for piece in whole.pieces:
        if piece.part in (Part.AGREEMENT, Part.WARRANTS):
            kinds.setdefault(piece.kind, piece)
    read = (checks.check(_subject(piece, whole)) for piece in kinds.values())
    # A term that is printed in several clauses is named once.
    first: dict[object, Finding] = {}
    for finding in (finding for found in read for finding in found):
        first.setdefault((finding.code, finding.path) if finding.path else finding, finding)
    findings = tuple(first.values())
    if errors(findings):
        raise Refused(findings)
    return findings


def check_days(whole: DealSet) -> tuple[Finding, ...]:
    """Return a finding for each date of the deal on which the exchange or the banks are closed."""
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
        frozenset(path for path, _ in open_terms(whole.deal.terms)),
        whole.deal.place_of,
    )
