"""A reading: a document as its numbered provisions in order, each with passages of words.

Words are separated by white space, so layout disappears and a figure ("$1.1296") is one word. A blank to be filled in
is a word, whatever its width. A rule alone on its line or behind a label there, such as a line to sign on, is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate, chain

from msgspec import Struct

from assembler.document.numbering import Numbers
from assembler.document.tree import Document

# A single "_" or "-" is a check box and stays.
_DRAWN = re.compile(r"-{3,}|\.{4,}|={3,}")
_LINE_TO_WRITE_ON = re.compile(r"((?:^|\$|(?P<label>[:.])|\s{3})\s{0,99})_{2,}(?(label)(?=\s*$|\s{2})|(?=\s*$|\s{3}))")
PLACE = 8
"""The number of words by which a paragraph is named."""
_BLANK = re.compile(r"_{2,}")
BLANK = "____"
"""The word for a blank to be filled in, whatever its width."""
_BLANKS = "\v\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
# U+0080 to U+009F are controls, which texts hold by mistake for the characters of Windows-1252 at those bytes.
_DOUBLE = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02\x93\x94"
_SINGLE = "\u2018\u2019\u201a\u201b\u2032\u02bc\u2039\u203a\uff07\u00b4`\x91\x92"
_STRAIGHT = str.maketrans(
    {**dict.fromkeys(_DOUBLE, '"'), **dict.fromkeys(_SINGLE, "'"), **dict.fromkeys("\u2010\u2011", "-"), "\x96": "\u2013", "\x97": "\u2014",
     **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"), **dict.fromkeys(_BLANKS, " ")}
)  # fmt: skip
_WORD = re.compile(r"\S+")


class TermSpan(Struct, frozen=True):
    """Words from `start` to before `stop` of a passage that come from the term at `path`."""

    start: int
    stop: int
    path: str


class Passage(Struct, frozen=True):
    """A paragraph, line, heading or cell: its words, and those that come from terms, if known.

    `kind` is text, heading, number, hidden, note, header or box. `cell` is its table, row and column, if known.
    """

    words: tuple[str, ...]
    kind: str = "text"
    terms: tuple[TermSpan, ...] = ()
    cell: tuple[int, int, int] | None = None


class Provision(Struct, frozen=True, dict=True):
    """One provision: `number` in full as it is cited ("3(k)") or "", and `label` if the form is known.

    Its words are joined once and cached, as a comparison asks for them often.
    """

    number: str = ""
    heading: str = ""
    label: str = ""
    subject: str = ""
    passages: tuple[Passage, ...] = ()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All words in order, its own number first."""
        return tuple(chain.from_iterable([passage.words for passage in self.passages]))

    @cached_property
    def content(self) -> tuple[str, ...]:
        """Its words without its own number."""
        return tuple(chain.from_iterable([passage.words for passage in self.passages if passage.kind != "number"]))

    @cached_property
    def counted(self) -> Mapping[str, int]:
        """The number of occurrences of each word, without its own number."""
        return Counter(self.content)

    @cached_property
    def terms(self) -> tuple[TermSpan, ...]:
        """The words that come from terms, counted from the provision's beginning."""
        starts = accumulate([len(passage.words) for passage in self.passages], initial=0)
        located = zip(self.passages, starts, strict=False)
        return tuple(
            TermSpan(start + term.start, start + term.stop, term.path)
            for passage, start in located
            for term in passage.terms
        )

    @property
    def name(self) -> str:
        """Return the name for a reader: number and label, or the first words."""
        shown = f"Section {self.number}" if self.number[:1].isdigit() else self.number
        label = self.label + (f" of {self.subject}" if self.subject else "")
        if shown and label:
            return f"{shown} ({label})"
        return shown or label or f'"{" ".join(self.words[:6])}"'


BY_ADDRESS = "picture, by its address"
"""The name of a picture of HTML. A Word file holds the picture itself."""


