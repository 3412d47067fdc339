"""The questions of `assembler new --ask`: the terms that change with every deal, each checked as it is answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import typer

from assembler.actions.new import problems_of_answers
from assembler.errors import Problem, Severity
from assembler.termsheet.fields import Field, fields
from assembler.termsheet.schema import TermSheet
from assembler.termsheet.source import SourceTree
from assembler.termsheet.starter import CHANGING, CHANGING_OF_INVESTOR

_LEAD = """\
An empty answer leaves a term TBD, or takes the default in brackets. An example stands in parentheses.
The end of the input, Ctrl-D, writes what was answered, and leaves the rest TBD."""


def answers(style: SourceTree) -> Mapping[str, Any]:
    """Ask for the terms that change with every deal, and return the answers by path.

    At the end of the input, return what was answered before.
    """
    known = {field.path: field for field in fields(TermSheet)}
    given: dict[str, Any] = {}
    typer.echo(_LEAD, err=True)
    try:
        for path in CHANGING:
            if typed := _answer(known[path], given, style, path):
                given[path] = typed
        for entry in _investors(known, given, style):
            given["investors"] = [*given.get("investors", []), entry]
    except EOFError:
        typer.echo("\nThe input has ended. What was not answered is TBD in the sheet.", err=True)
    return given


def _investors(known: Mapping[str, Field], given: dict[str, Any], style: SourceTree) -> Iterator[Mapping[str, str]]:
    """Yield the investors, until a name is left empty."""
    typer.echo("The investors, one after another. An empty name ends the list.", err=True)
    name, *others = CHANGING_OF_INVESTOR
    while True:
        index = len(given.get("investors", []))
        entry: dict[str, str] = {}
        try:
            for asked in (name, *others):
                with_entry = given | {"investors": [*given.get("investors", []), entry]}
                typed = _answer(known[f"investors[].{asked}"], with_entry, style, f"investors[{index}].{asked}")
                if asked == name and not typed:
                    return
                entry |= {asked: typed} if typed else {}
        except EOFError:
            if entry:
                yield entry
            raise
        yield entry


def _answer(field: Field, given: Mapping[str, Any], style: SourceTree, path: str) -> str:
    """Return a right answer to the question about a field, or an empty text. Raise EOFError at the end of the input."""
    while True:
        typed = _line(field, path)
        if not typed:
            return ""
        problems = _problems(field, typed, given, style, path)
        for problem in problems:
            typer.echo(f"  {problem.severity}: {problem.message}\n  {problem.hint}", err=True)
        if not any(problem.severity is Severity.ERROR for problem in problems):
            return typed


def _line(field: Field, path: str) -> str:
    shown = f" [{field.default}]" if field.default else f" ({field.example})"
    typer.echo(f"{path}: {field.description}{shown}\n> ", err=True, nl=False)
    return input().strip()


def _problems(field: Field, typed: str, given: Mapping[str, Any], style: SourceTree, path: str) -> list[Problem]:
    """Return what the loader and the rules say about an answer, among the answers before it."""
    if path.startswith("investors"):
        *before, entry = given["investors"]
        tried = {**given, "investors": [*before, {**entry, field.name: typed}]}
    else:
        tried = {**given, path: typed}
    return [problem for problem in problems_of_answers(tried, style) if problem.path == path]
