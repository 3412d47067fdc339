"""Rendering of the documents of a set, each in the requested formats and as its tree."""

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
_NO_DATE = date(1980, 1, 1)  # the first date of the zip format, for a document whose date is open


def write(document_set: DealSet, formats: Sequence[str], parts: Collection[Part], house: Shell) -> Mapping[str, bytes]:
    """Return the files of the set by name, in the requested formats ("docx", "text"), and the tree of each document.

    `house` is the style template. Raises Refused if it breaks a promise.
    """
    return collect(begin(render_jobs(document_set, parts), formats, house, SerialPool()))


class RenderJob(Struct, frozen=True):
    """A document to render: the stem of its file names, its content, and the properties of its Word file."""

    stem: str
    content: Document | Copy
    numbers: Numbers
    properties: Properties


def render_jobs(document_set: DealSet, parts: Collection[Part]) -> list[RenderJob]:
    """Return the jobs for the documents of these parts, in the order of the set."""
    properties = properties_of(document_set, "", "")
    return [
        RenderJob(
            piece.stem,
            piece.content,
            piece.numbers,
            replace(properties, title=piece.title, form_version=document_set.inputs[piece.form.name]),
        )
        for piece in document_set.pieces
        if piece.part in parts
    ]


Batch = tuple[int, list[tuple[str, bytes]]]
"""The number of documents in a batch, and their files by name."""


def begin(jobs: Sequence[RenderJob], formats: Sequence[str], house: Shell, pool: Pool) -> Iterator[Batch]:
    """Start the jobs, and return an iterator over their batches, in order."""
    batches = [range(first, min(first + _BATCH, len(jobs))) for first in range(0, len(jobs), _BATCH)]
    return pool.map(Renderer(jobs, tuple(formats), house), batches)


def collect(batches: Iterable[Batch], progress: Callable[[int], None] = lambda _: None) -> Mapping[str, bytes]:
    """Return all files by name. `progress` is called with the number of documents of each batch."""
    files: dict[str, bytes] = {}
    for count, written in batches:
        files.update(written)
        progress(count)
    return files


class Renderer:
    """Renders jobs by number. Each worker gets it once, and fills all copies of a template with one writer."""

    def __init__(self, jobs: Sequence[RenderJob], formats: tuple[str, ...], house: Shell) -> None:
        self._jobs, self._formats, self._house = jobs, formats, house
        self._copies: dict[tuple[Template, Properties], CopyWriter] = {}

    # Pickled without open writers, since each worker starts its own.
    def __reduce__(self) -> tuple[type[Renderer], tuple[object, ...]]:
        return Renderer, (self._jobs, self._formats, self._house)

    def __call__(self, numbers: range) -> Batch:
        """Return how many jobs were written, and their files by name.

        Raises Refused if the style template breaks a promise, ValueError if XML cannot hold a value.
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


def to_print(document_set: DealSet, parts: Collection[Part], house: Shell) -> Mapping[str, bytes]:
    """Return Word files written for LibreOffice, by name. Only documents with a table of contents need one."""
    from assembler.writers.docx import Purpose

    return {
        f"{piece.stem}.docx": as_docx(piece, document_set, house, Purpose(to_print=True))
        for piece in document_set.pieces
        if piece.part in parts and not isinstance(piece.content, Copy) and has_contents(piece.content)
    }


def as_docx(piece: Piece, document_set: DealSet, house: Shell, purpose: Purpose | None = None) -> bytes:
    """Return a document as a Word file for a purpose. The default is a file to be sent."""
    from assembler.writers import docx

    return docx.write(piece.document, piece.numbers, house, _properties(piece, document_set), purpose or docx.SENT)


def _properties(piece: Piece, document_set: DealSet) -> Properties:
    return properties_of(document_set, piece.title, document_set.inputs[piece.form.name])


def properties_of(document_set: DealSet, title: str, form_version: str) -> Properties:
    """Return the document properties of a Word file of the set."""
    from assembler.writers.package import Properties

    terms = document_set.deal.terms
    return Properties(
        title=title,
        subject=plain_name(terms.company.name),
        company=plain_name(terms.company.name),
        author=plain_name(terms.counsel.company.firm),
        status=_shown(terms.execution.status, document_set.as_of),
        as_of=document_set.as_of or _NO_DATE,
        form_version=form_version,
    )


def _shown(status: str, as_of: date | None) -> str:
    """Return the status in the header of every page, such as "Draft of July 1, 2003"."""
    of_date = f" of {long_date(as_of)}" if status == "draft" and as_of else ""
    return _STATUS_SHOWN[status] + of_date
