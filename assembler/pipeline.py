"""The order of work, from the bytes of a term sheet to its drafted documents."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from assembler import __version__
from assembler.dealset.documents import (
    ANNEX_TERMS,
    DocumentSet,
    SetDocument,
    SetPart,
    agreement_documents,
    attached_annexes,
    legend_of,
    warrant_document,
)
from assembler.dealset.documents import instruments as instruments_of
from assembler.dealset.joinders import Departures, draft_joinders, joining_instruments
from assembler.dealset.register import NEW_SET, named
from assembler.drafting.copies import Copier
from assembler.drafting.forms import AGREEMENT, JOINDER, WARRANT, Form, departures_of, draft, unknown_subjects
from assembler.errors import InputError, Problem, errors
from assembler.investors.importer import import_investors
from assembler.library import Library
from assembler.store.folder import KeptInputs
from assembler.store.manifest import Manifest, digest
from assembler.termsheet import rules
from assembler.termsheet.closing_lines import how_to_allow
from assembler.termsheet.closings import INITIAL, allowed_closings, as_of, closing_of, last_closing
from assembler.termsheet.compute import compute_deal
from assembler.termsheet.deal import Deal
from assembler.termsheet.instruments import Instrument, warrant_of
from assembler.termsheet.loading import Loaded, load
from assembler.termsheet.open_points import open_points, open_terms
from assembler.termsheet.reader import read
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.scalars import settled
from assembler.termsheet.schema import AnyTermSheet, TermSheet, WarrantSheet
from assembler.termsheet.source import place_of

if TYPE_CHECKING:
    from assembler.checks.context import CheckContext


class FinishDraft(Protocol):
    """The function that finishes a set: all its documents, or only the agreement with its own parts."""

    def __call__(self, *, agreement_only: bool = False) -> DocumentSet:
        """Return the documents. Raises InputError, with all problems, if they have an error."""


def draft_deal(
    data: bytes,
    file: str,
    library: Library,
    beside: Callable[[str], bytes] | None = None,
    closing: int | None = None,
) -> DocumentSet:
    """Return the drafted documents of a term sheet. `file` is its name in messages.

    `beside` reads a file that the term sheet refers to, by its path from there. `closing` is the last closing to draft:
    1 is the initial one, None means all that are stated. Raises InputError, with all problems, if the term sheet, a file it
    refers to or a form has an error.
    """
    return begin_draft(data, file, library, beside, closing)()


def begin_draft(
    data: bytes,
    file: str,
    library: Library,
    beside: Callable[[str], bytes] | None = None,
    closing: int | None = None,
) -> FinishDraft:
    """Draft the agreement of a term sheet, and return the function that finishes the set, as `draft_deal` does.

    It gives the agreement alone before anybody waits for the warrants and joinders.
    """
    loaded = load_term_sheet(data, file, beside)
    terms = _terms_as_of(loaded, closing)
    if isinstance(terms, WarrantSheet):
        whole = _warrant_alone(data, loaded, terms, library)
        return lambda agreement_only=False: whole  # noqa: ARG005  a warrant alone has no agreement
    return _begin_agreement(data, loaded, terms, library)


def kept_terms(earlier: Manifest, kept: KeptInputs, file: str) -> AnyTermSheet:
    """Return the terms that a set keeps, as of the closing until which it was drafted.

    `file` is the name of the kept term sheet in messages. Raises InputError if it has an error.
    """
    return _terms_as_of(load_term_sheet(kept.term_sheet, file, kept.beside), earlier.asked.get("closing"))


def _terms_as_of(loaded: Loaded, closing: int | None) -> AnyTermSheet:
    """Return the terms as of a closing, or of the last one. Raises InputError if the closing is not stated."""
    _refuse_closing(loaded, closing)
    terms = loaded.terms
    return as_of(terms, closing or last_closing(terms)) if isinstance(terms, TermSheet) else terms


def load_term_sheet(data: bytes, file: str, beside: Callable[[str], bytes] | None = None) -> Loaded:
    """Return the terms in the bytes of a term sheet: read it, import its investors, load it.

    `file` is its name in messages. `beside` reads a file by its path from the term sheet, and raises OSError if it
    cannot. Without it, a term sheet that refers to a list of investors is refused. Raises InputError with all problems.
    """
    return load(import_investors(read(data, file), beside))


def _warrant_alone(data: bytes, loaded: Loaded, terms: WarrantSheet, library: Library) -> DocumentSet:
    form, instrument = Form.of(library, WARRANT), warrant_of(terms, loaded.source)
    drafted = draft(form, instrument.deal, departures_of(instrument.deal, WARRANT))
    of_terms = (*open_points(terms, loaded.source), *rules.check(RuleContext(terms, loaded.source)))
    of_words = _unless_figures_are_missing(drafted.problems, of_terms)
    problems = _refuse_errors(loaded, (*of_words, *of_terms))
    piece = replace(warrant_document("warrant", instrument, drafted, form), decided_by=drafted.decided_by)
    return DocumentSet(
        terms, instrument.deal, (piece,), _inputs(data, loaded, [form]), problems, legend=legend_of(piece)
    )


def _begin_agreement(data: bytes, loaded: Loaded, terms: TermSheet, library: Library) -> FinishDraft:
    latest, of_figures = compute_deal(terms, loaded.source)
    before = (compute_deal(as_of(terms, closing), loaded.source)[0] for closing in range(INITIAL, last_closing(terms)))
    deal, *additional = (*before, latest)
    form = Form.of(library, AGREEMENT)
    drafted = draft(form, deal, departures_of(deal, AGREEMENT))

    def finish(*, agreement_only: bool = False) -> DocumentSet:
        problems = (*of_figures, *_unless_figures_are_missing(drafted.problems, of_figures))
        pieces = list(agreement_documents(drafted, deal, form))
        # Warrants would repeat an error in the figures once for each investor.
        if not agreement_only and not errors(of_figures):
            instruments = list(instruments_of(deal, drafted.numbers))
            problems += _join(additional, form, library, pieces, instruments)
            problems += _add_warrants(deal, instruments, library, pieces)
        problems = _refuse_errors(loaded, problems)
        inputs = _inputs(data, loaded, {piece.form.name: piece.form for piece in pieces}.values())
        legend = legend_of(pieces[0])
        documents = DocumentSet(loaded.terms, deal, tuple(pieces), inputs, problems, tuple(additional), legend)
        return named(documents, NEW_SET)

    return finish


def _add_warrants(
    deal: Deal, instruments: Sequence[tuple[str, Instrument]], library: Library, pieces: list[SetDocument]
) -> tuple[Problem, ...]:
    """Add every warrant under its stem. Return the problems of their words."""
    if not instruments:
        return ()
    form, problems = Form.of(library, WARRANT), dict[Problem, None]()
    departures = departures_of(deal, WARRANT)
    problems |= dict.fromkeys(unknown_subjects(departures, [instrument.path for _, instrument in instruments], deal))
    copier = Copier(form, departures)
    for stem, instrument in instruments:
        drafted, copy = copier.draft(instrument.deal, instrument.path)
        pieces.append(warrant_document(stem, instrument, drafted, form, copy))
        problems |= dict.fromkeys(drafted.problems)
    return tuple(problems)


def _join(
    additional: Sequence[Deal],
    form: Form,
    library: Library,
    pieces: list[SetDocument],
    instruments: list[tuple[str, Instrument]],
) -> tuple[Problem, ...]:
    """Add the documents of every additional closing. Return the problems of their words."""
    problems: dict[Problem, None] = {}
    joinder = Form.of(library, JOINDER) if additional else form
    for deal in additional:
        departures = Departures(departures_of(deal, AGREEMENT), departures_of(deal, JOINDER))
        joined, result = draft_joinders(deal, form, joinder, departures)
        pieces += joined
        instruments += joining_instruments(deal)
        problems |= dict.fromkeys(result)
    return tuple(problems)


def _refuse_closing(loaded: Loaded, closing: int | None) -> None:
    """Raise InputError if the term sheet does not state the requested closing."""
    last = last_closing(loaded.terms) if isinstance(loaded.terms, TermSheet) else INITIAL
    if closing is not None and not INITIAL <= closing <= last:
        stated = "states closing 1 only" if last == INITIAL else f"states closings 1 to {last}"
        what = f"closing {closing} is asked for, and the term sheet {stated}"
        hint = "Ask for one that is stated, or add it with its date under closing.additional."
        path = "closing.additional"
        raise InputError([Problem("T206", what, hint, place_of(loaded.source, path), path)])


def _unless_figures_are_missing(of_words: Sequence[Problem], of_figures: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the problems of the words, except those that only follow from a missing figure."""
    return tuple(problem for problem in of_words if problem.code != "T204" or not errors(of_figures))


