"""The clauses as paragraphs and tables of Word, by style id: what stands in the shell's place for the body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from assembler.document import walk
from assembler.document.tree import (
    Block,
    Clause,
    Display,
    Document,
    Entry,
    Enumeration,
    Inlines,
    Lines,
    Paragraph,
    Quotation,
    Row,
    SignatureLine,
    State,
    Table,
    Value,
)
from assembler.document.words import words_of
from assembler.writers import ooxml
from assembler.writers.lists import Placement, Plan
from assembler.writers.runs import Runs

PARAGRAPH_STYLES = (
    "Title", "Display", "AgreementText", "Quotation", "Lines", "EntryLabel", "EntryLine", "SignatureLine", "SignatureText",
    "TableHead", "TableCell", "TableFigure", "Separator",
)  # fmt: skip
CHARACTER_STYLES = ("DefinedTerm", "SectionHeading", "ClauseHeading", "TableTotal")
TABLE_STYLES = ("EntryTable", "ScheduleTable")

_ENTRY_INDENT = 720  # twentieths of a point, as all widths
_ENTRY_LABEL_SHARE = 0.4
_LEAST_SHARE = 0.16  # of the width of a table, for a column of short words
_FIGURE = re.compile(r"\(?\$?\d[\d,.]*\)?%?")
_LINE_BREAK = "<w:r><w:br/></w:r>"

_Piece = ooxml.Paragraph | ooxml.Table | Entry


@dataclass(frozen=True, slots=True)
class Body:
    """Writes the clauses of a document, each where the plan places it.

    `first_list` and `first_bookmark` are the first numbers that the shell has not taken for its own; `width` is that
    of the text on its page.
    """

    document: Document
    plan: Plan
    runs: Runs
    first_list: int
    first_bookmark: int
    width: int

    def xml(self) -> str:
        """All paragraphs and tables in the order of the tree."""
        pieces = self._with_entry_tables(_with_one_title(self._pieces()))
        return "".join(piece.xml() for piece in _apart([*pieces]))

    def _pieces(self) -> Iterator[_Piece]:
        starts_page = False
        unmarked = [*self.runs.bookmarks]
        for clause, placement in zip(walk.clauses(self.document), self.plan.placements, strict=True):
            bookmark = ""
            if clause.label in unmarked and placement.style:  # a repeated clause has its bookmark where it stands first
                bookmark = self.runs.bookmarks[clause.label]
                unmarked.remove(clause.label)
            starts_page = starts_page or clause.starts_page
            pieces = self._clause(clause, placement, bookmark)
            yield from _on_new_page(pieces) if starts_page else pieces
            starts_page = starts_page and not pieces

    def _clause(self, clause: Clause, placement: Placement, bookmark: str) -> list[_Piece]:
        """The clause's own paragraphs and tables, without what hangs under it."""
        head, blocks = self._head(clause, placement, bookmark)
        is_signed = any(isinstance(block, SignatureLine) for block in blocks)
        pieces = head + [piece for block in blocks for piece in self._block(block, placement, is_signed)]
        return _kept_together(pieces) if is_signed else pieces

    def _head(self, clause: Clause, placement: Placement, bookmark: str) -> tuple[list[_Piece], Sequence[Block]]:
        """The paragraph that has the number, the heading or both, and the blocks that are not in it."""
        content, blocks = self._lead(clause, placement), clause.blocks
        runs_on = not content or (clause.runs_in and clause.state is State.PRESENT)
        if runs_on and blocks and isinstance(blocks[0], Paragraph):
            content += (ooxml.run(" ") if content else "") + self.runs.write(blocks[0].inlines)
            blocks = blocks[1:]
        if not content and not placement.style:
            return [], blocks
        leads_on = blocks is clause.blocks and clause.state is State.PRESENT
        if bookmark:
            content = ooxml.bookmarked(content, bookmark, self._bookmark_number(bookmark))
        style = placement.style or placement.text_style
        return [ooxml.Paragraph(style, content, keep_next=leads_on, numbering=self._numbering(placement))], blocks

    def _lead(self, clause: Clause, placement: Placement) -> str:
        if clause.state is State.RESERVED:
            return ooxml.run("[RESERVED]")
        return self.runs.write(clause.heading, "ClauseHeading" if placement.level else "SectionHeading")

    def _bookmark_number(self, bookmark: str) -> int:
        return self.first_bookmark + [*self.runs.bookmarks.values()].index(bookmark)

    def _numbering(self, placement: Placement) -> tuple[int, int] | None:
        return None if placement.own_list is None else (self.first_list + placement.own_list, placement.level)

    def _block(self, block: Block, placement: Placement, is_signed: bool) -> Iterator[_Piece]:
        match block:
            case Paragraph(inlines):
                yield self._paragraph(placement.text_style, inlines)
            case Quotation(inlines):
                yield self._paragraph("Quotation", inlines)
            case Display(inlines):
                yield self._paragraph("Title" if self._is_title(inlines) else "Display", inlines)
            case Lines(lines):
                style = "SignatureText" if is_signed else "Lines"
                yield ooxml.Paragraph(style, _LINE_BREAK.join(map(self.runs.write, lines)))
            case Entry():
                yield block
            case SignatureLine(inlines, lines):
                yield self._paragraph("SignatureLine", inlines)
                yield from (self._paragraph("SignatureText", line) for line in lines)
            case Enumeration():
                yield from self._enumeration(block)
            case Table(rows):
                yield from self._table(rows)

    def _paragraph(self, style: str, inlines: Inlines, run_style: str = "") -> ooxml.Paragraph:
        return ooxml.Paragraph(style, self.runs.write(inlines, run_style))

    def _is_title(self, inlines: Inlines) -> bool:
        return words_of(inlines).casefold() == self.document.title.casefold()

    def _enumeration(self, enumeration: Enumeration) -> Iterator[_Piece]:
        placement = self.plan.enumerated(enumeration.mark)
        for lead, *lines in enumeration.items:
            yield replace(self._paragraph(placement.style, lead), numbering=self._numbering(placement))
            yield from (self._paragraph(placement.text_style, line) for line in lines)

    def _table(self, rows: Sequence[Row]) -> Iterator[_Piece]:
        if rows:
            widths = _widths(rows, self.width)
            yield ooxml.Table("ScheduleTable", [self._row(row) for row in rows], widths, ooxml.Paragraph("TableCell"))

    def _row(self, row: Row) -> ooxml.Row:
        return ooxml.Row([self._cell(cell, row.kind) for cell in row.cells], is_head=row.kind == "head")

    def _cell(self, lines: Sequence[Inlines], kind: str) -> list[ooxml.Paragraph]:
        style = "TableHead" if kind == "head" else "TableFigure" if _is_figure(lines) else "TableCell"
        return [self._paragraph(style, line, "TableTotal" if kind == "total" else "") for line in lines]

    def _with_entry_tables(self, pieces: Iterable[_Piece]) -> Iterator[ooxml.Paragraph | ooxml.Table]:
        """Entries that follow each other, in one clause or in several, as one table."""
        for is_entry, group in groupby(pieces, lambda piece: isinstance(piece, Entry)):
            if is_entry:
                yield self._entry_table([piece for piece in group if isinstance(piece, Entry)])
            else:
                yield from (piece for piece in group if not isinstance(piece, Entry))

    def _entry_table(self, entries: Sequence[Entry]) -> ooxml.Table:
        width = self.width - _ENTRY_INDENT
        label = int(width * _ENTRY_LABEL_SHARE)
        rows = [
            ooxml.Row(
                [
                    [self._paragraph("EntryLabel", entry.label)],
                    [self._paragraph("EntryLine", line) for line in entry.lines],
                ]
            )
            for entry in entries
        ]
        return ooxml.Table("EntryTable", rows, (label, width - label), ooxml.Paragraph("EntryLine"), _ENTRY_INDENT)


