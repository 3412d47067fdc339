"""The set as files: each document in the formats asked for, and the tree it was written from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from assembler.closing.pieces import DealSet, Part, Piece
from assembler.closing.spool import Spool
from assembler.closing.warrants import Warrants
from assembler.document.outline import has_contents
from assembler.engines import Engine, Here
from assembler.engines.bulk import Bulk
from assembler.library import Shell
from assembler.termsheet.instruments import plain_name
from assembler.termsheet.wording import long_date
from assembler.writers.several import Paper, Writers

if TYPE_CHECKING:
    from assembler.writers.docx import Purpose
    from assembler.writers.package import Properties

LARGE = (Part.AGREEMENT, Part.SCHEDULE)  # documents that have every investor in them, and go by themselves
_AT_LEAST, _AT_MOST, _OF_THE_REST = 4, 40, 12  # documents that are written in one go, and which part of those left
_ONE_AT_A_TIME = Lock()  # a worker of a scheduler may have several threads, and writers remember what they wrote last
HOUSE = "house"
_STATUS_SHOWN = {"form": "Form", "draft": "Draft", "execution": "Execution Version", "conformed": "Conformed Copy"}
_NO_DATE = date(1980, 1, 1)  # the first a zip file can bear: what is written in a document whose date is open


def write(whole: DealSet, formats: Sequence[str], parts: Collection[Part], house: Shell) -> Mapping[str, bytes]:
    """The files of the set by name, in the formats asked for ("docx", "text"), and the tree each was written from.

    `house` is the look in Word. Refused where the shell breaks its promises.
    """
    papers = Papers(whole, formats, parts, house)
    with Here(papers.written) as engine:
        begin(papers, engine)
        return files_from(engine)


def to_print(whole: DealSet, parts: Collection[Part], house: Shell) -> Mapping[str, bytes]:
    """The Word files, by name, that LibreOffice prints right only when they are written for it: those with contents."""
    from assembler.writers.docx import Purpose

    return {
        f"{piece.stem}.docx": as_docx(piece, whole, house, Purpose(to_print=True))
        for piece in whole.pieces
        if piece.part in parts and has_contents(piece.document)
    }


class Papers:
    """The documents of a set by their numbers, from 0 on, and all that a process needs to write any of them.

    They are those of `whole` that are of the parts asked for, and behind them `warrants`, which the process that writes
    them drafts; where these are not asked for it drafts them all the same, to say what is wrong with their words.
    """

    def __init__(
        self,
        whole: DealSet,
        formats: Sequence[str],
        parts: Collection[Part],
        house: Shell,
        warrants: Warrants | None = None,
    ) -> None:
        self._pieces = _alike_by_number(piece for piece in whole.pieces if piece.part in parts)
        self._warrants, self._writes_warrants = warrants, Part.WARRANTS in parts
        self._writers = Writers(formats, house)
        self._properties, self._versions = properties_of(whole, "", ""), whole.inputs

    @property
    def count(self) -> int:
        """How many documents are written."""
        return len(self._pieces) + (len(self._warrants) if self._warrants and self._writes_warrants else 0)

    def batches(self) -> Iterator[range]:
        """The numbers of those that are written in one go."""
        end = len(self._pieces) + (len(self._warrants) if self._warrants else 0)
        return in_batches(end, {number for number, piece in enumerate(self._pieces) if piece.part in LARGE})

    def written(self, some: Iterable[int]) -> Bulk:
        """The files of these documents, about which is said what those of each are called.

        Refused where something is wrong with the words of a warrant; raises what `Writers.files` does, too.
        """
        names, contents = list[Sequence[str]](), list[bytes]()
        with _ONE_AT_A_TIME:
            for number in some:
                files = dict(self._files(number))
                names.append(tuple(files))
                contents += files.values()
        return Bulk([one for one in names if one], contents)

    def _files(self, number: int) -> Iterable[tuple[str, bytes]]:
        if number < len(self._pieces):
            return self._writers.files(self._paper(self._pieces[number]))
        assert self._warrants  # noqa: S101  no batch has a number beyond them
        warrant = self._warrants.piece(number - len(self._pieces))
        return self._writers.files(self._paper(warrant)) if self._writes_warrants else ()

    def _paper(self, piece: Piece) -> Paper:
        version = self._versions[piece.form.name]
        properties = replace(self._properties, title=piece.document.title, form_version=version)
        return Paper(piece.stem, piece.document, piece.numbers, properties, piece.like)


class Batched(Protocol):
    """Documents by their numbers, some of which are written in one go."""

    def batches(self) -> Iterator[range]:
        """The numbers of those that are."""
        ...


def in_batches(end: int, alone: Collection[int]) -> Iterator[range]:
    """The numbers from 0 to before `end` as those of documents that are written in one go; some go `alone`.

    They are so many that asking for them costs little beside writing them, and fewer towards the end, so that no
    process is left with a long way to go when the others have ended.
    """
    first = 0
    while first < end:
        together = min(max((end - first) // _OF_THE_REST, _AT_LEAST), _AT_MOST)
        behind = next((one for one in range(first, end) if one - first == together or one in alone), end)
        yield range(first, max(behind, first + 1))
        first = max(behind, first + 1)


def begin(documents: Batched, engine: Engine) -> None:
    """Hand in the documents to an engine whose work is to write some of them by their numbers."""
    for numbers in documents.batches():
        engine.begin(numbers)


def files_from(engine: Engine, told: Callable[[int], None] = lambda _: None) -> Mapping[str, bytes]:
    """The files that were handed in by name, in the order of their documents, out of memory where they are many.

    `told` hears how many documents are written each time. Refused where the shell breaks its promises, and where
    something is wrong with the words of a warrant.
    """
    spool = Spool()
    for bulk in engine.results():
        spool.take((name for names in bulk.about for name in names), bulk)
        told(len(bulk.about))
    return spool


def _alike_by_number(pieces: Iterable[Piece]) -> Sequence[Piece]:
    """The documents, of which those that are alike have the same number for it: nothing else of it goes to other processes."""
    numbers: dict[object, int] = {}
    return [
        piece if piece.like is None else replace(piece, like=numbers.setdefault(piece.like, len(numbers)))
        for piece in pieces
    ]


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
