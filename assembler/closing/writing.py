"""The set as files: each document in the formats asked for, and the tree it was written from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from assembler.closing.pieces import DealSet, Part, Piece
from assembler.document.outline import has_contents
from assembler.library import Shell
from assembler.termsheet.instruments import plain_name
from assembler.termsheet.wording import long_date

if TYPE_CHECKING:
    from assembler.writers import docx, text
    from assembler.writers.docx import Purpose
    from assembler.writers.package import Properties

HOUSE = "house"
_STATUS_SHOWN = {"form": "Form", "draft": "Draft", "execution": "Execution Version", "conformed": "Conformed Copy"}
_NO_DATE = date(1980, 1, 1)  # the first a zip file can bear: what is written in a document whose date is open


def write(
    whole: DealSet, formats: Sequence[str], parts: Collection[Part], house: Shell, told: Callable[[str], None]
) -> Mapping[str, bytes]:
    """The files of the set by name, in the formats asked for ("docx", "text"), and the tree each was written from.

    `house` is the look in Word; `told` hears the name of each file before it is written. Refused where the shell breaks
    its promises.
    """
    writing = _Writing(whole, formats, house, told)
    return {name: content for piece in whole.pieces if piece.part in parts for name, content in writing.files(piece)}


def to_print(whole: DealSet, parts: Collection[Part], house: Shell) -> Mapping[str, bytes]:
    """The Word files, by name, that LibreOffice prints right only when they are written for it: those with contents."""
    from assembler.writers.docx import Purpose

    return {
        f"{piece.stem}.docx": as_docx(piece, whole, house, Purpose(to_print=True))
        for piece in whole.pieces
        if piece.part in parts and has_contents(piece.document)
    }


class _Writing:
    """Writes the documents of a set, those that are alike with the same writers."""

    def __init__(self, whole: DealSet, formats: Sequence[str], house: Shell, told: Callable[[str], None]) -> None:
        self._whole, self._formats, self._house, self._told = whole, formats, house, told
        self._docx: dict[object, docx.Writer] = {}
        self._text: dict[object, text.Writer] = {}

    def files(self, piece: Piece) -> Iterator[tuple[str, bytes]]:
        from assembler.writers import tree_json

        if "text" in self._formats:
            self._told(f"{piece.stem}.txt")
            yield f"{piece.stem}.txt", self._as_text(piece).encode()
        if "docx" in self._formats:
            self._told(f"{piece.stem}.docx")
            yield f"{piece.stem}.docx", self._as_docx(piece)
        yield f"{piece.stem}.document.json", tree_json.write(piece.document, piece.numbers)

    def _as_text(self, piece: Piece) -> str:
        from assembler.writers import text

        if piece.like is None:
            return text.write(piece.document, piece.numbers)
        if piece.like not in self._text:
            self._text[piece.like] = text.Writer(piece.numbers)
        return self._text[piece.like].write(piece.document)

    def _as_docx(self, piece: Piece) -> bytes:
        if piece.like is None:
            return as_docx(piece, self._whole, self._house)
        from assembler.writers import docx

        if piece.like not in self._docx:
            self._docx[piece.like] = docx.Writer(piece.document, piece.numbers, self._house)
        return self._docx[piece.like].write(piece.document, _properties(piece, self._whole))


def as_docx(piece: Piece, whole: DealSet, house: Shell, purpose: Purpose | None = None) -> bytes:
    """One document as a Word file, to be sent or for another purpose."""
    from assembler.writers import docx

    return docx.write(piece.document, piece.numbers, house, _properties(piece, whole), purpose or docx.SENT)


def _properties(piece: Piece, whole: DealSet) -> Properties:
    return properties_of(whole, piece.document.title, whole.inputs[piece.form.name])


def properties_of(whole: DealSet, title: str, form_version: str) -> Properties:
    """What a Word file of the set says of itself."""
    from assembler.writers.package import Properties

    terms = whole.deal.terms
    return Properties(
        title=title,
        subject=plain_name(terms.company.name),
        company=plain_name(terms.company.name),
        author=plain_name(terms.counsel.company.firm),
        status=_shown(terms.execution.status, whole.as_of),
        as_of=whole.as_of or _NO_DATE,
        form_version=form_version,
    )


def _shown(status: str, as_of: date | None) -> str:
    """What the header of every page says of how far the document has come."""
    of_date = f" of {long_date(as_of)}" if status == "draft" and as_of else ""
    return _STATUS_SHOWN[status] + of_date
