"""Matching the blocks of two documents in a redline: paragraphs, tables, or the rows of one table.

Blocks that say the same belong together; between these, those that have most of their words in common, in their order.
A paragraph that was split, or put together from several, belongs to all of its parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from operator import eq
from typing import Any, overload

from msgspec import Struct

from assembler.compare.changes import Change, changes

_ALIKE = 0.5  # of the words of both, from which on one is taken for the other
_PART = 0.7  # of the words of the shorter, from which on it is taken for a part of the other
_EACH_WITH_EACH = 2_500  # blocks by blocks that are compared each with each
_LONG_RUN = 64  # pieces: so many are not equal by chance, as a few lines are that stand on every page
_WHOLE = 0.6  # of the words of both, where one is put together from several


class Block(Struct, frozen=True):
    """A paragraph, table or row: its words; only blocks of one `kind` are counterparts.

    `is_whole` says that it cannot be split; `stands_in` that it is taken for the only one that stands in its place;
    `begins` that something begins with it, such as a page.
    """

    words: tuple[str, ...]
    kind: str = ""
    is_whole: bool = False
    stands_in: bool = True
    begins: bool = False


class Blocks(Sequence[Block]):
    """The blocks of some pieces, each made when it is asked for: of most that are equal nobody asks."""

    def __init__(self, pieces: Sequence[Any], make: Callable[[Any], Block]) -> None:
        self._pieces, self._make = pieces, make
        self._made: dict[int, Block] = {}

    def __len__(self) -> int:
        return len(self._pieces)

    @overload
    def __getitem__(self, at: int) -> Block: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Block]: ...
    def __getitem__(self, at: int | slice) -> Block | Sequence[Block]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        if at not in self._made:
            self._made[at] = self._make(self._pieces[at])
        return self._made[at]


Run = tuple[int, int, int]  # where equal blocks begin in both, and how many they are


class Equal(Change):
    """A long run of equal blocks, each the counterpart of the one as far from the beginning."""

    __slots__ = ()

    def pairs(self) -> Iterator[Change]:
        """The same, one by one."""
        there = self.there_start - self.start
        return (Change(at, at + 1, at + there, at + there + 1) for at in range(self.start, self.stop))


def equal_runs(ones: Sequence[Any], others: Sequence[Any]) -> list[Run]:
    """Long runs of pieces that are equal, in order: those as far from the beginning in both, then those as far from the end.

    That is what is left in two drafts of much that did not change.
    """
    shift = len(others) - len(ones)
    found = _runs_at(ones, others, 0, 0)
    if not shift:
        return found
    at, to, count = found[-1] if found else (0, 0, 0)
    return [*found, *_runs_at(ones, others, max(at + count, to + count - shift), shift)]


def _runs_at(ones: Sequence[Any], others: Sequence[Any], start: int, shift: int) -> list[Run]:
    """The long runs from a place on, of which each piece stands in the other sequence by so much later."""
    at = start
    found: list[Run] = []
    for is_equal, group in groupby(map(eq, ones[start:], others[start + shift :])):
        count = sum(1 for _ in group)
        if is_equal and count >= _LONG_RUN:
            found.append((at, at + shift, count))
        at += count
    return found


def counterparts(
    ones: Sequence[Block], others: Sequence[Block], known: Sequence[Run] = (), *, last_stays: bool = False
) -> list[Change]:
    """All blocks of both, in order: counterparts together, what came alone, and behind it alone what went.

    `known` are runs of blocks that are equal; where nothing came or went behind one, it is in one. With `last_stays` the last blocks of both belong together, since Word keeps the last paragraph of a body or cell.
    """
    found: list[Change] = []
    start = there = 0
    for at, to, count in (*known, (len(ones), len(others), 0)):
        between = Change(start, at, there, to)
        for part, is_equal in _parts(_keys(ones, between[:2]), _keys(others, between[2:]), between):
            found += (part,) if is_equal else _grouped(ones, others, part)
        if count:
            found.append(Equal(at, at + count, to, to + count))
        start, there = at + count, to + count
    found = _opened(found, len(ones), len(others))
    if last_stays:
        found = _with_last(ones, others, found)
    return [*_with_strangers(_shifted(ones, others, found), len(ones), len(others))]


def _opened(groups: Sequence[Change], here: int, there: int) -> list[Change]:
    """The groups, with those of a run one by one where something came or went behind them, or behind pairs that follow.

    What begins a page in a run may then be taken for what came or went.
    """
    opened: list[Change] = []
    following, is_reached = Change(here, here, there, there), False
    for group in reversed(groups):
        is_followed = (group.stop, group.there_stop) == (following.start, following.there_start)
        is_reached = not is_followed or (is_reached and (_is_pair(following) or isinstance(following, Equal)))
        opened += reversed([*group.pairs()]) if isinstance(group, Equal) and is_reached else (group,)
        following = group
    return opened[::-1]


def _keys(blocks: Sequence[Block], between: Sequence[int]) -> list[str]:
    """Return a key for each block in a range: its words, or for a block without words the key before it."""
    keys: list[str] = []
    for block in blocks[between[0] : between[1]]:
        said = " ".join(block.words)
        keys.append(f"{block.kind}\0{said or keys[-1:]}")
    return keys


def _parts(ones: Sequence[str], others: Sequence[str], whole: Change) -> Iterator[tuple[Change, bool]]:
    """Equal blocks one by one, and what stands between them as one part; and which of both it is."""
    at, there = whole.start, whole.there_start
    for change in (*changes(ones, others), Change(len(ones), len(ones), len(others), len(others))):
        start, stop = whole.start + change.start, whole.start + change.stop
        yield from ((Change(at + n, at + n + 1, there + n, there + n + 1), True) for n in range(start - at))
        part = Change(start, stop, whole.there_start + change.there_start, whole.there_start + change.there_stop)
        yield part, False
        at, there = part.stop, part.there_stop


def _grouped(ones: Sequence[Block], others: Sequence[Block], part: Change) -> Iterator[Change]:
    """The counterparts in a part of both documents."""
    if part.start == part.stop or part.there_start == part.there_stop:
        return
    is_small = (part.stop - part.start) * (part.there_stop - part.there_start) <= _EACH_WITH_EACH
    groups = (
        _with_parts(ones, others, part, _likeliest(ones, others, part))
        if is_small
        else _overlapping(ones, others, part)
    )
    at, there = part.start, part.there_start
    for group in (*groups, Change(part.stop, part.stop, part.there_stop, part.there_stop)):
        between = Change(at, group.start, there, group.there_start)
        if _is_pair(between) and _is_one_for_other(ones[at], others[there]):
            yield between
        if group.stop > group.start:
            yield group
        at, there = group.stop, group.there_stop


def _likeliest(ones: Sequence[Block], others: Sequence[Block], part: Change) -> list[Change]:
    """The pairs that are most alike, taken together, in the order of both documents."""
    here, there = ones[part.start : part.stop], others[part.there_start : part.there_stop]
    counted, counted_there = ([Counter(block.words) for block in blocks] for blocks in (here, there))
    # The best that can be had of what stands before each place of both: how alike in sum, and the pairs.
    above: list[tuple[float, tuple[tuple[int, int], ...]]] = [(0.0, ())] * (len(there) + 1)
    for at, one in enumerate(here):
        row = [above[0]]
        for to, other in enumerate(there):
            best = max(above[to + 1], row[to], key=lambda found: found[0])
            alike = _alike(counted[at], counted_there[to]) if one.kind == other.kind else 0.0
            if alike >= _ALIKE and above[to][0] + alike > best[0]:
                best = (above[to][0] + alike, (*above[to][1], (part.start + at, part.there_start + to)))
            row.append(best)
        above = row
    return [Change(at, at + 1, to, to + 1) for at, to in above[-1][1]]


def _with_parts(ones: Sequence[Block], others: Sequence[Block], part: Change, pairs: Sequence[Change]) -> list[Change]:
    """The pairs, each with the blocks beside it that were a part of one of the two."""
    groups: list[Change] = []
    for at, pair in enumerate(pairs):
        following = (
            pairs[at + 1] if at + 1 < len(pairs) else Change(part.stop, part.stop, part.there_stop, part.there_stop)
        )
        before = groups[-1] if groups else Change(part.start, part.start, part.there_start, part.there_start)
        group = pair
        for step in (Change(-1, 0, 0, 0), Change(0, 1, 0, 0), Change(0, 0, -1, 0), Change(0, 0, 0, 1)):
            group = _grown(
                ones,
                others,
                group,
                step,
                Change(before.stop, following.start, before.there_stop, following.there_start),
            )
        groups.append(group)
    return groups


def _grown(ones: Sequence[Block], others: Sequence[Block], group: Change, step: Change, room: Change) -> Change:
    """The group with as many blocks more, in the direction of a step, as are parts of it."""
    while True:
        grown = Change(*(at + by for at, by in zip(group, step, strict=True)))
        if (
            grown.start < room.start
            or grown.stop > room.stop
            or grown.there_start < room.there_start
            or grown.there_stop > room.there_stop
        ):
            return group
        here, there = ones[grown.start : grown.stop], others[grown.there_start : grown.there_stop]
        if any(block.is_whole for block in (*here, *there)) or len({block.kind for block in (*here, *there)}) > 1:
            return group
        if _shared(ones, others, grown) - _shared(ones, others, group) < _PART * _added(ones, others, group, grown):
            return group
        group = grown


def _shared(ones: Sequence[Block], others: Sequence[Block], group: Change) -> int:
    """Return the number of words that both sides of a group have in common."""
    here = Counter(word for block in ones[group.start : group.stop] for word in block.words)
    there = Counter(word for block in others[group.there_start : group.there_stop] for word in block.words)
    return (here & there).total()


def _added(ones: Sequence[Block], others: Sequence[Block], group: Change, grown: Change) -> int:
    """Return the number of words added to a group, at least one: a block without words is part of nothing."""

    def count(some: Change) -> int:
        both = (*ones[some.start : some.stop], *others[some.there_start : some.there_stop])
        return sum(len(block.words) for block in both)

    return max(count(grown) - count(group), 1)


def _is_pair(group: Change) -> bool:
    return group.stop - group.start == group.there_stop - group.there_start == 1


def _is_one_for_other(one: Block, other: Block) -> bool:
    if one.kind != other.kind:
        return False
    return one.stands_in or one.words == other.words or _alike(Counter(one.words), Counter(other.words)) >= _ALIKE


def _alike(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / max(one.total() + other.total(), 1)


def _overlapping(ones: Sequence[Block], others: Sequence[Block], part: Change) -> list[Change]:
    """Groups of blocks that have most of their words in common, in order."""
    common = _common(ones, others, part)
    near = [pair for pair in common if _is_near(ones[pair[0]], others[pair[1]], common[pair])]
    groups: list[list[tuple[int, int]]] = []
    for pair in near:
        if groups and (groups[-1][-1][0] == pair[0] or groups[-1][-1][1] == pair[1]):
            groups[-1].append(pair)
        else:
            groups.append([pair])
    return [one for group in groups for one in _settled(ones, others, group, common)]


def _common(ones: Sequence[Block], others: Sequence[Block], part: Change) -> dict[tuple[int, int], int]:
    """Return the common words of two blocks, by their positions, in order."""
    here, there = ones[part.start : part.stop], others[part.there_start : part.there_stop]
    words, their_words = ([word for block in blocks for word in block.words] for blocks in (here, there))
    ends, their_ends = ([*accumulate(len(block.words) for block in blocks)] for blocks in (here, there))
    found: Counter[tuple[int, int]] = Counter()
    at = to = one = other = 0
    for change in (*changes(words, their_words), Change(len(words), len(words), len(their_words), len(their_words))):
        for word in range(at, change.start):
            while ends[one] <= word:
                one += 1
            while their_ends[other] <= to + word - at:
                other += 1
            found[part.start + one, part.there_start + other] += 1
        at, to = change.stop, change.there_stop
    return found


def _is_near(one: Block, other: Block, common: int) -> bool:
    shorter = min(len(one.words), len(other.words))
    alike = 2 * common / (len(one.words) + len(other.words))
    return one.kind == other.kind and (alike >= _ALIKE or common >= _PART * shorter)


def _settled(
    ones: Sequence[Block], others: Sequence[Block], group: list[tuple[int, int]], common: dict[tuple[int, int], int]
) -> Iterator[Change]:
    """The group as a whole where it is all of a piece, or else the two in it that are most alike."""
    whole = Change(group[0][0], group[-1][0] + 1, group[0][1], group[-1][1] + 1)
    here, there = ones[whole.start : whole.stop], others[whole.there_start : whole.there_stop]
    length = sum(len(block.words) for block in (*here, *there))
    shared = sum(count for (at, to), count in common.items() if at in range(*whole[:2]) and to in range(*whole[2:]))
    kinds = {block.kind for block in (*here, *there)}
    if len(group) > 1 and 2 * shared >= _WHOLE * length and len(kinds) == 1 and not any(b.is_whole for b in here):
        yield whole
        return
    alike = {(at, to): 2 * common[at, to] / (len(ones[at].words) + len(others[to].words)) for at, to in group}
    at, to = max(group, key=lambda pair: alike[pair])
    if alike[at, to] >= _ALIKE:
        yield Change(at, at + 1, to, to + 1)


def _with_last(ones: Sequence[Block], others: Sequence[Block], groups: Sequence[Change]) -> list[Change]:
    """The groups, with the last blocks of both in one."""
    ends = (len(ones), len(others))
    last = groups[-1] if groups else Change(0, 0, 0, 0)
    if (last.stop, last.there_stop) == ends:
        return [*groups]
    for start, there in ((last.start, last.there_start), (last.stop, last.there_stop)):
        tail = (*ones[start:], *others[there:])
        if start < ends[0] and there < ends[1] and not any(block.is_whole for block in tail):
            return [*(one for one in groups if one.stop <= start), Change(start, ends[0], there, ends[1])]
    before = [one for one in groups if one.stop < ends[0] and one.there_stop < ends[1]]
    return [*before, Change(ends[0] - 1, ends[0], ends[1] - 1, ends[1])]


def _shifted(ones: Sequence[Block], others: Sequence[Block], groups: list[Change]) -> list[Change]:
    """The groups, with what came or went alone begun where something begins.

    Where a page went, and all pages begin with the same words, it went with those at its own head, not with the next one's.
    """
    for at, (group, following) in enumerate(pairwise([*groups, Change(len(ones), 0, len(others), 0)])):
        gone, came = following.start - group.stop, following.there_start - group.there_stop
        if gone and not came:
            count = _steps_back([(ones, one.start, gone) if _is_pair(one) else None for one in groups[at::-1]])
        elif came and not gone:
            count = _steps_back([(others, one.there_start, came) if _is_pair(one) else None for one in groups[at::-1]])
        else:
            continue
        for back in range(at + 1 - count, at + 1):
            one = groups[back]
            groups[back] = Change(one.start + gone, one.stop + gone, one.there_start + came, one.there_stop + came)
    return groups


def _steps_back(pairs: Sequence[tuple[Sequence[Block], int, int] | None]) -> int:
    """Return the number of pairs to move behind a gap, so that the gap begins where something begins."""
    nearest = 0
    for count, pair in enumerate(pairs):
        if pair is None:
            return 0
        blocks, at, gap = pair
        nearest = nearest if count else at
        if at + count != nearest or blocks[at] != blocks[at + gap]:
            return 0
        if count == 0 and at + 1 < len(blocks) and blocks[at + 1].begins:
            return 0
        if blocks[at].begins:
            return count + 1
    return 0


def _with_strangers(groups: Sequence[Change], here: int, there: int) -> Iterator[Change]:
    edges = [Change(0, 0, 0, 0), *groups, Change(here, here, there, there)]
    for before, group in pairwise(edges):
        yield from (Change(before.stop, before.stop, at, at + 1) for at in range(before.there_stop, group.there_start))
        yield from (Change(at, at + 1, group.there_start, group.there_start) for at in range(before.stop, group.start))
        if group.stop > group.start:
            yield group
