"""Read what a shell promises: the text file beside its Word file, line by line."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from assembler.document.marks import read_mark
from assembler.errors import InputError, Location, Problem

# The kinds of promise, and how many names follow each.
KINDS = {"anchor": 1, "section": 1, "tag": 1, "paragraph": 1, "character": 1, "table": 1, "list": 1, "level": 3}


class ContractLine(Struct, frozen=True):
    """A line of the file: its kind ("paragraph"), the names ("AgreementText"), and its number."""

    kind: str
    names: tuple[str, ...]
    line: int

    def __str__(self) -> str:
        return " ".join((self.kind, *self.names))


class ContractLevel(Struct, frozen=True):
    """A level of a list: its first number, the style of numbered paragraphs and the style of text under them."""

    mark: str
    style: str
    text_style: str
    line: int


class ContractList(Struct, frozen=True):
    """A list with its levels, from the outside in."""

    name: str
    levels: tuple[ContractLevel, ...]


class TemplateContract(Struct, frozen=True):
    """Everything that a shell promises, and the name of the file that says so."""

    file: str
    lines: tuple[ContractLine, ...]
    lists: tuple[ContractList, ...]

    def of(self, kind: str) -> tuple[ContractLine, ...]:
        """Return the promises of a kind."""
        return tuple(promise for promise in self.lines if promise.kind == kind)

    def location(self, line: int = 0) -> Location:
        """Return a place in the file."""
        return Location(self.file, line)

    def list_named(self, name: str) -> ContractList:
        """Return the list of that name. Raises KeyError if it is not promised."""
        return {promised.name: promised for promised in self.lists}[name]


def read(text: str, file: str, needed: Iterable[tuple[str, str]]) -> TemplateContract:
    """Read the promises in a text. Raises InputError if a line cannot be read, or a needed promise is missing."""
    split = ((number, line.split("#")[0].split()) for number, line in enumerate(text.splitlines(), 1))
    lines = tuple(ContractLine(words[0], tuple(words[1:]), number) for number, words in split if words)
    promised = {(promise.kind, promise.names[:1]) for promise in lines}
    problems = [_unreadable(promise, file) for promise in lines if not _is_readable(promise, lines)]
    problems += [_missing(kind, name, file) for kind, name in needed if (kind, (name,)) not in promised]
    lists = () if problems else _lists(lines)
    for promised_list in lists:
        if not promised_list.levels:
            what = f"list {promised_list.name} has no level"
            problems.append(Problem("S206", what, "Put a level line under it.", Location(file)))
    if problems:
        raise InputError(problems)
    return TemplateContract(file, lines, lists)


def _is_readable(promise: ContractLine, lines: tuple[ContractLine, ...]) -> bool:
    if KINDS.get(promise.kind) != len(promise.names):
        return False
    return promise.kind != "level" or (_is_mark(promise.names[0]) and _has_list(promise, lines))


def _has_list(level: ContractLine, lines: tuple[ContractLine, ...]) -> bool:
    return any(promise.kind == "list" and promise.line < level.line for promise in lines)


def _is_mark(text: str) -> bool:
    try:
        read_mark(text)
    except ValueError:
        return False
    return True


def _lists(lines: tuple[ContractLine, ...]) -> tuple[ContractList, ...]:
    lists: list[tuple[str, list[ContractLevel]]] = []
    for promise in lines:
        if promise.kind == "list":
            lists.append((promise.names[0], []))
        elif promise.kind == "level":
            mark, style, text_style = promise.names
            lists[-1][1].append(ContractLevel(mark, style, text_style, promise.line))
    return tuple(ContractList(name, tuple(levels)) for name, levels in lists)


def _unreadable(promise: ContractLine, file: str) -> Problem:
    hint = f"Begin with one of {', '.join(KINDS)}, then the name. A level stands under its list: level (a) Clause ClauseText"
    return Problem("S206", f"{str(promise)!r} is not a promise", hint, Location(file, promise.line))


def _missing(kind: str, name: str, file: str) -> Problem:
    what = f"the shell does not promise {kind} {name}, and every document needs it"
    return Problem("S207", what, f"Add the line '{kind} {name}', and what it names to the shell.", Location(file))
