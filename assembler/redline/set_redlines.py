"""The redlines of a revision: one for each Word file that changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from assembler.compare import explain
from assembler.compare.variants import DraftWithTerms
from assembler.dealset.documents import DocumentSet, SetDocument
from assembler.drafting.forms import departures_of
from assembler.library import StyleTemplate
from assembler.merge.refresh import InPlace
from assembler.parallel import Pool
from assembler.readers import tree
from assembler.readers.reading import NumberedDocument
from assembler.redline import engine
from assembler.redline.layout import as_drafted
from assembler.redline.reasons import Reasons, reasons_of
from assembler.revise.revision import Revision
from assembler.revise.sections import Touched

DEFAULT = engine.RedlineOptions("Assembler")
LENGTH = 8  # documents that are written in the time of a redline


class RedlineJob(Struct, frozen=True):
    """A document as it was sent and the Word file of now, or the file that was refreshed in place before and after it."""

    name: str
    stem: str
    before: NumberedDocument | bytes
    now: bytes
    status: str
    asked: engine.RedlineOptions = DEFAULT

    def write(self, style_template: StyleTemplate) -> bytes:
        """Return the redline as a Word file. Raises InputError if it does not verify."""
        sent = self.before
        if isinstance(sent, NumberedDocument):
            sent = as_drafted(sent, style_template, self.status)
        old = engine.RedlineSource(f"{self.stem}.docx, before", sent)
        return engine.redline(old, engine.RedlineSource(f"{self.stem}.docx", self.now), self.asked).content


class Redliner:
    """Writes the redlines of some jobs, by their numbers; a worker gets it once."""

    def __init__(self, jobs: Sequence[RedlineJob], style_template: StyleTemplate) -> None:
        self._jobs, self._house = jobs, style_template

    def __call__(self, number: int) -> tuple[str, bytes]:
        """Return the path of a redline in the set, and its content."""
        job = self._jobs[number]
        return job.name, job.write(self._house)


def redline_jobs(
    revision: Revision, in_place: Mapping[str, InPlace], before: DocumentSet, asked: engine.RedlineOptions = DEFAULT
) -> list[RedlineJob]:
    """Return a job for each changed Word file.

    `in_place` are the files that were refreshed, by name, and `before` is the set as it was.
    """
    explainer = _Explainer(revision, before) if asked.comments or asked.summary else None
    return [
        _job(
            revision,
            name,
            touched,
            in_place.get(f"{touched.piece.stem}.docx"),
            replace(asked, reasons=explainer.reasons(touched)) if explainer else asked,
        )
        for name, touched in revision.redlined.items()
    ]


def _job(
    revision: Revision, name: str, touched: Touched, refreshed: InPlace | None, asked: engine.RedlineOptions
) -> RedlineJob:
    stem, status = touched.piece.stem, revision.status[0]
    if refreshed:
        return RedlineJob(name, stem, refreshed.edited, refreshed.content, status, asked)
    assert touched.tree is not None  # noqa: S101  a new document has no redline
    return RedlineJob(name, stem, NumberedDocument(*touched.tree), revision.files[f"{stem}.docx"], status, asked)


class _Explainer:
    """Finds the reasons of a revision, document by document."""

    def __init__(self, revision: Revision, before: DocumentSet) -> None:
        self._sets = before, revision.document_set
        # If one term changed and the form did not, all that is no figure comes from it.
        is_alone = len(revision.terms) == 1 and not revision.is_older_form
        self._otherwise = str(revision.terms[0]) if is_alone else ""

    def reasons(self, touched: Touched) -> Reasons:
        """Return the reasons for the changes of a document."""
        piece = touched.piece
        assert touched.tree is not None  # noqa: S101  a new document has no redline
        here = tree.read(*touched.tree, "before")
        there = tree.read(piece.document, piece.numbers, "now")
        # Options and departures are tried out by drafting again, which the party of a warrant or page would hinder.
        drafts = [None, None] if piece.about else [self._draft(deal_set, piece) for deal_set in self._sets]
        return reasons_of(explain.compare(here, there, *drafts), self._otherwise)

    @staticmethod
    def _draft(deal_set: DocumentSet, piece: SetDocument) -> DraftWithTerms:
        return DraftWithTerms(piece.form, deal_set.deal, departures_of(deal_set.deal, piece.form.name))


def begin(jobs: Sequence[RedlineJob], style_template: StyleTemplate, pool: Pool) -> Iterator[tuple[str, bytes]]:
    """Begin with the redlines, and return an iterator over their paths and contents."""
    return pool.map(Redliner(jobs, style_template), range(len(jobs)))


def collect(redlines: Iterator[tuple[str, bytes]], progress: Callable[[int], None]) -> dict[str, bytes]:
    """Return the redlines by their paths in the set. `progress` is told of each.

    A redline has no date, so the same change gives the same bytes.
    """
    collected: dict[str, bytes] = {}
    for name, content in redlines:
        collected[name] = content
        progress(1)
    return collected
