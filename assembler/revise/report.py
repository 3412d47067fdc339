"""Report a revision: as text and HTML for a lawyer, as data for a program, and as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from assembler.dealset.titles import documents, format_of
from assembler.exports.sheet import CellValue, Column, ColumnKind, FigureSheet
from assembler.exports.xlsx import as_workbook
from assembler.revise import html_page, note
from assembler.revise.figures import Figure
from assembler.revise.note import NOTHING, Part
from assembler.revise.revision import SCHEDULE_OF_CHANGES, Revision
from assembler.revise.sections import Section
from assembler.revise.term_changes import TermChange, shown

VERSION = 2
_HEADING = "Changes since the last draft"


def text(revision: Revision) -> str:
    """Return the note on a revision as text."""
    return NOTHING if revision.is_nothing else _as_text([_HEADING], note.parts(revision))


def html(revision: Revision) -> str:
    """Return the note on a revision as a page of HTML."""
    return html_page.page(NOTHING if revision.is_nothing else _HEADING, note.parts(revision))


def changes(revision: Revision) -> str:
    """Return the schedule of changes for the set: every changed term, and every figure with its total."""
    parts = [
        Part("Changes of the term sheet", [*note.terms(revision.terms, revision.figures)]),
        Part("Figures", [*note.figures(revision.figures)]),
    ]
    return _as_text([], (part for part in parts if part.lines)) + "\n"


def _as_text(head: Sequence[str], parts: Iterable[Part]) -> str:
    return "\n\n".join([*head, *("\n".join(_lines(part)) for part in parts)])


def _lines(part: Part) -> Iterator[str]:
    yield part.title
    for line in part.lines:
        yield f"  {line.text}"
        yield from (f"      {below}" for below in line.below)


def data(revision: Revision) -> dict[str, Any]:
    """Return the revision for `--json`: every term, figure, document and file by name."""
    return {
        "version": VERSION,
        "terms": list(map(_term, revision.terms)),
        "figures": [_of_figure_data(item) for item in revision.figures if item.is_changed],
        "documents": list(_documents(revision)),
        "to_sign": [item.piece.stem for item in revision.to_sign],
        "written": list(revision.changed),
        "accompanying": list(revision.accompanying),
        "records": list(revision.records),
        "superseded": dict(revision.leaving),
        "stays": list(revision.stays),
        "older_form": revision.is_older_form,
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


def _documents(revision: Revision) -> Iterator[dict[str, Any]]:
    """Yield each document that changes. One that is not drafted from the forms has no provisions."""
    touched = {item.piece.stem: item for item in revision.touched}
    for title, files in documents(revision.changed):
        stem = next((stem for stem in (name.partition(".")[0] for name in files) if stem in touched), "")
        item = touched.get(stem)
        yield {
            "document": stem or files[0].partition(".")[0],
            "title": str(title),
            "part": revision.changed[files[0]].part,
            "investor": title.holder,
            "files": [{"path": name, "format": format_of(name)[0]} for name in files],
            "is_new": bool(item and item.tree is None),
            "sections": list(map(_section, item.sections)) if item else [],
            "of_form": list(map(_section, item.of_form)) if item else [],
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


def schedule_of_changes(revision: Revision) -> Mapping[str, bytes]:
    """Return the schedule of changes as text and as a workbook, by their paths in the set."""
    contents = changes(revision).encode(), write_workbook(revision.terms, revision.figures)
    return dict(zip(SCHEDULE_OF_CHANGES, contents, strict=True))
