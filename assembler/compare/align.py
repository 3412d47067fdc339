"""Matching the provisions of two documents by their words, numbers and headings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import accumulate, pairwise

from msgspec import Struct

from assembler.compare.word_diff import WordChange, changes, increasing
from assembler.readers.reading import Provision, Reading, words_of

_ALIKE = 0.5  # share of common words from which two provisions count as counterparts
_NEIGHBOURS = 40  # provisions on either side of a gap that are compared pair by pair
_AT_ONCE = 24  # provisions of a part that are matched by their words alone
_KNOWN = 3  # words: a passage of this length is recognised when it stands in another provision
_BY_CHANCE = 0.1  # share of common words up to which a provision has nothing in common
_MANY = 12  # changed words around one equal word, from which it may be equal by chance
_SHORT = 4  # words: provisions shorter than this match only if they are equal


class Presence(StrEnum):
    """The place of a provision in the other document."""

    BOTH = "in both"
    ONLY_HERE = "only in the original"
    ONLY_THERE = "only in the new document"
    MOVED = "moved"


class Difference(Struct, frozen=True):
    """Words of a provision here, and the words in their place there. Either may be empty.

    `index` and `right_at` count words from the beginning of the provision on that side.
    """

    here: tuple[str, ...]
    there: tuple[str, ...]
    index: int
    right_at: int


class ProvisionPair(Struct, frozen=True):
    """A provision and its counterpart. `there` holds several if it was split, `here` several if they were merged."""

    here: tuple[Provision, ...]
    there: tuple[Provision, ...]
    presence: Presence
    differences: tuple[Difference, ...]

    @property
    def name(self) -> str:
        """Return the name of the provision for a reader."""
        return (self.here or self.there)[0].name

    @property
    def is_renumbered(self) -> bool:
        """Return True if its number differs in the other document."""
        return bool(self.here and self.there and self.here[0].number != self.there[0].number)


class _ProvisionRun(Struct, frozen=True):
    """Consecutive provisions with all their words. `starts` holds the position of each provision's first word, and the
    end.
    """

    provisions: Sequence[Provision]
    words: list[str]
    starts: list[int]

    @classmethod
    def of(cls, provisions: Sequence[Provision]) -> _ProvisionRun:
        """Return the run of these provisions."""
        starts = [0, *accumulate([len(provision.words) for provision in provisions])]
        return cls(provisions, words_of(provisions), starts)

    def changes_to(self, other: _ProvisionRun) -> list[WordChange]:
        """Return the changes to another run.

        A single word that is a provision's number on one side only is not kept as equal between two large changes.
        """
        word_changes: list[WordChange] = []
        for change in changes(self.words, other.words):
            if word_changes and self._is_by_chance(word_changes[-1], change, other):
                before = word_changes.pop()
                word_changes.append(WordChange(before.start, change.stop, before.right_start, change.right_stop))
            else:
                word_changes.append(change)
        return word_changes

    def _is_by_chance(self, before: WordChange, behind: WordChange, other: _ProvisionRun) -> bool:
        """Return True if the one word between two large changes is a provision's number on one side only."""
        if behind.start - before.stop != 1 or _extent(before) + _extent(behind) < _MANY:
            return False
        return self._is_number(before.stop) != other._is_number(before.right_stop)

    def _is_number(self, position: int) -> bool:
        """Return True if a provision's number begins at that word."""
        index = bisect_left(self.starts, position)
        return self.starts[index] == position and self.provisions[index].passages[0].kind == "number"


def _extent(change: WordChange) -> int:
    """Return the number of words that differ, on both sides."""
    return change.stop - change.start + change.right_stop - change.right_start


def align(here: Reading, reading: Reading) -> tuple[ProvisionPair, ...]:
    """Return every provision of both documents with its counterpart, in the order of the first and then of the second."""
    run, right = _ProvisionRun.of(here.provisions), _ProvisionRun.of(reading.provisions)
    word_changes = changes(run.words, right.words, list(_anchors(run, right)))
    pairs = [
        pair
        for part in _parts(run, right, word_changes)
        for pair in _paired(
            run.provisions[part.start : part.stop], right.provisions[part.right_start : part.right_stop]
        )
    ]
    return tuple(_with_moves(pairs))


