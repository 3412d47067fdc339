"""A new deal: its first answers, each checked, and the files that it begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assembler.actions.files import write_new
from assembler.actions.new import Style, problems_of_answers, style_tree
from assembler.errors import InputError, Location, Problem, errors
from assembler.library import examples
from assembler.termsheet import editing
from assembler.termsheet.fields import Field, fields
from assembler.termsheet.manual import json_schema
from assembler.termsheet.schema import TermSheet
from assembler.termsheet.starter import CHANGING, CHANGING_OF_INVESTOR, SCHEMA_FILES, starter
from assembler.web.workspace import TERM_SHEETS, Workspace

FORM = "purchase-agreement"
SHEETS = (".xlsx", ".csv")
_STRANGE = re.compile(r"[^\w .()&-]+")


def questions() -> tuple[Sequence[Field], Sequence[Field]]:
    """Return the fields that change with every deal, and those of each investor."""
    known = {field.path: field for field in fields(TermSheet)}
    return [known[path] for path in CHANGING], [known[f"investors[].{name}"] for name in CHANGING_OF_INVESTOR]


def check(answers: Mapping[str, Any]) -> list[Problem]:
    """Return the problems of the answers at their terms. What is not answered is TBD, and no problem."""
    given = _given(answers)
    return [
        problem for problem in problems_of_answers(given, style_tree(Style.today)) if _is_answered(problem.path, given)
    ]


def _given(answers: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what was answered, without empty answers."""
    known = {field.path for field in questions()[0]}
    given: dict[str, Any] = {path: str(answers[path]).strip() for path in answers if path in known}
    rows = [
        {name: str(row.get(name, "")).strip() for name in CHANGING_OF_INVESTOR if str(row.get(name, "")).strip()}
        for row in answers.get("investors", ())
    ]
    investors = [row for row in rows if row]
    return {
        **{path: value for path, value in given.items() if value},
        **({"investors": investors} if investors else {}),
    }


def _is_answered(path: str, given: Mapping[str, Any]) -> bool:
    return path in given or path.startswith("investors[")


def create(name: str, answers: Mapping[str, Any], workspace: Workspace) -> str:
    """Write a new term sheet with the answers, and return its name. Raises InputError if one is wrong.

    `investors_from` among the answers is the name of a sheet in the folder.
    """
    if wrong := errors(check(answers)):
        raise InputError(wrong)
    text = starter(FORM, style_tree(Style.today), _given(answers))
    if sheet := answers.get("investors_from"):
        workspace.path(sheet)
        text = editing.set_term(text, ("investors",), {"from": sheet})
    created = write(f"{name}.yaml", text.encode(), workspace)
    schema = workspace.path(SCHEMA_FILES[FORM])
    if not schema.exists():
        write_new(schema, json_schema(FORM).encode())
    return created


def write(name: str, data: bytes, workspace: Workspace) -> str:
    """Write a new file into the folder itself, and return its name. Raises InputError if it exists."""
    plain = _STRANGE.sub("-", name).strip(" .")
    stem, _, end = plain.rpartition(".")
    if not stem.strip(" .-") or f".{end.lower()}" not in (*TERM_SHEETS, *SHEETS):
        raise InputError([Problem("G310", f"{name!r} is not a name for a file", "Write another name.", Location(name))])
    write_new(workspace.path(plain), data)
    return plain


def copied(example: str, workspace: Workspace) -> str:
    """Copy a worked example into the folder, and return its name. Raises InputError if there is none of this name."""
    path = examples().get(example)
    if path is None:
        raise InputError([Problem("G303", "there is no such example", "Reload the page.", Location(example))])
    return write(path.name, path.read_bytes(), workspace)


def listed(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Yield the name of each term sheet of the folder, with the company in it."""
    for name in workspace.term_sheets():
        yield name, company(workspace.path(name).read_bytes())


_COMPANY = re.compile(
    rb"^company:\s*\n(?:\s*#.*\n|\s*\n)*(?: +(?!name:).*\n)*? +name:[ \t]*(?P<name>[^\n#]+)", re.MULTILINE
)


def company(data: bytes) -> str:
    """Return the name of the company in a term sheet, "" if it is not found at once. A list of files is no check."""
    found = _COMPANY.search(data)
    return found["name"].decode(errors="replace").strip().strip("'\"") if found else ""
