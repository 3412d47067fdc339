"""Check what a cell or row looks like: hidden, merged, struck through, or a number that is shown as something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from assembler.findings import Finding
from assembler.investors.grid import Area, Cell, Grid, Kind, Row, signs_of
from assembler.investors.header import ADDRESS, AN_INVESTOR, Header
from assembler.investors.rows import FIGURES, Roster
from assembler.termsheet.quantities import shortened
from assembler.termsheet.schema import ADDRESS_COLUMNS, Investor
from assembler.termsheet.source import odd_characters

FLAGS = tuple(name for name, info in Investor.model_fields.items() if info.annotation is bool)


def about_row(grid: Grid, row: Row, header: Header) -> Iterator[Finding]:
    """Yield the problem of a row that a reader of the sheet does not count: hidden, or struck through."""
    place = grid.place(row, header.terms.get("name", 1))
    if row.hidden:
        yield Finding("X111", f"row {row.line} is hidden", "Show it, or delete it.", place, AN_INVESTOR)
    elif any(cell.struck for _, cell in row.filled()):
        remedy = "Delete the row, or remove the line through it."
        yield Finding("X120", f"row {row.line} is struck through", remedy, place, AN_INVESTOR)


def about_cell(roster: Roster, term: str, cell: Cell, merged: Sequence[Area]) -> Iterator[Finding]:
    """Yield the problems of a cell of the last investor that do not depend on its value."""
    if cell.kind is Kind.TEXT and not merged and cell.text.isascii() and cell.text.isprintable():
        return
    grid, row, column = roster.grid, roster.rows[-1], roster.header.terms[term]
    named, place = grid.named(row, column, roster.header.names[column]), grid.place(row, column)
    path = f"{AN_INVESTOR}[{len(roster.entries) - 1}].{ADDRESS if term in ADDRESS_COLUMNS else term}"
    for area in merged:
        if area.holds(row.line, column):
            yield Finding("X112", f"{named}: the cells {area} are merged", "Unmerge them, and fill each.", place, path)
    if wrong := fault(term, cell):
        code, what, remedy = wrong
        yield Finding(code, f"{named}: {what}", remedy, place, path)
    for odd in islice(odd_characters(cell.text.split("\n"), grid.file), 1):
        yield Finding(odd.code, f"{named}: {odd.what}", odd.remedy, place, path)


def fault(term: str, cell: Cell) -> tuple[str, str, str] | None:
    """Return code, message and hint if a cell holds something else than it shows; None if not."""
    if cell.kind is Kind.UNCOMPUTED:
        return "X113", "the cell has a formula without its result", "Open the sheet in Excel, and save it."
    if cell.kind is Kind.FAULT:
        return "X114", f"the cell shows {cell.text}", "Correct the formula, or type the value."
    if term in (*FIGURES, *FLAGS):
        return _otherwise_shown(cell)
    if cell.kind is Kind.TEXT or (cell.kind is Kind.NUMBER and cell.shown_as in ("General", "0", "@", "")):
        return None
    held = "a number with a special format" if cell.kind is Kind.NUMBER else cell.kind.value
    what = f"expected text, found {held}; as text it is {shortened(cell.text)}"
    return "X115", what, "Format the cell as Text, and type what it shows."


def _otherwise_shown(cell: Cell) -> tuple[str, str, str] | None:
    """Return the problem of a figure whose number format shows another currency or a percentage."""
    if cell.kind is not Kind.NUMBER or cell.shown_as == "General":
        return None
    for sign in signs_of(cell.shown_as):
        what = f"expected dollars or a count, found a number shown with {sign}"
        return "X116", what, "Type the right figure, and format the cell as a number."
    return None
