"""The proof: a Word file with a comment at each clause that names its sources.

The sources are the clause file, the terms and facts that decided, and the departures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from assembler.dealset.build import ContentsPages, as_docx
from assembler.dealset.documents import DocumentSet, SetDocument
from assembler.dealset.titles import PROOF
from assembler.document import walk
from assembler.document.tree import Clause
from assembler.library import StyleTemplate
from assembler.termsheet.deal import Deal
from assembler.word.writer import Purpose

# A condition in the words of a clause, such as {% if not is_reserved %}.
_FACTS_ASKED = re.compile(r"\{%-?\s*(?:el)?if\s+(?:not\s+)?(\w+)")


def write_proof(
    document_set: DocumentSet, style_template: StyleTemplate, pages: ContentsPages | None = None
) -> Mapping[str, bytes]:
    """Return the proof of the first document of the set, the agreement or the warrant, by file name.

    `pages` are those that its contents show.
    """
    piece = document_set.documents[0]
    return {
        f"{piece.stem}{PROOF}": as_docx(
            piece,
            document_set,
            style_template,
            Purpose(notes(piece, document_set.deal), (pages or {}).get(piece.stem, {})),
        )
    }


def notes(piece: SetDocument, deal: Deal) -> Mapping[str, Sequence[str]]:
    """Return the lines of the comment on each clause, by label. A repeated clause has it at its first place."""
    lines: dict[str, Sequence[str]] = {}
    for clause in walk.clauses(piece.document):
        if clause.label not in lines:
            lines[clause.label] = [*_source(clause, piece), *_causes(clause, piece, deal), *_terms(clause, deal)]
    return lines


def _source(clause: Clause, piece: SetDocument) -> Iterator[str]:
    """Yield the clause file, or the outline of a clause without words."""
    file = piece.form.clauses.get(clause.label)
    yield file.name if file else f"{clause.label}, in {piece.form.outline.name}"


def _causes(clause: Clause, piece: SetDocument, deal: Deal) -> Iterator[str]:
    """Yield what decided the state and words of the clause: terms, facts and departures."""
    terms = piece.decided_by.get(clause.label, ())
    if terms:
        yield f"{clause.state.value}: {_places(terms, deal)}"
    file = piece.form.clauses.get(clause.label)
    for fact in dict.fromkeys(_FACTS_ASKED.findall(file.text)) if file else ():
        if fact in deal.facts:
            yield f"{fact}, {'yes' if deal.facts[fact] else 'no'}: {_places(deal.decided_by[fact], deal)}"
    for index, departure in enumerate(deal.departures):
        if departure.clause == clause.label:
            yield f"departure, {departure.why}: {_places((f'departures[{index}]',), deal)}"


def _terms(clause: Clause, deal: Deal) -> Iterator[str]:
    """Yield the terms that the clause prints."""
    paths = dict.fromkeys(value.path for passage in walk.passages(clause) for value in walk.values(passage))
    if paths:
        yield f"prints: {_places(tuple(paths), deal)}"


def _places(paths: Sequence[str], deal: Deal) -> str:
    """Return terms, each with its file and line."""
    # The folder is left out, so that the proof is the same on every machine.
    return ", ".join(
        f"{path} ({PurePosixPath(place.file).name}:{place.line})" for path in paths if (place := deal.location_of(path))
    )
