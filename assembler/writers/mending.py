"""A filled part made whole: what a condition or an empty list took out may leave a table that Word does not open."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from assembler.writers.ooxml import qualified

_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_FIRST_PICTURE = 1001  # as docxtpl numbers them

# What must hold a paragraph; a cell must also end in one.
_STORIES = ("hdr", "ftr", "footnote", "endnote", "txbxContent")
_BLOCKS = tuple(qualified(name) for name in ("p", "tbl", "sdt"))

# What the ids and names of a form's own history say to nobody: they would stand twice in what is repeated.
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_HISTORY = (*(f"{_WORD_2010}{name}" for name in ("paraId", "textId")), *(qualified(f"rsid{kind}") for kind in ("R", "RDefault", "P", "RPr", "Sect", "Tr", "Del")))  # fmt: skip


def forget(root: etree._Element) -> None:
    """Take the traces of its editing out of a part: who saved it in which session, and what the spelling was thought of."""
    for element in root.iter(etree.Element):
        for name in _HISTORY:
            element.attrib.pop(name, "")
    for name in ("proofErr", "rsids", "lastRenderedPageBreak"):
        for element in list(root.iter(qualified(name))):
            _remove(element)


def mend(root: etree._Element) -> None:
    """Put right what filling left in a part: rows without cells, tables without rows, cells without a paragraph.

    A row without a cell goes; a table without a row becomes an empty paragraph; a cell without a paragraph gets one.
    Bookmarks and content controls that were repeated keep their name and number once, pictures get one each.
    """
    for row in list(root.iter(qualified("tr"))):
        if next(row.iter(qualified("tc")), None) is None:
            _remove(row)
    for table in list(root.iter(qualified("tbl"))):
        if next(table.iter(qualified("tr")), None) is None:
            table.addnext(_paragraph())
            _remove(table)
    for cell in root.iter(qualified("tc")):
        if not len(cell) or cell[-1].tag != qualified("p"):
            cell.append(_paragraph())
    for story in root.iter(*(qualified(name) for name in _STORIES)):
        if not any(child.tag in _BLOCKS for child in story):
            story.append(_paragraph())
    for bookmark in list(_loose_bookmarks(root)):
        _remove(bookmark)
    _number_controls_once(root)
    _number_pictures(root)


def serialised(root: etree._Element) -> bytes:
    """A part as it stands in the file."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _paragraph() -> etree._Element:
    return etree.Element(qualified("p"))


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _loose_bookmarks(root: etree._Element) -> Iterator[etree._Element]:
    """Ends of bookmarks without the other end, and those of a bookmark that stands there already."""
    starts = [*root.iter(qualified("bookmarkStart"))]
    ends = [*root.iter(qualified("bookmarkEnd"))]
    for one, others in ((starts, ends), (ends, starts)):
        paired = {other.get(qualified("id")) for other in others}
        seen: set[str | None] = set()
        for bookmark in one:
            number = bookmark.get(qualified("id"))
            if number in seen or number not in paired:
                yield bookmark
            seen.add(number)


def _number_controls_once(root: etree._Element) -> None:
    seen: set[str | None] = set()
    for properties in root.iter(qualified("sdtPr")):
        number = properties.find(qualified("id"))
        if number is not None and number.get(qualified("val")) in seen:
            properties.remove(number)
        elif number is not None:
            seen.add(number.get(qualified("val")))


def _number_pictures(root: etree._Element) -> None:
    if root.tag == qualified("document"):
        for number, picture in enumerate(root.iter(_PICTURE), _FIRST_PICTURE):
            picture.set("id", str(number))
