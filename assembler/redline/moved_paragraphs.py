"""Paragraphs that went in one place and came in another, marked as moved."""

from __future__ import annotations

from lxml import etree

from assembler.readers.effective_formatting import child
from assembler.redline.revision_marks import ADDED, REMOVED, Marks
from assembler.redline.story_redliner import words_of
from assembler.redline.word_file import Element, W

_FEWEST = 4  # words of a paragraph that is said to have moved
_MOVED = {REMOVED: "moveFrom", ADDED: "moveTo"}
_AS_SHOWN = {f"{W}delText": f"{W}t", f"{W}delInstrText": f"{W}instrText"}  # as Word writes what moved


def mark_moves(body: Element, marks: Marks) -> None:
    """Mark paragraphs that were removed and added with the same words as moved."""
    gone: dict[tuple[str, ...], Element] = {}
    for paragraph in body.iter(f"{W}p"):
        if _is_whole(paragraph, REMOVED):
            gone.setdefault(_words(paragraph), paragraph)
    for paragraph in body.iter(f"{W}p"):
        words = _words(paragraph)
        if len(words) >= _FEWEST and words in gone and _is_whole(paragraph, ADDED):
            name = f"move{marks.next_id()}"
            _mark(gone.pop(words), REMOVED, name, marks)
            _mark(paragraph, ADDED, name, marks)


def _words(paragraph: Element) -> tuple[str, ...]:
    gone = " ".join(map(str, paragraph.itertext(f"{W}delText")))
    return words_of(paragraph) or tuple(gone.split())


def _is_whole(paragraph: Element, how: str) -> bool:
    """Return True if a paragraph came or went with all that stands in it."""
    mark = paragraph.find(f"{W}pPr/{W}rPr/{W}{how}")
    return mark is not None and all(inner.tag in (f"{W}pPr", f"{W}{how}") for inner in paragraph)


def _mark(paragraph: Element, how: str, name: str, marks: Marks) -> None:
    moved = _MOVED[how]
    for change in [*paragraph.iterchildren(f"{W}{how}"), *paragraph.iterfind(f"{W}pPr/{W}rPr/{W}{how}")]:
        change.tag = f"{W}{moved}"
        marks.done[how] -= 1
        for inner in change.iter(*_AS_SHOWN):
            inner.tag = _AS_SHOWN[str(inner.tag)]
    start = marks.change(f"{moved}RangeStart")
    start.set(f"{W}name", name)
    properties = child(paragraph, "pPr")
    assert properties is not None  # noqa: S101  it holds the mark
    properties.addnext(start)
    paragraph.append(etree.Element(f"{W}{moved}RangeEnd", {f"{W}id": start.get(f"{W}id", "")}))
