"""`assembler restore`: bring a version of a set back, or undo the last change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from assembler.cli.files import read
from assembler.cli.options import Quiet, SetFolder, TermSheetFile, folder_of, refuse_both
from assembler.cli.report import as_data, print_json, report_problems
from assembler.cli.send import as_version, today
from assembler.dealset.register import restored_register
from assembler.store import manifest
from assembler.store.manifest import Manifest, digest
from assembler.store.restoring import Restored
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
    sheet = _other_term_sheet(folder, data)
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


def lines(restored: Restored, number: int | None, folder: Path) -> Iterator[str]:
    """Yield the lines that say what was restored, and what was kept before. Without a number, the last change was undone."""
    done = f"Version {number} is back in" if number else "The last change is undone in"
    files = "1 file" if len(restored.changed) == 1 else f"{len(restored.changed)} files"
    yield f"{done} {folder.as_posix()}/: {files} changed."
    yield f"What was there is {'kept as ' if restored.is_new else ''}version {restored.kept.number}."


def _other_term_sheet(folder: Path, data: bytes) -> Path | None:
    """Return the copy of the term sheet that the set was drafted from, None if the user's term sheet is the same."""
    described = manifest.read(folder) or Manifest()
    kept = described.inputs.get(described.term_sheet)
    return folder / kept.kept if kept and kept.sha256 != digest(data) else None
