"""Report problems to the user, with the exit code that goes with them."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import IntEnum
from functools import cache
from pathlib import Path

import typer
from msgspec.structs import replace

from assembler.codes import registry
from assembler.errors import InputError, Location, Problem, Severity, errors
from assembler.store import manifest


class ExitCode(IntEnum):
    """The exit codes of the command line, which docs/command-line.md describes."""

    DONE = 0
    NO = 1
    USAGE = 2
    INPUT_ERROR = 3
    ENVIRONMENT_ERROR = 4
    INTERNAL_ERROR = 5
    STOPPED = 130
    BROKEN_PIPE = 141


def code_of(error: InputError) -> ExitCode:
    """Return the exit code of a refusal: ENVIRONMENT_ERROR if the environment caused a problem, else INPUT_ERROR."""
    is_environment = any(registry()[problem.code].environment for problem in error.problems)
    return ExitCode.ENVIRONMENT_ERROR if is_environment else ExitCode.INPUT_ERROR


def report_problems(problems: Sequence[Problem]) -> None:
    """Print the problems: on a terminal with their lines, elsewhere in two lines each."""
    if problems and sys.stderr.isatty():
        from rich.console import Console

        from assembler.cli.terminal import show as tell_on

        tell_on(problems, _line_of, Console(stderr=True, color_system=None if os.environ.get("NO_COLOR") else "auto"))
    else:
        for problem in problems:
            typer.echo(str(problem), err=True)
    if len(problems) > 1 and errors(problems):
        typer.echo(f"{len(problems)} problems", err=True)


def _line_of(place: Location) -> str:
    """Return the line of a place, or an empty text if the file cannot be read."""
    lines = _lines_of(place.file)
    return lines[place.line - 1] if 0 < place.line <= len(lines) else ""


@cache
def _lines_of(file: str) -> list[str]:
    try:
        text = Path(file).read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return []
    return re.split("\r\n|\r|\n", text)


def environment_problem(error: OSError) -> Problem:
    """Return the problem that the disk or a permission caused."""
    place = Location(str(error.filename or "the disk"))
    return Problem("S102", error.strerror or str(error), "Correct this and run again. Nothing was changed.", place)


JSON_VERSION = 2
"""The version of the format of problems as JSON, which docs/json.md describes."""


def print_json(data: Mapping[str, object], *, indent: int | None = 2) -> None:
    """Print data as JSON, with the version of the format first."""
    import json  # a draft without --json does not load it

    typer.echo(json.dumps({"version": JSON_VERSION, **data}, ensure_ascii=False, indent=indent))


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


EDITED = ("S302", "S352")


@contextmanager
def edits_named(folder: Path) -> Iterator[None]:
    """Add the edited provisions to every problem about an edited file of the set in `folder`."""
    try:
        yield
    except InputError as error:
        if all(problem.code not in EDITED for problem in error.problems):
            raise
        raise InputError(with_edits(error.problems, folder)) from None


def with_edits(problems: Iterable[Problem], folder: Path) -> list[Problem]:
    """Return the problems; those about an edited file of the set in `folder` name the edited provisions."""
    return [_with_edits_named(problem, folder) for problem in problems]


def _with_edits_named(problem: Problem, folder: Path) -> Problem:
    described, path = manifest.read(folder), Path(problem.location.file)
    entry = described.files.get(path.relative_to(folder).as_posix()) if described and problem.code in EDITED else None
    tree = manifest.drafted_tree(folder, described, entry.document) if described and entry and entry.document else None
    if tree is None:
        return problem
    from assembler.compare import edits

    return replace(
        problem,
        message=f"{problem.message}; edited: {edits.described(tree, path.read_bytes(), path.name)}",
    )
