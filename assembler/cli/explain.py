"""`assembler explain`: what a finding, a field or a clause is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assembler.cli.files import beside, read
from assembler.cli.options import TemplatesFolder


def explain(
    subject: Annotated[
        str,
        typer.Argument(metavar="SUBJECT", help="A code (T104), a field (offering.price_per_share), a clause (3(e))."),
    ],
    termsheet: Annotated[
        Path | None, typer.Argument(metavar="[TERMSHEET]", help="The deal it is explained for.", readable=False)
    ] = None,
    templates: TemplatesFolder = None,
) -> None:
    """Say what a finding, a field or a clause is, where it comes from, and what would change it."""
    from assembler.explain import explain as explained
    from assembler.library import Library
    from assembler.pipeline import load_term_sheet

    loaded = load_term_sheet(read(termsheet), termsheet.as_posix(), beside(termsheet)) if termsheet else None
    typer.echo(explained(subject, Library.open(templates), loaded), nl=False)