class NonTextPart(Struct, frozen=True):
    """Content besides words: its kind, such as "picture", and its text or a hash.

    `place` is the beginning of the paragraph before it. `shown` is its text for a reader, if it has one. A drawing has a
    size, and an alternative text. The alternative of a comment is its author.
    """

    name: str
    digest: str
    place: str = ""
    shown: str = ""
    size: tuple[int, ...] = ()
    alternative: str = ""


class Mark(Struct, frozen=True):
    """A thing that stands among the words of a paragraph: its name, what it says, and how many letters are before it."""

    name: str
    value: str
    at: int


class Look(Struct, frozen=True):
    """The look of a paragraph: a hash of its formatting, its characters before they are made plain, and its marks."""

    formatting: str
    characters: str
    marks: tuple[Mark, ...] = ()


class NumberedDocument(Struct, frozen=True):
    """The tree that a reading was made from, with its numbers."""

    document: Document
    numbers: Numbers


class Reading(Struct, frozen=True):
    """A document as read. `source` names it, and `remarks` says what was not read or how it was read.

    `tree` is set for our own drafts. `untracked` is set if tracked changes were accepted: the document with them
    rejected. `looks` holds the looks of the paragraphs, by their words. `contents` holds the entries of its table
    of contents, without pages. `parts` is None for a format that holds nothing but words, and `holds` names those that a
    format can hold, or is None for a Word file. `unread` names content that was not read, and `format` is the kind of
    the file, such as "Word file".
    """

    source: str
    provisions: tuple[Provision, ...]
    remarks: tuple[str, ...] = ()
    parts: tuple[NonTextPart, ...] | None = None
    holds: frozenset[str] | None = None
    tree: NumberedDocument | None = None
    untracked: Reading | None = None
    looks: Mapping[str, tuple[Look, ...]] = {}
    contents: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    format: str = ""

    def can_hold(self, name: str) -> bool:
        """Return True if the format can hold parts of this name."""
        if self.parts is None:
            return False
        return name != BY_ADDRESS if self.holds is None else name in self.holds

    @property
    def words(self) -> list[str]:
        """Return every word of the document, in order."""
        return words_of(self.provisions)


def words_of(provisions: Iterable[Provision]) -> list[str]:
    """Return every word of the provisions, in order."""
    return list(chain.from_iterable([provision.words for provision in provisions]))


def straightened(text: str) -> str:
    """Return the text with plain quotation marks, hyphens and spaces. Tabs and line ends stay."""
    # Most paragraphs of a Word file have nothing to replace.
    is_plain = text.isascii() and text.isprintable() and "`" not in text
    return text if is_plain else text.translate(_STRAIGHT)


def has_rule(text: str) -> bool:
    """Return True if a text holds a rule, such as "____"."""
    return "__" in text or "---" in text or "...." in text or "===" in text


def without_rules(text: str) -> str:
    """Return the text with spaces in place of its rules, at the same length. A blank to be filled in stays."""
    return "\n".join(map(_without_rules, text.split("\n"))) if has_rule(text) else text


def _without_rules(line: str) -> str:
    kept = _DRAWN.sub(lambda rule: " " * len(rule[0]), line)
    # Forms draw a line to write on behind its label or below it, so it says nothing that the label does not.
    return _LINE_TO_WRITE_ON.sub(lambda rule: f"{rule[1]:{len(rule[0])}}", kept) if "__" in kept else kept


def words_in(text: str) -> tuple[str, ...]:
    """Return the words of a text, without rules."""
    return tuple(word for _, _, word in located_words(text)) if has_rule(text) else tuple(text.split())


def place_of(paragraph: str) -> str:
    """Return the beginning of a paragraph, by which it is named."""
    return " ".join(words_in(paragraph)[:PLACE])


def located_words(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield each word of a text with its start and its end."""
    for word in _WORD.finditer(without_rules(text)):
        yield word.start(), word.end(), _BLANK.sub(BLANK, word[0]) if "__" in word[0] else word[0]
