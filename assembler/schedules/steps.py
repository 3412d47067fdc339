"""The deal's changes to a document as steps from the previous draft to the new one: words, rows and pages.

Only the drafts are compared here. `into` finds out if somebody edited the same place of a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, groupby

from msgspec import Struct

from assembler.compare.changes import changes
from assembler.schedules.flat import Draft, Key, Line, Provision, Row
from assembler.schedules.wordtext import MARK

_Pages = Mapping[str, Sequence[int]]


class Words(Struct, frozen=True):
    """New `words` replace words of the previous draft. The range is empty if words are only added."""

    name: str
    own: range
    words: list[str]


class RowComes(Struct, frozen=True):
    """A row is added after another, made from the row `like`."""

    name: str
    like: range
    behind: range
    now: Row


class RowAgain(Struct, frozen=True):
    """A row whose cells now have more or fewer paragraphs."""

    name: str
    own: range
    now: Row


class RowLeaves(Struct, frozen=True):
    """A row is removed from its table."""

    name: str
    own: range


class Page(Struct, frozen=True):
    """A new page, made from the page `like`."""

    name: str
    like: range
    now: Sequence[Line | Row]


class PagesCome(Struct, frozen=True):
    """Pages are added, in order, after another page."""

    behind: range
    pages: Sequence[Page]


class PageLeaves(Struct, frozen=True):
    """The page of an investor is removed."""

    name: str
    own: range


class Beyond(Struct, frozen=True):
    """A change that is not of words, a row or an investor's page. `what` describes it."""

    name: str
    what: str


Step = Words | RowComes | RowAgain | RowLeaves | PagesCome | PageLeaves | Beyond


def steps(before: Draft, now: Sequence[Provision]) -> Iterator[Step]:
    """Yield all differences: provisions of only one draft, then changes within provisions, then pages.

    Each step names its provision for a reader. Places are positions among the words of the previous draft.
    """
    ones, others = ({one.key: at for at, one in enumerate(some)} for some in (before.provisions, now))
    if [key for key in ones if key in others] != [key for key in others if key in ones]:
        yield Beyond("the order of the provisions", "the provisions are in a different order")
        return
    pages_before, pages = _pages(before.provisions), _pages(now)
    yield from _alone(before.provisions, others, pages, "is no longer in the document")
    yield from _alone(now, ones, pages_before, "is new in the document")
    for key, at in ones.items():
        if key in others:
            yield from _Within(before, at, now[others[key]]).steps()
    for subject in pages_before:
        if subject not in pages:
            yield PageLeaves(_page_name(subject), _page(before, pages_before[subject]))
    yield from _pages_come(before, now, pages_before, pages)


def _alone(some: Iterable[Provision], others: Mapping[Key, int], pages: _Pages, what: str) -> Iterator[Beyond]:
    """Yield the provisions of only one draft, except those on a page that was added or removed."""
    for one in some:
        if one.key not in others and (not one.subject or one.subject in pages):
            yield Beyond(one.name, f"{one.name} {what}")


