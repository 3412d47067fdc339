"""The set as files: each document in the formats asked for, and the tree it was written from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date

from assembler.closing.pieces import DealSet, Part, Piece
from assembler.library import Library
from assembler.termsheet.instruments import plain_name
from assembler.termsheet.scalars import settled
from assembler.termsheet.schema import TermSheet

HOUSE = "house"
_STATUS_SHOWN = {"form": "Form", "draft": "Draft", "execution": "Execution Version", "conformed": "Conformed Copy"}
_NO_DATE = date(1980, 1, 1)  # the first a zip file can bear: what is written in a document whose date is open


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
        as_of=settled(dated) or _NO_DATE,
        term_sheet_hash=whole.inputs["term_sheet"],
        form_version=whole.inputs[piece.form.name],
    )
    return docx.write(piece.document, piece.numbers, library.shell(HOUSE), properties)
