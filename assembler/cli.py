"""The command line: arguments in, findings out, an exit code; the only clock."""

from __future__ import annotations

import gc
import json
import sys
import time
import traceback
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assembler.findings import Finding, Place, Refused

if TYPE_CHECKING:
    from assembler.closing.pieces import Attachment, DealSet
    from assembler.termsheet.schema import Departure

DONE, NO, WRONG_USE, WRONG_INPUT, SURROUNDINGS, OUR_FAULT, STOPPED, READER_GONE = 0, 1, 2, 3, 4, 5, 130, 141

app = typer.Typer(
    help="A term sheet in YAML goes in, a deal lawyer's documents come out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    """What a draft is written as."""

    docx = "docx"
    text = "text"
    all = "all"


class Only(StrEnum):
    """A part of the set."""

    agreement = "agreement"
    warrants = "warrants"
    schedule = "schedule"
    signatures = "signatures"


TermSheetFile = Annotated[Path, typer.Argument(metavar="TERMSHEET", help="The term sheet, a YAML file.")]
TermSheetFiles = Annotated[list[Path], typer.Argument(metavar="TERMSHEET...", help="Term sheets, YAML files.")]
TemplatesFolder = Annotated[
    Path | None,
    typer.Option("--templates", metavar="DIR", help="A firm's own templates, in place of those that come along."),
]


@app.command()
def draft(
    termsheet: TermSheetFile,
    written_as: Annotated[Format, typer.Option("--format", help="What is written.")] = Format.all,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", metavar="DIR", help="Where the set goes. Default: output/ and the name of the term sheet."
        ),
    ] = None,
    only: Annotated[Only | None, typer.Option("--only", help="A part of the set, in place of all of it.")] = None,
    departures: Annotated[
        bool,
        typer.Option("--departures", help="Print what the deal says differently from the form, and draft nothing."),
    ] = False,
    templates: TemplatesFolder = None,
) -> None:
    """Draft the documents of a term sheet."""
    from assembler import pipeline
    from assembler.closing.folder import write_set
    from assembler.closing.pieces import Part, attachments
    from assembler.closing.writing import write as write_files
    from assembler.library import Library

    library = Library.open(templates)
    whole = pipeline.compose(_read(termsheet), termsheet.as_posix(), library)
    if departures:
        _list_departures(whole.deal.departures)
        return
    # The words of a copy are what they are; `validate` says what there is to say of them.
    findings = [*whole.warnings, *(() if whole.is_copy else pipeline.check(whole))]
    formats = ("docx", "text") if written_as is Format.all else (written_as.value,)
    parts = [Part(only.value)] if only else list(Part)
    attached = _attached(attachments(whole), whole, termsheet.parent)
    files = {**write_files(whole, formats, parts, library, _Progress()), **({} if only else attached)}
    folder = output or Path("output") / termsheet.stem
    _tell(findings)
    for path in write_set(folder, files, whole.inputs):
        typer.echo(path.as_posix())


@app.command()
def validate(
    termsheets: TermSheetFiles,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    templates: TemplatesFolder = None,
) -> None:
    """Say everything that is wrong with term sheets, all at once."""
    from assembler import pipeline
    from assembler.closing.pieces import attachments
    from assembler.library import Library

    library = Library.open(templates)
    findings: list[Finding] = []
    refused = False
    for termsheet in termsheets:
        try:
            whole = pipeline.compose(_read(termsheet), termsheet.as_posix(), library)
            _attached(attachments(whole), whole, termsheet.parent)
            findings += [*whole.warnings, *pipeline.check(whole)]
        except Refused as refusal:
            findings += refusal.findings
            refused = True
    if as_json:
        typer.echo(
            json.dumps(
                {"version": 1, "findings": [_as_data(finding) for finding in findings]}, ensure_ascii=False, indent=2
            )
        )
    else:
        _tell(findings)
    raise typer.Exit(WRONG_INPUT if refused else DONE)


def main() -> None:
    """Run the command line, and end with its exit code."""
    # A command loads many modules and ends soon: collecting garbage as often as by default takes a third of its time.
    gc.set_threshold(100_000)
    sys.exit(_run())


def _run() -> int:
    try:
        return app(standalone_mode=False) or DONE
    except Refused as refused:
        _tell(refused.findings)
        return SURROUNDINGS if any(finding.code in _SURROUNDINGS for finding in refused.findings) else WRONG_INPUT
    except (KeyboardInterrupt, typer.Abort):
        return STOPPED
    except SystemExit:
        # Typer leaves in this way only where the reader of the output is gone.
        return READER_GONE
    except OSError as error:
        _tell([_failed(error)])
        return SURROUNDINGS
    except Exception as error:  # noqa: BLE001  whatever it is, it is shown and has an exit code
        return _shown(error)


def _shown(error: Exception) -> int:
    """A wrong use is said in a line; a fault of ours shows its traceback."""
    # Typer brings its own copy of Click, or none: what it raises is known by what it can do.
    show = getattr(error, "show", None)
    if show is not None:
        show()
        return WRONG_USE
    traceback.print_exc()
    typer.echo("This is a fault of assembler, not of your term sheet. Please report the lines above.", err=True)
    return OUR_FAULT


_SURROUNDINGS = ("S101",)


def _read(path: Path) -> bytes:
    """The bytes of a term sheet. Refused where there is none to read."""
    place = Place(path.as_posix())
    if path.is_dir():
        raise Refused([Finding("Y002", "expected a term sheet, found a folder", "Name the file in it.", place)])
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Refused([Finding("Y001", "there is no such file", _nearest(path), place)]) from None
    except PermissionError:
        what, remedy = "this file may not be read", "Ask for the right to read it."
        raise Refused([Finding("S101", what, remedy, place)]) from None


def _attached(attachments: Sequence[Attachment], whole: DealSet, folder: Path) -> dict[str, bytes]:
    """The files that a term sheet attaches, by their names in the set. Refused with each that cannot be read."""
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    for one in attachments:
        path = folder / one.path
        if path.is_file():
            files[one.stem + path.suffix.lower()] = path.read_bytes()
        else:
            place = whole.deal.place_of(one.term)
            what, remedy = f"there is no file {path.as_posix()}", "Name a file by its path from the term sheet."
            findings.append(Finding("Y003", what, remedy, place, one.term))
    if findings:
        raise Refused(findings)
    return files


def _nearest(path: Path) -> str:
    from difflib import get_close_matches

    names = [other.name for other in path.parent.glob("*.y*ml")] if path.parent.is_dir() else []
    near = get_close_matches(path.name, names, 1, 0.5)
    return f"Did you mean {(path.parent / near[0]).as_posix()}?" if near else "Check the name and the folder."


def _failed(error: OSError) -> Finding:
    place = Place(str(error.filename or "the disk"))
    return Finding("S102", error.strerror or str(error), "Mend that and run again; what was there is as it was.", place)


def _list_departures(departures: Sequence[Departure]) -> None:
    from assembler.drafting.departures import described

    for departure in departures:
        typer.echo(described(departure))
    typer.echo(f"{len(departures)} departures")


def _tell(findings: Sequence[Finding]) -> None:
    for finding in findings:
        typer.echo(str(finding), err=True)
    if len(findings) > 1:
        typer.echo(f"{len(findings)} findings", err=True)


def _as_data(finding: Finding) -> dict[str, object]:
    place = {"file": finding.place.file, "line": finding.place.line, "column": finding.place.column}
    what = {"path": finding.path, "what": finding.what, "remedy": finding.remedy}
    return {"code": finding.code, "severity": finding.severity.value} | place | what


class _Progress:
    """Says on a terminal what is being written, once that has taken longer than a second."""

    def __init__(self) -> None:
        self.begun = time.monotonic()

    def __call__(self, name: str) -> None:
        if sys.stderr.isatty() and time.monotonic() - self.begun > 1:
            typer.echo(f"writing {name} ...", err=True)
