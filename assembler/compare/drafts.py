"""Readings of drafts: of the document of a term sheet, and of its form."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from assembler.compare.likeness import ON_THE_FORM, nearness
from assembler.compare.variants import DraftWithTerms
from assembler.dealset.documents import DocumentSet, SetDocument, instruments
from assembler.drafting.forms import departures_of, draft
from assembler.readers import tree
from assembler.readers.reading import Reading
from assembler.termsheet.compute import compute_deal
from assembler.termsheet.deal import Deal
from assembler.termsheet.schema import Options, TermSheet

_OF_VALUES = 0.05  # share of words: documents of kinds as near as this may differ in names and figures alone


class Draft(Struct, frozen=True):
    """A document of a set that a term sheet stands for: its reading, and what the term sheet tells about it."""

    piece: SetDocument
    reading: Reading
    terms: DraftWithTerms | None


def as_reading(document_set: DocumentSet, source: str, other: Reading | None = None) -> Draft:
    """Return the document of a set that is nearest to the other document. Without another, it is the first one."""
    return of_piece(document_set, _nearest(document_set, other) if other else document_set.documents[0], source)


def of_piece(document_set: DocumentSet, piece: SetDocument, source: str) -> Draft:
    """Return a document of a set. `source` is the name of its term sheet."""
    reading = tree.read(piece.document, piece.numbers, source)
    return Draft(piece, replace(reading, format=f"term sheet, its {piece.stem}"), _terms(document_set, piece))


def nearness_of(document_set: DocumentSet, other: Reading) -> float:
    """Return the share of words that a document has in common with the nearest of a set. 0 if it is on none of its forms."""
    piece = _nearest(document_set, other)
    share = nearness(tree.read(piece.document, piece.numbers, ""), other)
    return share if share * 100 >= ON_THE_FORM else 0


def _nearest(document_set: DocumentSet, other: Reading) -> SetDocument:
    """Return the document with the most words in common, or the first one if none is near.

    Of documents of one kind, one is tried first.
    """
    kinds: dict[object, list[SetDocument]] = {}
    for piece in document_set.documents:
        kinds.setdefault(piece.kind, []).append(piece)

    def near(piece: SetDocument) -> float:
        return nearness(tree.read(piece.document, piece.numbers, ""), other)

    firsts = {kind: near(alike[0]) for kind, alike in kinds.items()}
    best = max(firsts.values())
    if best * 100 < ON_THE_FORM:
        return document_set.documents[0]
    # Names and figures decide between documents of several kinds. The first of equally near ones is the agreement.
    tried = [piece for kind, alike in kinds.items() if firsts[kind] > best - _OF_VALUES for piece in alike]
    return max(tried, key=near) if len(tried) > 1 else tried[0]


def _terms(document_set: DocumentSet, piece: SetDocument) -> DraftWithTerms | None:
    """Return what the term sheet tells about a document. Of a joinder it tells its values only."""
    first = document_set.documents[0]
    if piece.form.name == first.form.name:
        deal: Deal | None = document_set.deal
    else:
        drafted = instruments(document_set.deal, first.numbers)
        whose = piece.about, piece.warrant_class
        deal = next((each.deal for _, each in drafted if (each.path, each.warrant_class) == whose), None)
    if deal is None:
        return None
    departures = departures_of(document_set.deal, piece.form.name)
    return DraftWithTerms(piece.form, deal, departures, has_options=piece.form.name == first.form.name)


def form_as_reading(document_set: DocumentSet, source: str) -> Reading:
    """Return the first document as the bare form has it: the same figures, no departures, and default options."""
    terms = document_set.deal.terms.model_copy(update={"departures": ()})
    if isinstance(terms, TermSheet):
        deal, _ = compute_deal(terms.model_copy(update={"options": Options()}), document_set.deal.source)
    else:
        deal = replace(document_set.deal, terms=terms)
    drafted = draft(document_set.documents[0].form, deal, [])
    reading = tree.read(drafted.document, drafted.numbers, source)
    missing = (
        f"not drafted, since the deal does not say enough for it: {problem.message}" for problem in drafted.problems
    )
    return replace(reading, remarks=(*reading.remarks, *missing), format="form")
