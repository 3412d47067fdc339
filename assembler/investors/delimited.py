"""Read a CSV file strictly: columns separated by commas, semicolons or tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from assembler.errors import InputError, Location, Problem
from assembler.investors.grid import MOST_ROWS, Grid, GridCell, GridRow
from assembler.termsheet.source import abridged, lines_of, normal, odd_characters, text_of

# Excel writes semicolons where the comma is the decimal sign.
SEPARATORS = (",", ";", "\t")


def readings(data: bytes, file: str) -> Iterator[Grid | InputError]:
    """Yield the grid that each separator gives, or an `InputError` if its quotation marks do not pair.

    Raise `InputError` if it is not UTF-8 text that documents can show.
    """
    lines = lines_of(text_of(data, file))
    if problems := list(abridged(odd_characters(lines, file))):
        raise InputError(problems)
    text = normal("\n".join(lines))
    for separator in SEPARATORS:
        try:
            yield Grid(file, tuple(_rows(text, separator, file)))
        except InputError as error:
            yield error


def _rows(text: str, separator: str, file: str) -> Iterator[GridRow]:
    """Yield the rows that are not empty. Raise `InputError` if there are too many."""
    count = 0
    for cells in _records(text, separator, file):
        if any(cell.text for cell in cells):
            count += 1
            yield GridRow(cells[0].line, dict(enumerate(cells, 1)))
        if count > MOST_ROWS:
            what = f"the list has more than {MOST_ROWS:,} rows"
            raise InputError([Problem("X102", what, "Split the deal into two term sheets.", Location(file))])


class _Reader(Struct):
    """The position of a reader in a text: an index from 0, and lines and columns from 1."""

    position: int = 0
    line: int = 1
    line_begins: int = 0

    def place(self) -> tuple[int, int]:
        return self.line, self.position - self.line_begins + 1

    def move(self, text: str, end: int) -> None:
        breaks = text.count("\n", self.position, end)
        if breaks:
            self.line += breaks
            self.line_begins = text.rindex("\n", self.position, end) + 1
        self.position = end


def _records(text: str, separator: str, file: str) -> Iterator[list[GridCell]]:
    # The possessive quantifiers ++ and *+ keep an open quotation mark from taking quadratic time.
    field = re.compile(
        rf'[ ]*"(?P<quoted>(?:[^"]++|"")*+)"[ ]*(?P<behind>[^{separator}\n]*)|(?P<plain>[^{separator}\n]*)'
    )
    reader, cells = _Reader(), list[GridCell]()
    while True:
        match = field.match(text, reader.position)
        assert match  # noqa: S101  a field may be empty, so there is always one
        place = reader.place()
        _check(match, Location(file, *place))
        quoted = match["quoted"]
        cells.append(GridCell((match["plain"] if quoted is None else quoted.replace('""', '"')).strip(), *place))
        reader.move(text, match.end())
        ends = reader.position >= len(text)
        if ends or text[reader.position] == "\n":
            yield cells
            cells = []
        if ends:
            return
        reader.move(text, reader.position + 1)


def _check(match: re.Match[str], place: Location) -> None:
    """Raise `InputError` if a quotation mark is not closed at the end of the cell."""
    if match["behind"]:
        what = f"text follows the closing quotation mark of this cell: {match['behind'].strip()[:20]!r}"
        raise InputError([Problem("X106", what, 'Write "" for a quotation mark within quotation marks.', place)])
    if (match["plain"] or "").lstrip(" ").startswith('"'):
        what = "this quotation mark is not closed"
        raise InputError([Problem("X106", what, "Close it at the end of the cell.", place)])
