"""A pool on a scheduler of dask.distributed, through its executor for `concurrent.futures`.

A worker needs the same version of the program but no templates, since these travel with the function. The scheduler
gives the task of a lost worker to another one.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING, Any, Self

from assembler.errors import InputError, Location, Problem
from assembler.library import program
from assembler.parallel import Item, Result, killed_twice

if TYPE_CHECKING:
    from distributed import Client

_ANSWER = 5  # seconds within which a scheduler answers
_NO_WORKERS = 30  # seconds to wait for a scheduler without workers


class ClusterPool:
    """The workers of a scheduler.

    Raises InputError if the scheduler cannot be reached or has no workers, or if a worker runs another version.
    """

    def __init__(self, scheduler: str) -> None:
        self._place = Location(scheduler)
        self._client = self._connected(scheduler)
        try:
            self._refuse_other_programs()
        except BaseException:
            self._client.close()
            raise

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Start all items, and return an iterator over their results, in order."""
        if self._client.status == "closed":
            raise InputError([self._unreachable("went away during the work")])
        with warnings.catch_warnings():
            # dask warns about large data. A deal with thousands of investors is large, but is sent only once.
            warnings.filterwarnings("ignore", "Sending large graph", UserWarning)
            sent = self._client.submit(_Function(function).get, pure=False)
            executor = self._client.get_executor(pure=False)
            futures = [executor.submit(_run, program(), sent, item) for item in items]
        return map(self._result, futures)

    def _result(self, future: Future[Any]) -> Any:
        from distributed import KilledWorker

        while True:
            try:
                is_same, result = future.result(_NO_WORKERS)
            except TimeoutError:
                if not self._client.nthreads():
                    raise InputError([self._idle()]) from None
            except KilledWorker:
                raise InputError([killed_twice(self._place)]) from None
            except CancelledError:
                raise InputError([self._unreachable("went away during the work")]) from None
            else:
                if not is_same:
                    raise InputError([self._other_program("one that joined later")])
                return result

    def _connected(self, scheduler: str) -> Client:
        try:
            from distributed import Client
        except ImportError:
            hint = "Install it: pip install 'assembler[dask]'"
            raise InputError(
                [Problem("S503", "dask.distributed is not installed", hint, Location("--engine"))]
            ) from None
        try:
            return Client(scheduler, timeout=_ANSWER, set_as_default=False)
        except (OSError, ValueError):
            raise InputError([self._unreachable("cannot be reached")]) from None

    def _refuse_other_programs(self) -> None:
        programs: dict[str, str] = self._client.run(_program_of_worker())
        if not programs:
            raise InputError([self._idle()])
        if outdated := sorted(worker for worker, digest in programs.items() if digest != program()):
            raise InputError([self._other_program(", ".join(outdated))])

    def _unreachable(self, how: str) -> Problem:
        hint = "Start it, and give the address that it prints with --scheduler."
        return Problem("S502", f"this scheduler {how}", hint, self._place)

    def _other_program(self, workers: str) -> Problem:
        what = f"a worker runs another version of the program: {workers}"
        hint = "Install the same versions of Python, Assembler and its dependencies on every machine."
        return Problem("S504", what, hint, self._place)

    def _idle(self) -> Problem:
        return Problem(
            "S505", "this scheduler has no workers", f"Start some: dask worker {self._place.file}", self._place
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()  # the scheduler cancels tasks whose result no client waits for


class _Function:
    """A function sent to the workers, pickled once and unpickled by each of them."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self._function = function

    def get(self) -> Callable[[Any], Any]:
        return self._function


def _run(expected: str, function: Callable[[Any], Any], item: Any) -> tuple[bool, Any]:
    """Return True and the result if this worker runs the expected program, else False and None."""
    return (True, function(item)) if program() == expected else (False, None)


def _program_of_worker() -> Callable[[], str]:
    """Return a function that returns the hash of a worker's program, "" if it has none."""

    def ask() -> str:  # an inner function is pickled with its code: a worker may lack this module
        try:
            from assembler.library import program
        except ImportError:
            return ""
        return program()

    return ask
