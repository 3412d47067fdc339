"""Widths of the columns of a table: no figure breaks, and names wrap."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import zip_longest

from msgspec import Struct

from assembler.document.tree import Row
from assembler.document.walk import words_of

_LEAST_SHARE = 0.16  # of the width of a table, so that a column of short words stays readable
_MOST_WORD = 0.35  # of the width of a table; a longer word breaks
# The house style sets tables in 10 points. 12 leave room for a wider font, and for the metrics of another program.
_POINTS = 12
_MARGINS = 240  # of a cell, in twentieths of a point like all widths here

# The widths of Times Bold in thousandths of its size. Its regular letters are hardly ever wider.
_GROUPS = {
    250: " .,",
    278: "ijl/'",
    333: "ft()-:;![]`",
    389: "Is",
    444: "cerz",
    500: "0123456789$aogvxy#*?_J\u2013",
    556: 'bdhknpquS"',
    611: "FPZ",
    667: "BELTXY",
    722: "ACDHKNRUVw",
    778: "GOQ",
    833: "m&",
    944: "M",
    1000: "W%@\u2014",
}
_WIDTHS = {character: width for width, characters in _GROUPS.items() for character in characters}
_WIDEST = 1000  # also the width of a Chinese, Japanese or Korean character


class _Needs(Struct, frozen=True):
    """The widths of the longest figure of a column, of its longest word, and of its longest line."""

    figure: int = 0
    word: int = 0
    line: int = 0


def column_widths(rows: Sequence[Row], width: int) -> list[int]:
    """Return the widths of the columns in twentieths of a point. Their sum is `width`.

    They are in proportion to their longest lines. But no column is narrower than its longest figure, or than its
    longest word where there is room for it.
    """
    columns = [_longest(cells) for cells in zip_longest(*map(_cells, rows), fillvalue=_Needs())]
    # Many columns have no room for a least share.
    share = int(_LEAST_SHARE * width) if len(columns) * _LEAST_SHARE < 1 else 1
    widths = _shared([max(column.line, share) for column in columns], _least(columns, width), width)
    return [*widths[:-1], width - sum(widths[:-1])]


def _least(columns: Sequence[_Needs], width: int) -> list[int]:
    """Return the least width of each column. Words get what the figures leave."""
    figures = [column.figure for column in columns]
    more = [max(min(column.word, int(width * _MOST_WORD)) - column.figure, 0) for column in columns]
    room = max(width - sum(figures), 0)
    needed = max(room, sum(more), 1)
    return [figure + extra * room // needed for figure, extra in zip(figures, more, strict=True)]


def _shared(wanted: Sequence[int], least: Sequence[int], width: int) -> list[int]:
    """Return the width shared out as wanted, with at least `least` for each column if the width allows it."""
    if sum(least) >= width:
        return [width * each // sum(least) for each in least]
    narrow: set[int] = set()
    while True:
        free = width - sum(least[index] for index in narrow)
        others = sum(want for index, want in enumerate(wanted) if index not in narrow)
        widths = [least[index] if index in narrow else free * want // others for index, want in enumerate(wanted)]
        lacking = {index for index, given in enumerate(widths) if given < least[index]}
        if not lacking:
            return widths
        narrow |= lacking


def _longest(cells: Sequence[_Needs]) -> _Needs:
    return _Needs(*(max(sizes) for sizes in zip(*((cell.figure, cell.word, cell.line) for cell in cells), strict=True)))


def _cells(row: Row) -> list[_Needs]:
    return [_longest([_Needs(), *(_line(words_of(line), row.kind) for line in cell)]) for cell in row.cells]


def _line(text: str, kind: str) -> _Needs:
    word = max(map(width_of, text.split()), default=0)
    # A head may wrap, so it needs its longest word only.
    return _Needs(width_of(text) if _is_figure(text) else 0, word, word if kind == "head" else width_of(text))


def _is_figure(text: str) -> bool:
    """Return True for a line such as $1,250,000.00, (2,000) or 45.45%."""
    return any(map(str.isdigit, text)) and not any(map(str.isalpha, text))


def width_of(text: str) -> int:
    """Return the width of a cell that holds a text on one line."""
    return sum(map(_width_of_character, text)) * _POINTS * 20 // 1000 + _MARGINS


def _width_of_character(character: str) -> int:
    return _WIDTHS.get(character) or _WIDTHS.get(unicodedata.normalize("NFKD", character)[0], _WIDEST)
