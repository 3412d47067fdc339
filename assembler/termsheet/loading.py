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
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from assembler.findings import Finding, Place, Refused, Severity
from assembler.termsheet.scalars import found, shortened
from assembler.termsheet.schema import TermSheet
from assembler.termsheet.source import Path, Source, Tree, quoted, read


@dataclass(frozen=True, slots=True)
class Loaded:
    """The terms of a deal, where each of them stands, and what is allowed but should be looked at."""

    terms: TermSheet
    source: Source
    warnings: tuple[Finding, ...] = ()


def load(data: bytes, file: str) -> Loaded:
    """The terms in the bytes of a term sheet; `file` is its name in places.

    Raises `Refused` with every complaint, warnings among them.
    """
    source = read(data, file)
    warnings = tuple(_mixed_alphabets(source))
    terms, details = _validated(source.tree)
    findings = [*_complaints(source, details), *_same_names(source)]
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


def path_text(path: Path) -> str:
    """The path as it is written in findings: `investors[3].amount`, entries counted from 0."""
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return steps.removeprefix(".")


def _steps(path: str) -> Path:
    return tuple(int(step[1:]) if step.startswith("[") else step for step in re.findall(r"\[[0-9]+|[^.\[\]]+", path))


# Complaints of the schema


_Detail = Mapping[str, Any]
_Complaint = tuple[str, str, str]


def _validated(tree: Tree) -> tuple[TermSheet | None, list[_Detail]]:
    """The terms, or none of them and what pydantic has to say."""
    try:
        return TermSheet.model_validate(tree), []
    except ValidationError as error:
        details: list[_Detail] = [*error.errors(include_url=False)]
        # A list whose entries are wrong is also too short for pydantic: it counts the right ones.
        return None, [detail for detail in details if detail["type"] != "too_short" or not detail["input"]]


def _complaints(source: Source, details: list[_Detail]) -> Iterator[Finding]:
    """One finding for each cause: "empty" instead of "wrong kind", "unknown" without the "missing" it entails."""
    wrong = {detail["loc"] for detail in details}
    unknown = {detail["loc"] for detail in details if detail["type"] == "extra_forbidden"}
    misspelt = {(*path[:-1], _nearest(path[-1], _names_at(path[:-1]))) for path in unknown}
    empty = {path for path in _empty_values(source.tree) if not _within(path, wrong) and path not in unknown}
    for detail in details:
        path = detail["loc"]
        if path not in empty and not (detail["type"] == "missing" and path in misspelt):
            code, what, remedy = _TRANSLATE.get(detail["type"], _own_words)(detail)
            place = source.keys[path] if path in unknown else place_of(source, path)
            yield Finding(code, what, remedy, place, path_text(path))
    for path in empty:
        remedy = f"Write {_form(path)}, or delete the line where the term is not needed."
        yield Finding("T108", "the value is empty", remedy, place_of(source, path), path_text(path))


def _within(path: Path, groups: AbstractSet[Path]) -> bool:
    return any(path[:length] in groups for length in range(len(path)))


def _empty_values(tree: Tree) -> Iterator[Path]:
    """The paths of values that are not there, required or not: missing never becomes blank."""
    return (path for path, value in _values(tree, ()) if value is None)


def _own_words(detail: _Detail) -> _Complaint:
    """The complaint of a scalar, which brings its own words; what pydantic says of itself otherwise."""
    context = detail.get("ctx", {})
    remedy = context.get("remedy") or f"Write {_form(detail['loc'])}."
    return (detail["type"] if "what" in context else "T103"), context.get("what", detail["msg"]), remedy


def _unknown(detail: _Detail) -> _Complaint:
    *group, name = detail["loc"]
    names = _names_at(tuple(group))
    where = f"`{path_text(tuple(group))}`" if group else "a term sheet"
    what = f"`{name}` is no term of {where}{_did_you_mean(name, names)}"
    return "T101", what, f"Write one of: {', '.join(names)}."


def _missing(detail: _Detail) -> _Complaint:
    *group, name = detail["loc"]
    where = f"below `{path_text(tuple(group))}`" if group else "at the left margin"
    what = f"`{name}` is missing: {_field_at(detail['loc']).description}"
    return "T102", what, f"Add {where}: {_form(detail['loc'])}."


def _no_group(detail: _Detail) -> _Complaint:
    return "T103", f"names and values are expected, found {found(detail['input'])}", f"Write {_form(detail['loc'])}."


def _no_list(detail: _Detail) -> _Complaint:
    return "T103", f"a list is expected, found {found(detail['input'])}", f"Write {_form(detail['loc'])}."


