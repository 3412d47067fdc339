"""The workers of a scheduler of dask.distributed, by its executor for `concurrent.futures`.

A worker needs the same program, and no templates: words and style template travel with the function. The scheduler
gives the task of a lost worker to another one.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING, Any, Self

from assembler.findings import Finding, Place, Refused
from assembler.library import program
from assembler.parallel import Item, Result, killed_twice

if TYPE_CHECKING:
    from distributed import Client

_ANSWER = 5  # seconds within which a scheduler answers
_NO_WORKERS = 30  # seconds after which a scheduler without workers is given up


class ClusterPool:
    """The workers of a scheduler. Raises Refused if it cannot be reached, or has no worker with this program."""

    def __init__(self, scheduler: str) -> None:
        self._place = Place(scheduler)
        self._client = self._connected(scheduler)
        try:
            self._refuse_other_programs()
        except BaseException:
            self._client.close()
            raise

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Begin with all items, and return an iterator over their results, in order."""
        if self._client.status == "closed":
            raise Refused([self._unreachable("went away during the work")])
        with warnings.catch_warnings():
            # A deal with thousands of investors is large, and is sent once.
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
                    raise Refused([self._idle()]) from None
            except KilledWorker:
                raise Refused([killed_twice(self._place)]) from None
            except CancelledError:
                raise Refused([self._unreachable("went away during the work")]) from None
            else:
                if not is_same:
                    raise Refused([self._other_program("one that joined")])
                return result

    def _connected(self, scheduler: str) -> Client:
        try:
            from distributed import Client
        except ImportError:
            hint = "Install it: pip install 'assembler[dask]'"
            raise Refused([Finding("S503", "dask.distributed is not installed", hint, Place("--engine"))]) from None
        try:
            return Client(scheduler, timeout=_ANSWER, set_as_default=False)
        except (OSError, ValueError):
            raise Refused([self._unreachable("cannot be reached")]) from None

    def _refuse_other_programs(self) -> None:
        programs: dict[str, str] = self._client.run(_program_of_worker())
        if not programs:
            raise Refused([self._idle()])
        if others := sorted(worker for worker, digest in programs.items() if digest != program()):
            raise Refused([self._other_program(", ".join(others))])

    def _unreachable(self, how: str) -> Finding:
        hint = "Start it, and give the address that it prints with --scheduler."
        return Finding("S502", f"this scheduler {how}", hint, self._place)

    def _other_program(self, workers: str) -> Finding:
        what = f"of the workers, {workers} has another program, and might write something else"
        hint = "Install the same versions of Python, of assembler and of what it needs on every machine."
        return Finding("S504", what, hint, self._place)

    def _idle(self) -> Finding:
        return Finding(
            "S505", "this scheduler has no workers", f"Start some: dask worker {self._place.file}", self._place
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()  # the scheduler ends what nobody wants


class _Function:
    """A function on its way to the workers: pickled once, and unpickled where it is used."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self._function = function

    def get(self) -> Callable[[Any], Any]:
        return self._function


def _run(expected: str, function: Callable[[Any], Any], item: Any) -> tuple[bool, Any]:
    """Return whether this worker has the expected program, and the result if it has."""
    return (True, function(item)) if program() == expected else (False, None)


def _program_of_worker() -> Callable[[], str]:
    """Return the question for a worker's program; the answer is empty if it has none."""

    def ask() -> str:  # an inner function is sent by its code: a worker may not have this module
        try:
            from assembler.library import program
        except ImportError:
            return ""
        return program()

    return ask
