"""`assembler draft`: the documents of a term sheet."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assembler.cli.files import attached, beside, read, refuse_changed
from assembler.cli.options import AncillaryFolder, Format, Only, Strictly, TemplatesFolder, TermSheetFile
from assembler.cli.telling import as_errors, tell
from assembler.findings import Finding, Refused

if TYPE_CHECKING:
    from assembler.closing.pieces import DealSet, Part
    from assembler.library import Library, Shell, WordForm
    from assembler.termsheet.schema import Departure

_FORMATS = {Format.all: ("docx", "text"), Format.docx: ("docx",), Format.text: ("text",), Format.pdf: ("docx",)}


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
    data = read(termsheet)
    whole = pipeline.compose(data, termsheet.as_posix(), library, beside(termsheet))
    if departures:
        _list_departures(whole.deal.departures)
        return
    # The words of a copy are what they are; `validate` says what there is to say of them.
    findings = [*whole.warnings, *(() if whole.is_copy else pipeline.check(whole))]
    formats = _FORMATS[written_as]
    parts = [Part(only.value)] if only else list(Part)
    house = _house(shell, whole, termsheet.parent, library)
    annexes = attached(attachments(whole), whole, termsheet.parent)
    forms, said = _forms(whole, library.ancillary(ancillary), only, formats)
    findings += [*said, *(pipeline.check_days(whole) if strict else ())]
    if strict and findings:
        raise Refused(as_errors(findings))
    files = {**write_files(whole, formats, parts, house, _Progress()), **forms}
    files |= _printed(files, whole, parts, house) if written_as is Format.pdf else {}
    files |= {**({} if only else annexes), **(_proof(whole, house) if proof else {})}
    folder = output or Path("output") / termsheet.stem
    refuse_changed(termsheet, data)
    tell(findings)
    for path in write_set(folder, files, {**whole.inputs, "shell": house.digest}):
        typer.echo(path.as_posix())


def _house(named: str | None, whole: DealSet, folder: Path, library: Library) -> Shell:
    """The shell that the command line names, or the term sheet, or the library's own. Refused where it is not there."""
    from assembler.closing.writing import HOUSE

    stated = whole.deal.terms.execution.shell
    if named or not stated:
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


def _list_departures(departures: Sequence[Departure]) -> None:
    from assembler.drafting.departures import described

    for departure in departures:
        typer.echo(described(departure))
    typer.echo(f"{len(departures)} departures")


class _Progress:
    """Says on a terminal what is being written, once that has taken longer than a second."""

    def __init__(self) -> None:
        self.begun = time.monotonic()

    def __call__(self, name: str) -> None:
        if sys.stderr.isatty() and time.monotonic() - self.begun > 1:
            typer.echo(f"writing {name} ...", err=True)
