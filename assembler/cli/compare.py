"""`assembler compare`: what differs between two documents, and why."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assembler.cli.files import beside, read
from assembler.cli.options import FailOn, Revisions, TemplatesFolder
from assembler.cli.telling import DONE, NO

if TYPE_CHECKING:
    from assembler.closing.pieces import DealSet
    from assembler.compare.variants import Draft
    from assembler.readers.reading import Reading

TERM_SHEETS = (".yaml", ".yml")


def compare(
    here: Annotated[
        Path,
        typer.Argument(metavar="GENERATED", help="A term sheet, a draft or its .document.json, or any document."),
    ],
    there: Annotated[
        Path | None,
        typer.Argument(metavar="[ORIGINAL]", help="The document, text or Word, or term sheet, to compare it with."),
    ] = None,
    form: Annotated[
        bool, typer.Option("--form", help="Compare a term sheet with its form: all of its departures and options.")
    ] = False,
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
    moves: Annotated[
        bool,
        typer.Option("--moves", help="Mark what moved as moved, not as gone and come; asks for --dated, as Word does."),
    ] = False,
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

    if moves and not dated:
        raise typer.BadParameter("Word asks for a date of what moved: give --dated, too.", param_hint="--moves")
    if form == (there is not None):
        raise typer.BadParameter("Name the document to compare with, or ask for --form, and not for both.")
    ours, our_draft = _side(here, revisions, templates)
    theirs, their_draft = _side(there, revisions, templates) if there else (_form(here, templates), None)
    comparison = explaining.compare(ours, theirs, our_draft, their_draft)
    if html:
        html.write_text(page.page(comparison), encoding="utf-8")
    if redline:
        _write_redline(redline, ours, theirs, (author, dated.date() if dated else None, moves), templates)
    if as_json:
        typer.echo(json.dumps(report.data(comparison), ensure_ascii=False, indent=2))
    else:
        typer.echo(report.text(comparison))
    raise typer.Exit(NO if fail_on and report.fails(comparison, fail_on.value) else DONE)


def _write_redline(
    path: Path, here: Reading, there: Reading, asked: tuple[str, date | None, bool], templates: Path | None
) -> None:
    """Write the one document changed into the other, and say how much that is."""
    from assembler.closing.writing import HOUSE
    from assembler.compare import redline
    from assembler.library import Library

    made = redline.write(here, there, Library.open(templates).shell(HOUSE), redline.Asked(*asked))
    path.write_bytes(made.content)
    for remark in made.remarks:
        typer.echo(remark, err=True)


def _side(path: Path, revisions: Revisions, templates: Path | None) -> tuple[Reading, Draft | None]:
    """A document to be compared; with its draft where it is given as a term sheet."""
    from assembler.readers import files

    if path.suffix.lower() in TERM_SHEETS:
        from assembler import pipeline

        return pipeline.drawn(_composed(path, templates), path.as_posix())
    data = read(path)
    reading = files.read(data, path.as_posix(), revisions.value)
    kept = path.with_suffix(".document.json")
    if kept != path and kept.is_file():
        reading = files.with_terms(reading, data, kept.read_bytes())
    return reading, None


def _form(termsheet: Path, templates: Path | None) -> Reading:
    """The form of a term sheet, for the figures of its deal."""
    from assembler import pipeline

    if termsheet.suffix.lower() not in TERM_SHEETS:
        raise typer.BadParameter("Only a term sheet has a form: give a .yaml file.", param_hint="--form")
    return pipeline.form_of(_composed(termsheet, templates), f"the form of {termsheet.as_posix()}")


def _composed(termsheet: Path, templates: Path | None) -> DealSet:
    from assembler import pipeline
    from assembler.library import Library

    return pipeline.compose(read(termsheet), termsheet.as_posix(), Library.open(templates), beside(termsheet))
