"""`assembler send`: freeze the set of a deal as its next version, and list what to send."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from assembler.cli import hand_edits, summary
from assembler.cli.files import read
from assembler.cli.options import Quiet, SetFolder, TermSheetFile, day, folder_of, refuse_both
from assembler.cli.report import as_data, print_json, report_problems
from assembler.dealset.titles import PLURALS, kind_of
from assembler.errors import Location, Problem, Severity
from assembler.store import manifest
from assembler.store.manifest import Manifest, ManifestEntry, digest
from assembler.store.versions import SEND, Version, freeze


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
    version, problems = freeze(folder, dated or today(), to, note, SEND)
    described = manifest.read(version.folder) or Manifest()
    problems += _unsent_changes(termsheet, data, described)
    if as_json:
        entries = [path.as_posix() for path in _to_send(version, described)]
        print_json({**as_version(version), "send": entries, "problems": list(map(as_data, problems))})
        return
    report_problems(problems)
    for line in hand_edits.lines(version.folder, described):
        typer.echo(line, err=True)
    if not quiet:
        typer.echo(f"Version {version.number} is kept in {version.folder.as_posix()}/.")
        typer.echo(f"To send to {to}:" if to else "To send:")
        for line in summary.by_kind(_to_send(version, described)):
            typer.echo(line)


def today() -> date:
    """Return the day of today, where the user is."""
    return datetime.now().astimezone().date()


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


def _to_send(version: Version, described: Manifest) -> Mapping[Path, ManifestEntry]:
    """Return the documents of a version. Redlines and records of the program are not among them."""
    return {
        version.folder / name: entry
        for name, entry in described.files.items()
        if name in version.files and kind_of(name, entry) in PLURALS and not name.endswith(".json")
    }


def _unsent_changes(termsheet: Path, data: bytes, described: Manifest) -> tuple[Problem, ...]:
    """Return a warning if the term sheet changed since the set was drafted."""
    kept = described.inputs.get(described.term_sheet)
    if kept is None or kept.sha256 == digest(data):
        return ()
    what = "the term sheet was changed since the set was drafted, and the version lacks the change"
    hint = "If it belongs there, run `assembler schedules`, and send again."
    return (Problem("S340", what, hint, Location(termsheet.as_posix()), severity=Severity.WARNING),)
