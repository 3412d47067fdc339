"""Rows and signature pages of investors that somebody added, deleted or typed over in a Word file.

The totals do not know of the rows, nor the parties of the pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from assembler.errors import Location, Problem, Severity
from assembler.merge.edited_file import EditedDocument, TableRow
from assembler.merge.flat import HEAD, TOTAL, FlatRow
from assembler.merge.word_text import words_in

_FIGURE = re.compile(r"(?:USD?)? ?\$? ?(\d[\d,]*(?:\.\d+)?)")
_SUM = re.compile(r"(?:sub-?\s?|grand )?total\b", re.IGNORECASE)
_MOST_WORDS = 6  # by which a row that was added is named
_HINT = "Put the change into the term sheet. Or correct the rows and the totals by hand."
_HINT_PAGES = "Put the change into the term sheet. Or correct the pages by hand."

Cells = Sequence[str]
_Drafted = Sequence[tuple[FlatRow, TableRow | None]]


def hand_edited_pages(edited: EditedDocument, file: str) -> Iterator[Problem]:
    """Yield a warning if signature pages are missing, stand more than once, or are those of nobody in the deal."""
    pages = edited.paired
    said = [
        *(f"the page of {subject} was deleted" for subject in pages.missing),
        *(f"the page of {subject} stands {len(copies) + 1} times" for subject, copies in pages.copies.items()),
        *(f'a page was added: "{_begin(_words_of_page(edited, place))}"' for place in pages.other_pages),
    ]
    if said:
        what = f"in the signature pages, {'; '.join(said)}"
        yield Problem("S326", what, _HINT_PAGES, Location(file), severity=Severity.WARNING)


def hand_edited_rows(edited: EditedDocument, file: str) -> Iterator[Problem]:
    """Yield a warning for each table of investors in which rows or figures are not those of the draft."""
    for provision, ranges in zip(edited.draft.provisions, edited.draft.ranges, strict=True):
        rows = [(part, words) for part, words in zip(provision.content, ranges, strict=True) if isinstance(part, FlatRow)]  # fmt: skip
        if any(row.whose not in ("", HEAD, TOTAL) for row, _ in rows):
            yield from _problems(edited, provision.name, rows, file)


def _problems(edited: EditedDocument, name: str, rows: Sequence[tuple[FlatRow, range]], file: str) -> Iterator[Problem]:
    spans = [(row, edited.row_with_most(words)) for row, words in rows]
    table = edited.tables_of([span for _, span in spans if span is not None])
    found = [(row, table.get(id(span)) if span is not None else None) for row, span in spans]
    known = {id(span): row.whose for row, span in spans if span is not None}
    added = [row.cells for identity, row in table.items() if identity not in known and any(row.cells)]
    said = [
        *(f"{_row_of(row.whose)} was deleted" for row, there in found if there is None and row.whose),
        *(f'a row was added: "{_begin(cells)}"' for cells in added),
        *(f"{_row_of(row.whose)} is hidden" for row, there in found if there is not None and there.is_hidden),
        *_columns(found),
        *(f"figures of {row.whose} were typed over" for row, there in found if _is_retyped(row, there) and row.whose != TOTAL),
        *("the total was typed over" for row, there in found if _is_retyped(row, there) and row.whose == TOTAL),
    ]  # fmt: skip
    if said:
        what = f"in {name}, {'; '.join([*said, *_wrong_sums(known, table)])}"
        yield Problem("C110", what, _HINT, Location(file), severity=Severity.WARNING)


def _row_of(whose: str) -> str:
    return {TOTAL: "the total", HEAD: "the head of the table"}.get(whose, f"the row of {whose}")


def _columns(found: _Drafted) -> Iterator[str]:
    """Yield whether columns came or went, or else the rows whose cells somebody merged or divided."""
    more = {len(there.cells) - len(row.cells) for row, there in found if there is not None}
    if len(more) == 1 and 0 not in more:
        number = more.pop()
        yield f"{abs(number)} {'column was' if abs(number) == 1 else 'columns were'} {'added' if number > 0 else 'deleted'}"
        return
    for row, there in found:
        if there is not None and len(there.cells) != len(row.cells):
            yield f"cells of {_row_of(row.whose)} were merged or divided"


def _is_retyped(row: FlatRow, there: TableRow | None) -> bool:
    """Return True if a cell that is a figure in the draft or in the file is not the same in both."""
    drafted = [_plain("\n".join(cell)) for cell in row.cells]
    if there is None or row.whose == HEAD or len(drafted) != len(there.cells):
        return False
    return any(_differ(ours, theirs) for ours, theirs in zip(drafted, there.cells, strict=True))


def _differ(ours: str, theirs: str) -> bool:
    figures = _figure(ours), _figure(theirs)
    if None in figures:
        return ours != theirs and figures != (None, None)
    return figures[0] != figures[1]


def _wrong_sums(known: Mapping[int, str], table: Mapping[int, TableRow]) -> Iterator[str]:
    """Yield the columns whose rows do not add up to the total."""
    by_kind = {whose: table[identity].cells for identity, whose in known.items() if identity in table}
    total, head = by_kind.get(TOTAL, ()), by_kind.get(HEAD, ())
    counted = [
        row.cells
        for identity, row in table.items()
        if known.get(identity) not in (HEAD, TOTAL) and len(row.cells) == len(total) and not _SUM.match(row.cells[0])
    ]
    for column, cell in enumerate(total):
        stated = _figure(cell)
        figures = (_figure(cells[column]) for cells in counted)
        summed = sum((figure for figure in figures if figure is not None), Decimal())
        if stated is not None and summed != stated:
            name = head[column] if column < len(head) else f"column {column + 1}"
            yield f'the total of "{name}" is {stated:,f}, and the rows add up to {summed:,f}'


def _figure(text: str) -> Decimal | None:
    match = _FIGURE.fullmatch(text)
    return Decimal(match[1].replace(",", "")) if match else None


def _plain(text: str) -> str:
    return " ".join(words_in(text))


def _words_of_page(edited: EditedDocument, place: range) -> list[str]:
    """Return the lines of a page that no page of the draft has, without figures."""
    lines = edited.lines(place)
    return [line for line in lines if _figure(line) is None and line not in edited.draft.lines] or lines


def _begin(cells: Cells) -> str:
    return " ".join(words_in(" ".join(cells))[:_MOST_WORDS])
