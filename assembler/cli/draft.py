"""`assembler draft`: the documents of a term sheet."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assembler.cli import making
from assembler.cli.edited import edits_named
from assembler.cli.files import attached, beside, read, refuse_changed
from assembler.cli.options import (
    AncillaryFolder,
    Closing,
    Format,
    Only,
    ShellOption,
    Strictly,
    TemplatesFolder,
    TermSheetFile,
)
from assembler.cli.telling import as_errors, tell
from assembler.findings import Refused

if TYPE_CHECKING:
    from assembler.closing.manifest import Manifest
    from assembler.termsheet.schema import Departure

_FORMATS = {
    Format.all: ("docx", "text", "sheets"),
    Format.docx: ("docx",),
    Format.text: ("text",),
    Format.pdf: ("docx",),
    Format.sheets: ("sheets",),
}


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
    shell: ShellOption = None,
    closing: Closing = None,
    templates: TemplatesFolder = None,
    ancillary: AncillaryFolder = None,
) -> None:
    """Draft the documents of a term sheet."""
    from assembler import pipeline
    from assembler.closing.manifest import inputs_of
    from assembler.closing.pieces import Part, attachments
    from assembler.closing.record import Sources, record
    from assembler.closing.sheets import write_sheets
    from assembler.closing.writing import write as write_files
    from assembler.library import Library

    library, data, lists = Library.open(templates), read(termsheet), dict[str, bytes]()
    whole = pipeline.compose(data, termsheet.as_posix(), library, beside(termsheet, lists), closing)
    if departures:
        _list_departures(whole.deal.departures)
        return
    # The words of a copy are what they are; `validate` says what there is to say of them.
    findings = [*whole.warnings, *(() if whole.is_copy else pipeline.check(whole))]
    formats = _FORMATS[written_as]
    parts = [Part(only.value)] if only else list(Part)
    house = making.house(shell, whole.deal, termsheet.parent, library)
    named = attachments(whole)
    annexes = attached(named, whole, termsheet.parent)
    forms, versions, said = making.forms(whole, library.ancillary(ancillary), only, formats)
    findings += [*said, *(pipeline.check_days(whole) if strict else ())]
    if strict and findings:
        raise Refused(as_errors(findings))
    documents = [] if written_as is Format.sheets else parts
    files = {**write_files(whole, formats, documents, house, _Progress()), **forms}
    files |= write_sheets(whole, only, formats)
    files |= making.printed(files, whole, parts, house) if written_as is Format.pdf else {}
    files |= {**({} if only else annexes), **(making.proof(whole, house) if proof else {})}
    asked = {
        "formats": [*formats, *(["pdf"] if written_as is Format.pdf else [])],
        "only": only.value if only else None,
        "proof": proof,
        "closing": closing,
    }
    refuse_changed(termsheet, data)
    inputs, copies = inputs_of(making.given(termsheet, data, lists, named, annexes))
    described = record(whole, files, Sources(inputs, house.digest, asked, versions, annexes))
    tell(findings)
    is_part = only is not None or closing is not None or written_as is Format.sheets
    _file(output or Path("output") / termsheet.stem, files, copies, described, is_part=is_part)


def _file(
    folder: Path, files: Mapping[str, bytes], copies: Mapping[str, bytes], described: Manifest, *, is_part: bool
) -> None:
    """Write the set, or the part of it that was asked for, and say which files it has, and what is of it no more."""
    from assembler.closing import folder as closing
    from assembler.closing import manifest, record

    tell(closing.recover(folder))
    earlier = manifest.read(folder)
    if is_part:
        described, copies = record.part_of(earlier, described), copies if earlier is None else {}
    gone = record.outdated(folder, earlier, files, described) if earlier and not is_part else ()
    with edits_named(folder):
        written = closing.write_set(folder, {**files, **copies}, described, gone)
    tell(written.findings)
    for path in written.paths:
        typer.echo(path.as_posix())
    for path in written.superseded:
        typer.echo(f"moved, of this set no more: {path.as_posix()}", err=True)


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
