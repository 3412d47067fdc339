"""The command line: arguments in, findings out, an exit code; the only clock.

| code | what is wrong | what to do |
|---|---|---|
| Y001 | a file that is not there | check the name and the folder |
| Y002 | a folder in the place of a term sheet | name the file in it |
| Y003 | an annex whose file is not there | name a file by its path from the term sheet |
| Y004 | a file where the starter sheet is to be written | choose another name; nothing is written over a file |
| Y005 | a name for the starter sheet in a folder that is not there | make the folder first |
| S101 | a file that may not be read | ask for the right to read it |
| S102 | a disk or a right that fails | mend that and run again |
"""

from __future__ import annotations

import gc
import json
import os
import re
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assembler.findings import Finding, Place, Refused, Severity

if TYPE_CHECKING:
    from assembler.closing.pieces import Attachment, DealSet, Part
    from assembler.compare.variants import Draft
    from assembler.library import Library, Shell, WordForm
    from assembler.readers.reading import Reading
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
    pdf = "pdf"
    all = "all"


class Only(StrEnum):
    """A part of the set."""

    agreement = "agreement"
    warrants = "warrants"
    schedule = "schedule"
    signatures = "signatures"
    ancillary = "ancillary"


class FailOn(StrEnum):
    """What a comparison must not find."""

    unexplained = "unexplained"
    term = "term"
    any = "any"


class Revisions(StrEnum):
    """How tracked changes are read."""

    accepted = "accepted"
    rejected = "rejected"
    all = "all"


class FormName(StrEnum):
    """A form that can be drafted."""

    purchase_agreement = "purchase-agreement"
    warrant = "warrant"


# Typer would say in words of its own, and end in 2, that a file may not be read.
TermSheetFile = Annotated[
    Path, typer.Argument(metavar="TERMSHEET", help="The term sheet, a YAML file.", readable=False)
]
TermSheetFiles = Annotated[
    list[Path], typer.Argument(metavar="TERMSHEET...", help="Term sheets, YAML files.", readable=False)
]
TemplatesFolder = Annotated[
    Path | None,
    typer.Option("--templates", metavar="DIR", help="A firm's own templates, in place of those that come along."),
]

AncillaryFolder = Annotated[
    Path | None,
    typer.Option(
        "--ancillary", metavar="DIR", help="A folder of ancillary forms in Word, in place of templates/ancillary."
    ),
]

Strictly = Annotated[bool, typer.Option("--strict", help="Take every warning for an error.")]
FormOption = Annotated[FormName, typer.Option("--form", help="The form of the term sheet.")]


@app.command()
def new(
    name: Annotated[
        Path | None,
        typer.Argument(metavar="[NAME]", help="The name of the deal; .yaml is added where it has no end."),
    ] = None,
    form: FormOption = FormName.purchase_agreement,
    investors_sheet: Annotated[
        Path | None,
        typer.Option("--investors-sheet", metavar="FILE", help="Write the sheet to list investors in, .xlsx or .csv."),
    ] = None,
) -> None:
    """Write a term sheet to begin with, with what every field is for; or the sheet to list its investors in."""
    if name is None and investors_sheet is None:
        raise typer.BadParameter("give the NAME of the deal, or --investors-sheet")
    if name is not None:
        _new_termsheet(name, form)
    if investors_sheet is not None:
        _write_new(investors_sheet, _empty_list(investors_sheet))
        typer.echo(investors_sheet.as_posix())


def _new_termsheet(name: Path, form: FormName) -> None:
    from assembler.termsheet.manual import SCHEMA_FILES, starter
    from assembler.termsheet.schema_json import json_schema

    path = name if name.suffix in (".yaml", ".yml") else name.with_name(f"{name.name}.yaml")
    _write_new(path, starter(form.value).encode())
    typer.echo(path.as_posix())
    schema = path.with_name(SCHEMA_FILES[form.value])
    if not schema.exists():
        _write_new(schema, json_schema(form.value).encode())
        typer.echo(schema.as_posix())


