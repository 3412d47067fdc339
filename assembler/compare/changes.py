"""What changed between two lists of words: anchored first at runs that stand once in both, then exact between anchors.

An exact comparison of two long texts costs the product of their lengths; between anchors both are short.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_RUN = 3  # words of an anchor
_EXACT_UP_TO = 2_000 * 2_000  # words by words that are compared exactly without looking for anchors
_EXACT_AT_ALL = 20_000 * 20_000  # words by words beyond which what has no anchor is taken to be new throughout
_ENDS = re.compile(r'[.;:]["\')\]]*$')


class Change(NamedTuple):
    """Words `start` to before `stop` of the one are words `there_start` to before `there_stop` of the other."""

    start: int
    stop: int
    there_start: int
    there_stop: int


def changes(one: Sequence[str], other: Sequence[str], anchors: Sequence[tuple[int, int, int]] = ()) -> list[Change]:
    """Where two lists of words differ, in order, with as few words as possible between anchors.

    `anchors` are known beforehand, in order: where equal words begin in both, and how many they are.
    """
    found: list[Change] = []
    start = there = 0
    for at, there_at, count in (*anchors, (len(one), len(other), 0)):
        if at > start or there_at > there:
            found += _within(one, other, Change(start, at, there, there_at))
        start, there = at + count, there_at + count
    return [_settled(change, one, other, before) for before, change in zip([None, *found], found, strict=False)]


def increasing(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs, which are in order of their first, that is in order of their second too."""
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


def _within(one: Sequence[str], other: Sequence[str], whole: Change) -> Iterator[Change]:
    for part in _between(one, other, whole):
        yield from _exact(one, other, part)


def _between(one: Sequence[str], other: Sequence[str], whole: Change) -> Iterator[Change]:
    """The parts between anchors, in order."""
    pending = [whole]
    while pending:
        part = _trimmed(pending.pop(), one, other)
        if part.start == part.stop and part.there_start == part.there_stop:
            continue
        anchors = _anchors(one, other, part) if _size(part) > _EXACT_UP_TO else []
        if not anchors:
            yield part
            continue
        edges = [(part.start, part.there_start), *anchors, (part.stop, part.there_stop)]
        pending += [Change(a, b, c, d) for (a, c), (b, d) in reversed(list(pairwise(edges)))]


def _size(part: Change) -> int:
    return (part.stop - part.start) * (part.there_stop - part.there_start)


def _trimmed(part: Change, one: Sequence[str], other: Sequence[str]) -> Change:
    start, stop, there, there_stop = part
    while start < stop and there < there_stop and one[start] == other[there]:
        start, there = start + 1, there + 1
    while start < stop and there < there_stop and one[stop - 1] == other[there_stop - 1]:
        stop, there_stop = stop - 1, there_stop - 1
    return Change(start, stop, there, there_stop)


def _anchors(one: Sequence[str], other: Sequence[str], part: Change) -> list[tuple[int, int]]:
    """Where runs of words begin that stand once on each side, in the order of both."""
    here = _once(one, part.start, part.stop)
    there = _once(other, part.there_start, part.there_stop)
    chain = increasing((at, there[run]) for run, at in here.items() if run in there)
    return [pair for pair in chain if pair != (part.start, part.there_start)]


def _once(words: Sequence[str], start: int, stop: int) -> dict[tuple[str, ...], int]:
    """Runs of words that stand once between two places, by where they begin, in order."""
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
    found: list[Change] = []
    for step in Indel.opcodes(one[start:stop], other[there:there_stop]):
        if step.tag == "equal":
            continue
        change = Change(
            start + step.src_start, start + step.src_end, there + step.dest_start, there + step.dest_end
        )  # fmt: skip
        if found and found[-1].stop == change.start and found[-1].there_stop == change.there_start:
            change = Change(found[-1].start, change.stop, found.pop().there_start, change.there_stop)
        found.append(change)
    return found


def _settled(change: Change, one: Sequence[str], other: Sequence[str], before: Change | None) -> Change:
    """The change where a reader would mark it: words that came or went begin behind the end of a sentence if they can."""
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
