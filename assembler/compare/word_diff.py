"""The changes between two lists of words: anchored at runs that occur once in both, and exact between anchors.

An exact comparison of two long texts costs the product of their lengths. Between anchors both are short.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_RUN = 3  # words of an anchor
_AT_ONCE = 32  # words compared in one slice while many may be equal
_EXACT_UP_TO = 2_000 * 2_000  # words times words that are compared exactly without anchors
_EXACT_AT_ALL = 20_000 * 20_000  # words times words: a larger part without an anchor counts as replaced
_ENDS = re.compile(r'[.;:]["\')\]]*$')


class WordChange(NamedTuple):
    """Words `start` to before `stop` of the left list became words `right_start` to before `right_stop` of the right
    one.
    """

    start: int
    stop: int
    right_start: int
    right_stop: int


def changes(
    left: Sequence[str], right: Sequence[str], anchors: Sequence[tuple[int, int, int]] = ()
) -> list[WordChange]:
    """Return the changes between two lists of words, in order and as short as possible between anchors.

    `anchors` are equal runs known beforehand, in order: both positions and the length.
    """
    blocks = (*anchors, (len(left), len(right), 0))
    differing = [change for gap in _gaps(blocks, 0, 0) for change in _within(left, right, gap)]
    return [
        _settled(change, left, right, before) for before, change in zip([None, *differing], differing, strict=False)
    ]


def increasing(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest subsequence of the pairs, sorted by their first, that also increases in their second."""
    # Patience sorting: `ends` holds the smallest last value of an increasing run of each length.
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    listed = list(pairs)
    for index, (_, second) in enumerate(listed):
        length = bisect_left(ends, second)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [second]
        last[length : length + 1] = [index]
    chain: list[tuple[int, int]] = []
    position = last[-1] if last else -1
    while position >= 0:
        chain.append(listed[position])
        position = before[position]
    return chain[::-1]


def _gaps(blocks: Iterable[tuple[int, int, int]], start: int, right: int) -> Iterator[WordChange]:
    """Yield the gaps between blocks of equal words. Blocks count from `start` and `right`."""
    index, right_at = start, right
    for begins, right_begins, count in blocks:
        if start + begins > index or right + right_begins > right_at:
            yield WordChange(index, start + begins, right_at, right + right_begins)
        index, right_at = start + begins + count, right + right_begins + count


def _within(left: Sequence[str], right: Sequence[str], gap: WordChange) -> Iterator[WordChange]:
    for part in _between(left, right, gap):
        yield from _exact(left, right, part)


def _between(left: Sequence[str], right: Sequence[str], gap: WordChange) -> Iterator[WordChange]:
    """Yield the parts between anchors, in order."""
    pending = [gap]
    while pending:
        part = _trimmed(pending.pop(), left, right)
        if part.start == part.stop and part.right_start == part.right_stop:
            continue
        anchors = _anchors(left, right, part) if _size(part) > _EXACT_UP_TO else []
        if not anchors:
            yield part
            continue
        (first, first_there), (last, last_there) = anchors[0], anchors[-1]
        pending.append(WordChange(last, part.stop, last_there, part.right_stop))
        # Most anchors follow each other directly on both sides, and the words between such anchors are equal.
        pending += [
            WordChange(a, b, c, d) for (a, c), (b, d) in reversed(list(pairwise(anchors))) if not b - a == d - c <= _RUN
        ]
        pending.append(WordChange(part.start, first, part.right_start, first_there))


def _size(part: WordChange) -> int:
    return (part.stop - part.start) * (part.right_stop - part.right_start)


def _trimmed(part: WordChange, left: Sequence[str], right: Sequence[str]) -> WordChange:
    ours, right_words = left[part.start : part.stop], right[part.right_start : part.right_stop]
    first = _alike(ours, right_words)
    # Stop before the common beginning: one word cannot be in both.
    last = _alike(ours[: first - 1 if first else None : -1], right_words[: first - 1 if first else None : -1])
    return WordChange(part.start + first, part.stop - last, part.right_start + first, part.right_stop - last)


def _alike(left: Sequence[str], right: Sequence[str]) -> int:
    """Return the length of the common beginning of two lists of words."""
    most, start = min(len(left), len(right)), 0
    while start + _AT_ONCE <= most and left[start : start + _AT_ONCE] == right[start : start + _AT_ONCE]:
        start += _AT_ONCE
    return next((index for index in range(start, most) if left[index] != right[index]), most)


def _anchors(left: Sequence[str], right: Sequence[str], part: WordChange) -> list[tuple[int, int]]:
    """Return the positions of runs of words that occur once on each side, in the order of both."""
    left_runs = _once(left, part.start, part.stop)
    right_runs = _once(right, part.right_start, part.right_stop)
    chain = increasing((position, right_runs[run]) for run, position in left_runs.items() if run in right_runs)
    return [pair for pair in chain if pair != (part.start, part.right_start)]


def _once(words: Sequence[str], start: int, stop: int) -> dict[tuple[str, ...], int]:
    """Return the runs of words that occur once between two positions, with their positions, in order."""
    runs = list(zip(*(words[start + shift : stop - _RUN + 1 + shift] for shift in range(_RUN)), strict=True))
    first: dict[tuple[str, ...], int] = {}
    often: set[tuple[str, ...]] = set()
    for index, run in enumerate(runs, start=start):
        if first.setdefault(run, index) != index:
            often.add(run)
    return {run: index for run, index in first.items() if run not in often}


def _exact(left: Sequence[str], right: Sequence[str], part: WordChange) -> list[WordChange]:
    if part.start == part.stop or part.right_start == part.right_stop or _size(part) > _EXACT_AT_ALL:
        return [part]
    from rapidfuzz.distance import Indel

    start, stop, right_index, right_stop = part
    blocks = Indel.opcodes(left[start:stop], right[right_index:right_stop]).as_matching_blocks()
    return list(_gaps(((block.a, block.b, block.size) for block in blocks), start, right_index))


def _settled(change: WordChange, left: Sequence[str], right: Sequence[str], before: WordChange | None) -> WordChange:
    """Return the change where a reader would mark it: added or removed words begin after the end of a sentence if
    possible.
    """
    start, stop, right_index, right_stop = change
    if start != stop and right_index != right_stop:
        return change
    words, first, last = (right, right_index, right_stop) if start == stop else (left, start, stop)
    floor = before.stop if before else 0
    shift, best = 0, 0 if _begins(words, first) else None
    while start - shift > floor and words[first - shift - 1] == words[last - shift - 1]:
        shift += 1
        if best is None and _begins(words, first - shift):
            best = shift
    best = best or 0
    return WordChange(start - best, stop - best, right_index - best, right_stop - best)


def _begins(words: Sequence[str], position: int) -> bool:
    return position == 0 or bool(_ENDS.search(words[position - 1]))
