"""The summary of changes in front of a redline. It is no part of the document, so whoever reads the file skips it."""

from __future__ import annotations

from lxml import etree

from assembler.readers.elements import W, remove

BOOKMARK = "Assembler_summary_of_changes"
"""The bookmark that begins the summary. The summary ends with the first section behind it."""


def without_summary(body: etree._Element | None) -> None:
    """Take the summary of changes away from the front of a body, if one stands there."""
    if body is None or not _begins_with_summary(body):
        return
    for block in [*body]:
        body.remove(block)
        if block.tag == f"{W}p" and block.find(f"{W}pPr/{W}sectPr") is not None:
            break
    # Word moves the end of a bookmark into the paragraph behind it.
    for end in [*body.iter(f"{W}bookmarkEnd")][:1]:
        if not any(start.get(f"{W}id") == end.get(f"{W}id") for start in body.iter(f"{W}bookmarkStart")):
            remove(end)


def _begins_with_summary(body: etree._Element) -> bool:
    """Return True if the bookmark stands before or in the first block, and a section ends behind it."""
    for block in body:
        if any(start.get(f"{W}name") == BOOKMARK for start in block.iter(f"{W}bookmarkStart")):
            return body.find(f"{W}p/{W}pPr/{W}sectPr") is not None
        if block.tag in (f"{W}p", f"{W}tbl"):
            return False
    return False
