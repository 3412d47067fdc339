"""C110: a total that does not foot.

The first thing the other side's counsel adds up. An investor drops out at midnight, the row goes, and the total stays.

    Investor A  100 / Investor B  200 / Total  400

    Annex I (annex_i_schedule): "Number of Shares" is 400 in the total row, and the rows add up to 300

An error: figures add up or they do not. Looked at: the total rows of every table; a figure of the term sheet that is
printed as two figures; and the columns of investors' figures against the totals the agreement prints elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from assembler.checks.subject import Subject
from assembler.document.tree import Clause, Inlines, Row, Table, Value
from assembler.document.words import words_of
from assembler.findings import Finding

CODE = "C110"

_FIGURE = re.compile(r"\$? ?(\d[\d,]*(?:\.\d+)?)")
_OF_INVESTOR = re.compile(r"investors\[\d+\]\.(\w+)")
# What the investors' figures add up to is printed from these terms.
_TOTALS = {
    "shares": "offering.total_shares",
    "amount": "offering.aggregate_amount",
    "warrants": "warrants.total_warrants",
}
_REMEDY = "Print rows and total from the term sheet, which computes the total."

Cell = tuple[Inlines, ...]
_Printed = tuple[Clause, Value, Decimal]  # where a figure is printed, from which term, and what it is


def check(subject: Subject) -> Iterator[Finding]:
    """One finding for each total of a table, and one for each figure that is printed in two ways."""
    figures = list(_figures(subject))
    printed = _printed(figures)
    for clause in subject.clauses:
        for block in clause.blocks:
            if isinstance(block, Table):
                yield from _total_rows(subject, clause, block)
                yield from _columns(subject, clause, block, printed)
    yield from _printed_in_two_ways(subject, figures)


def _total_rows(subject: Subject, clause: Clause, table: Table) -> Iterator[Finding]:
    for at, row in enumerate(table.rows):
        if row.kind != "total":
            continue
        for column, cell in enumerate(row.cells):
            stated, sums = _figure(cell), _sums(table.rows[:at], column)
            if stated is not None and sums and stated not in sums:
                what = f'"{_name(table, column)}" is {stated:,f} in the total row, and the rows add up to {sums[0]:,f}'
                yield subject.error(CODE, clause, what, _REMEDY)


def _sums(rows: tuple[Row, ...], column: int) -> tuple[Decimal, ...]:
    """What a total may be: the sum of the rows since the last total, or of all; nothing where a row has no figure."""
    since = max((at + 1 for at, row in enumerate(rows) if row.kind == "total"), default=0)
    parts = [[_figure(row.cells[column]) for row in some if row.kind == "row"] for some in (rows[:since], rows[since:])]
    before, behind = parts
    return tuple(sum(part, Decimal(0)) for part in map(_all_known, (behind, before + behind)) if part)


def _all_known(figures: list[Decimal | None]) -> list[Decimal]:
    known = [figure for figure in figures if figure is not None]
    return known if len(known) == len(figures) else []


def _columns(subject: Subject, clause: Clause, table: Table, printed: dict[str, Decimal]) -> Iterator[Finding]:
    rows = [row for row in table.rows if row.kind == "row"]
    for column in range(len(table.rows[0].cells)):
        values = [_value_of_investor(row.cells[column]) for row in rows]
        names = {name for name, _ in values}
        total = printed.get(_TOTALS.get(names.pop(), "")) if len(names) == 1 else None
        added = sum((figure for _, figure in values), Decimal(0))
        if total is not None and total != added:
            what = f'the rows of "{_name(table, column)}" add up to {added:,f}, and the agreement says {total:,f} elsewhere'
            yield subject.error(CODE, clause, what, _REMEDY)


def _value_of_investor(cell: Cell) -> tuple[str, Decimal]:
    """Which term of an investor a cell prints, and its figure; an empty name where it prints none."""
    values = [inline for line in cell for inline in line if isinstance(inline, Value)]
    found = _OF_INVESTOR.fullmatch(values[0].path) if len(values) == 1 else None
    figure = _figure(cell)
    return (found[1], figure) if found and figure is not None else ("", Decimal(0))


def _printed(figures: Iterable[_Printed]) -> dict[str, Decimal]:
    """Every term that is printed as a figure, by its path, as it is printed first."""
    printed: dict[str, Decimal] = {}
    for _, value, figure in figures:
        printed.setdefault(value.path, figure)
    return printed


def _printed_in_two_ways(subject: Subject, figures: Iterable[_Printed]) -> Iterator[Finding]:
    first: dict[str, tuple[Clause, Decimal]] = {}
    for clause, value, figure in figures:
        where, before = first.setdefault(value.path, (clause, figure))
        if before != figure:
            what = f"{value.path} is printed here as {figure:,f}, and in {subject.shown(where)} as {before:,f}"
            yield subject.error(CODE, clause, what, _REMEDY)


def _figures(subject: Subject) -> Iterator[_Printed]:
    for passage in subject.passages:
        for piece in passage.pieces:
            found = _FIGURE.fullmatch(piece.text) if isinstance(piece, Value) else None
            if found and isinstance(piece, Value):
                yield passage.clause, piece, _number(found)


def _figure(cell: Cell) -> Decimal | None:
    found = _FIGURE.fullmatch(" ".join(map(words_of, cell)).strip())
    return _number(found) if found else None


def _number(found: re.Match[str]) -> Decimal:
    return Decimal(found[1].replace(",", ""))


def _name(table: Table, column: int) -> str:
    """The head of a column; its count from the left where the table has none."""
    heads = [row for row in table.rows if row.kind == "head"]
    return " ".join(map(words_of, heads[0].cells[column])) if heads else f"column {column + 1}"
