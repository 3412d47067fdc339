"""The changes that the form makes to the text of a term sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assembler.errors import InputError, Location, Problem
from assembler.investors.pasting import with_investors
from assembler.termsheet import editing
from assembler.termsheet.fields import Field
from assembler.termsheet.reader import read
from assembler.termsheet.schema import shown_first
from assembler.termsheet.source import SourceTree, TermPath, steps_of
from assembler.web.form import field_at

Tree = dict[str, SourceTree]


def changed(text: str, change: Mapping[str, Any], file: str = "") -> str:
    """Return the text with a change. Raise `InputError` if it cannot be made.

    `file` is its name in messages. `{text: whole}` is another text. `{set: path, value}` states a term; a value of
    nothing takes it back. `{add: path}` adds an entry to a list, `{remove: path}` removes an entry or a group,
    `{move: path, to: index}` moves an entry, `{state: path}` states a group without terms, and `{paste: table}` takes
    the investors of a table.
    """
    if "text" in change:
        return str(change["text"])
    for name, make in _CHANGES.items():
        if name in change:
            return make(text, change, file)
    raise InputError([Problem("G305", f"unknown change {sorted(change)}", "Reload the page.", Location(""))])


def _set(text: str, change: Mapping[str, Any], file: str) -> str:
    path, value = steps_of(change["set"]), change.get("value")
    if value not in (None, "", []):
        return editing.set_term(text, path, value, file)
    tree = tree_of(text, file)
    field = field_at(tree, path)
    if field and field.required and value_at(tree, path) is not MISSING:
        text = editing.set_term(text, path, None, file)
        return _without_empty(text, tree_of(text, file), path, file)
    return _remove_from(text, tree, path, file)


def _without_empty(text: str, tree: Tree, path: TermPath, file: str) -> str:
    """Return the text without the optional group above a term, if none of its terms has a value."""
    for above in (path[:size] for size in range(1, len(path))):
        if _may_go(tree, above) and _is_empty(value_at(tree, above)):
            return _remove_from(text, tree, above, file)
    return text


def _is_empty(value: SourceTree) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return all(map(_is_empty, inner)) if inner else not value


def _remove(text: str, change: Mapping[str, Any], file: str) -> str:
    return _remove_from(text, tree_of(text, file), steps_of(change["remove"]), file)


def _remove_from(text: str, tree: Tree, path: TermPath, file: str) -> str:
    """Return the text without a term, and without the optional groups that it leaves empty."""
    if value_at(tree, path) is MISSING:
        return text
    while len(path) > 1 and len(value_at(tree, path[:-1])) == 1 and _may_go(tree, path[:-1]):
        path = path[:-1]
    return editing.delete_term(text, path, file)


def _may_go(tree: Tree, path: TermPath) -> bool:
    """Return True if a group or list is not required. An entry of a list stays."""
    field = field_at(tree, path)
    return isinstance(path[-1], str) and field is not None and not field.required


def _add(text: str, change: Mapping[str, Any], file: str) -> str:
    path, tree = steps_of(change["add"]), tree_of(text, file)
    field, entries = field_at(tree, path), value_at(tree, path)
    group = field.group if field else None
    if not group:
        return changed(text, {}, file)
    index = len(entries) if isinstance(entries, list) else 0
    names = shown_first(group) or [next(iter(group.model_fields))]
    value = {name: _beginning(Field(name, name, group.model_fields[name])) for name in names}
    if path == ("investors",):
        value |= {"amount": "TBD"}
    return editing.insert_entry(text, (*path, index), value, file)


def _beginning(field: Field) -> SourceTree:
    """Return what a field of a new entry holds."""
    if field.may_be_open:
        return ["TBD"] if field.is_list else "TBD"
    return None


def _move(text: str, change: Mapping[str, Any], file: str) -> str:
    return editing.move_entry(text, steps_of(change["move"]), int(change["to"]), file)


def _state(text: str, change: Mapping[str, Any], file: str) -> str:
    return editing.set_term(text, steps_of(change["state"]), {}, file)


def _paste(text: str, change: Mapping[str, Any], file: str) -> str:
    return with_investors(text, change["paste"], file)[0]


_CHANGES: Mapping[str, Callable[[str, Mapping[str, Any], str], str]] = {
    "set": _set,
    "add": _add,
    "remove": _remove,
    "move": _move,
    "state": _state,
    "paste": _paste,
}

MISSING: Any = object()
"""The value at a path that is not in a term sheet."""


def tree_of(text: str, file: str) -> Tree:
    """Return the terms of a text. Raise `InputError` if it is not right YAML."""
    return read(text.encode("utf-8", "surrogatepass"), file).tree


def value_at(tree: SourceTree, path: TermPath) -> Any:
    """Return the value at a path, or MISSING."""
    value: Any = tree
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return MISSING
    return value
