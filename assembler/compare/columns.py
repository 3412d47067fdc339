"""Tables whose columns changed places: one difference, and one for each cell that changed besides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from assembler.compare.align import Difference, ProvisionPair
from assembler.compare.reason import Reason, ReasonKind
from assembler.readers.reading import Provision

_REASON = Reason(ReasonKind.TABLE, remark="columns in another order")


class _Cell(Struct):
    """The words of a cell, and where they begin and end among those of its provisions."""

    words: tuple[str, ...]
    start: int
    stop: int


_Table = list[list[_Cell]]


def with_columns(pair: ProvisionPair) -> list[tuple[Difference, Reason | None]]:
    """Return the differences of a pair with their reason, where columns changed places; else with None."""
    told: list[tuple[Difference, Reason | None]] = [(difference, None) for difference in pair.differences]
    ours, theirs = _tables(pair.here), _tables(pair.there)
    for here, there in zip(ours, theirs, strict=True) if len(ours) == len(theirs) else ():
        order = _order(here, there)
        if order:
            others = [(part, reason) for difference, reason in told for part in _outside(difference, here, there)]
            found = [(_between(here[0], there[0]), _REASON), *((cell, None) for cell in _cells(here, there, order))]
            told = sorted([*others, *found], key=lambda one: (one[0].index, one[0].there_at))
    return told


def _tables(provisions: Sequence[Provision]) -> list[_Table]:
    """Return the tables in provisions as rows of cells. A cell without words stands where the one before it ends."""
    tables: dict[int, dict[int, dict[int, _Cell]]] = {}
    start = 0
    for passage in (passage for provision in provisions for passage in provision.passages):
        stop = start + len(passage.words)
        if passage.cell is not None:
            table, row, column = passage.cell
            cell = tables.setdefault(table, {}).setdefault(row, {}).setdefault(column, _Cell((), start, start))
            cell.words, cell.stop = (*cell.words, *passage.words), stop
        start = stop
    return [_filled(rows) for rows in tables.values()]


def _filled(rows: dict[int, dict[int, _Cell]]) -> _Table:
    columns = 1 + max(column for row in rows.values() for column in row)
    end = 0
    filled: _Table = []
    for _, row in sorted(rows.items()):
        end = end or min(cell.start for cell in row.values())
        filled.append([])
        for column in range(columns):
            cell = row.get(column, _Cell((), end, end))
            end = cell.stop
            filled[-1].append(cell)
    return filled


def _order(here: _Table, there: _Table) -> list[int]:
    """Return for each column of the new table that of the original, or [] unless columns changed places."""
    heads, heads_there = ([cell.words for cell in table[0]] for table in (here, there))
    if len(here) != len(there) or heads == heads_there or sorted(heads) != sorted(heads_there):
        return []
    order = [heads.index(words) for words in heads_there]
    is_known = len({*heads}) == len(heads)
    cells = sum(len(row) for row in here)
    return order if is_known and 2 * len([*_cells(here, there, order)]) < cells - len(heads) else []


def _cells(here: _Table, there: _Table, order: Sequence[int]) -> Iterator[Difference]:
    """Yield the cells that say something else, once the columns are put in order."""
    for row, row_there in zip(here, there, strict=True):
        for cell, column in zip(row_there, order, strict=True):
            if row[column].words != cell.words:
                yield _between([row[column]], [cell])


def _between(here: Sequence[_Cell], there: Sequence[_Cell]) -> Difference:
    words, words_there = (tuple(word for cell in side for word in cell.words) for side in (here, there))
    return Difference(words, words_there, here[0].start, there[0].start)


def _outside(difference: Difference, here: _Table, there: _Table) -> Iterator[Difference]:
    """Yield what of a difference stands before a table, and what stands behind it."""
    words, words_there = difference.here, difference.there
    # How many words stand before the table and before its end, on each side.
    before, upto = (_count(table, difference.index, words) for table in (here[0][0].start, here[-1][-1].stop))
    first, last = (_count(table, difference.there_at, words_there) for table in (there[0][0].start, there[-1][-1].stop))
    if before or first:
        yield Difference(words[:before], words_there[:first], difference.index, difference.there_at)
    if words[upto:] or words_there[last:]:
        yield Difference(words[upto:], words_there[last:], difference.index + upto, difference.there_at + last)


def _count(border: int, start: int, words: Sequence[str]) -> int:
    """Return how many words that begin at a place stand before a border."""
    return min(max(border - start, 0), len(words))
