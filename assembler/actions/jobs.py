"""The jobs of an action: who does them, and what shows how many are done."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from msgspec import Struct

from assembler.parallel import Pool, SerialPool

WORTH_A_WORKER = 30  # documents; fewer are written before a worker has started


ShowProgress = Callable[[int, str], AbstractContextManager[Callable[[int], None]]]
"""Begins to show the progress of work: called with its number of steps, and its name, such as "redlining".

What the context gives is called with the number of finished steps, each time some are.
"""


def unseen(_: int, __: str) -> AbstractContextManager[Callable[[int], None]]:
    """Show nothing."""
    return nullcontext(_ignore)


def _ignore(_: int) -> None: ...


class JobOptions(Struct, frozen=True):
    """The number of processes that may be used, or the address of a scheduler, and what shows the progress."""

    jobs: int
    scheduler: str | None
    show: ShowProgress = unseen

    def pool(self, documents: int) -> Pool:
        """Return a pool for this number of documents. It has worker processes only if each has enough to do.

        Raises InputError if the scheduler cannot be used.
        """
        if self.scheduler:
            from assembler.parallel.cluster import ClusterPool

            return ClusterPool(self.scheduler)
        workers = min(self.jobs, documents // WORTH_A_WORKER)
        if workers < 2:
            return SerialPool()
        from assembler.parallel.processes import ProcessPool

        return ProcessPool(workers)


ALONE = JobOptions(1, None)
