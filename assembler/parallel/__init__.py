"""One function over many items: in this process, in processes of this machine, or by the workers of a scheduler.

Results come in the order of the items, and are the same everywhere. The function goes to each worker once, with all that
it holds, so an item should be small: a number, a range.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Protocol, Self, TypeVar

from assembler.findings import Finding, Place

Item = TypeVar("Item")
Result = TypeVar("Result")


class Pool(Protocol):
    """Workers that can be asked for results. Enter it; leaving it after an error ends what is still running."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Begin with all items, and return an iterator over their results, in order.

        The iterator raises what the function raised. Raises Refused if the workers are lost.
        """

    def __enter__(self) -> Self: ...

    def __exit__(
        self, failed: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class SerialPool:
    """No worker: each item is worked on in this process, when its result is asked for."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Return an iterator that calls the function on each item."""
        return map(function, items)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...


def cores() -> int:
    """Return how many processes this one may run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def killed_twice(place: Place) -> Finding:
    """Return the finding that the same task ended two workers."""
    what = "a worker was killed twice on the same task"
    return Finding("S501", what, "Free memory, or use fewer processes with --jobs.", place)
