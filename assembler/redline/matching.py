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

from assembler.compare.word_diff import WordChange, changes

_ALIKE = 0.5  # of the words of both, from which on one is taken for the other
_PART = 0.7  # of the words of the shorter, from which on it is taken for a part of the other
_EACH_WITH_EACH = 2_500  # blocks by blocks that are compared each with each
_LONG_RUN = 64  # pieces: so many are not equal by chance, as a few lines are that stand on every page
_WHOLE = 0.6  # of the words of both, where one is put together from several


class MatchBlock(Struct, frozen=True):
    """A paragraph, table or row: its words; only blocks of one `kind` are counterparts.

    `is_whole` says that it cannot be split; `stands_in` that it is taken for the only one that stands in its place;
    `begins` that something begins with it, such as a page.
    """

    words: tuple[str, ...]
    kind: str = ""
    is_whole: bool = False
    stands_in: bool = True
    begins: bool = False


class MatchBlocks(Sequence[MatchBlock]):
    """The blocks of some pieces, each made when it is asked for: of most that are equal nobody asks."""

    def __init__(self, pieces: Sequence[Any], make: Callable[[Any], MatchBlock]) -> None:
        self._pieces, self._make = pieces, make
        self._made: dict[int, MatchBlock] = {}

    def __len__(self) -> int:
        return len(self._pieces)

    @overload
    def __getitem__(self, position: int) -> MatchBlock: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[MatchBlock]: ...
    def __getitem__(self, position: int | slice) -> MatchBlock | Sequence[MatchBlock]:
        if isinstance(position, slice):
            return [self[index] for index in range(*position.indices(len(self)))]
        if position not in self._made:
            self._made[position] = self._make(self._pieces[position])
        return self._made[position]


BlockRun = tuple[int, int, int]  # where equal blocks begin in both, and how many they are


class EqualRun(WordChange):
    """A long run of equal blocks, each the counterpart of the one as far from the beginning."""

    __slots__ = ()

    def pairs(self) -> Iterator[WordChange]:
        """The same, one by one."""
        right = self.right_start - self.start
        return (
            WordChange(index, index + 1, index + right, index + right + 1) for index in range(self.start, self.stop)
        )


def equal_runs(left: Sequence[Any], right: Sequence[Any]) -> list[BlockRun]:
    """Long runs of pieces that are equal, in order: those as far from the beginning in both, then those as far from the end.

    That is what is left in two drafts of much that did not change.
    """
    shift = len(right) - len(left)
    runs = _runs_at(left, right, 0, 0)
    if not shift:
        return runs
    index, to, count = runs[-1] if runs else (0, 0, 0)
    return [*runs, *_runs_at(left, right, max(index + count, to + count - shift), shift)]


def _runs_at(left: Sequence[Any], right: Sequence[Any], start: int, shift: int) -> list[BlockRun]:
    """The long runs from a place on, of which each piece stands in the other sequence by so much later."""
    index = start
    runs: list[BlockRun] = []
    for is_equal, group in groupby(map(eq, left[start:], right[start + shift :])):
        count = sum(1 for _ in group)
        if is_equal and count >= _LONG_RUN:
            runs.append((index, index + shift, count))
        index += count
    return runs


def match_blocks(
    left: Sequence[MatchBlock], right: Sequence[MatchBlock], known: Sequence[BlockRun] = (), *, last_stays: bool = False
) -> list[WordChange]:
    """All blocks of both, in order: counterparts together, what came alone, and behind it alone what went.

    `known` are runs of blocks that are equal; where nothing came or went behind one, it is in one. With `last_stays` the last blocks of both belong together, since Word keeps the last paragraph of a body or cell.
    """
    groups: list[WordChange] = []
    start = right_index = 0
    for index, to, count in (*known, (len(left), len(right), 0)):
        between = WordChange(start, index, right_index, to)
        for part, is_equal in _parts(_keys(left, between[:2]), _keys(right, between[2:]), between):
            groups += (part,) if is_equal else _grouped(left, right, part)
        if count:
            groups.append(EqualRun(index, index + count, to, to + count))
        start, right_index = index + count, to + count
    groups = _opened(groups, len(left), len(right))
    if last_stays:
        groups = _with_last(left, right, groups)
    return [*_with_strangers(_shifted(left, right, groups), len(left), len(right))]


