"""`assembler explain`: what a code, a field or a clause is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assembler.actions.files import read, read_sibling
from assembler.cli.options import TemplatesFolder
from assembler.cli.report import print_json
from assembler.explain import find
from assembler.library import Library
from assembler.pipeline import load_term_sheet


def explain(
    subject: Annotated[
        str,
        typer.Argument(metavar="SUBJECT", help="A code (T104), a field (offering.price_per_share) or a clause (3(e))."),
    ],
    termsheet: Annotated[
        Path | None, typer.Argument(metavar="[TERMSHEET]", help="The deal to explain it for.", readable=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the explanation as JSON.")] = False,
    templates: TemplatesFolder = None,
) -> None:
    """Explain a code, a field or a clause."""
    loaded = load_term_sheet(read(termsheet), termsheet.as_posix(), read_sibling(termsheet)) if termsheet else None
    explanation = find(subject, Library.open(templates), loaded)
    if as_json:
        print_json({"subject": subject, "kind": explanation.kind, "text": explanation.text})
    else:
        typer.echo(explanation.text, nl=False)
