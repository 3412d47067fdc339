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
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.connection import wait
from tempfile import TemporaryFile
from threading import RLock
from typing import IO, Any, NoReturn, Self

from msgspec import Struct

from assembler.engines import Work, ended
from assembler.engines.bulk import Bulk, put_by
from assembler.engines.packed import Packed
from assembler.findings import Place, Refused

_SWITCHES = 0.0005  # seconds after which a thread that feeds other processes has its turn: they wait for it


class _Handed(Struct):
    """A piece of work, and what will come of it, whoever does it."""

    given: Any
    future: Future[Any]


class _Setting(Struct):
    """What a process of a pool knows: its work, and the file in which it puts by what is bulky, where it shares one with the first."""

    packed: Packed
    file: int | None


class Processes:
    """Processes of this machine, `jobs` of them with this one. Another that is ended from outside has its work done anew, once.

    The others begin with the first piece of work, and as copies of this process know all that it knew then; this one takes
    its share when results are asked for. What they put by is in a file without a name, that ends with the last process that
    has it open.
    """

    def __init__(self, jobs: int, work: Work[Any]) -> None:
        self._others, self._packed = jobs - 1, Packed(work)
        self._handed: deque[_Handed] = deque()
        self._waiting: deque[_Handed] = deque()  # those of them that nobody has begun with
        self._guard = RLock()  # a thread gives the others what is waiting as well as the first process does
        self._broke_at: _Handed | None = None
        self._put_by: IO[bytes] = TemporaryFile()  # noqa: SIM115  it is open as long as the engine is entered
        self._pool, self._room = self._begun()
        self._switches = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCHES)

    def begin(self, given: Any) -> None:
        """Hand in a piece of work; another process that is idle begins with it at once."""
        one = _Handed(given, Future())
        self._handed.append(one)
        self._waiting.append(one)
        try:
            self._give_out()
        except BrokenProcessPool:
            self._begin_anew()

    def results(self) -> Iterator[Any]:
        """What came of each piece of work, in order, with the traceback of its process where one raised."""
        while self._handed:
            if not self._handed[0].future.done() and self._has_done_one():
                continue
            try:
                result = self._handed[0].future.result()
            except BrokenProcessPool:
                self._begin_anew()
            else:
                self._handed.popleft()
                yield result

    def drop(self) -> None:
        """Want it no more; leaving the engine ends it."""
        with self._guard:
            self._handed.clear()
            self._waiting.clear()

    def _has_done_one(self) -> bool:
        """Do the next piece of work that nobody has begun with, if there is one for this process."""
        with self._guard:
            if not self._waiting:
                return False
            mine = self._waiting.popleft()
        try:
            mine.future.set_result(self._packed.work(mine.given))
        except Exception as fault:  # noqa: BLE001  it is raised when its turn has come
            mine.future.set_exception(fault)
        return True

    def _give_out(self) -> None:
        """Give the other processes of what is waiting so much that each has a piece more than it is at."""
        with self._guard:
            while self._room and self._waiting:
                with _interrupts_held_back():  # it may begin processes
                    future = self._pool.submit(_done, self._waiting[0].given)
                self._room -= 1
                future.add_done_callback(partial(self._came, self._waiting.popleft()))

    def _came(self, one: _Handed, future: Future[Any]) -> None:
        """Another process is done with a piece of work, or was ended."""
        fault = future.exception()
        if not isinstance(fault, BrokenProcessPool):  # else the first process begins anew, and may have the guard now
            with self._guard, suppress(RuntimeError):  # the pool is broken, or left, by now
                self._room += 1
                self._give_out()
        if fault:
            one.future.set_exception(fault)
        else:
            one.future.set_result(future.result())

    def _begin_anew(self) -> None:
        """Hand in again, to other processes, what came to nothing. Refused where the same work is still the first."""
        if self._broke_at is self._handed[0]:
            raise Refused([ended(Place("--jobs"))])
        self._broke_at = self._handed[0]
        _let_go(self._pool)
        self._pool.shutdown()
        lost = [one for one in self._handed if one.future.done() and _is_lost(one.future)]
        for one in lost:
            one.future = Future()
        self._waiting.extendleft(reversed(lost))
        self._pool, self._room = self._begun()
        self._give_out()  # at once, so that what ended a process is not done by the first one

    def _begun(self) -> tuple[ProcessPoolExecutor, int]:
        """The other processes, and how many pieces of work they have room for."""
        how = _how()
        setting = _Setting(self._packed, self._put_by.fileno() if how == "fork" else None)
        return _pool(self._others, how, setting), 2 * self._others

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        self.drop()
        sys.setswitchinterval(self._switches)
        if failed:
            _let_go(self._pool)  # before they end: then the pool does so itself, at the same time
            for process in multiprocessing.active_children():
                process.terminate()
        self._pool.shutdown()
        self._put_by.close()


def _is_lost(future: Future[Any]) -> bool:
    return isinstance(future.exception(), BrokenProcessPool)


def _pool(others: int, how: str, setting: _Setting) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(others, multiprocessing.get_context(how), _begun, (setting,))


def _let_go(pool: ProcessPoolExecutor) -> None:
    """Let nobody write to processes that are gone: before Python 3.11.5 a pool waits for that for ever (gh-94777)."""
    calls: Any = getattr(pool, "_call_queue", None)
    if calls is not None and tuple(sys.version_info) < (3, 11, 5):  # later ones do so themselves
        with suppress(OSError):  # a pool that is broken already may be at it in a thread of its own
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


_here: list[_Setting] = []  # of this process, where it is one of a pool


def _begun(setting: _Setting) -> None:
    """Set up a process: an interrupt is for the one that began it, and no process outlives that."""
    _here[:] = [setting]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    gc.set_threshold(100_000)  # as the command line does, for the same reason
    gc.freeze()  # what a copy has of the first process is never garbage here
    threading.Thread(target=_end_with_the_first, daemon=True).start()


def _done(given: Any) -> Any:
    """What comes of a piece of work. A process that is to end in the middle of it first lets the work clear away what it began."""
    (setting,) = _here
    try:
        signal.signal(signal.SIGTERM, _stop)
        try:
            result = setting.packed.work(given)
            return put_by(result, setting.file) if isinstance(result, Bulk) and setting.file is not None else result
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
    except KeyboardInterrupt:  # it may come as late as in the line above
        os._exit(1)


def _stop(*_: object) -> NoReturn:
    """Interrupt the work, once: it is ended by us and, when another process of it has ended, by the pool."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


def _end_with_the_first() -> None:
    first = multiprocessing.parent_process()
    assert first  # noqa: S101  this is a process that another one began
    wait([first.sentinel])
    os._exit(1)
