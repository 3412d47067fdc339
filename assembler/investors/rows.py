"""The investors of a sheet: their values as text, and the place of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from assembler.errors import Location, Problem
from assembler.investors.class_columns import UNSTATED
from assembler.investors.grid import Grid, GridRow
from assembler.investors.header import ADDRESS, AN_INVESTOR, Header
from assembler.termsheet.source import NamedCell, SourceTree, TermPath

_FIGURES = ("amount", "shares", "warrants", "prefunded_warrants")


def is_figure(term: str) -> bool:
    """Return True if a column holds figures, which can be added up."""
    return term in _FIGURES or term.startswith("class_warrants[")


def is_label_and_figures(terms: Iterable[str]) -> bool:
    """Return True if there is nothing but a name and figures, as in a row of totals."""
    return all(term == "name" or is_figure(term) for term in terms)


class InvestorRows(Struct):
    """The investors of a sheet as a tree of text, the place of each value, and the problems.

    `entries`, `rows` and `address_columns` have an item for each investor. `address_columns` has the column of each
    line of the address. `troubled` are the paths of values that have a problem already.
    """

    grid: Grid
    header: Header
    entries: list[SourceTree] = []
    rows: list[GridRow] = []
    address_columns: list[list[int]] = []
    problems: list[Problem] = []
    troubled: set[TermPath] = set()

    def place(self, path: TermPath) -> Location | None:
        """Return the place of an investor or of a value, or None if the sheet does not state it."""
        match path:
            case (str(), int(index)) if index < len(self.rows):
                return self.grid.place(self.rows[index], self.header.terms.get("name", 1))
            case (str(), int(index), str(term), *rest) if index < len(self.rows):
                stated = term in self.stated(index) or path in self.troubled
                column = self.column(index, term, rest) if stated else None
                return self.grid.place(self.rows[index], column) if column else None
        return None

    def begin(self, row: GridRow) -> None:
        """Begin the next investor."""
        self.rows.append(row)
        self.address_columns.append([])
        self.entries.append({})

    def stated(self, index: int) -> Mapping[str, SourceTree]:
        """Return the values of an investor by term."""
        entry = self.entries[index]
        return entry if isinstance(entry, dict) else {}

    def figures(self, index: int) -> Mapping[str, str]:
        """Return the stated figures of an investor, by the field of their column."""
        stated = dict(self.stated(index))
        entries: Any = stated.pop("class_warrants", ())
        by_class = {f"class_warrants[{place}]": entry for place, entry in enumerate(entries)}
        values = {**stated, **by_class}
        return {
            term: value
            for term, value in values.items()
            if is_figure(term) and isinstance(value, str) and value != UNSTATED["class_warrants"]
        }

    def column(self, index: int, term: str, rest: Sequence[object] = ()) -> int | None:
        """Return the column of a field. `rest` has the index of the line of an address, or of a class of warrants."""
        if term in UNSTATED:
            named = f"{term}[{rest[0]}]" if rest else f"{term}["
            return next((column for field, column in self.header.terms.items() if field.startswith(named)), None)
        if term == ADDRESS and self.address_columns[index]:
            position = rest[0] if rest and isinstance(rest[0], int) else 0
            return self.address_columns[index][min(position, len(self.address_columns[index]) - 1)]
        return self.header.terms.get(term)

    def paths(self) -> Iterator[TermPath]:
        """Yield the path of every investor and of each of its values."""
        for index in range(len(self.entries)):
            yield (AN_INVESTOR, index)
            yield from ((AN_INVESTOR, index, term) for term in self.stated(index))

    def cell(self, path: TermPath) -> NamedCell | None:
        """Return the cell of a value of an investor, even if the value is missing."""
        match path:
            case (str(), int(index), str(term), *rest) if index < len(self.rows):
                if column := self.column(index, term, rest):
                    named = self.grid.named(self.rows[index], column, self.header.names[column])
                    return NamedCell(named, self.grid.place(self.rows[index], column))
        return None

    def settled(self) -> set[TermPath]:
        """Return the paths that need no more problems: refused cells, missing columns, or all if no investor was found."""
        if not self.entries:
            return {(AN_INVESTOR,)}
        missing = self.header.missing
        return self.troubled | {(AN_INVESTOR, index, term) for term in missing for index in range(len(self.entries))}
