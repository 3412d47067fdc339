"""Check the look of cells and rows: hidden, merged, struck through, or shown as something else than they hold.

A reader of the sheet trusts what Excel shows. So a value that Excel shows otherwise is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice

from assembler.errors import Problem
from assembler.investors.grid import CellArea, CellKind, Grid, GridCell, GridRow, Look, signs_of
from assembler.investors.header import ADDRESS, AN_INVESTOR, Header
from assembler.investors.number_formats import shown_otherwise, text_shown_otherwise
from assembler.investors.rows import InvestorRows, is_figure
from assembler.termsheet.quantities import shortened
from assembler.termsheet.schema import ADDRESS_COLUMNS, Investor
from assembler.termsheet.source import odd_characters

_PLAIN_FORMATS = ("General", "0", "@", "")
_LOOKS = {
    Look.STRUCK: ("X121", "Delete these words, or remove the line through them."),
    Look.RAISED: ("X123", "Delete these signs, or type them as the others."),
    Look.UNSEEN: ("X123", "Delete these words, or give them a color and a size that can be read."),
}
FLAGS = tuple(name for name, info in Investor.model_fields.items() if info.annotation is bool)


def about_row(grid: Grid, row: GridRow, header: Header) -> Iterator[Problem]:
    """Yield the problem of a row that is hidden or struck through, and so may not count."""
    place = grid.place(row, header.terms.get("name", 1))
    if row.hidden:
        yield Problem("X111", f"row {row.line} is hidden", "Show it, or delete it.", place, AN_INVESTOR)
    elif any(cell.struck for _, cell in row.filled()):
        hint = "Delete the row, or remove the line through it."
        yield Problem("X120", f"row {row.line} is struck through", hint, place, AN_INVESTOR)


def about_cell(investors: InvestorRows, term: str, cell: GridCell, merged: Sequence[CellArea]) -> Iterator[Problem]:
    """Yield the problems of a cell of the last investor that do not depend on its value."""
    plain = cell.kind is CellKind.TEXT and cell.look is None and cell.shown_as in _PLAIN_FORMATS
    if plain and not merged and cell.text.isascii() and cell.text.isprintable():
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


def about_formats(investors: InvestorRows) -> Iterator[Problem]:
    """Yield the first cell of the investors in each area that a format under a condition strikes through."""
    grid, header = investors.grid, investors.header
    for area in grid.struck_at_times:
        for row in investors.rows:
            column = next((column for column in header.terms.values() if area.holds(row.line, column)), None)
            if column is not None:
                named = grid.named(row, column, header.names[column])
                what = f"{named}: a conditional format of {area} strikes cells through or shows another number"
                hint = "Delete the investors that it strikes through, and the conditional format."
                yield Problem("X124", what, hint, grid.place(row, column), AN_INVESTOR)
                break


def fault(term: str, cell: GridCell) -> tuple[str, str, str] | None:
    """Return code, message and hint if a cell holds something else than it shows, or None."""
    if cell.kind is CellKind.UNCOMPUTED:
        return "X113", "the cell has a formula without its result", "Open the sheet in Excel, and save it."
    if cell.kind is CellKind.FAULT:
        return "X114", f"the cell shows {cell.text}", "Correct the formula, or type the value."
    if cell.look:
        code, hint = _LOOKS[cell.look]
        return code, str(cell.look.value), hint
    if cell.kind is CellKind.TEXT:
        return _other_words(cell)
    if is_figure(term) or term in FLAGS:
        return _otherwise_shown(cell)
    if cell.kind is CellKind.NUMBER and cell.shown_as in _PLAIN_FORMATS:
        return None
    # A ZIP code or a telephone number with a special format shows digits that the cell does not hold.
    held = "a number with a special format" if cell.kind is CellKind.NUMBER else cell.kind.value
    what = f"expected text, found {held}; as text it is {shortened(cell.text)}"
    return "X115", what, "Format the cell as Text, and type what it shows."


def _otherwise_shown(cell: GridCell) -> tuple[str, str, str] | None:
    """Return the problem of a figure whose number format shows another currency, a percentage or another number."""
    if cell.kind is not CellKind.NUMBER or cell.shown_as == "General":
        return None
    for sign in signs_of(cell.shown_as):
        what = f"expected dollars or a count, found a number shown with {sign}"
        return "X116", what, "Type the right figure, and format the cell as a number."
    shown = shown_otherwise(Decimal(cell.text), cell.shown_as)
    if shown is None:
        return None
    what = f"the sheet shows {shown or 'nothing'}, and the cell holds {Decimal(cell.text):,f}"
    return "X122", what, "Type the right figure, and format the cell as a number with all its decimals."


def _other_words(cell: GridCell) -> tuple[str, str, str] | None:
    """Return the problem of a text whose number format shows other words."""
    shown = text_shown_otherwise(cell.text, cell.shown_as)
    if shown is None:
        return None
    what = f"the sheet shows {shortened(shown) if shown else 'nothing'}, and the cell holds {shortened(cell.text)}"
    return "X122", what, "Type what is right, and format the cell as Text."
