"""The body of a Word file: the clauses as paragraphs and tables, each with a style of the style template."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from assembler.document import walk
from assembler.document.marks import read_mark
from assembler.document.outline import Heading, run_in_child
from assembler.document.tree import (
    Block,
    Clause,
    Contents,
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
    Text,
    Value,
)
from assembler.document.walk import words_of
from assembler.word import contents, ooxml
from assembler.word.column_widths import column_widths, width_of
from assembler.word.layout import (
    Flow,
    Labelled,
    LaidOutPiece,
    LayoutPiece,
    apart,
    kept_together,
    lines_together,
    with_one_title,
)
from assembler.word.lists import Placement, Plan
from assembler.word.runs import Runs

PARAGRAPH_STYLES = (
    "CoverTitle", "CoverLine", contents.ENTRY_STYLE, "Title", "Display", "AgreementText", "Quotation", "Lines", "EntryLabel", "EntryLine", "SignatureLine", "SignatureText",
    "TableHead", "TableCell", "TableFigure", "Separator", ooxml.COMMENT_TEXT,
)  # fmt: skip
CHARACTER_STYLES = (
    "DefinedTerm", "SectionHeading", "ClauseHeading", "TableTotal", contents.MARK_STYLE, ooxml.COMMENT_REFERENCE,
)  # fmt: skip
TABLE_STYLES = ("EntryTable", "ScheduleTable")

_ENTRY_INDENT = 720  # twentieths of a point, like all widths
_ENTRY_LABEL_SHARE = 0.4  # of the width; a longer label gets more if all values fit beside it
# Figures such as $1,250,000.00, (2,000) and 45.45%.
_FIGURE = re.compile(r"\(?\$?\d[\d,.]*\)?%?")
_LONG = 240  # characters; a longer paragraph would leave a gap if it moved to the next page with what follows
_LINE_BREAK = "<w:r><w:br/></w:r>"


class Body(Struct, frozen=True):
    """Writes the clauses of a document, each where the plan places it.

    - `first_list` and `first_bookmark` are the first numbers that the style template does not use.
    - `width` is the width of the text. `end_of` returns the section properties for a kind of pages.
    - `headings` are the entries of the table of contents, by label, and `pages` their pages if they are known. It is a
      field if `is_field`.
    - `notes` are the lines of the comment on a clause, by label.
    - `comments` are those written so far, each with its number. Bookmarks and comments share one sequence of numbers.
    """

    document: Document
    plan: Plan
    runs: Runs
    first_list: int
    first_bookmark: int
    width: int
    end_of: Callable[[str], str]
    headings: Mapping[str, Heading] = {}
    pages: Mapping[str, str] = {}
    is_field: bool = True
    notes: Mapping[str, Sequence[str]] = {}
    comments: list[tuple[int, Sequence[str]]] = []

    def laid(self) -> tuple[list[ooxml.XmlParagraph | ooxml.XmlTable], str]:
        """Return all paragraphs and tables in order, and the section properties of the last pages, which end the body."""
        flow = self._flow()
        pieces = [*self._with_entry_tables(with_one_title(flow.pieces))]
        return [*apart(pieces, self.end_of)], self.end_of(flow.kind)

    def _flow(self) -> Flow:
        flow, unmarked, unnoted = Flow(), {*self.runs.bookmarks}, {*self.notes}
        group: list[str] = []
        for clause, placement in zip(walk.clauses(self.document), self.plan.placements, strict=True):
            bookmark, label = "", placement.led_by or clause.label
            if label in unmarked and placement.style:  # a repeated clause has a bookmark at its first place only
                bookmark = self.runs.bookmarks[label]
                unmarked.remove(label)
            pieces = self.clause(clause, placement, bookmark)
            # The comment on a number without words stands at the words that follow it.
            group.append(clause.label)
            if run_in_child(clause) is None:
                for noted in [label for label in group if pieces and label in unnoted]:
                    pieces = [self._noted(pieces[0], self.notes[noted]), *pieces[1:]]
                    unnoted.remove(noted)
                group = []
            flow.add(pieces, clause.pages, starts_page=clause.starts_page, is_signed=is_signed(clause))
        return flow

    def _noted(self, piece: LayoutPiece, lines: Sequence[str]) -> LayoutPiece:
        """Return the piece with a comment at its first paragraph."""
        number = self.first_bookmark + len(self.runs.bookmarks) + len(self.comments)
        self.comments.append((number, lines))
        return _with_first(piece, lambda first: replace(first, content=ooxml.commented(first.content, number)))

    def clause(self, clause: Clause, placement: Placement, bookmark: str) -> list[LayoutPiece]:
        """Return the paragraphs and tables of the clause itself, without those of its children."""
        head, blocks = self._head(clause, placement, bookmark)
        enumerations = iter(placement.enumerations)
        pieces = head + [piece for block in blocks for piece in self._block(block, clause, placement, enumerations)]
        return kept_together(pieces) if is_signed(clause) else lines_together(pieces)

    def _head(self, clause: Clause, placement: Placement, bookmark: str) -> tuple[list[LayoutPiece], Sequence[Block]]:
        """Return the paragraph with the number or heading, if any, and the blocks that are not part of it."""
        content, blocks = self._lead(clause, placement), clause.blocks
        runs_on = not content or (clause.runs_in and clause.state is State.PRESENT)
        leads_on = clause.state is State.PRESENT
        if runs_on and blocks and isinstance(blocks[0], Paragraph):
            content += (ooxml.run(" ") if content else "") + self.runs.write(blocks[0].inlines)
            leads_on = _leads_on(blocks[0].inlines)
            blocks = blocks[1:]
        if not content and not placement.style:
            return [], blocks
        content = "".join(ooxml.run(f"{number}\t") for number in placement.typed) + content
        if bookmark:
            entry = contents.mark(self.headings[clause.label]) if clause.label in self.headings else ""
            content = ooxml.bookmarked(entry + content, bookmark, self._bookmark_number(bookmark))
        style = placement.style or placement.text_style
        numbering = self._numbering(placement)
        return [ooxml.XmlParagraph(style, content, keep_next=leads_on, numbering=numbering)], blocks

    def _lead(self, clause: Clause, placement: Placement) -> str:
        if clause.state is State.RESERVED:
            return ooxml.run("[RESERVED]")
        return self.runs.write(
            clause.heading, "ClauseHeading" if placement.level or placement.led_by else "SectionHeading"
        )

    def _bookmark_number(self, bookmark: str) -> int:
        return self.first_bookmark + [*self.runs.bookmarks.values()].index(bookmark)

    def _numbering(self, placement: Placement) -> tuple[int, int] | None:
        return None if placement.own_list is None else (self.first_list + placement.own_list, placement.level)

    def _block(
        self, block: Block, clause: Clause, placement: Placement, enumerations: Iterator[Placement]
    ) -> Iterator[LayoutPiece]:
        match block:
            case Paragraph(inlines):
                yield replace(self._paragraph(placement.text_style, inlines), keep_next=_leads_on(inlines))
            case Quotation(inlines):
                yield self._paragraph("Quotation", inlines)
            case Display(inlines):
                yield self._paragraph(self._display_style(inlines, clause), inlines)
            case Lines(lines):
                style = "SignatureText" if is_signed(clause) else "Lines"
                yield ooxml.XmlParagraph(style, _LINE_BREAK.join(map(self.runs.write, lines)))
            case Entry(label, lines):
                beside = [self._paragraph("EntryLine", line) for line in lines]
                longest = max((width_of(words_of(line)) for line in lines), default=0)
                yield Labelled(self._paragraph("EntryLabel", label), beside, (width_of(words_of(label)), longest))
            case SignatureLine(inlines, lines):
                yield self._paragraph("SignatureLine", inlines)
                yield from (self._paragraph("SignatureText", line) for line in lines)
            case Enumeration():
                yield from self._enumeration(block, next(enumerations))
            case Table(rows):
                yield from self._table(rows)
            case Contents():
                headings = [*self.headings.values()]
                yield from contents.entries(headings, self.runs.bookmarks, self.pages, is_field=self.is_field)

    def _paragraph(self, style: str, inlines: Inlines) -> ooxml.XmlParagraph:
        return _paragraph(style, inlines, self.runs)

    def _display_style(self, inlines: Inlines, clause: Clause) -> str:
        is_title = words_of(inlines).casefold() == self.document.title.casefold()
        if clause.pages == "cover":
            return "CoverTitle" if is_title else "CoverLine"
        # An annex that is a file of its own names the agreement in an ordinary line.
        is_annex = bool(clause.mark) and read_mark(clause.mark).is_named
        return "Title" if is_title and not is_annex else "Display"

    def _enumeration(self, enumeration: Enumeration, placement: Placement) -> Iterator[LayoutPiece]:
        for lead, *lines in enumeration.items:
            yield replace(self._paragraph(placement.style, lead), numbering=self._numbering(placement))
            yield from (self._paragraph(placement.text_style, line) for line in lines)

    def _table(self, rows: Sequence[Row]) -> Iterator[LayoutPiece]:
        if rows:
            widths = column_widths(rows, self.width)
            written = [_row(row, self.runs) for row in rows]
            yield ooxml.XmlTable("ScheduleTable", written, widths, ooxml.XmlParagraph("TableCell"))

    def _with_entry_tables(self, pieces: Iterable[LayoutPiece]) -> Iterator[LaidOutPiece]:
        """Yield the pieces, with consecutive labelled entries joined to one table, even across clauses."""
        for is_labelled, group in groupby(pieces, lambda piece: isinstance(piece, Labelled)):
            if is_labelled:
                yield self._entry_table([piece for piece in group if isinstance(piece, Labelled)])
            else:
                yield from (piece for piece in group if not isinstance(piece, Labelled))

    def _entry_table(self, entries: Sequence[Labelled]) -> ooxml.XmlTable:
        width = self.width - _ENTRY_INDENT
        label, longest = (max(needs) for needs in zip(*(entry.needs for entry in entries), strict=True))
        share = int(width * _ENTRY_LABEL_SHARE)
        label = max(label, share) if label + longest <= width else share
        rows = [ooxml.XmlRow([[entry.label], entry.lines]) for entry in entries]
        return ooxml.XmlTable(
            "EntryTable", rows, (label, width - label), ooxml.XmlParagraph("EntryLine"), _ENTRY_INDENT
        )


def is_signed(clause: Clause) -> bool:
    """Return True if the clause itself has a signature line."""
    return any(isinstance(block, SignatureLine) for block in clause.blocks)


def _leads_on(inlines: Inlines) -> bool:
    """Return True if a short passage ends in a colon. What it introduces belongs on the same page."""
    # Values do not count, so that every copy of a template has the same layout.
    ends = inlines[-1] if inlines else None
    length = sum(len(words_of((inline,))) for inline in inlines if not isinstance(inline, Value))
    return isinstance(ends, Text) and ends.text.endswith(":") and length < _LONG


def _with_first(piece: LayoutPiece, change: Callable[[ooxml.XmlParagraph], ooxml.XmlParagraph]) -> LayoutPiece:
    """Return the piece with its first paragraph changed."""
    match piece:
        case ooxml.XmlParagraph():
            return change(piece)
        case Labelled(label):
            return replace(piece, label=change(label))
        case ooxml.XmlTable(rows=[row, *rows], empty=empty):
            cell, *cells = row.cells
            first, *paragraphs = cell or (empty,)
            return replace(piece, rows=[replace(row, cells=[[change(first), *paragraphs], *cells]), *rows])
        case _:
            return piece


def _row(row: Row, runs: Runs) -> ooxml.XmlRow:
    return ooxml.XmlRow([_cell(cell, row.kind, runs) for cell in row.cells], is_head=row.kind == "head")


def _cell(lines: Sequence[Inlines], kind: str, runs: Runs) -> list[ooxml.XmlParagraph]:
    style = "TableHead" if kind == "head" else "TableFigure" if _is_figure(lines) else "TableCell"
    return [_paragraph(style, line, runs, "TableTotal" if kind == "total" else "") for line in lines]


def _paragraph(style: str, inlines: Inlines, runs: Runs, run_style: str = "") -> ooxml.XmlParagraph:
    return ooxml.XmlParagraph(style, runs.write(inlines, run_style))


def _is_figure(lines: Sequence[Inlines]) -> bool:
    """Return True if the first line of a cell is a figure only. It is aligned right, so that digits stand below each other.

    The number of a warrant may stand below the number of its shares.
    """
    if not lines or len(lines[0]) != 1:
        return False
    (only,) = lines[0]
    return isinstance(only, Value) and bool(_FIGURE.fullmatch(only.text))
