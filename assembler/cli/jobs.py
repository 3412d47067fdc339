"""Read the options that choose the workers of a command."""

from __future__ import annotations

import typer

from assembler.actions.jobs import JobOptions
from assembler.cli.options import EngineName
from assembler.cli.progress import Progress
from assembler.parallel import cores


def job_options(jobs: int | None, engine: EngineName, scheduler: str | None) -> JobOptions:
    """Return what the options of a command ask for. Raises BadParameter if they contradict each other."""
    if engine is EngineName.dask and not scheduler:
        raise typer.BadParameter("the engine dask needs an address: add --scheduler", param_hint="'--engine'")
    if scheduler and engine is not EngineName.dask:
        raise typer.BadParameter("only the engine dask has a scheduler: add --engine dask", param_hint="'--scheduler'")
    if scheduler and jobs is not None:
        raise typer.BadParameter("a scheduler sets the number of workers: leave out --jobs", param_hint="'--jobs'")
    return JobOptions(jobs or cores(), scheduler, Progress)
