"""The XML of Word files: names that several modules need, and small searches by them."""

from __future__ import annotations

from lxml import etree

Element = etree._Element  # noqa: SLF001  lxml has no public name for it

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

ALTERNATIVES, FALLBACK = f"{MC}AlternateContent", f"{MC}Fallback"
BOX = f"{W}txbxContent"
CAME, GONE = (f"{W}ins", f"{W}moveTo"), (f"{W}del", f"{W}moveFrom")
"""The elements around words that tracked changes insert, and around those that they delete."""
TEXTS, CODES = (f"{W}t", f"{W}delText"), (f"{W}instrText", f"{W}delInstrText")
"""The elements that hold words, and those that hold the code of a field: as they are, and within a deletion."""
NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
"""The references to notes, with the kind of the part that holds the notes."""
IMPORTS = (f"{W}altChunk", f"{W}subDoc")
"""The places of other files, which no tracked change can stand around."""

POINTS = frozenset(
    f"{W}{name}"
    for name in (
        "bookmarkStart",
        "bookmarkEnd",
        "commentRangeStart",
        "commentRangeEnd",
        "permStart",
        "permEnd",
        "proofErr",
    )
)
"""The elements that mark a place among paragraphs or runs, and hold nothing."""


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child of a name of Word's, or None."""
    return next(element.iterchildren(f"{W}{name}"), None) if element is not None else None  # faster than find()


def value(element: Element | None, name: str) -> str:
    """Return the value of the first child of a name of Word's, or ""."""
    found = child(element, name)
    return found.get(f"{W}val", "") if found is not None else ""


def properties_of(element: Element, name: str) -> Element:
    """Return the properties of an element by their name, such as "trPr". They are added where it has none."""
    found = child(element, name)
    if found is None:
        found = etree.Element(f"{W}{name}")
        element.insert(1 if name == "trPr" and child(element, "tblPrEx") is not None else 0, found)
    return found


def remove(element: Element) -> None:
    """Take an element out of the one around it."""
    around = element.getparent()
    if around is not None:
        around.remove(element)


def remove_children(element: Element, name: str) -> None:
    """Take the children of a name of Word's out of an element."""
    for inner in element.findall(f"{W}{name}"):
        element.remove(inner)


def is_on(element: Element | None) -> bool:
    """Return True if a switch is there and not off."""
    return element is not None and element.get(f"{W}val", "1") not in ("0", "false", "off")
