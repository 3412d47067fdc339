"""The text of a Word file with the byte position of every letter, so that single words can be changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from xml.parsers import expat

from msgspec import Struct

from assembler.readers.reading import straightened

MARK = "\u00b6"  # the end of a paragraph, as a word among words
BREAK = "\n"

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TAG = re.compile(rb"""<[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""")
_UNREAD = {f"{_W}{name}" for name in ("del", "moveFrom", "txbxContent", "rt")} | {_FALLBACK}
_SHOWN = {
    f"{_W}br": BREAK,
    f"{_W}cr": BREAK,
    f"{_W}tab": " ",
    f"{_W}ptab": " ",
    f"{_W}noBreakHyphen": "-",
    f"{_W}sym": "?",
}
_HIDES = {f"{_W}vanish": "r", f"{_W}hidden": "tr"}
_OFF = ("0", "false", "off")
_QUOTES = re.compile(r'(?<!\S)"|(?<=[(\[])"')
_MARKS_OF_ITS_OWN = re.compile(
    rb"<(?:\w+:)?(?:bookmarkStart|bookmarkEnd|commentRangeStart|commentRangeEnd|commentReference|permStart|permEnd)\b[^<>]*?/>"
    rb"|(?<=\s)\w+:(?:paraId|textId)=\"[^\"]*\"\s?"
)


class ByteSpan(Struct):
    """Bytes of the file from `start` to before `stop`."""

    start: int
    stop: int = 0


class TextElement(Struct):
    """One text element: its tag, the bytes of its content, and its text."""

    tag: ByteSpan
    content: ByteSpan
    text: str


class Letter(Struct, frozen=True):
    """A letter as it is compared, with its text element and position. `piece` is None for a break or a symbol."""

    letter: str
    piece: TextElement | None
    index: int = 0


class WordParagraph(Struct):
    """A paragraph with its letters. `block` is its element of the body. `row`, `cell` and `table` are set within a table.

    `shown` counts the letters that Word does not hide.
    """

    span: ByteSpan
    block: ByteSpan
    row: ByteSpan | None
    cell: ByteSpan | None
    table: ByteSpan | None
    letters: list[Letter] = []
    pieces: list[TextElement] = []
    section: ByteSpan | None = None
    shown: int = 0


class Word(Struct, frozen=True):
    """A word of a paragraph with its letters, or the mark at the end of the paragraph."""

    text: str
    paragraph: WordParagraph
    letters: tuple[Letter, ...] = ()


def read(data: bytes) -> list[WordParagraph]:
    """Return every paragraph of the body in order, without text boxes, tracked deletions and tables of contents.

    The bytes must be a well-formed document in UTF-8.
    """
    return _Scan(data).paragraphs


def words(paragraphs: Sequence[WordParagraph]) -> list[Word]:
    """Return the words of the paragraphs, with a mark after those of each paragraph that has any."""
    results: list[Word] = []
    for paragraph in paragraphs:
        paragraph_words = list(_words(paragraph))
        results += [*paragraph_words, Word(MARK, paragraph)] if paragraph_words else []
    return results


def words_in(text: str) -> list[str]:
    """Return the words of a text as `words` returns those of a file. A line break is a word."""
    return re.findall(r"\n|[^\s]+", straightened(text))


def _words(paragraph: WordParagraph) -> Iterator[Word]:
    held: list[Letter] = []
    for letter in paragraph.letters:
        if not letter.letter.isspace():
            held.append(letter)
            continue
        if held:
            yield _word(held, paragraph)
            held = []
        if letter.letter == BREAK:
            yield Word(BREAK, paragraph, (letter,))
    if held:
        yield _word(held, paragraph)


def _word(letters: Sequence[Letter], paragraph: WordParagraph) -> Word:
    return Word("".join(letter.letter for letter in letters), paragraph, tuple(letters))


class _Scan:
    """One pass through the bytes of a document."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.paragraphs: list[WordParagraph] = []
        self.open: list[tuple[str, ByteSpan]] = []
        self.unread = 0
        self.deleted_rows: list[ByteSpan] = []  # those that are open
        self.hidden: list[ByteSpan] = []  # open rows and runs that Word does not show
        self.held: list[str] | None = None
        self.fields: list[str] = []  # the codes of the open fields, from the outermost
        self.is_code = False
        self.tag = ByteSpan(0)
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.Parse(data, True)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        index = self.parser.CurrentByteIndex
        self.open.append((name, ByteSpan(index)))
        self.unread += name in _UNREAD
        self._row_deleted(name)
        if self.unread:
            return
        if name == f"{_W}p":
            self.paragraphs.append(
                WordParagraph(
                    ByteSpan(index), self._block(), self._around("tr"), self._around("tc"), self._around("tbl")
                )
            )
        elif name == f"{_W}t":
            self.held, self.tag = [], ByteSpan(index, tag_end(self.data, index))
        elif name in (f"{_W}fldChar", f"{_W}fldSimple"):
            self._field(attributes)
        elif name == f"{_W}instrText":
            self.is_code = True
        elif name in _HIDES and attributes.get(f"{_W}val") not in _OFF:
            self.hidden += filter(None, [self._around(_HIDES[name])])
        elif name in _SHOWN and self.paragraphs and self._around("r") and not attributes.get(f"{_W}type"):
            self._letter(Letter(_SHOWN[name], None))

    def _row_deleted(self, name: str) -> None:
        """Read no more of a row that a tracked change deletes."""
        row = self._around("tr") if name == f"{_W}del" and self.open[-2][0] == f"{_W}trPr" else None
        if row is not None:
            self.deleted_rows.append(row)
            self.unread += 1

    def _field(self, attributes: Mapping[str, str]) -> None:
        kind = attributes.get(f"{_W}fldCharType", "begin")
        if kind == "begin":
            self.fields.append(attributes.get(f"{_W}instr", ""))
        elif kind == "end" and self.fields:
            self.fields.pop()

    @property
    def in_contents(self) -> bool:
        """Return True within a table of contents. Word writes its entries and pages anew, so they are no text."""
        return any(code.split()[:1] == ["TOC"] for code in self.fields)

    def text(self, text: str) -> None:
        if self.held is not None:
            self.held.append(text)
        elif self.is_code and self.fields:
            self.fields[-1] += text

    def end(self, name: str) -> None:
        index = self.parser.CurrentByteIndex
        _, span = self.open.pop()
        span.stop = tag_end(self.data, index)
        if not self.unread:
            self._close(name, span, index)
        self.unread -= name in _UNREAD
        if self.deleted_rows and self.deleted_rows[-1] is span:
            self.deleted_rows.pop()
            self.unread -= 1
        if self.hidden and self.hidden[-1] is span:
            self.hidden.pop()

    def _close(self, name: str, span: ByteSpan, position: int) -> None:
        if name == f"{_W}t" and self.held is not None:
            if self.paragraphs and position != span.start:
                self._add("".join(self.held), ByteSpan(self.tag.stop, position))
            self.held = None
        elif name == f"{_W}instrText":
            self.is_code = False
        elif name == f"{_W}fldSimple" and self.fields:
            self.fields.pop()
        elif name == f"{_W}p":
            self.paragraphs[-1].span.stop = span.stop
        elif name == f"{_W}sectPr" and self._around("p"):
            self.paragraphs[-1].section = span

    def _letter(self, letter: Letter) -> None:
        if not self.in_contents:
            self.paragraphs[-1].letters.append(letter)
            self.paragraphs[-1].shown += not self.hidden

    def _add(self, text: str, content: ByteSpan) -> None:
        if self.in_contents:
            return
        piece = TextElement(self.tag, content, text)
        paragraph = self.paragraphs[-1]
        paragraph.pieces.append(piece)
        paragraph.shown += 0 if self.hidden else len(text)
        for index, letter in enumerate(text):
            paragraph.letters += (Letter(character, piece, index) for character in straightened(letter))

    def _around(self, name: str) -> ByteSpan | None:
        return next((span for tag, span in reversed(self.open) if tag == f"{_W}{name}"), None)

    def _block(self) -> ByteSpan:
        """Return the child of the body that holds the paragraph. The body is the second open element."""
        return self.open[2][1]


def tag_end(data: bytes, index: int) -> int:
    """Return the position after the tag that begins at `index`."""
    match = _TAG.match(data, index)
    if match is None:
        raise ValueError(f"no tag at {index}")
    return match.end()


def as_written(words: Sequence[str], paragraph: WordParagraph) -> str:
    """Return words as that paragraph would write them, with curly quotation marks if it has such."""
    text = " ".join(words).replace(f" {BREAK} ", BREAK)
    if any(mark in piece.text for piece in paragraph.pieces for mark in "\u201c\u201d\u2019"):
        text = _QUOTES.sub("\u201c", text).replace('"', "\u201d").replace("'", "\u2019")
    return text


def as_content(text: str, piece: TextElement, data: bytes) -> bytes:
    """Return a text as the content of a text element. A line break becomes Word's break between two text elements."""
    prefix = _prefix(data, piece)
    parts = (escape(part, quote=False).encode() for part in text.split(BREAK))
    return (b'</%st><%sbr/><%st xml:space="preserve">' % (prefix, prefix, prefix)).join(parts)


def as_tag(piece: TextElement, data: bytes) -> bytes:
    """Return the tag of a text element with `xml:space`, so that spaces at its ends are kept."""
    tag = data[piece.tag.start : piece.tag.stop]
    return tag if b"xml:space" in tag else tag[:-1] + b' xml:space="preserve">'


def _prefix(data: bytes, piece: TextElement) -> bytes:
    name = data[piece.tag.start + 1 : piece.tag.stop].split(None, 1)[0].rstrip(b">")
    return name[: name.index(b":") + 1] if b":" in name else b""


def without_marks(data: bytes) -> bytes:
    """Return a copy of the bytes without elements that must be unique: bookmarks, comments, paragraph ids."""
    return _MARKS_OF_ITS_OWN.sub(b"", data)
