"""Prints a template: what clause files, ancillary forms and shells may do, as a handful of instructions.

`syntax.py` makes them of Jinja2's syntax. They are so few that no Python is ever made from a template, so there is
nothing to break out of; and they can be kept, so that a form is read once and not whenever it is drafted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from assembler.document.tree import Value
from assembler.drafting.notation import VALUE_CLOSES, VALUE_OPENS
from assembler.termsheet.wording import FILTERS, NotStated, Open, Printed, Term, Unstated, WrongFilter, print_plainly


class Words(Struct, frozen=True, tag=True):
    """Words of the template, as they stand."""

    text: str


class Asked(Struct, frozen=True, tag=True):
    """A value, a list or a fact, by its name and those under it, and the filters it goes through, the first one first.

    Standing among words, it is printed. `line` is that of the template.
    """

    names: tuple[str, ...]
    filters: tuple[str, ...] = ()
    line: int = 0


class Case(Struct, frozen=True):
    """What stands under a condition: one fact, or that it is none."""

    fact: Asked
    negated: bool
    body: tuple[Instruction, ...]


class Branches(Struct, frozen=True, tag=True):
    """The body of the first case whose condition holds, or else of `otherwise`."""

    cases: tuple[Case, ...]
    otherwise: tuple[Instruction, ...]


class Loop(Struct, frozen=True, tag=True):
    """A body for each item of a list; in it, the item goes by `name`."""

    name: str
    over: Asked
    body: tuple[Instruction, ...]


_PRINTED_PLAINLY = (Term, Open, Unstated)

Instruction = Words | Asked | Branches | Loop
Instructions = tuple[Instruction, ...]


class Printing:
    """Prints templates. Values are printed as tokens; `values` are what the tokens stand for, and `line` is that of the
    last expression.
    """

    def __init__(self) -> None:
        self.values: list[Value] = []
        self.line = 0

    def several(self, some: Iterable[Instruction], seen: Mapping[str, Any]) -> str:
        """The words of some instructions; `seen` are the values and facts that they see.

        Raises NotStated and WrongFilter.
        """
        return "".join([self.one(each, seen) for each in some])

    def one(self, instruction: Instruction, seen: Mapping[str, Any]) -> str:
        """The words of one instruction."""
        match instruction:
            case Words(text):
                return text
            case Asked():
                return self.expression(instruction, seen)
            case Branches():
                return self.several(_branch(instruction, seen), seen)
            case Loop():
                return self.loop(instruction, seen)

    def loop(self, loop: Loop, seen: Mapping[str, Any]) -> str:
        """The words of a loop: its body for each item."""
        some = self.items(loop, seen)
        last = len(some) - 1
        within = dict(seen)  # one for all of them: a list may have ten thousand
        printed: list[str] = []
        for at, one in enumerate(some):
            within[loop.name], within["loop"] = one, {"first": at == 0, "last": at == last}
            printed.append(self.several(loop.body, within))
        return "".join(printed)

    def items(self, loop: Loop, seen: Mapping[str, Any]) -> list[Any]:
        """What a loop goes through."""
        self.line = loop.over.line
        some = _answer(loop.over, seen)
        if isinstance(some, Unstated):
            raise NotStated(some.path)
        if not isinstance(some, list):
            raise WrongFilter("a loop goes through a list, and this is none")
        return some

    def expression(self, asked: Asked, seen: Mapping[str, Any]) -> str:
        """The token of a value that is printed."""
        self.line = asked.line
        given = _answer(asked, seen)
        if isinstance(given, _PRINTED_PLAINLY):
            given = print_plainly(given)
        if not isinstance(given, Printed):
            raise WrongFilter("a list or a group has no words to print")
        self.values.append(Value(given.text, given.path))
        return f"{VALUE_OPENS}{len(self.values) - 1}{VALUE_CLOSES}"


def asked_of(some: Iterable[Instruction], own: frozenset[str] = frozenset({"loop"})) -> Iterator[tuple[str, ...]]:
    """The names of all that instructions may ask of a deal, facts among them; `own` are names that loops give."""
    for one in some:
        match one:
            case Asked(names):
                yield from () if names[0] in own else (names,)
            case Branches(cases, otherwise):
                for case in cases:
                    yield from asked_of((case.fact, *case.body), own)
                yield from asked_of(otherwise, own)
            case Loop(name, over, body):
                yield from asked_of((over,), own)
                yield from asked_of(body, own | {name})


def looked_up(names: Sequence[str], seen: Mapping[str, Any]) -> Any:
    """What goes by these names, each under the one before."""
    found: Any = seen[names[0]]
    for name in names[1:]:
        found = _of(found, name)
    return found


def _branch(branches: Branches, seen: Mapping[str, Any]) -> Instructions:
    """What stands under the first condition that holds."""
    for case in branches.cases:
        if bool(_answer(case.fact, seen)) != case.negated:
            return case.body
    return branches.otherwise


def _answer(asked: Asked, seen: Mapping[str, Any]) -> Any:
    """What an expression stands for: a value, a list, or whether a fact is one."""
    answer = looked_up(asked.names, seen)
    for name in asked.filters:
        answer = FILTERS[name](answer)
    return answer


def _of(group: Any, name: str) -> Any:
    """A term of a group; of a group that is not stated, none of its terms is."""
    if isinstance(group, Unstated):
        return Unstated(f"{group.path}.{name}")
    if isinstance(group, list):
        raise WrongFilter(f"{name!r} is asked of a list: ask it of each one, in a loop")
    return group[name]
