"""Matching the provisions of two documents by their words, numbers and headings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import accumulate, pairwise

from msgspec import Struct

from assembler.compare.changes import Change, changes, increasing
from assembler.readers.reading import Provision, Reading, words_of

_ALIKE = 0.5  # share of common words from which two provisions count as counterparts
_NEIGHBOURS = 40  # provisions on either side of a gap that are compared pair by pair
_AT_ONCE = 24  # provisions of a part that are matched by their words alone
_KNOWN = 3  # words: a passage of this length is recognised when it stands in another provision
_BY_CHANCE = 0.1  # share of common words up to which a provision has nothing in common
_MANY = 12  # changed words around one equal word, from which it may be equal by chance
_SHORT = 4  # words: provisions shorter than this match only if they are equal


class Place(StrEnum):
    """The place of a provision in the other document."""

    BOTH = "in both"
    ONLY_HERE = "only in the original"
    ONLY_THERE = "only in the new document"
    MOVED = "moved"


class Difference(Struct, frozen=True):
    """Words of a provision here, and the words in their place there. Either may be empty.

    `at` and `there_at` count words from the beginning of the provision on that side.
    """

    here: tuple[str, ...]
    there: tuple[str, ...]
    at: int
    there_at: int


class Pair(Struct, frozen=True):
    """A provision and its counterpart. `there` holds several if it was split, `here` several if they were merged."""

    here: tuple[Provision, ...]
    there: tuple[Provision, ...]
    place: Place
    differences: tuple[Difference, ...]

    @property
    def name(self) -> str:
        """Return the name of the provision for a reader."""
        return (self.here or self.there)[0].name

    @property
    def is_renumbered(self) -> bool:
        """Return True if its number differs in the other document."""
        return bool(self.here and self.there and self.here[0].number != self.there[0].number)


class _Run(Struct, frozen=True):
    """Consecutive provisions with all their words. `starts` holds the position of each provision's first word, and the
    end.
    """

    provisions: Sequence[Provision]
    words: list[str]
    starts: list[int]

    @classmethod
    def of(cls, provisions: Sequence[Provision]) -> _Run:
        """Return the run of these provisions."""
        starts = [0, *accumulate([len(provision.words) for provision in provisions])]
        return cls(provisions, words_of(provisions), starts)

    def changes_to(self, other: _Run) -> list[Change]:
        """Return the changes to another run.

        A single word that is a provision's number on one side only is not kept as equal between two large changes.
        """
        found: list[Change] = []
        for change in changes(self.words, other.words):
            if found and self._is_by_chance(found[-1], change, other):
                before = found.pop()
                found.append(Change(before.start, change.stop, before.there_start, change.there_stop))
            else:
                found.append(change)
        return found

    def _is_by_chance(self, before: Change, behind: Change, other: _Run) -> bool:
        """Return True if the one word between two large changes is a provision's number on one side only."""
        if behind.start - before.stop != 1 or _extent(before) + _extent(behind) < _MANY:
            return False
        return self._is_number(before.stop) != other._is_number(before.there_stop)

    def _is_number(self, at: int) -> bool:
        """Return True if a provision's number begins at that word."""
        index = bisect_left(self.starts, at)
        return self.starts[index] == at and self.provisions[index].passages[0].kind == "number"


def _extent(change: Change) -> int:
    """Return the number of words that differ, on both sides."""
    return change.stop - change.start + change.there_stop - change.there_start


def align(here: Reading, there: Reading) -> tuple[Pair, ...]:
    """Return every provision of both documents with its counterpart, in the order of the first and then of the second."""
    ones, others = _Run.of(here.provisions), _Run.of(there.provisions)
    found = changes(ones.words, others.words, list(_anchors(ones, others)))
    pairs = [
        pair
        for part in _parts(ones, others, found)
        for pair in _paired(
            ones.provisions[part.start : part.stop], others.provisions[part.there_start : part.there_stop]
        )
    ]
    return tuple(_with_moves(pairs))


