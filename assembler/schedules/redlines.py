"""What goes with a revision: each changed Word document as a redline against what was sent, and the schedule of changes."""

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
_AS_LONG_AS = 8  # documents, as a redline takes to write: two drafts are laid out, compared and proved
_PROVISIONS = 400  # of a document: one of more takes as long as several of so many


class _Pair(Struct, frozen=True):
    """What a redline is made of: two drafts, or the file that was refreshed in place before and after it.

    It `takes` about as long as so many documents take to be written.
    """

    name: str
    stem: str
    drafts: tuple[Tree, Tree] | None
    refreshed: tuple[bytes, bytes] | None
    is_large: bool
    takes: int

    @classmethod
    def of(cls, name: str, one: Touched, in_place: InPlace | None) -> _Pair:
        """What the redline of that name is made of."""
        stem, is_large = one.piece.stem, one.piece.part in LARGE
        takes = _AS_LONG_AS * (1 + sum(1 for _ in walk.clauses(one.piece.document)) // _PROVISIONS)
        if in_place:
            return cls(name, stem, None, (in_place.edited, in_place.content), is_large, takes)
        assert one.tree is not None  # noqa: S101  as its caller asked
        trees = Tree(*one.tree), Tree(one.piece.document, one.piece.numbers)
        return cls(name, stem, trees, None, is_large, takes)

    def redline(self, house: Shell) -> bytes:
        """The Word file. Refused where it does not prove itself."""
        if self.refreshed:
            before, now = (files.read(content, self.stem) for content in self.refreshed)
            return redline.write(before, now, house, _ASKED).content
        assert self.drafts  # noqa: S101  it is one or the other
        sent, drafted = (redline.Drawn(self.stem, tree) for tree in self.drafts)
        return redline.between(sent, drafted, house, _ASKED).content


class Redlines:
    """The redlines of a revision by their numbers, from 0 on, and all that a process needs to write any of them.

    `in_place` are the files that were refreshed; `house` is the look.
    """

    def __init__(self, revision: Revision, in_place: Mapping[str, InPlace], house: Shell) -> None:
        self._pairs = [
            _Pair.of(name, one, in_place.get(f"{one.piece.stem}.docx")) for name, one in revision.redlined.items()
        ]
        self._house = house

    def __len__(self) -> int:
        return len(self._pairs)

    @property
    def take(self) -> int:
        """As long as so many documents take to be written, about."""
        return sum(one.takes for one in self._pairs)

    def batches(self) -> Iterator[range]:
        """The numbers of those that are written in one go."""
        return in_batches(len(self), {number for number, one in enumerate(self._pairs) if one.is_large})

    def written(self, some: Iterable[int]) -> Bulk:
        """These redlines, about which is said what each is called. Refused where one does not prove itself."""
        pairs = [self._pairs[number] for number in some]
        return Bulk([(one.name,) for one in pairs], [one.redline(self._house) for one in pairs])


@contextmanager
def begun(redlines: Redlines, choose: Choose) -> Iterator[Engine]:
    """An engine that has begun with the redlines, where it is one of several processes; what comes of them is dropped in a failure."""
    with dropping(choose(redlines.take, redlines.written)) as engine:
        begin(redlines, engine)
        yield engine


def accompanying(revision: Revision, engine: Engine, told: Callable[[int], None]) -> Mapping[str, bytes]:
    """The schedule of changes and the redlines, by their paths in the set; `told` hears how many redlines are written.

    A redline bears no date, so that the same change gives the same bytes.
    """
    changes = report.changes(revision).encode(), workbook.write(revision.terms, revision.figures)
    return {**files_from(engine, told), **dict(zip(SCHEDULE_OF_CHANGES, changes, strict=True))}
