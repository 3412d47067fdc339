"""`assembler new`: a term sheet to begin with, or the sheet to list its investors in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assembler.cli.files import write_new
from assembler.cli.options import FormName, FormOption


def new(
    name: Annotated[
        Path | None,
        typer.Argument(metavar="NAME", help="The name of the deal; .yaml is added where it has no end."),
    ] = None,
    form: FormOption = FormName.purchase_agreement,
    investors_sheet: Annotated[
        Path | None,
        typer.Option("--investors-sheet", metavar="FILE", help="Write the sheet to list investors in, .xlsx or .csv."),
    ] = None,
) -> None:
    """Write a term sheet to begin with, with what every field is for; or the sheet to list its investors in."""
    if name is None and investors_sheet is None:
        raise typer.BadParameter("give the NAME of the deal, or --investors-sheet")
    if name is not None:
        _new_termsheet(name, form)
    if investors_sheet is not None:
        write_new(investors_sheet, _empty_list(investors_sheet))
        typer.echo(investors_sheet.as_posix())


def _new_termsheet(name: Path, form: FormName) -> None:
    from assembler.termsheet.manual import SCHEMA_FILES, starter
    from assembler.termsheet.schema_json import json_schema

    path = name if name.suffix in (".yaml", ".yml") else name.with_name(f"{name.name}.yaml")
    write_new(path, starter(form.value).encode())
    typer.echo(path.as_posix())
    schema = path.with_name(SCHEMA_FILES[form.value])
    if not schema.exists():
        write_new(schema, json_schema(form.value).encode())
        typer.echo(schema.as_posix())


def _empty_list(path: Path) -> bytes:
    """The sheet to list investors in, of the kind that the name of its file says."""
    from assembler.writers import investors_sheet

    write = {".xlsx": investors_sheet.as_workbook, ".csv": investors_sheet.as_csv}.get(path.suffix.lower())
    if write is None:
        raise typer.BadParameter("the name of the sheet ends in .xlsx or .csv", param_hint="--investors-sheet")
    return write()