def anchors(left: Sequence[Provision], right: Sequence[Provision]) -> list[tuple[int, int, int]]:
    """Return the positions and lengths, in words, of provisions that occur once in each document with equal words."""
    return list(_anchors(_ProvisionRun.of(left), _ProvisionRun.of(right)))


def _anchors(left: _ProvisionRun, right: _ProvisionRun) -> Iterator[tuple[int, int, int]]:
    words, right_words = ([provision.words for provision in run.provisions] for run in (left, right))
    for index, right_index in increasing(_equal(words, right_words)):
        yield left.starts[index], right.starts[right_index], len(words[index])


def _parts(run: _ProvisionRun, right: _ProvisionRun, result: Sequence[WordChange]) -> Iterator[WordChange]:
    """Yield the smallest parts of both documents that begin together, as ranges of provisions."""
    shared = _shared_starts(run.starts, right.starts, result)
    return (WordChange(a, b, c, d) for (a, c), (b, d) in pairwise(shared))


def _paired(here: Sequence[Provision], right: Sequence[Provision]) -> Iterator[ProvisionPair]:
    if len(here) + len(right) <= _AT_ONCE:
        yield from _stretch(here, right)
        return
    edges = [(0, 0), *(pair for pair in _chain(here, right) if pair != (0, 0)), (len(here), len(right))]
    for (a, c), (b, d) in pairwise(edges):
        yield from _stretch(here[a:b], right[c:d])


def _chain(left: Sequence[Provision], right: Sequence[Provision]) -> list[tuple[int, int]]:
    """Return pairs of counterparts, in the order of both documents."""
    anchors = increasing(_equal([provision.content for provision in left], [other.content for other in right]))
    edges = [(-1, -1), *anchors, (len(left), len(right))]
    chain = list(anchors)
    for (a, c), (b, d) in pairwise(edges):
        chain += _likely(left, right, WordChange(a + 1, b, c + 1, d))
    return sorted(chain)


