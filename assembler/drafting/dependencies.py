"""The facts and terms that a clause file asks of a deal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from jinja2 import nodes
from msgspec import Struct

from assembler.drafting import syntax
from assembler.library import ClauseFile
from assembler.termsheet.formats import OF_STOCK
from assembler.termsheet.investor_words import TERMS_OF_SIGNERS
from assembler.termsheet.issuer_words import ISSUER_TERMS
from assembler.termsheet.stock_words import STOCK_TERMS

# The term behind words and facts that follow from it.
_CHOSEN_BY = {**STOCK_TERMS, **ISSUER_TERMS, **TERMS_OF_SIGNERS}

# The lists that clauses are repeated for, by the name that a clause gives the item.
_REPEATED = {"signatory": "investors[]"}


class Dependencies(Struct, frozen=True):
    """The facts by name and the terms by path, each once, in order. `[]` stands for any entry of a list."""

    facts: tuple[str, ...]
    terms: tuple[str, ...]


@cache
def dependencies_of(clause: ClauseFile) -> Dependencies:
    """Return all facts and terms in the clause, including those in branches that a deal does not reach.

    Words that a term chooses count as that term.

    Raises jinja2.TemplateSyntaxError if the file cannot be read.
    """
    asked = list(_lookups(syntax.parse(clause.text), _REPEATED))
    facts = dict.fromkeys(name for kind, name in asked if kind == "fact")
    # An entry printed as it is counts as its list: "address_lines[]" is "address_lines".
    printed = (name.removesuffix("[]") for kind, name in asked if kind == "term")
    terms = dict.fromkeys(_CHOSEN_BY.get(name, name) for name in printed)
    return Dependencies(tuple(facts), tuple(terms))


def _lookups(node: nodes.Node, lists: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if isinstance(node, nodes.If):
        yield "fact", _path(node.test.node if isinstance(node.test, nodes.Not) else node.test, lists)
        for part in (*node.body, *node.elif_, *node.else_):
            yield from _lookups(part, lists)
    elif isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
        inside = {**lists, node.target.name: f"{_path(node.iter, lists)}[]"}
        for part in node.body:
            yield from _lookups(part, inside)
    elif isinstance(node, nodes.Name | nodes.Getattr):
        yield "term", _path(node, lists)
    elif isinstance(node, nodes.Filter) and node.name in OF_STOCK:
        yield "term", "stock.shares"
        yield from _lookups(node.node, lists) if node.node else ()
    else:
        for part in node.iter_child_nodes():
            yield from _lookups(part, lists)


def _path(node: nodes.Node, lists: Mapping[str, str]) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node, lists)}.{node.attr}"
    return lists.get(node.name, node.name) if isinstance(node, nodes.Name) else ""
