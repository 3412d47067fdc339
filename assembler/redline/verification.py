"""The proof of a redline: what is left of the file when all of its changes are accepted or rejected, beside the draft.

It reads the file that is delivered, and shares nothing with what wrote it: words with their look, styles, numbers as
they are displayed, tables, and where each reference leads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import groupby, zip_longest
from xml.parsers.expat import ExpatError, ParserCreate

from lxml import etree
from msgspec import Struct

from assembler.readers.list_numbering import Counter, W
from assembler.readers.package import Package, open_package

SEPARATOR = "Separator"  # the style of what stands between tables, and says nothing

_DOCUMENT, _NUMBERING, _STYLES = "word/document.xml", "word/numbering.xml", "word/styles.xml"
_GONE = {"accepted": (f"{W}del", f"{W}moveFrom"), "rejected": (f"{W}ins", f"{W}moveTo")}
_CHANGED = {f"{W}rPrChange": f"{W}rPr", f"{W}pPrChange": f"{W}pPr"}
_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t"}
_BOOKMARK = re.compile(r"(?<=REF )\w+")
_LONGEST = 60  # letters of what is told of a difference


class DisplayedRun(Struct, frozen=True):
    """Words of one look; or the code of a field, with the place that it leads to instead of its bookmark."""

    look: str
    text: str
    code: str = ""


class DisplayedLine(Struct, frozen=True):
    """A paragraph as it is displayed: `numbered` is the number that Word computes."""

    style: str
    numbered: str
    runs: tuple[DisplayedRun, ...]
    flags: tuple[str, ...] = ()


class DisplayedRow(Struct, frozen=True):
    """A row of a table of this style, each cell with its paragraphs."""

    style: str
    is_head: bool
    cells: tuple[tuple[DisplayedLine, ...], ...]


Displayed = DisplayedLine | DisplayedRow


Parts = Mapping[str, bytes]
"""A Word file by the names of its parts."""


def differences(redline: bytes, drafts: Mapping[str, Parts]) -> Mapping[str, str]:
    """Return the first difference between a redline and each draft, by "accepted" or "rejected".

    Drafts that agree are absent. Raises InputError if a file cannot be read.
    """
    settled = _File(open_package(redline, "redline"))
    settled.refuse_malformed()
    files = {how: _File(Package("draft", parts)) for how, parts in drafts.items()}
    differing = {how: _difference(settled, how, file) for how, file in files.items()}
    return {how: difference for how, difference in differing.items() if difference}


def lines(data: bytes, how: str) -> list[Displayed]:
    """The paragraphs and rows of a Word file, with all changes accepted or rejected."""
    file = _File(open_package(data, "redline"))
    return file.lines(how)


def _difference(redline: _File, how: str, draft: _File) -> str:
    """Return the first difference, empty if there is none."""
    for left, right in zip_longest(redline.lines(how), draft.lines(how)):
        if left != right:
            return f"{_line_text(left)} in place of {_line_text(right)}"
    return ""


class _File(Struct, frozen=True):
    """A Word file that is read."""

    package: Package

    @property
    def document(self) -> bytes:
        """The part that its words stand in."""
        return self.package.parts[_DOCUMENT]

    def refuse_malformed(self) -> None:
        """Raises InputError where its document is not well formed, in what would be put by as well."""
        try:
            ParserCreate().Parse(self.document, True)
        except ExpatError:
            self.package.xml(_DOCUMENT)

    def lines(self, how: str) -> list[Displayed]:
        """Return the paragraphs and rows of its document, with all changes settled one way."""
        body = self.package.xml(_DOCUMENT).find(f"{W}body")  # type: ignore[union-attr]  # it is there
        view = _View(_GONE[how], how == "rejected", self._counter.anew())
        displayed = [*view.blocks(body)] if body is not None else []
        return [_leading(line, view.bookmarks) for line in displayed if line != DisplayedLine(SEPARATOR, "", ())]

    @property
    def _counter(self) -> Counter:
        return _counter(self.package.parts.get(_NUMBERING), self.package.parts.get(_STYLES))


@lru_cache(maxsize=8)  # the files that are compared mostly have the same lists and styles
def _counter(numbering: bytes | None, styles: bytes | None) -> Counter:
    given = ((_NUMBERING, numbering), (_STYLES, styles))
    package = Package("redline", {name: data for name, data in given if data is not None})
    return Counter(package.xml(_NUMBERING), package.xml(_STYLES))


def _line_text(line: Displayed | None) -> str:
    if line is None:
        return "nothing"
    if isinstance(line, DisplayedRow):
        return " | ".join(" ".join(map(_line_text, cell)) for cell in line.cells)[:_LONGEST]
    text = f"{line.numbered} {''.join(run.text for run in line.runs)}".strip()
    return repr(f"{text[:_LONGEST]}") + f" ({line.style})"


class _View(Struct):
    """A file as it is with its changes settled one way: `gone` is what is not there, `is_before` which format counts."""

    gone: tuple[str, str]
    is_before: bool
    counter: Counter
    bookmarks: dict[str, int] = {}
    count: int = 0

    def blocks(self, container: etree._Element) -> Iterator[Displayed]:
        """The paragraphs and rows in a body or cell."""
        runs: list[DisplayedRun] = []
        names: list[str] = []
        for child in container.iterchildren(f"{W}p", f"{W}tbl"):
            if child.tag == f"{W}tbl":
                yield from self.rows(child)
                continue
            properties = child.find(f"{W}pPr")
            came = [*self.runs(child)]
            goes_on = self.is_gone(properties.find(f"{W}rPr") if properties is not None else None)
            runs += came
            if came or not goes_on:
                names += [element.get(f"{W}name", "") for element in child.iter(f"{W}bookmarkStart")]
            if not goes_on:
                yield self.line(properties, runs, names)
                runs, names = [], []
        if runs:
            yield DisplayedLine("no paragraph", "", tuple(runs))

    def rows(self, table: etree._Element) -> Iterator[DisplayedRow]:
        style = _value(table.find(f"{W}tblPr"), "tblStyle")
        for row in table.iterchildren(f"{W}tr"):
            properties = row.find(f"{W}trPr")
            if self.is_gone(properties):
                continue
            is_head = properties is not None and properties.find(f"{W}tblHeader") is not None
            cells = (tuple(self.blocks(cell)) for cell in row.iterchildren(f"{W}tc"))
            yield DisplayedRow(
                style,
                is_head,
                tuple(
                    tuple(paragraph for paragraph in cell if not isinstance(paragraph, DisplayedRow)) for cell in cells
                ),
            )

    def is_gone(self, properties: etree._Element | None) -> bool:
        """Return True if the mark of a paragraph or a row is not present in this view."""
        return properties is not None and any(properties.find(tag) is not None for tag in self.gone)

    def line(self, properties: etree._Element | None, runs: list[DisplayedRun], names: list[str]) -> DisplayedLine:
        self.count += 1
        self.bookmarks.update(dict.fromkeys(names, self.count))
        ends_pages = properties is not None and properties.find(f"{W}sectPr") is not None
        properties = self.settled(properties)
        tags = [etree.QName(child).localname for child in properties] if properties is not None else []
        flags = tuple(sorted({*tags} - {"pStyle", "numPr", "rPr", "sectPr", "pPrChange"}))
        number = self.counter.number(properties)
        return DisplayedLine(_value(properties, "pStyle"), number, _joined(runs), flags + ("ends pages",) * ends_pages)

    def settled(self, properties: etree._Element | None) -> etree._Element | None:
        """The properties of a paragraph or run as they are this way."""
        if properties is None or not self.is_before:
            return properties
        changed = next((element for element in properties if element.tag in _CHANGED), None)
        return properties if changed is None else changed.find(_CHANGED[str(changed.tag)])

    def runs(self, paragraph: etree._Element) -> Iterator[DisplayedRun]:
        """The words of a paragraph that are there; the code of a field stands before its result."""
        for run in paragraph.iter(f"{W}r"):
            if any(above.tag in self.gone for above in run.iterancestors()):
                continue
            properties = self.settled(run.find(f"{W}rPr"))
            written = (etree.tostring(element, encoding="unicode") for element in (properties if properties is not None else ()) if element.tag not in _CHANGED)  # fmt: skip
            look = "".join(written)
            for child in run:
                if child.tag in (f"{W}instrText", f"{W}delInstrText"):
                    yield DisplayedRun(look, "", child.text or "")
                elif child.tag == f"{W}fldChar":
                    yield DisplayedRun(look, "", child.get(f"{W}fldCharType", ""))
                elif child.tag in (f"{W}t", f"{W}delText"):
                    yield DisplayedRun(look, child.text or "")
                elif child.tag in _BREAKS:
                    yield DisplayedRun(look, _BREAKS[str(child.tag)])


def _joined(runs: list[DisplayedRun]) -> tuple[DisplayedRun, ...]:
    """Runs of one look that follow each other as one."""
    joined: list[DisplayedRun] = []
    for (look, is_code), group in groupby(runs, lambda run: (run.look, bool(run.code))):
        results = [*group]
        joined += results if is_code else [DisplayedRun(look, "".join(run.text for run in results))]
    return tuple(joined)


def _leading(displayed_line: Displayed, bookmarks: dict[str, int]) -> Displayed:
    """The same with the place of the paragraph that a reference leads to in place of its bookmark."""
    if isinstance(displayed_line, DisplayedRow):
        cells = tuple(tuple(_line_leading(line, bookmarks) for line in cell) for cell in displayed_line.cells)
        return DisplayedRow(displayed_line.style, displayed_line.is_head, cells)
    return _line_leading(displayed_line, bookmarks)


def _line_leading(line: DisplayedLine, bookmarks: dict[str, int]) -> DisplayedLine:
    def leading(code: str) -> str:
        return _BOOKMARK.sub(lambda match: str(bookmarks.get(match[0], "nowhere")), code)

    if not any(run.code for run in line.runs):
        return line
    runs = tuple(DisplayedRun(run.look, run.text, leading(run.code)) if run.code else run for run in line.runs)
    return DisplayedLine(line.style, line.numbered, runs, line.flags)


def _value(properties: etree._Element | None, name: str) -> str:
    element = properties.find(f"{W}{name}") if properties is not None else None
    return element.get(f"{W}val", "") if element is not None else ""
