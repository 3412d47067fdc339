"""`assembler validate`: everything that is wrong with term sheets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assembler.cli.files import attached, beside, name_of, read, refuse_mixed
from assembler.cli.options import AncillaryFolder, Strictly, TemplatesFolder, TermSheetFiles
from assembler.cli.telling import DONE, JSON_VERSION, WRONG_INPUT, as_data, as_errors, code_of, tell
from assembler.findings import Finding, Refused, errors, in_order

if TYPE_CHECKING:
    from assembler.library import Library


def validate(
    termsheets: TermSheetFiles,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    strict: Strictly = False,
    templates: TemplatesFolder = None,
    ancillary: AncillaryFolder = None,
) -> None:
    """Say everything that is wrong with term sheets, all at once."""
    from assembler.library import Library

    refuse_mixed(termsheets)
    library = Library.open(templates)
    findings: list[Finding] = []
    code = DONE
    for termsheet in termsheets:
        try:
            findings += findings_of(termsheet, library, ancillary)
        except Refused as refusal:
            findings += refusal.findings
            code = max(code, code_of(refusal))
    if strict and findings:
        findings, code = as_errors(findings), max(code, WRONG_INPUT)
    if as_json:
        typer.echo(
            json.dumps(
                {"version": JSON_VERSION, "problems": [as_data(finding) for finding in findings]},
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        tell(findings)
    raise typer.Exit(code)


def findings_of(termsheet: Path, library: Library, ancillary: Path | None = None) -> tuple[Finding, ...]:
    """What there is to say of a term sheet that drafts, its set and its days, in the order of the files.

    Refused, with all of it, where something is wrong.
    """
    from assembler import pipeline
    from assembler.closing.ancillary import prepare
    from assembler.closing.pieces import attachments

    whole = pipeline.compose(read(termsheet), name_of(termsheet), library, beside(termsheet))
    findings = [*whole.warnings, *pipeline.check_days(whole)]

    def look_at_annexes() -> tuple[Finding, ...]:
        attached(attachments(whole), whole, termsheet.parent)
        return ()

    for look in (
        look_at_annexes,
        lambda: prepare(whole, library.ancillary(ancillary))[1],
        lambda: pipeline.check(whole),
    ):
        try:
            findings += look()
        except Refused as refused:
            findings += refused.findings
    if errors(findings):
        raise Refused(findings)
    return in_order(findings)
