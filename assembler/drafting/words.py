"""The words of each clause for one deal: Jinja2's syntax, read by Jinja2, with values that nothing can take for mark-up.

A clause file may print values, ask facts and go through lists, and nothing else: what it may hold is an allow-list of
syntax, checked before anything is printed. What is left is so little that it is printed from the syntax tree itself:
no Python is ever made from a template, so there is nothing to break out of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

from assembler.document.tree import Value
from assembler.drafting.notation import LINE_CLOSES, LINE_OPENS, VALUE_CLOSES, VALUE_OPENS
from assembler.findings import Finding, Place, Refused
from assembler.library import ClauseFile
from assembler.termsheet.deal import Deal
from assembler.termsheet.values import A_FACT
from assembler.termsheet.wording import FILTERS, NotStated, Open, Printed, Term, Unstated, WrongFilter, print_plainly

_MAY_STAND = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Filter, nodes.If, nodes.Not, nodes.For)  # fmt: skip
_LOOP_FACTS = ("first", "last")
_TAGS_ONLY = re.compile(r"^\s*(?:\{%[^%]*%\}\s*)+$")
_OURS = re.compile(f"[{VALUE_OPENS}-{LINE_CLOSES}]")
_OPEN_TAG = re.compile(r"\{[{%]|[%}]\}")
_SYNTAX = Environment(autoescape=False)  # noqa: S701  it reads the syntax and never prints


Syntax = dict[str, nodes.Template]


@dataclass(frozen=True, slots=True)
class Worded:
    """The words of a clause with its values as tokens, and what the tokens stand for."""

    text: str
    values: tuple[Value, ...]


class Wordsmith:
    """Words the clauses of one deal.

    `read` holds the syntax of the clause files that were read and checked before, for this deal or another of the form.
    """

    def __init__(self, deal: Deal, read: Syntax) -> None:
        self._deal = deal
        self._seen: Mapping[str, Any] = {**deal.values, **deal.facts}
        self._read = read

    def word(self, clause: ClauseFile, scope: Mapping[str, Any]) -> Worded:
        """The words of a clause, which sees the deal and `scope`.

        Refused, with the file and the line, where the clause asks or prints what there is not.
        """
        if "{" not in clause.text and not _OURS.search(clause.text):
            return Worded(_with_line_numbers(clause.text), ())
        printing = _Printing()
        try:
            text = printing.several(self._syntax(clause).body, {**self._seen, **scope})
        except NotStated as error:
            raise Refused([self._not_stated(clause, str(error))]) from None
        except WrongFilter as error:
            raise Refused([_finding(clause, str(error), printing.line)]) from None
        return Worded(text, tuple(printing.values))

    def _not_stated(self, clause: ClauseFile, path: str) -> Finding:
        what = f"is not stated, and the clause in {clause.name} prints it"
        return Finding("T204", what, f"State {path} in the term sheet.", self._deal.place_of(path), path)

    def _syntax(self, clause: ClauseFile) -> nodes.Template:
        """The syntax of a clause file, read once; Refused with everything in it that may not stand there."""
        if clause.name not in self._read:
            try:
                tree = _SYNTAX.parse(_with_line_numbers(clause.text))
            except TemplateSyntaxError as error:
                raise Refused([_finding(clause, error.message or "this is no Jinja2", error.lineno)]) from None
            if findings := list(_forbidden(clause, tree, self._deal)):
                raise Refused(findings)
            self._read[clause.name] = tree
        return self._read[clause.name]


class _Printing:
    """Prints a clause from its syntax, which holds nothing but what the allow-list lets through."""

    def __init__(self) -> None:
        self.values: list[Value] = []
        self.line = 0

    def several(self, some: Iterable[nodes.Node], seen: Mapping[str, Any]) -> str:
        return "".join(self.node(node, seen) for node in some)

    def node(self, node: nodes.Node, seen: Mapping[str, Any]) -> str:
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
                self.line = node.lineno
                return self.token(_asked(node, seen))

    def loop(self, node: nodes.For, seen: Mapping[str, Any]) -> str:
        some = _asked(node.iter, seen)
        last = len(some) - 1
        return "".join(
            self.several(node.body, {**seen, node.target.name: one, "loop": {"first": at == 0, "last": at == last}})  # type: ignore[attr-defined]  # a name, as the inspection saw to
            for at, one in enumerate(some)
        )

    def token(self, given: Any) -> str:
        if isinstance(given, Term | Open | Unstated):
            given = print_plainly(given)
        if not isinstance(given, Printed):
            raise WrongFilter("a list or a group has no words to print")
        self.values.append(Value(given.text, given.path))
        return f"{VALUE_OPENS}{len(self.values) - 1}{VALUE_CLOSES}"


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
            group = _asked(node.node, seen)
            return Unstated(f"{group.path}.{node.attr}") if isinstance(group, Unstated) else group[node.attr]
        case _:
            raise TypeError(node)


def _with_line_numbers(text: str) -> str:
    """The text with each line's number before it; a line of tags alone leaves no line behind."""
    numbered: list[str] = []
    depth = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if _TAGS_ONLY.match(line) and not depth:
            # "-%}" takes the line's end away and nothing else: the next line begins with its number.
            numbered.append(line.strip().removesuffix("%}") + "-%}\n")
            continue
        numbered.append(line + "\n" if depth else f"{LINE_OPENS}{number}{LINE_CLOSES}{line}\n")
        for tag in _OPEN_TAG.findall(line):
            depth += 1 if tag.startswith("{") else -1
    return "".join(numbered)


