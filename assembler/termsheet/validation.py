"""Validate the text of a term sheet: return typed terms, or problems with their places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import TypeVar

from msgspec.structs import replace
from pydantic import BaseModel, ValidationError

from assembler.errors import Fix, Location, Problem
from assembler.termsheet.messages import Complaint, Detail, MessageWriter, nearest, path_text
from assembler.termsheet.source import MOST_OF_A_KIND, NamedCell, Source, SourceTree, TermPath, place_of, values_of
from assembler.termsheet.yaml_text import quoted

_SheetType = TypeVar("_SheetType", bound=BaseModel)


def validated(sheet: type[_SheetType], tree: SourceTree) -> tuple[_SheetType | None, list[Detail]]:
    """Return the terms, or None and pydantic's errors."""
    try:
        return sheet.model_validate(tree), []
    except ValidationError as error:
        details: list[Detail] = [*error.errors(include_url=False)]
        # A list whose entries are wrong is also too short for pydantic: it counts the right ones.
        return None, [detail for detail in details if detail["type"] != "too_short" or not detail["input"]]


def complaints(source: Source, details: list[Detail], writer: MessageWriter) -> Iterator[Problem]:
    """Yield one problem for each cause.

    A value is "empty" rather than of the wrong type. A misspelt name is "unknown", and not "missing" too.
    """
    first, more = _first_of_each_kind(details)
    wrong = {detail["loc"] for detail in details}
    unknown = {detail["loc"] for detail in details if detail["type"] == "extra_forbidden"}
    misspelt = {
        (*path[:-1], nearest(path[-1], writer.names_at(path[:-1])))
        for detail in first
        if (path := detail["loc"]) in unknown
    }
    empty = {path for path in _empty_values(source.tree) if not _within(path, wrong) and path not in unknown}
    for detail in first:
        path = detail["loc"]
        if path not in empty and not (detail["type"] == "missing" and path in misspelt):
            # A wrong name is marked itself, a wrong value where it stands.
            place = source.keys[path] if path in unknown else place_of(source, path)
            comma = path in unknown and _follows_comma(source, place, str(path[-1]))
            complaint = _COMMA if comma else writer.complaint(detail)
            fix = _fix(source, path, complaint)
            problem = Problem(complaint.code, complaint.what, complaint.hint, place, path_text(path), fix=fix)
            cell = source.cells.get(path)
            yield _of_cell(problem, cell, writer.expected(path)) if cell else problem
            if number := more.pop(id(detail), 0):
                behind = Location(place.file, place.line, place.column + 1)
                what = f"and {number:,} more of this kind in the file"
                yield Problem(complaint.code, what, complaint.hint, behind)
    for path in empty:
        complaint = writer.empty(path)
        yield Problem(complaint.code, complaint.what, complaint.hint, place_of(source, path), path_text(path))


def _of_cell(problem: Problem, cell: NamedCell, expected: tuple[str, str]) -> Problem:
    """Return the problem of a value with the name of its cell."""
    if problem.code != "T102":
        return replace(problem, message=f"{cell.name}: {problem.message}")
    description, example = expected
    what = f"{cell.name}: the cell is empty; expected: {description}"
    return replace(problem, message=what, hint=f"Fill it in, as in {example}", location=cell.place)


def _fix(source: Source, path: TermPath, complaint: Complaint) -> Fix | None:
    """Return the fix of a complaint about the value at a path, or about its name. None if it is not certain."""
    place = (source.keys if complaint.of_name else source.places).get(path)
    # A fix edits the term sheet only, never a sheet of investors.
    if not complaint.write or not place or place.file != source.file:
        return None
    if complaint.of_name:
        # Two fields of one name would be the next error.
        is_taken = (*path[:-1], complaint.write) in source.keys
        return None if is_taken else Fix(place, complaint.write)
    if "," in complaint.write and complaint.write[0] not in "[{" and is_within_brackets(source, path):
        return Fix(place, quoted(complaint.write))
    return Fix(place, complaint.write)


def is_within_brackets(source: Source, path: TermPath) -> bool:
    """Return True if a value belongs to a list or group in brackets, where a comma ends it."""
    groups = (source.places.get(path[:length]) for length in range(len(path)))
    return any(source.lines[group.line - 1][group.column - 1] in "[{" for group in groups if group)


def _first_of_each_kind(details: list[Detail]) -> tuple[list[Detail], dict[int, int]]:
    """Return the first hundred errors of each type, and the number of the others by the id of the last of these."""
    seen: Counter[str] = Counter()
    first: list[Detail] = []
    for detail in details:
        seen[detail["type"]] += 1
        if seen[detail["type"]] <= MOST_OF_A_KIND:
            first.append(detail)
    last = {detail["type"]: id(detail) for detail in first}
    return first, {last[kind]: number - MOST_OF_A_KIND for kind, number in seen.items() if number > MOST_OF_A_KIND}


_COMMA = Complaint(
    "T101",
    "within braces a comma begins another field, and this is not one",
    "Put the value that holds the comma in single quotation marks.",
)


def _follows_comma(source: Source, place: Location, name: str) -> bool:
    """Return True if a name within braces has no value, and so is the rest of a value with a comma."""
    behind = source.lines[place.line - 1][place.column - 1 :].removeprefix(name)
    return bool(re.match(r"\s*[,}]", behind))


def _within(path: TermPath, groups: AbstractSet[TermPath]) -> bool:
    return any(path[:length] in groups for length in range(len(path)))


def _empty_values(tree: SourceTree) -> Iterator[TermPath]:
    """Yield the paths of empty values, required or not. Missing never becomes blank."""
    return (path for path, value in values_of(tree) if value is None)
