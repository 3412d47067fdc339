"""Clean up a part of a form: before filling its editing history, and after it what Word does not open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from lxml import etree

from assembler.word.ooxml import qualified

# Elements that must hold a paragraph.
_STORIES = ("hdr", "ftr", "footnote", "endnote", "txbxContent")
_BLOCKS = tuple(qualified(name) for name in ("p", "tbl", "sdt"))

# Ids of editing sessions. In what a loop repeats, they would stand twice.
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_HISTORY = (*(f"{_WORD_2010}{name}" for name in ("paraId", "textId")), *(qualified(f"rsid{kind}") for kind in ("R", "RDefault", "P", "RPr", "Sect", "Tr", "Del")))  # fmt: skip


def forget(root: etree._Element) -> None:
    """Take out who saved the part in which session, and the marks of the spelling checker."""
    for element in root.iter(etree.Element):
        for name in _HISTORY:
            element.attrib.pop(name, "")
    _remove(root.iter(*map(qualified, ("proofErr", "rsids", "lastRenderedPageBreak"))))


def clean_up(root: etree._Element) -> None:
    """Repair what conditions and loops left of a part.

    A row without a cell goes, and a table without a row becomes an empty paragraph. A cell without a paragraph gets
    one, as does a header, footer, note or text box. Repeated bookmarks and ids of content controls stay once.
    """
    _remove(row for row in root.iter(qualified("tr")) if next(row.iter(qualified("tc")), None) is None)
    for table in list(root.iter(qualified("tbl"))):
        if next(table.iter(qualified("tr")), None) is None:
            table.addnext(etree.Element(qualified("p")))
            _remove([table])
    for cell in root.iter(qualified("tc")):
        if not len(cell) or cell[-1].tag != qualified("p"):
            etree.SubElement(cell, qualified("p"))
    for story in root.iter(*map(qualified, _STORIES)):
        if not any(child.tag in _BLOCKS for child in story):
            etree.SubElement(story, qualified("p"))
    starts, ends = (list(root.iter(qualified(f"bookmark{end}"))) for end in ("Start", "End"))
    ids = {start.get(qualified("id")) for start in starts} & {end.get(qualified("id")) for end in ends}
    _remove(chain(_surplus(starts, "id", ids), _surplus(ends, "id", ids)))
    _remove(
        _surplus(
            (number for control in root.iter(qualified("sdtPr")) for number in control.iterchildren(qualified("id"))),
            "val",
        )
    )


def _surplus(
    elements: Iterable[etree._Element], attribute: str, wanted: Iterable[str | None] | None = None
) -> Iterator[etree._Element]:
    """Yield the elements whose id an earlier element has, or that is not wanted."""
    seen: set[str | None] = set()
    for element in elements:
        number = element.get(qualified(attribute))
        if number in seen or (wanted is not None and number not in wanted):
            yield element
        seen.add(number)


def _remove(elements: Iterable[etree._Element]) -> None:
    for element in list(elements):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