def _forbidden(clause: ClauseFile, tree: nodes.Template, deal: Deal) -> Iterator[Finding]:
    """Everything in a clause file that may not stand there, in the order of the file."""
    if _OURS.search(clause.text):
        yield _finding(clause, "a character of the private use area stands in the words", 0)
    yield from _Inspection(clause, deal).node(tree, {})


class _Inspection:
    """Looks through the syntax of one clause file."""

    def __init__(self, clause: ClauseFile, deal: Deal) -> None:
        self.clause = clause
        self.facts = deal.facts
        self.known = deal.shapes

    def node(self, node: nodes.Node, shapes: Mapping[str, Any]) -> Iterator[Finding]:
        """What is wrong with a node and under it; `shapes` are the loop variables in sight and what they hold."""
        if not isinstance(node, _MAY_STAND):
            yield self.finding(f"{type(node).__name__.lower()} may not stand in a clause file", node)
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
        for node in some:
            yield from self.node(node, shapes)

    def condition(self, test: nodes.Node, shapes: Mapping[str, Any]) -> Iterator[Finding]:
        """A condition asks one bare fact: of the deal, of what a loop goes through, or of the loop itself."""
        asked = test.node if isinstance(test, nodes.Not) else test
        if isinstance(asked, nodes.Name) and asked.name in self.facts:
            return
        if isinstance(asked, nodes.Getattr) and isinstance(asked.node, nodes.Name):
            if asked.node.name == "loop" and asked.attr in _LOOP_FACTS:
                return
            if self.shape(asked, shapes) == A_FACT:
                return
        if isinstance(asked, nodes.Name):
            yield self.unknown(asked.name, sorted(self.facts), "a fact", asked)
        else:
            yield self.finding("a condition must ask one fact by its name", test)

    def loop(self, node: nodes.For, shapes: Mapping[str, Any]) -> Iterator[Finding]:
        if not isinstance(node.target, nodes.Name) or node.test or node.recursive or node.else_:
            yield self.finding("a loop must read `for one in list`", node)
            return
        yield from self.node(node.iter, shapes)
        yield from self.several(node.body, {**shapes, node.target.name: self.shape(node.iter, shapes) or {}})

    def filter(self, node: nodes.Filter, shapes: Mapping[str, Any]) -> Iterator[Finding]:
        if node.name not in FILTERS or node.args or node.kwargs:
            yield self.unknown(node.name, sorted(FILTERS), "a filter", node)
        if node.node is not None:
            yield from self.node(node.node, shapes)

    def path(self, node: nodes.Node, shapes: Mapping[str, Any]) -> Iterator[Finding]:
        """A value must be one that the term sheet can have, whether this deal has it or not."""
        names = _names(node)
        if self.shape(node, shapes) == A_FACT:
            yield self.finding(f"{'.'.join(names)!r} is a fact, and has no words to print", node)
        elif self.shape(node, shapes) is None:
            known = self.shape(node.node, shapes) if isinstance(node, nodes.Getattr) else {**self.known, **shapes}
            yield self.unknown(".".join(names), sorted(known or ()), "a value of the term sheet", node)

    def shape(self, node: nodes.Node, shapes: Mapping[str, Any]) -> Any:
        """What can be asked of a value; None where there is no such value."""
        shape: Any = {**self.known, **shapes}
        for name in _names(node):
            shape = shape.get(name) if isinstance(shape, Mapping) else None
        return shape

    def unknown(self, name: str, known: list[str], kind: str, node: nodes.Node) -> Finding:
        from difflib import get_close_matches

        near = get_close_matches(name.rpartition(".")[2], known, 1)
        remedy = f"Did you mean {near[0]!r}?" if near else "See templates/README.md for what a clause may ask."
        return _finding(self.clause, f"{name!r} is not {kind}", node.lineno, remedy, name)

    def finding(self, what: str, node: nodes.Node) -> Finding:
        return _finding(self.clause, what, node.lineno)


def _names(node: nodes.Node) -> tuple[str, ...]:
    if isinstance(node, nodes.Getattr):
        return (*_names(node.node), node.attr)
    return (node.name,) if isinstance(node, nodes.Name) else ("",)


def _finding(
    clause: ClauseFile,
    what: str,
    line: int,
    remedy: str = "See templates/README.md for what may stand.",
    name: str = "{",
) -> Finding:
    """A finding about a clause file; its column is that of `name` in the line, or of the first tag."""
    lines = clause.text.splitlines()
    column = lines[line - 1].find(name) + 1 if 0 < line <= len(lines) else 0
    return Finding("W201", what, remedy, Place(clause.name, line, column))
