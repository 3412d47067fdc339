"""The order of work, from the bytes of a term sheet to the bytes of its documents.

| code | what is wrong | what to do |
|---|---|---|
| T206 | a set asked for as of a closing that is not stated | ask for one that is, or add the closing under closing.additional |
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from assembler import __version__
from assembler.closing.folder import KeptInputs
from assembler.closing.joining import JOINDER, Departures, instruments_of_joining, join
from assembler.closing.manifest import digest
from assembler.closing.pieces import DealSet, Part, Piece, agreement_pieces, legend_of, warrant_piece
from assembler.closing.pieces import instruments as instruments_of
from assembler.closing.warrants import Warrants
from assembler.document import walk
from assembler.document.numbering import Numbers
from assembler.document.tree import Document
from assembler.drafting.compiled import Drafts
from assembler.drafting.forms import Drafted, Form, NumberedDeparture, draft
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

# The form of a clause by the beginning of its label; every other is of the agreement.
_FORMS = {"w_": WARRANT, "j_": JOINDER}


def compose(
    data: bytes,
    file: str,
    library: Library,
    beside: Callable[[str], bytes] | None = None,
    closing: int | None = None,
) -> DealSet:
    """The set of a term sheet; `file` is its name in messages.

    `beside` reads a file that the term sheet refers to, by its path from there. `closing` is the last closing whose
    papers are drafted, 1 the initial one; all that are stated where it is None. Refused, with every finding, where the
    term sheet, such a file or a form is at fault.
    """
    agreed = agree(data, file, library, beside, closing)
    return agreed.with_warrants(agreed.instruments)


def load_term_sheet(data: bytes, file: str, beside: Callable[[str], bytes] | None = None) -> Loaded:
    """Return the terms in the bytes of a term sheet: read it, import its investors, load it.

    `file` is its name in messages. `beside` reads a file by its path from the term sheet, and raises OSError if it
    cannot; without it, a term sheet that refers to a list of its investors is refused. Raise `Refused` with every
    problem.
    """
    return load(import_investors(read(data, file), beside))


class Agreed(Struct, frozen=True):
    """A deal with everything drafted but its warrants: `pieces` of `form`. A change may touch a few warrants only.

    `instruments` are the warrants that the deal has, each with its stem; none if a figure is wrong. They are
    drafted in the form `of_warrants`. `drafts` has drafted the agreement, and can draft another like it.
    """

    deal: Deal
    findings: tuple[Finding, ...]
    pieces: tuple[Piece, ...]
    form: Form
    instruments: Sequence[tuple[str, Instrument]]
    of_warrants: Form
    library: Library
    loaded: Loaded
    data: bytes
    additional: tuple[Deal, ...] = ()
    drafts: Drafts | None = None

    @property
    def warrants(self) -> Warrants:
        """All its warrants, not drafted yet."""
        return self._warrants(self.instruments)

    def with_warrants(self, instruments: Sequence[tuple[str, Instrument]]) -> DealSet:
        """The set with these warrants alone. Refused, with every finding, where one of them is an error."""
        warrants = self._warrants(instruments)
        return self._with(warrants, range(len(warrants)))

    def with_one_of_each_kind(self, warrants: Warrants) -> DealSet:
        """The set with the first of each kind of these warrants, whose words are those of all; the others are named.

        Refused, with every finding, where one of the first is an error.
        """
        numbers = warrants.first_of_each_kind
        others = (title for number, title in enumerate(warrants.titles) if number not in numbers)
        return replace(self._with(warrants, numbers), elsewhere=tuple(others))

    def _warrants(self, instruments: Sequence[tuple[str, Instrument]]) -> Warrants:
        return Warrants(self.of_warrants, departures_of(self.deal, WARRANT), instruments)

    def _with(self, warrants: Warrants, numbers: Iterable[int]) -> DealSet:
        findings, pieces = self.findings, list(self.pieces)
        for number in numbers:
            warrant, of_one = warrants.drafted(number)
            findings += tuple(finding for finding in of_one if finding not in findings)
            pieces.append(warrant)
        findings = _refuse_errors(self.loaded, findings)
        forms = (self.form, self.of_warrants, *(piece.form for piece in self.pieces))
        inputs = _inputs(self.data, self.loaded, {one.name: one for one in forms}.values())
        return DealSet(self.deal, tuple(pieces), inputs, findings, self.additional, legend_of(self.pieces[0]))


def agree(
    data: bytes,
    file: str,
    library: Library,
    beside: Callable[[str], bytes] | None = None,
    closing: int | None = None,
) -> Agreed:
    """The deal of a term sheet before its warrants are drafted; the arguments are those of `compose`.

    Refused where the term sheet cannot be read; what else is wrong are findings, and refused with the warrants.
    """
    return _agreed(data, load_term_sheet(data, file, beside), closing, library, _afresh)


def agree_as_kept(
    kept: KeptInputs,
    file: str,
    library: Library,
    closing: int | None,
    tree: Callable[[Form], tuple[Document, Numbers] | None],
) -> Agreed:
    """The same of the deal that a set was drafted from.

    `tree` gives the agreement as it was kept, where that was drafted from these inputs and the words of this form; it is
    then not drafted again.
    """
    loaded = load_term_sheet(kept.term_sheet, file, kept.beside)
    return _agreed(kept.term_sheet, loaded, closing, library, partial(_as_kept, tree))


def agree_like(
    like: Agreed,
    data: bytes,
    file: str,
    beside: Callable[[str], bytes] | None = None,
    closing: int | None = None,
) -> Agreed:
    """The same of a deal that may be like another: then only that of the agreement is drafted which says something else."""
    return _agreed(data, load_term_sheet(data, file, beside), closing, like.library, partial(_like, like))


_Draft = Callable[[Form, Deal], tuple[Drafts, Drafted]]


def _agreed(data: bytes, loaded: Loaded, closing: int | None, library: Library, drafted: _Draft) -> Agreed:
    _refuse_closing(loaded, closing)
    if isinstance(loaded.terms, WarrantSheet):
        return _warrant_alone(data, loaded, loaded.terms, library)
    terms = as_of(loaded.terms, closing or last_closing(loaded.terms))
    return _agreement(data, loaded, terms, library, drafted)


def _afresh(form: Form, deal: Deal) -> tuple[Drafts, Drafted]:
    drafts = Drafts(form, departures_of(deal, AGREEMENT))
    return drafts, drafts.draft(deal)


def _as_kept(tree: Callable[[Form], tuple[Document, Numbers] | None], form: Form, deal: Deal) -> tuple[Drafts, Drafted]:
    drafts, kept = Drafts(form, departures_of(deal, AGREEMENT)), tree(form)
    return drafts, (drafts.take_up(deal, *kept) if kept else None) or drafts.draft(deal)


def _like(like: Agreed, form: Form, deal: Deal) -> tuple[Drafts, Drafted]:
    is_same_form = like.form.digest == form.digest
    if like.drafts and is_same_form and departures_of(like.deal, AGREEMENT) == departures_of(deal, AGREEMENT):
        drafts, drafted = like.drafts, like.drafts.draft(deal)
    else:
        drafts, drafted = _afresh(form, deal)
    # What was drafted whole may say the same here and there as well.
    return drafts, replace(drafted, document=walk.sharing(drafted.document, like.pieces[0].document))


def _warrant_alone(data: bytes, loaded: Loaded, terms: WarrantSheet, library: Library) -> Agreed:
    form, instrument = Form.of(library, WARRANT), warrant_of(terms, loaded.source)
    drafted = draft(form, instrument.deal, departures_of(instrument.deal, WARRANT))
    of_terms = (*open_points(terms, loaded.source), *rules.check(Matter(terms, loaded.source)))
    piece = replace(warrant_piece("warrant", instrument, drafted, form), decided_by=drafted.decided_by)
    return Agreed(instrument.deal, (*drafted.findings, *of_terms), (piece,), form, (), form, library, loaded, data)


def _agreement(data: bytes, loaded: Loaded, terms: TermSheet, library: Library, drafted_by: _Draft) -> Agreed:
    latest, findings = establish(terms, loaded.source)
    before = (establish(as_of(terms, closing), loaded.source)[0] for closing in range(INITIAL, last_closing(terms)))
    deal, *additional = (*before, latest)
    form = Form.of(library, AGREEMENT)
    drafts, drafted = drafted_by(form, deal)
    of_figures, of_words = findings, _unless_figures_are_missing(drafted.findings, findings)
    findings = (*of_figures, *of_words)
    pieces, instruments = list(agreement_pieces(drafted, deal, form)), list[tuple[str, Instrument]]()
    if not errors(of_figures):
        instruments += instruments_of(deal)
        findings += _join(additional, form, library, pieces, instruments)
    of_warrants = Form.of(library, WARRANT) if instruments else form
    agreed = Agreed(deal, findings, tuple(pieces), form, instruments, of_warrants, library, loaded, data)
    return replace(agreed, additional=tuple(additional), drafts=drafts)


def _join(
    additional: Sequence[Deal],
    form: Form,
    library: Library,
    pieces: list[Piece],
    instruments: list[tuple[str, Instrument]],
) -> tuple[Finding, ...]:
    """Add the papers of every additional closing; what is wrong with their words."""
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
    """Refused where a closing is asked for that the term sheet does not state."""
    last = last_closing(loaded.terms) if isinstance(loaded.terms, TermSheet) else INITIAL
    if closing is not None and not INITIAL <= closing <= last:
        stated = "states no other than closing 1" if last == INITIAL else f"states closings 1 to {last}"
        what = f"closing {closing} is asked for, and the term sheet {stated}"
        remedy = "Ask for one that is stated, or add it with its date under closing.additional."
        path = "closing.additional"
        raise Refused([Finding("T206", what, remedy, place_of(loaded.source, path), path)])


def departures_of(deal: Deal, form: str) -> list[NumberedDeparture]:
    """The departures of a deal from one of its forms, which the label of a clause tells by how it begins."""
    numbered = list(enumerate(deal.departures))
    if isinstance(deal.terms, WarrantSheet):
        return numbered
    return [one for one in numbered if _FORMS.get(_label(one[1])[:2], AGREEMENT) == form]


def _label(departure: Departure) -> str:
    return (departure.after if departure.add is not None else departure.clause) or ""


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
    term_sheet = {"term_sheet": digest(data), **loaded.inputs}
    return {**term_sheet, **versions, "assembler": __version__}


def drawn(whole: DealSet, source: str) -> tuple[Reading, Draft]:
    """The first document of a set as a reading, and what its term sheet tells of it beyond its words."""
    from assembler.compare.variants import Draft
    from assembler.readers import tree

    piece = whole.pieces[0]
    departures = departures_of(whole.deal, piece.form.name)
    return tree.read(piece.document, piece.numbers, source), Draft(piece.form, whole.deal, departures)


def form_of(whole: DealSet, source: str) -> Reading:
    """The first document of a set as its form has it for the same figures: no departure, and every option as the form sets it."""
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
    """What a careful reader would say of the agreement and of one warrant of each kind, whose words are all alike.

    Refused, with all of it, where something is wrong for sure.
    """
    from assembler import checks

    kinds: dict[tuple[str, ...], Piece] = {}
    for piece in whole.pieces:
        if piece.part in (Part.AGREEMENT, Part.WARRANTS):
            kinds.setdefault(tuple(clause.label for clause in walk.clauses(piece.document)), piece)
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
        frozenset(path for path, _ in open_terms(whole.deal.terms)),
        whole.deal.place_of,
    )
