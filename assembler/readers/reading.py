"""A reading: a document as its numbered provisions in order, each with passages of words.

Words are separated by white space, so layout disappears and a figure ("$1.1296") is one word. Rules to fill in by hand
are not words.
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

# Rules to fill in. A single "_" or "-" is a check box and stays.
_RULE = re.compile(r"_{2,}|-{3,}|\.{4,}|={3,}")
_BLANKS = "\v\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_STRAIGHT = str.maketrans(
    {"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\u2011": "-", "\u00ad": None, "\u200b": None, **dict.fromkeys(_BLANKS, " ")}
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


class NonTextPart(Struct, frozen=True):
    """Content besides words, such as a picture: its name in the file, and a hash."""

    name: str
    digest: str


class NumberedDocument(Struct, frozen=True):
    """The tree that a reading was made from, with its numbers."""

    document: Document
    numbers: Numbers


class Reading(Struct, frozen=True):
    """A document as read. `source` names it, and `remarks` says what was not read or how it was read.

    `tree` is set for our own drafts. `untracked` is set if tracked changes were accepted: the document with them
    rejected. `looks` holds a hash of each paragraph's formatting, by its words.
    """

    source: str
    provisions: tuple[Provision, ...]
    remarks: tuple[str, ...] = ()
    parts: tuple[NonTextPart, ...] = ()
    tree: NumberedDocument | None = None
    untracked: Reading | None = None
    looks: Mapping[str, str] = {}

    @property
    def words(self) -> list[str]:
        """Return every word of the document, in order."""
        return words_of(self.provisions)


def words_of(provisions: Iterable[Provision]) -> list[str]:
    """Return every word of the provisions, in order."""
    return list(chain.from_iterable([provision.words for provision in provisions]))


def straightened(text: str) -> str:
    """Return the text with plain quotation marks, hyphens and spaces. Tabs and line ends stay."""
    return text.translate(_STRAIGHT)


def has_rule(text: str) -> bool:
    """Return True if a text holds a rule, such as "____"."""
    return "__" in text or "---" in text or "...." in text or "===" in text


def without_rules(text: str) -> str:
    """Return the text with spaces in place of its rules, at the same length."""
    return _RULE.sub(lambda rule: " " * len(rule[0]), text) if has_rule(text) else text


def words_in(text: str) -> tuple[str, ...]:
    """Return the words of a text, without rules."""
    return tuple(without_rules(text).split())


def located_words(text: str) -> Iterator[tuple[int, int, str]]:
    """Return each word of a text with its start and its end."""
    return ((word.start(), word.end(), word[0]) for word in _WORD.finditer(without_rules(text)))
