"""The rows and cells of a table, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from assembler.readers.elements import W

TABLE = "rows and columns of the table"


def in_words(table: etree._Element, is_left_out: Callable[[etree._Element], bool]) -> str:
    """Return how many rows and cells a table has, in words. `is_left_out` tells those that tracked changes leave out."""
    rows = [row for row in _own(table, table, "tr") if not is_left_out(row)]
    cells = [sum(not is_left_out(cell) for cell in _own(row, table, "tc")) for row in rows]
    inner = sum(each is not table for each in table.iter(f"{W}tbl"))
    each = ", ".join(map(str, {*cells} if len({*cells}) == 1 else cells))
    return f"{len(rows)} rows of {each} cells" + (f", with {inner} tables in them" if inner else "")


def _own(element: etree._Element, table: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the rows or cells in an element that are no part of a nested table, and may stand in a content control."""
    return (each for each in element.iter(f"{W}{name}") if next(each.iterancestors(f"{W}tbl"), None) is table)
