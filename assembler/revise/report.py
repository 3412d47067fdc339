"""Report the plan of a run: as text and HTML for a lawyer, as data for a program, and as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from assembler.dealset.titles import documents, format_of
from assembler.exports.sheet import CellValue, Column, ColumnKind, FigureSheet
from assembler.exports.xlsx import as_workbook
from assembler.revise import html_page, note
from assembler.revise.figures import Figure
from assembler.revise.note import Part
from assembler.revise.plan import Plan
from assembler.revise.revision import SCHEDULE_OF_CHANGES
from assembler.revise.sections import Section
from assembler.revise.term_changes import TermChange, shown

VERSION = 2


def text(plan: Plan) -> str:
    """Return the note on a plan as text."""
    return as_text([note.heading(plan)], [] if plan.is_nothing else note.parts(plan))


def html(plan: Plan) -> str:
    """Return the note on a plan as a page of HTML."""
    return html_page.page(note.heading(plan), [] if plan.is_nothing else note.parts(plan))


def schedule_of_changes(plan: Plan) -> Mapping[str, bytes]:
    """Return the schedule of changes as text and as a workbook, by their paths in the set."""
    contents = _changes(plan).encode(), write_workbook(plan.changes.terms, plan.changes.figures)
    return dict(zip(SCHEDULE_OF_CHANGES, contents, strict=True))


def _changes(plan: Plan) -> str:
    """Return every changed term, and every figure with its total."""
    changes = plan.changes
    parts = [
        Part("Terms", [*note.terms(changes.terms, changes.figures)]),
        Part("Figures", [*note.figures(changes.figures)]),
    ]
    return as_text([note.heading(plan)], (part for part in parts if part.lines)) + "\n"


def as_text(head: Sequence[str], parts: Iterable[Part]) -> str:
    """Return the parts of a note as text, below some lines."""
    return "\n\n".join([*head, *("\n".join(_lines(part)) for part in parts)])


def _lines(part: Part) -> Iterator[str]:
    yield part.title
    for line in part.lines:
        yield f"  {line.text}"
        yield from (f"      {below}" for below in line.below)


def data(plan: Plan) -> dict[str, Any]:
    """Return the plan for `--json`: every term, figure, document and file by name."""
    changes, revision = plan.changes, plan.revision
    return {
        "version": VERSION,
        "since": plan.since,
        "terms": list(map(_term, changes.terms)),
        "figures": [_of_figure_data(item) for item in changes.figures if item.is_changed],
        "documents": list(_documents(plan)),
        "gone": [str(title) for title, _ in documents(plan.gone)],
        "to_sign": [item.piece.stem for item in changes.to_sign],
        "written": list(revision.written),
        "accompanying": [*plan.redlines, *SCHEDULE_OF_CHANGES],
        "records": list(revision.records),
        "superseded": dict(revision.leaving),
        "stays": list(revision.stays),
        "older_form": changes.is_older_form,
        "other_look": revision.is_other_look,
    }


def _term(item: TermChange) -> dict[str, str]:
    return {
        "what": item.kind.value,
        "path": item.path,
        "investor": item.subject,
        "before": item.before,
        "now": item.now,
        "remark": item.remark,
    }


def _of_figure_data(item: Figure) -> dict[str, Any]:
    return {
        "of": item.subject,
        "investor": item.subject if item.path.startswith("investors[") else "",
        "is_total": item.is_total,
        "figure": item.name,
        "before": _plain(item.before),
        "now": _plain(item.now),
        "difference": _plain(item.difference),
        "rounding": item.rounding,
    }


def _documents(plan: Plan) -> Iterator[dict[str, Any]]:
    """Yield each document that changes. One that is not drafted from the forms has no provisions."""
    for title, files, document in note.changed_documents(plan):
        yield {
            "document": document.piece.stem if document else files[0].partition(".")[0],
            "title": str(title),
            "part": plan.changed[files[0]].part,
            "investor": title.holder,
            "files": [{"path": name, "format": format_of(name)[0]} for name in files],
            "is_new": bool(document and document.is_new),
            "sections": list(map(_section, document.sections)) if document else [],
            "of_form": list(map(_section, document.of_form)) if document else [],
        }


def _section(section: Section) -> dict[str, str]:
    return {
        "how": section.change.value,
        "number": section.number,
        "heading": section.heading,
        "name": str(section),
        "label": section.label,
        "page_of": section.subject,
    }


def _plain(value: Any) -> Any:
    """Return a figure for JSON. A decimal becomes text, so that no digit is lost."""
    return value if value is None or isinstance(value, int) else shown(value).replace(",", "")


_WIDTH = 26
_TERMS = [Column(name, ColumnKind.TEXT, _WIDTH) for name in ("What", "Investor", "Term", "Before", "Now", "Remark")]
_FIGURES = [
    *(Column(name, ColumnKind.TEXT, _WIDTH) for name in ("Investor", "Figure")),
    *(Column(name, ColumnKind.FIGURE, _WIDTH) for name in ("Before", "Now", "Difference")),
    Column("Rounding", ColumnKind.TEXT, _WIDTH),
]


def write_workbook(terms: Sequence[TermChange], figures: Sequence[Figure]) -> bytes:
    """Return the workbook as bytes. The same changes give the same bytes, and no text becomes a formula."""
    rows, totals = (
        [_of_figure(figure) for figure in figures if figure.is_total is is_total] for is_total in (False, True)
    )
    return as_workbook(
        FigureSheet("Terms", _TERMS, list(map(_of_term, terms))), FigureSheet("Figures", _FIGURES, rows, totals)
    )


def _of_term(change: TermChange) -> Sequence[CellValue]:
    return (change.kind.value, change.subject, change.path, change.before, change.now, change.remark)


def _of_figure(figure: Figure) -> Sequence[CellValue]:
    return (figure.subject, figure.name, *map(_cell, (figure.before, figure.now, figure.difference)), figure.rounding)


def _cell(value: Any) -> CellValue:
    return value if value is None or isinstance(value, int | Decimal) else shown(value)