def _empty_list(path: Path) -> bytes:
    """The sheet to list investors in, of the kind that the name of its file says."""
    from assembler.writers import investors_sheet

    write = {".xlsx": investors_sheet.as_workbook, ".csv": investors_sheet.as_csv}.get(path.suffix.lower())
    if write is None:
        raise typer.BadParameter("the name of the sheet ends in .xlsx or .csv", param_hint="--investors-sheet")
    return write()


@app.command()
def schema(form: FormOption = FormName.purchase_agreement) -> None:
    """Print the JSON Schema of a term sheet, for editors."""
    from assembler.termsheet.schema_json import json_schema

    typer.echo(json_schema(form.value), nl=False)


@app.command()
def explain(
    subject: Annotated[
        str,
        typer.Argument(metavar="SUBJECT", help="A code (T104), a field (offering.price_per_share), a clause (3(e))."),
    ],
    termsheet: Annotated[
        Path | None, typer.Argument(metavar="[TERMSHEET]", help="The deal it is explained for.", readable=False)
    ] = None,
    templates: TemplatesFolder = None,
) -> None:
    """Say what a finding, a field or a clause is, where it comes from, and what would change it."""
    from assembler.explain import explain as explained
    from assembler.library import Library
    from assembler.termsheet.loading import load

    loaded = load(_read(termsheet), termsheet.as_posix(), _beside(termsheet)) if termsheet else None
    typer.echo(explained(subject, Library.open(templates), loaded), nl=False)


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
    strict: Strictly = False,
    proof: Annotated[
        bool, typer.Option("--proof", help="Add the agreement in Word with a comment at each provision: its source.")
    ] = False,
    shell: Annotated[
        str | None,
        typer.Option("--shell", metavar="NAME|DIR", help="The look in Word, in place of that of the term sheet."),
    ] = None,
    templates: TemplatesFolder = None,
    ancillary: AncillaryFolder = None,
) -> None:
    """Draft the documents of a term sheet."""
    from assembler import pipeline
    from assembler.closing.folder import write_set
    from assembler.closing.pieces import Part, attachments
    from assembler.closing.writing import write as write_files
    from assembler.library import Library

    library = Library.open(templates)
    whole = pipeline.compose(_read(termsheet), termsheet.as_posix(), library, _beside(termsheet))
    if departures:
        _list_departures(whole.deal.departures)
        return
    # The words of a copy are what they are; `validate` says what there is to say of them.
    findings = [*whole.warnings, *(() if whole.is_copy else pipeline.check(whole))]
    formats = _FORMATS[written_as]
    parts = [Part(only.value)] if only else list(Part)
    house = _house(shell, whole, termsheet.parent, library)
    attached = _attached(attachments(whole), whole, termsheet.parent)
    forms, said = _forms(whole, library.ancillary(ancillary), only, formats)
    findings += [*said, *(pipeline.check_days(whole) if strict else ())]
    if strict and findings:
        raise Refused(_as_errors(findings))
    files = {**write_files(whole, formats, parts, house, _Progress()), **forms}
    files |= _printed(files, whole, parts, house) if written_as is Format.pdf else {}
    files |= {**({} if only else attached), **(_proof(whole, house) if proof else {})}
    folder = output or Path("output") / termsheet.stem
    _tell(findings)
    for path in write_set(folder, files, {**whole.inputs, "shell": house.digest}):
        typer.echo(path.as_posix())


