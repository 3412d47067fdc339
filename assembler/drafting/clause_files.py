"""Reading clause files: Jinja2's syntax, checked against an allow-list and compiled to instructions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from jinja2 import TemplateSyntaxError, nodes

from assembler.drafting import syntax
from assembler.drafting.notation import LINE_CLOSES, VALUE_OPENS, clause_problem, with_line_numbers
from assembler.drafting.rendering import Instructions
from assembler.drafting.syntax import SyntaxInspection
from assembler.errors import InputError, Problem
from assembler.library import ClauseFile
from assembler.termsheet.deal import Deal

_OURS = re.compile(f"[{VALUE_OPENS}-{LINE_CLOSES}]")


def read(clause: ClauseFile, deal: Deal) -> Instructions:
    """Return the compiled clause file. Raises InputError with everything in it that is not allowed."""
    try:
        tree = syntax.parse(with_line_numbers(clause.text))
    except TemplateSyntaxError as error:
        raise InputError([clause_problem(clause, error.message or "this is not valid Jinja2", error.lineno)]) from None
    if problems := list(_forbidden(clause, tree, deal)):
        raise InputError(problems)
    return syntax.instructions(tree)


def readable(clauses: Iterable[ClauseFile], deal: Deal) -> dict[str, Instructions]:
    """Return the compiled clause files by name, without the faulty ones."""
    compiled: dict[str, Instructions] = {}
    for clause in clauses:
        try:
            compiled[clause.name] = read(clause, deal)
        except InputError:
            continue  # reported when a deal needs the clause
    return compiled


def _forbidden(clause: ClauseFile, tree: nodes.Template, deal: Deal) -> Iterator[Problem]:
    """Yield a problem for everything in a clause file that is not allowed, in the order of the file."""
    if _OURS.search(clause.text):
        # Tokens of values are made of these characters.
        yield clause_problem(clause, "the words hold a private-use character (U+E000 to U+E003)", 0)
    yield from SyntaxInspection("a clause file", deal.facts, deal.shapes, partial(_clause_problem, clause)).node(
        tree, {}
    )


def _clause_problem(clause: ClauseFile, what: str, line: int, near: str, name: str) -> Problem:
    if not name:
        return clause_problem(clause, what, line)
    hint = f"Did you mean {near!r}?" if near else "templates/README.md lists what a clause may use."
    return clause_problem(clause, what, line, hint, name)
