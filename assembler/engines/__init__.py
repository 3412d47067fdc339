"""Where work is done that can be done side by side: in this process, in several, or on the machines of a scheduler.

What comes of it is the same everywhere, and comes in the order in which the work was handed in.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol, Self, TypeVar

from assembler.findings import Finding, Place

Given = TypeVar("Given")
Work = Callable[[Given], Any]
"""A function of a module, or a method of what it knows, of one argument; all of them can go to another process."""


class Engine(Protocol):
    """Does one kind of work, which is handed in bit by bit. To be entered: leaving it ends what is still being done.

    The work goes to each process once, with all that it knows; a piece of it is no more than what it is `given`.
    """

    def begin(self, given: Any) -> None:
        """Hand in a piece of the work, which may be begun at once."""

    def results(self) -> Iterator[Any]:
        """What came of each piece of work, in the order they were handed in, each once.

        Raises what a piece of work raised when its turn has come. Refused where the surroundings of the work failed.
        """

    def drop(self) -> None:
        """Want no more of what was handed in: it has no results."""

    def __enter__(self) -> Self: ...

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None: ...


Choose = Callable[[int, Work[Any]], Engine]
"""Gives the engine for so many documents, and the work on them."""


class Here:
    """No other process: it begins with a piece of work when its result is asked for."""

    def __init__(self, work: Work[Any]) -> None:
        self._work = work
        self._handed: deque[Any] = deque()

    def begin(self, given: Any) -> None:
        """Keep the piece of work until its turn comes."""
        self._handed.append(given)

    def results(self) -> Iterator[Any]:
        """What comes of each piece of work, done now."""
        while self._handed:
            yield self._work(self._handed.popleft())

    def drop(self) -> None:
        """Forget what was handed in."""
        self._handed.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.drop()


@contextmanager
def dropping(engine: Engine) -> Iterator[Engine]:
    """The engine, whose work is dropped where it is not needed any more because something else failed."""
    try:
        yield engine
    except BaseException:
        engine.drop()
        raise


def cores() -> int:
    """How many processes this one may run at once: the cores of the machine, unless it was told to keep to some of them."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def ended(place: Place) -> Finding:
    """The finding that the same work ended the process that did it more than once."""
    what = "a process that drafted a part of the documents was ended from outside, and again when it was done anew"
    remedy = "There may be no memory left: end what else needs it, or use fewer processes at once."
    return Finding("S501", what, remedy, place)
