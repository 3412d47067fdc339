"""The words of a passage as a reader sees them, for every writer and reader of the tree."""

from __future__ import annotations

from assembler.document.marks import read_mark
from assembler.document.tree import Blank, Definition, Inline, Inlines, Reference, Series, Text, Value


def words_of(inlines: Inlines) -> str:
    """The passage as text: values as given, references by number, lists numbered and joined, quotation marks straight."""
    return "".join(map(_words, inlines))


def holds_values(inlines: Inlines) -> bool:
    """Whether words of the term sheet stand in the passage, or in a list in it."""
    return any(
        isinstance(one, Value) or (isinstance(one, Series) and any(map(holds_values, one.items))) for one in inlines
    )


def joined(*passages: Inlines) -> Inlines:
    """The passages as one, with neighbouring words of the form as one."""
    merged: list[Inline] = []
    for inline in (inline for passage in passages for inline in passage):
        if merged and isinstance(inline, Text) and isinstance(merged[-1], Text):
            merged[-1] = Text(merged[-1].text + inline.text)
        else:
            merged.append(inline)
    return tuple(merged)


def series_parts(series: Series) -> list[Inlines]:
    """A list inside a sentence as the passages that make it up: number, item, what joins the next."""
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
