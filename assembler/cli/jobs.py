"""Choose the workers of a command: this process, worker processes, or the workers of a scheduler."""

from __future__ import annotations

import typer
from msgspec import Struct

from assembler.cli.options import EngineName
from assembler.parallel import Pool, SerialPool, cores

WORTH_A_WORKER = 30  # documents; fewer are written before a worker has started


class JobOptions(Struct, frozen=True):
    """The number of processes that may be used, or the address of a scheduler."""

    jobs: int
    scheduler: str | None

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


def job_options(jobs: int | None, engine: EngineName, scheduler: str | None) -> JobOptions:
    """Return what the options of a command ask for. Raises BadParameter if they contradict each other."""
    if engine is EngineName.dask and not scheduler:
        raise typer.BadParameter("the engine dask needs an address: add --scheduler", param_hint="'--engine'")
    if scheduler and engine is not EngineName.dask:
        raise typer.BadParameter("only the engine dask has a scheduler: add --engine dask", param_hint="'--scheduler'")
    if scheduler and jobs is not None:
        raise typer.BadParameter("a scheduler sets the number of workers: leave out --jobs", param_hint="'--jobs'")
    return JobOptions(jobs or cores(), scheduler)