def _opened(groups: Sequence[WordChange], here: int, right: int) -> list[WordChange]:
    """The groups, with those of a run one by one where something came or went behind them, or behind pairs that follow.

    What begins a page in a run may then be taken for what came or went.
    """
    opened: list[WordChange] = []
    following, is_reached = WordChange(here, here, right, right), False
    for group in reversed(groups):
        is_followed = (group.stop, group.right_stop) == (following.start, following.right_start)
        is_reached = not is_followed or (is_reached and (_is_pair(following) or isinstance(following, EqualRun)))
        opened += reversed([*group.pairs()]) if isinstance(group, EqualRun) and is_reached else (group,)
        following = group
    return opened[::-1]


def _keys(blocks: Sequence[MatchBlock], between: Sequence[int]) -> list[str]:
    """Return a key for each block in a range: its words, or for a block without words the key before it."""
    keys: list[str] = []
    for block in blocks[between[0] : between[1]]:
        text = " ".join(block.words)
        keys.append(f"{block.kind}\0{text or keys[-1:]}")
    return keys


def _parts(left: Sequence[str], right: Sequence[str], document_set: WordChange) -> Iterator[tuple[WordChange, bool]]:
    """Equal blocks one by one, and what stands between them as one part; and which of both it is."""
    index, there_start = document_set.start, document_set.right_start
    for change in (*changes(left, right), WordChange(len(left), len(left), len(right), len(right))):
        start, stop = document_set.start + change.start, document_set.start + change.stop
        yield from (
            (WordChange(index + n, index + n + 1, there_start + n, there_start + n + 1), True)
            for n in range(start - index)
        )
        part = WordChange(
            start, stop, document_set.right_start + change.right_start, document_set.right_start + change.right_stop
        )
        yield part, False
        index, there_start = part.stop, part.right_stop


def _grouped(left: Sequence[MatchBlock], right: Sequence[MatchBlock], part: WordChange) -> Iterator[WordChange]:
    """The counterparts in a part of both documents."""
    if part.start == part.stop or part.right_start == part.right_stop:
        return
    is_small = (part.stop - part.start) * (part.right_stop - part.right_start) <= _EACH_WITH_EACH
    groups = (
        _with_parts(left, right, part, _likeliest(left, right, part)) if is_small else _overlapping(left, right, part)
    )
    index, there_start = part.start, part.right_start
    for group in (*groups, WordChange(part.stop, part.stop, part.right_stop, part.right_stop)):
        between = WordChange(index, group.start, there_start, group.right_start)
        if _is_pair(between) and _is_one_for_other(left[index], right[there_start]):
            yield between
        if group.stop > group.start:
            yield group
        index, there_start = group.stop, group.right_stop


def _likeliest(left: Sequence[MatchBlock], right: Sequence[MatchBlock], part: WordChange) -> list[WordChange]:
    """The pairs that are most alike, taken together, in the order of both documents."""
    here, right_index = left[part.start : part.stop], right[part.right_start : part.right_stop]
    counted, counted_there = ([Counter(block.words) for block in blocks] for blocks in (here, right_index))
    # The best that can be had of what stands before each place of both: how alike in sum, and the pairs.
    above: list[tuple[float, tuple[tuple[int, int], ...]]] = [(0.0, ())] * (len(right_index) + 1)
    for index, item in enumerate(here):
        row = [above[0]]
        for to, other in enumerate(right_index):
            best = max(above[to + 1], row[to], key=lambda pair: pair[0])
            alike = _alike(counted[index], counted_there[to]) if item.kind == other.kind else 0.0
            if alike >= _ALIKE and above[to][0] + alike > best[0]:
                best = (above[to][0] + alike, (*above[to][1], (part.start + index, part.right_start + to)))
            row.append(best)
        above = row
    return [WordChange(index, index + 1, to, to + 1) for index, to in above[-1][1]]


def _with_parts(
    left: Sequence[MatchBlock], right: Sequence[MatchBlock], part: WordChange, pairs: Sequence[WordChange]
) -> list[WordChange]:
    """The pairs, each with the blocks beside it that were a part of one of the two."""
    groups: list[WordChange] = []
    for index, pair in enumerate(pairs):
        following = (
            pairs[index + 1]
            if index + 1 < len(pairs)
            else WordChange(part.stop, part.stop, part.right_stop, part.right_stop)
        )
        before = groups[-1] if groups else WordChange(part.start, part.start, part.right_start, part.right_start)
        group = pair
        for step in (WordChange(-1, 0, 0, 0), WordChange(0, 1, 0, 0), WordChange(0, 0, -1, 0), WordChange(0, 0, 0, 1)):
            group = _grown(
                left,
                right,
                group,
                step,
                WordChange(before.stop, following.start, before.right_stop, following.right_start),
            )
        groups.append(group)
    return groups


