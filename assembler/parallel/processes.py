"""A pool of worker processes on this machine, through `concurrent.futures`."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import wait as wait_for
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Any, NoReturn, Self, cast

from assembler.errors import InputError, Location
from assembler.parallel import Item, Result, killed_twice

_PATIENCE = 2.0  # seconds, after which workers are looked at
_GRACE = 10.0  # seconds, in which a worker that is terminated deletes its temporary files


class ProcessPool:
    """A number of worker processes, started by the first task. The task of a killed worker is repeated once."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._executors: list[ProcessPoolExecutor] = []

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Start all items, and return an iterator over their results, in order.

        The iterator raises InputError if two workers are killed on the same task.
        """
        tasks = [*items]
        return self._results(function, deque(tasks), self._submitted(function, tasks))

    def _submitted(self, function: Callable[[Any], Any], items: Iterable[Any]) -> deque[Future[Any]]:
        executor = ProcessPoolExecutor(self._workers, _context(), _begin_worker, (function,))
        self._executors.append(executor)
        with _interrupts_held_back():
            return deque(executor.submit(_run, item) for item in items)

    def _results(self, function: Callable[[Any], Any], items: deque[Any], futures: deque[Future[Any]]) -> Iterator[Any]:
        broken_at = -1
        while items:
            try:
                result = self._result_of(futures[0])
            except BrokenProcessPool:
                if broken_at == len(items):
                    raise InputError([killed_twice(Location("--jobs"))]) from None
                broken_at = len(items)
                self._end(self._executors[-1])
                futures = _kept(futures, self._submitted(function, _lost(items, futures)))
                continue
            items.popleft()
            futures.popleft()
            yield result

    def _result_of(self, future: Future[Any]) -> Any:
        """Return the result of a task. Raises BrokenProcessPool if a worker was killed, even in the middle of a result."""
        while True:
            done, _ = wait_for([future], _PATIENCE)
            if done:
                return future.result()
            if not all(process.is_alive() for process in _workers(self._executors[-1])):
                self._end(self._executors[-1])  # the executor waits forever for the rest of that result

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        for executor in self._executors:
            if failed:
                self._end(executor)
            executor.shutdown()

    def _end(self, executor: ProcessPoolExecutor) -> None:
        """Terminate the workers of an executor, busy or not."""
        _close_calls(executor)
        workers = _workers(executor)
        for process in workers:
            process.terminate()
        _kill_deaf({process.sentinel: process for process in workers})
        _close_results(executor)
        executor.shutdown(cancel_futures=True)


def _workers(executor: ProcessPoolExecutor) -> Sequence[BaseProcess]:
    return list((executor._processes or {}).values())  # noqa: SLF001  Python 3.14 has `terminate_workers`


def _kill_deaf(workers: dict[int, BaseProcess]) -> None:
    """Wait until the workers end, each known by its sentinel. Kill those that do not: a signal can be lost.

    Python drops a signal that comes just as its handler is replaced.
    """
    while workers and (ended := wait(workers, _GRACE)):
        for sentinel in ended:
            del workers[cast("int", sentinel)]
    for process in workers.values():
        process.kill()


def _is_lost(future: Future[Any]) -> bool:
    return not future.done() or future.cancelled() or isinstance(future.exception(), BrokenProcessPool)


def _lost(items: Iterable[Any], futures: Iterable[Future[Any]]) -> list[Any]:
    return [item for item, future in zip(items, futures, strict=True) if _is_lost(future)]


def _kept(futures: Iterable[Future[Any]], again: deque[Future[Any]]) -> deque[Future[Any]]:
    """Return the futures, with the repeated ones in place of the lost ones."""
    return deque(again.popleft() if _is_lost(future) else future for future in futures)


def _close_calls(executor: ProcessPoolExecutor) -> None:
    """Close the pipe to dead workers. Before Python 3.11.5 an executor waits on it forever (gh-94777)."""
    calls: Any = getattr(executor, "_call_queue", None)
    if calls is not None and sys.version_info < (3, 11, 5):
        with suppress(OSError):
            calls._reader.close()  # noqa: SLF001  as later versions do


def _close_results(executor: ProcessPoolExecutor) -> None:
    """Close the end of the pipe of results that workers write to. Theirs are closed as they end.

    Else the executor waits forever for the rest of a result, if its worker ended in the middle of it.
    """
    results: Any = getattr(executor, "_result_queue", None)
    if results is not None:
        results._writer.close()  # noqa: SLF001  as above


def _context() -> multiprocessing.context.BaseContext:
    """Return the start method of workers. A fork is six times as fast, but safe only in a process with one thread."""
    method = "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"
    return multiprocessing.get_context(method)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Block SIGINT, so that it cannot reach a worker before the worker ignores it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_functions: list[Callable[[Any], Any]] = []  # in a worker, the one function that it runs


def _begin_worker(function: Callable[[Any], Any]) -> None:
    """Set up a worker, which ignores interrupts of the terminal and ends with its parent."""
    _functions[:] = [function]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    gc.set_threshold(100_000)  # as in the command line: frequent collections cost more than they free
    gc.freeze()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _run(item: Any) -> Any:
    """Run a task. If the worker is terminated, the task can still delete its temporary files."""
    try:
        signal.signal(signal.SIGTERM, _stop)
        try:
            return _functions[0](item)
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
    except KeyboardInterrupt:  # SIGTERM may arrive as late as in the line above
        os._exit(1)


def _stop(*_: object) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the executor may send a second one
    raise KeyboardInterrupt


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        wait([parent.sentinel])
    os._exit(1)
