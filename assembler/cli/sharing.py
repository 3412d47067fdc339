"""How the work of a command is shared: among processes of this machine, or the workers of a scheduler."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import typer
from msgspec import Struct

from assembler.cli.options import EngineName
from assembler.engines import Choose, Engine, Here, Work, cores

WORTH_A_PROCESS = 30  # documents that take longer to be written than a process takes to begin


class Sharing(Struct, frozen=True):
    """What was asked for: so many processes here, or the workers of the scheduler at an address."""

    jobs: int
    scheduler: str | None

    @property
    def writes_here(self) -> bool:
        """Whether those who work can write files on this machine."""
        return self.scheduler is None

    @contextmanager
    def engines(self) -> Iterator[Choose]:
        """Gives the engine for so many documents, and the work on them: processes are begun where there is enough to do for each of them.

        Refused where the scheduler has nobody to work.
        """
        with ExitStack() as stack:
            if self.scheduler:
                from assembler.engines.cluster import Cluster, Workers

                cluster = stack.enter_context(Cluster(self.scheduler))
                yield lambda _, work: Workers(cluster, work)
                return

            def local(documents: int, work: Work[Any]) -> Engine:
                if (processes := min(self.jobs, documents // WORTH_A_PROCESS)) < 2:
                    return Here(work)
                from assembler.engines.processes import Processes

                return stack.enter_context(Processes(processes, work))

            yield local


def sharing(jobs: int | None, engine: EngineName, scheduler: str | None) -> Sharing:
    """What the options of a command ask for. Raises BadParameter where they contradict each other."""
    if engine is EngineName.dask and not scheduler:
        raise typer.BadParameter("the engine dask needs the address of its --scheduler", param_hint="'--engine'")
    if scheduler and engine is not EngineName.dask:
        raise typer.BadParameter("only the engine dask has a scheduler", param_hint="'--scheduler'")
    if scheduler and jobs is not None:
        raise typer.BadParameter("a scheduler knows by itself how many workers it has", param_hint="'--jobs'")
    return Sharing(jobs or cores(), scheduler)
