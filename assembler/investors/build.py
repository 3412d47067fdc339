"""Build the investors of a sheet, one for each row, as a tree of text.

| code | what is wrong | what to do |
|---|---|---|
| X118 | a row of totals above other rows | delete what stands below the totals, or the totals |
| X119 | no investors | list them below the row that names the columns |
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from assembler.errors import Problem
from assembler.investors.cells import FLAGS, about_cell, about_formats, about_row
from assembler.investors.class_columns import enter, is_entry, path_of
from assembler.investors.grid import CellArea, Grid, GridCell, GridRow
from assembler.investors.header import ADDRESS, AN_INVESTOR, Header, about_columns
from assembler.investors.rows import InvestorRows, is_label_and_figures
from assembler.investors.totals import about_sums, about_totals, is_labelled, parted
from assembler.termsheet.schema import ADDRESS_COLUMNS
from assembler.termsheet.source import SourceTree

_LISTED = ("signs_by", "co_signatories")


def read_investors(grid: Grid, header: Header) -> InvestorRows:
    """Return the investors below the header row, with every problem of the sheet."""
    investors = InvestorRows(grid, header)
    body, foot = parted([row for row in grid.rows if row.line > header.row.line], header)
    investors.problems += about_columns(grid, header, body)
    for row in body:
        _add(investors, row)
    if not investors.entries:
        hint = "List them below the row with the column names, one in each row."
        investors.problems.append(
            Problem("X119", "the sheet has no investors", hint, grid.place(header.row, 1), AN_INVESTOR)
        )
    investors.problems += [*about_formats(investors), *about_sums(investors)]
    for row in foot:
        investors.problems += about_totals(investors, row)
    return investors


def _add(investors: InvestorRows, row: GridRow) -> None:
    """Add the investor of a row, unless its columns are empty."""
    read = investors.header.read(row)
    if not read:
        return
    if is_labelled(row) and is_label_and_figures(read):
        what = "a row of totals is above other rows; totals belong at the end of the sheet"
        hint = "Delete the totals, or the rows below them. If it is an investor, write the full name."
        place = investors.grid.place(row, min(row.cells))
        investors.problems.append(Problem("X118", what, hint, place, AN_INVESTOR))
        return
    investors.begin(row)
    investors.problems += about_row(investors.grid, row, investors.header)
    merged = [area for area in investors.grid.merged if area.top <= row.line <= area.bottom]
    for term, cell in read.items():
        _add_value(investors, term, cell, merged)


def _add_value(investors: InvestorRows, term: str, cell: GridCell, merged: Sequence[CellArea]) -> None:
    """Add a value to the last investor, or the problems of its cell."""
    index = len(investors.entries) - 1
    named = ADDRESS if term in ADDRESS_COLUMNS else term
    complaints = [*about_cell(investors, term, cell, merged)]
    entry: Any = investors.entries[index]
    if complaints:
        investors.problems += complaints
        investors.troubled.add((AN_INVESTOR, index, *path_of(named)))
    elif named == ADDRESS:
        _add_address(investors, entry, investors.header.terms[term], cell)
    elif is_entry(term):
        enter(entry, term, cell.text, investors.header.headings)
    elif term in _LISTED:
        entry[term] = _listed(term, cell.text)
    else:
        entry[term] = cell.text.lower() if term in FLAGS and cell.text in ("TRUE", "FALSE") else cell.text


def _listed(term: str, text: str) -> list[Any]:
    """Return the entries of a cell, separated by line breaks or semicolons: tiers, or signatories with their titles."""
    entries = [entry for entry in re.split(r"\s*[;\n]\s*", text) if entry]
    return [_co_signatory(entry) for entry in entries] if term == "co_signatories" else entries


def _co_signatory(entry: str) -> dict[str, str]:
    """Return the name and the title of an entry such as "John Roe, Jr., Director"."""
    parts = re.split(r",(?!\s*(?:Jr|Sr|II|III|IV|Esq|M\.?D)\b)\s*", entry, maxsplit=1)
    return dict(zip(("name", "title"), parts, strict=False))


def _add_address(investors: InvestorRows, entry: dict[str, SourceTree], column: int, cell: GridCell) -> None:
    """Add the lines of an address, separated by line breaks or semicolons, each with its column."""
    lines: Any = entry.setdefault(ADDRESS, [])
    for line in re.split(r"\s*[;\n]\s*", cell.text):
        if line:
            lines.append(line)
            investors.address_columns[-1].append(column)
