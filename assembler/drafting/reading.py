"""Reads clause files: Jinja2's syntax, behind an allow-list, made into the few instructions that are printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from jinja2 import TemplateSyntaxError, nodes

from assembler.drafting import syntax
from assembler.drafting.notation import LINE_CLOSES, VALUE_OPENS
from assembler.drafting.printing import Instructions
from assembler.drafting.syntax import Inspection
from assembler.drafting.words import finding, with_line_numbers
from assembler.findings import Finding, Refused
from assembler.library import ClauseFile
from assembler.termsheet.deal import Deal

_OURS = re.compile(f"[{VALUE_OPENS}-{LINE_CLOSES}]")


def read(clause: ClauseFile, deal: Deal) -> Instructions:
    """What the clause file does; Refused with everything in it that may not stand there, as this deal sees it."""
    try:
        tree = syntax.parse(with_line_numbers(clause.text))
    except TemplateSyntaxError as error:
        raise Refused([finding(clause, error.message or "this is no Jinja2", error.lineno)]) from None
    if findings := list(_forbidden(clause, tree, deal)):
        raise Refused(findings)
    return syntax.instructions(tree)


def readable(clauses: Iterable[ClauseFile], deal: Deal) -> dict[str, Instructions]:
    """What those clause files do, by name, in which nothing is wrong."""
    found: dict[str, Instructions] = {}
    for clause in clauses:
        try:
            found[clause.name] = read(clause, deal)
        except Refused:
            continue  # it is said when a deal comes to that clause
    return found


def _forbidden(clause: ClauseFile, tree: nodes.Template, deal: Deal) -> Iterator[Finding]:
    """Everything in a clause file that may not stand there, in the order of the file."""
    if _OURS.search(clause.text):
        yield finding(clause, "a character of the private use area stands in the words", 0)
    yield from Inspection("a clause file", deal.facts, deal.shapes, partial(_blamed, clause)).node(tree, {})


def _blamed(clause: ClauseFile, what: str, line: int, near: str, name: str) -> Finding:
    if not name:
        return finding(clause, what, line)
    remedy = f"Did you mean {near!r}?" if near else "See templates/README.md for what a clause may ask."
    return finding(clause, what, line, remedy, name)