def _grown(
    left: Sequence[MatchBlock], right: Sequence[MatchBlock], group: WordChange, step: WordChange, room: WordChange
) -> WordChange:
    """The group with as many blocks more, in the direction of a step, as are parts of it."""
    while True:
        grown = WordChange(*(index + by for index, by in zip(group, step, strict=True)))
        if (
            grown.start < room.start
            or grown.stop > room.stop
            or grown.right_start < room.right_start
            or grown.right_stop > room.right_stop
        ):
            return group
        here, right_index = left[grown.start : grown.stop], right[grown.right_start : grown.right_stop]
        if (
            any(block.is_whole for block in (*here, *right_index))
            or len({block.kind for block in (*here, *right_index)}) > 1
        ):
            return group
        if _shared(left, right, grown) - _shared(left, right, group) < _PART * _added(left, right, group, grown):
            return group
        group = grown


def _shared(left: Sequence[MatchBlock], right: Sequence[MatchBlock], group: WordChange) -> int:
    """Return the number of words that both sides of a group have in common."""
    here = Counter(word for block in left[group.start : group.stop] for word in block.words)
    right_index = Counter(word for block in right[group.right_start : group.right_stop] for word in block.words)
    return (here & right_index).total()


def _added(left: Sequence[MatchBlock], right: Sequence[MatchBlock], group: WordChange, grown: WordChange) -> int:
    """Return the number of words added to a group, at least one: a block without words is part of nothing."""

    def count(change: WordChange) -> int:
        both = (*left[change.start : change.stop], *right[change.right_start : change.right_stop])
        return sum(len(block.words) for block in both)

    return max(count(grown) - count(group), 1)


def _is_pair(group: WordChange) -> bool:
    return group.stop - group.start == group.right_stop - group.right_start == 1


def _is_one_for_other(left: MatchBlock, block: MatchBlock) -> bool:
    if left.kind != block.kind:
        return False
    return left.stands_in or left.words == block.words or _alike(Counter(left.words), Counter(block.words)) >= _ALIKE


def _alike(left: Counter[str], counter: Counter[str]) -> float:
    return 2 * (left & counter).total() / max(left.total() + counter.total(), 1)


def _overlapping(left: Sequence[MatchBlock], right: Sequence[MatchBlock], part: WordChange) -> list[WordChange]:
    """Groups of blocks that have most of their words in common, in order."""
    common = _common(left, right, part)
    near = [pair for pair in common if _is_near(left[pair[0]], right[pair[1]], common[pair])]
    groups: list[list[tuple[int, int]]] = []
    for pair in near:
        if groups and (groups[-1][-1][0] == pair[0] or groups[-1][-1][1] == pair[1]):
            groups[-1].append(pair)
        else:
            groups.append([pair])
    return [item for group in groups for item in _settled(left, right, group, common)]


def _common(left: Sequence[MatchBlock], right: Sequence[MatchBlock], part: WordChange) -> dict[tuple[int, int], int]:
    """Return the common words of two blocks, by their positions, in order."""
    here, right_index = left[part.start : part.stop], right[part.right_start : part.right_stop]
    words, their_words = ([word for block in blocks for word in block.words] for blocks in (here, right_index))
    ends, their_ends = ([*accumulate(len(block.words) for block in blocks)] for blocks in (here, right_index))
    common: Counter[tuple[int, int]] = Counter()
    index = to = left_offset = right_offset = 0
    for change in (
        *changes(words, their_words),
        WordChange(len(words), len(words), len(their_words), len(their_words)),
    ):
        for word in range(index, change.start):
            while ends[left_offset] <= word:
                left_offset += 1
            while their_ends[right_offset] <= to + word - index:
                right_offset += 1
            common[part.start + left_offset, part.right_start + right_offset] += 1
        index, to = change.stop, change.right_stop
    return common


def _is_near(left: MatchBlock, block: MatchBlock, common: int) -> bool:
    shorter = min(len(left.words), len(block.words))
    alike = 2 * common / (len(left.words) + len(block.words))
    return left.kind == block.kind and (alike >= _ALIKE or common >= _PART * shorter)


