"""The words of a passage as a reader sees them, for every reader and writer of the tree."""

from __future__ import annotations

from assembler.document.marks import read_mark
from assembler.document.tree import Blank, Definition, Inline, Inlines, Reference, Series, Text, Value


def words_of(inlines: Inlines) -> str:
    """Return the passage as text: references by number, lists numbered and joined, straight quotation marks."""
    return "".join(map(_words, inlines))


def holds_values(inlines: Inlines) -> bool:
    """Return True if the passage, or a list in it, holds a value of the term sheet."""
    return any(
        isinstance(inline, Value) or (isinstance(inline, Series) and any(map(holds_values, inline.items)))
        for inline in inlines
    )


def joined(*passages: Inlines) -> Inlines:
    """Return the passages as one passage, with neighbouring texts merged."""
    merged: list[Inline] = []
    for inline in (inline for passage in passages for inline in passage):
        # Two texts side by side would hide words across the seam from a search.
        if merged and isinstance(inline, Text) and isinstance(merged[-1], Text):
            merged[-1] = Text(merged[-1].text + inline.text)
        else:
            merged.append(inline)
    return tuple(merged)


def series_parts(series: Series) -> list[Inlines]:
    """Return a list inside a sentence as passages in order: number, item, the words that join the next item."""
    mark = read_mark(series.mark)
    parts: list[Inlines] = []
    for ordinal, item in enumerate(series.items, start=1):
        parts += [(Text(f"{mark.printed(ordinal)} "),), item]
        if ordinal < len(series.items):
            parts.append((Text((series.last if ordinal == len(series.items) - 1 else series.between) + " "),))
    return parts


def _words(inline: Inline) -> str:
    match inline:
        case Text(text) | Value(text, _):
            return text
        case Definition(term):
            return f'"{term}"'
        case Reference(number=number):
            return number
        case Blank(width):
            return "_" * width
        case Series():
            return "".join(map(words_of, series_parts(inline)))
