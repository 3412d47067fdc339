"""The words of each clause for one deal: Jinja2's syntax, read by Jinja2, with values that nothing can take for mark-up.

| code | what is wrong | what to do |
|---|---|---|
| T204 | a term that a clause prints and the deal does not state | state the term; or choose an option that does without the clause |
| W201 | something in a clause file that may not stand there | write values, filters, bare facts and simple loops only: templates/README.md |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from msgspec import Struct

from assembler.document.tree import Value
from assembler.drafting import syntax
from assembler.drafting.notation import LINE_CLOSES, LINE_OPENS, VALUE_OPENS
from assembler.drafting.syntax import Inspection, Printing
from assembler.findings import Finding, Place, Refused
from assembler.library import ClauseFile
from assembler.termsheet.deal import Deal
from assembler.termsheet.wording import NotStated, WrongFilter

_TAGS_ONLY = re.compile(r"^\s*(?:\{%[^%]*%\}\s*)+$")
_OURS = re.compile(f"[{VALUE_OPENS}-{LINE_CLOSES}]")
_OPEN_TAG = re.compile(r"\{[{%]|[%}]\}")


Syntax = dict[str, nodes.Template]


class Worded(Struct, frozen=True):
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
        printing = Printing()
        try:
            text = printing.several(self._syntax(clause).body, {**self._seen, **scope})
        except NotStated as error:
            raise Refused([self._not_stated(clause, str(error))]) from None
        except WrongFilter as error:
            raise Refused([_finding(clause, str(error), printing.line)]) from None
        return Worded(text, tuple(printing.values))

    def _not_stated(self, clause: ClauseFile, path: str) -> Finding:
        what = f"is not stated, and the clause in {clause.name} prints it"
        return Finding(
            "T204",
            what,
            f"State {path} in the term sheet; TBD, where it is not agreed yet.",
            self._deal.place_of(path),
            path,
        )

    def _syntax(self, clause: ClauseFile) -> nodes.Template:
        """The syntax of a clause file, read once; Refused with everything in it that may not stand there."""
        if clause.name not in self._read:
            try:
                tree = syntax.parse(_with_line_numbers(clause.text))
            except TemplateSyntaxError as error:
                raise Refused([_finding(clause, error.message or "this is no Jinja2", error.lineno)]) from None
            if findings := list(_forbidden(clause, tree, self._deal)):
                raise Refused(findings)
            self._read[clause.name] = tree
        return self._read[clause.name]


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
    yield from Inspection("a clause file", deal.facts, deal.shapes, partial(_blamed, clause)).node(tree, {})


def _blamed(clause: ClauseFile, what: str, line: int, near: str, name: str) -> Finding:
    if not name:
        return _finding(clause, what, line)
    remedy = f"Did you mean {near!r}?" if near else "See templates/README.md for what a clause may ask."
    return _finding(clause, what, line, remedy, name)


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
