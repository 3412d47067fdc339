"""What the commands can be told: their options and arguments, those that several of them share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """What a draft is written as."""

    docx = "docx"
    text = "text"
    pdf = "pdf"
    sheets = "sheets"
    all = "all"


class Only(StrEnum):
    """A part of the set."""

    agreement = "agreement"
    warrants = "warrants"
    schedule = "schedule"
    signatures = "signatures"
    ancillary = "ancillary"


class FailOn(StrEnum):
    """What a comparison must not find."""

    unexplained = "unexplained"
    term = "term"
    any = "any"


class Revisions(StrEnum):
    """How tracked changes are read."""

    accepted = "accepted"
    rejected = "rejected"
    all = "all"


class EngineName(StrEnum):
    """Where many documents are drafted side by side."""

    processes = "processes"
    dask = "dask"


class FormName(StrEnum):
    """A form that can be drafted."""

    purchase_agreement = "purchase-agreement"
    warrant = "warrant"


# Typer would say in words of its own, and end in 2, that a file may not be read.
TermSheetFile = Annotated[
    Path, typer.Argument(metavar="TERMSHEET", help="The term sheet, a YAML file.", readable=False)
]
TermSheetFiles = Annotated[
    list[Path],
    typer.Argument(metavar="TERMSHEET...", help="Term sheets, YAML files; - is standard input.", readable=False),
]
TemplatesFolder = Annotated[
    Path | None,
    typer.Option("--templates", metavar="DIR", help="A firm's own templates, in place of those that come along."),
]
AncillaryFolder = Annotated[
    Path | None,
    typer.Option(
        "--ancillary", metavar="DIR", help="A folder of ancillary forms in Word, in place of templates/ancillary."
    ),
]
Closing = Annotated[
    int | None,
    typer.Option("--closing", metavar="N", help="The last closing drafted, 1 the initial one. Default: all stated."),
]
ShellOption = Annotated[
    str | None,
    typer.Option("--shell", metavar="NAME|DIR", help="The look in Word, in place of that of the term sheet."),
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", metavar="N", min=1, help="Processes that share the work. Default: one for each core."),
]
EngineOption = Annotated[
    EngineName,
    typer.Option("--engine", help="Where many documents are drafted: in processes here, or by workers of Dask."),
]
Scheduler = Annotated[
    str | None,
    typer.Option("--scheduler", metavar="ADDRESS", help="The scheduler of Dask, as tcp://HOST:PORT."),
]
Strictly = Annotated[bool, typer.Option("--strict", help="Take every warning for an error.")]
FormOption = Annotated[FormName, typer.Option("--form", help="The form of the term sheet.")]
