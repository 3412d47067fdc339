"""`assembler compare`: say what differs between two documents, and why."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from msgspec.structs import replace

from assembler import pipeline
from assembler.cli.build import load_style_template
from assembler.cli.files import STANDARD_INPUT, name_of, read, read_sibling, refuse_mixed
from assembler.cli.options import Commented, FailOn, Revisions, Summarized, TemplatesFolder
from assembler.cli.report import ExitCode
from assembler.compare import drafts, html_page, report
from assembler.compare import explain as explaining
from assembler.compare.variants import DraftWithTerms
from assembler.dealset.build import HOUSE, as_docx
from assembler.dealset.documents import DocumentSet
from assembler.library import Library
from assembler.readers import files
from assembler.readers.reading import Reading
from assembler.redline import engine
from assembler.redline.layout import as_drafted, as_plain
from assembler.redline.reasons import reasons_of


class _Side(NamedTuple):
    """A document that is compared: as a reading, with its draft if it is a term sheet, and as a Word file if it has one."""

    reading: Reading
    draft: DraftWithTerms | None = None
    word: Callable[[], bytes] | None = None
    drafted: bool = False


TERM_SHEETS = (".yaml", ".yml")
_TERMS_OF_A_TERM_SHEET = re.compile(rb"^(?:form|company):(?:\s|$)", re.MULTILINE)


def _day(typed: str) -> date:
    """Return the day of --dated."""
    try:
        return datetime.strptime(typed, "%Y-%m-%d").date()  # noqa: DTZ007  a day has no time zone
    except ValueError:
        raise typer.BadParameter(f"{typed!r} is not a date. Write year-month-day, such as 2003-07-01.") from None


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
            parser=_day,
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
    if moves and not dated:
        raise typer.BadParameter("Word needs a date for moved text: add --dated", param_hint="--moves")
    if form == (new is not None):
        raise typer.BadParameter("give ORIGINAL and NEW, or one term sheet with --form")
    refuse_mixed([original, *([new] if new else [])])
    before, after = _form_and_deal(original, templates) if new is None else _sides(original, new, revisions, templates)
    comparison = explaining.compare(before.reading, after.reading, before.draft, after.draft)
    if html:
        html.write_text(html_page.page(comparison), encoding="utf-8")
    if redline:
        reasons = reasons_of(comparison) if comments or summary else None
        asked = engine.RedlineOptions(author, dated, moves, comments, summary, reasons)
        _write_redline(redline, (before, after), revisions, asked, templates)
    if as_json:
        typer.echo(json.dumps(report.data(comparison), ensure_ascii=False, indent=2))
    else:
        typer.echo(report.text(comparison))
    raise typer.Exit(ExitCode.NO if fail_on and report.fails(comparison, fail_on.value) else ExitCode.DONE)


def _refuse_parts_of_no_redline(redline: Path | None, parts: Mapping[str, bool]) -> None:
    """Refuse options for parts of a redline that is not asked for, and a redline that is no Word file."""
    without = next((option for option, is_asked in parts.items() if is_asked and not redline), "")
    if without:
        raise typer.BadParameter("it is part of a redline: add --redline FILE", param_hint=without)
    if redline and redline.suffix.lower() != ".docx":
        raise typer.BadParameter("the redline is a Word file: its name must end in .docx", param_hint="--redline")


def _write_redline(
    path: Path, sides: tuple[_Side, _Side], revisions: Revisions, asked: engine.RedlineOptions, templates: Path | None
) -> None:
    """Write the redline: rejecting all gives the original, accepting all the new document."""
    # Where one is a text, both are laid out plainly: its numbers are words, and it has no look.
    is_plain = not all(side.word for side in sides)
    before, after = (
        engine.RedlineSource(
            side.reading.source, _as_word(side, templates, is_plain=is_plain), revisions is Revisions.rejected
        )
        for side in sides
    )
    made = engine.redline(before, after, asked)
    path.write_bytes(made.content)
    for remark in made.remarks:
        typer.echo(remark, err=True)


def _as_word(side: _Side, templates: Path | None, *, is_plain: bool) -> bytes:
    if side.word and not is_plain:
        return side.word()
    return as_plain(side.reading, Library.open(templates).shell(HOUSE))


def _sides(original: Path, new: Path, revisions: Revisions, templates: Path | None) -> tuple[_Side, _Side]:
    """Return both documents. A term sheet stands for the document of its set that is nearest to the other one."""
    contents = {path: read(path) for path in (original, new)}
    files_alone = {
        path: _file(path, data, revisions, templates)
        for path, data in contents.items()
        if not _is_term_sheet(path, data)
    }
    other = next(iter(files_alone.values()), None)
    before, after = (
        files_alone.get(path) or _drafted(_composed(path, contents[path], templates), path, templates, other)
        for path in (original, new)
    )
    return _as_read(before, after), _as_read(after, before)


def _file(path: Path, data: bytes, revisions: Revisions, templates: Path | None) -> _Side:
    """Return a document that is no term sheet. A draft beside its tree knows its terms."""
    reading = files.read(data, name_of(path), revisions.value)
    kept = path.with_suffix(".document.json")
    word = partial(bytes, data) if data.startswith(files.ZIP) else _laid_out(reading, templates)
    if path not in (kept, STANDARD_INPUT) and kept.is_file():
        reading = files.with_terms(reading, data, kept.read_bytes())
    return _Side(reading, None, word)


def _as_read(side: _Side, other: _Side) -> _Side:
    """Return a draft with what its Word file holds besides words, if the other document is a Word file."""
    if not side.drafted or other.drafted or other.reading.parts is None or side.word is None:
        return side
    word = files.read(side.word(), side.reading.source)
    if word.words != side.reading.words:
        return side
    reading = replace(files.with_terms_of(side.reading, word), format=side.reading.format)
    return side._replace(reading=reading)


def _laid_out(reading: Reading, templates: Path | None) -> Callable[[], bytes] | None:
    """Return what writes the Word file of a kept draft, or None for a text."""
    tree = reading.tree

    def word() -> bytes:
        assert tree is not None  # noqa: S101  else nobody asks
        return as_drafted(tree, Library.open(templates).shell(HOUSE))

    return word if tree else None


def _drafted(document_set: DocumentSet, path: Path, templates: Path | None, other: _Side | None = None) -> _Side:
    """Return the document of a set that is nearest to the other document, or the first one."""
    draft = drafts.as_reading(document_set, name_of(path), other.reading if other else None)

    def word() -> bytes:
        library = Library.open(templates)
        style_template = load_style_template(None, document_set.deal, path.parent, library)
        return as_docx(draft.piece, document_set, style_template)

    return _Side(draft.reading, draft.terms, word, drafted=True)


def _form_and_deal(path: Path, templates: Path | None) -> tuple[_Side, _Side]:
    """Return the form of a term sheet, with the figures of its deal, and the deal itself."""
    data, name = read(path), name_of(path)
    if not _is_term_sheet(path, data):
        raise typer.BadParameter("only a term sheet has a form: give a .yaml file", param_hint="--form")
    deal = _composed(path, data, templates)
    form = drafts.form_as_reading(deal, f"the form of {name}")
    return _Side(form, None, _laid_out(form, templates)), _drafted(deal, path, templates)


def _is_term_sheet(path: Path, data: bytes) -> bool:
    """Return True if a file is a term sheet: by its suffix, or on standard input by its terms."""
    if path == STANDARD_INPUT:
        return _TERMS_OF_A_TERM_SHEET.search(data) is not None
    return path.suffix.lower() in TERM_SHEETS


def _composed(path: Path, data: bytes, templates: Path | None) -> DocumentSet:
    return pipeline.draft_deal(data, name_of(path), Library.open(templates), read_sibling(path))
