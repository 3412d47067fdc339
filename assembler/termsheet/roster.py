"""The investors that a sheet lists: which row names the columns, which rows are investors, what adds up at the foot.

| code | what is wrong | what to do |
|---|---|---|
| X107 | a sheet in which no row names the columns, or which lacks one that is needed | name the columns, or map them with `columns` below `investors` |
| X108 | a column that the term sheet names and the sheet does not have | write the name as it stands in the sheet |
| X109 | two columns for one term | keep one of the two, or say which is read with `columns` below `investors` |
| X110 | a column that is not read: a warning, unless its name is nearly that of a term | name it as the term, map it, or leave it as it is |
| X111 | a hidden row or column | show it, or delete it |
| X112 | merged cells | unmerge them, and fill each |
| X113 | a formula without its result | open the sheet in Excel, and save it |
| X114 | an error value, such as #REF! | mend its formula, or type the value |
| X115 | a number, a date or a flag where text is due, and the sheet shows it otherwise than it holds it | format the cell as Text, and type what it shows |
| X116 | a number that is shown as another currency or as a percentage | type the figure that is meant, and format the cell as a number |
| X117 | a total at the foot that the rows above it do not add up to | correct the rows or the total |
| X118 | a row of totals above other rows | delete what stands below the totals, or the totals |
| X119 | no investors | list them below the row that names the columns |
| X120 | a row that is struck through | delete the row, or take the line through it away |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from assembler.findings import Finding, Place, Severity
from assembler.termsheet.complaints import did_you_mean, nearest
from assembler.termsheet.grid import Area, Cell, Grid, Kind, Row, signs_of
from assembler.termsheet.scalars import NUMBER, shortened
from assembler.termsheet.schema import ADDRESS_COLUMNS, Investor
from assembler.termsheet.source import Path, Tree, odd_characters

ADDRESS = "address_lines"
TERMS = (*Investor.model_fields, *ADDRESS_COLUMNS)
_NEEDED = tuple(name for name, info in Investor.model_fields.items() if info.is_required())
_FIGURES = ("amount", "shares", "warrants")
_FLAGS = tuple(name for name, info in Investor.model_fields.items() if info.annotation is bool)
_ROWS_BEFORE_HEADER = 50
_A_SLIP = 0.85  # of the letters are the same: Facsimle is a slip, Date signed is another thing than signed
_AN_INVESTOR = "investors"


# Which row names the columns


class Header(Struct, frozen=True):
    """The row that names the columns: the column of each term, and the name of each column as it stands there."""

    row: Row
    terms: Mapping[str, int]
    names: Mapping[int, str]

    @property
    def complete(self) -> bool:
        """Whether every term that an investor needs has a column."""
        return all(term in self.terms for term in _NEEDED)


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
    return term if term in TERMS and term not in columns else ""


# The investors


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
            yield (_AN_INVESTOR, index)
            yield from ((_AN_INVESTOR, index, term) for term in self.stated(index))

    def explains(self, path: Path) -> bool:
        """Whether a complaint about a value would only repeat what is said of its cell or its column."""
        if not self.entries or any(path[:length] in self.troubled for length in range(len(path) + 1)):
            return path[:1] == (_AN_INVESTOR,)
        return path[:1] == (_AN_INVESTOR,) and (
            len(path) > 2 and path[2] in _NEEDED and path[2] not in self.header.terms
        )

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
    body, foot = _parted([row for row in grid.rows if row.line > header.row.line], header)
    roster.findings += _about_columns(grid, header, body)
    for row in body:
        _add(roster, row)
    if not roster.entries:
        remedy = "List them below the row that names the columns, one a row."
        roster.findings.append(
            Finding("X119", "the sheet lists no investors", remedy, grid.place(header.row, 1), _AN_INVESTOR)
        )
    for row in foot:
        roster.findings += _about_totals(roster, row)
    return roster


def _read(row: Row, header: Header) -> dict[str, Cell]:
    """The filled cells of a row by their terms."""
    cells = ((term, row.cells.get(column)) for term, column in header.terms.items())
    return {term: cell for term, cell in cells if cell and cell.filled}


def _add(roster: Roster, row: Row) -> None:
    """An investor more, unless nothing stands in the columns that are read."""
    read = _read(row, roster.header)
    if not read:
        return
    if _label(row) and set(read) <= {"name", *_FIGURES}:
        what = "a row of totals stands above other rows; totals are looked for at the foot of the sheet"
        remedy = "Delete what stands below the totals, or the totals. An investor of that name: write the full name."
        place = roster.grid.place(row, min(row.cells))
        roster.findings.append(Finding("X118", what, remedy, place, _AN_INVESTOR))
        return
    roster.begin(row)
    roster.findings += _about_row(roster.grid, row, roster.header)
    merged = [area for area in roster.grid.merged if area.top <= row.line <= area.bottom]
    for term, cell in read.items():
        _add_value(roster, term, cell, merged)


def _add_value(roster: Roster, term: str, cell: Cell, merged: Sequence[Area]) -> None:
    """A value of the last investor more, unless something is wrong with its cell."""
    index = len(roster.entries) - 1
    named = ADDRESS if term in ADDRESS_COLUMNS else term
    complaints = [*_about_cell(roster, term, cell, merged)]
    entry: Any = roster.entries[index]
    if complaints:
        roster.findings += complaints
        roster.troubled.add((_AN_INVESTOR, index, named))
    elif named == ADDRESS:
        _add_address(roster, entry, roster.header.terms[term], cell)
    else:
        entry[term] = cell.text.lower() if term in _FLAGS and cell.text in ("TRUE", "FALSE") else cell.text


def _add_address(roster: Roster, entry: dict[str, Tree], column: int, cell: Cell) -> None:
    """The lines of an address, parted by line breaks or semicolons, each with the column it stands in."""
    lines: Any = entry.setdefault(ADDRESS, [])
    for line in re.split(r"\s*[;\n]\s*", cell.text):
        if line:
            lines.append(line)
            roster.address_columns[-1].append(column)


# What a sheet may do that a term sheet cannot


def _about_columns(grid: Grid, header: Header, body: Sequence[Row]) -> Iterator[Finding]:
    """Columns that are twice there, hidden or merged, and those that hold something and are not read."""
    by_column = {column: term for term, column in header.terms.items()}
    for column, term in by_column.items():
        named, place = grid.named(header.row, column, header.names[column]), grid.place(header.row, column)
        path = f"{_AN_INVESTOR}[].{term}"
        if column in grid.hidden_columns:
            yield Finding("X111", f"{named} is hidden", "Show it, or delete it.", place, path)
        for area in (area for area in grid.merged if area.holds(header.row.line, column)):
            remedy = "Unmerge them, and name each column, an address by address_1, address_2 and so on."
            yield Finding("X112", f"{named}: the cells {area} are merged", remedy, place, path)
    if ADDRESS in header.terms and (others := [name for name in ADDRESS_COLUMNS if name in header.terms]):
        column = header.terms[others[0]]
        what = f"an address stands in this column and in '{header.names[header.terms[ADDRESS]]}' too"
        place = grid.place(header.row, column)
        yield Finding("X109", what, "Keep one of the two ways to write it.", place, f"{_AN_INVESTOR}[].{ADDRESS}")
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
    free = [term for term in TERMS if term not in header.terms and term not in taken]
    meant = nearest(re.sub(r"[\W_]+", "_", name), free) if name else ""
    what = (
        f"the column '{name}' is no term of an investor, and is not read"
        if name
        else "a column without a name is not read"
    )
    remedy = "Name the column as the term is named, or map it under investors.columns; or leave it as it is."
    severity = Severity.ERROR if get_close_matches(name.casefold(), free, 1, _A_SLIP) else Severity.WARNING
    return Finding("X110", f"{what}{did_you_mean(name, free) if meant else ''}", remedy, place, severity=severity)


def _about_row(grid: Grid, row: Row, header: Header) -> Iterator[Finding]:
    """A row that whoever reads the sheet does not take for one of an investor."""
    place = grid.place(row, header.terms.get("name", 1))
    if row.hidden:
        yield Finding("X111", f"row {row.line} is hidden", "Show it, or delete it.", place, _AN_INVESTOR)
    elif any(cell.struck for _, cell in row.filled()):
        remedy = "Delete the row, or take the line through it away."
        yield Finding("X120", f"row {row.line} is struck through", remedy, place, _AN_INVESTOR)


def _about_cell(roster: Roster, term: str, cell: Cell, merged: Sequence[Area]) -> Iterator[Finding]:
    """What is wrong with how the sheet holds a value of the last investor, whatever the value is."""
    if cell.kind is Kind.TEXT and not merged and cell.text.isascii() and cell.text.isprintable():
        return
    grid, row, column = roster.grid, roster.rows[-1], roster.header.terms[term]
    named, place = grid.named(row, column, roster.header.names[column]), grid.place(row, column)
    path = f"{_AN_INVESTOR}[{len(roster.entries) - 1}].{ADDRESS if term in ADDRESS_COLUMNS else term}"
    for area in merged:
        if area.holds(row.line, column):
            yield Finding("X112", f"{named}: the cells {area} are merged", "Unmerge them, and fill each.", place, path)
    if fault := _fault(term, cell):
        code, what, remedy = fault
        yield Finding(code, f"{named}: {what}", remedy, place, path)
    for odd in islice(odd_characters(cell.text.split("\n"), grid.file), 1):
        yield Finding(odd.code, f"{named}: {odd.what}", odd.remedy, place, path)


def _fault(term: str, cell: Cell) -> tuple[str, str, str] | None:
    """Code, what is wrong and remedy, where a cell holds something else than it shows, or nothing to be read."""
    if cell.kind is Kind.UNCOMPUTED:
        return "X113", "the cell holds a formula without its result", "Open the sheet in Excel, and save it."
    if cell.kind is Kind.FAULT:
        return "X114", f"the cell shows {cell.text}", "Mend its formula, or type the value."
    if term in (*_FIGURES, *_FLAGS):
        return _otherwise_shown(cell)
    if cell.kind is Kind.TEXT or (cell.kind is Kind.NUMBER and cell.shown_as in ("General", "0", "@", "")):
        return None
    held = "a number with a format of its own" if cell.kind is Kind.NUMBER else cell.kind.value
    what = f"the cell holds {held}, and text is expected; as text it would be {shortened(cell.text)}"
    return "X115", what, "Format the cell as Text, and type what it shows."


def _otherwise_shown(cell: Cell) -> tuple[str, str, str] | None:
    """What is wrong with a figure whose number format says another thing than dollars or a count."""
    if cell.kind is not Kind.NUMBER or cell.shown_as == "General":
        return None
    for sign in signs_of(cell.shown_as):
        what = f"the number is shown with {sign}, and dollars or a count are expected"
        return "X116", what, "Type the figure that is meant, and format the cell as a number."
    return None


# Totals

_TOTAL = re.compile(
    r"(?:grand |sub-?)?totals?(?: (?:amount|commitments?|investors?|proceeds|purchase price|shares|warrants))?\s*[:.]?|sum\s*:?",
    re.IGNORECASE,
)


def _label(row: Row) -> bool:
    """Whether a row calls itself one of totals."""
    return any(_TOTAL.fullmatch(cell.text) for _, cell in row.filled())


def _parted(rows: Sequence[Row], header: Header) -> tuple[Sequence[Row], Sequence[Row]]:
    """The rows of investors, and the totals at the foot, which call themselves so or hold figures alone."""
    end = len(rows)
    while end and _is_total(rows[end - 1], header):
        end -= 1
    return rows[:end], rows[end:]


def _is_total(row: Row, header: Header) -> bool:
    read = set(_read(row, header))
    return bool(read) and read <= ({"name", *_FIGURES} if _label(row) else {*_FIGURES})


def _about_totals(roster: Roster, row: Row) -> Iterator[Finding]:
    """Totals that are not numbers, or to which the rows above do not add up."""
    for term, cell in _read(row, roster.header).items():
        if term not in _FIGURES:
            continue
        column = roster.header.terms[term]
        named, place = roster.grid.named(row, column, roster.header.names[column]), roster.grid.place(row, column)
        stated = _figure(cell.text)
        if fault := _fault(term, cell):
            yield Finding(fault[0], f"{named}: {fault[1]}", fault[2], place, _AN_INVESTOR)
        elif stated is None:
            what = f"{named}: {shortened(cell.text)} stands in the row of totals and is no number"
            yield Finding("X117", what, "Write the total in figures, or delete the row.", place, _AN_INVESTOR)
        elif (total := _sum(roster, term)) is not None and total != stated:
            what = f"{named}: {stated:,f} is stated, but the {len(roster.rows)} rows above it add up to {total:,f}"
            remedy = "Correct the rows or the total; an investor of that name needs more than a figure in its row."
            difference = f": a difference of {stated - total:+,f}"
            yield Finding("X117", f"{what}{difference}", remedy, place, _AN_INVESTOR)


def _sum(roster: Roster, term: str) -> Decimal | None:
    """The sum of a column; None where one of its values is open, or no number, of which more is said elsewhere."""
    total = Decimal(0)
    for index in range(len(roster.entries)):
        typed = roster.stated(index).get(term)
        figure = _figure(typed) if isinstance(typed, str) else Decimal(0)
        if figure is None or (_AN_INVESTOR, index, term) in roster.troubled:
            return None
        total += figure
    return total


def _figure(typed: str) -> Decimal | None:
    written = NUMBER.fullmatch(typed)
    return Decimal(written["digits"].replace(",", "")) if written and not written["percent"] else None
