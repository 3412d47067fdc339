"""Changes that the other side made without tracking them: differences that stay when every tracked change is rejected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from assembler.compare.align import Difference, ProvisionPair, align
from assembler.readers.reading import Provision, Reading

WordSpan = tuple[int, int]


class UntrackedChanges(Struct, frozen=True):
    """Untracked changes: word ranges of each provision as sent, and inserted provisions."""

    spans: dict[int, list[WordSpan]] = {}
    put_in: frozenset[tuple[str, ...]] = frozenset()

    def has(self, pair: ProvisionPair, difference: Difference) -> bool:
        """Return True if a difference is such a change, or contains one."""
        if not self.spans and not self.put_in:
            return False
        if not pair.here:
            return difference.there in self.put_in
        return any(
            start <= to and since <= stop and (start < to or since < stop or start == since)
            for provision, start, stop in _located(pair.here, difference)
            for since, to in self.spans.get(id(provision), ())
        )


def find_untracked(sent: Reading, returned: Reading) -> UntrackedChanges:
    """Return the untracked changes of the returned document. Empty if it tracks no changes at all."""
    if returned.untracked is None:
        return UntrackedChanges()
    spans: dict[int, list[WordSpan]] = {}
    put_in: set[tuple[str, ...]] = set()
    for pair in align(sent, returned.untracked):
        for difference in pair.differences:
            if not pair.here:
                put_in.add(difference.there)
            for provision, start, stop in _located(pair.here, difference):
                spans.setdefault(id(provision), []).append((start, stop))
    return UntrackedChanges(spans, frozenset(put_in))


def _located(provisions: Sequence[Provision], difference: Difference) -> Iterator[tuple[Provision, int, int]]:
    """Yield the provisions that a difference touches, each with the range of its differing words."""
    begins = 0
    first, last = difference.index, difference.index + len(difference.here)
    for provision in provisions:
        ends = begins + len(provision.words)
        if first <= ends and begins <= last and (first < ends or first == last or begins == ends):
            yield provision, max(first - begins, 0), min(last, ends) - begins
        begins = ends
