"""`assembler schedules`: report what a change of the term sheet touches in its set, and rewrite that."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import replace

from assembler.actions import summary
from assembler.actions.problems import as_data
from assembler.actions.set_update import SetUpdate, UpdateOrder
from assembler.cli.jobs import job_options
from assembler.cli.options import (
    AncillaryFolder,
    Commented,
    EngineName,
    Jobs,
    Quiet,
    SetFolder,
    ShellOption,
    Summarized,
    TemplatesFolder,
    TermSheetFile,
    folder_of,
    refuse_both,
    refuse_output,
)
from assembler.cli.report import report_problems
from assembler.errors import Severity
from assembler.library import Library
from assembler.redline.set_redlines import DEFAULT
from assembler.revise import report
from assembler.store.folder import WrittenSet, recover


def schedules(
    termsheet: TermSheetFile,
    plan: Annotated[bool, typer.Option("--plan", help="Report what would change, and write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Also write the report as a page of HTML.")
    ] = None,
    into: Annotated[
        bool,
        typer.Option("--into", help="In edited Word files, update only what the change touches, and keep the edits."),
    ] = False,
    with_comments: Commented = False,
    with_summary: Summarized = False,
    output: SetFolder = None,
    against: Annotated[
        int | None,
        typer.Option(
            "--against", metavar="N", help="The version to compare with. Default: the last one sent, or the last draft."
        ),
    ] = None,
    closing: Annotated[
        int | None,
        typer.Option(
            "--closing",
            metavar="N",
            help="The last closing; 1 is the initial closing. Default: that of the last draft.",
        ),
    ] = None,
    shell: ShellOption = None,
    templates: TemplatesFolder = None,
    ancillary: AncillaryFolder = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Rewrite the documents that a changed term sheet touches."""
    refuse_both(quiet=quiet, as_json=as_json)
    refuse_output(html, ".html", "--html")
    asked = replace(DEFAULT, comments=with_comments, summary=with_summary)
    folder, library = folder_of(termsheet, output), Library.open(templates)
    report_problems(recover(folder))
    update = SetUpdate(UpdateOrder(termsheet, folder, library, shell, ancillary, closing, into, against, asked))
    shared = job_options(jobs, EngineName.processes, None)
    written = None if plan else update.write(shared)
    report_problems(written.problems if written else ())
    obstacles = update.obstacles if plan else ()
    # A plan only warns of what stops a run.
    report_problems([replace(problem, severity=Severity.WARNING) for problem in obstacles])
    report_problems(update.warnings)
    if html:
        html.write_text(report.html(update.plan), encoding="utf-8")
    if as_json:
        refreshed = {name: result.proof for name, result in update.in_place.items()}
        data = {**report.data(update.plan), "edited": list(map(as_data, obstacles)), "in_place": refreshed}
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
    elif not quiet:
        _print_report(update, folder, written)


def _print_report(update: SetUpdate, folder: Path, written: WrittenSet | None) -> None:
    """Print what changes, which files are updated in place, and how many files were written."""
    typer.echo(report.text(update.plan))
    for name, result in update.in_place.items():
        typer.echo(f"\n{'Refreshed' if written else 'To be refreshed'} in place: {name}\n  {result.proof}")
    before, now = update.revision.changes.status
    if update.in_place and before != now:
        typer.echo(f'  its header still says "{before}": change it by hand')
    if written:
        for line in summary.superseded(written):
            typer.echo(line, err=True)
    for line in update.edited:
        typer.echo(line, err=True)
    if written:
        typer.echo(f"\n{folder.as_posix()}/: {summary.count_files(written)}")
