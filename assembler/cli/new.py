"""`assembler new`: a term sheet to start with, or a sheet for its investors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from assembler.actions.files import refuse_existing, write_new
from assembler.actions.new import Style, style_tree
from assembler.cli.options import FormName, FormOption
from assembler.cli.questions import answers
from assembler.cli.report import print_json
from assembler.exports import investors_sheet
from assembler.termsheet.manual import json_schema
from assembler.termsheet.starter import SCHEMA_FILES, starter


def new(
    name: Annotated[
        Path | None,
        typer.Argument(metavar="NAME", help="The name of the deal; .yaml is added if it has no suffix."),
    ] = None,
    form: FormOption = FormName.purchase_agreement,
    investors_sheet: Annotated[
        Path | None,
        typer.Option("--investors-sheet", metavar="FILE", help="Write a sheet for the investors, .xlsx or .csv."),
    ] = None,
    style: Annotated[
        Style, typer.Option("--style", help="What the sheet states: what is usual today, or was in 2003.")
    ] = Style.today,
    ask: Annotated[
        bool, typer.Option("--ask", help="Ask for the terms that change with every deal, and write the answers.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the files written as JSON.")] = False,
) -> None:
    """Write a new term sheet, or a sheet for its investors.

    A comment explains each field.
    """
    if name is None and investors_sheet is None:
        raise typer.BadParameter("give the NAME of the deal, or --investors-sheet")
    if ask and (name is None or form is not FormName.purchase_agreement):
        raise typer.BadParameter("it asks for an agreement: give the NAME of the deal", param_hint="--ask")
    written: list[str] = []
    if name is not None:
        written += map(Path.as_posix, _new_termsheet(name, form, style, ask=ask))
    if investors_sheet is not None:
        write_new(investors_sheet, _empty_sheet(investors_sheet))
        written.append(investors_sheet.as_posix())
    if as_json:
        print_json({"files": written})
    else:
        typer.echo("\n".join(written))


def _new_termsheet(name: Path, form: FormName, style: Style, *, ask: bool) -> Iterator[Path]:
    """Write a term sheet, and its schema if that is not there yet. Yield the path of each."""
    path = name if name.suffix in (".yaml", ".yml") else name.with_name(f"{name.name}.yaml")
    partial = style_tree(style)
    if ask:
        refuse_existing(path)
    write_new(path, starter(form.value, partial, answers(partial) if ask else None).encode())
    yield path
    schema = path.with_name(SCHEMA_FILES[form.value])
    if not schema.exists():
        write_new(schema, json_schema(form.value).encode())
        yield schema


def _empty_sheet(path: Path) -> bytes:
    """Return a sheet for investors in the format that the file name asks for."""
    write = {".xlsx": investors_sheet.as_workbook, ".csv": investors_sheet.as_csv}.get(path.suffix.lower())
    if write is None:
        raise typer.BadParameter("the name of the sheet must end in .xlsx or .csv", param_hint="--investors-sheet")
    return write()
