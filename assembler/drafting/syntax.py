"""The part of Jinja2's syntax that clause files, ancillary forms and style templates may use.

An allow-list of syntax is checked first. The rest is compiled to the instructions of `printing.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from jinja2 import Environment, nodes

from assembler.drafting.rendering import Branches, Case, Instruction, Instructions, LiteralText, Lookup, Loop
from assembler.errors import Problem
from assembler.termsheet.formats import A_FACT, FILTERS, OF_STOCK

_MAY_STAND = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Filter, nodes.If, nodes.Not, nodes.For)  # fmt: skip
_LOOP_FACTS = ("first", "last")
_SYNTAX = Environment(autoescape=False)  # noqa: S701  only parses, never prints

# The words of a template that a deal over units says otherwise. Not within a label: @def_shares.
_SHARE = re.compile(r"(?<![@~\w])(?:[Ss]hares?|SHARES?)\b")

# Makes a problem from the problem, its line, the most similar known name (or ""), and the word to point at (or "").
Blame = Callable[[str, int, str, str], Problem]


def parse(text: str) -> nodes.Template:
    """Return the syntax tree of a template. Raises jinja2.TemplateSyntaxError."""
    return _SYNTAX.parse(text)


class SyntaxInspection:
    """Checks the syntax of one template and reports everything that is not allowed.

    Conditions may ask `facts` and values are looked up in `shapes`. `kind` names the template in messages ("a clause
    file"). `blame` makes a problem from the problem, its line, the name probably meant and the word it is about.
    """

    def __init__(self, kind: str, facts: Mapping[str, bool], shapes: Mapping[str, Any], blame: Blame) -> None:
        self.kind = kind
        self.facts = facts
        self.known = shapes
        self.blame = blame

    def node(self, node: nodes.Node, shapes: Mapping[str, Any]) -> Iterator[Problem]:
        """Yield the problems about a node and its children. `shapes` holds the loop variables in scope and their
        fields.
        """
        if not isinstance(node, _MAY_STAND):
            yield self.problem(f"{type(node).__name__.lower()} is not allowed in {self.kind}", node)
        elif isinstance(node, nodes.If):
            yield from self.condition(node.test, shapes)
            yield from self.several((*node.body, *node.elif_, *node.else_), shapes)
        elif isinstance(node, nodes.For):
            yield from self.loop(node, shapes)
        elif isinstance(node, nodes.Name | nodes.Getattr):
            yield from self.path(node, shapes)
        elif isinstance(node, nodes.Filter):
            yield from self.filter(node, shapes)
        else:
            yield from self.several(node.iter_child_nodes(), shapes)

    def several(self, siblings: Any, shapes: Mapping[str, Any]) -> Iterator[Problem]:
        """Yield the problems about each of the nodes."""
        for node in siblings:
            yield from self.node(node, shapes)

    def condition(self, test: nodes.Node, shapes: Mapping[str, Any]) -> Iterator[Problem]:
        """Check that a condition asks one bare fact: of the deal, of a group, of a loop item, or of the loop itself."""
        asked = test.node if isinstance(test, nodes.Not) else test
        if isinstance(asked, nodes.Name) and asked.name in self.facts:
            return
        if isinstance(asked, nodes.Getattr):
            of_loop = isinstance(asked.node, nodes.Name) and asked.node.name == "loop"
            if (of_loop and shapes and asked.attr in _LOOP_FACTS) or self.shape(asked, shapes) == A_FACT:
                return
        if isinstance(asked, nodes.Name):
            yield self.unknown(asked.name, sorted(self.facts), "a fact", asked)
        else:
            yield self.problem("a condition must be the name of one fact", test)

    def loop(self, node: nodes.For, shapes: Mapping[str, Any]) -> Iterator[Problem]:
        """Check that a loop gives one name to each item of a list and does nothing else."""
        if not isinstance(node.target, nodes.Name) or node.test or node.recursive or node.else_:
            yield self.problem("a loop must be written `for NAME in LIST`", node)
            return
        yield from self.node(node.iter, shapes)
        yield from self.several(node.body, {**shapes, node.target.name: self.shape(node.iter, shapes) or {}})

    def filter(self, node: nodes.Filter, shapes: Mapping[str, Any]) -> Iterator[Problem]:
        """Check that a filter is one of `FILTERS` and takes only its value."""
        known = {*FILTERS, *OF_STOCK}
        if node.name not in known or node.args or node.kwargs:
            yield self.unknown(node.name, sorted(known), "a filter", node)
        if node.node is not None:
            yield from self.node(node.node, shapes)

    def path(self, node: nodes.Node, shapes: Mapping[str, Any]) -> Iterator[Problem]:
        """Check that a value is one that a term sheet can have, stated in this deal or not."""
        names = _names(node)
        if self.shape(node, shapes) == A_FACT or (len(names) == 1 and names[0] in self.facts):
            yield self.problem(f"{'.'.join(names)!r} is a fact and cannot be printed", node)
        elif self.shape(node, shapes) is None:
            yield self.blame(
                f"{'.'.join(names)!r} is not a value of the term sheet",
                node.lineno,
                self.nearest(names, shapes),
                ".".join(names),
            )

    def nearest(self, names: tuple[str, ...], shapes: Mapping[str, Any]) -> str:
        """Return the name most similar to the first unknown name of a path, or "" if none is similar."""
        known: Any = {**self.known, **shapes}
        for name in names:
            if not isinstance(known, Mapping):
                return ""
            if name not in known:
                return _near(name, known)
            known = known[name]
        return ""

    def shape(self, node: nodes.Node, shapes: Mapping[str, Any]) -> Any:
        """Return the fields of a value, or None if there is no such value."""
        shape: Any = {**self.known, **shapes}
        for name in _names(node):
            shape = shape.get(name) if isinstance(shape, Mapping) else None
        return shape

    def unknown(self, name: str, known: list[str], kind: str, node: nodes.Node) -> Problem:
        """Return the problem for an unknown name, with the most similar known one."""
        return self.blame(f"{name!r} is not {kind}", node.lineno, _near(name, known), name)

    def problem(self, what: str, node: nodes.Node) -> Problem:
        """Return a problem about a node."""
        return self.blame(what, node.lineno, "", "")


def instructions(tree: nodes.Template) -> Instructions:
    """Return the compiled template. Raises TypeError if it holds syntax outside the allow-list."""
    return _instruction_list(tree.body)


def _instruction_list(siblings: Iterable[nodes.Node]) -> Instructions:
    return tuple(instruction for node in siblings for instruction in _instructions(node))


def _instructions(node: nodes.Node) -> Iterator[Instruction]:
    match node:
        case nodes.TemplateData():
            in_units = _SHARE.sub(_unit, node.data)
            yield LiteralText(node.data, "" if in_units == node.data else in_units)
        case nodes.Output():
            yield from _instruction_list(node.nodes)
        case nodes.If():
            yield Branches(tuple(map(_case, (node, *node.elif_))), _instruction_list(node.else_))
        case nodes.For():
            over = _lookup(node.iter, node.lineno)
            yield Loop(node.target.name, over, _instruction_list(node.body))  # type: ignore[attr-defined]  # a name: the inspection checked it
        case _:
            yield _lookup(node, node.lineno)


def _unit(share: re.Match[str]) -> str:
    word = share[0]
    unit = "UNIT" if word.isupper() else "Unit" if word[0] == "S" else "unit"
    return unit + word[len("share") :]


def _case(node: nodes.If) -> Case:
    negated = isinstance(node.test, nodes.Not)
    asked = node.test.node if isinstance(node.test, nodes.Not) else node.test
    return Case(_lookup(asked, asked.lineno), negated, _instruction_list(node.body))


def _lookup(node: nodes.Node, line: int) -> Lookup:
    filters: list[str] = []
    while isinstance(node, nodes.Filter) and node.node is not None:
        # Jinja2 nests `value | first | last` from the outside: the last filter is the outer node.
        filters.insert(0, node.name)
        node = node.node
    if not isinstance(node, nodes.Name | nodes.Getattr):
        raise TypeError(node)
    return Lookup(_names(node), tuple(filters), line)


def _near(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, sorted(known), 1)), "")


def _names(node: nodes.Node) -> tuple[str, ...]:
    if isinstance(node, nodes.Getattr):
        return (*_names(node.node), node.attr)
    return (node.name,) if isinstance(node, nodes.Name) else ("",)
