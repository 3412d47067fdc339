"""Signature pages and rows of investors, paired by investor: somebody may have copied, deleted or moved them.

Pages and rows are much alike. A comparison of words alone would take one for another where both have the same figures.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from assembler.compare.word_diff import WordChange, changes, increasing
from assembler.merge.flat import HEAD, ClauseKey, FlatDraft, FlatProvision, FlatRow
from assembler.merge.word_text import MARK, Word

_ALIKE = 0.6  # of the words of two lines with which a page begins
_MOST = 0.5  # of the lines that only one page or row has
_NAMED = 10  # figures that tell as much as a name

Key = tuple[ClauseKey | None, str]
"""The provision of a row and its investor, or None and the investor of a page."""
_Item = TypeVar("_Item")
_Line = tuple[str, ...]


class Pairing(Struct, frozen=True):
    """The places in a file of the pages and rows of a draft, by their keys.

    `subjects` are the investors with a page. `copies` are the places of further copies of a page. `other_pages` and
    `other_rows` are the places of those that the draft does not have, with the rows of other tables.
    """

    places: Mapping[Key, range]
    subjects: Sequence[str] = ()
    copies: Mapping[str, Sequence[range]] = {}
    other_pages: Sequence[range] = ()
    other_rows: Sequence[range] = ()

    @property
    def missing(self) -> list[str]:
        """Return the investors whose page does not stand in the file."""
        return [subject for subject in self.subjects if (None, subject) not in self.places]

    def in_order(self, provisions: Sequence[FlatProvision]) -> list[FlatProvision]:
        """Return the provisions of a draft with its pages and rows in the order of the file.

        A page or row that does not stand in the file stays behind the one before it.
        """
        blocks = [(subject, [*block]) for subject, block in groupby(provisions, lambda provision: provision.subject)]
        pages = [block for block in blocks if block[0]]
        ordered = iter(_sorted(pages, [self._start((None, subject)) for subject, _ in pages]))
        moved = (next(ordered)[1] if subject else block for subject, block in blocks)
        return [self._with_rows(provision) for provision in chain.from_iterable(moved)]

    def _with_rows(self, provision: FlatProvision) -> FlatProvision:
        rows = [part for part in provision.content if isinstance(part, FlatRow)]
        ordered = iter(_sorted(rows, [self._start((provision.key, row.whose)) for row in rows]))
        content = tuple(next(ordered) if isinstance(part, FlatRow) else part for part in provision.content)
        return replace(provision, content=content)

    def _start(self, key: Key) -> int | None:
        return self.places[key].start if key in self.places else None


def pair(draft: FlatDraft, words: Sequence[Word]) -> Pairing:
    """Return the places of the pages and rows of a draft among the words of a file."""
    texts = [word.text for word in words]
    pages = _pages(draft)
    found = _pages_of_file(draft, pages, texts)
    of_pages = _paired(pages, draft.words, found, texts, least=0)
    rows = [place for place in _rows_of_file(words) if not any(place.start in page for page in found)]
    of_rows = _paired(_rows(draft), draft.words, rows, texts, least=_MOST)
    known = {place for pairs in (of_pages, of_rows) for places in pairs.values() for place in places}
    return Pairing(
        {key: places[0] for key, places in (*of_pages.items(), *of_rows.items())},
        [subject for _, subject in pages] if found else [],
        {key[1]: places[1:] for key, places in of_pages.items() if places[1:]},
        [place for place in found if place not in known],
        [place for place in rows if place not in known],
    )


def edits(draft: FlatDraft, texts: Sequence[str], pairing: Pairing) -> list[WordChange]:
    """Return the changes from a draft to a file. Pages and rows that are paired are compared with each other alone."""
    places = {**_pages(draft), **_rows(draft)}
    pairs = {places[key].start: (places[key], place) for key, place in pairing.places.items() if key in places}
    ordered = increasing(sorted((start, place.start) for start, (_, place) in pairs.items()))
    found: list[WordChange] = []
    left = right = 0
    ends = range(len(draft.words), len(draft.words)), range(len(texts), len(texts))
    for ours, theirs in [*(pairs[start] for start, _ in ordered), ends]:
        for here, there in ((range(left, ours.start), range(right, theirs.start)), (ours, theirs)):
            found += _between(draft.words, texts, here, there)
        left, right = ours.stop, theirs.stop
    return found


def _between(left: Sequence[str], right: Sequence[str], here: range, there: range) -> Iterator[WordChange]:
    for change in changes(left[here.start : here.stop], right[there.start : there.stop]):
        yield WordChange(
            change.start + here.start,
            change.stop + here.start,
            change.right_start + there.start,
            change.right_stop + there.start,
        )


def _pages(draft: FlatDraft) -> dict[Key, range]:
    """Return the pages of a draft; none if one of them stands in several places."""
    pages: dict[Key, range] = {}
    placed = zip(draft.provisions, draft.ranges, strict=True)
    for subject, group in groupby(placed, lambda pair: pair[0].subject):
        ranges = [places for _, places in group]
        if subject and (None, subject) in pages:
            return {}
        if subject:
            pages[None, subject] = range(ranges[0][0].start, ranges[-1][-1].stop)
    return pages


def _rows(draft: FlatDraft) -> dict[Key, range]:
    """Return the rows of a draft that have an investor, and the rows of totals."""
    return {
        (provision.key, part.whose): place
        for provision, places in zip(draft.provisions, draft.ranges, strict=True)
        for part, place in zip(provision.content, places, strict=True)
        if isinstance(part, FlatRow) and part.whose not in ("", HEAD) and not provision.subject
    }


def _pages_of_file(draft: FlatDraft, pages: Mapping[Key, range], texts: Sequence[str]) -> list[range]:
    """Return the pages among the words of a file, which begin as those of the draft do.

    There are none if the pages of the draft itself are not found in this way.
    """
    if not pages:
        return []
    begins = {_line_at(draft.words, place.start) for place in pages.values()}
    behind = _line_at(draft.words, max(place.stop for place in pages.values()))
    is_known = [*_split(draft.words, begins, behind)] == [*pages.values()]
    return [*_split(texts, begins, behind)] if is_known else []


def _split(words: Sequence[str], begins: set[_Line], behind: _Line) -> Iterator[range]:
    """Yield the places that begin with a line like some lines, up to the next one or to the line behind them all."""
    start = None
    for place in _lines(words):
        line = tuple(words[place.start : place.stop])
        is_begun = any(_are_alike(line, other) for other in begins)
        if start is not None and (is_begun or line == behind):
            yield range(start, place.start)
            start = None
        start = place.start if is_begun else start
    if start is not None:
        yield range(start, len(words))


def _are_alike(line: _Line, other: _Line) -> bool:
    if line == other or not len(other) * _ALIKE <= len(line) <= len(other) / _ALIKE:
        return line == other
    return (Counter(line) & Counter(other)).total() >= _ALIKE * (Counter(line) | Counter(other)).total()


def _rows_of_file(words: Sequence[Word]) -> Iterator[range]:
    """Yield the rows of all tables of a file."""
    for row, group in groupby(enumerate(words), lambda pair: id(pair[1].paragraph.row) if pair[1].paragraph.row else 0):
        places = [index for index, _ in group]
        if row:
            yield range(places[0], places[-1] + 1)


def _lines(words: Sequence[str]) -> Iterator[range]:
    """Yield the places of the paragraphs, without their marks."""
    start = 0
    for index, word in enumerate(words):
        if word == MARK:
            yield range(start, index)
            start = index + 1


def _said(words: Sequence[str], place: range) -> set[_Line]:
    own = words[place.start : place.stop]
    return {tuple(own[line.start : line.stop]) for line in _lines(own)}


def _line_at(words: Sequence[str], start: int) -> _Line:
    return tuple(words[start : words.index(MARK, start)]) if start < len(words) else ()


def _paired(
    ours: Mapping[Key, range], words: Sequence[str], theirs: Sequence[range], texts: Sequence[str], least: float
) -> dict[Key, list[range]]:
    """Return the places of the file with lines that only one place of the draft has: its counterpart, then copies of it.

    `least` is the part of these lines that a counterpart needs.
    """
    lines = {key: _said(words, place) for key, place in ours.items()}
    counted = Counter(chain.from_iterable(lines.values()))
    owners = {line: key for key, own in lines.items() for line in own if counted[line] == 1}
    alone: Counter[Key] = Counter()
    for line, key in owners.items():
        alone[key] += _weight(line)
    likeness: list[tuple[int, int, Key]] = []
    for number, place in enumerate(theirs):
        shared: Counter[Key] = Counter()
        for line in _said(texts, place) & owners.keys():
            shared[owners[line]] += _weight(line)
        likeness += [(-count, number, key) for key, count in shared.items() if count >= least * alone[key]]
    pairs: dict[Key, list[range]] = defaultdict(list)
    taken: set[int] = set()
    for is_copy in (False, True):
        for count, number, key in sorted(likeness, key=lambda entry: entry[:2]):
            if number not in taken and (-count >= _MOST * alone[key] if is_copy else key not in pairs):
                pairs[key].append(theirs[number])
                taken.add(number)
    return pairs


def _weight(line: _Line) -> int:
    """Return how much a line tells whose a page is: a name more than all figures."""
    return _NAMED if any(letter.isalpha() for word in line for letter in word) else 1


def _sorted(items: Sequence[_Item], starts: Sequence[int | None]) -> list[_Item]:
    """Return items by where they start. One that starts nowhere stays behind the item before it."""
    groups: list[tuple[int, list[_Item]]] = [(-1, [])]
    for item, start in zip(items, starts, strict=True):
        if start is None:
            groups[-1][1].append(item)
        else:
            groups.append((start, [item]))
    return [item for _, group in sorted(groups, key=lambda group: group[0]) for item in group]
