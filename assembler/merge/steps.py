"""The deal's changes to a document as steps from the previous draft to the new one: words, rows and pages.

Only the drafts are compared here. `refresh` finds out if somebody edited the same place of a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, groupby

from msgspec import Struct

from assembler.compare.word_diff import changes
from assembler.merge.flat import HEAD, TOTAL, ClauseKey, FlatDraft, FlatLine, FlatProvision, FlatRow, page_of
from assembler.merge.word_text import MARK

_PageIndex = Mapping[str, Sequence[int]]


class WordsReplaced(Struct, frozen=True):
    """New `words` replace words of the previous draft. The range is empty if words are only added."""

    name: str
    word_range: range
    words: list[str]


class RowAdded(Struct, frozen=True):
    """A row is added after another, made from the row `model`."""

    name: str
    model: range
    behind: range
    now: FlatRow


class RowReshaped(Struct, frozen=True):
    """A row whose cells now have more or fewer paragraphs."""

    name: str
    word_range: range
    now: FlatRow


class RowRemoved(Struct, frozen=True):
    """A row is removed from its table."""

    name: str
    word_range: range


class AddedPage(Struct, frozen=True):
    """A new page, made from the page `model`."""

    name: str
    model: range
    now: Sequence[FlatLine | FlatRow]

    @property
    def words(self) -> list[str]:
        """Return its words, without numbers of lists."""
        return [word for part in self.now for word in part.words]


class PagesAdded(Struct, frozen=True):
    """Pages are added, in order, after another page."""

    behind: range
    pages: Sequence[AddedPage]


class PageRemoved(Struct, frozen=True):
    """The page of an investor is removed."""

    name: str
    word_range: range


class Unsupported(Struct, frozen=True):
    """A change that is not of words, a row or an investor's page. `reason` describes it."""

    name: str
    reason: str


MergeStep = WordsReplaced | RowAdded | RowReshaped | RowRemoved | PagesAdded | PageRemoved | Unsupported


def steps(before: FlatDraft, now: Sequence[FlatProvision]) -> Iterator[MergeStep]:
    """Yield all differences: provisions of only one draft, then changes within provisions, then pages.

    Each step names its provision for a reader. Places are positions among the words of the previous draft.
    """
    places_before, places_now = (
        {provision.key: index for index, provision in enumerate(provisions)} for provisions in (before.provisions, now)
    )
    before_and_now = [
        [key for key in ours if key in theirs]
        for ours, theirs in ((places_before, places_now), (places_now, places_before))
    ]
    if before_and_now[0] != before_and_now[1]:
        beside_pages = [[key for key in keys if not key[1]] for keys in before_and_now]
        what = "the signature pages" if beside_pages[0] == beside_pages[1] else "the provisions"
        yield Unsupported(f"the order of {what}", f"{what} are in a different order")
        return
    pages_before, pages = _pages(before.provisions), _pages(now)
    yield from _alone(before.provisions, places_now, pages, "is no longer in the document")
    yield from _alone(now, places_before, pages_before, "is new in the document")
    for key, position in places_before.items():
        if key in places_now:
            yield from _Within(before, position, now[places_now[key]]).steps()
    for subject in pages_before:
        if subject not in pages:
            yield PageRemoved(page_of(subject), _page(before, pages_before[subject]))
    yield from _pages_come(before, now, pages_before, pages)


def _alone(
    provisions: Iterable[FlatProvision], other: Mapping[ClauseKey, int], pages: _PageIndex, what: str
) -> Iterator[Unsupported]:
    """Yield the provisions of only one draft, except those on a page that was added or removed."""
    for provision in provisions:
        if provision.key not in other and (not provision.subject or provision.subject in pages):
            yield Unsupported(provision.name, f"{provision.name} {what}")


