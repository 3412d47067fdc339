"""C110: a total that does not add up.

Opposing counsel checks it first. An investor drops out at midnight, the row is deleted, and the total stays.

    Investor A  100 / Investor B  200 / Total  400

    Annex I (annex_i_schedule): the total of "Number of Shares" is 400, but the rows add up to 300

An error: figures add up or they do not. Checked are the total rows of every table, a term that is printed as two
figures, and the columns of investors' figures against the totals printed elsewhere in the agreement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from assembler.checks.context import CheckContext
from assembler.document.tree import Clause, Inlines, Row, Table, Value
from assembler.document.walk import words_of
from assembler.errors import Problem

CODE = "C110"

_FIGURE = re.compile(r"\$? ?(\d[\d,]*(?:\.\d+)?)")
_OF_INVESTOR = re.compile(r"investors\[\d+\]\.(\w+(?:\[\d+\])?)")
_OF_CLASS = re.compile(r"class_warrants(\[\d+\])")
# The terms that print the sums of the investors' figures.
_TOTALS = {
    "shares": "offering.total_shares",
    "amount": "offering.aggregate_amount",
    "warrants": "warrants.total_warrants",
}
_HINT = "Print the rows and the total from the term sheet, which computes the total."

TableCell = tuple[Inlines, ...]
_PrintedFigure = tuple[Clause, Value, Decimal]  # the clause that prints a figure, its term, and the figure


def check(subject: CheckContext) -> Iterator[Problem]:
    """Yield one problem for each wrong total of a table, and one for each term that is printed as two figures."""
    figures = list(_figures(subject))
    printed = _printed(figures)
    for clause in subject.clauses:
        for block in clause.blocks:
            if isinstance(block, Table):
                yield from _total_rows(subject, clause, block)
                yield from _columns(subject, clause, block, printed)
    yield from _printed_in_two_ways(subject, figures)


def _total_rows(subject: CheckContext, clause: Clause, table: Table) -> Iterator[Problem]:
    for index, row in enumerate(table.rows):
        if row.kind != "total":
            continue
        for column, cell in enumerate(row.cells):
            stated, sums = _figure(cell), _sums(table.rows[:index], column)
            if stated is not None and sums and stated not in sums:
                name = _name(table, column)
                what = f'the total of "{name}" is {stated:,f}, but the rows add up to {sums[0]:,f}'
                yield subject.error(CODE, clause, what, _HINT)


def _sums(rows: tuple[Row, ...], column: int) -> tuple[Decimal, ...]:
    """Return the sums that a total may state: of the rows since the last total, or of all rows.

    It is empty if a row has no figure.
    """
    since = max((index + 1 for index, row in enumerate(rows) if row.kind == "total"), default=0)
    before, after = (
        [_figure(row.cells[column]) for row in part if row.kind == "row"] for part in (rows[:since], rows[since:])
    )
    return tuple(sum(figures, Decimal(0)) for figures in map(_all_known, (after, before + after)) if figures)


def _all_known(figures: list[Decimal | None]) -> list[Decimal]:
    # A column with a withheld figure ("*") has no sum to compare.
    known = [figure for figure in figures if figure is not None]
    return known if len(known) == len(figures) else []


def _columns(subject: CheckContext, clause: Clause, table: Table, printed: dict[str, Decimal]) -> Iterator[Problem]:
    rows = [row for row in table.rows if row.kind == "row"]
    for column in range(len(table.rows[0].cells)):
        values = [_value_of_investor(row.cells[column]) for row in rows]
        names = {name for name, _ in values}
        total = printed.get(_total_of(names.pop())) if len(names) == 1 else None
        added = sum((figure for _, figure in values), Decimal(0))
        if total is not None and total != added:
            name = _name(table, column)
            what = f'the rows of "{name}" add up to {added:,f}, but the agreement says {total:,f} elsewhere'
            yield subject.error(CODE, clause, what, _HINT)


def _total_of(name: str) -> str:
    """Return the path of the total of an investor's figure, "" if it has none."""
    if match := _OF_CLASS.fullmatch(name):
        return f"warrants.classes{match[1]}.total_warrants"
    return _TOTALS.get(name, "")


def _value_of_investor(cell: TableCell) -> tuple[str, Decimal]:
    """Return the name of the investor's term that a cell prints, and its figure. The name is empty if it prints none."""
    values = [inline for inline in cell[0] if isinstance(inline, Value)]
    match = _OF_INVESTOR.fullmatch(values[0].path) if len(values) == 1 else None
    figure = _figure(cell)
    return (match[1], figure) if match and figure is not None else ("", Decimal(0))


def _printed(figures: Iterable[_PrintedFigure]) -> dict[str, Decimal]:
    """Return the first printed figure of every term, by its path."""
    printed: dict[str, Decimal] = {}
    for _, value, figure in figures:
        printed.setdefault(value.path, figure)
    return printed


def _printed_in_two_ways(subject: CheckContext, figures: Iterable[_PrintedFigure]) -> Iterator[Problem]:
    first: dict[str, tuple[Clause, Decimal]] = {}
    for clause, value, figure in figures:
        where, before = first.setdefault(value.path, (clause, figure))
        if before != figure:
            what = f"{value.path} is printed here as {figure:,f}, but in {subject.name_of(where)} as {before:,f}"
            yield subject.error(CODE, clause, what, _HINT)


def _figures(subject: CheckContext) -> Iterator[_PrintedFigure]:
    for passage in subject.passages:
        for piece in passage.pieces:
            match = _FIGURE.fullmatch(piece.text) if isinstance(piece, Value) else None
            if match and isinstance(piece, Value):
                yield passage.clause, piece, _number(match)


def _figure(cell: TableCell) -> Decimal | None:
    # The number of a warrant may stand below that of its shares.
    match = _FIGURE.fullmatch(words_of(cell[0]).strip()) if cell else None
    return _number(match) if match else None


def _number(match: re.Match[str]) -> Decimal:
    return Decimal(match[1].replace(",", ""))


def _name(table: Table, column: int) -> str:
    """Return the heading of a column, or its position if the table has no head."""
    heads = [row for row in table.rows if row.kind == "head"]
    return " ".join(map(words_of, heads[0].cells[column])) if heads else f"column {column + 1}"
