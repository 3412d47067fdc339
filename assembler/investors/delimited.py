"""A text file of columns, as spreadsheets save it: parted by commas, semicolons or tabs, read strictly.

| code | what is wrong | what to do |
|---|---|---|
| X106 | quotation marks that do not pair in a text file | write "" for a quotation mark within quotation marks |
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from assembler.findings import Finding, Place, Refused
from assembler.investors.grid import MOST_ROWS, Cell, Grid, Row
from assembler.termsheet.source import abridged, lines_of, normal, odd_characters, text_of

SEPARATORS = (",", ";", "\t")


def readings(data: bytes, file: str) -> Iterator[Grid | Refused]:
    """The file as it reads with each of the separators; a refusal where its quotation marks do not pair then.

    Refused at once where it is not text in UTF-8 that a document can show.
    """
    lines = lines_of(text_of(data, file))
    if findings := list(abridged(odd_characters(lines, file))):
        raise Refused(findings)
    text = normal("\n".join(lines))
    for separator in SEPARATORS:
        try:
            yield Grid(file, tuple(_rows(text, separator, file)))
        except Refused as refused:
            yield refused


def _rows(text: str, separator: str, file: str) -> Iterator[Row]:
    """The rows in which anything stands. Refused where there are more than may be."""
    count = 0
    for cells in _records(text, separator, file):
        if any(cell.text for cell in cells):
            count += 1
            yield Row(cells[0].line, dict(enumerate(cells, 1)))
        if count > MOST_ROWS:
            what = f"the list has more than {MOST_ROWS:,} rows"
            raise Refused([Finding("X102", what, "Make two term sheets of it.", Place(file))])


class _Reader(Struct):
    """How far a text was read; lines and columns count from 1."""

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


def _records(text: str, separator: str, file: str) -> Iterator[list[Cell]]:
    field = re.compile(
        rf'[ ]*"(?P<quoted>(?:[^"]++|"")*+)"[ ]*(?P<behind>[^{separator}\n]*)|(?P<plain>[^{separator}\n]*)'
    )
    reader, cells = _Reader(), list[Cell]()
    while True:
        found = field.match(text, reader.position)
        assert found  # noqa: S101  a field may be empty, so there is always one
        place = reader.place()
        _check(found, Place(file, *place))
        quoted = found["quoted"]
        cells.append(Cell((found["plain"] if quoted is None else quoted.replace('""', '"')).strip(), *place))
        reader.move(text, found.end())
        ends = reader.position >= len(text)
        if ends or text[reader.position] == "\n":
            yield cells
            cells = []
        if ends:
            return
        reader.move(text, reader.position + 1)


def _check(found: re.Match[str], place: Place) -> None:
    """Refused where a quotation mark that opens is not closed at the end of the cell."""
    if found["behind"]:
        what = f"text stands behind the closing quotation mark of this cell: {found['behind'].strip()[:20]!r}"
        raise Refused([Finding("X106", what, 'Write "" for a quotation mark within quotation marks.', place)])
    if (found["plain"] or "").lstrip(" ").startswith('"'):
        what = "the quotation mark that opens here is never closed"
        raise Refused([Finding("X106", what, "Close it at the end of the cell.", place)])
