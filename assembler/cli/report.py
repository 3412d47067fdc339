"""Report problems to the user, with the exit code that goes with them."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import cache
from pathlib import Path

import typer

from assembler.codes import registry
from assembler.errors import InputError, Location, Problem, errors


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


JSON_VERSION = 2
"""The version of the format of problems as JSON, which docs/json.md describes."""


def print_json(data: Mapping[str, object], *, indent: int | None = 2) -> None:
    """Print data as JSON, with the version of the format first."""
    import json  # a draft without --json does not load it

    typer.echo(json.dumps({"version": JSON_VERSION, **data}, ensure_ascii=False, indent=indent))
