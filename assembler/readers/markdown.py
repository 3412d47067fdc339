"""Reading Markdown: paragraphs, headings, lists with their numbers, and tables, without the marks that set them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from assembler.readers.outline import ReadParagraph

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?P<text>.*?)[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_BREAK = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_CODE_FENCE = re.compile(r"^ {0,3}`{3,}.*$", re.MULTILINE)
_FENCE = re.compile(r"\s*(?:~~~|:::)|\s*<!--.*-->\s*$")
_QUOTE = re.compile(r"^(?: {0,3}>[ \t]?)+")
_ITEM = re.compile(r"(?P<indent>\s*)(?:[-*+]|(?P<count>\d{1,9})[.)])[ \t]+(?P<text>.*)$")
_DIVIDER = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?)?\s*$")
_CELL = re.compile(r"(?<!\\)\|")
_EMPHASIS = (
    re.compile(r"(?<![\\\w*])(\*{1,3})(?=[^\s*])(.+?)(?<=[^\s\\])\1(?!\*)"),
    re.compile(r"(?<![\\\w_])(_{1,3})(?=[^\s_])(.+?)(?<=[^\s_\\])\1(?![\w_])"),
)
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_LINK = re.compile(r"(?<!\\)!?\[([^\]]*)\](?:\([^()]*\)|\{[^{}]*\})")
_STRUCK = re.compile(r"~~.+?~~")
_LINE_END = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def is_markdown(file: str, lines: Sequence[str]) -> bool:
    """Return True if a text is Markdown: by its name, or by its headings."""
    named = file.lower().endswith((".md", ".markdown"))
    return named or sum(line.startswith("#") and _HEADING.match(line) is not None for line in lines) > 1


def without_code_marks(text: str) -> str:
    """Return a text without the grave accents around code, which are no quotation marks."""
    return _CODE.sub(r"\2", _CODE_FENCE.sub("", text))


def read(lines: Sequence[str]) -> tuple[list[ReadParagraph], list[str]]:
    """Return the paragraphs of a Markdown text, and notes on what is not compared."""
    struck = sum(len(_STRUCK.findall(line)) for line in lines)
    notes = ["read as Markdown; not compared: emphasis, and targets of links"]
    notes += [f"{struck} struck passages read as deleted"] if struck else []
    return list(_Blocks().read(lines)), notes


class _Blocks(Struct):
    """The paragraph so far, and the next number of each open list by its indent."""

    held: list[str] = []
    number: str = ""
    next: dict[int, int] = {}
    tables: int = 0
    row: int = -1

    def read(self, lines: Sequence[str]) -> Iterator[ReadParagraph]:
        for quoted in lines:
            line = _QUOTE.sub("", quoted)
            if not line.strip() or _FENCE.match(line):
                yield from self.ended()
            elif heading := _HEADING.match(line):
                yield from self.ended()
                yield from self.heading(heading["text"])
            elif self.held and not self.number and _UNDERLINE.match(line):
                text, self.held = " ".join(self.held), []
                yield from self.heading(text)
            elif _BREAK.match(line) or _DIVIDER.match(line):
                yield from self.ended(in_table=self.row >= 0)
            elif line.lstrip().startswith("|") or (self.row >= 0 and _CELL.search(line)):
                yield from self.ended(in_table=True)
                yield from self.cells(line)
            else:
                yield from self.line(line)
        yield from self.ended()

    def line(self, line: str) -> Iterator[ReadParagraph]:
        item = _ITEM.match(line)
        if not item:
            if not self.held and not line[0].isspace():
                self.next = {}
            self.held.append(line.strip())
            return
        yield from self.ended()
        indent = len(item["indent"])
        self.next = {deep: count for deep, count in self.next.items() if deep <= indent}
        if item["count"]:
            # The first number of a list counts, and the others follow it, whatever is typed.
            count = self.next.get(indent, int(item["count"]))
            self.next[indent] = count + 1
            self.number = f"{count}."
        self.held = [item["text"]]

    def heading(self, text: str) -> Iterator[ReadParagraph]:
        self.next = {}
        yield ReadParagraph(plain(text), "heading")

    def cells(self, line: str) -> Iterator[ReadParagraph]:
        self.tables += self.row < 0
        self.row += 1
        for column, cell in enumerate(_CELL.split(line.strip().removeprefix("|").removesuffix("|"))):
            if cell.strip():
                yield ReadParagraph(plain(cell.strip()), cell=(self.tables, self.row, column))

    def ended(self, *, in_table: bool = False) -> Iterator[ReadParagraph]:
        if self.held:
            yield ReadParagraph(plain(" ".join(self.held)), number=self.number)
        self.held, self.number = [], ""
        self.row = self.row if in_table else -1


def plain(text: str) -> str:
    """Return a text without the marks of emphasis, links and escapes."""
    text = _LINE_END.sub(" ", _LINK.sub(r"\1", _STRUCK.sub("", text)))
    for emphasis in _EMPHASIS:
        text = emphasis.sub(r"\2", text)
    return _ESCAPE.sub(r"\1", text)
