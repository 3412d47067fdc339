"""Passages as runs of Word: curly quotation marks, bold defined terms, and references as fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from assembler.document.numbering import Numbers
from assembler.document.tree import Blank, Definition, Inline, Inlines, Reference, Series, Text, Value
from assembler.document.walk import series_parts
from assembler.word import ooxml

NO_BREAK_SPACE = "\u00a0"

_LEADS = "Sections?|Annex(?:es)?|Articles?|Exhibits?|Rules?"
_LEAD_BEFORE_NUMBER = re.compile(rf"\b((?i:{_LEADS})) (?=\d|[IVX]+\b|[A-Z]\b)")
_LEAD_AT_END = re.compile(rf"\b((?i:{_LEADS})) $")
_OPENING = re.compile(r"(?<=[\s(\[{/\u2013\u2014-])[\"']+")
_OPENED = str.maketrans({'"': "\u201c", "'": "\u2018"})
_CLOSED = str.maketrans({'"': "\u201d", "'": "\u2019"})


class Runs(Struct, frozen=True):
    """Writes passages. `chains` and `bookmarks` give the numbered paragraphs that make up a reference."""

    numbers: Numbers
    chains: Mapping[str, Sequence[str]]
    bookmarks: Mapping[str, str]

    def write(self, inlines: Inlines, style: str = "") -> str:
        """Return the runs of a passage, in a character style if one is given."""
        written, before = [], " "
        for inline, following in _with_following(inlines):
            match inline:
                case Text(text):
                    written.append(_words(text, before, isinstance(following, Reference), style))
                    before = text[-1:] or before
                case Value(text, _):
                    written.append(ooxml.run(text, style))
                    before = "x"  # after a value, a quotation mark closes
                case _:
                    written.append(self._other(inline, style))
                    before = "x"
        return "".join(written)

    def _other(self, inline: Definition | Reference | Blank | Series, style: str) -> str:
        match inline:
            case Definition(term):
                return _definition(term, style)
            case Reference():
                return self._reference(inline, style)
            case Blank(width):
                return ooxml.run("_" * width, style)
            case Series():
                return self.write(tuple(item for part in series_parts(inline) for item in part), style)

    def _reference(self, reference: Reference, style: str) -> str:
        """Return a field for each level of the number. "3(k)" is the 3 of one paragraph and the (k) of another."""
        # One field with the switch \w for the full context would be shorter, but LibreOffice prints "3.(k)" for it.
        chain = self.chains.get(reference.label, ())
        labels = chain[-1:] if reference.short else chain
        pieces = [self.numbers[label].short for label in labels]
        if len(labels) and not reference.short:
            pieces[0] = self.numbers[labels[0]].full  # a composed number is printed in full: 7.2
        if "".join(pieces) != reference.number:
            return ooxml.run(reference.number, style)
        return "".join(self._piece(label, piece, style) for label, piece in zip(labels, pieces, strict=True))

    def _piece(self, label: str, piece: str, style: str) -> str:
        # The switch \n prints the number of the paragraph without its final full stop, in Word and in LibreOffice.
        shown = self.numbers[label].own.rstrip(".")
        before, match, behind = piece.partition(shown)
        if label not in self.bookmarks or not match:
            return ooxml.run(piece, style)
        field = ooxml.field(f"REF {self.bookmarks[label]} \\n \\h", shown, style)
        return ooxml.run(before, style) + field + ooxml.run(behind, style)


@lru_cache(maxsize=10_000)  # the same words of a form are in many documents
def _words(text: str, before: str, leads_to_number: bool, style: str) -> str:
    return ooxml.run(typeset(text, before, leads_to_number=leads_to_number), style)


@lru_cache(maxsize=1_000)
def _definition(term: str, style: str) -> str:
    words = term.translate(_CLOSED)
    return ooxml.run("\u201c", style) + ooxml.run(words, "DefinedTerm") + ooxml.run("\u201d", style)


def _with_following(inlines: Inlines) -> Iterator[tuple[Inline, Inline | None]]:
    return zip(inlines, (*inlines[1:], None), strict=False)  # an empty passage has no following inline


def typeset(text: str, before: str = " ", *, leads_to_number: bool = False) -> str:
    """Return words with curly quotation marks, and with a no-break space in references such as "Section 3".

    `before` is the text before the words. It decides if a quotation mark at their start opens or closes.
    """
    text = _LEAD_BEFORE_NUMBER.sub(rf"\1{NO_BREAK_SPACE}", text)
    if leads_to_number:
        text = _LEAD_AT_END.sub(rf"\1{NO_BREAK_SPACE}", text)
    if '"' not in text and "'" not in text:
        return text
    opened = _OPENING.sub(lambda marks: marks[0].translate(_OPENED), before + text)
    return opened[len(before) :].translate(_CLOSED)
