"""The set as files: each document in the formats asked for, and the tree it was written from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from assembler.closing.pieces import DealSet, Part, Piece
from assembler.document.numbering import Numbers
from assembler.document.outline import has_contents
from assembler.document.tree import Document
from assembler.drafting.copies import Copy, Template
from assembler.library import Shell
from assembler.parallel import Pool, SerialPool
from assembler.termsheet.instruments import plain_name
from assembler.termsheet.wording import long_date

if TYPE_CHECKING:
    from assembler.writers.docx import CopyWriter, Purpose
    from assembler.writers.package import Properties

HOUSE = "house"
_BATCH = 25  # documents that a worker writes in one task
_STATUS_SHOWN = {"form": "Form", "draft": "Draft", "execution": "Execution Version", "conformed": "Conformed Copy"}
_NO_DATE = date(1980, 1, 1)  # the first a zip file can bear: what is written in a document whose date is open


def write(whole: DealSet, formats: Sequence[str], parts: Collection[Part], house: Shell) -> Mapping[str, bytes]:
    """Return the files of the set by name, in the formats asked for ("docx", "text"), and the tree of each document.

    `house` is the style template. Raises Refused if it breaks a promise.
    """
    return collect(begin(render_jobs(whole, parts), formats, house, SerialPool()))


class RenderJob(Struct, frozen=True):
    """A document that is to be written: the stem of its file names, its content, what its Word file says of itself."""

    stem: str
    content: Document | Copy
    numbers: Numbers
    properties: Properties


def render_jobs(whole: DealSet, parts: Collection[Part]) -> list[RenderJob]:
    """Return the jobs for the documents of these parts, in their order."""
    properties = properties_of(whole, "", "")
    return [
        RenderJob(
            piece.stem,
            piece.content,
            piece.numbers,
            replace(properties, title=piece.title, form_version=whole.inputs[piece.form.name]),
        )
        for piece in whole.pieces
        if piece.part in parts
    ]


Batch = tuple[int, list[tuple[str, bytes]]]
"""The number of documents that were written together, and their files by name."""


def begin(jobs: Sequence[RenderJob], formats: Sequence[str], house: Shell, pool: Pool) -> Iterator[Batch]:
    """Begin with the jobs, and return an iterator over their batches, in order."""
    batches = [range(first, min(first + _BATCH, len(jobs))) for first in range(0, len(jobs), _BATCH)]
    return pool.map(Renderer(jobs, tuple(formats), house), batches)


def collect(batches: Iterable[Batch], progress: Callable[[int], None] = lambda _: None) -> Mapping[str, bytes]:
    """Return all files by name. `progress` is told how many documents each batch has."""
    files: dict[str, bytes] = {}
    for count, written in batches:
        files.update(written)
        progress(count)
    return files


class Renderer:
    """Writes jobs by their numbers; a worker gets it once. The copies of a template are filled in one writer."""

    def __init__(self, jobs: Sequence[RenderJob], formats: tuple[str, ...], house: Shell) -> None:
        self._jobs, self._formats, self._house = jobs, formats, house
        self._copies: dict[tuple[Template, Properties], CopyWriter] = {}

    def __reduce__(self) -> tuple[type[Renderer], tuple[object, ...]]:
        return Renderer, (self._jobs, self._formats, self._house)

    def __call__(self, numbers: range) -> Batch:
        """Return how many jobs were written, and their files by name.

        Raises Refused if the style template breaks a promise, ValueError if a value cannot stand in a document.
        """
        return len(numbers), [file for number in numbers for file in self._files(self._jobs[number])]

    def _files(self, job: RenderJob) -> Iterator[tuple[str, bytes]]:
        from assembler.writers import tree_json

        document = job.content.document if isinstance(job.content, Copy) else job.content
        if "text" in self._formats:
            from assembler.writers import text

            yield f"{job.stem}.txt", text.write(document, job.numbers).encode()
        if "docx" in self._formats:
            yield f"{job.stem}.docx", self._docx(job)
        yield f"{job.stem}.document.json", tree_json.write(document, job.numbers)

    def _docx(self, job: RenderJob) -> bytes:
        from assembler.writers import docx

        if not isinstance(job.content, Copy):
            return docx.write(job.content, job.numbers, self._house, job.properties)
        key = job.content.template, job.properties
        if key not in self._copies:
            self._copies[key] = docx.CopyWriter(key[0].document, job.numbers, self._house, job.properties)
        return self._copies[key].write([value.text for value in job.content.values])


def to_print(whole: DealSet, parts: Collection[Part], house: Shell) -> Mapping[str, bytes]:
    """Return the Word files, by name, that LibreOffice prints right only if written for it: those with contents."""
    from assembler.writers.docx import Purpose

    return {
        f"{piece.stem}.docx": as_docx(piece, whole, house, Purpose(to_print=True))
        for piece in whole.pieces
        if piece.part in parts and not isinstance(piece.content, Copy) and has_contents(piece.content)
    }


def as_docx(piece: Piece, whole: DealSet, house: Shell, purpose: Purpose | None = None) -> bytes:
    """One document as a Word file, to be sent or for another purpose."""
    from assembler.writers import docx

    return docx.write(piece.document, piece.numbers, house, _properties(piece, whole), purpose or docx.SENT)


def _properties(piece: Piece, whole: DealSet) -> Properties:
    return properties_of(whole, piece.title, whole.inputs[piece.form.name])


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
