"""Reading tables that are drawn with lines in a text, as pandoc and many other programs write them.

A grid has borders of "+" and "-", with "|" between its cells. In a ruled table, a line of dashes for each column stands
above the rows and below them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

_BORDER = re.compile(r"\s*\+(?:[-=:]+\+)+\s*")
_GRID_ROW = re.compile(r"\s*\|.*\|\s*")
_DASHES = re.compile(r"-{2,}")
# Lines to sign on stand further apart.
_COLUMNS = re.compile(r"\s*-{2,}(?: -{2,})+\s*")
_LINE = re.compile(r"\s*-{9,}\s*")
_HEAD = 8  # lines of a head at most
_SIGNS = ("$", "\u20ac", "\u00a3")


def end_of(lines: Sequence[str], start: int) -> int:
    """Return the line after a table that begins at a line, or that line if none begins there."""
    begins = lines[start].lstrip()[:1]
    if begins == "+" and _BORDER.fullmatch(lines[start]):
        stop = next((at for at in range(start + 1, len(lines)) if not _is_of_grid(lines[at])), len(lines))
        return stop if stop > start + 2 else start
    columns = _columns_at(lines, start) if begins == "-" else start - 1
    if columns < start:
        return start
    closing = next((at for at in range(columns + 1, len(lines)) if _closes(lines, start, at)), start)
    return closing + 1 if closing > start else start


def cells(lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield each paragraph of the cells of a table, row by row, with its row and its column."""
    rows = _rows_of_grid(lines) if _BORDER.fullmatch(lines[0]) else _ruled_rows(lines)
    for number, row in enumerate(rows):
        for column, wrapped in enumerate(zip(*row, strict=True)):
            yield from ((number, column, text) for text in _paragraphs(wrapped))


def _columns_at(lines: Sequence[str], start: int) -> int:
    """Return the line with dashes for each column: the first one, or the one below a head. -1 if there is none."""
    if _COLUMNS.fullmatch(lines[start]):
        return start
    if not _LINE.fullmatch(lines[start]):
        return -1
    below = range(start + 1, min(start + 1 + _HEAD, len(lines)))
    at = next((at for at in below if _COLUMNS.fullmatch(lines[at])), -1)
    return at if at > 0 and _width(lines[at]) == _width(lines[start]) else -1


def _width(line: str) -> tuple[int, int]:
    """Return the columns in which a line begins and ends."""
    return len(line) - len(line.lstrip()), len(line.rstrip())


def _closes(lines: Sequence[str], start: int, at: int) -> bool:
    line = lines[at]
    is_rule = "--" in line and (line.rstrip() == lines[start].rstrip() or _LINE.fullmatch(line) is not None)
    return is_rule and _width(line) == _width(lines[start])


def _is_of_grid(line: str) -> bool:
    return _GRID_ROW.fullmatch(line) is not None or _BORDER.fullmatch(line) is not None


_Row = list[list[str]]


def _rows_of_grid(lines: Sequence[str]) -> Iterator[_Row]:
    borders = [at for at, character in enumerate(lines[0]) if character == "+"]
    spans = [(start + 1, stop) for start, stop in pairwise(borders)]
    is_ruled = any("=" in line for line in lines if not _GRID_ROW.fullmatch(line))
    for is_row, group in groupby(lines, lambda line: _GRID_ROW.fullmatch(line) is not None):
        row = [_cells_of(line, spans) for line in group] if is_row else []
        # Some programs draw no border between rows: then no line is the rest of the one before.
        is_wrapped = is_ruled or not all(all(line) for line in row)
        yield from ([row] if is_wrapped else [[line] for line in row]) if row else []


def _ruled_rows(lines: Sequence[str]) -> Iterator[_Row]:
    at = _columns_at(lines, 0)
    starts = [0, *(found.start() for found in list(_DASHES.finditer(lines[at]))[1:]), max(map(len, lines))]
    spans = list(pairwise(starts))
    if at:
        yield [_cut(line, spans) for line in lines[1:at]]
    inside = lines[at + 1 : -1]
    is_apart = any(not line.strip() for line in inside)
    for is_filled, group in groupby(inside, lambda line: bool(line.strip())):
        row = [_cut(line, spans) for line in group] if is_filled else []
        yield from ([row] if is_apart else [[line] for line in row]) if row else []


def _cells_of(line: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """Return the cells of a line of a grid. One that spans several columns stands in the first of them."""
    cells = line.strip().removeprefix("|").removesuffix("|").split("|")
    if len(cells) == len(spans):
        return [cell.strip() for cell in cells]
    starts = [start for start, _ in spans if line[start - 1 : start] == "|"] or [spans[0][0]]
    found = {start: line[start:stop] for start, stop in pairwise([*starts, len(line)])}
    return [found.get(start, "").strip().removesuffix("|").strip() for start, _ in spans]


def _cut(line: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    return [line[start:stop].strip() for start, stop in spans]


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    for is_filled, group in groupby(lines, bool):
        if is_filled:
            yield _unwrapped(list(group))


def _unwrapped(lines: Sequence[str]) -> str:
    """Return the lines of a cell as one. A sign of a currency or of emphasis alone belongs to what stands below it."""
    text = lines[0]
    for line in lines[1:]:
        is_sign = text.endswith(_SIGNS) or not text.strip("*_\\ ")
        text = f"{text}{'' if is_sign else ' '}{line}"
    return text