def _on_new_page(pieces: list[_Piece]) -> list[_Piece]:
    """The pieces, the first of them at the head of a page; a table cannot be, so an empty paragraph is for it."""
    if not pieces:
        return []
    first = pieces[0]
    if isinstance(first, ooxml.Paragraph):
        return [replace(first, starts_page=True), *pieces[1:]]
    return [ooxml.Paragraph("Separator", starts_page=True), *pieces]


def _with_one_title(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """The pieces with the title where it stands first; in the heading of an annex it is a line like others."""
    is_found = False
    for piece in pieces:
        if isinstance(piece, ooxml.Paragraph) and piece.style == "Title":
            yield replace(piece, style="Display") if is_found else piece
            is_found = True
        else:
            yield piece


def _kept_together(pieces: list[_Piece]) -> list[_Piece]:
    """The pieces on one page, as far as one page holds them."""
    return [
        replace(piece, keep_next=True) if isinstance(piece, ooxml.Paragraph) and at < len(pieces) else piece
        for at, piece in enumerate(pieces, 1)
    ]


def _apart(pieces: list[ooxml.Paragraph | ooxml.Table]) -> Iterator[ooxml.Paragraph | ooxml.Table]:
    """The pieces with a paragraph behind every table that needs one.

    Word joins two tables that touch, and asks for a paragraph behind the last.
    """
    separator = ooxml.Paragraph("Separator")
    for piece, following in pairwise([*pieces, None]):
        if piece:
            yield piece
        if isinstance(piece, ooxml.Table) and not isinstance(following, ooxml.Paragraph):
            yield separator


def _is_figure(lines: Sequence[Inlines]) -> bool:
    """Whether a cell holds a figure and nothing else: it is set at the right, so that digits stand under digits."""
    if len(lines) != 1 or len(lines[0]) != 1:
        return False
    (only,) = lines[0]
    return isinstance(only, Value) and bool(_FIGURE.fullmatch(only.text))


def _widths(rows: Sequence[Row], width: int) -> list[int]:
    """The width shared out by the longest line of each column; the last takes what rounding leaves."""
    columns = max(len(row.cells) for row in rows)
    longest = [1] * columns
    for row in rows:
        for at, cell in enumerate(row.cells):
            longest[at] = max([longest[at], *(_length(line, row.kind) for line in cell)])
    least = _LEAST_SHARE if columns * _LEAST_SHARE < 1 else 0
    shares = [max(length / sum(longest), least) for length in longest]
    widths = [int(width * share / sum(shares)) for share in shares]
    return [*widths[:-1], width - sum(widths[:-1])]


def _length(line: Inlines, kind: str) -> int:
    """The room that a line asks for; the words of a head stand one under the other where they must."""
    words = words_of(line)
    return max(map(len, words.split()), default=1) if kind == "head" else len(words)
