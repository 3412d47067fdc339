"""Work that goes to other processes: packed once, however many of them there are."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Any

from assembler.engines import Work


class Packed:
    """A kind of work with all that it knows. Packed again and again, it is the same bytes; a copy of this process has it as it is."""

    def __init__(self, work: Work[Any]) -> None:
        self.work = work

    @cached_property
    def content(self) -> bytes:
        """The work as bytes."""
        return pickle.dumps(self.work, pickle.HIGHEST_PROTOCOL)

    def __reduce__(self) -> tuple[Callable[[bytes], Packed], tuple[bytes]]:
        return unpacked, (self.content,)


@lru_cache(maxsize=2)
def unpacked(content: bytes) -> Packed:
    """The same work for the same bytes, so that what it made ready stays so."""
    return Packed(pickle.loads(content))  # noqa: S301  what the one who asks for the documents packed
