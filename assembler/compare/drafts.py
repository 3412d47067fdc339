"""Readings of drafts: of the document of a term sheet, and of its form."""

from __future__ import annotations

from msgspec.structs import replace

from assembler.compare.variants import DraftWithTerms
from assembler.dealset.documents import DocumentSet
from assembler.drafting.forms import departures_of, draft
from assembler.readers import tree
from assembler.readers.reading import Reading
from assembler.termsheet.compute import compute_deal
from assembler.termsheet.schema import Options, TermSheet


def as_reading(document_set: DocumentSet, source: str) -> tuple[Reading, DraftWithTerms]:
    """Return the first document of a set as a reading, and what the term sheet tells about it."""
    piece = document_set.documents[0]
    departures = departures_of(document_set.deal, piece.form.name)
    return tree.read(piece.document, piece.numbers, source), DraftWithTerms(piece.form, document_set.deal, departures)


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
    return replace(reading, remarks=(*reading.remarks, *missing))
