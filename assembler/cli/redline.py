"""`assembler redline`: write redlines of all documents of a set between two of its versions, or a version and now."""

from __future__ import annotations

from typing import Annotated

import typer
from msgspec.structs import replace

from assembler.actions import summary
from assembler.actions.redline import redline_set
from assembler.cli.jobs import job_options
from assembler.cli.options import (
    Commented,
    EngineName,
    Jobs,
    Quiet,
    SetFolder,
    Summarized,
    TemplatesFolder,
    TermSheetFile,
    folder_of,
    refuse_both,
)
from assembler.cli.report import print_json, report_problems
from assembler.library import Library
from assembler.redline.set_redlines import DEFAULT
from assembler.store.folder import recover


def redline(
    termsheet: TermSheetFile,
    older: Annotated[int, typer.Argument(metavar="N", help="The version to start from.")],
    newer: Annotated[
        int | None, typer.Argument(metavar="[M]", help="The version to end with. Default: the set as it is now.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    with_comments: Commented = False,
    with_summary: Summarized = False,
    output: SetFolder = None,
    templates: TemplatesFolder = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Write redlines of all documents between two versions of a set."""
    refuse_both(quiet=quiet, as_json=as_json)
    folder = folder_of(termsheet, output)
    report_problems(recover(folder))
    asked = replace(DEFAULT, comments=with_comments, summary=with_summary)
    shared = job_options(jobs, EngineName.processes, None)
    made = redline_set(folder, (older, newer), asked, Library.open(templates), shared)
    report_problems(made.written.problems)
    if as_json:
        print_json(made.data)
    elif not quiet:
        typer.echo(made.report)
        counted = summary.count_files(made.written) if made.redlines else "no redline, since no Word file differs."
        typer.echo(f"\n{(folder / made.place).as_posix()}/: {counted}")
