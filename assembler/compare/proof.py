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

from assembler.readers.counting import Counter, W
from assembler.readers.package import Package, open_package

SEPARATOR = "Separator"  # the style of what stands between tables, and says nothing

_DOCUMENT, _NUMBERING, _STYLES = "word/document.xml", "word/numbering.xml", "word/styles.xml"
_GONE = {"accepted": (f"{W}del", f"{W}moveFrom"), "rejected": (f"{W}ins", f"{W}moveTo")}
_CHANGED = {f"{W}rPrChange": f"{W}rPr", f"{W}pPrChange": f"{W}pPr"}
_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t"}
_BOOKMARK = re.compile(r"(?<=REF )\w+")
_LONGEST = 60  # letters of what is told of a difference


class Run(Struct, frozen=True):
    """Words of one look; or the code of a field, with the place that it leads to instead of its bookmark."""

    look: str
    text: str
    code: str = ""


class Line(Struct, frozen=True):
    """A paragraph as it is displayed: `numbered` is the number that Word computes."""

    style: str
    numbered: str
    runs: tuple[Run, ...]
    flags: tuple[str, ...] = ()


class Row(Struct, frozen=True):
    """A row of a table of this style, each cell with its paragraphs."""

    style: str
    is_head: bool
    cells: tuple[tuple[Line, ...], ...]


Displayed = Line | Row


Parts = Mapping[str, bytes]
"""A Word file by the names of its parts."""


def differences(redline: bytes, drafts: Mapping[str, Parts]) -> Mapping[str, str]:
    """What differs first between a redline and each draft, by how its changes are settled: "accepted" or "rejected".

    Drafts from which nothing differs are not named. Refused where a file cannot be read.
    """
    settled = _File(open_package(redline, "redline"))
    settled.refuse_malformed()
    files = {how: _File(Package("draft", parts)) for how, parts in drafts.items()}
    found = {how: _difference(settled, how, file) for how, file in files.items()}
    return {how: difference for how, difference in found.items() if difference}


def lines(data: bytes, how: str) -> list[Displayed]:
    """The paragraphs and rows of a Word file, with all changes accepted or rejected."""
    file = _File(open_package(data, "redline"))
    return file.lines(how)


def _difference(redline: _File, how: str, draft: _File) -> str:
    """Return the first difference, empty if there is none."""
    for left, right in zip_longest(redline.lines(how), draft.lines(how)):
        if left != right:
            return f"{_told(left)} in place of {_told(right)}"
    return ""


class _File(Struct, frozen=True):
    """A Word file that is read."""

    package: Package

    @property
    def document(self) -> bytes:
        """The part that its words stand in."""
        return self.package.parts[_DOCUMENT]

    def refuse_malformed(self) -> None:
        """Refused where its document is not well formed, in what would be put by as well."""
        try:
            ParserCreate().Parse(self.document, True)
        except ExpatError:
            self.package.xml(_DOCUMENT)

    def lines(self, how: str) -> list[Displayed]:
        """Return the paragraphs and rows of its document, with all changes settled one way."""
        body = self.package.xml(_DOCUMENT).find(f"{W}body")  # type: ignore[union-attr]  # it is there
        view = _View(_GONE[how], how == "rejected", self._counter.anew())
        found = [*view.blocks(body)] if body is not None else []
        return [_leading(one, view.bookmarks) for one in found if one != Line(SEPARATOR, "", ())]

    @property
    def _counter(self) -> Counter:
        return _counter(self.package.parts.get(_NUMBERING), self.package.parts.get(_STYLES))


@lru_cache(maxsize=8)  # the files that are compared mostly have the same lists and styles
def _counter(numbering: bytes | None, styles: bytes | None) -> Counter:
    given = ((_NUMBERING, numbering), (_STYLES, styles))
    package = Package("redline", {name: data for name, data in given if data is not None})
    return Counter(package.xml(_NUMBERING), package.xml(_STYLES))


def _told(line: Displayed | None) -> str:
    if line is None:
        return "nothing"
    if isinstance(line, Row):
        return " | ".join(" ".join(map(_told, cell)) for cell in line.cells)[:_LONGEST]
    said = f"{line.numbered} {''.join(run.text for run in line.runs)}".strip()
    return repr(f"{said[:_LONGEST]}") + f" ({line.style})"


