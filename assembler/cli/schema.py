"""`assembler schema`: the JSON Schema of a term sheet."""

from __future__ import annotations

import typer

from assembler.cli.options import FormName, FormOption
from assembler.termsheet.manual import json_schema


def schema(form: FormOption = FormName.purchase_agreement) -> None:
    """Print the JSON Schema of a term sheet, for editors."""
    typer.echo(json_schema(form.value), nl=False)
