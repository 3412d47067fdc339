"""`assembler compare`: say what differs between two documents, and why."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assembler.cli.files import STANDARD_INPUT, beside, name_of, read, refuse_mixed
from assembler.cli.options import FailOn, Revisions, TemplatesFolder
from assembler.cli.telling import DONE, NO

if TYPE_CHECKING:
    from assembler.closing.pieces import DealSet
    from assembler.compare.variants import Draft
    from assembler.readers.reading import Reading

    _Side = tuple[Reading, Draft | None]

TERM_SHEETS = (".yaml", ".yml")
_TERMS_OF_A_TERM_SHEET = re.compile(rb"^(?:form|company):(?:\s|$)", re.MULTILINE)


def compare(
    original: Annotated[
        Path,
        typer.Argument(
            metavar="ORIGINAL",
            help="The older document: text, Word, the .document.json of a draft, or a term sheet; - is standard input.",
        ),
    ],
    new: Annotated[
        Path | None, typer.Argument(metavar="[NEW]", help="The newer document, of any of these kinds.")
    ] = None,
    form: Annotated[
        bool,
        typer.Option("--form", help="Compare the form with this one term sheet: all of its departures and options."),
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
            help="Write a Word file, too, whose tracked changes make ORIGINAL into NEW.",
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
    if form == (new is not None):
        raise typer.BadParameter("Give ORIGINAL and NEW, or one term sheet with --form.")
    refuse_mixed([original, *([new] if new else [])])
    if new is None:
        (before, before_draft), (after, after_draft) = _form_and_deal(original, templates)
    else:
        before, before_draft = _side(original, revisions, templates)
        after, after_draft = _side(new, revisions, templates)
    comparison = explaining.compare(before, after, before_draft, after_draft)
    if html:
        html.write_text(page.page(comparison), encoding="utf-8")
    if redline:
        _write_redline(redline, before, after, (author, dated.date() if dated else None, moves), templates)
    if as_json:
        typer.echo(json.dumps(report.data(comparison), ensure_ascii=False, indent=2))
    else:
        typer.echo(report.text(comparison))
    raise typer.Exit(NO if fail_on and report.fails(comparison, fail_on.value) else DONE)


def _write_redline(
    path: Path, before: Reading, after: Reading, asked: tuple[str, date | None, bool], templates: Path | None
) -> None:
    """Write the redline whose rejection gives the one document, and whose acceptance gives the other."""
    from assembler.closing.writing import HOUSE
    from assembler.compare import redline
    from assembler.library import Library

    made = redline.write(before, after, Library.open(templates).shell(HOUSE), redline.Asked(*asked))
    path.write_bytes(made.content)
    for remark in made.remarks:
        typer.echo(remark, err=True)


def _side(path: Path, revisions: Revisions, templates: Path | None) -> _Side:
    """Return a document as a reading, with its draft where it is a term sheet."""
    from assembler.readers import files

    data, name = read(path), name_of(path)
    if _is_term_sheet(path, data):
        from assembler import pipeline

        return pipeline.drawn(_composed(path, data, templates), name)
    reading = files.read(data, name, revisions.value)
    kept = path.with_suffix(".document.json")
    if path not in (kept, STANDARD_INPUT) and kept.is_file():
        reading = files.with_terms(reading, data, kept.read_bytes())
    return reading, None


def _form_and_deal(path: Path, templates: Path | None) -> tuple[_Side, _Side]:
    """Return the form of a term sheet, with the figures of its deal, and the deal itself."""
    from assembler import pipeline

    data, name = read(path), name_of(path)
    if not _is_term_sheet(path, data):
        raise typer.BadParameter("Only a term sheet has a form: give a .yaml file.", param_hint="--form")
    deal = _composed(path, data, templates)
    return (pipeline.form_of(deal, f"the form of {name}"), None), pipeline.drawn(deal, name)


def _is_term_sheet(path: Path, data: bytes) -> bool:
    """Return True if a file is a term sheet: by its suffix, or on standard input by its terms."""
    if path == STANDARD_INPUT:
        return _TERMS_OF_A_TERM_SHEET.search(data) is not None
    return path.suffix.lower() in TERM_SHEETS


def _composed(path: Path, data: bytes, templates: Path | None) -> DealSet:
    from assembler import pipeline
    from assembler.library import Library

    return pipeline.compose(data, name_of(path), Library.open(templates), beside(path))
