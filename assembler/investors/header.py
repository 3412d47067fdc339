"""The row of a sheet that names its columns: which column holds which term of an investor, and what is wrong with the columns.

| code | what is wrong | what to do |
|---|---|---|
| X109 | two columns for one term | keep one of the two, or say which is read with `columns` below `investors` |
| X110 | a column that is not read: a warning, unless its name is nearly that of a term | name it as the term, map it, or leave it as it is |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct

from assembler.findings import Finding, Severity
from assembler.investors.grid import Cell, Grid, Kind, Row
from assembler.termsheet.complaints import did_you_mean, nearest
from assembler.termsheet.fields import as_value
from assembler.termsheet.schema import ADDRESS_COLUMNS, Investor

AN_INVESTOR = "investors"
ADDRESS = "address_lines"
NEEDED = tuple(name for name, info in Investor.model_fields.items() if info.is_required())
_TERMS = (*Investor.model_fields, *ADDRESS_COLUMNS)
_ROWS_BEFORE_HEADER = 50
_A_SLIP = 0.85  # of the letters are the same: Facsimle is a slip, Date signed is another thing than signed


class Header(Struct, frozen=True):
    """The row that names the columns: the column of each term, and the name of each column as it stands there."""

    row: Row
    terms: Mapping[str, int]
    names: Mapping[int, str]

    @property
    def complete(self) -> bool:
        """Whether every term that an investor needs has a column."""
        return all(term in self.terms for term in NEEDED)

    def read(self, row: Row) -> dict[str, Cell]:
        """The filled cells of a row by their terms."""
        cells = ((term, row.cells.get(column)) for term, column in self.terms.items())
        return {term: cell for term, cell in cells if cell and cell.filled}


def header_of(grid: Grid, columns: Mapping[str, str]) -> Header | None:
    """The first row that names the columns, a title may stand above it; else the row that comes nearest to it.

    `columns` are the names of columns by the term they hold, where they are other than the term's. None where no row
    names any.
    """
    headers = (_header(row, columns) for row in islice(grid.rows, _ROWS_BEFORE_HEADER))
    best: Header | None = None
    for header in headers:
        if header.complete:
            return header
        if header.terms and (best is None or len(header.terms) > len(best.terms)):
            best = header
    return best


def _header(row: Row, columns: Mapping[str, str]) -> Header:
    names = {column: " ".join(cell.text.split()) for column, cell in row.filled() if cell.kind is Kind.TEXT}
    wanted = {_folded(name): term for term, name in columns.items()}
    terms: dict[str, int] = {}
    for column, name in names.items():
        term = wanted.get(_folded(name)) or _default_term(name, columns)
        if term:
            terms.setdefault(term, column)
    return Header(row, terms, names)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _default_term(name: str, columns: Mapping[str, str]) -> str:
    """The term that a column of this name holds by default: Signatory Title -> signatory_title; empty where none."""
    term = re.sub(r"[\W_]+", "_", name.casefold()).strip("_")
    return term if term in _TERMS and term not in columns else ""


def about_columns(grid: Grid, header: Header, body: Sequence[Row]) -> Iterator[Finding]:
    """Columns that are twice there, hidden or merged, and those that hold something and are not read."""
    by_column = {column: term for term, column in header.terms.items()}
    for column, term in by_column.items():
        named, place = grid.named(header.row, column, header.names[column]), grid.place(header.row, column)
        path = f"{AN_INVESTOR}[].{term}"
        if column in grid.hidden_columns:
            yield Finding("X111", f"{named} is hidden", "Show it, or delete it.", place, path)
        for area in (area for area in grid.merged if area.holds(header.row.line, column)):
            remedy = "Unmerge them, and name each column, an address by address_1, address_2 and so on."
            yield Finding("X112", f"{named}: the cells {area} are merged", remedy, place, path)
    if ADDRESS in header.terms and (others := [name for name in ADDRESS_COLUMNS if name in header.terms]):
        column = header.terms[others[0]]
        what = f"an address stands in this column and in '{header.names[header.terms[ADDRESS]]}' too"
        place = grid.place(header.row, column)
        yield Finding("X109", what, "Keep one of the two ways to write it.", place, f"{AN_INVESTOR}[].{ADDRESS}")
    used = {column for row in body for column, _ in row.filled()}
    for column in sorted(used - set(by_column)):
        yield _not_read(grid, header, column)


def _not_read(grid: Grid, header: Header, column: int) -> Finding:
    """A column that holds something and is no term; a slip of the pen where its name is nearly that of one."""
    from difflib import get_close_matches

    name, place = header.names.get(column, ""), grid.place(header.row, column)
    taken = {_default_term(other, {}) for at, other in header.names.items() if at != column}
    if name and _default_term(name, {}) in header.terms:
        what = f"the column '{name}' stands twice, or is another's; the first is read"
        return Finding("X109", what, "Delete one of the two, or say under investors.columns which is read.", place)
    free = [term for term in _TERMS if term not in header.terms and term not in taken]
    if not name:
        remedy = "Write its name above it, where it holds a term of the investors; or leave it as it is."
        return Finding("X110", "a column without a name is not read", remedy, place, severity=Severity.WARNING)
    meant = nearest(re.sub(r"[\W_]+", "_", name), free)
    what = (
        f"the column '{name}' is not a field of an investor and is not read{did_you_mean(name, free) if meant else ''}"
    )
    remedy = f"Leave it as it is; or say below `investors` which term it holds, as in `columns: {{telephone: {as_value(name)}}}`."
    if meant:
        remedy = f"Name it `{meant}`; or write below `investors`: `columns: {{{meant}: {as_value(name)}}}`; or leave it as it is."
    severity = Severity.ERROR if get_close_matches(name.casefold(), free, 1, _A_SLIP) else Severity.WARNING
    return Finding("X110", what, remedy, place, severity=severity)
