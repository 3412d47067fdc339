"""Reading Markdown: paragraphs, headings, lists with their numbers, and tables, without the marks that set them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from assembler.readers import drawn_tables
from assembler.readers.outline import Content, ReadParagraph, begins_with_a_number
from assembler.readers.reading import straightened

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?P<text>.*?)[ \t]*#*[ \t]*(?:\{[#.][^{}]*\}[ \t]*)?$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_BREAK = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_CODE_FENCE = re.compile(r"^ {0,3}`{3,}.*$", re.MULTILINE)
_SETTING = re.compile(r"[\w-]+:(?:\s|$)|\s+\S|-\s")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FENCE = re.compile(r"\s*(?:~~~|:::).*$")
_QUOTE = re.compile(r"^(?: {0,3}>[ \t]?)+")
_ITEM = re.compile(r"(?P<indent>\s*)(?:[-*+]|(?P<count>\d{1,9})[.)])[ \t]+(?P<text>.*)$")
_ENDED = re.compile(r"[.:;!?]\W*(?:and|or)?$")  # a line after which a number begins another paragraph
_DIVIDER = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?)?\s*$")
_CELL = re.compile(r"(?<!\\)\|")
_EMPHASIS = (
    re.compile(r"(?<![\\\w*])(\*{1,3})(?=[^\s*])(.+?)(?<=[^\s\\])\1(?!\*)"),
    re.compile(r"(?<![\\\w_])(_{1,3})(?=[^\s_])(.+?)(?<=[^\s_\\])\1(?![\w_])"),
)
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_TARGET = re.compile(r"^ {0,3}\[(?P<name>[^\]^]+)\]:[ \t]+\S+(?:[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t]*$")
_NOTE = re.compile(r"^\[\^[^\]\s]+\]:[ \t]+|(?<!\\)\[\^[^\]\s]+\]")
_PICTURE = re.compile(r"(?<!\\)!\[[^\]]*\](?:\([^()]*\)|\[[^\]]*\])(?:\{[^{}]*\})?")
_LINK = re.compile(r"(?<![\\!])\[((?:[^\[\]]|\[[^\[\]]*\])*)\](?:\((?:[^()]|\([^()]*\))*\)|\{[^{}]*\})+")
_NAMED_LINK = re.compile(r"(?<![\\!])\[([^\[\]]*)\](?:[ ]?\[([^\[\]]*)\])?")
_ADDRESS = re.compile(r"<((?:https?://|mailto:)?[^\s<>]+[.@:][^\s<>]+)>")
_STRUCK = re.compile(r"~~.+?~~|<(?P<tag>del|s|strike)\b[^<>]*>.*?</(?P=tag)>", re.IGNORECASE)
_LINE_END = re.compile(r"<br\s*/?>|\\(?=\s|$)", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|center|cite|code|dd|div|dl|dt|em|font|h[1-6]|i|ins|kbd|li|mark|ol|p|small|span|strong|sub|sup|tt|u|ul)"
    r"(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
_TABLE = re.compile(r"\s*<table\b", re.IGNORECASE)
_TABLE_ENDS = re.compile(r"</table>\s*$", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def is_markdown(file: str, lines: Sequence[str]) -> bool:
    """Return True if a text is Markdown: by its name, or by its headings."""
    named = file.lower().endswith((".md", ".markdown"))
    return named or sum(line.startswith("#") and _HEADING.match(line) is not None for line in lines) > 1


def without_code_marks(text: str) -> str:
    """Return a text without comments, and without the grave accents around code, which are no quotation marks."""
    return _CODE.sub(r"\2", _CODE_FENCE.sub("", _COMMENT.sub("", text)))


def read(lines: Sequence[str]) -> Content:
    """Return what a Markdown text holds."""
    closed = (
        next((at for at in range(1, len(lines)) if lines[at].rstrip() in ("---", "...")), 0)
        if lines[:1] == ["---"]
        else 0
    )
    front = closed and all(_SETTING.match(line) or not line.strip() for line in lines[1:closed])
    lines = lines[closed + 1 :] if front else lines
    targets = {_name(target["name"]) for line in lines if (target := _TARGET.match(line))}
    lines = [line for line in lines if not _TARGET.match(line)]
    struck, pictures = (sum(len(what.findall(line)) for line in lines) for what in (_STRUCK, _PICTURE))
    notes = ["read as Markdown; not compared: emphasis, and targets of links"]
    notes += [f"{struck} struck passages read as deleted"] if struck else []
    unread = ["settings in front of the text"] if front else []
    unread += [f"{pictures} picture{'s' * (pictures > 1)}"] if pictures else []
    return Content([*_Blocks(frozenset(targets)).read(lines)], notes, unread)


class _Blocks(Struct):
    """The paragraph so far, and the next number of each open list by its indent. `targets` are the names of links."""

    targets: frozenset[str]
    held: list[str] = []
    number: str = ""
    next: dict[int, int] = {}
    tables: int = 0
    row: int = -1

    def read(self, lines: Sequence[str]) -> Iterator[ReadParagraph]:
        at = 0
        while at < len(lines):
            stop = drawn_tables.end_of(lines, at)
            if stop > at:
                yield from self.ended()
                yield from self.drawn(lines[at:stop])
            elif _TABLE.match(lines[at]):
                stop = next((n + 1 for n in range(at, len(lines)) if _TABLE_ENDS.search(lines[n])), len(lines))
                yield from self.ended()
                yield from self.html_table(lines[at:stop])
            else:
                yield from self.block(_QUOTE.sub("", lines[at]))
            at = max(stop, at + 1)
        yield from self.ended()

    def block(self, line: str) -> Iterator[ReadParagraph]:
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

    def line(self, line: str) -> Iterator[ReadParagraph]:
        item = _ITEM.match(line)
        if not item:
            if self.held and _ENDED.search(self.held[-1]) and begins_with_a_number(line):
                yield from self.ended()
            if not self.held and not line[0].isspace():
                self.next = {}
            self.hold(line)
            return
        yield from self.ended()
        indent = len(item["indent"])
        self.next = {deep: count for deep, count in self.next.items() if deep <= indent}
        if item["count"]:
            # The first number of a list counts, and the others follow it, whatever is typed.
            count = self.next.get(indent, int(item["count"]))
            self.next[indent] = count + 1
            self.number = f"{count}."
        self.hold(item["text"])

    def hold(self, line: str) -> None:
        """Add a line to the paragraph. A fence may begin behind the number of an item, and two spaces end a line."""
        ends = "\n" if line.endswith("  ") else ""
        self.held.append(re.sub(r"(^|\s):::.*$", "", line).strip() + ends)

    def heading(self, text: str) -> Iterator[ReadParagraph]:
        self.next = {}
        yield ReadParagraph(self.plain(text), "heading")

    def cells(self, line: str) -> Iterator[ReadParagraph]:
        self.tables += self.row < 0
        self.row += 1
        for column, cell in enumerate(_CELL.split(line.strip().removeprefix("|").removesuffix("|"))):
            if cell.strip():
                yield ReadParagraph(self.plain(cell.strip()), cell=(self.tables, self.row, column))

    def drawn(self, lines: Sequence[str]) -> Iterator[ReadParagraph]:
        self.tables += 1
        for row, column, text in drawn_tables.cells(lines):
            yield ReadParagraph(self.plain(text), cell=(self.tables, row, column))

    def html_table(self, lines: Sequence[str]) -> Iterator[ReadParagraph]:
        """Read a table of HTML, which Markdown may hold."""
        from assembler.readers import html as html_reader

        for paragraph in html_reader.paragraphs_of("\n".join(lines)):
            if paragraph.cell:
                _, row, column = paragraph.cell
                paragraph.cell = (self.tables + 1, row, column)
            yield paragraph
        self.tables += 1

    def ended(self, *, in_table: bool = False) -> Iterator[ReadParagraph]:
        if self.held:
            yield ReadParagraph(self.plain(" ".join(self.held)), number=self.number)
        self.held, self.number = [], ""
        self.row = self.row if in_table else -1

    def plain(self, text: str) -> str:
        """Return a text without the marks of emphasis, links, notes and escapes."""
        text = _PICTURE.sub("", _STRUCK.sub("", text))
        text = _NOTE.sub("", _ADDRESS.sub(r"\1", _LINK.sub(r"\1", text)))
        text = _NAMED_LINK.sub(self.shown, text) if self.targets else text
        text = _TAG.sub("", _LINE_END.sub("\n", text))
        for emphasis in _EMPHASIS:
            text = emphasis.sub(r"\2", text)
        text = _ESCAPE.sub(r"\1", text)
        return straightened(_ENTITY.sub(lambda entity: html.unescape(entity[0]), text)) if "&" in text else text

    def shown(self, link: re.Match[str]) -> str:
        """Return the words of a link whose target is named. Other brackets stay."""
        return link[1] if _name(link[2] or link[1]) in self.targets else link[0]


def _name(name: str) -> str:
    return " ".join(name.split()).casefold()
