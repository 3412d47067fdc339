"""What a shell promises: the text file beside the Word file, read line by line."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from msgspec import Struct

from assembler.document.marks import read_mark
from assembler.findings import Finding, Place, Refused

KINDS = {"anchor": 1, "section": 1, "tag": 1, "paragraph": 1, "character": 1, "table": 1, "list": 1, "level": 3}


class Promise(Struct, frozen=True):
    """One line of the file: its kind ("paragraph"), what it names ("AgreementText"), and where it stands."""

    kind: str
    names: tuple[str, ...]
    line: int


class Level(Struct, frozen=True):
    """A level of a list: its first number, the style of its numbered paragraphs and that of the text under them."""

    mark: str
    style: str
    text_style: str
    line: int


class ListPromise(Struct, frozen=True):
    """A list with its levels, from the outside in."""

    name: str
    levels: tuple[Level, ...]


class Promises(Struct, frozen=True):
    """All that a shell promises, as read from the file of this name."""

    file: str
    lines: tuple[Promise, ...]
    lists: tuple[ListPromise, ...]

    def of(self, kind: str) -> tuple[Promise, ...]:
        """The promises of one kind."""
        return tuple(promise for promise in self.lines if promise.kind == kind)

    def place(self, line: int = 0) -> Place:
        """A place in the file."""
        return Place(self.file, line)

    def list_named(self, name: str) -> ListPromise:
        """The list of that name; KeyError where there is none."""
        return {one.name: one for one in self.lists}[name]


def read(text: str, file: str, needed: Iterable[tuple[str, str]]) -> Promises:
    """The promises in a text, `needed` among them; Refused where a line says nothing or a needed one is missing."""
    lines = [(number, line.split("#")[0].split()) for number, line in enumerate(text.splitlines(), 1)]
    read_lines = tuple(Promise(words[0], tuple(words[1:]), number) for number, words in lines if words)
    findings = [_unreadable(promise, file) for promise in _stray_levels(read_lines)]
    findings += [_unreadable(promise, file) for promise in read_lines if not _is_readable(promise)]
    promised = {(promise.kind, promise.names[:1]) for promise in read_lines}
    findings += [_missing(kind, name, file) for kind, name in needed if (kind, (name,)) not in promised]
    lists = () if findings else _lists(read_lines)
    findings += [_empty(one, file) for one in lists if not one.levels]
    if findings:
        raise Refused(findings)
    return Promises(file, read_lines, lists)


def _stray_levels(lines: tuple[Promise, ...]) -> tuple[Promise, ...]:
    before_lists = itertools.takewhile(lambda promise: promise.kind != "list", lines)
    return tuple(promise for promise in before_lists if promise.kind == "level")


def _is_readable(promise: Promise) -> bool:
    if KINDS.get(promise.kind) != len(promise.names):
        return False
    return promise.kind != "level" or _is_mark(promise.names[0])


def _is_mark(text: str) -> bool:
    try:
        read_mark(text)
    except ValueError:
        return False
    return True


def _lists(lines: tuple[Promise, ...]) -> tuple[ListPromise, ...]:
    lists: list[tuple[str, list[Level]]] = []
    for promise in lines:
        if promise.kind == "list":
            lists.append((promise.names[0], []))
        elif promise.kind == "level":
            mark, style, text_style = promise.names
            lists[-1][1].append(Level(mark, style, text_style, promise.line))
    return tuple(ListPromise(name, tuple(levels)) for name, levels in lists)


def _unreadable(promise: Promise, file: str) -> Finding:
    said = " ".join((promise.kind, *promise.names))
    kinds = ", ".join(KINDS)
    return Finding(
        "S206",
        f"{said!r} is not a promise",
        f"begin with one of {kinds}, then the name; a level stands under its list: level (a) Clause ClauseText",
        Place(file, promise.line),
    )


def _missing(kind: str, name: str, file: str) -> Finding:
    return Finding(
        "S207",
        f"the shell does not promise {kind} {name}, without which no document can be written",
        f"add the line '{kind} {name}', and what it names to the shell",
        Place(file),
    )


def _empty(one: ListPromise, file: str) -> Finding:
    return Finding("S206", f"list {one.name} has no level", "put a level line under it", Place(file))
