"""`assembler draft`: the documents of term sheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct

from assembler.cli import making
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
    Scheduler,
    ShellOption,
    Strictly,
    TemplatesFolder,
    TermSheetFiles,
)
from assembler.cli.progress import Progress
from assembler.cli.sharing import ALONE, WORTH_A_WORKER, Sharing, sharing
from assembler.cli.telling import DONE, SURROUNDINGS, as_errors, code_of, failed, tell
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
    written_as: Annotated[Format, typer.Option("--format", help="What is written.")] = Format.all,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            metavar="DIR",
            help="Where the set goes; of several, the folder for all of them. Default: output/ and the name of the term sheet.",
        ),
    ] = None,
    only: Annotated[Only | None, typer.Option("--only", help="A part of the set, in place of all of it.")] = None,
    departures: Annotated[
        bool,
        typer.Option("--departures", help="Print what the deal says differently from the form, and draft nothing."),
    ] = False,
    strict: Strictly = False,
    proof: Annotated[
        bool, typer.Option("--proof", help="Add the agreement in Word with a comment at each provision: its source.")
    ] = False,
    shell: ShellOption = None,
    closing: Closing = None,
    templates: TemplatesFolder = None,
    ancillary: AncillaryFolder = None,
    jobs: Jobs = None,
    engine: EngineOption = EngineName.processes,
    scheduler: Scheduler = None,
) -> None:
    """Draft the documents of term sheets, a set for each."""
    shared = sharing(jobs, engine, scheduler)
    refuse_mixed(termsheets)
    folders = [] if departures else _folders(termsheets, output)
    asked = Asked(written_as, only, strict, proof, shell, closing, templates, ancillary)
    if departures:
        for termsheet in termsheets:
            _list_departures(termsheet, asked)
        return
    orders = [Order(termsheet, folder, asked) for termsheet, folder in zip(termsheets, folders, strict=True)]
    if len(orders) > 1:
        raise typer.Exit(_draft_all(orders, shared))
    _list_files(_draft(orders[0], shared, tell, watched=True))


class Asked(Struct, frozen=True):
    """What the command line asks for of every set."""

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
        """What the files are written as, before any is printed."""
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
        """What of it decides which files there are, as the manifest has it."""
        return {
            "formats": [*self.formats, *(["pdf"] if self.written_as is Format.pdf else [])],
            "only": self.only.value if self.only else None,
            "proof": self.proof,
            "closing": self.closing,
        }

    @property
    def is_part(self) -> bool:
        """Whether no more than a part of the set is drafted."""
        return self.only is not None or self.closing is not None or self.written_as is Format.sheets


class Order(Struct, frozen=True):
    """A set that is to be drafted: from which term sheet, and into which folder."""

    termsheet: Path
    folder: Path
    asked: Asked


class Outcome(Struct, frozen=True):
    """What came of a set that is one of several: the files that stand, None where it was refused, and what there is to say."""

    written: Written | None
    said: Sequence[Sequence[Finding]]
    code: int = DONE


def _draft_all(orders: Sequence[Order], shared: Sharing) -> int:
    """Draft every set that can be drafted, and say what came of each; the exit code, of the worst of them."""
    refused, code = [], DONE
    pool = SerialPool() if shared.scheduler else shared.pool(len(orders) * WORTH_A_WORKER)
    outcome_of = partial(_outcome, shared=shared if shared.scheduler else ALONE)
    with pool, Progress(len(orders)) as progress:
        for order, outcome in zip(orders, pool.map(outcome_of, orders), strict=True):
            progress.clear()
            for findings in outcome.said:
                tell(findings)
            if outcome.written is None:
                refused.append(name_of(order.termsheet))
            else:
                _list_files(outcome.written)
            code = max(code, outcome.code)
            progress(1)
    if refused:
        typer.echo(f"not drafted, {len(refused)} of {len(orders)}: {', '.join(refused)}", err=True)
    return code


def _outcome(order: Order, shared: Sharing) -> Outcome:
    """Draft a set that is one of several: a worker drafts a whole set, workers of a scheduler its documents."""
    said: list[Sequence[Finding]] = []
    try:
        return Outcome(_draft(order, shared, said.append, watched=False), said)
    except Refused as refused:
        return Outcome(None, [*said, refused.findings], code_of(refused))
    except OSError as error:
        return Outcome(None, [*said, [failed(error)]], SURROUNDINGS)


def _draft(order: Order, shared: Sharing, say: Callable[[Sequence[Finding]], None], *, watched: bool) -> Written:
    """Draft a set and write it; `say` is told the findings. Raises Refused, with nothing written, if it is at fault."""
    from assembler import pipeline
    from assembler.closing.manifest import inputs_of
    from assembler.closing.record import Sources, record
    from assembler.library import Library

    asked, termsheet = order.asked, order.termsheet
    library, data, lists = Library.open(asked.templates), read(termsheet), dict[str, bytes]()
    whole = pipeline.compose(data, name_of(termsheet), library, beside(termsheet, lists), asked.closing)
    house = making.house(asked.shell, whole.deal, termsheet.parent, library)
    made = _made(order, whole, library, house, shared, watched=watched)
    refuse_changed(termsheet, data)
    inputs, copies = inputs_of(making.given(termsheet, data, lists, made.named, made.annexes))
    sources = Sources(inputs, house.digest, asked.recorded, made.versions, made.annexes)
    described = record(whole, made.files, sources)
    say(made.findings)
    return _write(order, made.files, copies, described, say)


class _Made(Struct, frozen=True):
    """The files of a set, what they were made from, and what there is to say of them."""

    files: Mapping[str, bytes]
    named: Sequence[Attachment]
    annexes: Mapping[str, bytes]
    versions: Mapping[str, str]
    findings: Sequence[Finding]


def _made(order: Order, whole: DealSet, library: Library, house: Shell, shared: Sharing, *, watched: bool) -> _Made:
    """Return the files of a set. While workers write the documents, the rest of the work is done here."""
    from assembler import pipeline
    from assembler.closing.pieces import attachments
    from assembler.closing.sheets import write_sheets
    from assembler.closing.writing import begin, collect, render_jobs

    asked, parts = order.asked, order.asked.parts
    jobs = render_jobs(whole, parts)
    with shared.pool(len(jobs)) as pool, Progress(len(jobs), watched=watched) as progress:
        batches = begin(jobs, asked.formats, house, pool)
        # The words of a copy are what they are; `validate` says what there is to say of them.
        findings = [*whole.warnings, *(() if whole.is_copy else pipeline.check(whole))]
        named = attachments(whole)
        annexes = attached(named, whole, order.termsheet.parent)
        forms, versions, said = making.forms(whole, library.ancillary(asked.ancillary), asked.only, asked.formats)
        findings += [*said, *(pipeline.check_days(whole) if asked.strict else ())]
        if asked.strict and findings:
            raise Refused(as_errors(findings))
        sheets = write_sheets(whole, asked.only, asked.formats)
        files = collect(batches, progress)
    printed = making.printed(files, whole, parts, house) if asked.written_as is Format.pdf else {}
    proof = making.proof(whole, house) if asked.proof else {}
    files = {**files, **forms, **sheets, **printed, **({} if asked.only else annexes), **proof}
    return _Made(files, named, annexes, versions, findings)


def _write(
    order: Order,
    files: Mapping[str, bytes],
    copies: Mapping[str, bytes],
    described: Manifest,
    say: Callable[[Sequence[Finding]], None],
) -> Written:
    """Write the set, or the part of it that was asked for."""
    from assembler.closing import folder as closing
    from assembler.closing import manifest, record

    folder = order.folder
    say(closing.recover(folder))
    earlier = manifest.read(folder)
    if order.asked.is_part:
        described, copies = record.part_of(earlier, described), copies if earlier is None else {}
    gone = record.outdated(folder, earlier, files, described) if earlier and not order.asked.is_part else ()
    with edits_named(folder):
        written = closing.write_set(folder, {**files, **copies}, described, gone)
    say(written.findings)
    return written


def _list_files(written: Written) -> None:
    """Say which files a set has, and what is of it no more."""
    for path in written.paths:
        typer.echo(path.as_posix())
    for path in written.superseded:
        typer.echo(f"moved, of this set no more: {path.as_posix()}", err=True)


def _folders(termsheets: Sequence[Path], output: Path | None) -> Sequence[Path]:
    """Where each set goes. Raises BadParameter where two would go into one folder, or where standard input has none."""
    if output and len(termsheets) == 1:
        return [output]
    if STANDARD_INPUT in termsheets:
        problem = "is drafted by itself" if output else "has no name: say where its set goes, with --output DIR"
        raise typer.BadParameter(f"the term sheet from standard input {problem}", param_hint="'TERMSHEET...'")
    folders = [(output or Path("output")) / termsheet.stem for termsheet in termsheets]
    twice = [folder.as_posix() for folder, count in Counter(folders).items() if count > 1]
    if twice:
        raise typer.BadParameter(f"more than one set would go into {', '.join(twice)}", param_hint="'TERMSHEET...'")
    return folders


def _list_departures(termsheet: Path, asked: Asked) -> None:
    from assembler import pipeline
    from assembler.drafting.departures import described
    from assembler.library import Library

    library = Library.open(asked.templates)
    whole = pipeline.compose(read(termsheet), name_of(termsheet), library, beside(termsheet), asked.closing)
    for departure in whole.deal.departures:
        typer.echo(described(departure))
    typer.echo(f"{len(whole.deal.departures)} departures")
