"""`assembler validate`: list all problems of term sheets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assembler.cli.files import attached, beside, name_of, read, refuse_mixed
from assembler.cli.options import AncillaryFolder, Strictly, TemplatesFolder, TermSheetFiles
from assembler.cli.telling import ExitCode, as_data, as_errors, code_of, print_json, tell
from assembler.findings import Finding, Refused, errors, in_order

if TYPE_CHECKING:
    from assembler.library import Library


def validate(
    termsheets: TermSheetFiles,
    as_json: Annotated[bool, typer.Option("--json", help="Print the problems as JSON.")] = False,
    strict: Strictly = False,
    templates: TemplatesFolder = None,
    ancillary: AncillaryFolder = None,
) -> None:
    """List all problems of term sheets at once, and write nothing."""
    from assembler.library import Library

    refuse_mixed(termsheets)
    library = Library.open(templates)
    results = [_validated(termsheet, library, ancillary, strict=strict) for termsheet in termsheets]
    if as_json:
        data = [as_data(problem) for problems, _ in results for problem in problems]
        print_json({"problems": data})
    else:
        for termsheet, (problems, _) in zip(termsheets, results, strict=True):
            _report(problems, f"{name_of(termsheet)}: " if len(termsheets) > 1 else "")
    raise typer.Exit(max(code for _, code in results))


def _validated(
    termsheet: Path, library: Library, ancillary: Path | None, *, strict: bool
) -> tuple[Sequence[Finding], ExitCode]:
    """Return the problems of a term sheet, and the exit code. With `strict`, every warning is an error."""
    try:
        problems, code = findings_of(termsheet, library, ancillary), ExitCode.DONE
    except Refused as refused:
        problems, code = refused.findings, code_of(refused)
    if strict and problems:
        return as_errors(problems), max(code, ExitCode.INPUT_ERROR)
    return problems, code


def _report(problems: Sequence[Finding], subject: str) -> None:
    """Print the problems; if none is an error, print a line that says so."""
    tell(problems)
    if not errors(problems):
        count = len(problems)
        warnings = f"no errors, {count} {'warning' if count == 1 else 'warnings'}"
        typer.echo(f"{subject}{warnings if problems else 'no problems'}")


def findings_of(termsheet: Path, library: Library, ancillary: Path | None = None) -> tuple[Finding, ...]:
    """Return the warnings about a term sheet, its set and its days, in order. Raises Refused if there is an error."""
    from assembler import pipeline
    from assembler.closing.ancillary import prepare
    from assembler.closing.pieces import attachments

    document_set = pipeline.compose(read(termsheet), name_of(termsheet), library, beside(termsheet))
    findings = [*document_set.warnings, *pipeline.check_days(document_set)]

    def check_annexes() -> tuple[Finding, ...]:
        attached(attachments(document_set), document_set, termsheet.parent)
        return ()

    for check in (
        check_annexes,
        lambda: prepare(document_set, library.ancillary(ancillary))[1],
        lambda: pipeline.check(document_set),
    ):
        try:
            findings += check()
        except Refused as refused:
            findings += refused.findings
    if errors(findings):
        raise Refused(findings)
    return in_order(findings)