@app.command()
def validate(
    termsheets: TermSheetFiles,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    strict: Strictly = False,
    templates: TemplatesFolder = None,
    ancillary: AncillaryFolder = None,
) -> None:
    """Say everything that is wrong with term sheets, all at once."""
    from assembler import pipeline
    from assembler.closing.ancillary import prepare
    from assembler.closing.pieces import attachments
    from assembler.library import Library

    library = Library.open(templates)
    findings: list[Finding] = []
    code = DONE
    for termsheet in termsheets:
        try:
            whole = pipeline.compose(_read(termsheet), termsheet.as_posix(), library, _beside(termsheet))
            _attached(attachments(whole), whole, termsheet.parent)
            findings += [*whole.warnings, *prepare(whole, library.ancillary(ancillary))[1], *pipeline.check_days(whole)]
            findings += pipeline.check(whole)
        except Refused as refusal:
            findings += refusal.findings
            code = max(code, _code_of(refusal))
    if strict and findings:
        findings, code = _as_errors(findings), max(code, WRONG_INPUT)
    if as_json:
        typer.echo(
            json.dumps(
                {"version": 1, "findings": [_as_data(finding) for finding in findings]}, ensure_ascii=False, indent=2
            )
        )
    else:
        _tell(findings)
    raise typer.Exit(code)


@app.command()
def compare(
    here: Annotated[
        Path,
        typer.Argument(metavar="GENERATED", help="A term sheet, a draft or its .document.json, or any document."),
    ],
    there: Annotated[
        Path, typer.Argument(metavar="ORIGINAL", help="The document, text or Word, or term sheet, to compare it with.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write the comparison as one page of HTML, too.")
    ] = None,
    redline: Annotated[
        Path | None,
        typer.Option(
            "--redline",
            metavar="FILE",
            help="Write a Word file, too, whose tracked changes make the one into the other.",
        ),
    ] = None,
    author: Annotated[
        str, typer.Option("--author", metavar="NAME", help="Whose the tracked changes are.")
    ] = "Assembler",
    dated: Annotated[
        datetime | None,
        typer.Option(
            "--dated", metavar="DATE", formats=["%Y-%m-%d"], help="The day of the tracked changes; else none."
        ),
    ] = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            "--fail-on", help="End in 1 where something is unexplained; or a term differs, too; or anything does."
        ),
    ] = None,
    revisions: Annotated[
        Revisions, typer.Option("--revisions", help="How tracked changes of a Word file are read.")
    ] = Revisions.accepted,
    templates: TemplatesFolder = None,
) -> None:
    """Say what differs between two documents, and why."""
    from assembler.compare import explain as explaining
    from assembler.compare import page, report
    from assembler.compare import redline as redlining

    (ours, our_draft), (theirs, their_draft) = (_side(path, revisions, templates) for path in (here, there))
    comparison = explaining.compare(ours, theirs, our_draft, their_draft)
    if html:
        html.write_text(page.page(comparison), encoding="utf-8")
    if redline:
        redline.write_bytes(redlining.write(ours, theirs, author, f"{dated:%Y-%m-%dT%H:%M:%SZ}" if dated else ""))
    if as_json:
        typer.echo(json.dumps(report.data(comparison), ensure_ascii=False, indent=2))
    else:
        typer.echo(report.text(comparison))
    raise typer.Exit(NO if fail_on and report.fails(comparison, fail_on.value) else DONE)


def _side(path: Path, revisions: Revisions, templates: Path | None) -> tuple[Reading, Draft | None]:
    """A document to be compared; with its draft where it is given as a term sheet."""
    from assembler.readers import files

    data = _read(path)
    if path.suffix.lower() in (".yaml", ".yml"):
        from assembler import pipeline
        from assembler.library import Library

        whole = pipeline.compose(data, path.as_posix(), Library.open(templates), _beside(path))
        return pipeline.drawn(whole, path.as_posix())
    reading = files.read(data, path.as_posix(), revisions.value)
    kept = path.with_suffix(".document.json")
    if kept != path and kept.is_file():
        reading = files.with_terms(reading, data, kept.read_bytes())
    return reading, None


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
        return _code_of(refused)
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


_SURROUNDINGS = ("S101", "S401", "S402")


def _code_of(refused: Refused) -> int:
    return SURROUNDINGS if any(finding.code in _SURROUNDINGS for finding in refused.findings) else WRONG_INPUT


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


