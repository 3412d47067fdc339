"""Several processes of this machine."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import Any, Self

from msgspec import Struct

from assembler.engines import Given, Work, ended
from assembler.findings import Place, Refused


class _Handed(Struct):
    """A piece of work, and what will come of it."""

    work: Work[Any]
    given: Any
    future: Future[Any]


class Processes:
    """Processes of this machine, `jobs` of them. One that is ended from outside has its work done anew, once."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._handed: deque[_Handed] = deque()
        self._broke_at: _Handed | None = None
        self._pool = _pool(jobs)

    def begin(self, work: Work[Given], given: Given) -> None:
        """Hand in a piece of work; an idle process begins with it at once."""
        try:
            self._handed.append(_Handed(work, given, self._submit(work, given)))
        except BrokenProcessPool:
            self._handed.append(_Handed(work, given, Future()))
            self._begin_anew()

    def results(self) -> Iterator[Any]:
        """What came of each piece of work, in order, with the traceback of its process where one raised."""
        while self._handed:
            try:
                result = self._handed[0].future.result()
            except BrokenProcessPool:
                self._begin_anew()
            else:
                self._handed.popleft()
                yield result

    def drop(self) -> None:
        """Want it no more; leaving the engine ends it."""
        self._handed.clear()

    def _begin_anew(self) -> None:
        """Hand in again, to other processes, what came to nothing. Refused where the same work is still the first."""
        if self._broke_at is self._handed[0]:
            raise Refused([ended(Place("--jobs"))])
        self._broke_at = self._handed[0]
        _let_go(self._pool)
        self._pool.shutdown()
        self._pool = _pool(self._jobs)
        for one in self._handed:
            if not one.future.done() or isinstance(one.future.exception(), BrokenProcessPool):
                one.future = self._submit(one.work, one.given)

    def _submit(self, work: Work[Given], given: Given) -> Future[Any]:
        with _interrupts_held_back():  # it may begin processes
            return self._pool.submit(_done, work, given)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        self.drop()
        if failed:
            for process in multiprocessing.active_children():
                process.terminate()
            _let_go(self._pool)
        self._pool.shutdown()


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, multiprocessing.get_context(_how()), _begun)


def _let_go(pool: ProcessPoolExecutor) -> None:
    """Let nobody write to processes that are gone: before Python 3.11.5 a pool waits for that for ever (gh-94777)."""
    calls: Any = getattr(pool, "_call_queue", None)
    if calls is not None and tuple(sys.version_info) < (3, 11, 5):  # later ones do so themselves
        calls._reader.close()  # noqa: SLF001  as the pool itself does since


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """A process that is begun now is not interrupted before it can say that interrupts are not for it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _how() -> str:
    """How a process is begun. A copy of this one is ready six times as soon, and is safe where there is one thread.

    The libraries of macOS have threads of their own, and Windows makes no copies.
    """
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _begun() -> None:
    """Set up a process: an interrupt is for the one that began it, and no process outlives that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    gc.set_threshold(100_000)  # as the command line does, for the same reason
    gc.freeze()  # what a copy has of the first process is never garbage here
    threading.Thread(target=_end_with_the_first, daemon=True).start()


def _done(work: Work[Given], given: Given) -> Any:
    """What comes of the work. A process that is to end in the middle of it first lets the work clear away what it began."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return work(given)
    except KeyboardInterrupt:
        os._exit(1)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _end_with_the_first() -> None:
    first = multiprocessing.parent_process()
    assert first  # noqa: S101  this is a process that another one began
    wait([first.sentinel])
    os._exit(1)
