"""Files that go with a revision: a redline of each changed Word document, and the schedule of changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from msgspec import Struct

from assembler.closing.writing import LARGE, begin, files_from, in_batches
from assembler.compare import redline
from assembler.document import walk
from assembler.engines import Choose, Engine, dropping
from assembler.engines.bulk import Bulk
from assembler.library import Shell
from assembler.readers import files
from assembler.readers.reading import Tree
from assembler.schedules import report, workbook
from assembler.schedules.into import InPlace
from assembler.schedules.revision import SCHEDULE_OF_CHANGES, Revision, Touched

_ASKED = redline.Asked("Assembler")
_AS_LONG_AS = 8  # documents: a redline lays out two drafts, compares them and verifies the result
_PROVISIONS = 400  # each further 400 provisions of a document cost as much again


class _Pair(Struct, frozen=True):
    """The two sides of a redline: two drafts, or a refreshed file before and after.

    `takes` is its cost, measured in documents written.
    """

    name: str
    stem: str
    drafts: tuple[Tree, Tree] | None
    refreshed: tuple[bytes, bytes] | None
    is_large: bool
    takes: int

    @classmethod
    def of(cls, name: str, document: Touched, in_place: InPlace | None) -> _Pair:
        """Return the two sides of the redline of that name."""
        stem, is_large = document.piece.stem, document.piece.part in LARGE
        takes = _AS_LONG_AS * (1 + sum(1 for _ in walk.clauses(document.piece.document)) // _PROVISIONS)
        if in_place:
            return cls(name, stem, None, (in_place.edited, in_place.content), is_large, takes)
        assert document.tree is not None  # noqa: S101  as its caller asked
        trees = Tree(*document.tree), Tree(document.piece.document, document.piece.numbers)
        return cls(name, stem, trees, None, is_large, takes)

    def redline(self, house: Shell) -> bytes:
        """Return the Word file. Raises Refused if its verification fails."""
        if self.refreshed:
            before, now = (files.read(content, self.stem) for content in self.refreshed)
            return redline.write(before, now, house, _ASKED).content
        assert self.drafts  # noqa: S101  it is one or the other
        sent, drafted = (redline.Drawn(self.stem, tree) for tree in self.drafts)
        return redline.between(sent, drafted, house, _ASKED).content


class Redlines:
    """The redlines of a revision by number from 0, with all data that a worker needs to write any of them.

    `in_place` are the refreshed files, and `house` is the style template.
    """

    def __init__(self, revision: Revision, in_place: Mapping[str, InPlace], house: Shell) -> None:
        self._pairs = [
            _Pair.of(name, document, in_place.get(f"{document.piece.stem}.docx"))
            for name, document in revision.redlined.items()
        ]
        self._house = house

    def __len__(self) -> int:
        return len(self._pairs)

    @property
    def take(self) -> int:
        """Return the cost of all redlines, measured in documents written."""
        return sum(pair.takes for pair in self._pairs)

    def batches(self) -> Iterator[range]:
        """Yield the numbers of the redlines that are written together."""
        return in_batches(len(self), {number for number, pair in enumerate(self._pairs) if pair.is_large})

    def written(self, numbers: Iterable[int]) -> Bulk:
        """Return these redlines with their names. Raises Refused if the verification of one fails."""
        pairs = [self._pairs[number] for number in numbers]
        return Bulk([(pair.name,) for pair in pairs], [pair.redline(self._house) for pair in pairs])


@contextmanager
def begun(redlines: Redlines, choose: Choose) -> Iterator[Engine]:
    """Yield an engine that has begun with the redlines, if it has several processes. A failure drops its results."""
    with dropping(choose(redlines.take, redlines.written)) as engine:
        begin(redlines, engine)
        yield engine


def accompanying(revision: Revision, engine: Engine, told: Callable[[int], None]) -> Mapping[str, bytes]:
    """Return the schedule of changes and the redlines, by their paths in the set. `told` is called with the count so
    far.

    A redline has no date, so the same change gives the same bytes.
    """
    changes = report.changes(revision).encode(), workbook.write(revision.terms, revision.figures)
    return {**files_from(engine, told), **dict(zip(SCHEDULE_OF_CHANGES, changes, strict=True))}
