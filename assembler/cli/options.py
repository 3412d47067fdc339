"""The options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from assembler.actions.files import STANDARD_INPUT


class FailOn(StrEnum):
    """The differences that make a comparison fail."""

    unexplained = "unexplained"
    term = "term"
    any = "any"


class Revisions(StrEnum):
    """The ways to read tracked changes."""

    accepted = "accepted"
    rejected = "rejected"
    all = "all"


class EngineName(StrEnum):
    """The engines that draft many documents in parallel."""

    processes = "processes"
    dask = "dask"


class FormName(StrEnum):
    """The forms of a term sheet."""

    purchase_agreement = "purchase-agreement"
    warrant = "warrant"


# `readable=False` turns off the check of Typer, which ends with exit code 2 if a file cannot be read.
TermSheetFile = Annotated[
    Path, typer.Argument(metavar="TERMSHEET", help="The term sheet, a YAML file.", readable=False)
]
TermSheetFiles = Annotated[
    list[Path],
    typer.Argument(metavar="TERMSHEET...", help="Term sheets, YAML files; - is standard input.", readable=False),
]
TemplatesFolder = Annotated[
    Path | None,
    typer.Option("--templates", metavar="DIR", help="Your own forms and looks, in place of those of Assembler."),
]
AncillaryFolder = Annotated[
    Path | None,
    typer.Option("--ancillary", metavar="DIR", help="Your own ancillary forms, in place of templates/ancillary."),
]
ClosingOption = Annotated[
    int | None,
    typer.Option("--closing", metavar="N", help="The last closing to draft; 1 is the initial closing. Default: all."),
]
ShellOption = Annotated[
    str | None,
    typer.Option("--shell", metavar="NAME|DIR", help="Another look in Word, in place of that of the term sheet."),
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", metavar="N", min=1, help="The number of processes. Default: one for each core."),
]
EngineOption = Annotated[
    EngineName,
    typer.Option("--engine", help="Where to draft many documents: in local processes, or on Dask workers."),
]
Scheduler = Annotated[
    str | None,
    typer.Option("--scheduler", metavar="ADDRESS", help="The address of the Dask scheduler, such as tcp://HOST:8786."),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print no summary; warnings and errors are still shown.")]
Strictly = Annotated[bool, typer.Option("--strict", help="Treat every warning as an error.")]
Commented = Annotated[
    bool, typer.Option("--comments", help="Add a comment with its reason to each change of a redline, if it is known.")
]
Summarized = Annotated[bool, typer.Option("--summary", help="Put a page with a table of the changes before a redline.")]
SetFolder = Annotated[
    Path | None,
    typer.Option(
        "--output", metavar="DIR", help="The folder of the set. Default: output/ and the name of the term sheet."
    ),
]
FormOption = Annotated[FormName, typer.Option("--form", help="The form of the term sheet.")]


def day(typed: str) -> date:
    """Return the day of --dated."""
    try:
        return datetime.strptime(typed, "%Y-%m-%d").date()  # noqa: DTZ007  a day has no time zone
    except ValueError:
        raise typer.BadParameter(f"{typed!r} is not a date. Write year-month-day, such as 2003-07-01.") from None


def folder_of(termsheet: Path, output: Path | None) -> Path:
    """Return the folder of the set of a term sheet: the one that is named, or the default."""
    return output or Path("output") / termsheet.stem


def refuse_both(*, quiet: bool, as_json: bool) -> None:
    """Raise BadParameter if a command is told to print nothing and to print JSON."""
    if quiet and as_json:
        raise typer.BadParameter("use either --quiet or --json")


def refuse_mixed(paths: Sequence[Path]) -> None:
    """Raise BadParameter if `-` is named more than once, since standard input can be read once."""
    if paths.count(STANDARD_INPUT) > 1:
        raise typer.BadParameter("standard input can be read once: give - once")


def refuse_output(path: Path | None, ending: str, option: str, inputs: Sequence[Path] = ()) -> None:
    """Raise BadParameter if a file to write has another ending or no folder, or if it is one of the inputs."""
    if path is None:
        return
    if path.suffix.lower() != ending:
        raise typer.BadParameter(f"the name of the file must end in {ending}", param_hint=option)
    if not path.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {path.parent.as_posix()}", param_hint=option)
    if any(path.exists() and given.exists() and path.samefile(given) for given in inputs):
        raise typer.BadParameter("this would overwrite a file that is compared: name another", param_hint=option)
