"""Report a revision: as text for a lawyer, as data for a program, and as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from assembler.dealset.documents import SetPart
from assembler.exports.sheet import CellValue, Column, ColumnKind, FigureSheet
from assembler.exports.xlsx import as_workbook
from assembler.revise.figures import TOTAL, Figure
from assembler.revise.revision import SCHEDULE_OF_CHANGES, Revision
from assembler.revise.sections import Section, Touched
from assembler.revise.term_changes import TermChange, shown

VERSION = 1
_MOST_NAMED = 12  # files of one kind that are listed by name; the rest are counted


def text(revision: Revision) -> str:
    """Return the report: terms, figures, documents with their sections, pages to sign, and the files that move or stay."""
    if revision.is_nothing:
        return "No changes: the set matches the term sheet."
    return "\n\n".join(
        "\n".join([title, *(f"  {line}" for line in lines)]) for title, lines in _parts(revision) if lines
    )


def changes(revision: Revision) -> str:
    """Return the schedule of changes for the set: every changed term, and every figure with its total."""
    parts = [
        ("Changes of the term sheet", list(_terms(revision))),
        ("Figures", list(_figures(revision.figures, every=True))),
    ]
    return "\n\n".join("\n".join([title, *(f"  {line}" for line in lines)]) for title, lines in parts if lines) + "\n"


def _parts(revision: Revision) -> Iterator[tuple[str, list[str]]]:
    yield "Changes of the term sheet since the last draft", list(_terms(revision))
    yield "Figures that change", list(_figures(revision.figures))
    yield "Changes of the form since the last draft", list(_of_form(revision))
    yield "Documents that change", list(_documents(revision))
    if revision.status[0] != revision.status[1]:
        yield "Header of every page", [f"{revision.status[0]} → {revision.status[1]}"]
    if revision.is_other_look:
        yield "The style template changed", ["every Word file is written again"]
    yield "Signature pages to sign", list(_to_sign(revision))
    yield "Files that change", _named(name for name in revision.files if name not in revision.records)
    # Their terms moved in the term sheet, so the paths in the records change and the words do not.
    yield "Records that change (their documents stay the same)", _named(revision.records)
    yield "Moved to superseded/", [f"{name}: {why}" for name, why in revision.leaving.items()]
    yield "Redlines and schedule of changes", _named(revision.accompanying)
    yield f"Files that stay the same: {len(revision.stays)}", _named(revision.stays)


def _terms(revision: Revision) -> Iterator[str]:
    return map(str, revision.terms)


def _figures(figures: Sequence[Figure], *, every: bool = False) -> Iterator[str]:
    """Yield the changed figures, one a line. With `every`, yield unchanged ones too."""
    for figure in figures:
        if figure.is_changed or every:
            whose = f"{figure.subject}: " if figure.subject else ""
            yield f"{whose}{figure.name} {_figure(figure.before)} → {_figure(figure.now)}{_difference(figure)}"
            if figure.rounding:
                yield f"    {figure.rounding}"


def _figure(value: Any) -> str:
    return "none" if value is None else shown(value)


def _difference(figure: Figure) -> str:
    return f" ({figure.difference:+,})" if figure.difference else ""


def _of_form(revision: Revision) -> Iterator[str]:
    for document in revision.touched:
        if document.of_form:
            yield f"{document.piece.stem}: {_listed(document, document.of_form)}"


def _documents(revision: Revision) -> Iterator[str]:
    for document in revision.touched:
        if document.tree is None:
            yield f"{document.piece.stem}: new"
        elif document.sections:
            yield f"{document.piece.stem}: {_listed(document, document.sections)}"


def _listed(document: Touched, sections: Sequence[Section]) -> str:
    """Return the provisions of a document. In the agreement, an investor's provisions are listed as that signature
    page.
    """
    names: list[str] = []
    for subject, group in groupby(sections, lambda section: section.subject):
        is_page = subject and document.piece.part is SetPart.AGREEMENT
        names += [f"signature page of {subject}"] if is_page else map(str, group)
    return "; ".join(dict.fromkeys(names))


def _to_sign(revision: Revision) -> Iterator[str]:
    for page in revision.to_sign:
        yield f"{page.piece.investor}: {page.piece.stem}" + (" (new)" if page.tree is None else "")
    if revision.to_sign and any(_is_agreement(document) for document in revision.touched):
        yield "The agreement changed too. Ask counsel whether pages already signed can be kept."


def _is_agreement(document: Touched) -> bool:
    return document.piece.part is SetPart.AGREEMENT and any(not section.subject for section in document.sections)


def _named(names: Iterable[str]) -> list[str]:
    listed = list(names)
    more = len(listed) - _MOST_NAMED
    return listed if more <= 1 else [*listed[:_MOST_NAMED], f"and {more} more"]


def data(revision: Revision) -> dict[str, Any]:
    """Return the revision for `--json`: every figure and file by name."""
    return {
        "version": VERSION,
        "terms": [
            {"what": item.kind.value, "path": item.path, "investor": item.subject, "before": item.before, "now": item.now, "remark": item.remark}
            for item in revision.terms
        ],
        "figures": [
            {"investor": "" if item.subject == TOTAL else item.subject, "is_total": item.subject == TOTAL, "figure": item.name, "before": _plain(item.before), "now": _plain(item.now), "difference": _plain(item.difference), "rounding": item.rounding}
            for item in revision.figures
            if item.is_changed
        ],
        "documents": [
            {"document": item.piece.stem, "part": item.piece.part.value, "investor": item.piece.investor, "is_new": item.tree is None, "sections": list(map(_section, item.sections)), "of_form": list(map(_section, item.of_form))}
            for item in revision.touched
        ],
        "to_sign": [item.piece.stem for item in revision.to_sign],
        "written": [name for name in revision.files if name not in revision.records],
        "accompanying": list(revision.accompanying),
        "records": list(revision.records),
        "superseded": dict(revision.leaving),
        "stays": list(revision.stays),
        "older_form": revision.is_older_form,
        "other_look": revision.is_other_look,
    }  # fmt: skip


def _section(section: Section) -> dict[str, str]:
    return {
        "how": section.change.value,
        "number": section.number,
        "heading": section.heading,
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
        [_of_figure(figure) for figure in figures if (figure.subject == TOTAL) is is_total]
        for is_total in (False, True)
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