def anchors(ones: Sequence[Provision], others: Sequence[Provision]) -> list[tuple[int, int, int]]:
    """Return the positions and lengths, in words, of provisions that occur once in each document with equal words."""
    return list(_anchors(_Run.of(ones), _Run.of(others)))


def _anchors(ones: _Run, others: _Run) -> Iterator[tuple[int, int, int]]:
    words, theirs = ([one.words for one in run.provisions] for run in (ones, others))
    for index, there in increasing(_equal(words, theirs)):
        yield ones.starts[index], others.starts[there], len(words[index])


def _parts(ones: _Run, others: _Run, found: Sequence[Change]) -> Iterator[Change]:
    """Yield the smallest parts of both documents that begin together, as ranges of provisions."""
    shared = _shared_starts(ones.starts, others.starts, found)
    return (Change(a, b, c, d) for (a, c), (b, d) in pairwise(shared))


def _paired(here: Sequence[Provision], there: Sequence[Provision]) -> Iterator[Pair]:
    if len(here) + len(there) <= _AT_ONCE:
        yield from _stretch(here, there)
        return
    edges = [(0, 0), *(pair for pair in _chain(here, there) if pair != (0, 0)), (len(here), len(there))]
    for (a, c), (b, d) in pairwise(edges):
        yield from _stretch(here[a:b], there[c:d])


def _chain(ones: Sequence[Provision], others: Sequence[Provision]) -> list[tuple[int, int]]:
    """Return pairs of counterparts, in the order of both documents."""
    anchors = increasing(_equal([one.content for one in ones], [other.content for other in others]))
    edges = [(-1, -1), *anchors, (len(ones), len(others))]
    chain = list(anchors)
    for (a, c), (b, d) in pairwise(edges):
        chain += _likely(ones, others, Change(a + 1, b, c + 1, d))
    return sorted(chain)


