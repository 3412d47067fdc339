"""The form of a term sheet: its fields by group, as the schema has them, with what the text states."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Any

from msgspec import Struct
from pydantic import BaseModel

from assembler.termsheet.fields import Field
from assembler.termsheet.schema import SHEETS, TermSheet, investors_sheet
from assembler.termsheet.source import SourceTree
from assembler.termsheet.spellings import folded
from assembler.termsheet.starter import in_order

_SHORT_FORMS = {"aba": "ABA", "sec": "SEC", "zip": "ZIP", "ira": "IRA", "rra": "RRA", "id": "ID", "co": "company"}
_COLUMNS = ("name", "amount", "shares", "warrants", "closing")


class Control(Struct, frozen=True):
    """A field of the form. `kind` is text, lines, words, choice or choices; `value` is what the text states."""

    path: str
    label: str
    help: str
    kind: str
    value: str | Sequence[str]
    hint: str
    choices: Sequence[tuple[str, str]]
    is_required: bool
    is_stated: bool


class Group(Struct, frozen=True):
    """A group of terms, or an entry of a list. `more` is the number of its terms that are not shown."""

    path: str
    label: str
    help: str
    is_required: bool
    is_stated: bool
    is_open: bool = False
    controls: Sequence[Control] = ()
    groups: Sequence[Group | Entries] = ()
    more: int = 0


_WHOLE = Group("", "", "", is_required=True, is_stated=True)


class Entries(Struct, frozen=True):
    """A list of groups. `columns` are the labels of a table of investors, whose cells are `rows`."""

    path: str
    label: str
    help: str
    is_required: bool
    entries: Sequence[Group]
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[Control]] = ()
    is_table: bool = False
    is_stated: bool = True


REST = "rest"


class Part(Struct, frozen=True):
    """A part of a form, which is made again only where its key differs: terms, one group, or what is not stated."""

    name: str
    key: Hashable
    make: Callable[[], Group]


def parts(tree: Mapping[str, SourceTree], opened: AbstractSet[str]) -> Iterator[Part]:
    """Yield the parts of the form of a term sheet. `opened` are the paths of the groups of which all terms are shown.

    The last one holds the groups that are not part of the deal.
    """
    sheet = sheet_of(tree)
    fields = _direct(sheet, "")
    shown = [field for field in fields if field.group and (field.required or _is_stated(field, tree))]
    rest = [field for field in fields if field.group and field not in shown]
    terms = [field for field in fields if not field.group]
    for name, some in (("terms", terms), *((field.name, [field]) for field in shown), (REST, rest)):
        stated = {field.name: tree[field.name] for field in some if field.name in tree}
        inner = frozenset(path for path in opened if re.split(r"[.[]", path)[0] in {field.name for field in some})
        key = (sheet, tuple(field.name for field in some), repr(stated), inner)
        yield Part(name, key, partial(_group, some, stated, inner, _WHOLE))


def _is_stated(field: Field, tree: Mapping[str, SourceTree]) -> bool:
    return bool(tree.get(field.name)) if field.is_list else field.name in tree


def sheet_of(tree: Mapping[str, SourceTree]) -> type[BaseModel]:
    """Return the schema of a term sheet by its form."""
    sheets: dict[str, type[BaseModel]] = {folded(name): sheet for name, sheet in SHEETS.items()}
    return sheets.get(folded(str(tree.get("form", ""))), TermSheet)


def field_at(tree: Mapping[str, SourceTree], steps: Sequence[str | int]) -> Field | None:
    """Return the field at a path of a term sheet, or None."""
    group: type[BaseModel] | None = sheet_of(tree)
    if steps[:1] == ["investors"] and isinstance(tree.get("investors"), dict):
        steps = [step for step in steps if step != "investors"]
        group = investors_sheet()
    field = None
    for step in steps:
        if isinstance(step, str):
            info = group.model_fields.get(step) if group else None
            field = Field(step, step, info) if info else None
            group = field.group if field else None
    return field


def every_term(tree: Mapping[str, SourceTree]) -> Iterator[tuple[str, str]]:
    """Yield the path and the full label of every term, those of entries of lists left out."""

    def within(fields: Sequence[Field], above: str) -> Iterator[tuple[str, str]]:
        for field in fields:
            label = f"{above}{label_of(field.name)}"
            yield field.path, label
            if field.group and not field.is_list:
                yield from within(_direct(field.group, f"{field.path}."), f"{label}: ")

    return within(_direct(sheet_of(tree), ""), "")


def label_of(name: str) -> str:
    """Return the name of a field in words: price_per_share is Price per share."""
    words = " ".join(_SHORT_FORMS.get(word, word) for word in name.split("_"))
    return words[:1].upper() + words[1:]


def _direct(group: type[BaseModel], above: str) -> list[Field]:
    fields = [Field(f"{above}{name}", name, info) for name, info in group.model_fields.items()]
    return fields if above else in_order(fields)


def _group(fields: Sequence[Field], tree: SourceTree, opened: AbstractSet[str], head: Group) -> Group:
    stated = tree if isinstance(tree, dict) else {}
    is_open = head.path in opened
    controls: list[Control] = []
    groups: list[Group | Entries] = []
    more = 0
    for field in fields:
        is_shown = field.required or field.name in stated or is_open or not head.path
        more += not is_shown
        if not is_shown:
            continue
        if field.group:
            groups.append(_inner(field, stated, opened))
        else:
            controls.append(_control(field, stated))
    return Group(head.path, head.label, head.help, head.is_required, head.is_stated, is_open, controls, groups, more)


def _inner(field: Field, stated: Mapping[str, SourceTree], opened: AbstractSet[str]) -> Group | Entries:
    """Return the group, or the list of groups, of a field."""
    group = field.group
    assert group  # noqa: S101  the caller asked
    value = stated.get(field.name)
    label, is_stated = label_of(field.name), field.name in stated
    if field.path == "investors" and isinstance(value, dict):
        head = Group(field.path, "Investors", "A sheet lists them.", field.required, is_stated)
        return _group(_direct(investors_sheet(), "investors."), value, opened, head)
    if field.is_list:
        return _entries(field, group, value if isinstance(value, list) else [], opened)
    head = Group(field.path, label, field.description, field.required, is_stated)
    if not is_stated and not field.required and field.path not in opened:
        return head
    return _group(_direct(group, f"{field.path}."), value, opened, head)


def _entries(field: Field, group: type[BaseModel], items: Sequence[SourceTree], opened: AbstractSet[str]) -> Entries:
    is_table = field.path == "investors"
    columns = _columns(items) if is_table else []
    entries, rows = [], []
    for index, item in enumerate(items):
        path = f"{field.path}[{index}]"
        inner = _direct(group, f"{path}.")
        head = Group(path, _name_of(item, index), "", is_required=True, is_stated=True)
        if is_table:
            by_name = {each.name: each for each in inner}
            stated = item if isinstance(item, dict) else {}
            rows.append([_control(by_name[name], stated) for name in columns])
            inner = [each for each in inner if each.name not in columns]
            head = head if path in opened else Group(path, head.label, "", is_required=True, is_stated=False)
        entries.append(_group(inner, item, opened, head) if head.is_stated else head)
    labels = [label_of(name) for name in columns]
    return Entries(
        field.path,
        label_of(field.name),
        field.description,
        field.required,
        entries,
        labels,
        rows,
        is_table,
        bool(items),
    )


def _columns(items: Sequence[SourceTree]) -> list[str]:
    """Return the fields that are columns of the table of investors: the name, and what any of them states."""
    stated = {name for item in items if isinstance(item, dict) for name in item}
    wanted = [name for name in _COLUMNS if name in stated or name in {"name", "amount"}]
    return [name for name in wanted if name != "amount" or not stated & {"shares"} or "amount" in stated]


def _name_of(item: SourceTree, index: int) -> str:
    """Return what tells an entry of a list from the others."""
    stated = item if isinstance(item, dict) else {}
    named = (stated.get(name) for name in ("name", "counterparty", "clause", "kind", "purpose"))
    return next((text for text in named if isinstance(text, str)), f"Entry {index + 1}")


def _control(field: Field, stated: Mapping[str, SourceTree]) -> Control:
    value: Any = stated.get(field.name)
    kind, choices = _kind(field)
    if kind == "choice" and isinstance(value, str):
        value, choices = _choice(value, choices)
    if kind in {"lines", "choices"}:
        value = [str(item or "") for item in value] if isinstance(value, list) else [value] if value else []
    elif isinstance(value, dict | list):
        kind, value = "elsewhere", ""
    return Control(
        field.path,
        label_of(field.name),
        field.description,
        kind,
        value or "",
        _hint(field),
        choices,
        field.required,
        field.name in stated,
    )


def _kind(field: Field) -> tuple[str, list[tuple[str, str]]]:
    """Return the kind of control for a field, with its choices as they are typed and as they are shown."""
    options = field.choices or (["true", "false"] if field.kind == "true or false" else [])
    choices = [(option, {"true": "yes", "false": "no"}.get(option, option.replace("_", " "))) for option in options]
    if choices:
        return ("choices" if field.is_list else "choice"), choices
    if field.is_list:
        return "lines", []
    return ("words" if field.kind == "words of a clause" else "text"), []


def _choice(value: str, choices: list[tuple[str, str]]) -> tuple[str, list[tuple[str, str]]]:
    """Return the choice that a text means. A text that means none is a choice besides."""
    meant = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
    options = {folded(option): option for option, _ in choices}
    typed = folded(value)
    known = options.get(typed) or (meant.get(typed) if "true" in options else None)
    return (known, choices) if known else (value, [*choices, (value, value)])


def _hint(field: Field) -> str:
    """Return what stands in an empty field: its default, or an example."""
    if field.default:
        return f"{field.default} if not stated"
    example = "; ".join(field.info.examples[0]) if field.is_list and field.info.examples else field.example
    return f"such as {example}" if example else ""
