"""`assembler send`: freeze the set of a deal as its next version, and list what to send."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from assembler.actions.clock import today
from assembler.actions.files import read
from assembler.actions.problems import as_data
from assembler.actions.send import send_set
from assembler.cli.options import Quiet, SetFolder, TermSheetFile, day, folder_of, refuse_both
from assembler.cli.report import print_json, report_problems
from assembler.store.versions import SEND, Version


def send(
    termsheet: TermSheetFile,
    to: Annotated[str, typer.Option("--to", metavar="NAME", help="The addressee.")] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="A note, such as which turn it is.")] = "",
    dated: Annotated[
        date | None,
        typer.Option("--dated", metavar="DATE", parser=day, help="The day of the version. Default: today."),
    ] = None,
    output: SetFolder = None,
    quiet: Quiet = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Freeze the documents of a deal as its next version, and list what to send.

    A version is kept in versions/ of the set. No command overwrites or removes it.
    """
    refuse_both(quiet=quiet, as_json=as_json)
    folder, data = folder_of(termsheet, output), read(termsheet)
    sent = send_set(folder, dated or today(), (termsheet, data), to, note)
    if as_json:
        entries = [path.as_posix() for path in sent.documents]
        print_json({**as_version(sent.version), "send": entries, "problems": list(map(as_data, sent.problems))})
        return
    report_problems(sent.problems)
    for line in sent.edited:
        typer.echo(line, err=True)
    if not quiet:
        for line in sent.lines:
            typer.echo(line)


def in_words(version: Version) -> str:
    """Return the number, the date and the occasion of a version: "Version 2, 2003-07-01, sent to Counsel: first turn"."""
    to = f" to {version.to}" if version.to else ""
    occasion = f"sent{to}" if version.kept_by == SEND else "kept"
    note = f": {version.note}" if version.note else ""
    return f"Version {version.number}, {version.date.isoformat()}, {occasion}{note}"


def as_version(version: Version) -> dict[str, object]:
    """Return a version as JSON has it."""
    return {
        "number": version.number,
        "date": version.date.isoformat(),
        "to": version.to,
        "note": version.note,
        "kept_by": version.kept_by,
        "folder": version.folder.as_posix(),
        "files": dict(version.files),
    }
