"""`assembler compare`: say what differs between two documents, and why."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from assembler import pipeline
from assembler.actions import comparing
from assembler.actions.comparing import Side
from assembler.actions.files import STANDARD_INPUT, name_of, read, read_sibling
from assembler.cli.options import (
    Commented,
    FailOn,
    Revisions,
    Summarized,
    TemplatesFolder,
    day,
    refuse_mixed,
    refuse_output,
)
from assembler.cli.report import ExitCode
from assembler.compare import drafts, html_page, report
from assembler.compare import explain as explaining
from assembler.compare.likeness import nearness
from assembler.dealset.documents import DocumentSet
from assembler.library import Library
from assembler.readers import files
from assembler.redline import engine

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
    new: Annotated[Path | None, typer.Argument(metavar="[NEW]", help="The newer document, of the same kinds.")] = None,
    form: Annotated[
        bool,
        typer.Option("--form", help="Compare a term sheet with its form, in place of NEW."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Also write the comparison as a page of HTML.")
    ] = None,
    redline: Annotated[
        Path | None,
        typer.Option(
            "--redline",
            metavar="FILE",
            help="Also write a Word file whose tracked changes turn ORIGINAL into NEW.",
        ),
    ] = None,
    author: Annotated[
        str, typer.Option("--author", metavar="NAME", help="The author of the tracked changes.")
    ] = "Assembler",
    dated: Annotated[
        date | None,
        typer.Option(
            "--dated",
            metavar="YYYY-MM-DD",
            parser=day,
            help="The day of the tracked changes, such as 2003-07-01. Default: none.",
        ),
    ] = None,
    moves: Annotated[
        bool,
        typer.Option("--moves", help="Mark moved text as moved; needs --dated, as Word does."),
    ] = False,
    comments: Commented = False,
    summary: Summarized = False,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            "--fail-on",
            help="End with exit code 1 if a difference is unexplained; term: or is in a term; any: if anything differs.",
        ),
    ] = None,
    revisions: Annotated[
        Revisions, typer.Option("--revisions", help="How to read the tracked changes of a Word file.")
    ] = Revisions.accepted,
    templates: TemplatesFolder = None,
) -> None:
    """Say what differs between two documents, and why."""
    _refuse_parts_of_no_redline(redline, {"--comments": comments, "--summary": summary})
    given = [original, *([new] if new else [])]
    refuse_output(redline, ".docx", "--redline", given)
    refuse_output(html, ".html", "--html", given)
    if moves and not dated:
        raise typer.BadParameter("Word needs a date for moved text: add --dated", param_hint="--moves")
    if form == (new is not None):
        raise typer.BadParameter("give ORIGINAL and NEW, or one term sheet with --form")
    refuse_mixed(given)
    library = Library.open(templates)
    before, after = _form_and_deal(original, library) if new is None else _sides(original, new, revisions, library)
    comparison = explaining.compare(before.reading, after.reading, before.draft, after.draft)
    if html:
        html.write_text(html_page.page(comparison), encoding="utf-8")
    if redline:
        reasons = comparing.reasons(comparison, before, after) if comments or summary else None
        asked = engine.RedlineOptions(author, dated, moves, comments, summary, reasons)
        _write_redline(redline, (before, after), revisions, asked, library)
    if as_json:
        typer.echo(json.dumps(report.data(comparison), ensure_ascii=False, indent=2))
    else:
        typer.echo(report.text(comparison))
    raise typer.Exit(ExitCode.NO if fail_on and report.fails(comparison, fail_on.value) else ExitCode.DONE)


def _refuse_parts_of_no_redline(redline: Path | None, parts: Mapping[str, bool]) -> None:
    """Refuse options for parts of a redline that is not asked for."""
    without = next((option for option, is_asked in parts.items() if is_asked and not redline), "")
    if without:
        raise typer.BadParameter("it is part of a redline: add --redline FILE", param_hint=without)


def _write_redline(
    path: Path, sides: tuple[Side, Side], revisions: Revisions, asked: engine.RedlineOptions, library: Library
) -> None:
    """Write the redline: rejecting all gives the original, accepting all the new document."""
    made = comparing.redlined(*sides, revisions.value, asked, library)
    path.write_bytes(made.content)
    for remark in made.remarks:
        typer.echo(remark, err=True)


def _sides(original: Path, new: Path, revisions: Revisions, library: Library) -> tuple[Side, Side]:
    """Return both documents. A term sheet stands for the document of its set that is nearest to the other one.

    So does a submission to EDGAR of several documents.
    """
    contents = {path: read(path) for path in (original, new)}
    sheets = {path: _composed(path, data, library) for path, data in contents.items() if _is_term_sheet(path, data)}
    files_alone: dict[Path, Side] = {}
    near: files.Near | None = next((partial(drafts.nearness_of, sheet) for sheet in sheets.values()), None)
    for path in sorted(contents.keys() - sheets.keys(), key=lambda path: files.holds_several(contents[path])):
        side = files_alone[path] = _file(path, contents[path], revisions, library, near)
        near = near or partial(nearness, side.reading)
    other = next(iter(files_alone.values()), None)
    before, after = (
        files_alone[path] if path in files_alone else _drafted(sheets[path], path, library, other)
        for path in (original, new)
    )
    return comparing.as_read(before, after), comparing.as_read(after, before)


def _file(path: Path, data: bytes, revisions: Revisions, library: Library, near: files.Near | None) -> Side:
    """Return a document that is no term sheet. A draft beside its tree knows its terms."""
    kept = path.with_suffix(".document.json")
    has_tree = path not in (kept, STANDARD_INPUT) and kept.is_file()
    tree = kept.read_bytes() if has_tree else None
    reading = files.read(data, name_of(path), revisions.value, near)
    return comparing.of_file(reading, data, library, tree)


def _drafted(document_set: DocumentSet, path: Path, library: Library, other: Side | None = None) -> Side:
    """Return the document of a set that is nearest to the other document, or the first one."""
    draft = drafts.as_reading(document_set, name_of(path), other.reading if other else None)
    return comparing.of_draft(draft, document_set, path.parent, library)


def _form_and_deal(path: Path, library: Library) -> tuple[Side, Side]:
    """Return the form of a term sheet, with the figures of its deal, and the deal itself."""
    data, name = read(path), name_of(path)
    if not _is_term_sheet(path, data):
        raise typer.BadParameter("only a term sheet has a form: give a .yaml file", param_hint="--form")
    deal = _composed(path, data, library)
    return comparing.of_form(deal, f"the form of {name}", library), _drafted(deal, path, library)


def _is_term_sheet(path: Path, data: bytes) -> bool:
    """Return True if a file is a term sheet: by its suffix, or on standard input by its terms."""
    if path == STANDARD_INPUT:
        return _TERMS_OF_A_TERM_SHEET.search(data) is not None
    return path.suffix.lower() in TERM_SHEETS


def _composed(path: Path, data: bytes, library: Library) -> DocumentSet:
    return pipeline.draft_deal(data, name_of(path), library, read_sibling(path))