def _beside(termsheet: Path) -> Callable[[str], bytes]:
    """Reads a file by its path from a term sheet, up to a byte more than a list of investors may have."""

    def read(name: str) -> bytes:
        from assembler.termsheet.listing import LARGEST_LIST

        path = termsheet.parent / name
        if path.is_dir():
            raise IsADirectoryError(name)
        if path.exists() and not path.is_file():
            raise OSError(name)  # a pipe or a device might never end
        with path.open("rb") as file:
            return file.read(LARGEST_LIST + 1)

    return read


_FORMATS = {Format.all: ("docx", "text"), Format.docx: ("docx",), Format.text: ("text",), Format.pdf: ("docx",)}


def _house(named: str | None, whole: DealSet, folder: Path, library: Library) -> Shell:
    """The shell that the command line names, or the term sheet, or the library's own. Refused where it is not there."""
    from assembler.closing.writing import HOUSE

    stated = whole.deal.terms.execution.shell
    if named or not isinstance(stated, str):
        return library.shell(named or HOUSE)
    return library.shell(stated, folder, whole.deal.place_of("execution.shell"))


def _printed(files: Mapping[str, bytes], whole: DealSet, parts: Sequence[Part], house: Shell) -> Mapping[str, bytes]:
    """The PDF of every Word file. Refused where LibreOffice cannot make them."""
    from assembler.closing.pdf import as_pdf
    from assembler.closing.writing import to_print

    documents = {name: content for name, content in files.items() if name.endswith(".docx")}
    return as_pdf({**documents, **to_print(whole, parts, house)})


def _proof(whole: DealSet, house: Shell) -> Mapping[str, bytes]:
    from assembler.closing.proof import write_proof

    return write_proof(whole, house)


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


def _forms(
    whole: DealSet, files: Sequence[WordForm], only: Only | None, formats: Sequence[str]
) -> tuple[Mapping[str, bytes], Sequence[Finding]]:
    """The ancillary forms of the set by file name, where they are asked for, and what there is to say of them."""
    from assembler.closing import ancillary

    if only is Only.ancillary:
        ancillary.refuse_copies(whole)
        if "docx" not in formats:
            raise typer.BadParameter("ancillary forms are Word files", param_hint="'--format'")
    if only not in (None, Only.ancillary) or "docx" not in formats:
        return {}, ()
    ready, findings = ancillary.prepare(whole, files)
    return ancillary.write(whole, ready), findings


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


def _write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet. Refused where it is, or where its folder is not."""
    place = Place(path.as_posix())
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        what, remedy = "there is such a file already, and nothing is written over it", "Choose another name."
        raise Refused([Finding("Y004", what, remedy, place)]) from None
    except FileNotFoundError:
        what = f"there is no folder {path.parent.as_posix()}"
        raise Refused([Finding("Y005", what, "Make it first, or choose another.", place)]) from None


def _as_errors(findings: Sequence[Finding]) -> list[Finding]:
    return [replace(finding, severity=Severity.ERROR) for finding in findings]


def _tell(findings: Sequence[Finding]) -> None:
    """Say what was found: on a terminal with the lines it is about, and otherwise a finding in two lines."""
    if findings and sys.stderr.isatty():
        from rich.console import Console

        from assembler.telling import tell

        tell(findings, _line_of, Console(stderr=True, color_system=None if os.environ.get("NO_COLOR") else "auto"))
    else:
        for finding in findings:
            typer.echo(str(finding), err=True)
    if len(findings) > 1:
        typer.echo(f"{len(findings)} findings", err=True)


def _line_of(place: Place) -> str:
    """The line that a place names; nothing where the file cannot be read again."""
    lines = _lines_of(place.file)
    return lines[place.line - 1] if 0 < place.line <= len(lines) else ""


@cache
def _lines_of(file: str) -> list[str]:
    try:
        text = Path(file).read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return []
    return re.split("\r\n|\r|\n", text)


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
