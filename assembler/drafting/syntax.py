"""What a template may hold, and what it prints: the part of Jinja2's syntax that clause files and ancillary forms share.

An allow-list of syntax is checked before anything is printed. What is left is so little that it is printed from the
syntax tree itself: no Python is ever made from a template, so there is nothing to break out of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from jinja2 import Environment, nodes

from assembler.document.tree import Value
from assembler.drafting.notation import VALUE_CLOSES, VALUE_OPENS
from assembler.findings import Finding
from assembler.termsheet.values import A_FACT
from assembler.termsheet.wording import FILTERS, NotStated, Open, Printed, Term, Unstated, WrongFilter, print_plainly

_MAY_STAND = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Filter, nodes.If, nodes.Not, nodes.For)  # fmt: skip
_LOOP_FACTS = ("first", "last")
_SYNTAX = Environment(autoescape=False)  # noqa: S701  it reads the syntax and never prints

# Makes a finding of what is wrong, the line, the name that is meant to be nearest, and the word the line is searched for.
Blame = Callable[[str, int, str, str], Finding]


def parse(text: str) -> nodes.Template:
    """The syntax of a template. Raises jinja2.TemplateSyntaxError where it has none."""
    return _SYNTAX.parse(text)


class Inspection:
    """Looks through the syntax of one template: everything in it that may not stand there is a finding.

    `facts` may be asked, `shapes` be printed; `kind` is what the template is called, and `blame` makes the finding of
    what is wrong, the line, the name that was probably meant (or nothing) and the word it stands at (or nothing).
    """

    def __init__(self, kind: str, facts: Mapping[str, bool], shapes: Mapping[str, Any], blame: Blame) -> None:
        self.kind = kind
        self.facts = facts
        self.known = shapes
        self.blame = blame

    def node(self, node: nodes.Node, shapes: Mapping[str, Any]) -> Iterator[Finding]:
        """What is wrong with a node and under it; `shapes` are the loop variables in sight and what they hold."""
        if not isinstance(node, _MAY_STAND):
            yield self.finding(f"{type(node).__name__.lower()} may not stand in {self.kind}", node)
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

    def several(self, some: Any, shapes: Mapping[str, Any]) -> Iterator[Finding]:
        """What is wrong with any of some nodes."""
        for node in some:
            yield from self.node(node, shapes)

    def condition(self, test: nodes.Node, shapes: Mapping[str, Any]) -> Iterator[Finding]:
        """A condition asks one bare fact: of the deal, of what a loop goes through, or of the loop itself."""
        asked = test.node if isinstance(test, nodes.Not) else test
        if isinstance(asked, nodes.Name) and asked.name in self.facts:
            return
        if isinstance(asked, nodes.Getattr) and isinstance(asked.node, nodes.Name):
            if shapes and asked.node.name == "loop" and asked.attr in _LOOP_FACTS:
                return
            if self.shape(asked, shapes) == A_FACT:
                return
        if isinstance(asked, nodes.Name):
            yield self.unknown(asked.name, sorted(self.facts), "a fact", asked)
        else:
            yield self.finding("a condition must ask one fact by its name", test)

    def loop(self, node: nodes.For, shapes: Mapping[str, Any]) -> Iterator[Finding]:
        """A loop gives one name to each item of a list, and does nothing else."""
        if not isinstance(node.target, nodes.Name) or node.test or node.recursive or node.else_:
            yield self.finding("a loop must read `for one in list`", node)
            return
        yield from self.node(node.iter, shapes)
        yield from self.several(node.body, {**shapes, node.target.name: self.shape(node.iter, shapes) or {}})

    def filter(self, node: nodes.Filter, shapes: Mapping[str, Any]) -> Iterator[Finding]:
        """A filter is one of ours, and takes nothing but its value."""
        if node.name not in FILTERS or node.args or node.kwargs:
            yield self.unknown(node.name, sorted(FILTERS), "a filter", node)
        if node.node is not None:
            yield from self.node(node.node, shapes)

    def path(self, node: nodes.Node, shapes: Mapping[str, Any]) -> Iterator[Finding]:
        """A value must be one that the term sheet can have, whether this deal has it or not."""
        names = _names(node)
        if self.shape(node, shapes) == A_FACT or (len(names) == 1 and names[0] in self.facts):
            yield self.finding(f"{'.'.join(names)!r} is a fact, and has no words to print", node)
        elif self.shape(node, shapes) is None:
            yield self.blame(
                f"{'.'.join(names)!r} is not a value of the term sheet",
                node.lineno,
                self.nearest(names, shapes),
                ".".join(names),
            )

    def nearest(self, names: tuple[str, ...], shapes: Mapping[str, Any]) -> str:
        """What was probably meant by the first name of a path that there is not; empty where nothing is near."""
        known: Any = {**self.known, **shapes}
        for name in names:
            if not isinstance(known, Mapping):
                return ""
            if name not in known:
                return _near(name, known)
            known = known[name]
        return ""

    def shape(self, node: nodes.Node, shapes: Mapping[str, Any]) -> Any:
        """What can be asked of a value; None where there is no such value."""
        shape: Any = {**self.known, **shapes}
        for name in _names(node):
            shape = shape.get(name) if isinstance(shape, Mapping) else None
        return shape

    def unknown(self, name: str, known: list[str], kind: str, node: nodes.Node) -> Finding:
        """A name that means nothing, with the nearest one that does."""
        return self.blame(f"{name!r} is not {kind}", node.lineno, _near(name, known), name)

    def finding(self, what: str, node: nodes.Node) -> Finding:
        """What is wrong with a node."""
        return self.blame(what, node.lineno, "", "")


class Printing:
    """Prints a template from its syntax, which holds nothing but what the allow-list lets through.

    Values are printed as tokens; `values` are what the tokens stand for, and `line` is that of the last expression.
    """

    def __init__(self) -> None:
        self.values: list[Value] = []
        self.line = 0

    def several(self, some: Iterable[nodes.Node], seen: Mapping[str, Any]) -> str:
        """The words of some nodes; `seen` are the values and facts that they see.

        Raises NotStated and WrongFilter.
        """
        return "".join(self.node(node, seen) for node in some)

    def node(self, node: nodes.Node, seen: Mapping[str, Any]) -> str:
        """The words of one node."""
        match node:
            case nodes.TemplateData():
                return node.data
            case nodes.Output():
                return self.several(node.nodes, seen)
            case nodes.If():
                return self.several(_branch(node, seen), seen)
            case nodes.For():
                return self.loop(node, seen)
            case _:
                return self.expression(node, seen)

    def loop(self, node: nodes.For, seen: Mapping[str, Any]) -> str:
        """The words of a loop: its body for each item."""
        some = self.items(node, seen)
        last = len(some) - 1
        return "".join(
            self.several(node.body, {**seen, node.target.name: one, "loop": {"first": at == 0, "last": at == last}})  # type: ignore[attr-defined]  # a name, as the inspection saw to
            for at, one in enumerate(some)
        )

    def items(self, node: nodes.For, seen: Mapping[str, Any]) -> list[Any]:
        """What a loop goes through."""
        self.line = node.lineno
        some = _asked(node.iter, seen)
        if isinstance(some, Unstated):
            raise NotStated(some.path)
        if not isinstance(some, list):
            raise WrongFilter("a loop goes through a list, and this is none")
        return some

    def expression(self, node: nodes.Node, seen: Mapping[str, Any]) -> str:
        """The token of a value that is printed."""
        self.line = node.lineno
        given = _asked(node, seen)
        if isinstance(given, Term | Open | Unstated):
            given = print_plainly(given)
        if not isinstance(given, Printed):
            raise WrongFilter("a list or a group has no words to print")
        self.values.append(Value(given.text, given.path))
        return f"{VALUE_OPENS}{len(self.values) - 1}{VALUE_CLOSES}"


def _near(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, sorted(known), 1)), "")


def _branch(node: nodes.If, seen: Mapping[str, Any]) -> list[nodes.Node]:
    """What stands under the first condition that holds."""
    for case in (node, *node.elif_):
        if _asked(case.test, seen):
            return case.body
    return node.else_


def _asked(node: nodes.Node, seen: Mapping[str, Any]) -> Any:
    """What an expression stands for: a value, a list, or the answer to a condition."""
    match node:
        case nodes.Name():
            return seen[node.name]
        case nodes.Not():
            return not _asked(node.node, seen)
        case nodes.Filter():
            return FILTERS[node.name](_asked(node.node, seen))  # type: ignore[arg-type]  # a filter has a value
        case nodes.Getattr():
            return _of(_asked(node.node, seen), node.attr)
        case _:
            raise TypeError(node)


def _of(group: Any, name: str) -> Any:
    """A term of a group; of a group that is not stated, none of its terms is."""
    if isinstance(group, Unstated):
        return Unstated(f"{group.path}.{name}")
    if isinstance(group, list):
        raise WrongFilter(f"{name!r} is asked of a list: ask it of each one, in a loop")
    return group[name]


def _names(node: nodes.Node) -> tuple[str, ...]:
    if isinstance(node, nodes.Getattr):
        return (*_names(node.node), node.attr)
    return (node.name,) if isinstance(node, nodes.Name) else ("",)
