"""`assembler draft`: the documents of term sheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct

from assembler.cli import making, summary
from assembler.cli.edited import edits_named
from assembler.cli.files import STANDARD_INPUT, attached, beside, name_of, read, refuse_changed, refuse_mixed
from assembler.cli.options import (
    AncillaryFolder,
    Closing,
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
from assembler.cli.sharing import ALONE, WORTH_A_WORKER, Sharing, sharing
from assembler.cli.telling import ExitCode, as_data, as_errors, code_of, failed, print_json, tell
from assembler.findings import Finding, Refused
from assembler.parallel import SerialPool

if TYPE_CHECKING:
    from assembler.closing.folder import Written
    from assembler.closing.manifest import Manifest
    from assembler.closing.pieces import Attachment, DealSet, Part
    from assembler.library import Library, Shell

_FORMATS = {
    Format.all: ("docx", "text", "sheets"),
    Format.docx: ("docx",),
    Format.text: ("text",),
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
    closing: Closing = None,
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
    shared = sharing(jobs, engine, scheduler)
    refuse_mixed(termsheets)
    refuse_both(quiet=quiet, as_json=as_json)
    if departures and (quiet or as_json):
        raise typer.BadParameter("--departures prints a list and drafts nothing: leave out --quiet and --json")
    folders = [] if departures else _folders(termsheets, output)
    asked = Asked(written_as, only, strict, proof, shell, closing, templates, ancillary)
    if departures:
        for termsheet in termsheets:
            _list_departures(termsheet, asked)
        return
    orders = [Order(termsheet, folder, asked) for termsheet, folder in zip(termsheets, folders, strict=True)]
    report = _report_as_json if as_json else partial(_report, quiet=quiet)
    if len(orders) == 1:
        raise typer.Exit(_draft_single(orders[0], shared, report))
    raise typer.Exit(_draft_several(orders, shared, report))


class Asked(Struct, frozen=True):
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
    def parts(self) -> Sequence[Part]:
        """The parts of the set whose documents are drafted."""
        from assembler.closing.pieces import Part

        if self.written_as is Format.sheets:
            return []
        return [Part(self.only.value)] if self.only else list(Part)

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
    asked: Asked


class Outcome(Struct, frozen=True):
    """The result of an order: the set on disk, or None if it was refused, and the problems found."""

    written: Written | None
    findings: Sequence[Finding]
    code: ExitCode = ExitCode.DONE


def _draft_single(order: Order, shared: Sharing, report: Callable[[Order, Outcome], None]) -> ExitCode:
    """Draft the only set, report it, and return the exit code. Workers share its documents."""
    outcome = _outcome(order, shared, watched=True)
    report(order, outcome)
    return outcome.code


def _draft_several(orders: Sequence[Order], shared: Sharing, report: Callable[[Order, Outcome], None]) -> ExitCode:
    """Draft every set that can be drafted, and report each in order. Return the highest exit code.

    Each worker process drafts whole sets. The workers of a scheduler share the documents of each set.
    """
    refused, code = [], ExitCode.DONE
    pool = SerialPool() if shared.scheduler else shared.pool(len(orders) * WORTH_A_WORKER)
    outcome_of = partial(_outcome, shared=shared if shared.scheduler else ALONE, watched=False)
    with pool, Progress(len(orders)) as progress:
        for order, outcome in zip(orders, pool.map(outcome_of, orders), strict=True):
            progress.clear()
            report(order, outcome)
            if outcome.written is None:
                refused.append(name_of(order.termsheet))
            code = max(code, outcome.code)
            progress(1)
    if refused:
        typer.echo(f"{len(refused)} of {len(orders)} not drafted: {', '.join(refused)}", err=True)
    return code


def _outcome(order: Order, shared: Sharing, *, watched: bool) -> Outcome:
    """Draft a set, and return the result as a value, which a worker can send back."""
    findings: list[Finding] = []
    try:
        return Outcome(_draft(order, shared, findings, watched=watched), findings)
    except Refused as refused:
        return Outcome(None, [*findings, *refused.findings], code_of(refused))
    except OSError as error:
        return Outcome(None, [*findings, failed(error)], ExitCode.ENVIRONMENT_ERROR)


def _draft(order: Order, shared: Sharing, findings: list[Finding], *, watched: bool) -> Written:
    """Draft a set and write it, and add its problems to `findings`.

    Raises Refused, with nothing written, if the input is wrong.
    """
    from assembler import pipeline
    from assembler.closing.manifest import inputs_of
    from assembler.closing.record import Sources, record
    from assembler.library import Library

    asked, termsheet = order.asked, order.termsheet
    library, data, lists = Library.open(asked.templates), read(termsheet), dict[str, bytes]()
    document_set = pipeline.compose(data, name_of(termsheet), library, beside(termsheet, lists), asked.closing)
    house = making.house(asked.shell, document_set.deal, termsheet.parent, library)
    made = _made(order, document_set, library, house, shared, watched=watched)
    refuse_changed(termsheet, data)
    inputs, copies = inputs_of(making.given(termsheet, data, lists, made.named, made.annexes))
    sources = Sources(inputs, house.digest, asked.recorded, made.versions, made.annexes)
    described = record(document_set, made.files, sources)
    findings += made.findings
    return _write(order, made.files, copies, described, findings)


class _Made(Struct, frozen=True):
    """The files of a set, with the annexes and forms that they were made from, and their problems."""

    files: Mapping[str, bytes]
    named: Sequence[Attachment]
    annexes: Mapping[str, bytes]
    versions: Mapping[str, str]
    findings: Sequence[Finding]


def _made(
    order: Order, document_set: DealSet, library: Library, house: Shell, shared: Sharing, *, watched: bool
) -> _Made:
    """Return the files of a set. While workers write the documents, this process does the rest."""
    from assembler import pipeline
    from assembler.closing.pieces import attachments
    from assembler.closing.sheets import write_sheets
    from assembler.closing.writing import begin, collect, render_jobs

    asked, parts = order.asked, order.asked.parts
    jobs = render_jobs(document_set, parts)
    with shared.pool(len(jobs)) as pool, Progress(len(jobs), watched=watched) as progress:
        batches = begin(jobs, asked.formats, house, pool)
        # A copy has to keep the words that were signed, faults included. `validate` lists them.
        findings = [*document_set.warnings, *(() if document_set.is_copy else pipeline.check(document_set))]
        named = attachments(document_set)
        annexes = attached(named, document_set, order.termsheet.parent)
        forms, versions, form_problems = making.forms(
            document_set, library.ancillary(asked.ancillary), asked.only, asked.formats
        )
        findings += [*form_problems, *(pipeline.check_days(document_set) if asked.strict else ())]
        if asked.strict and findings:
            raise Refused(as_errors(findings))
        sheets = write_sheets(document_set, asked.only, asked.formats)
        files = collect(batches, progress)
    printed = making.printed(files, document_set, parts, house) if asked.written_as is Format.pdf else {}
    proof = making.proof(document_set, house) if asked.proof else {}
    files = {**files, **forms, **sheets, **printed, **({} if asked.only else annexes), **proof}
    return _Made(files, named, annexes, versions, findings)


def _write(
    order: Order,
    files: Mapping[str, bytes],
    copies: Mapping[str, bytes],
    described: Manifest,
    findings: list[Finding],
) -> Written:
    """Write the set, or the part of it that was asked for, and add the problems to `findings`."""
    from assembler.closing import folder as closing
    from assembler.closing import manifest, record

    folder = order.folder
    findings += closing.recover(folder)
    earlier = manifest.read(folder)
    if order.asked.is_part:
        described, copies = record.part_of(earlier, described), copies if earlier is None else {}
    gone = record.outdated(folder, earlier, files, described) if earlier and not order.asked.is_part else ()
    with edits_named(folder):
        written = closing.write_set(folder, {**files, **copies}, described, gone)
    findings += written.findings
    return written


def _report(_: Order, outcome: Outcome, *, quiet: bool) -> None:
    """Print the problems, and what was written."""
    tell(outcome.findings)
    if outcome.written and not quiet:
        for line in summary.superseded(outcome.written):
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
        "problems": list(map(as_data, outcome.findings)),
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


def _list_departures(termsheet: Path, asked: Asked) -> None:
    from assembler import pipeline
    from assembler.drafting.departures import described
    from assembler.library import Library

    library = Library.open(asked.templates)
    document_set = pipeline.compose(read(termsheet), name_of(termsheet), library, beside(termsheet), asked.closing)
    for departure in document_set.deal.departures:
        typer.echo(described(departure))
    count = len(document_set.deal.departures)
    typer.echo("1 departure" if count == 1 else f"{count} departures")
