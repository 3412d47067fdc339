"""A revision told: in words for the lawyer, as data for a program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from assembler.closing.pieces import Part
from assembler.schedules.figures import TOTAL, Figure
from assembler.schedules.revision import Revision, Touched
from assembler.schedules.sections import Section
from assembler.schedules.terms import shown

VERSION = 1
_MOST_NAMED = 12  # files of one kind that are listed by name; the rest are counted


def text(revision: Revision) -> str:
    """The whole of it: terms, figures, documents with their sections, pages to be signed, files that move and that stay."""
    if revision.is_nothing:
        return "Nothing changed: the set is as the term sheet has it."
    return "\n\n".join(
        "\n".join([title, *(f"  {line}" for line in lines)]) for title, lines in _parts(revision) if lines
    )


def changes(revision: Revision) -> str:
    """The schedule of changes that goes with the set: what changed, and every figure of it with the totals."""
    parts = [
        ("Changes of the term sheet", list(_terms(revision))),
        ("Figures", list(_figures(revision.figures, every=True))),
    ]
    return "\n\n".join("\n".join([title, *(f"  {line}" for line in lines)]) for title, lines in parts if lines) + "\n"


def _parts(revision: Revision) -> Iterator[tuple[str, list[str]]]:
    yield "Changed in the term sheet since the set was drafted", list(_terms(revision))
    yield "What that does to the figures", list(_figures(revision.figures))
    yield "Drafted with an older version of the form: what the form itself changed", list(_of_form(revision))
    yield "Documents that say something else", list(_documents(revision))
    if revision.status[0] != revision.status[1]:
        yield "The header of every page", [f"{revision.status[0]} -> {revision.status[1]}"]
    if revision.is_other_look:
        yield "The look in Word is another one", ["every Word file is written anew"]
    yield "Signature pages to be signed again", list(_to_sign(revision))
    yield "Files to be written", _named(name for name in revision.files if name not in revision.records)
    records = "Records written anew: the document says what it said, its terms stand elsewhere in the term sheet"
    yield records, _named(revision.records)
    yield "Moved to superseded/", [f"{name}: {why}" for name, why in revision.leaving.items()]
    yield "With it come", _named(revision.accompanying)
    yield f"Files that stay as they are: {len(revision.stays)}", _named(revision.stays)


def _terms(revision: Revision) -> Iterator[str]:
    return map(str, revision.terms)


def _figures(figures: Sequence[Figure], *, every: bool = False) -> Iterator[str]:
    """Changed figures, one a line; where every figure is asked for, also those that are as they were."""
    for subject, group in groupby(figures, lambda one: one.subject):
        told = [one for one in group if one.is_changed or every]
        for one in told:
            whose = f"{subject}: " if subject else ""
            yield f"{whose}{one.name} {_figure(one.before)} -> {_figure(one.now)}{_difference(one)}"
            if one.rounding:
                yield f"    {one.rounding}"


def _figure(value: Any) -> str:
    return "none" if value is None else shown(value)


def _difference(figure: Figure) -> str:
    return f" ({figure.difference:+,})" if figure.difference else ""


def _of_form(revision: Revision) -> Iterator[str]:
    for one in revision.touched:
        if one.of_form:
            yield f"{one.piece.stem}: {_listed(one, one.of_form)}"


def _documents(revision: Revision) -> Iterator[str]:
    for one in revision.touched:
        if one.tree is None:
            yield f"{one.piece.stem}: new"
        elif one.sections:
            yield f"{one.piece.stem}: {_listed(one, one.sections)}"


def _listed(one: Touched, sections: Sequence[Section]) -> str:
    """The provisions, those of one investor's page in the agreement as that page."""
    told: list[str] = []
    for subject, group in groupby(sections, lambda section: section.subject):
        is_page = subject and one.piece.part is Part.AGREEMENT
        told += [f"signature page of {subject}"] if is_page else map(str, group)
    return "; ".join(dict.fromkeys(told))


def _to_sign(revision: Revision) -> Iterator[str]:
    for one in revision.to_sign:
        yield f"{one.piece.investor}: {one.piece.stem}" + (" (new)" if one.tree is None else "")
    if revision.to_sign and any(_is_agreement(one) for one in revision.touched):
        yield "the agreement itself changed too: whether pages that are signed may be kept for it is for counsel to say"


def _is_agreement(one: Touched) -> bool:
    return one.piece.part is Part.AGREEMENT and any(not section.subject for section in one.sections)


def _named(names: Iterable[str]) -> list[str]:
    every = list(names)
    more = len(every) - _MOST_NAMED
    return every if more <= 1 else [*every[:_MOST_NAMED], f"and {more} more"]


def data(revision: Revision) -> dict[str, Any]:
    """The revision for `--json`: every figure and file by name."""
    return {
        "version": VERSION,
        "terms": [
            {"what": one.what.value, "path": one.path, "investor": one.subject, "before": one.before, "now": one.now, "remark": one.remark}
            for one in revision.terms
        ],
        "figures": [
            {"investor": "" if one.subject == TOTAL else one.subject, "is_total": one.subject == TOTAL, "figure": one.name, "before": _plain(one.before), "now": _plain(one.now), "difference": _plain(one.difference), "rounding": one.rounding}
            for one in revision.figures
            if one.is_changed
        ],
        "documents": [
            {"document": one.piece.stem, "part": one.piece.part.value, "investor": one.piece.investor, "is_new": one.tree is None, "sections": list(map(_section, one.sections)), "of_form": list(map(_section, one.of_form))}
            for one in revision.touched
        ],
        "to_sign": [one.piece.stem for one in revision.to_sign],
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
        "how": section.how.value,
        "number": section.number,
        "heading": section.heading,
        "label": section.label,
        "page_of": section.subject,
    }


def _plain(value: Any) -> Any:
    """A figure as JSON has it: a decimal as text, so that no digit is lost."""
    return value if value is None or isinstance(value, int) else shown(value).replace(",", "")
