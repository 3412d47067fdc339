"""What pydantic says of a term sheet, in the words of who typed it: expected, found, and what to type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from assembler.termsheet.fields import as_value, example_of, group_in, is_list, line_of, may_be_open
from assembler.termsheet.scalars import found
from assembler.termsheet.source import Path

Detail = Mapping[str, Any]
Complaint = tuple[str, str, str]


def path_text(path: Path) -> str:
    """The path as it is written in findings: `investors[3].amount`, entries counted from 0."""
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return steps.removeprefix(".")


class Wording:
    """Says what is wrong with a term of one kind of sheet, and what its schema would have there."""

    def __init__(self, sheet: type[BaseModel]) -> None:
        self.sheet = sheet

    def complaint(self, detail: Detail) -> Complaint:
        """Code, what is wrong, and the remedy, for one of pydantic's errors."""
        translate = {
            "extra_forbidden": self._unknown,
            "missing": self._missing,
            "model_type": self._no_group,
            "tuple_type": self._no_list,
            "literal_error": self._none_of_these,
            "too_short": self._too_few,
            "too_long": self._too_many,
        }
        return translate.get(detail["type"], self._own_words)(detail)

    def _own_words(self, detail: Detail) -> Complaint:
        """The complaint of a scalar, which brings its own words; what pydantic says of itself otherwise."""
        context = detail.get("ctx", {})
        remedy = context.get("remedy") or f"Write {self.form(detail['loc'])}."
        return (detail["type"] if "what" in context else "T103"), context.get("what", detail["msg"]), remedy

    def _unknown(self, detail: Detail) -> Complaint:
        *group, name = detail["loc"]
        names = self.names_at(tuple(group))
        near = nearest(name, names)
        meant, write = (f"; did you mean `{near}`?", f"Write `{near}`; there are") if near else ("", "Write one of")
        return "T101", f"`{name}` is no term of {_named(group)}{meant}", f"{write}: {', '.join(names)}."

    def _missing(self, detail: Detail) -> Complaint:
        *group, name = detail["loc"]
        what = f"`{name}` is missing: {self._field_at(detail['loc']).description}"
        line = ":" if group_in(self._field_at(detail["loc"]).annotation) else " a line such as"
        remedy = f"Add {_where(group)}{line} {self.form(detail['loc'])}{self._or_open(detail['loc'])}."
        return "T102", what, remedy

    def empty(self, path: Path) -> Complaint:
        """The complaint of a term behind whose colon nothing stands."""
        is_needed = isinstance(path[-1], str) and self._field_at(path).is_required()
        otherwise = self._or_open(path) if is_needed else "; or delete the line"
        return "T108", "the value is empty", f"Write it as in {self.form(path)}{otherwise}."

    def _or_open(self, path: Path) -> str:
        """How to leave a term open; empty where it cannot be."""
        field = self._field_at(path)
        return f"; or `{path[-1]}: TBD`, where it is not agreed yet" if may_be_open(field) else ""

    def _no_group(self, detail: Detail) -> Complaint:
        return (
            "T103",
            f"names and values are expected, found {found(detail['input'])}",
            f"Write {self.form(detail['loc'])}.",
        )

    def _no_list(self, detail: Detail) -> Complaint:
        path, typed = detail["loc"], detail["input"]
        what, remedy = f"a list is expected, found {found(typed)}", f"Write {self.form(path)}."
        if path == ("investors",) and isinstance(typed, str) and typed.lower().endswith((".xlsx", ".csv")):
            remedy = f"Write `investors: {{from: {as_value(typed)}}}`, where that is the file that lists them."
        return "T103", what, remedy

    def _none_of_these(self, detail: Detail) -> Complaint:
        values = re.findall("'([^']*)'", detail["ctx"]["expected"])
        typed = detail["input"]
        meant = did_you_mean(typed, values) if isinstance(typed, str) else ""
        return "T107", f"{found(typed)} is none of the values allowed{meant}", f"Write one of: {', '.join(values)}."

    def _too_few(self, detail: Detail) -> Complaint:
        return "T109", "the list is empty; at least one entry is expected", f"Write {self.form(detail['loc'])}."

    def _too_many(self, detail: Detail) -> Complaint:
        most = detail["ctx"]["max_length"]
        return "T109", f"the list has more than {most:,} entries, the most there may be", "Make two term sheets of it."

    def _group_at(self, path: Path) -> type[BaseModel]:
        """The group of terms at a path."""
        group: type[BaseModel] = self.sheet
        for step in path:
            if isinstance(step, str):
                group = group_in(group.model_fields[step].annotation) or group
        return group

    def names_at(self, path: Path) -> list[str]:
        """The names a group may hold."""
        return list(self._group_at(path).model_fields)

    def _field_at(self, path: Path) -> FieldInfo:
        *group, name = [step for step in path if isinstance(step, str)]
        return self._group_at(tuple(group)).model_fields[name]

    def form(self, path: Path) -> str:
        """What to type for the term, or for an entry of the list, at a path: `price_per_share: 1.00`."""
        field = self._field_at(path)
        name = next(step for step in reversed(path) if isinstance(step, str))
        is_entry = isinstance(path[-1], int)
        if group := group_in(field.annotation):
            first, *others = [
                name for name, field in group.model_fields.items() if field.is_required()
            ] or group.model_fields
            dash = "- " if is_entry or is_list(field) else ""
            lead = f"`{dash}{line_of(first, group.model_fields[first])}`"
            rest = f", then {', '.join(f'`{other}`' for other in others)}" if others else ""
            return f"{lead}{rest}" if is_entry else f"`{name}:` and, indented below it, {lead}{rest}"
        if is_entry:
            return f"`- {example_of(field)[0]}`"
        return f"`{line_of(name, field)}`"


def _named(group: list[str | int]) -> str:
    """A group of terms in a sentence."""
    if not group:
        return "a term sheet"
    return (
        f"an entry of `{path_text(tuple(group[:-1]))}`"
        if isinstance(group[-1], int)
        else f"`{path_text(tuple(group))}`"
    )


def _where(group: list[str | int]) -> str:
    """Where a term of a group is typed."""
    if not group:
        return "at the left margin"
    return f"to this entry of `{group[-2]}`" if isinstance(group[-1], int) else f"below `{group[-1]}:`, indented,"


def did_you_mean(typed: str, names: list[str]) -> str:
    """The question whether a near name is meant, behind a semicolon; nothing where no name is near."""
    near = nearest(typed, names)
    return f"; did you mean `{near}`?" if near else ""


def nearest(typed: str, names: list[str]) -> str:
    """The name that was probably meant, or nothing."""
    # Imported here: most term sheets are right, and the import takes longer than loading one.
    from rapidfuzz import process

    near = process.extractOne(typed.lower(), names, score_cutoff=70)
    return near[0] if near else ""
