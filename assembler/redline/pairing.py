"""Pairs of tables, rows and notes: those that say the same, and between them those that are most alike, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from assembler.compare.word_diff import changes

_EACH_WITH_EACH = 10_000  # items by items that are compared each with each


class Item(Struct, frozen=True, eq=False):
    """A table, row or note to be paired: its words and its kind. Only items of one kind are counterparts."""

    words: tuple[str, ...]
    kind: str = ""

    @property
    def key(self) -> str:
        """The kind and the words as one."""
        return f"{self.kind}\0{' '.join(self.words)}"


def paired(old: Sequence[Item], new: Sequence[Item], alike: float) -> list[tuple[int, int]]:
    """Return the pairs of counterparts in order; `alike` is the share of common words that makes two counterparts."""
    pairs: list[tuple[int, int]] = []
    differing = changes([item.key for item in old], [item.key for item in new])
    here = there = 0
    for start, stop, new_start, new_stop in [*differing, (len(old), len(old), len(new), len(new))]:
        pairs += zip(range(here, start), range(there, new_start), strict=True)
        here, there = start, new_start
        if (stop - here) * (new_stop - there) <= _EACH_WITH_EACH:
            pairs += [
                (here + one, there + other) for one, other in _likeliest(old[here:stop], new[there:new_stop], alike)
            ]
        here, there = stop, new_stop
    return pairs


def between(pairs: Sequence[tuple[int, int]], old: int, new: int) -> Iterator[tuple[range, range]]:
    """Yield what stands before, between and behind pairs in both sequences, of these lengths."""
    for (here, there), (here_next, there_next) in pairwise([(-1, -1), *pairs, (old, new)]):
        yield range(here + 1, here_next), range(there + 1, there_next)


def _likeliest(old: Sequence[Item], new: Sequence[Item], alike: float) -> Sequence[tuple[int, int]]:
    """Return the pairs that are most alike, taken together."""
    ours, theirs = ([Counter(item.words) for item in items] for items in (old, new))
    # The best that can be had of what stands before each place of both: how alike in sum, and the pairs.
    above: list[tuple[float, tuple[tuple[int, int], ...]]] = [(0.0, ())] * (len(new) + 1)
    for here, item in enumerate(old):
        row = [above[0]]
        for there, other in enumerate(new):
            best = max(above[there + 1], row[there], key=lambda pair: pair[0])
            share = _share(ours[here], theirs[there]) if item.kind == other.kind else 0.0
            if share >= alike and above[there][0] + share > best[0]:
                best = (above[there][0] + share, (*above[there][1], (here, there)))
            row.append(best)
        above = row
    return above[-1][1]


def _share(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / max(one.total() + other.total(), 1)
