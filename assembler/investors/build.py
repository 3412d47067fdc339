"""Build the investors that a sheet lists, one a row, as a tree of text like typed ones.

| code | what is wrong | what to do |
|---|---|---|
| X118 | a row of totals above other rows | delete what stands below the totals, or the totals |
| X119 | no investors | list them below the row that names the columns |
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from assembler.findings import Finding
from assembler.investors.cells import FLAGS, about_cell, about_row
from assembler.investors.grid import Area, Cell, Grid, Row
from assembler.investors.header import ADDRESS, AN_INVESTOR, Header, about_columns
from assembler.investors.rows import FIGURES, Roster
from assembler.investors.totals import about_totals, is_labelled, parted
from assembler.termsheet.schema import ADDRESS_COLUMNS
from assembler.termsheet.source import Tree


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
