"""`assembler restore`: bring a version of a set back, or undo the last change."""

from __future__ import annotations

from typing import Annotated

import typer

from assembler.actions.clock import today
from assembler.actions.files import read
from assembler.actions.problems import as_data
from assembler.actions.restore import lines, other_term_sheet
from assembler.cli.options import Quiet, SetFolder, TermSheetFile, folder_of, refuse_both
from assembler.cli.report import print_json, report_problems
from assembler.cli.send import as_version
from assembler.dealset.register import restored_register
from assembler.store.restoring import restore as restore_set


def restore(
    termsheet: TermSheetFile,
    number: Annotated[
        int | None,
        typer.Argument(metavar="[N]", min=1, help="The version. Default: undo the last command that changed the set."),
    ] = None,
    output: SetFolder = None,
    quiet: Quiet = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Bring a version of a set back, or undo the last change.

    What is there is first kept as a version. The term sheet itself is not changed.
    """
    refuse_both(quiet=quiet, as_json=as_json)
    folder, data = folder_of(termsheet, output), read(termsheet)
    restored = restore_set(folder, number, today(), restored_register)
    report_problems(restored.problems)
    sheet = other_term_sheet(folder, data)
    if as_json:
        print_json(
            {
                "restored": number,
                "kept": as_version(restored.kept),
                "changed": list(restored.changed),
                "term_sheet": sheet.as_posix() if sheet else None,
                "problems": list(map(as_data, restored.problems)),
            }
        )
    elif not quiet:
        for line in lines(restored, number, folder):
            typer.echo(line)
        if sheet:
            typer.echo(f"{termsheet.as_posix()} was not changed. The term sheet of this set is {sheet.as_posix()}.")
            typer.echo(f"To draft from it: assembler draft {sheet.as_posix()} --output {folder.as_posix()}")
