"""The likeness of two documents, which tells if both are on the same form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain

from assembler.compare.align import ProvisionPair
from assembler.readers.reading import Reading, words_of

ON_THE_FORM = 30
"""Per cent of equal words from which a document is on the form of the other: fewer are common law English."""


def per_cent(pairs: Sequence[ProvisionPair]) -> int:
    """Return the per cent of the words of both documents that are the same. 100 is said of equal words only."""
    count = sum(len(words_of((*pair.here, *pair.there))) for pair in pairs)
    differences = chain.from_iterable(pair.differences for pair in pairs)
    changed = sum(len(difference.here) + len(difference.there) for difference in differences)
    return 100 * (count - changed) // count if count else 100


def nearness(here: Reading, there: Reading) -> float:
    """Return the share of words that both documents have, in any order, from 0 to 1."""
    ours, theirs = Counter(here.words), Counter(there.words)
    common = (ours & theirs).total()
    return 2 * common / max(ours.total() + theirs.total(), 1)
