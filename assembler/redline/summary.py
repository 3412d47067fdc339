"""The page in front of a redline: a table of its changes, and what Word cannot track."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy

from lxml import etree
from msgspec import Struct

from assembler.readers.elements import SPACE, Element, W, child, value
from assembler.readers.summary_page import BOOKMARK
from assembler.redline.change_groups import ChangedStory, ChangeGroup, boxes, records, shown
from assembler.redline.word_file import WordFile, without_illegal

_MOST = 60  # words of a change that the table shows
_MOST_FORMATTED = 10  # paragraphs with other formatting that are named
_HEAD = ("What", "Where", "From", "To", "Reason")
_WIDTHS = (900, 1700, 2200, 2200, 2500)  # of the columns, in twentieths of a point
_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")
_PARTS = {"header": "header", "footer": "footer", "footnotes": "footnote", "endnotes": "endnote"}
_NOT_PART = "This page is not part of the document. Delete it, with the section break at its end, before you accept the changes."


class Row(Struct, frozen=True):
    """A change in the table."""

    what: str
    where: str
    before: str
    now: str
    reason: str = ""


def rows_of(file: WordFile, groups: Iterable[tuple[ChangeGroup, Sequence[str]]]) -> list[Row]:
    """Return the rows for a redline. `groups` are the changes of its body with their reasons."""
    rows = [_row(group, group.place, lines) for group, lines in groups]
    rows += [_row(group, "text box", ()) for box in boxes(file.body) for group in ChangedStory(box).groups]
    for kind, name in _PARTS.items():
        for part in file.related(kind):
            root = file.root(part)
            stories = [root, *boxes(root)] if root is not None else []
            rows += [_row(group, name, ()) for story in stories for group in ChangedStory(story).groups]
    return [*_once(rows), *_formatting(file)]


def _row(group: ChangeGroup, where: str, lines: Sequence[str]) -> Row:
    return Row(group.kind, where, _cut(group.said(0)), _cut(group.said(1)), "\n".join(lines))


def _once(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows, equal changes in several places as one."""
    places: dict[tuple[str, str, str, str], list[str]] = {}
    for row in rows:
        places.setdefault((row.what, row.before, row.now, row.reason), []).append(row.where)
    for (what, before, now, reason), where in places.items():
        yield Row(what, "; ".join(dict.fromkeys(filter(None, where))), before, now, reason)


def _formatting(file: WordFile) -> Iterator[Row]:
    changed = records(file.body)
    for element in changed[:_MOST_FORMATTED]:
        words = shown(element).split()
        yield Row("formatting", f'"{" ".join(words[:8])}"' if words else "paragraph without words", "", "")
    if len(changed) > _MOST_FORMATTED:
        yield Row("formatting", f"{len(changed) - _MOST_FORMATTED} more paragraphs", "", "")


def _cut(text: str) -> str:
    words = text.split()
    if len(words) <= _MOST:
        return " ".join(words)
    half = _MOST // 2
    return f"{' '.join(words[:half])} ... {len(words) - _MOST} words ... {' '.join(words[-half:])}"


def put_in_front(file: WordFile, names: tuple[str, str], rows: Sequence[Row], untracked: Sequence[str], identity: str) -> None:  # fmt: skip
    """Put the page in front of the document, as a section of its own. `names` are those of the two documents."""
    start = etree.Element(f"{W}bookmarkStart", {f"{W}id": identity, f"{W}name": BOOKMARK})
    end = etree.Element(f"{W}bookmarkEnd", {f"{W}id": identity})
    blocks = [start, *_blocks(names, rows, untracked), _ending(file.body), end]
    for position, block in enumerate(blocks):
        file.body.insert(position, block)


def _blocks(names: tuple[str, str], rows: Sequence[Row], untracked: Sequence[str]) -> Iterator[Element]:
    yield _paragraph("Summary of changes", size=28, is_bold=True)
    yield _paragraph(_NOT_PART)
    yield _paragraph(f"Original: {names[0]}")
    yield _paragraph(f"New: {names[1]}")
    yield _table(rows) if rows else _paragraph("No changes.")
    if untracked:
        yield _paragraph("Word cannot track these. The redline has those of the new document:", is_bold=True)
        yield from (_paragraph(f"– {name}") for name in untracked)  # noqa: RUF001  a dash


