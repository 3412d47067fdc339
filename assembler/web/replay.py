"""Carry a change that was made on an older text to the newest one, where another window left its place as it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from assembler.errors import InputError, Location, Problem
from assembler.termsheet.messages import path_text
from assembler.termsheet.source import SourceTree, TermPath, steps_of
from assembler.web.edits import MISSING, Tree, tree_of, value_at

_TEXT = "text"
_TYPED = "typed"
_ADDING = ("add", "state")
_AMONG_OTHERS = ("move", *_ADDING)
_AT_A_PATH = ("set", "remove", *_AMONG_OTHERS)
_NAMES = ("name", "closing", "counterparty", "clause", "kind", "purpose")
"""The fields that tell an entry of a list from the others."""


def on_newest(newest: str, change: Mapping[str, Any], file: str = "") -> Mapping[str, Any]:
    """Return a change as it is made on the newest text: a whole text, or a change that `edits` knows.

    `base` is the text that the change was made on, if that is not the newest. `take` says whose lines stay where both
    texts changed the same ones: "typed", or "newest". Raise InputError if the change does not fit.
    """
    base = change.get("base", newest)
    if base == newest:
        return change
    if _TEXT not in change:
        return _moved(base, newest, change, file)
    made = merged(base, change[_TEXT], newest, change.get("take", ""))
    if made is None:
        raise _conflict("the lines that were typed here", "")
    return {**change, _TEXT: made}


# Changes of terms


def _moved(base: str, newest: str, change: Mapping[str, Any], file: str) -> Mapping[str, Any]:
    """Return the change with the path that its term has in the newest text. Raise InputError if the term changed."""
    before, now = tree_of(base, file), tree_of(newest, file)
    kind = next((kind for kind in _AT_A_PATH if kind in change), "")
    path = steps_of(change[kind]) if kind else ("investors",)
    concerned = path[:-1] if kind in _AMONG_OTHERS else path
    found = _found(before, now, concerned)
    if found is None:
        raise _conflict(f"`{path_text(path)}`", path_text(path))
    moved = path_text((*found, *path[len(found) :]))
    value = value_at(now, found)
    is_same = value in (value_at(before, concerned), change.get("value", MISSING))
    if not (is_same or kind in _ADDING):
        raise _conflict(f"`{moved}`", moved)
    return {**change, kind: moved} if kind else change


def _found(before: Tree, now: Tree, path: TermPath) -> TermPath | None:
    """Return the path of a term in another text, or None if a group or entry above it is gone."""
    found: TermPath = ()
    for position, step in enumerate(path):
        same = _index(value_at(before, path[:position]), value_at(now, found), step) if isinstance(step, int) else step
        if same is None:
            return None
        found = (*found, same)
        is_above = position + 1 < len(path)
        if is_above and value_at(now, found) is MISSING and value_at(before, path[: position + 1]) is not MISSING:
            return None
    return found


def _index(before: SourceTree, now: SourceTree, index: int) -> int | None:
    """Return the index of an entry in another list: of an equal one, or else of the only one of its name."""
    if not (isinstance(before, list) and isinstance(now, list) and index < len(before)):
        return None
    entry = before[index]
    equal = [place for place, other in enumerate(now) if other == entry]
    if equal:
        return index if index in equal else equal[0]
    named = [place for place, other in enumerate(now) if _name(other) == _name(entry)]
    return named[0] if len(named) == 1 else None


def _name(entry: SourceTree) -> Sequence[SourceTree]:
    return [entry.get(name) for name in _NAMES] if isinstance(entry, dict) else [entry]


def _conflict(what: str, path: str) -> InputError:
    message = f"{what} changed in another window meanwhile"
    return InputError([Problem("G313", message, "Choose what stays.", Location(""), path)])


# Whole texts


class _Hunk(NamedTuple):
    """Lines of the base, from `start` to before `end`, and the lines that take their place."""

    start: int
    end: int
    lines: Sequence[str]


def merged(base: str, typed: str, newest: str, take: str = "") -> str | None:
    """Return the base with the changes of both texts, or None if both changed the same lines and none is to be taken."""
    lines = base.splitlines(keepends=True)
    pieces, position = list[str](), 0
    for start, end, sides in _regions(_hunks(lines, typed), _hunks(lines, newest)):
        both = [_with(lines, start, end, hunks) for hunks in sides]
        changed_by = [side for side, hunks in zip(both, sides, strict=True) if hunks]
        if len(changed_by) == 2 and both[0] != both[1]:
            if not take:
                return None
            changed_by = [both[take != _TYPED]]
        pieces += [*lines[position:start], *changed_by[0]]
        position = end
    return "".join([*pieces, *lines[position:]])


def _hunks(lines: Sequence[str], text: str) -> list[_Hunk]:
    other = text.splitlines(keepends=True)
    changes = SequenceMatcher(None, lines, other, autojunk=False).get_opcodes()
    return [_Hunk(start, end, other[first:last]) for tag, start, end, first, last in changes if tag != "equal"]


def _regions(
    ours: Sequence[_Hunk], theirs: Sequence[_Hunk]
) -> Iterator[tuple[int, int, tuple[list[_Hunk], list[_Hunk]]]]:
    """Yield the first line, the line behind the last, and the hunks of both sides of each region that changed."""
    sides: tuple[list[_Hunk], list[_Hunk]] = [], []
    start = end = -1
    last: _Hunk | None = None
    for hunk, side in sorted([*((hunk, 0) for hunk in ours), *((hunk, 1) for hunk in theirs)]):
        if last is not None and not _meets(last, hunk, end):
            yield start, end, sides
            sides, last = ([], []), None
        start, end = (hunk.start, hunk.end) if last is None else (start, max(end, hunk.end))
        last = hunk
        sides[side].append(hunk)
    if last is not None:
        yield start, end, sides


def _meets(last: _Hunk, hunk: _Hunk, end: int) -> bool:
    """Return True if a hunk changes lines of those before it. Lines that are put between two others touch both."""
    are_lines = all(each.end - each.start == len(each.lines) for each in (last, hunk))
    return hunk.start < end or (hunk.start == end and not are_lines)


def _with(lines: Sequence[str], start: int, end: int, hunks: Sequence[_Hunk]) -> Sequence[str]:
    """Return the lines of a region with the hunks of one side."""
    made, position = list[str](), start
    for hunk in hunks:
        made += [*lines[position : hunk.start], *hunk.lines]
        position = hunk.end
    return [*made, *lines[position:end]]
