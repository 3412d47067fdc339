"""Check the look of cells and rows: hidden, merged, struck through, or shown as something else than they hold.

A reader of the sheet trusts what Excel shows. So a value that Excel shows otherwise is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from assembler.errors import Problem
from assembler.investors.grid import CellKind, Grid, GridCell, GridRow, MergedArea, signs_of
from assembler.investors.header import ADDRESS, AN_INVESTOR, Header
from assembler.investors.rows import FIGURES, InvestorRows
from assembler.termsheet.quantities import shortened
from assembler.termsheet.schema import ADDRESS_COLUMNS, Investor
from assembler.termsheet.source import odd_characters

FLAGS = tuple(name for name, info in Investor.model_fields.items() if info.annotation is bool)


def about_row(grid: Grid, row: GridRow, header: Header) -> Iterator[Problem]:
    """Yield the problem of a row that is hidden or struck through, and so may not count."""
    place = grid.place(row, header.terms.get("name", 1))
    if row.hidden:
        yield Problem("X111", f"row {row.line} is hidden", "Show it, or delete it.", place, AN_INVESTOR)
    elif any(cell.struck for _, cell in row.filled()):
        hint = "Delete the row, or remove the line through it."
        yield Problem("X120", f"row {row.line} is struck through", hint, place, AN_INVESTOR)


def about_cell(investors: InvestorRows, term: str, cell: GridCell, merged: Sequence[MergedArea]) -> Iterator[Problem]:
    """Yield the problems of a cell of the last investor that do not depend on its value."""
    if cell.kind is CellKind.TEXT and not merged and cell.text.isascii() and cell.text.isprintable():
        return
    grid, row, column = investors.grid, investors.rows[-1], investors.header.terms[term]
    named, place = grid.named(row, column, investors.header.names[column]), grid.place(row, column)
    path = f"{AN_INVESTOR}[{len(investors.entries) - 1}].{ADDRESS if term in ADDRESS_COLUMNS else term}"
    for area in merged:
        if area.holds(row.line, column):
            yield Problem("X112", f"{named}: the cells {area} are merged", "Unmerge them, and fill each.", place, path)
    if wrong := fault(term, cell):
        code, what, hint = wrong
        yield Problem(code, f"{named}: {what}", hint, place, path)
    for odd in islice(odd_characters(cell.text.split("\n"), grid.file), 1):
        yield Problem(odd.code, f"{named}: {odd.message}", odd.hint, place, path)


def fault(term: str, cell: GridCell) -> tuple[str, str, str] | None:
    """Return code, message and hint if a cell holds something else than it shows, or None."""
    if cell.kind is CellKind.UNCOMPUTED:
        return "X113", "the cell has a formula without its result", "Open the sheet in Excel, and save it."
    if cell.kind is CellKind.FAULT:
        return "X114", f"the cell shows {cell.text}", "Correct the formula, or type the value."
    if term in (*FIGURES, *FLAGS):
        return _otherwise_shown(cell)
    if cell.kind is CellKind.TEXT or (cell.kind is CellKind.NUMBER and cell.shown_as in ("General", "0", "@", "")):
        return None
    # A ZIP code or a telephone number with a special format shows digits that the cell does not hold.
    held = "a number with a special format" if cell.kind is CellKind.NUMBER else cell.kind.value
    what = f"expected text, found {held}; as text it is {shortened(cell.text)}"
    return "X115", what, "Format the cell as Text, and type what it shows."


def _otherwise_shown(cell: GridCell) -> tuple[str, str, str] | None:
    """Return the problem of a figure whose number format shows another currency or a percentage."""
    if cell.kind is not CellKind.NUMBER or cell.shown_as == "General":
        return None
    for sign in signs_of(cell.shown_as):
        what = f"expected dollars or a count, found a number shown with {sign}"
        return "X116", what, "Type the right figure, and format the cell as a number."
    return None