class _Within:
    """A provision of both drafts: that at `position` in the previous one, and `now`."""

    def __init__(self, draft: FlatDraft, position: int, now: FlatProvision) -> None:
        self.before, self.now, self.name = draft.provisions[position], now, draft.provisions[position].name
        self.own = draft.ranges[position]

    def steps(self) -> Iterator[MergeStep]:
        before, now = self.before, self.now
        if before.look != now.look:
            yield Unsupported(self.name, f"{self.name} is numbered differently")
        elif before.content == now.content:
            return
        elif before.shape == now.shape and _known(before.content) == _known(now.content):
            for index, part in enumerate(now.content):
                yield from self._line(index, part)
        else:
            yield from self._rows()

    def _line(self, index: int, now: FlatLine | FlatRow) -> Iterator[MergeStep]:
        before = self.before.content[index]
        if isinstance(before, FlatRow) and isinstance(now, FlatRow) and before.heights != now.heights:
            yield RowReshaped(self.name, self.own[index], now) if before.words else self._other_paragraphs()
        else:
            yield from self._words(self.own[index].start, before.words, now.words)

    def _words(self, offset: int, before: Sequence[str], now: Sequence[str]) -> Iterator[MergeStep]:
        for start, stop, start_now, stop_now in changes(before, now):
            words = list(now[start_now:stop_now])
            if MARK in words or MARK in before[start:stop]:
                yield self._other_paragraphs()
            else:
                yield WordsReplaced(self.name, range(offset + start, offset + stop), words)

    def _other_paragraphs(self, also: str = "") -> Unsupported:
        return Unsupported(self.name, f"the paragraphs of {self.name} are different{also}")

    def _rows(self) -> Iterator[MergeStep]:
        """Yield the steps for a table with added or removed rows. All other lines and rows must be recognised."""
        content = self.now.content
        rows_before, rows_now = (
            {whose: index for index, whose in enumerate(_known(provision.content))}
            for provision in (self.before, self.now)
        )
        stayed = [whose for whose in rows_before if whose in rows_now]
        if not self._is_known(rows_before, rows_now) or stayed != [whose for whose in rows_now if whose in rows_before]:
            yield self._other_paragraphs(", or in a different order")
            return
        last = 0
        for whose, index in rows_now.items():
            item = content[index]
            if whose in rows_before:
                last = rows_before[whose]
                yield from self._line(last, item)
            elif isinstance(item, FlatRow):
                yield RowAdded(self.name, self.own[self._similar_row(last)], self.own[last], item)
        for whose, index in rows_before.items():
            if whose not in rows_now:
                yield RowRemoved(self.name, self.own[index])

    def _is_known(self, rows_before: Mapping[str, int], rows_now: Mapping[str, int]) -> bool:
        """Return True if every row of its tables can be recognised, and the number of lines stays the same."""
        both = self.before.content, self.now.content
        lines, lines_now = (sum(isinstance(part, FlatLine) for part in content) for content in both)
        return (
            lines < len(self.before.content)
            and lines == lines_now
            and "" not in (*rows_before, *rows_now)
            and (len(rows_before), len(rows_now)) == (len(both[0]), len(both[1]))
            and all(part.words for content in both for part in content if isinstance(part, FlatRow))
        )

    def _similar_row(self, last: int) -> int:
        """Return a row to copy: the one before, or the first after the head."""
        rows = [
            index
            for index, row in enumerate(self.before.content)
            if isinstance(row, FlatRow) and row.whose not in (HEAD, TOTAL)
        ]
        return last if last in rows else rows[0]


def _known(content: Sequence[FlatLine | FlatRow]) -> list[str]:
    """Return the key of each line and row of a provision: the count of a line, the investor of a row."""
    lines = count(1)
    return [row.whose if isinstance(row, FlatRow) else f"line {next(lines)}" for row in content]


def _pages(provisions: Sequence[FlatProvision]) -> _PageIndex:
    """Return the positions of the provisions on each investor's page, by the investor's name."""
    pages: dict[str, list[int]] = {}
    for index, provision in enumerate(provisions):
        if provision.subject:
            pages.setdefault(provision.subject, []).append(index)
    return pages


def _page(draft: FlatDraft, numbers: Sequence[int]) -> range:
    """Return the words of a page of the draft."""
    return range(draft.ranges[numbers[0]][0].start, draft.ranges[numbers[-1]][-1].stop)


def _pages_come(
    before: FlatDraft, now: Sequence[FlatProvision], pages_before: _PageIndex, pages: _PageIndex
) -> Iterator[PagesAdded | Unsupported]:
    """Yield the new pages, grouped by the page they follow. Each is made from another investor's page of the same kind."""
    for follows, pairs in groupby(_with_those_before(pages, pages_before), lambda pair: pair[0]):
        coming = []
        for _, subject in pairs:
            name, provisions = page_of(subject), [now[page] for page in pages[subject]]
            model = _page_like(provisions, before, pages_before)
            if follows is None:
                yield Unsupported(name, f"{name} comes first, and a page can only be added behind another")
            elif model is None:
                yield Unsupported(name, f"{name} is new, and no earlier page of its kind can be copied")
            else:
                coming.append(AddedPage(name, model, [line for pair in provisions for line in pair.content]))
        if follows is not None and coming:
            yield PagesAdded(_page(before, pages_before[follows]), coming)


def _with_those_before(pages: _PageIndex, pages_before: _PageIndex) -> Iterator[tuple[str | None, str]]:
    """Yield the subjects of new pages, each with the last previous page before it, or None."""
    last = None
    for subject in pages:
        if subject in pages_before:
            last = subject
        else:
            yield last, subject


def _page_like(provisions: Sequence[FlatProvision], before: FlatDraft, pages_before: _PageIndex) -> range | None:
    """Return the first page of the previous draft with the structure of the new page."""
    kind = [_kind(provision) for provision in provisions]
    alike = (
        places for places in pages_before.values() if [_kind(before.provisions[index]) for index in places] == kind
    )
    return next((_page(before, index) for index in alike), None)


def _kind(provision: FlatProvision) -> tuple[object, ...]:
    """Return the structure of a provision, with the number of paragraphs in each cell."""
    return provision.shape, *(row.heights for row in provision.content if isinstance(row, FlatRow))
