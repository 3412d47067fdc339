"""The documents that go with a revision: a redline of each changed Word file, and the schedule of changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from assembler.compare import redline
from assembler.library import Shell
from assembler.parallel import Pool
from assembler.readers import files
from assembler.readers.reading import Tree
from assembler.schedules import report, workbook
from assembler.schedules.into import InPlace
from assembler.schedules.revision import SCHEDULE_OF_CHANGES, Revision, Touched

_ASKED = redline.Asked("Assembler")
LENGTH = 8  # documents that are written in the time of a redline


class RedlineJob(Struct, frozen=True):
    """Two drafts, or the file that was refreshed in place before and after it."""

    name: str
    stem: str
    drafts: tuple[Tree, Tree] | None
    refreshed: tuple[bytes, bytes] | None

    @classmethod
    def of(cls, name: str, touched: Touched, in_place: InPlace | None) -> RedlineJob:
        """Return the job for the redline of that name."""
        stem = touched.piece.stem
        if in_place:
            return cls(name, stem, None, (in_place.edited, in_place.content))
        assert touched.tree is not None  # noqa: S101  a new document has no redline
        trees = Tree(*touched.tree), Tree(touched.piece.document, touched.piece.numbers)
        return cls(name, stem, trees, None)

    def write(self, house: Shell) -> bytes:
        """Return the Word file. Raises Refused if it does not verify."""
        if self.refreshed:
            before, now = (files.read(content, self.stem) for content in self.refreshed)
            return redline.write(before, now, house, _ASKED).content
        assert self.drafts  # noqa: S101  it is one or the other
        sent, drafted = (redline.Drawn(self.stem, tree) for tree in self.drafts)
        return redline.between(sent, drafted, house, _ASKED).content


class Redliner:
    """Writes the redlines of some jobs, by their numbers; a worker gets it once."""

    def __init__(self, jobs: Sequence[RedlineJob], house: Shell) -> None:
        self._jobs, self._house = jobs, house

    def __call__(self, number: int) -> tuple[str, bytes]:
        """Return the path of a redline in the set, and its content."""
        job = self._jobs[number]
        return job.name, job.write(self._house)


def redline_jobs(revision: Revision, in_place: Mapping[str, InPlace]) -> list[RedlineJob]:
    """Return a job for each changed Word file; `in_place` are the files that were refreshed, by name."""
    return [
        RedlineJob.of(name, touched, in_place.get(f"{touched.piece.stem}.docx"))
        for name, touched in revision.redlined.items()
    ]


def begin(jobs: Sequence[RedlineJob], house: Shell, pool: Pool) -> Iterator[tuple[str, bytes]]:
    """Begin with the redlines, and return an iterator over their paths and contents."""
    return pool.map(Redliner(jobs, house), range(len(jobs)))


def accompanying(
    revision: Revision, redlines: Iterator[tuple[str, bytes]], progress: Callable[[int], None]
) -> Mapping[str, bytes]:
    """Return the redlines and the schedule of changes, by their paths in the set.

    A redline bears no date, so that the same change gives the same bytes.
    """
    found: dict[str, bytes] = {}
    for name, content in redlines:
        found[name] = content
        progress(1)
    changes = report.changes(revision).encode(), workbook.write(revision.terms, revision.figures)
    return {**found, **dict(zip(SCHEDULE_OF_CHANGES, changes, strict=True))}
