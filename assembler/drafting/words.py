"""The words of each clause for one deal, with values that nothing can take for mark-up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from assembler.document.tree import Value
from assembler.drafting.notation import LINE_CLOSES, LINE_OPENS, VALUE_OPENS
from assembler.drafting.printing import Instructions, Printing
from assembler.findings import Finding, Place, Refused
from assembler.library import ClauseFile
from assembler.termsheet.deal import Deal
from assembler.termsheet.wording import NotStated, WrongFilter

_TAGS_ONLY = re.compile(r"^\s*(?:\{%[^%]*%\}\s*)+$")
_OURS = re.compile(f"[{VALUE_OPENS}-{LINE_CLOSES}]")
_OPEN_TAG = re.compile(r"\{[{%]|[%}]\}")


class Worded(Struct, frozen=True):
    """The words of a clause with its values as tokens, and what the tokens stand for."""

    text: str
    values: tuple[Value, ...]


class Wordsmith:
    """Words the clauses of one deal.

    `read` holds what the clause files do that were read and checked before, for this deal or another of the form.
    """

    def __init__(self, deal: Deal, read: dict[str, Instructions]) -> None:
        self.deal = deal
        self.seen: Mapping[str, Any] = {**deal.values, **deal.facts}
        self.read = read

    def word(self, clause: ClauseFile, scope: Mapping[str, Any]) -> Worded:
        """The words of a clause, which sees the deal and `scope`.

        Refused, with the file and the line, where the clause asks or prints what there is not.
        """
        if "{" not in clause.text and not _OURS.search(clause.text):
            return Worded(with_line_numbers(clause.text), ())
        printing = Printing()
        try:
            seen = {**self.seen, **scope} if scope else self.seen
            text = printing.several(self._instructions(clause), seen)
        except NotStated as error:
            raise Refused([self._not_stated(clause, str(error))]) from None
        except WrongFilter as error:
            raise Refused([finding(clause, str(error), printing.line)]) from None
        return Worded(text, tuple(printing.values))

    def _not_stated(self, clause: ClauseFile, path: str) -> Finding:
        what = f"is not stated, and the clause in {clause.name} prints it"
        return Finding(
            "T204",
            what,
            f"State {path} in the term sheet; TBD, where it is not agreed yet.",
            self.deal.place_of(path),
            path,
        )

    def _instructions(self, clause: ClauseFile) -> Instructions:
        """What a clause file does, read once; Refused with everything in it that may not stand there."""
        if clause.name not in self.read:
            from assembler.drafting.reading import read

            self.read[clause.name] = read(clause, self.deal)
        return self.read[clause.name]


@lru_cache(maxsize=1_000)  # words without values are the same in every warrant
def with_line_numbers(text: str) -> str:
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


def finding(
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
