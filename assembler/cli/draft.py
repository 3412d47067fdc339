"""`assembler draft`: the documents of term sheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import replace

from assembler import pipeline
from assembler.actions import summary
from assembler.actions.draft import DraftOptions, Order, Outcome, outcome_of_order
from assembler.actions.files import STANDARD_INPUT, name_of, read, read_sibling
from assembler.actions.formats import Format, Only
from assembler.actions.jobs import ALONE, WORTH_A_WORKER, JobOptions, unseen
from assembler.actions.problems import as_data
from assembler.cli.jobs import job_options
from assembler.cli.options import (
    AncillaryFolder,
    ClosingOption,
    EngineName,
    EngineOption,
    Jobs,
    Quiet,
    Scheduler,
    ShellOption,
    Strictly,
    TemplatesFolder,
    TermSheetFiles,
    refuse_both,
    refuse_mixed,
)
from assembler.cli.progress import Progress
from assembler.cli.report import ExitCode, code_of, print_json, report_problems
from assembler.drafting.departures import described
from assembler.errors import InputError, Problem, errors
from assembler.library import Library
from assembler.parallel import SerialPool


def draft(
    termsheets: TermSheetFiles,
    written_as: Annotated[Format, typer.Option("--format", help="The formats to write.")] = Format.all,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            metavar="DIR",
            help="The folder of the set, or of all sets. Default: output/ and the name of the term sheet.",
        ),
    ] = None,
    only: Annotated[Only | None, typer.Option("--only", help="Draft only this part of the set.")] = None,
    departures: Annotated[
        bool,
        typer.Option("--departures", help="Print the departures of the deal from its form, and draft nothing."),
    ] = False,
    strict: Strictly = False,
    proof: Annotated[
        bool, typer.Option("--proof", help="Add the agreement with a Word comment at each provision: its source.")
    ] = False,
    shell: ShellOption = None,
    closing: ClosingOption = None,
    templates: TemplatesFolder = None,
    ancillary: AncillaryFolder = None,
    jobs: Jobs = None,
    engine: EngineOption = EngineName.processes,
    scheduler: Scheduler = None,
    quiet: Quiet = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON: a line for each term sheet.")
    ] = False,
) -> None:
    """Draft the documents of term sheets, a set for each."""
    shared = job_options(jobs, engine, scheduler)
    refuse_mixed(termsheets)
    refuse_both(quiet=quiet, as_json=as_json)
    if departures and (quiet or as_json):
        raise typer.BadParameter("--departures prints a list and drafts nothing: leave out --quiet and --json")
    folders = [] if departures else _folders(termsheets, output)
    asked = DraftOptions(written_as, only, strict, proof, shell, closing, templates, ancillary)
    if departures:
        for termsheet in termsheets:
            _list_departures(termsheet, asked)
        return
    if only is Only.ancillary and "docx" not in asked.formats:
        raise typer.BadParameter("ancillary forms are Word files: use --format docx", param_hint="'--format'")
    orders = [Order(termsheet, folder, asked) for termsheet, folder in zip(termsheets, folders, strict=True)]
    report = _report_as_json if as_json else partial(_report, quiet=quiet)
    if len(orders) == 1:
        raise typer.Exit(_draft_single(orders[0], shared, report))
    raise typer.Exit(_draft_several(orders, shared, report))


def _draft_single(order: Order, shared: JobOptions, report: Callable[[Order, Outcome], None]) -> ExitCode:
    """Draft the only set, report it, and return the exit code. Workers share its documents."""
    found: list[Problem] = []
    try:
        outcome = outcome_of_order(order, shared, found)
    except KeyboardInterrupt:
        report_problems(found)  # such as what an earlier run left behind, which the next run no longer finds
        raise
    report(order, outcome)
    return _code(outcome)


def _code(outcome: Outcome) -> ExitCode:
    """Return the exit code of a draft. Warnings do not decide it."""
    return ExitCode.DONE if outcome.written else code_of(InputError(errors(outcome.problems)))


def _draft_several(orders: Sequence[Order], shared: JobOptions, report: Callable[[Order, Outcome], None]) -> ExitCode:
    """Draft every set that can be drafted, and report each in order. Return the highest exit code.

    Each worker process drafts whole sets. The workers of a scheduler share the documents of each set.
    """
    not_drafted, code = [], ExitCode.DONE
    pool = SerialPool() if shared.scheduler else shared.pool(len(orders) * WORTH_A_WORKER)
    outcome_of = partial(outcome_of_order, shared=replace(shared, show=unseen) if shared.scheduler else ALONE)
    with pool, Progress(len(orders)) as progress:
        for order, outcome in zip(orders, pool.map(outcome_of, orders), strict=True):
            progress.clear()
            report(order, outcome)
            if outcome.written is None:
                not_drafted.append(name_of(order.termsheet))
            code = max(code, _code(outcome))
            progress(1)
    if not_drafted:
        typer.echo(f"{len(not_drafted)} of {len(orders)} not drafted: {', '.join(not_drafted)}", err=True)
    return code


def _report(_: Order, outcome: Outcome, *, quiet: bool) -> None:
    """Print the problems, and what was written."""
    report_problems(outcome.problems)
    if outcome.written and not quiet:
        for line in (*summary.superseded(outcome.written), *outcome.edited):
            typer.echo(line, err=True)
        typer.echo(summary.as_text(outcome.written))


def _report_as_json(order: Order, outcome: Outcome) -> None:
    """Print the result as one line of JSON, which docs/json.md describes."""
    written = outcome.written
    result = {
        "term_sheet": name_of(order.termsheet),
        "folder": order.folder.as_posix(),
        "files": summary.as_data(written) if written else [],
        "superseded": [path.as_posix() for path in written.superseded] if written else [],
        "edited": list(outcome.edited),
        "problems": list(map(as_data, outcome.problems)),
    }
    print_json(result, indent=None)


def _folders(termsheets: Sequence[Path], output: Path | None) -> Sequence[Path]:
    """Return the folder of each set.

    Raises BadParameter if two sets share a folder, or if a term sheet from standard input has none.
    """
    if output and len(termsheets) == 1:
        return [output]
    if STANDARD_INPUT in termsheets:
        problem = "must be the only one" if output else "has no name: name the folder of its set with --output DIR"
        raise typer.BadParameter(f"the term sheet from standard input {problem}", param_hint="'TERMSHEET...'")
    folders = [(output or Path("output")) / termsheet.stem for termsheet in termsheets]
    shared = [folder.as_posix() for folder, count in Counter(folders).items() if count > 1]
    if shared:
        raise typer.BadParameter(f"several sets would go into {', '.join(shared)}", param_hint="'TERMSHEET...'")
    return folders


def _list_departures(termsheet: Path, asked: DraftOptions) -> None:
    library = Library.open(asked.templates)
    document_set = pipeline.draft_deal(
        read(termsheet), name_of(termsheet), library, read_sibling(termsheet), asked.closing
    )
    for departure in document_set.deal.departures:
        typer.echo(described(departure))
    count = len(document_set.deal.departures)
    typer.echo("1 departure" if count == 1 else f"{count} departures")
