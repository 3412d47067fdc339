"""The machines of a scheduler of dask.distributed, where one machine is not enough.

A worker may be ended at any moment: the scheduler has its work done by another one. Words and looks are a part of the
work, which each worker gets once, so it needs no templates; it needs the same program, and is asked for it with each
piece of work.
"""

from __future__ import annotations

import warnings
from asyncio import CancelledError
from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Self

from assembler.engines import Work, ended
from assembler.engines.packed import Packed, unpacked
from assembler.findings import Finding, Place, Refused
from assembler.library import program

if TYPE_CHECKING:
    from distributed import Client, Future

_TO_ANSWER = 5  # seconds in which a scheduler answers
_WITHOUT_WORKERS = 30  # seconds after which a scheduler whose workers all left is given up


class Cluster:
    """A scheduler with its workers, until it is left. Refused where there are none to work with."""

    def __init__(self, scheduler: str) -> None:
        self.place = Place(scheduler)
        self.client = self._reached(scheduler)
        try:
            self._refuse_unlike()
        except BaseException:
            self.client.close()
            raise

    def _reached(self, scheduler: str) -> Client:
        try:
            from distributed import Client
        except ImportError:
            what, remedy = "dask.distributed is not installed", "Install it: pip install 'assembler[dask]'"
            raise Refused([Finding("S503", what, remedy, Place("--engine"))]) from None
        try:
            return Client(scheduler, timeout=_TO_ANSWER, set_as_default=False)
        except (OSError, ValueError):
            raise Refused([self._unreached("cannot be reached")]) from None

    def _refuse_unlike(self) -> None:
        """Refused where there are no workers, or some that would write other bytes than this process."""
        programs: dict[str, str] = self.client.run(_asked())
        if not programs:
            raise Refused([self.idle()])
        unlike = sorted(worker for worker, digest in programs.items() if digest != program())
        if unlike:
            raise Refused([self.unlike(", ".join(unlike))])

    def _unreached(self, how: str) -> Finding:
        what = f"this scheduler {how}"
        return Finding("S502", what, "Start it, and give the address that it prints with --scheduler.", self.place)

    def gone(self) -> Finding:
        """The finding that the scheduler is there no more."""
        return self._unreached("went away in the middle of the work")

    def unlike(self, which: str) -> Finding:
        """The finding that some workers might write other bytes."""
        what = f"of the workers, {which} has another program, and might write something else"
        remedy = "Install the same versions of Python, of assembler and of what it needs on every machine."
        return Finding("S504", what, remedy, self.place)

    def idle(self) -> Finding:
        """The finding that there is nobody to work."""
        remedy = f"Start some: dask worker {self.place.file}"
        return Finding("S505", "this scheduler has no workers", remedy, self.place)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()


class Workers:
    """The workers of a scheduler, at one kind of work: each of them gets it once, from the scheduler or from another."""

    def __init__(self, cluster: Cluster, work: Work[Any]) -> None:
        self._cluster, self._packed = cluster, Packed(work)
        self._work: Future[bytes] | None = None
        self._handed: deque[Future[Any]] = deque()

    def begin(self, given: Any) -> None:
        """Hand in a piece of work, for any worker. Refused where the scheduler went away."""
        client = self._cluster.client
        if client.status == "closed":
            raise Refused([self._cluster.gone()])
        with warnings.catch_warnings():
            # A deal with thousands of investors is large, and is sent once.
            warnings.filterwarnings("ignore", "Sending large graph", UserWarning)
            if self._work is None:
                self._work = client.submit(bytes, self._packed.content, pure=False)
            self._handed.append(client.submit(_done, program(), self._work, given, pure=False))

    def results(self) -> Iterator[Any]:
        """What came of each piece of work, in order."""
        while self._handed:
            result = self._result(self._handed[0])
            self._handed.popleft()
            yield result

    def drop(self) -> None:
        """Want it no more: the scheduler ends what nobody wants."""
        self._handed.clear()

    def _result(self, future: Future[Any]) -> Any:
        from distributed import KilledWorker

        cluster = self._cluster
        while True:
            try:
                is_like, result = future.result(_WITHOUT_WORKERS)
            except TimeoutError:
                if not cluster.client.nthreads():
                    raise Refused([cluster.idle()]) from None
            except KilledWorker:
                raise Refused([ended(cluster.place)]) from None
            except CancelledError:
                raise Refused([cluster.gone()]) from None
            else:
                if is_like:
                    return result
                raise Refused([cluster.unlike("one that joined")])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.drop()


def _done(expected: str, content: bytes, given: Any) -> tuple[bool, Any]:
    """Whether this worker has the expected program and, where it has, what comes of a piece of the work."""
    if program() != expected:
        return False, None
    return True, unpacked(content).work(given)


def _asked() -> Callable[[], str]:
    """What a worker is asked for: its program, empty where it has none."""

    def program_there() -> str:  # within a function, so that it is sent by its code: a worker may not have this module
        try:
            from assembler.library import program
        except ImportError:
            return ""
        return program()

    return program_there