def _ending(body: Element) -> Element:
    """Return the paragraph that ends the section, on paper of the size of the first page behind it."""
    paragraph = _paragraph("")
    section = etree.SubElement(_properties(paragraph), f"{W}sectPr")
    first = next(body.iter(f"{W}sectPr"), None)
    etree.SubElement(section, f"{W}type", {f"{W}val": "nextPage"})
    section.extend(deepcopy(element) for name in ("pgSz", "pgMar") if (element := child(first, name)) is not None)
    # The first page of the document then still has the number 1.
    etree.SubElement(section, f"{W}pgNumType", {f"{W}start": "0"})
    if value(first, "type") == "continuous":
        etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}br", {f"{W}type": "page"})
    return paragraph


def _properties(paragraph: Element) -> Element:
    properties = child(paragraph, "pPr")
    assert properties is not None  # noqa: S101  each paragraph here has them
    return properties


def _paragraph(text: str, *, size: int = 18, is_bold: bool = False) -> Element:
    """Return a paragraph in a look of its own, since its style is the document's."""
    paragraph = etree.Element(f"{W}p")
    properties = etree.SubElement(paragraph, f"{W}pPr")
    etree.SubElement(etree.SubElement(properties, f"{W}numPr"), f"{W}numId", {f"{W}val": "0"})
    etree.SubElement(properties, f"{W}spacing", {f"{W}before": "40", f"{W}after": "40"})
    etree.SubElement(properties, f"{W}ind", {f"{W}left": "0", f"{W}right": "0", f"{W}firstLine": "0"})
    etree.SubElement(properties, f"{W}jc", {f"{W}val": "left"})
    if text:
        run = etree.SubElement(paragraph, f"{W}r")
        look = etree.SubElement(run, f"{W}rPr")
        etree.SubElement(look, f"{W}b", {f"{W}val": "1" if is_bold else "0"})
        for name in ("sz", "szCs"):
            etree.SubElement(look, f"{W}{name}", {f"{W}val": str(size)})
        for index, line in enumerate(text.split("\n")):
            if index:
                etree.SubElement(run, f"{W}br")
            etree.SubElement(run, f"{W}t", {SPACE: "preserve"}).text = without_illegal(line)  # fmt: skip
    return paragraph


def _table(rows: Sequence[Row]) -> Element:
    table = etree.Element(f"{W}tbl")
    properties = etree.SubElement(table, f"{W}tblPr")
    etree.SubElement(properties, f"{W}tblW", {f"{W}w": "5000", f"{W}type": "pct"})
    borders = etree.SubElement(properties, f"{W}tblBorders")
    for side in _BORDERS:
        etree.SubElement(borders, f"{W}{side}", {f"{W}val": "single", f"{W}sz": "4", f"{W}color": "808080"})
    etree.SubElement(properties, f"{W}tblLayout", {f"{W}type": "fixed"})
    grid = etree.SubElement(table, f"{W}tblGrid")
    for width in _WIDTHS:
        etree.SubElement(grid, f"{W}gridCol", {f"{W}w": str(width)})
    _add_row(table, _HEAD, is_head=True)
    for row in rows:
        _add_row(table, (row.what, row.where, row.before, row.now, row.reason))
    return table


def _add_row(table: Element, texts: Sequence[str], *, is_head: bool = False) -> None:
    row = etree.SubElement(table, f"{W}tr")
    properties = etree.SubElement(row, f"{W}trPr")
    etree.SubElement(properties, f"{W}tblHeader" if is_head else f"{W}cantSplit")
    for text, width in zip(texts, _WIDTHS, strict=True):
        cell = etree.SubElement(row, f"{W}tc")
        etree.SubElement(etree.SubElement(cell, f"{W}tcPr"), f"{W}tcW", {f"{W}w": str(width), f"{W}type": "dxa"})
        cell.append(_paragraph(text, size=16, is_bold=is_head))