class _View(Struct):
    """A file as it is with its changes settled one way: `gone` is what is not there, `is_before` which format counts."""

    gone: tuple[str, str]
    is_before: bool
    counter: Counter
    bookmarks: dict[str, int] = {}
    count: int = 0

    def blocks(self, container: etree._Element) -> Iterator[Displayed]:
        """The paragraphs and rows in a body or cell."""
        runs: list[Run] = []
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
                names += [one.get(f"{W}name", "") for one in child.iter(f"{W}bookmarkStart")]
            if not goes_on:
                yield self.line(properties, runs, names)
                runs, names = [], []
        if runs:
            yield Line("no paragraph", "", tuple(runs))

    def rows(self, table: etree._Element) -> Iterator[Row]:
        style = _value(table.find(f"{W}tblPr"), "tblStyle")
        for row in table.iterchildren(f"{W}tr"):
            properties = row.find(f"{W}trPr")
            if self.is_gone(properties):
                continue
            is_head = properties is not None and properties.find(f"{W}tblHeader") is not None
            cells = (tuple(self.blocks(cell)) for cell in row.iterchildren(f"{W}tc"))
            yield Row(style, is_head, tuple(tuple(one for one in cell if not isinstance(one, Row)) for cell in cells))

    def is_gone(self, properties: etree._Element | None) -> bool:
        """Whether a paragraph's mark or a row is not there."""
        return properties is not None and any(properties.find(tag) is not None for tag in self.gone)

    def line(self, properties: etree._Element | None, runs: list[Run], names: list[str]) -> Line:
        self.count += 1
        self.bookmarks.update(dict.fromkeys(names, self.count))
        ends_pages = properties is not None and properties.find(f"{W}sectPr") is not None
        properties = self.settled(properties)
        tags = [etree.QName(one).localname for one in properties] if properties is not None else []
        flags = tuple(sorted({*tags} - {"pStyle", "numPr", "rPr", "sectPr", "pPrChange"}))
        number = self.counter.number(properties)
        return Line(_value(properties, "pStyle"), number, _joined(runs), flags + ("ends pages",) * ends_pages)

    def settled(self, properties: etree._Element | None) -> etree._Element | None:
        """The properties of a paragraph or run as they are this way."""
        if properties is None or not self.is_before:
            return properties
        changed = next((one for one in properties if one.tag in _CHANGED), None)
        return properties if changed is None else changed.find(_CHANGED[str(changed.tag)])

    def runs(self, paragraph: etree._Element) -> Iterator[Run]:
        """The words of a paragraph that are there; the code of a field stands before its result."""
        for run in paragraph.iter(f"{W}r"):
            if any(above.tag in self.gone for above in run.iterancestors()):
                continue
            properties = self.settled(run.find(f"{W}rPr"))
            written = (etree.tostring(one, encoding="unicode") for one in (properties if properties is not None else ()) if one.tag not in _CHANGED)  # fmt: skip
            look = "".join(written)
            for one in run:
                if one.tag in (f"{W}instrText", f"{W}delInstrText"):
                    yield Run(look, "", one.text or "")
                elif one.tag == f"{W}fldChar":
                    yield Run(look, "", one.get(f"{W}fldCharType", ""))
                elif one.tag in (f"{W}t", f"{W}delText"):
                    yield Run(look, one.text or "")
                elif one.tag in _BREAKS:
                    yield Run(look, _BREAKS[str(one.tag)])


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    """Runs of one look that follow each other as one."""
    joined: list[Run] = []
    for (look, is_code), group in groupby(runs, lambda run: (run.look, bool(run.code))):
        some = [*group]
        joined += some if is_code else [Run(look, "".join(run.text for run in some))]
    return tuple(joined)


def _leading(one: Displayed, bookmarks: dict[str, int]) -> Displayed:
    """The same with the place of the paragraph that a reference leads to in place of its bookmark."""
    if isinstance(one, Row):
        cells = tuple(tuple(_line_leading(line, bookmarks) for line in cell) for cell in one.cells)
        return Row(one.style, one.is_head, cells)
    return _line_leading(one, bookmarks)


def _line_leading(line: Line, bookmarks: dict[str, int]) -> Line:
    def leading(code: str) -> str:
        return _BOOKMARK.sub(lambda found: str(bookmarks.get(found[0], "nowhere")), code)

    if not any(run.code for run in line.runs):
        return line
    runs = tuple(Run(run.look, run.text, leading(run.code)) if run.code else run for run in line.runs)
    return Line(line.style, line.numbered, runs, line.flags)


def _value(properties: etree._Element | None, name: str) -> str:
    found = properties.find(f"{W}{name}") if properties is not None else None
    return found.get(f"{W}val", "") if found is not None else ""
