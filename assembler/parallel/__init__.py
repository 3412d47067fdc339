"""Pools that call one function on many items: serial, in processes of this machine, or on a dask scheduler.

Results come in the order of the items, and are the same from every pool. The function is pickled once for each worker,
with everything it holds. So an item should be small, such as a number or a range.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Protocol, Self, TypeVar

from assembler.errors import Location, Problem

Item = TypeVar("Item")
Result = TypeVar("Result")


class Pool(Protocol):
    """A context manager of workers. Leaving it after an error ends the tasks that still run."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Start all items, and return an iterator over their results, in order.

        The iterator raises what the function raised, or InputError if the workers are lost.
        """

    def __enter__(self) -> Self: ...

    def __exit__(
        self, failed: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class SerialPool:
    """A pool without workers, which calls the function lazily in this process."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Return an iterator that calls the function on each item."""
        return map(function, items)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...


def cores() -> int:
    """Return the number of processors that this process may use."""
    # In a container this is fewer than the machine has.
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def killed_twice(place: Location) -> Problem:
    """Return the problem that two workers were killed on the same task. `place` is an option of the command line."""
    what = "a worker was killed twice on the same task"
    return Problem("S501", what, "Free memory, or use fewer processes with --jobs.", place)
