"""Where a term prints, and what a figure was computed from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from assembler.dealset.documents import DocumentSet, SetDocument
from assembler.document import walk
from assembler.document.tree import Value
from assembler.drafting.copies import Copy
from assembler.termsheet.origins import computed_from
from assembler.termsheet.schema import TermSheet


def printed(document_set: DocumentSet) -> Mapping[str, Counter[str]]:
    """Return how often each term prints in each document, by the stem of the document and the path of the term."""
    return {piece.stem: Counter(value.path for value in _values(piece)) for piece in document_set.documents}


def _values(piece: SetDocument) -> Iterator[Value]:
    if isinstance(piece.content, Copy):
        yield from piece.content.values  # its tree would have to be filled in first
        return
    for clause in walk.clauses(piece.document):
        for passage in walk.passages(clause):
            yield from walk.values(passage)


def about(path: str, document_set: DocumentSet, counts: Mapping[str, Counter[str]]) -> Mapping[str, Any]:
    """Return the documents that print a term or a term below it, with counts, and what it was computed from."""
    places = [
        (stem, sum(count for each, count in found.items() if is_within(each, path))) for stem, found in counts.items()
    ]
    deal = document_set.deal
    origins = computed_from(path, deal.terms, deal.source) if isinstance(deal.terms, TermSheet) else ()
    return {
        "path": path,
        "count": sum(count for _, count in places),
        "places": [{"stem": stem, "count": count} for stem, count in places if count],
        "computed_from": origins,
    }


def is_within(path: str, above: str) -> bool:
    """Return True if a term is another one, or is below it."""
    return path == above or path.startswith((f"{above}.", f"{above}["))
