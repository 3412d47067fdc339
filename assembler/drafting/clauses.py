"""The words of each clause for one deal, with values as tokens that nothing can take for mark-up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from assembler.document.tree import Value
from assembler.drafting.notation import (
    LINE_CLOSES,
    VALUE_OPENS,
    clause_problem,
    with_line_numbers,
)
from assembler.drafting.rendering import Instructions, Renderer, lookups_of
from assembler.errors import InputError, Problem
from assembler.library import ClauseFile
from assembler.termsheet.deal import Deal
from assembler.termsheet.formats import NotStated, WrongFilter

_OURS = re.compile(f"[{VALUE_OPENS}-{LINE_CLOSES}]")


class RenderedClause(Struct, frozen=True):
    """The words of a clause with its values as tokens, and the values of the tokens."""

    text: str
    values: tuple[Value, ...]


Paths = tuple[tuple[str, ...], ...]


class ClauseRenderer:
    """Prints the clauses of one deal.

    `read` holds the compiled clause files of the form, from this deal or another.
    """

    def __init__(self, deal: Deal, read: dict[str, Instructions]) -> None:
        self.deal = deal
        stock = deal.values.get("stock")
        self.in_units = stock is not None and stock["unit"].text == "unit"
        self.seen: Mapping[str, Any] = {**deal.values, **deal.facts}
        self.read = read

    def render(self, clause: ClauseFile, scope: Mapping[str, Any]) -> RenderedClause:
        """Return the words of a clause, which may use the deal's values and those of `scope`.

        Raises InputError, with file and line, if the clause uses something unknown or prints a term that is not stated.
        """
        # Most clause files hold no tag and are printed as they stand, except in a deal over units.
        if not self.in_units and "{" not in clause.text and not _OURS.search(clause.text):
            return RenderedClause(with_line_numbers(clause.text), ())
        printing = Renderer(in_units=self.in_units)
        try:
            seen = {**self.seen, **scope} if scope else self.seen
            text = printing.instructions(self._instructions(clause), seen)
        except NotStated as error:
            raise InputError([self._not_stated(clause, str(error))]) from None
        except WrongFilter as error:
            raise InputError([clause_problem(clause, str(error), printing.line)]) from None
        return RenderedClause(text, tuple(printing.values))

    def paths(self, clause: ClauseFile) -> Paths:
        """Return the paths, to their second step, of all that decides about the words of a clause."""
        # What a filter looks at is no part of the clause file.
        return tuple({("stock",), *(names[:2] for names in lookups_of(self._instructions(clause)))})

    def found(self, paths: Paths) -> list[Any]:
        """Return the values, groups and facts at some paths."""
        return [_found(self.seen, path) for path in paths]

    def _not_stated(self, clause: ClauseFile, path: str) -> Problem:
        what = f"is not stated, but {clause.name} prints it"
        return Problem(
            "T204",
            what,
            f"State {path} in the term sheet. Write TBD if it is not agreed yet.",
            self.deal.location_of(path),
            path,
        )

    def _instructions(self, clause: ClauseFile) -> Instructions:
        """Return the compiled clause file. Raises InputError with everything in it that is not allowed."""
        if clause.name not in self.read:
            from assembler.drafting.clause_files import read

            self.read[clause.name] = read(clause, self.deal)
        return self.read[clause.name]


def _found(seen: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    found = seen.get(path[0])
    return found.get(path[1]) if len(path) > 1 and isinstance(found, dict) else found
