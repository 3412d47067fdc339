"""The terms behind a difference: those whose words differ, each with its value in both documents."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from assembler.compare.align import Difference, Presence, ProvisionPair
from assembler.compare.reason import Reason, ReasonKind
from assembler.readers.reading import Provision, words_of

WITH_OTHER_WORDS = "with other words"
"""The remark on a term whose difference also holds words that are no term's."""


def of_terms(pair: ProvisionPair, difference: Difference) -> Iterator[Reason]:
    """Yield the terms whose words differ. A remark says that other words differ with them."""
    start, stop = difference.index, difference.index + len(difference.here)
    terms = list(spans_of_terms(pair.here))
    touched = [
        term for term in terms
        if (term[0] < stop and start < term[1]) or (start == stop and term[0] < start < term[1])
    ]  # fmt: skip
    if not touched:
        return
    uncovered = any(all(not first <= index < last for first, last, _ in touched) for index in range(start, stop))
    remark = WITH_OTHER_WORDS if uncovered or (not difference.there and pair.presence is Presence.BOTH) else ""
    words = words_of(pair.here)
    for (begins, ends, path), value in zip(touched, _values_there(pair, difference, touched), strict=True):
        yield Reason(ReasonKind.TERM, path, " ".join(words[begins:ends]), " ".join(value), remark)


def _values_there(
    pair: ProvisionPair, difference: Difference, touched: Sequence[tuple[int, int, str]]
) -> Iterator[Sequence[str]]:
    """Yield the words of the other document in the place of each term that a difference touches.

    Where a difference runs over several cells or terms, each has its own value.
    """
    start, stop = difference.index, difference.index + len(difference.here)
    first, last = min(start, touched[0][0]), max(stop, touched[-1][1])
    words = words_of(pair.there)
    begins, ends = _place_there(pair, first, is_end=False), _place_there(pair, last, is_end=True)
    whole = words[begins:ends]
    if len(touched) == 1:
        yield whole
        return
    named = {path: words[since:to] for since, to, path in spans_of_terms(pair.there) if begins <= since and to <= ends}
    cells, cells_there = _cut_at(pair.here, first, last), _cut_at(pair.there, begins, ends)
    for term in touched:
        cell = next((index for index, (since, to) in enumerate(cells) if since <= term[0] < to), 0)
        if len(cells) == len(cells_there):
            since, to = cells_there[cell]
            shift = since - cells[cell][0] if to - since == cells[cell][1] - cells[cell][0] else None
        else:
            since, to, shift = begins, ends, begins - first if last - first == ends - begins else None
        value = words[since:to] if shift is None else words[term[0] + shift : term[1] + shift]
        yield named.get(term[2], value)


def _cut_at(provisions: Sequence[Provision], start: int, stop: int) -> list[tuple[int, int]]:
    """Return a range of words in pieces, cut where a passage ends."""
    ends = itertools.accumulate(len(passage.words) for provision in provisions for passage in provision.passages)
    return list(itertools.pairwise([start, *sorted({end for end in ends if start < end < stop}), stop]))


def spans_of_terms(provisions: Sequence[Provision]) -> Iterator[tuple[int, int, str]]:
    """Yield each term: its first word, the word behind its last, and its path."""
    start = 0
    for provision in provisions:
        yield from ((start + term.start, start + term.stop, term.path) for term in provision.terms)
        start += len(provision.words)


def _place_there(pair: ProvisionPair, index: int, *, is_end: bool) -> int:
    shift = 0
    for difference in pair.differences:
        end = difference.index + len(difference.here)
        if end < index or (end == index and is_end) or (end <= index and difference.index < index):
            shift = difference.there_at + len(difference.there) - end
        elif difference.index < index < end:
            return difference.there_at + (len(difference.there) if is_end else 0)
    return index + shift