class _Within:
    """A provision of both drafts: number `at` in the previous one, and `now`."""

    def __init__(self, draft: Draft, at: int, now: Provision) -> None:
        self.before, self.now, self.name = draft.provisions[at], now, draft.provisions[at].name
        self.own = draft.at[at]

    def steps(self) -> Iterator[Step]:
        before, now = self.before, self.now
        if before.look != now.look:
            yield Beyond(self.name, f"{self.name} is numbered differently")
        elif before.content == now.content:
            return
        elif before.shape == now.shape and _known(before.content) == _known(now.content):
            for index, one in enumerate(now.content):
                yield from self._line(index, one)
        else:
            yield from self._rows()

    def _line(self, index: int, now: Line | Row) -> Iterator[Step]:
        before = self.before.content[index]
        if isinstance(before, Row) and isinstance(now, Row) and before.heights != now.heights:
            yield RowAgain(self.name, self.own[index], now) if before.words else self._other_paragraphs()
        else:
            yield from self._words(self.own[index].start, before.words, now.words)

    def _words(self, at: int, before: Sequence[str], now: Sequence[str]) -> Iterator[Step]:
        for start, stop, there, there_stop in changes(before, now):
            words = list(now[there:there_stop])
            if MARK in words or MARK in before[start:stop]:
                yield self._other_paragraphs()
            else:
                yield Words(self.name, range(at + start, at + stop), words)

    def _other_paragraphs(self, also: str = "") -> Beyond:
        return Beyond(self.name, f"the paragraphs of {self.name} are different{also}")

    def _rows(self) -> Iterator[Step]:
        """Yield the steps for a table with added or removed rows. All other lines and rows must be recognised."""
        content = self.now.content
        ones, others = ({whose: at for at, whose in enumerate(_known(one.content))} for one in (self.before, self.now))
        stayed = [whose for whose in ones if whose in others]
        if not self._is_known(ones, others) or stayed != [whose for whose in others if whose in ones]:
            yield self._other_paragraphs(", or in a different order")
            return
        last = 0
        for whose, index in others.items():
            one = content[index]
            if whose in ones:
                last = ones[whose]
                yield from self._line(last, one)
            elif isinstance(one, Row):
                yield RowComes(self.name, self.own[self._like(last)], self.own[last], one)
        for whose, index in ones.items():
            if whose not in others:
                yield RowLeaves(self.name, self.own[index])

    def _is_known(self, ones: Mapping[str, int], others: Mapping[str, int]) -> bool:
        """Return True if every row of its tables can be recognised, and the number of lines stays the same."""
        both = self.before.content, self.now.content
        lines, lines_now = (sum(isinstance(one, Line) for one in content) for content in both)
        return (
            lines < len(self.before.content)
            and lines == lines_now
            and "" not in (*ones, *others)
            and (len(ones), len(others)) == (len(both[0]), len(both[1]))
            and all(one.words for content in both for one in content if isinstance(one, Row))
        )

    def _like(self, last: int) -> int:
        """Return a row to copy: the one before, or the first after the head."""
        rows = [
            index
            for index, one in enumerate(self.before.content)
            if isinstance(one, Row) and one.whose not in ("head", "total")
        ]
        return last if last in rows else rows[0]


def _known(content: Sequence[Line | Row]) -> list[str]:
    """Return the key of each line and row of a provision: the count of a line, the investor of a row."""
    lines = count(1)
    return [one.whose if isinstance(one, Row) else f"line {next(lines)}" for one in content]


def _pages(provisions: Sequence[Provision]) -> _Pages:
    """Return the positions of the provisions on each investor's page, by the investor's name."""
    pages: dict[str, list[int]] = {}
    for at, one in enumerate(provisions):
        if one.subject:
            pages.setdefault(one.subject, []).append(at)
    return pages


def _page_name(subject: str) -> str:
    return f"the signature page of {subject}"


def _page(draft: Draft, numbers: Sequence[int]) -> range:
    """Return the words of a page of the draft."""
    return range(draft.at[numbers[0]][0].start, draft.at[numbers[-1]][-1].stop)


def _pages_come(
    before: Draft, now: Sequence[Provision], pages_before: _Pages, pages: _Pages
) -> Iterator[PagesCome | Beyond]:
    """Yield the new pages, grouped by the page they follow. Each is made from another investor's page of the same kind."""
    for follows, some in groupby(_with_those_before(pages, pages_before), lambda one: one[0]):
        coming = []
        for _, subject in some:
            name, own = _page_name(subject), [now[at] for at in pages[subject]]
            like = _page_like(own, before, pages_before)
            if follows is None or like is None:
                yield Beyond(name, f"{name} is new, and no earlier page of its kind can be copied")
            else:
                coming.append(Page(name, like, [line for one in own for line in one.content]))
        if follows is not None and coming:
            yield PagesCome(_page(before, pages_before[follows]), coming)


def _with_those_before(pages: _Pages, pages_before: _Pages) -> Iterator[tuple[str | None, str]]:
    """Yield the subjects of new pages, each with the last previous page before it, or None."""
    last = None
    for subject in pages:
        if subject in pages_before:
            last = subject
        else:
            yield last, subject


def _page_like(own: Sequence[Provision], before: Draft, pages_before: _Pages) -> range | None:
    """Return the first page of the previous draft with the structure of the new page."""
    kind = [_kind(one) for one in own]
    alike = (at for at in pages_before.values() if [_kind(before.provisions[index]) for index in at] == kind)
    return next((_page(before, at) for at in alike), None)


def _kind(provision: Provision) -> tuple[object, ...]:
    """Return the structure of a provision, with the number of paragraphs in each cell."""
    return provision.shape, *(one.heights for one in provision.content if isinstance(one, Row))