def _equal(left: Sequence[tuple[str, ...]], right: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Yield provisions with equal words that occur once in each document."""
    # Each is looked up once: its hash takes all of its words.
    standing: dict[tuple[str, ...], tuple[list[int], list[int]]] = {}
    for index, words in enumerate(left):
        standing.setdefault(words, ([], []))[0].append(index)
    for index, words in enumerate(right):
        if same := standing.get(words):
            same[1].append(index)
    for words, (here, right_index) in standing.items():
        if len(here) == len(right_index) == 1 and len(words) >= _SHORT:
            yield here[0], right_index[0]


def _likely(left: Sequence[Provision], right: Sequence[Provision], gap: WordChange) -> list[tuple[int, int]]:
    """Return counterparts among unequal provisions: by number and words, otherwise by similar words."""
    if gap.start == gap.stop or gap.right_start == gap.right_stop:
        return []
    by_number = {right[index].number: index for index in range(gap.right_start, gap.right_stop) if right[index].number}
    pairs: list[tuple[int, int]] = []
    taken: set[int] = set()
    for index in range(gap.start, gap.stop):
        right_index = by_number.get(left[index].number)
        if right_index is not None and similarity(left[index], right[right_index]) >= _ALIKE / 2:
            pairs.append((index, right_index))
            taken.add(right_index)
    pairs = _most_alike(left, right, gap, pairs)
    return increasing(sorted(pairs))


def _most_alike(
    left_provisions: Sequence[Provision],
    right_provisions: Sequence[Provision],
    gap: WordChange,
    pairs: list[tuple[int, int]],
) -> list[tuple[int, int]]:
    """Return the given pairs, unless another counterpart is more similar, and pairs of provisions that had none."""
    best = {
        left_index: (similarity(left_provisions[left_index], right_provisions[right_index]) + 0.2, right_index)
        for left_index, right_index in pairs
    }
    if gap.stop - gap.start <= _NEIGHBOURS and gap.right_stop - gap.right_start <= _NEIGHBOURS:
        for index in range(gap.start, gap.stop):
            for position in range(gap.right_start, gap.right_stop):
                alike = similarity(left_provisions[index], right_provisions[position])
                if alike >= _ALIKE and alike > best.get(index, (0.0, 0))[0]:
                    best[index] = (alike, position)
    chosen: dict[int, tuple[float, int]] = {}
    for index, (alike, position) in best.items():
        if alike > chosen.get(position, (0.0, 0))[0]:
            chosen[position] = (alike, index)
    return [(left_index, right_index) for right_index, (_, left_index) in chosen.items()]


def similarity(left: Provision, provision: Provision) -> float:
    """Return the share of common words of two provisions, from 0 to 1. An equal heading adds 0.2."""
    words, content = left.content, provision.content
    if words == content:
        return 1.0
    if min(len(words), len(content)) < _SHORT:
        return 0.3 if left.number and left.number == provision.number else 0.0
    ours, counted = left.counted, provision.counted
    common = sum(min(count, counted[word]) for word, count in ours.items() if word in counted)
    alike = 2 * common / (len(words) + len(content))
    return min(alike + 0.2, 1.0) if left.heading and left.heading == provision.heading else alike


def _stretch(left: Sequence[Provision], right: Sequence[Provision]) -> list[ProvisionPair]:
    """Return the pairs of a stretch that begins with counterparts. Other provisions in it were added, removed or split."""
    if len(left) == len(right) == 1 and left[0].words == right[0].words:
        return [ProvisionPair(tuple(left), tuple(right), Presence.BOTH, ())]
    kept, kept_there = list(left), list(right)
    pairs: list[ProvisionPair] = []
    while kept and kept_there:
        here, run = _ProvisionRun.of(kept), _ProvisionRun.of(kept_there)
        word_changes = _parted(here.changes_to(run), here.starts, run.starts)
        strange = _strangers(here, [(change.start, change.stop) for change in word_changes])
        strange_there = _strangers(run, [(change.right_start, change.right_stop) for change in word_changes])
        if strange or strange_there:
            known, known_there = _contained(here, run, word_changes)
            strange = {index: common for index, common in strange.items() if index not in known}
            strange_there = {index: common for index, common in strange_there.items() if index not in known_there}
        if not strange and not strange_there:
            pairs += _cut(here, run, word_changes)
            if len(kept) == len(left) and len(kept_there) == len(right):
                return pairs
            break
        # The least like are taken out first: what they matched by chance is then free for its true counterpart.
        least = max(min([*strange.values(), *strange_there.values()]), _BY_CHANCE)
        kept = _without(kept, strange, least)
        kept_there = _without(kept_there, strange_there, least)
    paired = {id(provision) for pair in pairs for provision in (*pair.here, *pair.there)}
    alone, alone_there = ([provision for provision in side if id(provision) not in paired] for side in (left, right))
    return _in_order([*pairs, *_by_number(alone, alone_there)], left, right)


def _without(kept: Sequence[Provision], strange: Mapping[int, float], least: float) -> list[Provision]:
    """Return the provisions without those that have too little in common. Above chance, only the last one is removed."""
    out = [index for index, common in strange.items() if common <= least]
    out = out[-1:] if least > _BY_CHANCE else out
    return [provision for index, provision in enumerate(kept) if index not in out]


def _in_order(
    pairs: Sequence[ProvisionPair], left: Sequence[Provision], right: Sequence[Provision]
) -> list[ProvisionPair]:
    """Return the pairs in the order of the first document. A provision only in the second follows its predecessor
    there.
    """
    position, right_words = ({id(provision): index for index, provision in enumerate(side)} for side in (left, right))
    order: dict[int, tuple[int, int]] = {}
    last = -1
    for pair in sorted((pair for pair in pairs if pair.there), key=lambda pair: right_words[id(pair.there[0])]):
        last = position[id(pair.here[-1])] if pair.here else last
        order[id(pair)] = (last, 1)
    order |= {id(pair): (position[id(pair.here[0])], 0) for pair in pairs if pair.here}
    return sorted(pairs, key=lambda pair: order[id(pair)])


def _contained(run: _ProvisionRun, right: _ProvisionRun, result: Sequence[WordChange]) -> tuple[set[int], set[int]]:
    """Return the provisions of which a passage stands unchanged in a provision of the other side, and those that hold
    it.
    """
    document_set, whole_there = _wholes(run), _wholes(right)
    known: set[int] = set()
    known_there: set[int] = set()
    for begins, right_begins, count in _same(result, len(run.words)):
        shift = right_begins - begins
        inside = [
            *_within(document_set, begins, count),
            *(index - shift for index in _within(whole_there, right_begins, count)),
        ]
        known.update(bisect_right(run.starts, index) - 1 for index in inside)
        known_there.update(bisect_right(right.starts, index + shift) - 1 for index in inside)
    return known, known_there


def _same(result: Sequence[WordChange], length: int) -> Iterator[tuple[int, int, int]]:
    """Yield the equal words between changes: both positions, and the length."""
    index, there_stop = 0, 0
    for change in (*result, WordChange(length, length, -1, -1)):
        if change.start > index:
            yield index, there_stop, change.start - index
        index, there_stop = change.stop, change.right_stop


def _wholes(run: _ProvisionRun) -> list[tuple[int, int]]:
    """Return the ranges of provisions and passages, in words, that are long enough to be recognised."""
    passages = [0, *accumulate([len(passage.words) for provision in run.provisions for passage in provision.passages])]
    return sorted(span for starts in (passages, run.starts) for span in pairwise(starts) if span[1] - span[0] >= _KNOWN)


def _within(wholes: Sequence[tuple[int, int]], begins: int, count: int) -> Iterator[int]:
    """Yield the starts of those ranges that lie within some words."""
    for index in range(bisect_left(wholes, (begins, 0)), bisect_left(wholes, (begins + count, 0))):
        start, stop = wholes[index]
        if stop <= begins + count:
            yield start


def _parted(result: Sequence[WordChange], starts: Sequence[int], right_words: Sequence[int]) -> list[WordChange]:
    """Return the changes, with those that cross the end of a provision split there if the place is clear."""
    return [part for change in result for part in _parts_of(change, starts, right_words)]


def _parts_of(change: WordChange, starts: Sequence[int], right_words: Sequence[int]) -> Iterator[WordChange]:
    start, stop, right, right_stop = change
    ours, remaining = _inside(starts, start, stop), _inside(right_words, right, right_stop)
    if len(ours) != len(remaining):
        # One at the edge of the words that stand in their place is one that is passed as well.
        ours = ours or _inside(starts, start - 1, stop + 1)
        remaining = remaining or _inside(right_words, right - 1, right_stop + 1)
    if len(ours) != len(remaining) or start == stop or right == right_stop:
        yield change
        return
    edges = [(start, right), *zip(ours, remaining, strict=True), (stop, right_stop)]
    yield from (WordChange(a, b, c, d) for (a, c), (b, d) in pairwise(edges))


def _inside(starts: Sequence[int], start: int, stop: int) -> Sequence[int]:
    return starts[bisect_right(starts, start) : bisect_left(starts, stop)]


def _by_number(left_items: Sequence[Provision], right: Sequence[Provision]) -> Iterator[ProvisionPair]:
    """Yield the provisions without a counterpart by words. A reserved one matches by its number."""
    left = list(right)
    for provision in left_items:
        same = [other for other in left if provision.number and other.number == provision.number]
        if same and (is_reserved(provision) or is_reserved(same[0])):
            left.remove(same[0])
            yield _compared(provision, same[0], Presence.BOTH)
        else:
            yield _alone(provision, Presence.ONLY_HERE)
    yield from (_alone(other, Presence.ONLY_THERE) for other in left)


def is_reserved(provision: Provision) -> bool:
    """Return True if a provision keeps its number and prints [RESERVED]."""
    return [word.upper() for word in provision.content] in (["[RESERVED]"], ["RESERVED."], ["RESERVED"])


def _compared(left: Provision, provision: Provision, place: Presence) -> ProvisionPair:
    word_changes = changes(left.words, provision.words)
    differences = tuple(_difference(change, left.words, provision.words, 0, 0) for change in word_changes)
    return ProvisionPair((left,), (provision,), place, differences)


def _strangers(run: _ProvisionRun, changed: Sequence[tuple[int, int]]) -> dict[int, float]:
    """Return the share of common words of each provision that has less than half in common with the other side."""
    strange: dict[int, float] = {}
    for index, (start, stop) in enumerate(pairwise(run.starts)):
        lost = sum(min(stop, to) - max(start, since) for since, to in changed if since < stop and start < to)
        common = 1 - lost / max(stop - start, 1)
        if common < _ALIKE and not (len(run.provisions) == 1 and common >= _ALIKE / 2):
            strange[index] = common
    return strange


def _alone(provision: Provision, place: Presence) -> ProvisionPair:
    if place is Presence.ONLY_HERE:
        return ProvisionPair((provision,), (), place, (Difference(provision.words, (), 0, 0),))
    return ProvisionPair((), (provision,), place, (Difference((), provision.words, 0, 0),))


def _cut(run: _ProvisionRun, right: _ProvisionRun, result: Sequence[WordChange]) -> Iterator[ProvisionPair]:
    """Yield the smallest parts of a stretch that begin together on both sides, each with its changes."""
    for part in _parts(run, right, result):
        base, right_base = run.starts[part.start], right.starts[part.right_start]
        end, right_end = run.starts[part.stop], right.starts[part.right_stop]
        differences = tuple(
            _difference(change, run.words, right.words, base, right_base)
            for change in result
            if base <= change.start and change.stop <= end
            and right_base <= change.right_start and change.right_stop <= right_end
            and not (part.stop != len(run.provisions) and (change.start, change.right_start) == (end, right_end))
            and not (part.start and (change.stop, change.right_stop) == (base, right_base))
        )  # fmt: skip
        here, right_index = run.provisions[part.start : part.stop], right.provisions[part.right_start : part.right_stop]
        yield ProvisionPair(tuple(here), tuple(right_index), Presence.BOTH, differences)


def _shared_starts(
    starts: Sequence[int], right_words: Sequence[int], result: Sequence[WordChange]
) -> list[tuple[int, int]]:
    """Return the provisions that begin together on both sides: no change crosses their beginnings."""
    at_there = {word: index for index, word in enumerate(right_words)}
    shared, shift, pending = [(0, 0)], 0, list(result)[::-1]
    for index, start in list(enumerate(starts))[1:-1]:
        while pending and pending[-1].stop <= start and not (pending[-1].start == start and start + shift in at_there):
            change = pending.pop()
            shift = change.right_stop - change.stop
        across = pending and pending[-1].start < start < pending[-1].stop
        right = at_there.get(start + shift)
        if not across and right is not None and right > shared[-1][1]:
            shared.append((index, right))
    return [*shared, (len(starts) - 1, len(right_words) - 1)]


def _difference(
    change: WordChange, words: Sequence[str], right_words: Sequence[str], base: int, right_base: int
) -> Difference:
    """Return a change of words, counted from the bases."""
    start, stop, right, right_stop = change
    return Difference(tuple(words[start:stop]), tuple(right_words[right:right_stop]), start - base, right - right_base)


class _Likely:
    """An index of provisions by word, to find the likely counterparts of another: those that share a rare word."""

    def __init__(self, mapping: Mapping[int, Provision]) -> None:
        self._some = mapping
        self._having: dict[str, list[int]] = {}
        for index, provision in mapping.items():
            for word in set(provision.content):
                self._having.setdefault(word, []).append(index)

    def counterparts(self, provision: Provision) -> list[int]:
        """Return the likely counterparts in order. A short list is returned whole."""
        if len(self._some) <= _NEIGHBOURS:
            return list(self._some)
        having = (self._having.get(word, []) for word in set(provision.content))
        return sorted({index for indices in having if len(indices) <= _NEIGHBOURS for index in indices})


def _with_moves(pairs: Sequence[ProvisionPair]) -> Iterator[ProvisionPair]:
    """Yield the pairs, with moved provisions as one pair each, in the place of the first document."""
    gone = [index for index, pair in enumerate(pairs) if pair.presence is Presence.ONLY_HERE]
    came = {index: pair.there[0] for index, pair in enumerate(pairs) if pair.presence is Presence.ONLY_THERE}
    likely = _Likely(came)
    moved: dict[int, int] = {}
    for position in gone:
        near = [
            (similarity(pairs[position].here[0], came[to]), pairs[position].here[0].number == came[to].number, -to)
            for to in likely.counterparts(pairs[position].here[0])
            if to not in moved.values()
        ]
        alike, _, to = max(near, default=(0.0, False, 0))
        gone_one = pairs[position].here[0]
        is_known = len(gone_one.content) >= _SHORT or bool(gone_one.number and alike == 1.0)
        if alike >= _ALIKE + 0.1 and is_known:
            moved[position] = -to
    placed = {*moved, *moved.values()}
    for position, pair in enumerate(pairs):
        if position in moved:
            here, right = pair.here[0], pairs[moved[position]].there[0]
            first, last = sorted((position, moved[position]))
            # With nothing between that both documents have, it stands where it stood.
            passed = any(pairs[at].presence is Presence.BOTH or at in placed for at in range(first + 1, last))
            yield _compared(here, right, Presence.MOVED if passed else Presence.BOTH)
        elif position not in placed:
            yield pair
