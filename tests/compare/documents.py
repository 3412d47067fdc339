"""The originals and their drafts, read once a test run."""

from __future__ import annotations

import os
from functools import cache

from hypothesis import HealthCheck, settings

from assembler.compare import drafts
from assembler.compare.explain import compare
from assembler.readers import files
from tests import deals


@cache
def original(stem):
    """An original as a stranger's text."""
    path = next((deals.ROOT / "tests/originals").glob(f"{deals.ORIGINALS[stem]}*.txt"))
    return files.read(path.read_bytes(), path.name)


@cache
def drawn(stem):
    """The draft of an original: its reading, and what its term sheet tells."""
    draft = drafts.as_reading(deals.draft(stem), f"{stem}.yaml")
    return draft.reading, draft.terms


@cache
def compared(here, there):
    """Two deals compared, both with their term sheets."""
    (ours, draft), (theirs, their_draft) = drawn(here), drawn(there)
    return compare(ours, theirs, draft, their_draft)


@cache
def with_original(here, there):
    """The draft of one deal compared with the original of another, as a stranger's text."""
    ours, draft = drawn(here)
    return compare(ours, original(there), draft)


def plantings(every_day):
    """How many changes a property is tried with: so many every day; as many as ASSEMBLER_PLANTINGS says by hand."""
    count = max(every_day, int(os.environ.get("ASSEMBLER_PLANTINGS", "0")))
    is_every_day = "ASSEMBLER_PLANTINGS" not in os.environ  # and the same each day; by hand, others each time
    return settings(
        max_examples=count, derandomize=is_every_day, deadline=None, suppress_health_check=list(HealthCheck)
    )
