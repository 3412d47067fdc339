"""The notation of the clause files, and its only parser. templates/README.md describes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from assembler.document.marks import read_mark
from assembler.document.tree import (
    Blank,
    Block,
    Contents,
    Definition,
    Display,
    Entry,
    Enumeration,
    Inline,
    Inlines,
    Lines,
    Paragraph,
    Quotation,
    Reference,
    Row,
    Series,
    SignatureLine,
    Table,
    Text,
    Value,
)
from assembler.document.walk import joined
from assembler.errors import Location, Problem
from assembler.library import ClauseFile

# A value is printed as a token: its index between two private-use characters. A line of a clause file begins with its
# number between two others. So no words can be mistaken for either.
VALUE_OPENS, VALUE_CLOSES, LINE_OPENS, LINE_CLOSES = "\ue000\ue001\ue002\ue003"

_LINE = re.compile(f"{LINE_OPENS}(\\d+){LINE_CLOSES}")
_INLINE = re.compile(
    f"{VALUE_OPENS}(?P<value>\\d+){VALUE_CLOSES}"
    r'|"\*(?P<term>[^"*]+)\*"'
    r"|@(?P<short>~?)(?P<label>[a-z0-9][a-z0-9_]*)"
    r"|(?P<blank>_{2,})"
)
_LIST_HEAD = re.compile(r"^list (?P<pattern>\S.*)$")
_NUMBER = re.compile(r"\(?[0-9A-Za-z]{1,4}\)|\b[0-9A-Za-z]{1,4}\.")
# Words that begin with one of these follow a value or a list without a space.
_JOINS_ON = (".", ",", ";", ":", ")")


class NotationError(Exception):
    """Words that break the notation, with the problem and the line of the file (0 if not known)."""

    def __init__(self, what: str, line: int = 0) -> None:
        super().__init__(what)
        self.what = what
        self.line = line


class ParsedClause(Struct, frozen=True):
    """A parsed clause file: its heading, whether text follows the heading on its line, and its blocks."""

    heading: Inlines
    runs_in: bool
    blocks: tuple[Block, ...]


class ListHead(Struct, frozen=True):
    """The number style and the joining words of a list, read from an example: "(i), (ii) and (iii)"."""

    mark: str
    between: str
    last: str


class _SourceLine(Struct, frozen=True):
    text: str
    number: int

    @property
    def prefix(self) -> str:
        return self.text[:1] if self.text[1:2] in (" ", "") else ""

    @property
    def rest(self) -> str:
        return self.text[1:].strip()


# The page drafts a deal at each key stroke, which changes few clauses.
@lru_cache(maxsize=4096)
def parse(text: str, values: tuple[Value, ...] = ()) -> ParsedClause:
    """Return the words of one clause as blocks. `values` are the values that its tokens stand for.

    Raises NotationError if the notation is broken.
    """
    return _Parser(text, values).words()


def parse_inlines(text: str, values: Sequence[Value] = ()) -> Inlines:
    """Return one run of words without blocks: the text of a departure, a line or a cell."""
    inlines: list[Inline] = []
    end = 0
    for match in _INLINE.finditer(text):
        inlines += _plain(text[end : match.start()])
        inlines.append(_inline(match, values))
        end = match.end()
    return tuple(inlines + _plain(text[end:]))


def read_list_head(pattern: str, line: int = 0) -> ListHead:
    """Return the head of a list: one number for a list of paragraphs, or two or three with the words that join them.

    Raises NotationError if the pattern shows no such head.
    """
    numbers = list(_NUMBER.finditer(pattern))
    if not numbers or numbers[0].start() or numbers[-1].end() != len(pattern) or len(numbers) > 3:
        raise NotationError(f"{pattern!r} does not show how a list is numbered and joined", line)
    mark = numbers[0].group()
    try:
        read_mark(mark)
    except ValueError as error:
        raise NotationError(str(error), line) from None
    joins = [pattern[left.end() : right.start()].rstrip() for left, right in pairwise(numbers)]
    return ListHead(mark, joins[0] if len(joins) > 1 else "", joins[-1] if joins else "")


def _plain(text: str) -> list[Inline]:
    return [Text(text)] if text else []


def _inline(match: re.Match[str], values: Sequence[Value]) -> Inline:
    if match["value"]:
        return values[int(match["value"])]
    if match["term"]:
        return Definition(match["term"])
    if match["blank"]:
        return Blank(len(match["blank"]))
    return Reference(match["label"], short=bool(match["short"]))


class _Parser:
    """Reads the lines of one clause from first to last."""

    def __init__(self, text: str, values: Sequence[Value]) -> None:
        self.lines = _read_lines(text)
        self.values = values
        self.at = 0

    @property
    def line(self) -> _SourceLine | None:
        return self.lines[self.at] if self.at < len(self.lines) else None

    def take(self) -> _SourceLine:
        line = self.lines[self.at]
        self.at += 1
        return line

    def words(self) -> ParsedClause:
        heading, runs_in = self.heading()
        blocks: list[Block] = []
        while self.line:
            if self.line.text:
                blocks.append(self.block(self.line))
            else:
                self.at += 1
        return ParsedClause(heading, runs_in, tuple(blocks))

    def heading(self) -> tuple[Inlines, bool]:
        while self.line and not self.line.text:
            self.at += 1
        if not self.line or self.line.prefix != "#":
            return (), False
        heading = self.inlines(self.take().rest)
        # Text on the very next line continues the heading's paragraph.
        return heading, bool(self.line and self.line.text)

    def block(self, line: _SourceLine) -> Block:
        reader = self.readers.get(line.prefix)
        if reader:
            return reader(self)
        if line.text == "table":
            return self.table()
        if line.text == "contents":
            self.at += 1
            return Contents()
        head = self.list_head(line)
        # A list head with one number has paragraphs as items. With two or three it is part of a sentence.
        if head and not head.last:
            return self.enumeration(head)
        return Paragraph(self.running_text())

    def list_head(self, line: _SourceLine) -> ListHead | None:
        match = _LIST_HEAD.match(line.text)
        return read_list_head(match["pattern"], line.number) if match else None

    def inlines(self, text: str) -> Inlines:
        return parse_inlines(text, self.values)

    def quotation(self) -> Block:
        text: list[str] = []
        while self.line and self.line.prefix == ">":
            text.append(self.take().rest)
        return Quotation(self.inlines(" ".join(text)))

    def display(self) -> Block:
        return Display(self.inlines(self.take().rest))

    def address(self) -> Block:
        return Lines(self.under())

    def entry(self) -> Block:
        label = self.inlines(self.take().rest)
        return Entry(label, self.under())

    def signature_line(self) -> Block:
        words = self.inlines(self.take().rest)
        return SignatureLine(words, self.under())

    def misplaced(self) -> Block:
        line = self.take()
        raise NotationError(f"the line {_shown(line.text)!r} does not continue the block above it", line.number)

    def under(self) -> tuple[Inlines, ...]:
        lines: list[Inlines] = []
        while self.line and self.line.prefix == "|":
            lines.append(self.inlines(self.take().rest))
        return tuple(lines)

    readers: dict[str, Callable[[_Parser], Block]] = {}  # noqa: RUF012  filled below, once, with the methods above

    def running_text(self) -> Inlines:
        """Return the text up to an empty line or the next block, with the lists inside it."""
        inlines: Inlines = ()
        while self.line and self.line.text and self.line.prefix not in self.readers and self.line.text != "end":
            head = self.list_head(self.line)
            added = (self.series(head),) if head else self.inlines(self.take().text)
            inlines = _follow_on(inlines, added)
        return inlines

    def series(self, head: ListHead) -> Series:
        opening = self.take()
        items: list[Inlines] = []
        while self.line and self.line.prefix == "-":
            items.append(self.item())
        self.end(opening)
        if not items or (len(items) > 2 and not head.between) or not head.last:
            raise NotationError(f"{opening.text!r} does not show how {len(items)} items are joined", opening.number)
        return Series(head.mark, head.between, head.last, tuple(items))

    def item(self) -> Inlines:
        """Return an item of a list: its first line, and the lines and lists up to the next item."""
        return _follow_on(self.inlines(self.take().rest), self.running_text())

    def enumeration(self, head: ListHead) -> Block:
        opening = self.take()
        items: list[tuple[Inlines, ...]] = []
        while self.line and self.line.prefix == "-":
            items.append((self.item(), *self.under()))
        self.end(opening)
        return Enumeration(head.mark, tuple(items))

    def table(self) -> Block:
        opening = self.take()
        rows: list[Row] = []
        while self.line and self.line.text in ("head", "row", "total"):
            kind = self.take().text
            cells: list[tuple[Inlines, ...]] = []
            while self.line and self.line.prefix == "-":
                cells.append((self.inlines(self.take().rest), *self.under()))
            rows.append(Row(kind, tuple(cells)))
        self.end(opening)
        if not rows or any(len(row.cells) != len(rows[0].cells) or not row.cells for row in rows):
            raise NotationError("the rows of this table have different numbers of cells", opening.number)
        return Table(tuple(rows))

    def end(self, opening: _SourceLine) -> None:
        if not self.line or self.line.text != "end":
            raise NotationError(f"{opening.text!r} needs a closing line `end`", opening.number)
        self.at += 1


_Parser.readers = {
    ">": _Parser.quotation,
    "=": _Parser.display,
    "|": _Parser.address,
    ":": _Parser.entry,
    "~": _Parser.signature_line,
    "-": _Parser.misplaced,
    "#": _Parser.misplaced,
}


def _read_lines(text: str) -> list[_SourceLine]:
    lines: list[_SourceLine] = []
    number = 0
    for raw in text.split("\n"):
        # Lines of tags leave no text behind, so a line of text may hold several numbers. The last one is its own.
        for match in _LINE.finditer(raw):
            number = int(match[1])
        lines.append(_SourceLine(" ".join(_LINE.sub("", raw).split()), number))
    return lines


def _follow_on(inlines: Inlines, added: Inlines) -> Inlines:
    """Return both passages with one space between them, and none before punctuation."""
    if not inlines or not added:
        return inlines or added
    first = added[0]
    joins_on = isinstance(first, Text) and first.text.startswith(_JOINS_ON)
    return joined(inlines, added if joins_on else (Text(" "), *added))


def _shown(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


_TAGS_ONLY = re.compile(r"^\s*(?:\{%[^%]*%\}\s*)+$")


_OPEN_TAG = re.compile(r"\{[{%]|[%}]\}")


@lru_cache(maxsize=1_000)  # words without values are the same in every warrant
def with_line_numbers(text: str) -> str:
    """Return the text with each line's number before it. A line that holds only tags leaves no line behind."""
    numbered: list[str] = []
    depth = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if _TAGS_ONLY.match(line) and not depth:
            # "-%}" strips white space behind the tag. That is the line's end only: the next line begins with a number.
            numbered.append(line.strip().removesuffix("%}") + "-%}\n")
            continue
        # Within a tag of several lines, a line number would become part of the tag.
        numbered.append(line + "\n" if depth else f"{LINE_OPENS}{number}{LINE_CLOSES}{line}\n")
        for tag in _OPEN_TAG.findall(line):
            depth += 1 if tag.startswith("{") else -1
    return "".join(numbered)


def clause_problem(
    clause: ClauseFile,
    what: str,
    line: int,
    hint: str = "templates/README.md lists what is allowed.",
    name: str = "{",
) -> Problem:
    """Return a problem about a clause file. Its column is that of `name` in the line, or of the first tag."""
    lines = clause.text.splitlines()
    column = lines[line - 1].find(name) + 1 if 0 < line <= len(lines) else 0
    return Problem("W201", what, hint, Location(clause.name, line, column))