def _settled(
    left: Sequence[MatchBlock],
    right: Sequence[MatchBlock],
    group: list[tuple[int, int]],
    common: dict[tuple[int, int], int],
) -> Iterator[WordChange]:
    """The group as a whole where it is all of a piece, or else the two in it that are most alike."""
    change = WordChange(group[0][0], group[-1][0] + 1, group[0][1], group[-1][1] + 1)
    here, right_index = left[change.start : change.stop], right[change.right_start : change.right_stop]
    length = sum(len(block.words) for block in (*here, *right_index))
    shared = sum(
        count for (index, to), count in common.items() if index in range(*change[:2]) and to in range(*change[2:])
    )
    kinds = {block.kind for block in (*here, *right_index)}
    if len(group) > 1 and 2 * shared >= _WHOLE * length and len(kinds) == 1 and not any(b.is_whole for b in here):
        yield change
        return
    alike = {
        (index, to): 2 * common[index, to] / (len(left[index].words) + len(right[to].words)) for index, to in group
    }
    position, to = max(group, key=lambda pair: alike[pair])
    if alike[position, to] >= _ALIKE:
        yield WordChange(position, position + 1, to, to + 1)


def _with_last(
    left: Sequence[MatchBlock], right: Sequence[MatchBlock], groups: Sequence[WordChange]
) -> list[WordChange]:
    """The groups, with the last blocks of both in one."""
    ends = (len(left), len(right))
    last = groups[-1] if groups else WordChange(0, 0, 0, 0)
    if (last.stop, last.right_stop) == ends:
        return [*groups]
    for start, right_index in ((last.start, last.right_start), (last.stop, last.right_stop)):
        tail = (*left[start:], *right[right_index:])
        if start < ends[0] and right_index < ends[1] and not any(block.is_whole for block in tail):
            return [
                *(group for group in groups if group.stop <= start),
                WordChange(start, ends[0], right_index, ends[1]),
            ]
    before = [group for group in groups if group.stop < ends[0] and group.right_stop < ends[1]]
    return [*before, WordChange(ends[0] - 1, ends[0], ends[1] - 1, ends[1])]


def _shifted(left: Sequence[MatchBlock], right: Sequence[MatchBlock], groups: list[WordChange]) -> list[WordChange]:
    """The groups, with what came or went alone begun where something begins.

    Where a page went, and all pages begin with the same words, it went with those at its own head, not with the next one's.
    """
    for index, (group, following) in enumerate(pairwise([*groups, WordChange(len(left), 0, len(right), 0)])):
        gone, came = following.start - group.stop, following.right_start - group.right_stop
        if gone and not came:
            count = _steps_back([(left, group.start, gone) if _is_pair(group) else None for group in groups[index::-1]])
        elif came and not gone:
            count = _steps_back(
                [(right, group.right_start, came) if _is_pair(group) else None for group in groups[index::-1]]
            )
        else:
            continue
        for back in range(index + 1 - count, index + 1):
            change = groups[back]
            groups[back] = WordChange(
                change.start + gone, change.stop + gone, change.right_start + came, change.right_stop + came
            )
    return groups


def _steps_back(pairs: Sequence[tuple[Sequence[MatchBlock], int, int] | None]) -> int:
    """Return the number of pairs to move behind a gap, so that the gap begins where something begins."""
    nearest = 0
    for count, pair in enumerate(pairs):
        if pair is None:
            return 0
        blocks, index, gap = pair
        nearest = nearest if count else index
        if index + count != nearest or blocks[index] != blocks[index + gap]:
            return 0
        if count == 0 and index + 1 < len(blocks) and blocks[index + 1].begins:
            return 0
        if blocks[index].begins:
            return count + 1
    return 0


def _with_strangers(groups: Sequence[WordChange], here: int, right: int) -> Iterator[WordChange]:
    edges = [WordChange(0, 0, 0, 0), *groups, WordChange(here, here, right, right)]
    for before, group in pairwise(edges):
        yield from (
            WordChange(before.stop, before.stop, index, index + 1)
            for index in range(before.right_stop, group.right_start)
        )
        yield from (
            WordChange(index, index + 1, group.right_start, group.right_start)
            for index in range(before.stop, group.start)
        )
        if group.stop > group.start:
            yield group
