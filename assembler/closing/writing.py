"""The set as files: each document in the formats asked for, and the tree it was written from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from assembler.closing.pieces import DealSet, Part, Piece
from assembler.closing.spool import Chosen, Spool
from assembler.document.outline import has_contents
from assembler.engines import Engine, Here
from assembler.library import Shell
from assembler.termsheet.instruments import plain_name
from assembler.termsheet.wording import long_date
from assembler.writers.several import Batch, Model, Paper, Writers, written

if TYPE_CHECKING:
    from assembler.writers.docx import Purpose
    from assembler.writers.package import Properties

_LARGE = (Part.AGREEMENT, Part.SCHEDULE)  # documents that have every investor in them, and go by themselves
_TOGETHER = 40
HOUSE = "house"
_STATUS_SHOWN = {"form": "Form", "draft": "Draft", "execution": "Execution Version", "conformed": "Conformed Copy"}
_NO_DATE = date(1980, 1, 1)  # the first a zip file can bear: what is written in a document whose date is open


def write(whole: DealSet, formats: Sequence[str], parts: Collection[Part], house: Shell) -> Mapping[str, bytes]:
    """The files of the set by name, in the formats asked for ("docx", "text"), and the tree each was written from.

    `house` is the look in Word. Refused where the shell breaks its promises.
    """
    with Here() as engine:
        writing = Writing(whole, formats, parts, house, engine)
        for piece in whole.pieces:
            writing.add(piece)
        return writing.files()


def to_print(whole: DealSet, parts: Collection[Part], house: Shell) -> Mapping[str, bytes]:
    """The Word files, by name, that LibreOffice prints right only when they are written for it: those with contents."""
    from assembler.writers.docx import Purpose

    return {
        f"{piece.stem}.docx": as_docx(piece, whole, house, Purpose(to_print=True))
        for piece in whole.pieces
        if piece.part in parts and has_contents(piece.document)
    }


class Writing:
    """Writes the documents of a set, which are handed in as they are drafted, on an engine.

    A few of them go to a worker at a time: so many that handing them over costs little beside writing them, and so few
    that no worker is left with a long way to go when the others have ended.
    """

    def __init__(
        self, whole: DealSet, formats: Sequence[str], parts: Collection[Part], house: Shell, engine: Engine
    ) -> None:
        self._whole, self._parts, self._engine = whole, parts, engine
        self._writers = Writers(formats, house)
        self._models: dict[object, Model] = {}
        self._papers: dict[object, list[Paper]] = {}
        self._names: dict[str, Sequence[str]] = {}

    def add(self, piece: Piece) -> None:
        """Write a document, unless it is of a part that was not asked for."""
        if piece.part not in self._parts:
            return
        if piece.like is not None and piece.like not in self._models:
            self._models[piece.like] = Model(piece.document)
        self._names[piece.stem] = ()
        papers = self._papers.setdefault(piece.like, [])
        papers.append(Paper(piece.stem, piece.document, piece.numbers, _properties(piece, self._whole)))
        if len(papers) == _TOGETHER or piece.part in _LARGE:
            self._hand_in(piece.like)

    def files(self, told: Callable[[int], None] = lambda _: None) -> Mapping[str, bytes]:
        """The files by name, in the order of their documents, out of memory where they are many.

        `told` hears how many documents are written each time. Refused where the shell breaks its promises.
        """
        spool = Spool()
        for like in tuple(self._papers):
            self._hand_in(like)
        for files_of in self._engine.results():
            for stem, files in files_of.items():
                self._names[stem] = tuple(files)
                for name, content in files.items():
                    spool.put(name, content)
            told(len(files_of))
        return Chosen(spool, (name for names in self._names.values() for name in names))

    def _hand_in(self, like: object) -> None:
        self._engine.begin(written, Batch(self._writers, self._papers.pop(like), self._models.get(like)))


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
