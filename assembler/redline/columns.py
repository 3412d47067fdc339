"""Column widths of a table in a redline: wide enough for an old and a new figure side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_LETTER = 105  # twentieths of a point, at the size of tables
_MARGINS = 220

CellWords = Sequence[str]


def widened(widths: Sequence[int], rows: Iterable[Sequence[tuple[CellWords, CellWords]]]) -> list[int]:
    """Return the widths, widened where another column can spare the space, so that no word breaks.

    Each row holds the old and the new words of its cells. Widths are in twentieths of a point.
    """
    needed = [max(room) for room in zip(*(map(_room, row) for row in rows), strict=True)] or [*widths]
    lacking = [max(need - width, 0) for need, width in zip(needed, widths, strict=True)]
    spare = [max(width - need, 0) for need, width in zip(needed, widths, strict=True)]
    given = min(sum(lacking), sum(spare))
    if not given:
        return [*widths]
    changed = [
        width + lack * given // max(sum(lacking), 1) - more * given // max(sum(spare), 1)
        for width, lack, more in zip(widths, lacking, spare, strict=True)
    ]
    # The last column takes what rounding leaves, so that the table keeps its width.
    return [*changed[:-1], sum(widths) - sum(changed[:-1])]


def _room(cell: tuple[CellWords, CellWords]) -> int:
    """Return the width that a cell needs. A replaced figure stands directly beside the new one."""
    before, now = cell
    if len(before) == len(now) == 1 and before != now:
        return _MARGINS + _LETTER * (len(before[0]) + len(now[0]))
    return _MARGINS + _LETTER * max(map(len, (*before, *now)), default=0)
