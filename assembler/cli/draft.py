"""`assembler draft`: the documents of term sheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from msgspec import Struct

from assembler import pipeline
from assembler.cli import build, hand_edits, summary
from assembler.cli.files import STANDARD_INPUT, attached, name_of, read, read_sibling, refuse_changed, refuse_mixed
from assembler.cli.jobs import ALONE, WORTH_A_WORKER, JobOptions, job_options
from assembler.cli.options import (
    AncillaryFolder,
    ClosingOption,
    EngineName,
    EngineOption,
    Format,
    Jobs,
    Only,
    Quiet,
    Scheduler,
    ShellOption,
    Strictly,
    TemplatesFolder,
    TermSheetFiles,
    refuse_both,
)
from assembler.cli.progress import Progress
from assembler.cli.report import (
    ExitCode,
    as_data,
    as_errors,
    code_of,
    edits_named,
    environment_problem,
    print_json,
    report_problems,
)
from assembler.dealset.build import begin, collect, contents_pages, render_jobs
from assembler.dealset.documents import Attachment, DocumentSet, SetPart, attachments
from assembler.dealset.proof import write_proof
from assembler.dealset.record import Sources, outdated, part_of, record
from assembler.dealset.register import History, history_of, named, similar_names
from assembler.dealset.sheets import write_sheets
from assembler.drafting.departures import described
from assembler.errors import InputError, Location, Problem, Severity
from assembler.library import Library, StyleTemplate
from assembler.parallel import SerialPool
from assembler.store import manifest
from assembler.store.changes import DesiredFiles
from assembler.store.folder import WrittenSet, kept_inputs, recover, write_set
from assembler.store.manifest import Manifest, inputs_of

_FORMATS = {
    Format.all: ("docx", "text", "sheets"),
    Format.docx: ("docx",),
    Format.text: ("text",),
    Format.html: ("html",),
    Format.pdf: ("docx",),
    Format.sheets: ("sheets",),
}


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
    orders = [Order(termsheet, folder, asked) for termsheet, folder in zip(termsheets, folders, strict=True)]
    report = _report_as_json if as_json else partial(_report, quiet=quiet)
    if len(orders) == 1:
        raise typer.Exit(_draft_single(orders[0], shared, report))
    raise typer.Exit(_draft_several(orders, shared, report))


class DraftOptions(Struct, frozen=True):
    """The options that hold for every set."""

    written_as: Format
    only: Only | None
    strict: bool
    proof: bool
    shell: str | None
    closing: int | None
    templates: Path | None
    ancillary: Path | None

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats to write; LibreOffice makes PDF of docx afterwards."""
        return _FORMATS[self.written_as]

    @property
    def parts(self) -> Sequence[SetPart]:
        """The parts of the set whose documents are drafted."""
        if self.written_as is Format.sheets:
            return []
        return [SetPart(self.only.value)] if self.only else list(SetPart)

    @property
    def recorded(self) -> Mapping[str, object]:
        """The options that decide which files there are, for the manifest."""
        return {
            "formats": [*self.formats, *(["pdf"] if self.written_as is Format.pdf else [])],
            "only": self.only.value if self.only else None,
            "proof": self.proof,
            "closing": self.closing,
        }

    @property
    def is_part(self) -> bool:
        """Return True if only a part of the set is drafted."""
        return self.only is not None or self.closing is not None or self.written_as is Format.sheets


class Order(Struct, frozen=True):
    """A set to draft: its term sheet, its folder and the options."""

    termsheet: Path
    folder: Path
    asked: DraftOptions


class Outcome(Struct, frozen=True):
    """The result of an order: the set on disk, or None if it was refused, and the problems found.

    `edited` has a line for each Word file of the set that was edited by hand.
    """

    written: WrittenSet | None
    problems: Sequence[Problem]
    code: ExitCode = ExitCode.DONE
    edited: Sequence[str] = ()


def _draft_single(order: Order, shared: JobOptions, report: Callable[[Order, Outcome], None]) -> ExitCode:
    """Draft the only set, report it, and return the exit code. Workers share its documents."""
    outcome = outcome_of_order(order, shared, watched=True)
    report(order, outcome)
    return outcome.code


def _draft_several(orders: Sequence[Order], shared: JobOptions, report: Callable[[Order, Outcome], None]) -> ExitCode:
    """Draft every set that can be drafted, and report each in order. Return the highest exit code.

    Each worker process drafts whole sets. The workers of a scheduler share the documents of each set.
    """
    not_drafted, code = [], ExitCode.DONE
    pool = SerialPool() if shared.scheduler else shared.pool(len(orders) * WORTH_A_WORKER)
    outcome_of = partial(outcome_of_order, shared=shared if shared.scheduler else ALONE, watched=False)
    with pool, Progress(len(orders)) as progress:
        for order, outcome in zip(orders, pool.map(outcome_of, orders), strict=True):
            progress.clear()
            report(order, outcome)
            if outcome.written is None:
                not_drafted.append(name_of(order.termsheet))
            code = max(code, outcome.code)
            progress(1)
    if not_drafted:
        typer.echo(f"{len(not_drafted)} of {len(orders)} not drafted: {', '.join(not_drafted)}", err=True)
    return code