def _equal(ones: Sequence[tuple[str, ...]], others: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Yield provisions with equal words that occur once in each document."""
    # Each is looked up once: its hash takes all of its words.
    standing: dict[tuple[str, ...], tuple[list[int], list[int]]] = {}
    for index, words in enumerate(ones):
        standing.setdefault(words, ([], []))[0].append(index)
    for index, words in enumerate(others):
        if same := standing.get(words):
            same[1].append(index)
    for words, (here, there) in standing.items():
        if len(here) == len(there) == 1 and len(words) >= _SHORT:
            yield here[0], there[0]


def _likely(ones: Sequence[Provision], others: Sequence[Provision], gap: Change) -> list[tuple[int, int]]:
    """Return counterparts among unequal provisions: by number and words, otherwise by similar words."""
    if gap.start == gap.stop or gap.there_start == gap.there_stop:
        return []
    by_number = {
        others[index].number: index for index in range(gap.there_start, gap.there_stop) if others[index].number
    }
    found: list[tuple[int, int]] = []
    taken: set[int] = set()
    for index in range(gap.start, gap.stop):
        there = by_number.get(ones[index].number)
        if there is not None and likeness(ones[index], others[there]) >= _ALIKE / 2:
            found.append((index, there))
            taken.add(there)
    found = _most_alike(ones, others, gap, found)
    return increasing(sorted(found))


def _most_alike(
    ones: Sequence[Provision], others: Sequence[Provision], gap: Change, found: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the given pairs, unless another counterpart is more similar, and pairs of provisions that had none."""
    best = {one: (likeness(ones[one], others[there]) + 0.2, there) for one, there in found}
    if gap.stop - gap.start <= _NEIGHBOURS and gap.there_stop - gap.there_start <= _NEIGHBOURS:
        for one in range(gap.start, gap.stop):
            for there in range(gap.there_start, gap.there_stop):
                alike = likeness(ones[one], others[there])
                if alike >= _ALIKE and alike > best.get(one, (0.0, 0))[0]:
                    best[one] = (alike, there)
    chosen: dict[int, tuple[float, int]] = {}
    for one, (alike, there) in best.items():
        if alike > chosen.get(there, (0.0, 0))[0]:
            chosen[there] = (alike, one)
    return [(one, there) for there, (_, one) in chosen.items()]


def likeness(one: Provision, other: Provision) -> float:
    """Return the share of common words of two provisions, from 0 to 1. An equal heading adds 0.2."""
    words, others = one.content, other.content
    if words == others:
        return 1.0
    if min(len(words), len(others)) < _SHORT:
        return 0.3 if one.number and one.number == other.number else 0.0
    ours, theirs = one.counted, other.counted
    common = sum(min(count, theirs[word]) for word, count in ours.items() if word in theirs)
    alike = 2 * common / (len(words) + len(others))
    return min(alike + 0.2, 1.0) if one.heading and one.heading == other.heading else alike


def _stretch(ones: Sequence[Provision], others: Sequence[Provision]) -> list[Pair]:
    """Return the pairs of a stretch that begins with counterparts. Other provisions in it were added, removed or split."""
    if len(ones) == len(others) == 1 and ones[0].words == others[0].words:
        return [Pair(tuple(ones), tuple(others), Place.BOTH, ())]
    kept, kept_there = list(ones), list(others)
    pairs: list[Pair] = []
    while kept and kept_there:
        here, there = _Run.of(kept), _Run.of(kept_there)
        found = _parted(here.changes_to(there), here.starts, there.starts)
        strange = _strangers(here, [(change.start, change.stop) for change in found])
        strange_there = _strangers(there, [(change.there_start, change.there_stop) for change in found])
        if strange or strange_there:
            known, known_there = _contained(here, there, found)
            strange = {at: common for at, common in strange.items() if at not in known}
            strange_there = {at: common for at, common in strange_there.items() if at not in known_there}
        if not strange and not strange_there:
            pairs += _cut(here, there, found)
            if len(kept) == len(ones) and len(kept_there) == len(others):
                return pairs
            break
        # The least like are taken out first: what they matched by chance is then free for its true counterpart.
        least = max(min([*strange.values(), *strange_there.values()]), _BY_CHANCE)
        kept = _without(kept, strange, least)
        kept_there = _without(kept_there, strange_there, least)
    paired = {id(one) for pair in pairs for one in (*pair.here, *pair.there)}
    alone, alone_there = ([one for one in some if id(one) not in paired] for some in (ones, others))
    return _in_order([*pairs, *_by_number(alone, alone_there)], ones, others)


def _without(kept: Sequence[Provision], strange: Mapping[int, float], least: float) -> list[Provision]:
    """Return the provisions without those that have too little in common. Above chance, only the last one is removed."""
    out = [at for at, common in strange.items() if common <= least]
    out = out[-1:] if least > _BY_CHANCE else out
    return [one for at, one in enumerate(kept) if at not in out]


def _in_order(pairs: Sequence[Pair], ones: Sequence[Provision], others: Sequence[Provision]) -> list[Pair]:
    """Return the pairs in the order of the first document. A provision only in the second follows its predecessor
    there.
    """
    at, there = ({id(one): index for index, one in enumerate(some)} for some in (ones, others))
    order: dict[int, tuple[int, int]] = {}
    last = -1
    for pair in sorted((pair for pair in pairs if pair.there), key=lambda pair: there[id(pair.there[0])]):
        last = at[id(pair.here[-1])] if pair.here else last
        order[id(pair)] = (last, 1)
    order |= {id(pair): (at[id(pair.here[0])], 0) for pair in pairs if pair.here}
    return sorted(pairs, key=lambda pair: order[id(pair)])


def _contained(ones: _Run, others: _Run, found: Sequence[Change]) -> tuple[set[int], set[int]]:
    """Return the provisions of which a passage stands unchanged in a provision of the other side, and those that hold
    it.
    """
    whole, whole_there = _wholes(ones), _wholes(others)
    known: set[int] = set()
    known_there: set[int] = set()
    for begins, there_begins, count in _same(found, len(ones.words)):
        shift = there_begins - begins
        inside = [*_within(whole, begins, count), *(at - shift for at in _within(whole_there, there_begins, count))]
        known.update(bisect_right(ones.starts, at) - 1 for at in inside)
        known_there.update(bisect_right(others.starts, at + shift) - 1 for at in inside)
    return known, known_there


def _same(found: Sequence[Change], length: int) -> Iterator[tuple[int, int, int]]:
    """Yield the equal words between changes: both positions, and the length."""
    at, there = 0, 0
    for change in (*found, Change(length, length, -1, -1)):
        if change.start > at:
            yield at, there, change.start - at
        at, there = change.stop, change.there_stop


def _wholes(run: _Run) -> list[tuple[int, int]]:
    """Return the ranges of provisions and passages, in words, that are long enough to be recognised."""
    passages = [0, *accumulate([len(passage.words) for one in run.provisions for passage in one.passages])]
    return sorted(span for starts in (passages, run.starts) for span in pairwise(starts) if span[1] - span[0] >= _KNOWN)


def _within(wholes: Sequence[tuple[int, int]], begins: int, count: int) -> Iterator[int]:
    """Yield the starts of those ranges that lie within some words."""
    for at in range(bisect_left(wholes, (begins, 0)), bisect_left(wholes, (begins + count, 0))):
        start, stop = wholes[at]
        if stop <= begins + count:
            yield start


def _parted(found: Sequence[Change], starts: Sequence[int], theirs: Sequence[int]) -> list[Change]:
    """Return the changes, with those that cross the end of a provision split there if the place is clear."""
    return [part for change in found for part in _parts_of(change, starts, theirs)]


def _parts_of(change: Change, starts: Sequence[int], theirs: Sequence[int]) -> Iterator[Change]:
    start, stop, there, there_stop = change
    ours, others = _inside(starts, start, stop), _inside(theirs, there, there_stop)
    if len(ours) != len(others):
        # One at the edge of the words that stand in their place is one that is passed as well.
        ours = ours or _inside(starts, start - 1, stop + 1)
        others = others or _inside(theirs, there - 1, there_stop + 1)
    if len(ours) != len(others) or start == stop or there == there_stop:
        yield change
        return
    edges = [(start, there), *zip(ours, others, strict=True), (stop, there_stop)]
    yield from (Change(a, b, c, d) for (a, c), (b, d) in pairwise(edges))


def _inside(starts: Sequence[int], start: int, stop: int) -> Sequence[int]:
    return starts[bisect_right(starts, start) : bisect_left(starts, stop)]


def _by_number(ones: Sequence[Provision], others: Sequence[Provision]) -> Iterator[Pair]:
    """Yield the provisions without a counterpart by words. A reserved one matches by its number."""
    left = list(others)
    for one in ones:
        same = [other for other in left if one.number and other.number == one.number]
        if same and (is_reserved(one) or is_reserved(same[0])):
            left.remove(same[0])
            yield _compared(one, same[0], Place.BOTH)
        else:
            yield _alone(one, Place.ONLY_HERE)
    yield from (_alone(other, Place.ONLY_THERE) for other in left)


def is_reserved(provision: Provision) -> bool:
    """Return True if a provision keeps its number and prints [RESERVED]."""
    return [word.upper() for word in provision.content] in (["[RESERVED]"], ["RESERVED."], ["RESERVED"])


def _compared(one: Provision, other: Provision, place: Place) -> Pair:
    found = changes(one.words, other.words)
    differences = tuple(_difference(change, one.words, other.words, 0, 0) for change in found)
    return Pair((one,), (other,), place, differences)


def _strangers(run: _Run, changed: Sequence[tuple[int, int]]) -> dict[int, float]:
    """Return the share of common words of each provision that has less than half in common with the other side."""
    strange: dict[int, float] = {}
    for index, (start, stop) in enumerate(pairwise(run.starts)):
        lost = sum(min(stop, to) - max(start, since) for since, to in changed if since < stop and start < to)
        common = 1 - lost / max(stop - start, 1)
        if common < _ALIKE and not (len(run.provisions) == 1 and common >= _ALIKE / 2):
            strange[index] = common
    return strange


def _alone(provision: Provision, place: Place) -> Pair:
    if place is Place.ONLY_HERE:
        return Pair((provision,), (), place, (Difference(provision.words, (), 0, 0),))
    return Pair((), (provision,), place, (Difference((), provision.words, 0, 0),))


def _cut(ones: _Run, others: _Run, found: Sequence[Change]) -> Iterator[Pair]:
    """Yield the smallest parts of a stretch that begin together on both sides, each with its changes."""
    for part in _parts(ones, others, found):
        base, there_base = ones.starts[part.start], others.starts[part.there_start]
        end, there_end = ones.starts[part.stop], others.starts[part.there_stop]
        differences = tuple(
            _difference(change, ones.words, others.words, base, there_base)
            for change in found
            if base <= change.start and change.stop <= end
            and there_base <= change.there_start and change.there_stop <= there_end
            and not (part.stop != len(ones.provisions) and (change.start, change.there_start) == (end, there_end))
            and not (part.start and (change.stop, change.there_stop) == (base, there_base))
        )  # fmt: skip
        here, there = ones.provisions[part.start : part.stop], others.provisions[part.there_start : part.there_stop]
        yield Pair(tuple(here), tuple(there), Place.BOTH, differences)


def _shared_starts(starts: Sequence[int], theirs: Sequence[int], found: Sequence[Change]) -> list[tuple[int, int]]:
    """Return the provisions that begin together on both sides: no change crosses their beginnings."""
    at_there = {word: index for index, word in enumerate(theirs)}
    shared, shift, pending = [(0, 0)], 0, list(found)[::-1]
    for index, start in list(enumerate(starts))[1:-1]:
        while pending and pending[-1].stop <= start and not (pending[-1].start == start and start + shift in at_there):
            change = pending.pop()
            shift = change.there_stop - change.stop
        across = pending and pending[-1].start < start < pending[-1].stop
        there = at_there.get(start + shift)
        if not across and there is not None and there > shared[-1][1]:
            shared.append((index, there))
    return [*shared, (len(starts) - 1, len(theirs) - 1)]


def _difference(change: Change, words: Sequence[str], theirs: Sequence[str], base: int, there_base: int) -> Difference:
    """Return a change of words, counted from the bases."""
    start, stop, there, there_stop = change
    return Difference(tuple(words[start:stop]), tuple(theirs[there:there_stop]), start - base, there - there_base)


class _Likely:
    """An index of provisions by word, to find the likely counterparts of another: those that share a rare word."""

    def __init__(self, some: Mapping[int, Provision]) -> None:
        self._some = some
        self._having: dict[str, list[int]] = {}
        for at, provision in some.items():
            for word in set(provision.content):
                self._having.setdefault(word, []).append(at)

    def counterparts(self, provision: Provision) -> list[int]:
        """Return the likely counterparts in order. A short list is returned whole."""
        if len(self._some) <= _NEIGHBOURS:
            return list(self._some)
        having = (self._having.get(word, []) for word in set(provision.content))
        return sorted({at for some in having if len(some) <= _NEIGHBOURS for at in some})


def _with_moves(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Yield the pairs, with moved provisions as one pair each, in the place of the first document."""
    gone = [at for at, pair in enumerate(pairs) if pair.place is Place.ONLY_HERE]
    came = {at: pair.there[0] for at, pair in enumerate(pairs) if pair.place is Place.ONLY_THERE}
    likely = _Likely(came)
    moved: dict[int, int] = {}
    for at in gone:
        near = [
            (likeness(pairs[at].here[0], came[to]), pairs[at].here[0].number == came[to].number, -to)
            for to in likely.counterparts(pairs[at].here[0])
            if to not in moved.values()
        ]
        alike, _, to = max(near, default=(0.0, False, 0))
        gone_one = pairs[at].here[0]
        is_known = len(gone_one.content) >= _SHORT or bool(gone_one.number and alike == 1.0)
        if alike >= _ALIKE + 0.1 and is_known:
            moved[at] = -to
    for at, pair in enumerate(pairs):
        if at in moved:
            here, there = pair.here[0], pairs[moved[at]].there[0]
            yield _compared(here, there, Place.MOVED)
        elif at not in moved.values():
            yield pair
