"""Numbers: computed from the order of the clauses, and kept in a table beside the tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from assembler.document.marks import read_mark
from assembler.document.tree import Clause, Document, State


class Number(Struct, frozen=True):
    """The number of one clause: `own` as it is printed at its head ("(k)"), `full` as it is referred to ("3(k)").

    `ordinal` counts from 1 among the siblings of its kind; `parent` is the full number it hangs under, or empty.
    """

    own: str
    full: str
    ordinal: int
    parent: str = ""

    @property
    def short(self) -> str:
        """The last part of the full number, with its parentheses: "(c)" of "5(c)"."""
        return self.full.removeprefix(self.parent)


Numbers = Mapping[str, Number]


def number(document: Document) -> Numbers:
    """The number of every clause that has one, by label. A clause that is left out has none and takes none."""
    numbers: dict[str, Number] = {}
    _number_siblings(document.clauses, "", numbers)
    return numbers


def _number_siblings(clauses: tuple[Clause, ...], parent: str, numbers: dict[str, Number]) -> None:
    counted: Counter[tuple[str, str]] = Counter()
    for clause in clauses:
        if clause.state is State.OMITTED:
            continue
        full = parent
        if clause.mark:
            counter = read_mark(clause.mark).counter
            counted[counter] += 1
            numbers[clause.label] = _number(clause, counted[counter], parent)
            full = numbers[clause.label].full
        _number_siblings(clause.children, full, numbers)


def _number(clause: Clause, ordinal: int, parent: str) -> Number:
    mark = read_mark(clause.mark)
    own = clause.number_as or (parent if mark.is_composed else "") + mark.printed(ordinal)
    bare = clause.number_as.strip("(). ") or mark.bare(ordinal)
    if mark.is_composed:
        return Number(own, own, ordinal, parent)
    return Number(own, f"{parent}({bare})" if parent else bare, ordinal, parent)