def outcome_of_order(order: Order, shared: JobOptions, *, watched: bool) -> Outcome:
    """Draft a set, and return the result as a value, which a worker can send back."""
    problems: list[Problem] = []
    try:
        written = _draft(order, shared, problems, watched=watched)
        described = manifest.read(order.folder)
        return Outcome(written, problems, edited=hand_edits.lines(order.folder, described))
    except InputError as refused:
        return Outcome(None, [*problems, *refused.problems], code_of(refused))
    except OSError as error:
        return Outcome(None, [*problems, environment_problem(error)], ExitCode.ENVIRONMENT_ERROR)
    except KeyboardInterrupt:
        if watched:
            report_problems(problems)  # such as what an earlier run left behind, which the next run no longer finds
        raise


def _draft(order: Order, shared: JobOptions, problems: list[Problem], *, watched: bool) -> WrittenSet:
    """Draft a set and write it, and add its problems to `problems`.

    Raises InputError, with nothing written, if the input is wrong.
    """
    asked, termsheet = order.asked, order.termsheet
    library, data, lists = Library.open(asked.templates), read(termsheet), dict[str, bytes]()
    problems += recover(order.folder)
    history = _history(order.folder, problems)
    document_set = pipeline.draft_deal(data, name_of(termsheet), library, read_sibling(termsheet, lists), asked.closing)
    document_set = named(document_set, history)
    style_template = build.load_style_template(asked.shell, document_set.deal, termsheet.parent, library)
    made = _made(order, document_set, library, style_template, shared, watched=watched)
    refuse_changed(termsheet, data)
    inputs, copies = inputs_of(build.inputs(termsheet, data, lists, made.named, made.annexes))
    sources = Sources(inputs, style_template.digest, asked.recorded, made.versions, made.annexes)
    described = record(document_set, made.files, sources)
    problems += [*made.problems, *similar_names(document_set, history)]
    return _write(order, made.files, copies, described, problems)


def _history(folder: Path, problems: list[Problem]) -> History:
    """Return the history of the set in `folder`, and add a warning if its kept term sheet cannot be used."""
    earlier = manifest.read(folder)
    if earlier is None or not earlier.inputs:
        return history_of(earlier, None)
    try:
        kept = kept_inputs(folder, earlier)
        kept_as = (folder / earlier.inputs[kept.name].kept).as_posix()
        return history_of(earlier, pipeline.kept_terms(earlier, kept, kept_as))
    except InputError as error:
        what = "the term sheet of the last draft cannot be used, so investors are known by their names only"
        hint = f"Compare the numbers of those who were renamed. ({error.problems[0].message})"
        problems.append(Problem("S350", what, hint, Location(folder.as_posix()), severity=Severity.WARNING))
        return history_of(earlier, None)


class _Made(Struct, frozen=True):
    """The files of a set, with the annexes and forms that they were made from, and their problems."""

    files: Mapping[str, bytes]
    named: Sequence[Attachment]
    annexes: Mapping[str, bytes]
    versions: Mapping[str, str]
    problems: Sequence[Problem]


def _made(
    order: Order,
    document_set: DocumentSet,
    library: Library,
    style_template: StyleTemplate,
    shared: JobOptions,
    *,
    watched: bool,
) -> _Made:
    """Return the files of a set. While workers write the documents, this process does the rest."""
    asked, parts = order.asked, order.asked.parts
    pages, unmeasured = contents_pages(document_set, parts, style_template) if "docx" in asked.formats else ({}, ())
    jobs = render_jobs(document_set, parts, pages)
    with shared.pool(len(jobs)) as pool, Progress(len(jobs), watched=watched) as progress:
        batches = begin(jobs, asked.formats, style_template, pool)
        problems = [*unmeasured, *document_set.warnings, *pipeline.check_unsigned(document_set)]
        named = attachments(document_set)
        annexes = attached(named, document_set, order.termsheet.parent)
        forms, versions, form_problems = build.forms(
            document_set, library.ancillary(asked.ancillary), asked.only, asked.formats
        )
        problems += [*form_problems, *(pipeline.check_closely(document_set) if asked.strict else ())]
        if asked.strict and problems:
            raise InputError(as_errors(problems))
        sheets = write_sheets(document_set, asked.only, asked.formats)
        files = collect(batches, progress)
    files = {**files, **forms}
    printed = build.print_pdf(files) if asked.written_as is Format.pdf else {}
    proof = write_proof(document_set, style_template, pages) if asked.proof else {}
    files = {**files, **sheets, **printed, **({} if asked.only else annexes), **proof}
    return _Made(files, named, annexes, versions, problems)


def _write(
    order: Order,
    files: Mapping[str, bytes],
    copies: Mapping[str, bytes],
    described: Manifest,
    problems: list[Problem],
) -> WrittenSet:
    """Write the set, or the part of it that was asked for, and add the problems to `problems`."""
    folder = order.folder
    earlier = manifest.read(folder)
    if order.asked.is_part:
        described, copies = part_of(earlier, described), copies if earlier is None else {}
    gone = outdated(folder, earlier, files, described) if earlier and not order.asked.is_part else ()
    given = DesiredFiles({**files, **copies}, described, gone)
    with edits_named(folder):
        given = hand_edits.following(folder, earlier, given) if earlier else given
        written = write_set(folder, given.files, given.described, given.supersede, given.refreshed)
    problems += written.problems
    return written


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
