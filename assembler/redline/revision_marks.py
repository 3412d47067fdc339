"""Tracked changes as Word writes them: around runs, at the marks of paragraphs, at rows, and beside properties."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from copy import deepcopy

from lxml import etree

from assembler.readers.elements import ALTERNATIVES, BOX, IMPORTS, POINTS, SPACE, Element, W, child, properties_of
from assembler.redline.fingerprints import all_boxes
from assembler.redline.rewritings import SIMPLE, made_complex
from assembler.redline.word_file import WordFile, within, words_of

ADDED, REMOVED = "ins", "del"
_FEWEST = 4  # words of a paragraph that is said to have moved
_MOVED = {REMOVED: "moveFrom", ADDED: "moveTo"}
_AS_MOVED = {f"{W}delText": f"{W}t", f"{W}delInstrText": f"{W}instrText"}  # as Word writes what moved
_ID = re.compile(rb'\b(?:w:)?id="(\d{1,9})"')
_AS_REMOVED = {f"{W}t": f"{W}delText", f"{W}instrText": f"{W}delInstrText"}
_SILENT = POINTS | {*IMPORTS} | {f"{W}{name}" for name in ("pPr", "smartTagPr", "customXmlPr", "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd")}  # fmt: skip
_ENCLOSING = {f"{W}{name}" for name in ("hyperlink", "smartTag", "customXml", "bdo", "dir")}
_PROOF = f"{W}proofErr"
_BLOCKS = (f"{W}p", f"{W}tbl", f"{W}sdt", f"{W}customXml", ALTERNATIVES)
_AFTER_MARK = (f"{W}sectPr", f"{W}pPrChange")


class Marks:
    """Writes tracked changes of one author and date into a file. `done` counts the changes of each kind."""

    def __init__(self, file: WordFile, author: str, date: str) -> None:
        self._author, self.date = author, date
        parts = (content for name, content in file.parts.items() if name.endswith(".xml"))
        self._last = max((int(found) for content in parts for found in _ID.findall(content)), default=0)
        self.done: Counter[str] = Counter()

    def next_id(self) -> str:
        """Return a number that no other change or bookmark has."""
        self._last += 1
        return str(self._last)

    def change(self, name: str) -> Element:
        """Return an element of a tracked change with its author and date, and count it."""
        self.done["format" if name.endswith("Change") else name] += 1
        element = etree.Element(f"{W}{name}", {f"{W}id": self.next_id(), f"{W}author": self._author})
        if self.date:
            element.set(f"{W}date", self.date)
        return element

    def cover(self, elements: Iterable[Element], how: str) -> None:
        """Mark runs and what stands beside them as added or removed, neighbours together."""
        wrapper: Element | None = None
        for element in [inner for outer in elements for inner in self.opened(outer, how)]:
            before, proofs = _before(element)
            if wrapper is None or before is not wrapper:
                wrapper = self.change(how)
                element.addprevious(wrapper)
            else:
                wrapper.extend(proofs)
            _hold(wrapper, element, how)
            for box in all_boxes(element):
                self.story(box, how)

    def opened(self, element: Element, how: str) -> list[Element]:
        """Return what a change may stand around: it never stands around a link, a simple field or a control."""
        if element.tag == SIMPLE:
            return [opened for inner in made_complex(element) for opened in self.opened(inner, how)]
        if element.tag == f"{W}sdt":
            self._control(element, how)
            return self._within(child(element, "sdtContent"), how)
        if element.tag in _ENCLOSING:
            return self._within(element, how)
        return [] if element.tag in _SILENT else [element]

    def _within(self, element: Element | None, how: str) -> list[Element]:
        return [opened for inner in ([*element] if element is not None else ()) for opened in self.opened(inner, how)]

    def _control(self, control: Element, how: str) -> None:
        """Mark a content control itself; what it holds is marked besides."""
        kind = f"customXml{how.capitalize()}Range"
        content = child(control, "sdtContent")
        if content is None:
            return
        for place, insert in (
            (control.addprevious, lambda end: content.insert(0, end)),
            (content.append, control.addnext),
        ):
            start = self.change(f"{kind}Start")
            end = etree.Element(f"{W}{kind}End", {f"{W}id": start.get(f"{W}id", "")})
            place(start)
            insert(end)

    def passing_blank(self, properties: Element | None) -> Element:
        """Return a blank that came and went: it parts two words, and is in neither file."""
        added, removed = self.change(ADDED), self.change(REMOVED)
        self.done.subtract((ADDED, REMOVED))
        for change in (added, removed):
            # LibreOffice joins changes of one date, and then leaves the blank.
            change.attrib.pop(f"{W}date", "")
        added.append(removed)
        run = etree.SubElement(removed, f"{W}r")
        if properties is not None:
            run.append(deepcopy(properties))
        text = etree.SubElement(run, f"{W}delText", {SPACE: "preserve"})
        text.text = " "
        return added

    def mark(self, paragraph: Element, how: str) -> None:
        """Mark the mark of a paragraph as added or removed."""
        properties = properties_of(paragraph, "pPr")
        run = child(properties, "rPr")
        if run is None:
            run = etree.Element(f"{W}rPr")
            following = next((element for element in properties if element.tag in _AFTER_MARK), None)
            if following is None:
                properties.append(run)
            else:
                following.addprevious(run)
        run.insert(0, self.change(how))

    def row(self, row: Element, how: str) -> None:
        """Mark a row and all that stands in it as added or removed."""
        properties = properties_of(row, "trPr")
        change = child(properties, "trPrChange")
        if change is None:
            properties.append(self.change(how))
        else:
            change.addprevious(self.change(how))
        for cell in within(row, "tc"):
            self.story(cell, how, with_last=True)

    def block(self, block: Element, how: str) -> None:
        """Mark a table, a control or a paragraph as added or removed, with all that stands in it."""
        if block.tag == f"{W}tbl":
            for row in within(block, "tr"):
                self.row(row, how)
        elif block.tag in (f"{W}sdt", f"{W}customXml"):
            content = child(block, "sdtContent")
            self.story(block if content is None else content, how, with_last=True)
            self._control(block, how)
        elif block.tag == ALTERNATIVES:
            for alternative in block:
                self.story(alternative, how, with_last=True)
        elif block.tag == f"{W}p":
            self.cover([*block], how)
            self.mark(block, how)
        elif block.tag not in IMPORTS:  # a formula, which may stand beside paragraphs
            self.cover([block], how)

    def story(self, container: Element, how: str, *, with_last: bool = False) -> None:
        """Mark all that stands in a container. Its last mark stays plain unless the container goes with it."""
        blocks = [block for block in container if block.tag in _BLOCKS]
        for block in blocks:
            if block is blocks[-1] and block.tag == f"{W}p" and not with_last:
                self.cover([*block], how)
            else:
                self.block(block, how)

    def formatted(self, holder: Element, name: str, before: Element | None) -> None:
        """Say what the properties of a run, paragraph, row, cell, table or section were; `name` is that of the properties."""
        properties = properties_of(holder, name)
        change = self.change(f"{name}Change")
        change.append(deepcopy(before) if before is not None else etree.Element(f"{W}{name}"))
        properties.append(change)


def _before(element: Element) -> tuple[Element | None, list[Element]]:
    """Return what stands before an element, and what Word says of spelling between the two, which parts nothing."""
    proofs: list[Element] = []
    before = element.getprevious()
    while before is not None and before.tag == _PROOF:
        proofs.insert(0, before)
        before = before.getprevious()
    return before, proofs


def _hold(wrapper: Element, element: Element, how: str) -> None:
    """Put an element into its change; words that go have elements of their own."""
    wrapper.append(element)
    if how == REMOVED and element.tag in (f"{W}r", ALTERNATIVES):
        for inner in [*_texts(element)]:
            inner.tag = _AS_REMOVED[str(inner.tag)]


def _texts(element: Element) -> Iterator[Element]:
    """Yield the texts and codes in a run or a choice of runs, but for those in text boxes, which are marked there."""
    for inner in element:
        if inner.tag in _AS_REMOVED:
            yield inner
        elif inner.tag != BOX:
            yield from _texts(inner)


def mark_moves(body: Element, marks: Marks) -> None:
    """Mark paragraphs that were removed and added with the same words as moved."""
    gone: dict[tuple[str, ...], Element] = {}
    for paragraph in body.iter(f"{W}p"):
        if _is_whole(paragraph, REMOVED):
            gone.setdefault(_words_moved(paragraph), paragraph)
    for paragraph in body.iter(f"{W}p"):
        words = _words_moved(paragraph)
        if len(words) >= _FEWEST and words in gone and _is_whole(paragraph, ADDED):
            name = f"move{marks.next_id()}"
            _mark_moved(gone.pop(words), REMOVED, name, marks)
            _mark_moved(paragraph, ADDED, name, marks)


def _words_moved(paragraph: Element) -> tuple[str, ...]:
    gone = " ".join(map(str, paragraph.itertext(f"{W}delText")))
    return words_of(paragraph) or tuple(gone.split())


def _is_whole(paragraph: Element, how: str) -> bool:
    """Return True if a paragraph came or went with all that stands in it."""
    mark = paragraph.find(f"{W}pPr/{W}rPr/{W}{how}")
    return mark is not None and all(inner.tag in (f"{W}pPr", f"{W}{how}") for inner in paragraph)


def _mark_moved(paragraph: Element, how: str, name: str, marks: Marks) -> None:
    moved = _MOVED[how]
    for change in [*paragraph.iterchildren(f"{W}{how}"), *paragraph.iterfind(f"{W}pPr/{W}rPr/{W}{how}")]:
        change.tag = f"{W}{moved}"
        marks.done[how] -= 1
        for inner in change.iter(*_AS_MOVED):
            inner.tag = _AS_MOVED[str(inner.tag)]
    start = marks.change(f"{moved}RangeStart")
    start.set(f"{W}name", name)
    properties = child(paragraph, "pPr")
    assert properties is not None  # noqa: S101  it holds the mark
    properties.addnext(start)
    paragraph.append(etree.Element(f"{W}{moved}RangeEnd", {f"{W}id": start.get(f"{W}id", "")}))
