"""Translate pydantic's errors: what was expected, what was found, and what to type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from assembler.termsheet.fields import as_value, example_of, group_in, is_list, line_of, may_be_open
from assembler.termsheet.scalars import found
from assembler.termsheet.schema.base import shown_first
from assembler.termsheet.source import TermPath
from assembler.termsheet.yaml_text import quoted

Detail = Mapping[str, Any]


class Complaint(Struct, frozen=True):
    """A problem of a term: its code, message and hint.

    `write` replaces the value, or the name if `of_name`. It is empty if the user has to decide.
    """

    code: str
    what: str
    hint: str
    write: str = ""
    of_name: bool = False


def path_text(path: TermPath) -> str:
    """Return the path as messages write it: `investors[3].amount`, entries counted from 0."""
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return steps.removeprefix(".")


class MessageWriter:
    """The writer of messages about terms, by the schema of one kind of term sheet."""

    def __init__(self, sheet: type[BaseModel]) -> None:
        self.sheet = sheet

    def complaint(self, detail: Detail) -> Complaint:
        """Return the complaint for one of pydantic's errors."""
        translate = {
            "extra_forbidden": self._unknown,
            "missing": self._missing,
            "model_type": self._not_a_group,
            "tuple_type": self._not_a_list,
            "literal_error": self._not_permitted,
            "too_short": self._too_few,
            "too_long": self._too_many,
        }
        return translate.get(detail["type"], self._as_raised)(detail)

    def _as_raised(self, detail: Detail) -> Complaint:
        """Return the complaint that a scalar type has written, or else pydantic's message."""
        # Errors of our scalar types carry their words. An error of pydantic itself has only its own.
        context = detail.get("ctx", {})
        hint = context.get("hint") or f"Write {self.form(detail['loc'])}."
        code, what = (detail["type"] if "what" in context else "T103"), context.get("what", detail["msg"])
        return Complaint(code, what, hint, context.get("write", ""))

    def _unknown(self, detail: Detail) -> Complaint:
        *group, name = detail["loc"]
        names = self.names_at(tuple(group))
        near = nearest(name, names)
        what = f"{_named(group)} has no field `{name}`" + (f". Did you mean `{near}`?" if near else "")
        hint = f"Write `{near}`. The fields are: {', '.join(names)}." if near else f"Write one of: {', '.join(names)}."
        return Complaint("T101", what, hint, certain(name, names), of_name=True)

    def _missing(self, detail: Detail) -> Complaint:
        *group, name = detail["loc"]
        what = f"`{name}` is missing: {self._field_at(detail['loc']).description}"
        is_group = group_in(self._field_at(detail["loc"]).annotation)
        where = f"{_where(group).removesuffix(',')}:" if is_group else f"{_where(group)} a line such as"
        hint = f"Add {where} {self.form(detail['loc'])}{self._or_open(detail['loc'])}."
        return Complaint("T102", what, hint)

    def empty(self, path: TermPath) -> Complaint:
        """Return the complaint about a term without a value."""
        is_needed = isinstance(path[-1], str) and self._field_at(path).is_required()
        otherwise = self._or_open(path) if is_needed else "; or delete the line"
        return Complaint("T108", "the value is empty", f"Write it as in {self.form(path)}{otherwise}.")

    def _or_open(self, path: TermPath) -> str:
        """Return how to leave a term TBD, or an empty text if it cannot be TBD."""
        field = self._field_at(path)
        return f"; or `{path[-1]}: TBD`, if it is not agreed yet" if may_be_open(field) else ""

    def _not_a_group(self, detail: Detail) -> Complaint:
        what = f"expected names and values, found {found(detail['input'])}"
        return Complaint("T103", what, f"Write {self.form(detail['loc'])}.")

    def _not_a_list(self, detail: Detail) -> Complaint:
        path, typed = detail["loc"], detail["input"]
        what, hint, write = f"expected a list, found {found(typed)}", f"Write {self.form(path)}.", ""
        # "Acme, Inc.; Beta, LLC" and a pasted bullet list are frequent ways to write a list.
        if path == ("investors",) and isinstance(typed, str) and typed.lower().endswith((".xlsx", ".csv")):
            write = f"{{from: {as_value(typed)}}}"
            hint = f"Write `investors: {write}`, where that is the file that lists them."
        elif isinstance(typed, str) and typed.strip() and not group_in(self._field_at(path).annotation):
            text = _LIST_MARK.sub("", typed.strip(), count=1) if _LIST_MARK.match(typed.strip()) else typed.strip()
            address = _ADDRESS.fullmatch(text) if path[-1] == "address_lines" else None
            parts = address.groups() if address else re.split("[;\n]", text) if "," not in text else text.split(",", 1)
            entries = [part.strip() for part in parts]
            shown = f"[{', '.join(quoted(entry) for entry in entries if entry)}]"
            write = shown if address or (text == typed.strip() and len(entries) == 1) else ""
            hint = f"Write `{path[-1]}: {shown}`{'' if write else ', an entry for each line'}."
        return Complaint("T103", what, hint, write)

    def _not_permitted(self, detail: Detail) -> Complaint:
        values = re.findall("'([^']*)'", detail["ctx"]["expected"])
        typed = detail["input"]
        near, write = (nearest(typed, values), certain(typed, values)) if isinstance(typed, str) else ("", "")
        meant = f". Did you mean `{near}`?" if near else ""
        what = f"{found(typed)} is not a permitted value{meant}"
        return Complaint("T107", what, f"Write one of: {', '.join(values)}.", write)

    def _too_few(self, detail: Detail) -> Complaint:
        return Complaint("T109", "the list is empty; expected one entry or more", f"Write {self.form(detail['loc'])}.")

    def _too_many(self, detail: Detail) -> Complaint:
        what = f"the list has more than {detail['ctx']['max_length']:,} entries, which is the limit"
        return Complaint("T109", what, "Split the deal into two term sheets.")

    def _group_at(self, path: TermPath) -> type[BaseModel]:
        """Return the group of terms at a path."""
        group: type[BaseModel] = self.sheet
        for step in path:
            if isinstance(step, str):
                group = group_in(group.model_fields[step].annotation) or group
        return group

    def names_at(self, path: TermPath) -> list[str]:
        """Return the names of the fields of a group."""
        return list(self._group_at(path).model_fields)

    def _field_at(self, path: TermPath) -> FieldInfo:
        *group, name = [step for step in path if isinstance(step, str)]
        return self._group_at(tuple(group)).model_fields[name]

    def expected(self, path: TermPath) -> tuple[str, str]:
        """Return the description of the field at a path, and an example."""
        field = self._field_at(path)
        return field.description or "", (field.examples or [""])[0]

    def form(self, path: TermPath) -> str:
        """Return the line to type for the field or the entry at a path: `price_per_share: 1.00`."""
        field = self._field_at(path)
        name = next(step for step in reversed(path) if isinstance(step, str))
        is_entry = isinstance(path[-1], int)
        if group := group_in(field.annotation):
            first, *right = shown_first(group) or group.model_fields
            dash = "- " if is_entry or is_list(field) else ""
            lead = f"`{dash}{line_of(first, group.model_fields[first])}`"
            rest = f", then {', '.join(f'`{other}`' for other in right)}" if right else ""
            return f"{lead}{rest}" if is_entry else f"`{name}:` and, indented below it, {lead}{rest}"
        if is_entry:
            return f"`- {example_of(field)[0]}`"
        return f"`{line_of(name, field)}`"


