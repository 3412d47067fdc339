"""The investors that a sheet lists, one a row, as a tree of text like typed ones, and where each of their values stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from assembler.findings import Finding, Place
from assembler.termsheet.cells import FIGURES, FLAGS, about_cell, about_row
from assembler.termsheet.grid import Area, Cell, Grid, Row
from assembler.termsheet.header import ADDRESS, AN_INVESTOR, NEEDED, Header, about_columns
from assembler.termsheet.schema import ADDRESS_COLUMNS, Investor
from assembler.termsheet.source import Path, Tree
from assembler.termsheet.totals import about_totals, is_labelled, parted


class Roster(Struct):
    """The investors of a sheet as a tree of text like typed ones, where each value stands, and what is wrong.

    `troubled` are the paths of values that were refused here, of which nothing more need be said.
    """

    grid: Grid
    header: Header
    entries: list[Tree] = []
    rows: list[Row] = []
    address_columns: list[list[int]] = []
    findings: list[Finding] = []
    troubled: set[Path] = set()

    def place(self, path: Path) -> Place | None:
        """Where an investor or one of the values of an investor stands; None for what is not stated."""
        match path:
            case (str(), int(index)) if index < len(self.rows):
                return self.grid.place(self.rows[index], self.header.terms.get("name", 1))
            case (str(), int(index), str(term), *rest) if index < len(self.rows):
                stated = term in self.stated(index) or path in self.troubled
                column = self.column(index, term, rest) if stated else None
                return self.grid.place(self.rows[index], column) if column else None
        return None

    def begin(self, row: Row) -> None:
        """An investor more, of whom nothing is stated yet."""
        self.rows.append(row)
        self.address_columns.append([])
        self.entries.append({})

    def stated(self, index: int) -> Mapping[str, Tree]:
        """The values of an investor by term."""
        entry = self.entries[index]
        return entry if isinstance(entry, dict) else {}

    def column(self, index: int, term: str, rest: Sequence[object] = ()) -> int | None:
        """The column of a term of an investor; `rest` is the number of the line in an address."""
        if term == ADDRESS and self.address_columns[index]:
            at = rest[0] if rest and isinstance(rest[0], int) else 0
            return self.address_columns[index][min(at, len(self.address_columns[index]) - 1)]
        return self.header.terms.get(term)

    def paths(self) -> Iterator[Path]:
        """The path of every investor and of each of its values."""
        for index in range(len(self.entries)):
            yield (AN_INVESTOR, index)
            yield from ((AN_INVESTOR, index, term) for term in self.stated(index))

    def explains(self, path: Path) -> bool:
        """Whether a complaint about a value would only repeat what is said of its cell or its column."""
        if not self.entries or any(path[:length] in self.troubled for length in range(len(path) + 1)):
            return path[:1] == (AN_INVESTOR,)
        return path[:1] == (AN_INVESTOR,) and (len(path) > 2 and path[2] in NEEDED and path[2] not in self.header.terms)

    def reworded(self, path: Path, finding: Finding) -> Finding:
        """A complaint about a value of an investor, with its cell and the name of its column."""
        match path:
            case (str(), int(index), str(term), *rest) if column := self.column(index, term, rest):
                named = self.grid.named(self.rows[index], column, self.header.names[column])
                if finding.code != "T102":
                    return replace(finding, what=f"{named}: {finding.what}")
                info = Investor.model_fields[term]
                what = f"{named}: the cell is empty; expected: {info.description}"
                remedy = f"Fill it in, as in {(info.examples or [''])[0]}"
                return replace(finding, what=what, remedy=remedy, place=self.grid.place(self.rows[index], column))
        return finding


def roster_of(grid: Grid, header: Header) -> Roster:
    """The investors below the header, and every complaint about how the sheet holds them."""
    roster = Roster(grid, header)
    body, foot = parted([row for row in grid.rows if row.line > header.row.line], header)
    roster.findings += about_columns(grid, header, body)
    for row in body:
        _add(roster, row)
    if not roster.entries:
        remedy = "List them below the row that names the columns, one a row."
        roster.findings.append(
            Finding("X119", "the sheet lists no investors", remedy, grid.place(header.row, 1), AN_INVESTOR)
        )
    for row in foot:
        roster.findings += about_totals(roster, row)
    return roster


def _add(roster: Roster, row: Row) -> None:
    """An investor more, unless nothing stands in the columns that are read."""
    read = roster.header.read(row)
    if not read:
        return
    if is_labelled(row) and set(read) <= {"name", *FIGURES}:
        what = "a row of totals stands above other rows; totals are looked for at the foot of the sheet"
        remedy = "Delete what stands below the totals, or the totals. An investor of that name: write the full name."
        place = roster.grid.place(row, min(row.cells))
        roster.findings.append(Finding("X118", what, remedy, place, AN_INVESTOR))
        return
    roster.begin(row)
    roster.findings += about_row(roster.grid, row, roster.header)
    merged = [area for area in roster.grid.merged if area.top <= row.line <= area.bottom]
    for term, cell in read.items():
        _add_value(roster, term, cell, merged)


def _add_value(roster: Roster, term: str, cell: Cell, merged: Sequence[Area]) -> None:
    """A value of the last investor more, unless something is wrong with its cell."""
    index = len(roster.entries) - 1
    named = ADDRESS if term in ADDRESS_COLUMNS else term
    complaints = [*about_cell(roster, term, cell, merged)]
    entry: Any = roster.entries[index]
    if complaints:
        roster.findings += complaints
        roster.troubled.add((AN_INVESTOR, index, named))
    elif named == ADDRESS:
        _add_address(roster, entry, roster.header.terms[term], cell)
    else:
        entry[term] = cell.text.lower() if term in FLAGS and cell.text in ("TRUE", "FALSE") else cell.text


def _add_address(roster: Roster, entry: dict[str, Tree], column: int, cell: Cell) -> None:
    """The lines of an address, parted by line breaks or semicolons, each with the column it stands in."""
    lines: Any = entry.setdefault(ADDRESS, [])
    for line in re.split(r"\s*[;\n]\s*", cell.text):
        if line:
            lines.append(line)
            roster.address_columns[-1].append(column)
