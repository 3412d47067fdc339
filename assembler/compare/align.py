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

    `index` and `there_at` count words from the beginning of the provision on that side.
    """

    here: tuple[str, ...]
    there: tuple[str, ...]
    index: int
    there_at: int


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


def align(here: Reading, there: Reading) -> tuple[ProvisionPair, ...]:
    """Return every provision of both documents with its counterpart, in the order of the first and then of the second."""
    ours, theirs = _ProvisionRun.of(here.provisions), _ProvisionRun.of(there.provisions)
    word_changes = changes(ours.words, theirs.words, list(_anchors(ours, theirs)))
    pairs = [
        pair
        for part in _parts(ours, theirs, word_changes)
        for pair in _paired(
            ours.provisions[part.start : part.stop], theirs.provisions[part.right_start : part.right_stop]
        )
    ]
    return tuple(_with_moves(pairs))


def anchors(left: Sequence[Provision], right: Sequence[Provision]) -> list[tuple[int, int, int]]:
    """Return the positions and lengths, in words, of provisions that occur once in each document with equal words."""
    return list(_anchors(_ProvisionRun.of(left), _ProvisionRun.of(right)))


def _anchors(left: _ProvisionRun, right: _ProvisionRun) -> Iterator[tuple[int, int, int]]:
    words, words_there = ([provision.words for provision in run.provisions] for run in (left, right))
    for index, index_there in increasing(_equal(words, words_there)):
        yield left.starts[index], right.starts[index_there], len(words[index])


def _parts(ours: _ProvisionRun, theirs: _ProvisionRun, word_changes: Sequence[WordChange]) -> Iterator[WordChange]:
    """Yield the smallest parts of both documents that begin together, as ranges of provisions."""
    shared = _shared_starts(ours.starts, theirs.starts, word_changes)
    return (WordChange(a, b, c, d) for (a, c), (b, d) in pairwise(shared))


def _paired(here: Sequence[Provision], there: Sequence[Provision]) -> Iterator[ProvisionPair]:
    if len(here) + len(there) <= _AT_ONCE:
        yield from _stretch(here, there)
        return
    edges = [(0, 0), *(pair for pair in _chain(here, there) if pair != (0, 0)), (len(here), len(there))]
    for (a, c), (b, d) in pairwise(edges):
        yield from _stretch(here[a:b], there[c:d])


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
    for words, (ours, theirs) in standing.items():
        if len(ours) == len(theirs) == 1 and len(words) >= _SHORT:
            yield ours[0], theirs[0]


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


def similarity(left: Provision, right: Provision) -> float:
    """Return the share of common words of two provisions, from 0 to 1. An equal heading adds 0.2."""
    words, content = left.content, right.content
    if words == content:
        return 1.0
    if min(len(words), len(content)) < _SHORT:
        return 0.3 if left.number and left.number == right.number else 0.0
    ours, counted = left.counted, right.counted
    common = sum(min(count, counted[word]) for word, count in ours.items() if word in counted)
    alike = 2 * common / (len(words) + len(content))
    return min(alike + 0.2, 1.0) if left.heading and left.heading == right.heading else alike


def _stretch(here: Sequence[Provision], there: Sequence[Provision]) -> list[ProvisionPair]:
    """Return the pairs of a stretch that begins with counterparts. Other provisions in it were added, removed or split."""
    if len(here) == len(there) == 1 and here[0].words == there[0].words:
        return [ProvisionPair(tuple(here), tuple(there), Presence.BOTH, ())]
    kept, kept_there = list(here), list(there)
    pairs: list[ProvisionPair] = []
    while kept and kept_there:
        ours, theirs = _ProvisionRun.of(kept), _ProvisionRun.of(kept_there)
        word_changes = _parted(ours.changes_to(theirs), ours.starts, theirs.starts)
        strange = _strangers(ours, [(change.start, change.stop) for change in word_changes])
        strange_there = _strangers(theirs, [(change.right_start, change.right_stop) for change in word_changes])
        if strange or strange_there:
            known, known_there = _contained(ours, theirs, word_changes)
            strange = {index: common for index, common in strange.items() if index not in known}
            strange_there = {index: common for index, common in strange_there.items() if index not in known_there}
        if not strange and not strange_there:
            pairs += _cut(ours, theirs, word_changes)
            if len(kept) == len(here) and len(kept_there) == len(there):
                return pairs
            break
        # The least like are taken out first: what they matched by chance is then free for its true counterpart.
        least = max(min([*strange.values(), *strange_there.values()]), _BY_CHANCE)
        kept = _without(kept, strange, least)
        kept_there = _without(kept_there, strange_there, least)
    paired = {id(provision) for pair in pairs for provision in (*pair.here, *pair.there)}
    alone, alone_there = ([provision for provision in side if id(provision) not in paired] for side in (here, there))
    return _in_order([*pairs, *_by_number(alone, alone_there)], here, there)


def _without(kept: Sequence[Provision], strange: Mapping[int, float], least: float) -> list[Provision]:
    """Return the provisions without those that have too little in common. Above chance, only the last one is removed."""
    out = [index for index, common in strange.items() if common <= least]
    out = out[-1:] if least > _BY_CHANCE else out
    return [provision for index, provision in enumerate(kept) if index not in out]


def _in_order(
    pairs: Sequence[ProvisionPair], here: Sequence[Provision], there: Sequence[Provision]
) -> list[ProvisionPair]:
    """Return the pairs in the order of the first document. A provision only in the second follows its predecessor
    there.
    """
    places, places_there = ({id(provision): index for index, provision in enumerate(side)} for side in (here, there))
    order: dict[int, tuple[int, int]] = {}
    last = -1
    for pair in sorted((pair for pair in pairs if pair.there), key=lambda pair: places_there[id(pair.there[0])]):
        last = places[id(pair.here[-1])] if pair.here else last
        order[id(pair)] = (last, 1)
    order |= {id(pair): (places[id(pair.here[0])], 0) for pair in pairs if pair.here}
    return sorted(pairs, key=lambda pair: order[id(pair)])


def _contained(
    ours: _ProvisionRun, theirs: _ProvisionRun, word_changes: Sequence[WordChange]
) -> tuple[set[int], set[int]]:
    """Return the provisions of which a passage stands unchanged in a provision of the other side, and those that hold
    it.
    """
    wholes, wholes_there = _wholes(ours), _wholes(theirs)
    known: set[int] = set()
    known_there: set[int] = set()
    for begins, begins_there, count in _same(word_changes, len(ours.words)):
        shift = begins_there - begins
        inside = [
            *_within(wholes, begins, count),
            *(index - shift for index in _within(wholes_there, begins_there, count)),
        ]
        known.update(bisect_right(ours.starts, index) - 1 for index in inside)
        known_there.update(bisect_right(theirs.starts, index + shift) - 1 for index in inside)
    return known, known_there


def _same(word_changes: Sequence[WordChange], length: int) -> Iterator[tuple[int, int, int]]:
    """Yield the equal words between changes: both positions, and the length."""
    index, index_there = 0, 0
    for change in (*word_changes, WordChange(length, length, -1, -1)):
        if change.start > index:
            yield index, index_there, change.start - index
        index, index_there = change.stop, change.right_stop


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


def _parted(word_changes: Sequence[WordChange], starts: Sequence[int], starts_there: Sequence[int]) -> list[WordChange]:
    """Return the changes, with those that cross the end of a provision split there if the place is clear."""
    return [part for change in word_changes for part in _parts_of(change, starts, starts_there)]


def _parts_of(change: WordChange, starts: Sequence[int], starts_there: Sequence[int]) -> Iterator[WordChange]:
    start, stop, right, right_stop = change
    borders, borders_there = _inside(starts, start, stop), _inside(starts_there, right, right_stop)
    if len(borders) != len(borders_there):
        # One at the edge of the words that stand in their place is one that is passed as well.
        borders = borders or _inside(starts, start - 1, stop + 1)
        borders_there = borders_there or _inside(starts_there, right - 1, right_stop + 1)
    if len(borders) != len(borders_there) or start == stop or right == right_stop:
        yield change
        return
    edges = [(start, right), *zip(borders, borders_there, strict=True), (stop, right_stop)]
    yield from (WordChange(a, b, c, d) for (a, c), (b, d) in pairwise(edges))


def _inside(starts: Sequence[int], start: int, stop: int) -> Sequence[int]:
    return starts[bisect_right(starts, start) : bisect_left(starts, stop)]


def _by_number(here: Sequence[Provision], there: Sequence[Provision]) -> Iterator[ProvisionPair]:
    """Yield the provisions without a counterpart by words. A reserved one matches by its number."""
    unmatched = list(there)
    for provision in here:
        same = [other for other in unmatched if provision.number and other.number == provision.number]
        if same and (is_reserved(provision) or is_reserved(same[0])):
            unmatched.remove(same[0])
            yield _compared(provision, same[0], Presence.BOTH)
        else:
            yield _alone(provision, Presence.ONLY_HERE)
    yield from (_alone(other, Presence.ONLY_THERE) for other in unmatched)


def is_reserved(provision: Provision) -> bool:
    """Return True if a provision keeps its number and prints [RESERVED]."""
    return [word.upper() for word in provision.content] in (["[RESERVED]"], ["RESERVED."], ["RESERVED"])


def _compared(here: Provision, there: Provision, presence: Presence) -> ProvisionPair:
    word_changes = changes(here.words, there.words)
    differences = tuple(_difference(change, here.words, there.words, 0, 0) for change in word_changes)
    return ProvisionPair((here,), (there,), presence, differences)


def _strangers(run: _ProvisionRun, changed: Sequence[tuple[int, int]]) -> dict[int, float]:
    """Return the share of common words of each provision that has less than half in common with the other side."""
    strange: dict[int, float] = {}
    for index, (start, stop) in enumerate(pairwise(run.starts)):
        lost = sum(min(stop, to) - max(start, since) for since, to in changed if since < stop and start < to)
        common = 1 - lost / max(stop - start, 1)
        if common < _ALIKE and not (len(run.provisions) == 1 and common >= _ALIKE / 2):
            strange[index] = common
    return strange


def _alone(provision: Provision, presence: Presence) -> ProvisionPair:
    if presence is Presence.ONLY_HERE:
        return ProvisionPair((provision,), (), presence, (Difference(provision.words, (), 0, 0),))
    return ProvisionPair((), (provision,), presence, (Difference((), provision.words, 0, 0),))


def _cut(ours: _ProvisionRun, theirs: _ProvisionRun, word_changes: Sequence[WordChange]) -> Iterator[ProvisionPair]:
    """Yield the smallest parts of a stretch that begin together on both sides, each with its changes."""
    for part in _parts(ours, theirs, word_changes):
        base, base_there = ours.starts[part.start], theirs.starts[part.right_start]
        end, end_there = ours.starts[part.stop], theirs.starts[part.right_stop]
        differences = tuple(
            _difference(change, ours.words, theirs.words, base, base_there)
            for change in word_changes
            if base <= change.start and change.stop <= end
            and base_there <= change.right_start and change.right_stop <= end_there
            and not (part.stop != len(ours.provisions) and (change.start, change.right_start) == (end, end_there))
            and not (part.start and (change.stop, change.right_stop) == (base, base_there))
        )  # fmt: skip
        here, there = ours.provisions[part.start : part.stop], theirs.provisions[part.right_start : part.right_stop]
        yield ProvisionPair(tuple(here), tuple(there), Presence.BOTH, differences)


def _shared_starts(
    starts: Sequence[int], starts_there: Sequence[int], word_changes: Sequence[WordChange]
) -> list[tuple[int, int]]:
    """Return the provisions that begin together on both sides: no change crosses their beginnings."""
    at_there = {word: index for index, word in enumerate(starts_there)}
    shared, shift, pending = [(0, 0)], 0, list(word_changes)[::-1]
    for index, start in list(enumerate(starts))[1:-1]:
        while pending and pending[-1].stop <= start and not (pending[-1].start == start and start + shift in at_there):
            change = pending.pop()
            shift = change.right_stop - change.stop
        across = pending and pending[-1].start < start < pending[-1].stop
        index_there = at_there.get(start + shift)
        if not across and index_there is not None and index_there > shared[-1][1]:
            shared.append((index, index_there))
    return [*shared, (len(starts) - 1, len(starts_there) - 1)]


def _difference(
    change: WordChange, words: Sequence[str], words_there: Sequence[str], base: int, base_there: int
) -> Difference:
    """Return a change of words, counted from the bases."""
    start, stop, right_start, right_stop = change
    return Difference(
        tuple(words[start:stop]), tuple(words_there[right_start:right_stop]), start - base, right_start - base_there
    )


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
        provision = pairs[position].here[0]
        is_known = len(provision.content) >= _SHORT or bool(provision.number and alike == 1.0)
        if alike >= _ALIKE + 0.1 and is_known:
            moved[position] = -to
    placed = {*moved, *moved.values()}
    for position, pair in enumerate(pairs):
        if position in moved:
            here, there = pair.here[0], pairs[moved[position]].there[0]
            first, last = sorted((position, moved[position]))
            # With nothing between that both documents have, it stands where it stood.
            passed = any(pairs[at].presence is Presence.BOTH or at in placed for at in range(first + 1, last))
            yield _compared(here, there, Presence.MOVED if passed else Presence.BOTH)
        elif position not in placed:
            yield pair
