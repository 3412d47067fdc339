"""The terms that are still TBD: where they stand, and the problem that they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from assembler.errors import Location, Problem, Severity
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schema import AnyTermSheet
from assembler.termsheet.source import Source, place_of


def open_terms(terms: Any, path: str = "") -> Iterator[tuple[str, OpenPoint]]:
    """Yield every open point among the terms below a path, with its own path."""
    if isinstance(terms, OpenPoint):
        yield path, terms
    elif isinstance(terms, BaseModel):
        for name in type(terms).model_fields:
            yield from open_terms(getattr(terms, name), f"{path}.{name}" if path else name)
    elif isinstance(terms, tuple):
        for index, term in enumerate(terms):
            yield from open_terms(term, f"{path}[{index}]")


def open_points(terms: AnyTermSheet, source: Source) -> tuple[Problem, ...]:
    """Return one problem that lists all terms still TBD: a warning in a draft, an error in a version to sign."""
    points = sorted(
        ((place_of(source, path), path, point) for path, point in open_terms(terms)), key=lambda item: item[0]
    )
    if not points:
        return ()
    is_draft = terms.execution.status not in ("execution", "conformed")
    place, path, point = points[0]
    what = f"is still TBD and prints as {point.printed}"
    if len(points) > 1:
        what, path = f"{len(points)} terms are still TBD:", ""
        what += "".join(f"\n        {_line_of(place, source)}: {path}{_note(point)}" for place, path, point in points)
    hint = (
        "Write what is agreed in place of TBD. An execution version cannot be drafted while a TBD remains."
        if is_draft
        else "Write what is agreed in place of TBD, or write `status: draft` below `execution:`."
    )
    severity = Severity.WARNING if is_draft else Severity.ERROR
    locations = tuple((path, place) for place, path, _ in points)
    return (Problem("T301", what, hint, place, path, severity, locations=locations),)


def _line_of(place: Location, source: Source) -> str:
    return f"line {place.line}" if place.file == source.file else str(place)


def _note(point: OpenPoint) -> str:
    return f" {point.printed}" if point.note else ""
