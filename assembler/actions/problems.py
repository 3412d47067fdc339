"""Problems as the actions return them: as data, as errors, and those of the disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from assembler.errors import Location, Problem, Severity


def as_data(problem: Problem) -> dict[str, object]:
    """Return a problem as JSON has it."""
    words = {"code": problem.code, "severity": problem.severity.value, "message": problem.message, "hint": problem.hint}
    place, fix = problem.location, problem.fix
    located = {"file": place.file} | _span(place) | {"path": problem.path}
    locations = [{"path": path, "file": location.file} | _span(location) for path, location in problem.locations]
    change = fix and {
        "start": {"line": fix.place.line, "column": fix.place.column},
        "end": {"line": fix.place.end_line, "column": fix.place.end_column},
        "replacement": fix.replacement,
    }
    return words | located | {"fix": change, "locations": locations}


def _span(place: Location) -> dict[str, object]:
    return {name: getattr(place, name) for name in ("line", "column", "end_line", "end_column")}


def as_errors(problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems with every warning as an error."""
    return [replace(problem, severity=Severity.ERROR) for problem in problems]


def environment_problem(error: OSError) -> Problem:
    """Return the problem that the disk or a permission caused."""
    place = Location(str(error.filename or "the disk"))
    try:
        Path.cwd()
    except FileNotFoundError:
        what = "the folder that you work in is gone, or a new one took its place"
        return Problem("S102", what, 'Enter it again: cd "$PWD". Nothing was changed.', place)
    return Problem("S102", error.strerror or str(error), "Correct this and run again. Nothing was changed.", place)
