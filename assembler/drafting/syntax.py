"""What a template may hold: the part of Jinja2's syntax that clause files, ancillary forms and shells share.

An allow-list of syntax is checked first; what is left is made into the instructions of `printing.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from jinja2 import Environment, nodes

from assembler.drafting.printing import Asked, Branches, Case, Instruction, Instructions, Loop, Words
from assembler.findings import Finding
from assembler.termsheet.values import A_FACT
from assembler.termsheet.wording import FILTERS

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


def instructions(tree: nodes.Template) -> Instructions:
    """What a template does. TypeError where it holds what the allow-list does not let through."""
    return _several(tree.body)


def _several(some: Iterable[nodes.Node]) -> Instructions:
    return tuple(one for node in some for one in _instructions(node))


def _instructions(node: nodes.Node) -> Iterator[Instruction]:
    match node:
        case nodes.TemplateData():
            yield Words(node.data)
        case nodes.Output():
            yield from _several(node.nodes)
        case nodes.If():
            yield Branches(tuple(_case(one) for one in (node, *node.elif_)), _several(node.else_))
        case nodes.For():
            over = _asked(node.iter, node.lineno)
            yield Loop(node.target.name, over, _several(node.body))  # type: ignore[attr-defined]  # a name, as the inspection saw to
        case _:
            yield _asked(node, node.lineno)


def _case(node: nodes.If) -> Case:
    negated = isinstance(node.test, nodes.Not)
    asked = node.test.node if isinstance(node.test, nodes.Not) else node.test
    return Case(_asked(asked, asked.lineno), negated, _several(node.body))


def _asked(node: nodes.Node, line: int) -> Asked:
    filters: list[str] = []
    while isinstance(node, nodes.Filter) and node.node is not None:
        filters.insert(0, node.name)
        node = node.node
    if not isinstance(node, nodes.Name | nodes.Getattr):
        raise TypeError(node)
    return Asked(_names(node), tuple(filters), line)


def _near(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, sorted(known), 1)), "")


def _names(node: nodes.Node) -> tuple[str, ...]:
    if isinstance(node, nodes.Getattr):
        return (*_names(node.node), node.attr)
    return (node.name,) if isinstance(node, nodes.Name) else ("",)
