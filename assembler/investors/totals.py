"""Compare the totals at the end of a sheet with the rows above them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assembler.errors import Problem
from assembler.investors.cells import fault
from assembler.investors.grid import GridRow
from assembler.investors.header import AN_INVESTOR, Header
from assembler.investors.rows import FIGURES, InvestorRows
from assembler.termsheet.quantities import NUMBER, shortened

# "Total Return Fund" is an investor, so only words of figures may follow.
_TOTAL = re.compile(
    r"(?:grand |sub-?)?totals?(?: (?:amount|commitments?|investors?|proceeds|purchase price|shares|warrants))?\s*[:.]?|sum\s*:?",
    re.IGNORECASE,
)


def is_labelled(row: GridRow) -> bool:
    """Return True if a row is labelled as a total."""
    return any(_TOTAL.fullmatch(cell.text) for _, cell in row.filled())


def parted(rows: Sequence[GridRow], header: Header) -> tuple[Sequence[GridRow], Sequence[GridRow]]:
    """Return the rows of investors, and the rows of totals at the end, which have a label or figures only."""
    end = len(rows)
    while end and _is_total(rows[end - 1], header):
        end -= 1
    return rows[:end], rows[end:]


def _is_total(row: GridRow, header: Header) -> bool:
    read = set(header.read(row))
    return bool(read) and read <= ({"name", *FIGURES} if is_labelled(row) else {*FIGURES})


def about_totals(investors: InvestorRows, row: GridRow) -> Iterator[Problem]:
    """Yield a problem for each total that is not a number, or not the sum of the rows above it."""
    for term, cell in investors.header.read(row).items():
        if term not in FIGURES:
            continue
        column = investors.header.terms[term]
        named, place = (
            investors.grid.named(row, column, investors.header.names[column]),
            investors.grid.place(row, column),
        )
        stated = _figure(cell.text)
        if wrong := fault(term, cell):
            yield Problem(wrong[0], f"{named}: {wrong[1]}", wrong[2], place, AN_INVESTOR)
        elif stated is None:
            what = f"{named}: {shortened(cell.text)} is not a number, in the row of totals"
            yield Problem("X117", what, "Write the total in figures, or delete the row.", place, AN_INVESTOR)
        elif (total := _sum(investors, term)) is not None and total != stated:
            what = f"{named}: {stated:,f} does not equal the {len(investors.rows)} rows above it, which add up to {total:,f}"
            hint = "Correct the rows or the total. If it is an investor, fill in its other columns."
            difference = f": a difference of {stated - total:+,f}"
            yield Problem("X117", f"{what}{difference}", hint, place, AN_INVESTOR)


def _sum(investors: InvestorRows, term: str) -> Decimal | None:
    """Return the sum of a column, or None if a value is TBD or not a number."""
    total = Decimal(0)
    for index in range(len(investors.entries)):
        typed = investors.stated(index).get(term)
        figure = _figure(typed) if isinstance(typed, str) else Decimal(0)
        if figure is None or (AN_INVESTOR, index, term) in investors.troubled:
            return None
        total += figure
    return total


def _figure(typed: str) -> Decimal | None:
    written = NUMBER.fullmatch(typed)
    return Decimal(written["digits"].replace(",", "")) if written and not written["percent"] else None
