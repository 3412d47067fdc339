"""Numbers of clauses, computed from their order and kept in a table beside the tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from assembler.document.marks import read_mark
from assembler.document.tree import Clause, Document, State


class Number(Struct, frozen=True):
    """The number of one clause: `own` as printed at its head ("(k)"), `full` as other clauses cite it ("3(k)").

    `ordinal` counts from 1 among siblings of the same counter. `parent` is the full number of the clause above, or
    empty.
    """

    own: str
    full: str
    ordinal: int
    parent: str = ""

    @property
    def short(self) -> str:
        """Return the last part of the full number with its parentheses: "(c)" of "5(c)"."""
        return self.full.removeprefix(self.parent)


Numbers = Mapping[str, Number]


def number(document: Document) -> Numbers:
    """Return the number of every numbered clause, by label.

    An omitted clause has no number and takes none. A reserved clause keeps its own.
    """
    numbers: dict[str, Number] = {}
    _number_siblings(document.clauses, "", numbers)
    return numbers


def _number_siblings(clauses: tuple[Clause, ...], parent: str, numbers: dict[str, Number]) -> None:
    counted: Counter[tuple[str, str]] = Counter()
    for clause in clauses:
        if clause.state is State.OMITTED:
            continue  # it takes no number, so the clauses behind it move up
        # A clause without a mark passes its parent's number on: its children hang under that.
        full = parent
        if clause.mark:
            counter = read_mark(clause.mark).counter
            counted[counter] += 1
            numbers[clause.label] = _number(clause, counted[counter], parent)
            full = numbers[clause.label].full
        _number_siblings(clause.children, full, numbers)


def _number(clause: Clause, ordinal: int, parent: str) -> Number:
    mark = read_mark(clause.mark)
    text = clause.number_as or (parent if mark.is_composed else "") + mark.printed(ordinal)
    # A typed number has its own parentheses. A citation puts in its own: "3" and "a." give "3(a)".
    bare = clause.number_as.strip("(). ") or mark.bare(ordinal)
    if mark.is_composed:
        return Number(text, text, ordinal, parent)
    return Number(text, f"{parent}({bare})" if parent else bare, ordinal, parent)
