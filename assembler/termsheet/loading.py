"""A term sheet is loaded: its text becomes typed terms, and every complaint about them has a place in the file.

| code | what is wrong |
|---|---|
| T101 | an unknown field |
| T102 | a missing field |
| T103 | names and values, a list or one value where another of them is due |
| T104 | not a number of the kind that is due |
| T105 | not a date |
| T106 | a number out of its bounds |
| T107 | none of the values that are allowed |
| T108 | nothing behind the colon |
| T109 | too few or too many entries in a list |
| T110 | a text that is blank, too long, or not printable |
| T112 | two investors of one name |
| T113 | letters of two alphabets in one word (a warning) |
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pydantic import ValidationError

from assembler.findings import Finding, Place, Refused, Severity
from assembler.termsheet.complaints import Detail, Wording, nearest, path_text
from assembler.termsheet.scalars import shortened
from assembler.termsheet.schema import SHEETS, Sheet, TermSheet, WarrantSheet
from assembler.termsheet.source import Path, Source, Tree, read


@dataclass(frozen=True, slots=True)
class Loaded:
    """The terms of a deal, where each of them stands, and what is allowed but should be looked at."""

    terms: Sheet
    source: Source
    warnings: tuple[Finding, ...] = ()


def load(data: bytes, file: str) -> Loaded:
    """The terms in the bytes of a term sheet; `file` is its name in places.

    Raises `Refused` with every complaint, warnings among them.
    """
    source = read(data, file)
    warnings = tuple(_mixed_alphabets(source))
    sheet = _sheet(source.tree)
    terms, details = _validated(sheet, source.tree)
    findings = [*_complaints(source, details, Wording(sheet)), *_same_names(source)]
    if terms is None or findings:
        raise Refused([*findings, *warnings])
    return Loaded(terms, source, warnings)


def place_of(source: Source, path: str | Path) -> Place:
    """The place of a value; for a missing one that of the nearest group around it, at its name where it has one.

    `path` is `investors[3].amount`, entries counted from 0, or its steps.
    """
    steps = _steps(path) if isinstance(path, str) else path
    if steps in source.places:
        return source.places[steps]
    while steps:
        steps = steps[:-1]
        if place := source.keys.get(steps) or source.places.get(steps):
            return place
    return Place(source.file)


def _steps(path: str) -> Path:
    return tuple(int(step[1:]) if step.startswith("[") else step for step in re.findall(r"\[[0-9]+|[^.\[\]]+", path))


# Complaints of the schema


def _sheet(tree: Tree) -> type[TermSheet | WarrantSheet]:
    """The kind of sheet that the form asks for; a form that there is not is a complaint of the schema."""
    form = tree.get("form") if isinstance(tree, dict) else None
    return SHEETS.get(form if isinstance(form, str) else "", TermSheet)


def _validated(sheet: type[TermSheet | WarrantSheet], tree: Tree) -> tuple[Sheet | None, list[Detail]]:
    """The terms, or none of them and what pydantic has to say."""
    try:
        return sheet.model_validate(tree), []
    except ValidationError as error:
        details: list[Detail] = [*error.errors(include_url=False)]
        # A list whose entries are wrong is also too short for pydantic: it counts the right ones.
        return None, [detail for detail in details if detail["type"] != "too_short" or not detail["input"]]


def _complaints(source: Source, details: list[Detail], wording: Wording) -> Iterator[Finding]:
    """One finding for each cause: "empty" instead of "wrong kind", "unknown" without the "missing" it entails."""
    wrong = {detail["loc"] for detail in details}
    unknown = {detail["loc"] for detail in details if detail["type"] == "extra_forbidden"}
    misspelt = {(*path[:-1], nearest(path[-1], wording.names_at(path[:-1]))) for path in unknown}
    empty = {path for path in _empty_values(source.tree) if not _within(path, wrong) and path not in unknown}
    for detail in details:
        path = detail["loc"]
        if path not in empty and not (detail["type"] == "missing" and path in misspelt):
            code, what, remedy = wording.complaint(detail)
            place = source.keys[path] if path in unknown else place_of(source, path)
            yield Finding(code, what, remedy, place, path_text(path))
    for path in empty:
        remedy = f"Write {wording.form(path)}, or delete the line where the term is not needed."
        yield Finding("T108", "the value is empty", remedy, place_of(source, path), path_text(path))


def _within(path: Path, groups: AbstractSet[Path]) -> bool:
    return any(path[:length] in groups for length in range(len(path)))


def _empty_values(tree: Tree) -> Iterator[Path]:
    """The paths of values that are not there, required or not: missing never becomes blank."""
    return (path for path, value in _values(tree, ()) if value is None)


# What the schema cannot see


def _values(tree: Tree, path: Path) -> Iterator[tuple[Path, str | None]]:
    """Every single value of the tree with its path."""
    if isinstance(tree, dict | list):
        steps: Iterable[tuple[str | int, Tree]] = tree.items() if isinstance(tree, dict) else enumerate(tree)
        for step, value in steps:
            yield from _values(value, (*path, step))
    else:
        yield path, tree


def _same_names(source: Source) -> Iterator[Finding]:
    """A complaint for every investor whose name, but for capitals and blanks, stands in the list before."""
    investors = source.tree.get("investors")
    first: dict[str, int] = {}
    for index, investor in enumerate(investors if isinstance(investors, list) else []):
        name = investor.get("name") if isinstance(investor, dict) else None
        if not isinstance(name, str):
            continue
        before = first.setdefault(" ".join(name.split()).casefold(), index)
        if before != index:
            path: Path = ("investors", index, "name")
            line = place_of(source, ("investors", before, "name")).line
            what = f"{shortened(name)} is also the name of the investor on line {line}"
            remedy = "Put the two entries together, or tell the names apart."
            yield Finding("T112", what, remedy, place_of(source, path), path_text(path))


_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


def _mixed_alphabets(source: Source) -> Iterator[Finding]:
    """A warning for every word that mixes Cyrillic and Latin letters, which look alike and are not."""
    if not any(_CYRILLIC.search(line) for line in source.lines):
        return
    for path, text in _values(source.tree, ()):
        for word in dict.fromkeys(_WORD.findall(text or "")):
            if not (_CYRILLIC.search(word) and _LATIN.search(word)):
                continue
            what = f"mixes Cyrillic and Latin letters in '{word}'"
            remedy = "Type the word again, unless it is meant so."
            yield Finding("T113", what, remedy, place_of(source, path), path_text(path), Severity.WARNING)
