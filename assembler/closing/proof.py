"""The proof: a document with a comment at each provision, which says where its words and its place come from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from assembler.closing.pieces import DealSet, Piece
from assembler.closing.writing import as_docx
from assembler.document import walk
from assembler.document.tree import Clause, Inline, Inlines, Series, Value
from assembler.library import Shell
from assembler.termsheet.deal import Deal
from assembler.writers.docx import Purpose

_ASKED = re.compile(r"\{%-?\s*(?:el)?if\s+(?:not\s+)?(\w+)")


def write_proof(whole: DealSet, house: Shell) -> Mapping[str, bytes]:
    """The first document of the set, which is the agreement or the warrant, as a proof in Word, by its name."""
    piece = whole.pieces[0]
    return {f"{piece.stem}-proof.docx": as_docx(piece, whole, house, Purpose(notes(piece, whole.deal)))}


def notes(piece: Piece, deal: Deal) -> Mapping[str, Sequence[str]]:
    """The lines of the comment on each clause, by its label; of a clause that is repeated, on the first."""
    found: dict[str, Sequence[str]] = {}
    for clause in walk.clauses(piece.document):
        if clause.label not in found:
            found[clause.label] = [*_source(clause, piece), *_causes(clause, piece, deal), *_terms(clause, deal)]
    return found


def _source(clause: Clause, piece: Piece) -> Iterator[str]:
    """The file that the words come from, or why there is none."""
    file = piece.form.clauses.get(clause.label)
    yield file.name if file else f"{clause.label}, in {piece.form.outline.name}"


def _causes(clause: Clause, piece: Piece, deal: Deal) -> Iterator[str]:
    """What decided that the clause stands as it does: terms, facts that its words ask, departures."""
    terms = piece.decided_by.get(clause.label, ())
    if terms:
        yield f"{clause.state.value}: {_places(terms, deal)}"
    file = piece.form.clauses.get(clause.label)
    for fact in dict.fromkeys(_ASKED.findall(file.text)) if file else ():
        if fact in deal.facts:
            yield f"{fact}, {'yes' if deal.facts[fact] else 'no'}: {_places(deal.decided_by[fact], deal)}"
    for index, departure in enumerate(deal.departures):
        if departure.clause == clause.label:
            yield f"departure, {departure.why}: {_places((f'departures[{index}]',), deal)}"


def _terms(clause: Clause, deal: Deal) -> Iterator[str]:
    """The terms that the clause prints."""
    paths = dict.fromkeys(value.path for passage in walk.passages(clause) for value in _values(passage))
    if paths:
        yield f"prints: {_places(tuple(paths), deal)}"


def _values(passage: Inlines) -> Iterator[Value]:
    for inline in passage:
        yield from _values_of(inline)


def _values_of(inline: Inline) -> Iterator[Value]:
    if isinstance(inline, Value):
        yield inline
    elif isinstance(inline, Series):
        for item in inline.items:
            yield from _values(item)


def _places(paths: Sequence[str], deal: Deal) -> str:
    """Terms with the line that each stands in; a file by its name alone, so that a proof is the same in any folder."""
    return ", ".join(
        f"{path} ({PurePosixPath(place.file).name}:{place.line})" for path in paths if (place := deal.place_of(path))
    )
