"""Print problems for the user, and choose the exit code."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import typer
from msgspec.structs import replace

from assembler.codes import registry
from assembler.findings import Finding, Place, Refused, Severity

DONE, NO, WRONG_USE, WRONG_INPUT, SURROUNDINGS, OUR_FAULT, STOPPED, READER_GONE = 0, 1, 2, 3, 4, 5, 130, 141


def code_of(refused: Refused) -> int:
    """Return the exit code of a refusal: 4 where the environment failed, and 3 where the input is wrong."""
    return SURROUNDINGS if any(registry()[finding.code].environment for finding in refused.findings) else WRONG_INPUT


def tell(findings: Sequence[Finding]) -> None:
    """Print the problems: on a terminal with their lines, elsewhere in two lines each."""
    if findings and sys.stderr.isatty():
        from rich.console import Console

        from assembler.cli.terminal import tell as tell_on

        tell_on(findings, _line_of, Console(stderr=True, color_system=None if os.environ.get("NO_COLOR") else "auto"))
    else:
        for finding in findings:
            typer.echo(str(finding), err=True)
    if len(findings) > 1:
        typer.echo(f"{len(findings)} problems", err=True)


def _line_of(place: Place) -> str:
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


def failed(error: OSError) -> Finding:
    """Return the problem that the disk or a permission caused."""
    place = Place(str(error.filename or "the disk"))
    return Finding("S102", error.strerror or str(error), "Correct this and run again. Nothing was changed.", place)


JSON_VERSION = 2
"""The version of the format of problems as JSON, which docs/json.md describes."""


def as_data(finding: Finding) -> dict[str, object]:
    """Return a problem as JSON has it."""
    words = {"code": finding.code, "severity": finding.severity.value, "message": finding.what, "hint": finding.remedy}
    place, fix = finding.place, finding.fix
    located = {"file": place.file} | _span(place) | {"path": finding.path}
    locations = [{"path": path, "file": at.file} | _span(at) for path, at in finding.locations]
    change = fix and {
        "start": {"line": fix.place.line, "column": fix.place.column},
        "end": {"line": fix.place.end_line, "column": fix.place.end_column},
        "replacement": fix.replacement,
    }
    return words | located | {"fix": change, "locations": locations}


def _span(place: Place) -> dict[str, object]:
    return {name: getattr(place, name) for name in ("line", "column", "end_line", "end_column")}


def as_errors(findings: Sequence[Finding]) -> list[Finding]:
    """Return the problems with every warning as an error."""
    return [replace(finding, severity=Severity.ERROR) for finding in findings]