def _none_of_these(detail: _Detail) -> _Complaint:
    values = re.findall("'([^']*)'", detail["ctx"]["expected"])
    typed = detail["input"]
    meant = _did_you_mean(typed, values) if isinstance(typed, str) else ""
    return "T107", f"{found(typed)} is none of the values allowed{meant}", f"Write one of: {', '.join(values)}."


def _too_few(detail: _Detail) -> _Complaint:
    return "T109", "the list is empty; at least one entry is expected", f"Write {_form(detail['loc'])}."


def _too_many(detail: _Detail) -> _Complaint:
    most = detail["ctx"]["max_length"]
    return "T109", f"the list has more than {most:,} entries, the most there may be", "Split the deal."


_TRANSLATE: dict[str, Callable[[_Detail], _Complaint]] = {
    "extra_forbidden": _unknown,
    "missing": _missing,
    "model_type": _no_group,
    "tuple_type": _no_list,
    "literal_error": _none_of_these,
    "too_short": _too_few,
    "too_long": _too_many,
}


def _did_you_mean(typed: str, names: list[str]) -> str:
    near = _nearest(typed, names)
    return f"; did you mean `{near}`?" if near else ""


def _nearest(typed: str, names: list[str]) -> str:
    """The name that was probably meant, or nothing."""
    # Imported here: most term sheets are right, and the import takes longer than loading one.
    from rapidfuzz import process

    near = process.extractOne(typed.lower(), names, score_cutoff=70)
    return near[0] if near else ""


# What the schema says about a path


def _group_at(path: Path) -> type[BaseModel]:
    """The group of terms at a path."""
    group: type[BaseModel] = TermSheet
    for step in path:
        if isinstance(step, str):
            group = _group_in(group.model_fields[step].annotation) or group
    return group


def _names_at(path: Path) -> list[str]:
    return list(_group_at(path).model_fields)


def _group_in(annotation: Any) -> type[BaseModel] | None:
    """The group of terms within an annotation such as `tuple[Investor, ...]` or `PendingProposals | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((group for part in get_args(annotation) if (group := _group_in(part))), None)


def _field_at(path: Path) -> FieldInfo:
    *group, name = [step for step in path if isinstance(step, str)]
    return _group_at(tuple(group)).model_fields[name]


def _form(path: Path) -> str:
    """What to type for the term, or for an entry of the list, at a path: `price_per_share: 1.00`."""
    field = _field_at(path)
    name = next(step for step in reversed(path) if isinstance(step, str))
    is_entry = isinstance(path[-1], int)
    if group := _group_in(field.annotation):
        first, *others = [
            name for name, field in group.model_fields.items() if field.is_required()
        ] or group.model_fields
        dash = "- " if is_entry or _is_list(field) else ""
        lead = f"`{dash}{_line(first, group.model_fields[first])}`"
        rest = f", then {', '.join(f'`{other}`' for other in others)}" if others else ""
        return f"{lead}{rest}" if is_entry else f"`{name}:` and, indented below it, {lead}{rest}"
    if is_entry:
        return f"`- {_example(field)[0]}`"
    return f"`{_line(name, field)}`"


def _is_list(field: FieldInfo) -> bool:
    return getattr(field.annotation, "__origin__", None) is tuple


def _line(name: str, field: FieldInfo) -> str:
    """The line of a term with its example."""
    if _group_in(field.annotation):
        return f"{name}:"
    examples = _example(field)
    return f"{name}: [{', '.join(quoted(each) for each in examples)}]" if _is_list(field) else f"{name}: {examples[0]}"


def _example(field: FieldInfo) -> list[str]:
    """An example of the term as it is typed; of a list, its entries."""
    example: Any = (field.examples or _choices(field.annotation) or [field.default])[0]
    entries = example if isinstance(example, list) else [str(example).lower() if isinstance(example, bool) else example]
    return entries if _is_list(field) else [_as_typed(str(entry)) for entry in entries]


def _choices(annotation: Any) -> list[str]:
    """The values of an annotation such as `Literal["omit", "reserved"] | None`."""
    return [part for part in get_args(annotation) if isinstance(part, str)] or [
        choice for part in get_args(annotation) for choice in _choices(part)
    ]


def _as_typed(text: str) -> str:
    """The text, in quotation marks where YAML would read it otherwise."""
    return text if re.fullmatch(r"[\w(/](?:[^:#]|:(?! |$)|(?<! )#)*", text) else quoted(text)


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