def _refuse_errors(loaded: Loaded, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return all problems. Raises InputError with all of them if one is an error."""
    everything = (*loaded.warnings, *problems)
    if errors(everything):
        raise InputError(everything)
    return everything


def _inputs(data: bytes, loaded: Loaded, forms: Collection[Form]) -> Mapping[str, str]:
    """Return the hashes of the term sheet, its files and each form, and the version of Assembler."""
    versions = {form.name: form.digest for form in forms}
    term_sheet = {"term_sheet": digest(data), **loaded.inputs}
    return {**term_sheet, **versions, "assembler": __version__}


def check(document_set: DocumentSet) -> tuple[Problem, ...]:
    """Return the problems of the checks on the agreement and on one warrant of each kind.

    Raises InputError with all problems if one of them is an error.
    """
    return _checked(document_set.documents, document_set)


def check_unsigned(document_set: DocumentSet) -> tuple[Problem, ...]:
    """Return the problems of what is still to be signed, as `check` does.

    A copy keeps the words that were signed, faults included. Checked are the warrants of its later closings, and whether
    its agreement allows those closings. `check` lists the rest.
    """
    if not document_set.is_copy:
        return check(document_set)
    terms = document_set.latest
    if not isinstance(terms, TermSheet) or not document_set.additional:
        return ()
    from assembler.checks import closing_words

    later = {f"investors[{index}]" for index, one in enumerate(terms.investors) if closing_of(one) > INITIAL}
    issued = [piece for piece in document_set.documents if piece.about in later]
    allowed = closing_words.check(_check_context(document_set.documents[0], document_set, _open_paths(document_set)))
    return (*allowed, *_checked(issued, document_set))


def _checked(pieces: Sequence[SetDocument], document_set: DocumentSet) -> tuple[Problem, ...]:
    """Return the problems of the agreement and of one warrant of each kind among these documents of a set."""
    from assembler import checks  # 22 modules, which a copy of what was signed does not need

    # Warrants of one kind differ in their values only, so one of them stands for all.
    kinds: dict[object, SetDocument] = {}
    for piece in pieces:
        if piece.part in (SetPart.AGREEMENT, SetPart.WARRANTS):
            kinds.setdefault(piece.kind, piece)
    open_paths = _open_paths(document_set)
    read = (checks.check(_check_context(piece, document_set, open_paths)) for piece in kinds.values())
    # A term that is printed in several clauses is named once.
    first: dict[object, Problem] = {}
    for problem in (problem for problems in read for problem in problems):
        first.setdefault((problem.code, problem.path) if problem.path else problem, problem)
    found = tuple(first.values())
    if errors(found):
        raise InputError(found)
    return found


def check_days(document_set: DocumentSet) -> tuple[Problem, ...]:
    """Return a problem for each date of the deal on which the exchange or the banks are closed."""
    return rules.check_days(RuleContext(document_set.deal.terms, document_set.deal.source))


def check_closely(document_set: DocumentSet) -> tuple[Problem, ...]:
    """Return what a lawyer wants to hear once, and not with every draft: days, and kinds that names show."""
    context = RuleContext(document_set.deal.terms, document_set.deal.source)
    return (*rules.check_days(context), *rules.check_kinds(context))


def _open_paths(document_set: DocumentSet) -> frozenset[str]:
    """Return the paths of the terms that are open."""
    return frozenset(path for path, _ in open_terms(document_set.deal.terms))


def _check_context(piece: SetDocument, document_set: DocumentSet, open_paths: frozenset[str]) -> CheckContext:
    from assembler.checks.context import CheckContext

    agreement = getattr(document_set.deal.terms, "agreement", None) if piece.part is SetPart.AGREEMENT else None
    return CheckContext(
        piece.document,
        piece.numbers,
        {label: clause.name for label, clause in piece.form.clauses.items()},
        settled(agreement.date) if agreement else None,
        settled(agreement.investor_signature_date) if agreement else None,
        attached_annexes(document_set.deal) if agreement else frozenset(),
        open_paths,
        document_set.deal.location_of,
        ANNEX_TERMS,
        document_set.as_of,
        document_set.deal.status,
        *(_closings(document_set) if agreement else (INITIAL, "")),
    )


def _closings(document_set: DocumentSet) -> tuple[int, str]:
    """Return the number of closings that the agreement has to allow, and the hint that says how."""
    terms = (document_set.deal, *document_set.additional)[-1].terms
    assert isinstance(terms, TermSheet)  # noqa: S101  an agreement is drafted from one
    allowed = len(allowed_closings(terms))
    return allowed, how_to_allow(terms) if allowed > INITIAL else ""
