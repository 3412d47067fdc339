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


class Change(NamedTuple):
    """Words `start` to before `stop` of the left list became words `there_start` to before `there_stop` of the right
    one.
    """

    start: int
    stop: int
    there_start: int
    there_stop: int


def changes(one: Sequence[str], other: Sequence[str], anchors: Sequence[tuple[int, int, int]] = ()) -> list[Change]:
    """Return the changes between two lists of words, in order and as short as possible between anchors.

    `anchors` are equal runs known beforehand, in order: both positions and the length.
    """
    blocks = (*anchors, (len(one), len(other), 0))
    found = [change for gap in _gaps(blocks, 0, 0) for change in _within(one, other, gap)]
    return [_settled(change, one, other, before) for before, change in zip([None, *found], found, strict=False)]


def increasing(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest subsequence of the pairs, sorted by their first, that also increases in their second."""
    # Patience sorting: `ends` holds the smallest last value of an increasing run of each length.
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    every = list(pairs)
    for index, (_, there) in enumerate(every):
        at = bisect_left(ends, there)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [there]
        last[at : at + 1] = [index]
    chain: list[tuple[int, int]] = []
    at = last[-1] if last else -1
    while at >= 0:
        chain.append(every[at])
        at = before[at]
    return chain[::-1]


def _gaps(blocks: Iterable[tuple[int, int, int]], start: int, there: int) -> Iterator[Change]:
    """Yield the gaps between blocks of equal words. Blocks count from `start` and `there`."""
    at, there_at = start, there
    for begins, there_begins, count in blocks:
        if start + begins > at or there + there_begins > there_at:
            yield Change(at, start + begins, there_at, there + there_begins)
        at, there_at = start + begins + count, there + there_begins + count


def _within(one: Sequence[str], other: Sequence[str], whole: Change) -> Iterator[Change]:
    for part in _between(one, other, whole):
        yield from _exact(one, other, part)


def _between(one: Sequence[str], other: Sequence[str], whole: Change) -> Iterator[Change]:
    """Yield the parts between anchors, in order."""
    pending = [whole]
    while pending:
        part = _trimmed(pending.pop(), one, other)
        if part.start == part.stop and part.there_start == part.there_stop:
            continue
        anchors = _anchors(one, other, part) if _size(part) > _EXACT_UP_TO else []
        if not anchors:
            yield part
            continue
        (first, first_there), (last, last_there) = anchors[0], anchors[-1]
        pending.append(Change(last, part.stop, last_there, part.there_stop))
        # Most anchors follow each other directly on both sides, and the words between such anchors are equal.
        pending += [
            Change(a, b, c, d) for (a, c), (b, d) in reversed(list(pairwise(anchors))) if not b - a == d - c <= _RUN
        ]
        pending.append(Change(part.start, first, part.there_start, first_there))


def _size(part: Change) -> int:
    return (part.stop - part.start) * (part.there_stop - part.there_start)


def _trimmed(part: Change, one: Sequence[str], other: Sequence[str]) -> Change:
    ours, theirs = one[part.start : part.stop], other[part.there_start : part.there_stop]
    first = _alike(ours, theirs)
    # Stop before the common beginning: one word cannot be in both.
    last = _alike(ours[: first - 1 if first else None : -1], theirs[: first - 1 if first else None : -1])
    return Change(part.start + first, part.stop - last, part.there_start + first, part.there_stop - last)


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return the length of the common beginning of two lists of words."""
    most, at = min(len(one), len(other)), 0
    while at + _AT_ONCE <= most and one[at : at + _AT_ONCE] == other[at : at + _AT_ONCE]:
        at += _AT_ONCE
    return next((index for index in range(at, most) if one[index] != other[index]), most)


def _anchors(one: Sequence[str], other: Sequence[str], part: Change) -> list[tuple[int, int]]:
    """Return the positions of runs of words that occur once on each side, in the order of both."""
    here = _once(one, part.start, part.stop)
    there = _once(other, part.there_start, part.there_stop)
    chain = increasing((at, there[run]) for run, at in here.items() if run in there)
    return [pair for pair in chain if pair != (part.start, part.there_start)]


def _once(words: Sequence[str], start: int, stop: int) -> dict[tuple[str, ...], int]:
    """Return the runs of words that occur once between two positions, with their positions, in order."""
    runs = list(zip(*(words[start + shift : stop - _RUN + 1 + shift] for shift in range(_RUN)), strict=True))
    at: dict[tuple[str, ...], int] = {}
    often: set[tuple[str, ...]] = set()
    for index, run in enumerate(runs, start=start):
        if at.setdefault(run, index) != index:
            often.add(run)
    return {run: index for run, index in at.items() if run not in often}


def _exact(one: Sequence[str], other: Sequence[str], part: Change) -> list[Change]:
    if part.start == part.stop or part.there_start == part.there_stop or _size(part) > _EXACT_AT_ALL:
        return [part]
    from rapidfuzz.distance import Indel

    start, stop, there, there_stop = part
    blocks = Indel.opcodes(one[start:stop], other[there:there_stop]).as_matching_blocks()
    return list(_gaps(((block.a, block.b, block.size) for block in blocks), start, there))


def _settled(change: Change, one: Sequence[str], other: Sequence[str], before: Change | None) -> Change:
    """Return the change where a reader would mark it: added or removed words begin after the end of a sentence if
    possible.
    """
    start, stop, there, there_stop = change
    if start != stop and there != there_stop:
        return change
    words, first, last = (other, there, there_stop) if start == stop else (one, start, stop)
    floor = before.stop if before else 0
    shift, best = 0, 0 if _begins(words, first) else None
    while start - shift > floor and words[first - shift - 1] == words[last - shift - 1]:
        shift += 1
        if best is None and _begins(words, first - shift):
            best = shift
    best = best or 0
    return Change(start - best, stop - best, there - best, there_stop - best)


def _begins(words: Sequence[str], at: int) -> bool:
    return at == 0 or bool(_ENDS.search(words[at - 1]))