def _named(group: list[str | int]) -> str:
    """Return a group of terms in a sentence."""
    if not group:
        return "a term sheet"
    return (
        f"an entry of `{path_text(tuple(group[:-1]))}`"
        if isinstance(group[-1], int)
        else f"`{path_text(tuple(group))}`"
    )


def _where(group: list[str | int]) -> str:
    """Return the words for the place where a field of a group is typed."""
    if not group:
        return "at the left margin"
    return f"to this entry of `{group[-2]}`" if isinstance(group[-1], int) else f"below `{group[-1]}:`, indented,"


# In per cent of equal letters. A name at 80 differs by a letter or two, as slips of the keyboard do.
_NEAR, _A_SLIP = 70, 80
# Street, then city, state and ZIP code.
_ADDRESS = re.compile(r"([^;\n]+), ([^,;\n]+, [A-Z][A-Za-z. ]+ [0-9]{5}(?:-[0-9]{4})?)")
_LIST_MARK = re.compile(r"[-\u2010-\u2015\u2022\u2212\u00b7*]\s*")


def nearest(typed: str, names: list[str]) -> str:
    """Return the name that was probably meant, or an empty text."""
    # Imported here: most term sheets are right, and the import takes longer than loading one.
    from rapidfuzz import process

    near = process.extractOne(typed.lower(), names, score_cutoff=_NEAR)
    return near[0] if near else ""


def certain(typed: str, names: list[str]) -> str:
    """Return the only name that differs by a slip of the keyboard, or an empty text."""
    from rapidfuzz import fuzz, process

    near = process.extract(typed.lower(), names, scorer=fuzz.ratio, score_cutoff=_A_SLIP, limit=2)
    return near[0][0] if len(near) == 1 and near[0][0] == nearest(typed, names) else ""
