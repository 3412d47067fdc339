"""`assembler validate`: list all problems of term sheets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from assembler.actions import hand_edits
from assembler.actions.files import name_of
from assembler.actions.problems import as_data, as_errors
from assembler.actions.validate import problems_of
from assembler.cli.options import AncillaryFolder, Strictly, TemplatesFolder, TermSheetFiles, refuse_mixed
from assembler.cli.report import ExitCode, code_of, print_json, report_problems
from assembler.errors import InputError, Problem, errors
from assembler.library import Library
from assembler.store import manifest


def validate(
    termsheets: TermSheetFiles,
    as_json: Annotated[bool, typer.Option("--json", help="Print the problems as JSON.")] = False,
    strict: Strictly = False,
    templates: TemplatesFolder = None,
    ancillary: AncillaryFolder = None,
) -> None:
    """List all problems of term sheets at once, and write nothing."""
    refuse_mixed(termsheets)
    library = Library.open(templates)
    results = [_validated(termsheet, library, ancillary, strict=strict) for termsheet in termsheets]
    if as_json:
        data = [as_data(problem) for problems, _ in results for problem in problems]
        print_json({"problems": data})
    else:
        for termsheet, (problems, _) in zip(termsheets, results, strict=True):
            _report(problems, f"{name_of(termsheet)}: " if len(termsheets) > 1 else "")
            for line in _edits(termsheet):
                typer.echo(line, err=True)
    raise typer.Exit(max(code for _, code in results))


def _validated(
    termsheet: Path, library: Library, ancillary: Path | None, *, strict: bool
) -> tuple[Sequence[Problem], ExitCode]:
    """Return the problems of a term sheet, and the exit code. With `strict`, every warning is an error."""
    try:
        problems, code = problems_of(termsheet, library, ancillary), ExitCode.DONE
    except InputError as error:
        problems, code = error.problems, code_of(error)
    if strict and problems:
        return as_errors(problems), max(code, ExitCode.INPUT_ERROR)
    return problems, code


def _edits(termsheet: Path) -> Sequence[str]:
    """Return a line for each Word file edited by hand in the set that `draft` writes of a term sheet, if there is one."""
    folder = Path("output") / termsheet.stem
    try:
        described = manifest.read(folder)
    except InputError:
        return ()  # whatever writes the set says so
    return hand_edits.lines(folder, described) if described else ()


def _report(problems: Sequence[Problem], subject: str) -> None:
    """Print the problems; if none is an error, print a line that says so."""
    report_problems(problems)
    if not errors(problems):
        count = len(problems)
        warnings = f"no errors, {count} {'warning' if count == 1 else 'warnings'}"
        typer.echo(f"{subject}{warnings if problems else 'no problems'}")
