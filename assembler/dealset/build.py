"""Rendering of the documents of a set, each in the requested formats and as its tree."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from assembler.dealset.documents import DocumentSet, SetDocument, SetPart
from assembler.document import json
from assembler.document.numbering import Numbers
from assembler.document.outline import has_contents, headings
from assembler.document.tree import Document
from assembler.drafting.copies import Copy, Template
from assembler.errors import InputError, Location, Problem, Severity
from assembler.exports import html, text
from assembler.exports.pdf import as_pdf, is_installed, link_texts
from assembler.library import StyleTemplate
from assembler.parallel import Pool, SerialPool
from assembler.termsheet.formats import long_date
from assembler.termsheet.instruments import plain_name
from assembler.termsheet.scalars import OpenPoint, settled
from assembler.termsheet.schema import Execution
from assembler.word import writer
from assembler.word.package import Properties
from assembler.word.writer import CopyWriter, Purpose

HOUSE = "house"
_BATCH = 25  # documents that a worker writes in one task
_STATUS_SHOWN = {"form": "Form", "draft": "Draft", "execution": "Execution Version", "conformed": "Conformed Copy"}


ContentsPages = Mapping[str, Mapping[str, str]]
"""The pages that tables of contents show, by the stem of the document and the label of the section."""


def write(
    document_set: DocumentSet,
    formats: Sequence[str],
    parts: Collection[SetPart],
    style_template: StyleTemplate,
    pages: ContentsPages | None = None,
) -> Mapping[str, bytes]:
    """Return the files of the set by name, in the requested formats ("docx", "text", "html"), and the tree of each document.

    Raises InputError if the style template breaks a promise.
    """
    return collect(begin(render_jobs(document_set, parts, pages), formats, style_template, SerialPool()))


def contents_pages(
    document_set: DocumentSet, parts: Collection[SetPart], style_template: StyleTemplate
) -> tuple[ContentsPages, Sequence[Problem]]:
    """Return the pages of the sections of every document with a table of contents, as LibreOffice lays them out.

    Where it is not installed there are none, and Word is told to compute them. Where it fails, a warning says so.
    """
    listing = [piece for piece in document_set.documents if piece.part in parts and _lists_sections(piece)]
    if not listing or not is_installed():
        return {}, ()
    measured = {
        f"{piece.stem}.docx": as_docx(piece, document_set, style_template, Purpose(to_measure=True))
        for piece in listing
    }
    try:
        printed = as_pdf(measured)
    except InputError as failed:
        return {}, [_unmeasured(problem.location.file) for problem in failed.problems]
    pages = {piece.stem: _pages(piece, printed[f"{piece.stem}.pdf"]) for piece in listing}
    return pages, [_unmeasured(f"{stem}.docx") for stem, found in pages.items() if not found]


def _lists_sections(piece: SetDocument) -> bool:
    return not isinstance(piece.content, Copy) and has_contents(piece.content)


def _pages(piece: SetDocument, printed: bytes) -> Mapping[str, str]:
    """Return the pages of the sections in a PDF whose only links are the pages in its contents."""
    listed, pages = headings(piece.document, piece.numbers), link_texts(printed)
    return dict(zip((heading.label for heading in listed), pages, strict=True)) if len(listed) == len(pages) else {}


def _unmeasured(name: str) -> Problem:
    what = "LibreOffice did not compute the pages of the table of contents"
    hint = "Word computes them: when it asks to update the fields, answer Yes."
    return Problem("S402", what, hint, Location(name), severity=Severity.WARNING)


class RenderJob(Struct, frozen=True):
    """A document to render: the stem of its file names, its content, the properties and the purpose of its Word file."""

    stem: str
    content: Document | Copy
    numbers: Numbers
    properties: Properties
    purpose: Purpose = writer.SENT


def render_jobs(
    document_set: DocumentSet, parts: Collection[SetPart], pages: ContentsPages | None = None
) -> list[RenderJob]:
    """Return the jobs for the documents of these parts, in the order of the set."""
    pages = pages or {}
    properties = properties_of(document_set, "", "")
    return [
        RenderJob(
            piece.stem,
            piece.content,
            piece.numbers,
            replace(properties, title=piece.title, form_version=document_set.inputs[piece.form.name]),
            Purpose(pages=pages[piece.stem]) if piece.stem in pages else writer.SENT,
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
            return writer.write(job.content, job.numbers, self._style_template, job.properties, job.purpose)
        key = job.content.template, job.properties
        if key not in self._copies:
            self._copies[key] = writer.CopyWriter(key[0].document, job.numbers, self._style_template, job.properties)
        return self._copies[key].write([value.text for value in job.content.values])


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
        author=plain_name(terms.counsel.company.firm if terms.counsel.company else terms.company.name),
        status=_status_line(terms.execution),
        dated=settled(terms.execution.draft_date),
        form_version=form_version,
    )


def _status_line(execution: Execution) -> str:
    """Return the status in the header of every page, such as "Draft of July 1, 2003", or "Draft" without a date."""
    status, day = _STATUS_SHOWN[execution.status], execution.draft_date
    if execution.status != "draft" or day is None:
        return status
    return f"{status} of {day.printed if isinstance(day, OpenPoint) else long_date(day)}"
