"""Rows of investors that somebody added, deleted or typed over in a Word file: the totals do not know of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from assembler.errors import Location, Problem, Severity
from assembler.merge.edited_file import EditedDocument
from assembler.merge.flat import FlatRow
from assembler.merge.word_text import words_in

_FIGURE = re.compile(r"\$? ?(\d[\d,]*(?:\.\d+)?)")
_MOST_WORDS = 6  # by which a row that was added is named
_TOTAL, _HEAD = "total", "head"
_HINT = "Put the change into the term sheet. Or correct the rows and the totals by hand."

Cells = Sequence[str]


def hand_edited_rows(edited: EditedDocument, file: str) -> Iterator[Problem]:
    """Yield a warning for each table of investors in which rows or figures are not those of the draft."""
    for provision, ranges in zip(edited.draft.provisions, edited.draft.ranges, strict=True):
        rows = [(part, words) for part, words in zip(provision.content, ranges, strict=True) if isinstance(part, FlatRow)]  # fmt: skip
        if any(row.whose not in ("", _HEAD, _TOTAL) for row, _ in rows):
            yield from _problems(edited, provision.name, rows, file)


def _problems(edited: EditedDocument, name: str, rows: Sequence[tuple[FlatRow, range]], file: str) -> Iterator[Problem]:
    found = [(row, edited.row_with_most(words)) for row, words in rows]
    table = next((edited.table_of(span) for _, span in found if span is not None), {})
    known = {id(span): row for row, span in found if span is not None}
    added = [cells for identity, cells in table.items() if identity not in known and any(cells)]
    deleted = [row.whose for row, span in found if span is None and row.whose]
    retyped = [row.whose for row, span in found if span is not None and _is_retyped(row, table.get(id(span), ()))]
    said = [
        *(f"the row of {whose} was deleted" if whose != _TOTAL else "the total was deleted" for whose in deleted),
        *(f'a row was added: "{" ".join(words_in(" ".join(cells))[:_MOST_WORDS])}"' for cells in added),
        *(
            f"figures of {whose} were typed over" if whose != _TOTAL else "the total was typed over"
            for whose in retyped
        ),
    ]
    if said:
        sums = [*_wrong_sums(rows, known, table)]
        what = f"in {name}, {'; '.join([*said, *sums])}"
        yield Problem("C110", what, _HINT, Location(file), severity=Severity.WARNING)


def _is_retyped(row: FlatRow, cells: Cells) -> bool:
    """Return True if a cell that is a figure in the draft or in the file is not the same in both."""
    drafted = [_plain("\n".join(cell)) for cell in row.cells]
    if row.whose == _HEAD or len(drafted) != len(cells):
        return row.whose != _HEAD
    return any(
        ours != theirs and (_figure(ours) is not None or _figure(theirs) is not None)
        for ours, theirs in zip(drafted, cells, strict=True)
    )


def _wrong_sums(
    rows: Sequence[tuple[FlatRow, range]], known: Mapping[int, FlatRow], table: Mapping[int, Cells]
) -> Iterator[str]:
    """Yield the columns whose rows do not add up to the total."""
    kinds = {identity: known[identity].whose if identity in known else "" for identity in table}
    total = next((cells for identity, cells in table.items() if kinds[identity] == _TOTAL), ())
    head = next((row for row, _ in rows if row.whose == _HEAD), None)
    for column, cell in enumerate(total):
        stated = _figure(cell)
        figures = [
            _figure(cells[column])
            for identity, cells in table.items()
            if kinds[identity] not in (_HEAD, _TOTAL) and len(cells) == len(total)
        ]
        summed = sum((figure for figure in figures if figure is not None), Decimal())
        if stated is not None and summed != stated:
            name = _plain(" ".join(head.cells[column])) if head and column < len(head.cells) else f"column {column + 1}"
            yield f'the total of "{name}" is {stated:,f}, and the rows add up to {summed:,f}'


def _figure(text: str) -> Decimal | None:
    match = _FIGURE.fullmatch(text)
    return Decimal(match[1].replace(",", "")) if match else None


def _plain(text: str) -> str:
    return " ".join(words_in(text))
