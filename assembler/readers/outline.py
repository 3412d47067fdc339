"""Grouping paragraphs into provisions by the numbers at their head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from assembler.document.marks import letter, roman
from assembler.readers.reading import Passage, Provision, words_in
from assembler.termsheet.formats import in_small_words, ordinal_word

_SPELLED = "|".join(
    f"(?i:{spelled(count)})" for spelled in (in_small_words, ordinal_word) for count in range(40, 0, -1)
)
# "12.", "6.1", "A.", "(a)", "a.", "(xvi)", "Section 3.", "ARTICLE IV", "ANNEX I", each followed by a space.
_HEAD = re.compile(
    r"(?P<section>(?:Section |SECTION )?(?P<decimal>\d{1,3}(?:\.\d{1,3})*)\.?(?=\s+\S))"
    r"|(?P<named>(?:ANNEX|Annex|EXHIBIT|Exhibit|SCHEDULE|Schedule|ARTICLE|Article) (?:[IVXLC]{1,6}|\d{1,3}|[A-Z]|"
    + _SPELLED
    + r")\b\.?(?=\s|$))"
    r"|(?P<capital>[A-Z]\.(?=\s+\S))"
    r"|(?P<small>\((?P<inside>[a-z]{1,5}|\d{1,2}|[A-Z]{1,2})\)(?=\s|$)|(?P<bare>[a-z]|[ivxl]{2,6})\.(?=\s+\S))"
)
_TITLE = re.compile(r"(?P<heading>(?:[A-Z][^.:]{0,90}|[A-Z][A-Z;:' ,\-]{2,120})[.])(?=\s|$)")
_SMALL_WORDS = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"]
)
_LONGEST_NUMBER = 12
_SENTENCE = 15  # words: a shorter paragraph without a number may be a line of a signature block
_APART = re.compile(
    r"\W?(?:WHEREAS|NOW,?\s+THEREFORE|REMAINDER|IN\s+WITNESS|NOTICE\s+OF|ANNEX|EXHIBIT|SCHEDULE|SIGNATURE)"
)
_ROMANS = {roman(n): n for n in range(1, 60)}
_LETTERS = {letter(n): n for n in range(1, 53)}


class ReadParagraph(Struct):
    """A paragraph of a document being read: its text, and the kind of its passage.

    `number` is set if a list definition gives it, and is then not part of `text`. `cell` is its table, row and column.
    """

    text: str
    kind: str = "text"
    number: str = ""
    cell: tuple[int, int, int] | None = None


class Content(Struct, frozen=True):
    """A text as read: its paragraphs, notes on what is not compared, and the kinds of content that were not read."""

    paragraphs: list[ReadParagraph]
    notes: list[str] = []
    unread: list[str] = []


class _OutlineLevel(Struct):
    """An open list: the kind of its numbers, and the last one."""

    kind: str
    last: int
    full: str


class _OutlineReader(Struct):
    levels: list[_OutlineLevel] = []
    capital: int = 0

    def enter(self, mark: str) -> str:
        """Return the full number of a provision with this number, or "" if it cannot be one."""
        match = _HEAD.match(f"{mark} x")  # as it stands before words
        if not match:
            return ""
        if match["decimal"]:
            return self.section(match["decimal"])
        if match["named"]:
            self.levels = []
            return match["named"].rstrip(".").upper()
        if match["capital"]:
            self.capital = ord(mark[0]) - ord("@")
            return self.top("capital", self.capital, mark[0])
        return self.small(match["inside"] or match["bare"])

    def section(self, number: str) -> str:
        depth = number.count(".")
        if depth:
            self.levels = [level for level in self.levels if level.kind == "section"][:1]
            self.levels.append(_OutlineLevel("section", int(number.rsplit(".", 1)[1]), number))
            return number
        return self.top("section", int(number), number)

    def top(self, kind: str, ordinal: int, full: str) -> str:
        self.levels = [_OutlineLevel(kind, ordinal, full)]
        return full

    def small(self, inside: str) -> str:
        kind, ordinal = self.read(inside)
        kinds = [level.kind for level in self.levels]
        if kind in kinds:
            self.levels = self.levels[: kinds.index(kind)]
        parent = self.levels[-1].full if self.levels else ""
        full = f"{parent}({inside})"
        self.levels.append(_OutlineLevel(kind, ordinal, full))
        return full

    def read(self, inside: str) -> tuple[str, int]:
        """Return the kind and the value of a small number. After (h), (i) is a letter. Elsewhere it is Roman."""
        if inside.isdigit():
            return "figure", int(inside)
        if inside.isupper():
            return "upper", _LETTERS.get(inside.lower(), 0)
        letters = next((level.last for level in self.levels if level.kind == "letter"), None)
        romans = next((level.last for level in self.levels if level.kind == "roman"), None)
        if inside not in _ROMANS:
            return "letter", _LETTERS.get(inside, 0)
        if inside not in _LETTERS or (romans is not None and _ROMANS[inside] == romans + 1):
            return "roman", _ROMANS[inside]
        if letters is not None and _LETTERS[inside] == letters + 1:
            return "letter", _LETTERS[inside]
        return ("roman", _ROMANS[inside]) if inside == "i" or romans is not None else ("letter", _LETTERS[inside])


def begins_with_a_number(text: str) -> bool:
    """Return True if a paragraph begins like a numbered provision."""
    text = text.strip()
    match = _HEAD.match(text)
    return match is not None and _ProvisionReader().is_number(match, text, first=True)


def head_of(text: str) -> str:
    """Return the number that a line begins with, or ""."""
    match = _HEAD.match(text.strip())
    return match[0].strip() if match else ""


def is_number_alone(text: str) -> bool:
    """Return True if a text is a number of a provision without its words: "(a)", "7."."""
    text = text.strip()
    return len(text) < _LONGEST_NUMBER and not text[-1:].isalnum() and head_of(f"{text} X") == text


def provisions(paragraphs: Iterable[ReadParagraph]) -> tuple[Provision, ...]:
    """Return the paragraphs as provisions. One without a number belongs to the provision before, or stands alone."""
    return tuple(_ProvisionReader().read(paragraphs))


class _ProvisionReader:
    def __init__(self) -> None:
        self.outline = _OutlineReader()
        self.number = ""
        self.heading = ""
        self.passages: list[Passage] = []
        self.known: dict[str, str] = {}

    def read(self, paragraphs: Iterable[ReadParagraph]) -> Iterator[Provision]:
        for paragraph in paragraphs:
            yield from self.paragraph(paragraph)
        yield from self.ended()

    def paragraph(self, paragraph: ReadParagraph) -> Iterator[Provision]:
        text = paragraph.text.strip()
        marks = [paragraph.number] if paragraph.number else []
        rest = text
        while True:
            match = _HEAD.match(rest)
            if match and not marks[1:] and self.is_number(match, rest, first=not marks):
                marks.append(match[0])
                rest = rest[match.end() :].lstrip()
                continue
            break
        entered = [(mark, self.outline.enter(mark)) for mark in marks]
        if entered and all(full for _, full in entered):
            yield from self.ended()
            yield from self.numbered(entered, rest, paragraph)
            return
        words = self.words(" ".join([*marks, rest]))
        if not words:
            return
        begins = self.is_apart(text) if self.number else len(words) >= _SENTENCE
        begins = begins or paragraph.kind == "heading"
        if begins:
            yield from self.ended()
            self.number = self.heading = ""
        self.passages.append(Passage(words, paragraph.kind, cell=paragraph.cell))

    def numbered(self, entered: list[tuple[str, str]], rest: str, paragraph: ReadParagraph) -> Iterator[Provision]:
        for mark, full in entered:
            if self.passages:
                yield from self.ended()
            self.number, self.heading = full, ""
            self.passages.append(Passage((*mark.split(),), "number", cell=paragraph.cell))
        title = _title(rest)
        if title:
            self.heading = title
            self.passages.append(Passage(self.words(title), "heading", cell=paragraph.cell))
            rest = rest[len(title) :].lstrip()
            run_in = _HEAD.match(rest)
            if run_in and run_in["small"]:
                yield from self.paragraph(ReadParagraph(rest, paragraph.kind, cell=paragraph.cell))
                return
        if words := self.words(rest):
            self.passages.append(Passage(words, paragraph.kind, cell=paragraph.cell))

    def words(self, text: str) -> tuple[str, ...]:
        """Return the words of a text. Equal words share one object, as a long document repeats few words."""
        words = words_in(text)
        return tuple(map(self.known.setdefault, words, words))

    def ended(self) -> Iterator[Provision]:
        if self.passages:
            yield Provision(self.number, self.heading, passages=tuple(self.passages))
        self.passages = []

    def is_number(self, match: re.Match[str], text: str, *, first: bool) -> bool:
        """Return True if a number at the head of a paragraph numbers it. A street number or a date does not."""
        if match["small"]:
            return True
        if not first:
            return False
        if match["decimal"]:
            return self.is_section(match, text)
        if match["capital"]:
            is_next = text[0] in ("A", chr(ord("A") + self.outline.capital))
            return is_next and text[match.end() :].lstrip()[:1].isupper()
        return True

    def is_section(self, match: re.Match[str], text: str) -> bool:
        behind = text[match.end() :].lstrip()
        dotted = match[0].endswith(".") or "." in match["decimal"] or match[0].startswith(("Section", "SECTION"))
        return dotted and behind[:1].isupper()

    def is_apart(self, text: str) -> bool:
        """Return True if an unnumbered paragraph ends the provisions before it, as recitals and signature pages do."""
        return bool(_APART.match(text))


def _title(text: str) -> str:
    """Return the heading that a provision begins with: a few capitalised words. "" if there is none."""
    match = _TITLE.match(text)
    if not match:
        return ""
    words = match["heading"].split()
    if len(words) > 12 or '"' in match["heading"]:
        return ""
    plain = [word for word in words if word.strip(".,;:'").lower() not in _SMALL_WORDS]
    is_title = all(word[:1].isupper() or not word[:1].isalpha() for word in plain)
    return match["heading"] if is_title and len(words) <= 12 else ""
