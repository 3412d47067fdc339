"""Printing templates: clause files, ancillary forms and style templates run as four kinds of instruction.

`syntax.py` compiles Jinja2's syntax to them. No Python is generated from a template, so a template cannot run code.
Compiled instructions are cached, so a form is parsed once and not for every draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from assembler.document.tree import Value
from assembler.drafting.notation import VALUE_CLOSES, VALUE_OPENS
from assembler.termsheet.formats import (
    FILTERS,
    OF_STOCK,
    NotStated,
    Open,
    PrintedText,
    Term,
    Unstated,
    Words,
    WrongFilter,
    print_plainly,
)


class LiteralText(Struct, frozen=True, tag=True):
    """Words of the template, printed unchanged.

    `in_units` are the words for a deal over units, empty if they are the same.
    """

    text: str
    in_units: str = ""


class Lookup(Struct, frozen=True, tag=True):
    """A value, a list or a fact, named by its path, with the filters applied to it in order.

    Among words, it is printed. `line` is its line in the template.
    """

    names: tuple[str, ...]
    filters: tuple[str, ...] = ()
    line: int = 0


class Case(Struct, frozen=True):
    """The body under a condition: one fact, or its negation."""

    fact: Lookup
    negated: bool
    body: tuple[Instruction, ...]


class Branches(Struct, frozen=True, tag=True):
    """The body of the first case whose condition holds, or else `otherwise`."""

    cases: tuple[Case, ...]
    otherwise: tuple[Instruction, ...]


class Loop(Struct, frozen=True, tag=True):
    """A body for each item of a list. In the body, the item is called `name`."""

    name: str
    over: Lookup
    body: tuple[Instruction, ...]


_PRINTED_PLAINLY = (Term, Open, Unstated)

Instruction = LiteralText | Lookup | Branches | Loop
Instructions = tuple[Instruction, ...]


class Renderer:
    """Prints templates with values as tokens.

    `in_units` is true for a deal over units. `values` holds the values of the tokens. `line` is the line of the last
    expression, for error messages.
    """

    def __init__(self, *, in_units: bool = False) -> None:
        self.in_units = in_units
        self.values: list[Value] = []
        self.line = 0

    def instructions(self, instructions: Iterable[Instruction], seen: Mapping[str, Any]) -> str:
        """Return the words of the instructions. `seen` holds the values and facts that they may use.

        Raises NotStated or WrongFilter.
        """
        return "".join([self.instruction(each, seen) for each in instructions])

    def instruction(self, instruction: Instruction, seen: Mapping[str, Any]) -> str:
        """Return the words of one instruction."""
        match instruction:
            case LiteralText(text, in_units):
                return in_units if in_units and self.in_units else text
            case Lookup():
                return self.expression(instruction, seen)
            case Branches():
                return self.instructions(_branch(instruction, seen), seen)
            case Loop():
                return self.loop(instruction, seen)

    def loop(self, loop: Loop, seen: Mapping[str, Any]) -> str:
        """Return the words of a loop: its body for each item."""
        items = self.items(loop, seen)
        last = len(items) - 1
        scope = dict(seen)  # copied once, not per item: a list may have ten thousand items
        printed: list[str] = []
        for index, item in enumerate(items):
            scope[loop.name], scope["loop"] = item, {"first": index == 0, "last": index == last}
            printed.append(self.turn(loop, scope))
        return "".join(printed)

    def turn(self, loop: Loop, seen: Mapping[str, Any]) -> str:
        """Return the words of one turn of a loop."""
        return self.instructions(loop.body, seen)

    def items(self, loop: Loop, seen: Mapping[str, Any]) -> list[Any]:
        """Return the items of the list that a loop goes through."""
        self.line = loop.over.line
        items = _answer(loop.over, seen)
        if isinstance(items, Unstated):
            raise NotStated(items.path)
        if not isinstance(items, list):
            raise WrongFilter("a loop needs a list, and this value is not a list")
        return items

    def expression(self, asked: Lookup, seen: Mapping[str, Any]) -> str:
        """Return the token of a printed value, or the words that a term chooses."""
        self.line = asked.line
        value = _answer(asked, seen)
        if isinstance(value, Words):
            return value.text
        if isinstance(value, _PRINTED_PLAINLY):
            value = print_plainly(value)
        if not isinstance(value, PrintedText):
            raise WrongFilter("a list or a group cannot be printed; print one of its fields")
        self.values.append(Value(value.text, value.path))
        return f"{VALUE_OPENS}{len(self.values) - 1}{VALUE_CLOSES}"


def lookups_of(
    instructions: Iterable[Instruction], loop_names: frozenset[str] = frozenset({"loop"})
) -> Iterator[tuple[str, ...]]:
    """Yield the path of every value and fact that the instructions may use. `own` holds names that loops give."""
    for instruction in instructions:
        match instruction:
            case Lookup(names):
                yield from () if names[0] in loop_names else (names,)
            case Branches(cases, otherwise):
                for case in cases:
                    yield from lookups_of((case.fact, *case.body), loop_names)
                yield from lookups_of(otherwise, loop_names)
            case Loop(name, over, body):
                yield from lookups_of((over,), loop_names)
                yield from lookups_of(body, loop_names | {name})


def look_up(names: Sequence[str], seen: Mapping[str, Any]) -> Any:
    """Return the value at a path of names."""
    value: Any = seen[names[0]]
    for name in names[1:]:
        value = _member_of(value, name)
    return value


def _branch(branches: Branches, seen: Mapping[str, Any]) -> Instructions:
    """Return the body of the first condition that holds."""
    for case in branches.cases:
        # A fact of a group that the deal does not state does not hold.
        if (_answer(case.fact, seen) is True) != case.negated:
            return case.body
    return branches.otherwise


def _answer(asked: Lookup, seen: Mapping[str, Any]) -> Any:
    """Return the value of an expression: a value, a list, or a fact as a boolean."""
    answer = look_up(asked.names, seen)
    for name in asked.filters:
        answer = OF_STOCK[name](answer, seen["stock"]) if name in OF_STOCK else FILTERS[name](answer)
    return answer


def _member_of(group: Any, name: str) -> Any:
    """Return a term of a group. If the group is not stated, its terms are not stated either."""
    if isinstance(group, Unstated):
        return Unstated(f"{group.path}.{name}")
    if isinstance(group, list):
        raise WrongFilter(f"a list has no field {name!r}; use a loop over its items")
    return group[name]
