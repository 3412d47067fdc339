"""Rendering of the documents of a set, each in the requested formats and as its tree."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from assembler.dealset.documents import DocumentSet, SetDocument, SetPart
from assembler.document import json
from assembler.document.numbering import Numbers
from assembler.document.outline import has_contents
from assembler.document.tree import Document
from assembler.drafting.copies import Copy, Template
from assembler.exports import html, text
from assembler.library import StyleTemplate
from assembler.parallel import Pool, SerialPool
from assembler.termsheet.formats import long_date
from assembler.termsheet.instruments import plain_name
from assembler.word import writer
from assembler.word.package import Properties
from assembler.word.writer import CopyWriter, Purpose

HOUSE = "house"
_BATCH = 25  # documents that a worker writes in one task
_STATUS_SHOWN = {"form": "Form", "draft": "Draft", "execution": "Execution Version", "conformed": "Conformed Copy"}
_NO_DATE = date(1980, 1, 1)  # the first date of the zip format, for a document whose date is open


def write(
    document_set: DocumentSet, formats: Sequence[str], parts: Collection[SetPart], style_template: StyleTemplate
) -> Mapping[str, bytes]:
    """Return the files of the set by name, in the requested formats ("docx", "text", "html"), and the tree of each document.

    Raises InputError if the style template breaks a promise.
    """
    return collect(begin(render_jobs(document_set, parts), formats, style_template, SerialPool()))


class RenderJob(Struct, frozen=True):
    """A document to render: the stem of its file names, its content, and the properties of its Word file."""

    stem: str
    content: Document | Copy
    numbers: Numbers
    properties: Properties


def render_jobs(document_set: DocumentSet, parts: Collection[SetPart]) -> list[RenderJob]:
    """Return the jobs for the documents of these parts, in the order of the set."""
    properties = properties_of(document_set, "", "")
    return [
        RenderJob(
            piece.stem,
            piece.content,
            piece.numbers,
            replace(properties, title=piece.title, form_version=document_set.inputs[piece.form.name]),
        )
        for piece in document_set.documents
        if piece.part in parts
    ]


Batch = tuple[int, list[tuple[str, bytes]]]
"""The number of documents in a batch, and their files by name."""


def begin(
    jobs: Sequence[RenderJob], formats: Sequence[str], style_template: StyleTemplate, pool: Pool
) -> Iterator[Batch]:
    """Start the jobs, and return an iterator over their batches, in order."""
    batches = [range(first, min(first + _BATCH, len(jobs))) for first in range(0, len(jobs), _BATCH)]
    return pool.map(SetRenderer(jobs, tuple(formats), style_template), batches)


def collect(batches: Iterable[Batch], progress: Callable[[int], None] = lambda _: None) -> Mapping[str, bytes]:
    """Return all files by name. `progress` is called with the number of documents of each batch."""
    files: dict[str, bytes] = {}
    for count, written in batches:
        files.update(written)
        progress(count)
    return files


class SetRenderer:
    """Renders jobs by number. Each worker gets it once, and fills all copies of a template with one writer."""

    def __init__(self, jobs: Sequence[RenderJob], formats: tuple[str, ...], style_template: StyleTemplate) -> None:
        self._jobs, self._formats, self._style_template = jobs, formats, style_template
        self._copies: dict[tuple[Template, Properties], CopyWriter] = {}

    # Pickled without open writers, since each worker starts its own.
    def __reduce__(self) -> tuple[type[SetRenderer], tuple[object, ...]]:
        return SetRenderer, (self._jobs, self._formats, self._style_template)

    def __call__(self, numbers: range) -> Batch:
        """Return how many jobs were written, and their files by name.

        Raises InputError if the style template breaks a promise, ValueError if XML cannot hold a value.
        """
        return len(numbers), [file for number in numbers for file in self._files(self._jobs[number])]

    def _files(self, job: RenderJob) -> Iterator[tuple[str, bytes]]:
        document = job.content.document if isinstance(job.content, Copy) else job.content
        if "text" in self._formats:
            yield f"{job.stem}.txt", text.write(document, job.numbers).encode()
        if "html" in self._formats:
            yield f"{job.stem}.html", html.write(document, job.numbers).encode()
        if "docx" in self._formats:
            yield f"{job.stem}.docx", self._docx(job)
        yield f"{job.stem}.document.json", json.write(document, job.numbers)

    def _docx(self, job: RenderJob) -> bytes:
        if not isinstance(job.content, Copy):
            return writer.write(job.content, job.numbers, self._style_template, job.properties)
        key = job.content.template, job.properties
        if key not in self._copies:
            self._copies[key] = writer.CopyWriter(key[0].document, job.numbers, self._style_template, job.properties)
        return self._copies[key].write([value.text for value in job.content.values])


def to_print(
    document_set: DocumentSet, parts: Collection[SetPart], style_template: StyleTemplate
) -> Mapping[str, bytes]:
    """Return Word files written for LibreOffice, by name. Only documents with a table of contents need one."""
    return {
        f"{piece.stem}.docx": as_docx(piece, document_set, style_template, Purpose(to_print=True))
        for piece in document_set.documents
        if piece.part in parts and not isinstance(piece.content, Copy) and has_contents(piece.content)
    }


def as_docx(
    piece: SetDocument, document_set: DocumentSet, style_template: StyleTemplate, purpose: Purpose | None = None
) -> bytes:
    """Return a document as a Word file for a purpose. The default is a file to be sent."""
    return writer.write(
        piece.document, piece.numbers, style_template, _properties(piece, document_set), purpose or writer.SENT
    )


def _properties(piece: SetDocument, document_set: DocumentSet) -> Properties:
    return properties_of(document_set, piece.title, document_set.inputs[piece.form.name])


def properties_of(document_set: DocumentSet, title: str, form_version: str) -> Properties:
    """Return the document properties of a Word file of the set."""
    terms = document_set.deal.terms
    return Properties(
        title=title,
        subject=plain_name(terms.company.name),
        company=plain_name(terms.company.name),
        author=plain_name(terms.counsel.company.firm),
        status=_status_line(terms.execution.status, document_set.as_of),
        as_of=document_set.as_of or _NO_DATE,
        form_version=form_version,
    )


def _status_line(status: str, as_of: date | None) -> str:
    """Return the status in the header of every page, such as "Draft of July 1, 2003"."""
    of_date = f" of {long_date(as_of)}" if status == "draft" and as_of else ""
    return _STATUS_SHOWN[status] + of_date
