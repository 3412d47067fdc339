"""The words of each clause for one deal, with values as tokens that nothing can take for mark-up."""

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
    """The words of a clause with its values as tokens, and the values of the tokens."""

    text: str
    values: tuple[Value, ...]


class Wordsmith:
    """Prints the clauses of one deal.

    `read` holds the compiled clause files of the form, from this deal or another.
    """

    def __init__(self, deal: Deal, read: dict[str, Instructions]) -> None:
        self.deal = deal
        self.seen: Mapping[str, Any] = {**deal.values, **deal.facts}
        self.read = read

    def word(self, clause: ClauseFile, scope: Mapping[str, Any]) -> Worded:
        """Return the words of a clause, which may use the deal's values and those of `scope`.

        Raises Refused, with file and line, if the clause uses something unknown or prints a term that is not stated.
        """
        # Most clause files hold no tag and are printed as they stand.
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
        what = f"is not stated, but {clause.name} prints it"
        return Finding(
            "T204",
            what,
            f"State {path} in the term sheet. Write TBD if it is not agreed yet.",
            self.deal.place_of(path),
            path,
        )

    def _instructions(self, clause: ClauseFile) -> Instructions:
        """Return the compiled clause file. Raises Refused with everything in it that is not allowed."""
        if clause.name not in self.read:
            from assembler.drafting.reading import read

            self.read[clause.name] = read(clause, self.deal)
        return self.read[clause.name]


@lru_cache(maxsize=1_000)  # words without values are the same in every warrant
def with_line_numbers(text: str) -> str:
    """Return the text with each line's number before it. A line that holds only tags leaves no line behind."""
    numbered: list[str] = []
    depth = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if _TAGS_ONLY.match(line) and not depth:
            # "-%}" strips white space behind the tag. That is the line's end only: the next line begins with a number.
            numbered.append(line.strip().removesuffix("%}") + "-%}\n")
            continue
        # Within a tag of several lines, a line number would become part of the tag.
        numbered.append(line + "\n" if depth else f"{LINE_OPENS}{number}{LINE_CLOSES}{line}\n")
        for tag in _OPEN_TAG.findall(line):
            depth += 1 if tag.startswith("{") else -1
    return "".join(numbered)


def finding(
    clause: ClauseFile,
    what: str,
    line: int,
    remedy: str = "templates/README.md lists what is allowed.",
    name: str = "{",
) -> Finding:
    """Return a finding about a clause file. Its column is that of `name` in the line, or of the first tag."""
    lines = clause.text.splitlines()
    column = lines[line - 1].find(name) + 1 if 0 < line <= len(lines) else 0
    return Finding("W201", what, remedy, Place(clause.name, line, column))
