"""Fingerprints of XML: equal where two elements mean the same, in whichever file they stand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from assembler.redline.word_file import MC, Element, R, W, WordFile

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_NOISE = {
    *(f"{W}{name}" for name in ("rsidR", "rsidRPr", "rsidRDefault", "rsidP", "rsidDel", "rsidTr", "rsidSect")),
    *(f"{{http://schemas.microsoft.com/office/word/2010/{space}}}{name}" for space in ("wordml", "wordprocessingDrawing") for name in ("paraId", "textId", "anchorId", "editId")),
    "{urn:schemas-microsoft-com:office:office}spid",
}  # fmt: skip
_NUMBERED = {f"{_WP}docPr", "{http://schemas.openxmlformats.org/drawingml/2006/picture}cNvPr", "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}cNvPr"}  # fmt: skip
_SILENT = {f"{W}proofErr", f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}lastRenderedPageBreak", f"{MC}Fallback", f"{W}lang", f"{W}noProof"}  # fmt: skip
BOX = f"{W}txbxContent"


class Fingerprints:
    """Fingerprints of elements of one part of a file; relationships are known by what they lead to."""

    def __init__(self, file: WordFile, part: str) -> None:
        self._file, self._part = file, part

    def of(self, element: Element | None) -> str:
        """Return the fingerprint of an element without the words of its text boxes; "" for None."""
        return "".join(self._written(element)) if element is not None else ""

    def target(self, identity: str) -> str:
        """Return what a relationship leads to: an address, or the digest of a part."""
        relationship = self._file.relationships(self._part).get(identity)
        if relationship is None:
            return ""
        content = None if relationship.is_external else self._file.parts.get(relationship.target)
        if content is None:
            return relationship.target
        return hashlib.sha256(content).hexdigest()

    def _written(self, element: Element) -> Iterator[str]:
        if not isinstance(element.tag, str) or element.tag in _SILENT:
            return
        yield f"<{element.tag}"
        ignored = ("id", "name", "descr", "title") if element.tag in _NUMBERED else ()
        for name, given in sorted(element.attrib.items()):
            if name not in _NOISE and name not in ignored:
                yield f" {name!s}={self.target(str(given)) if str(name).startswith(R) else given!r}"
        yield ">"
        if element.tag == BOX:
            return
        yield (element.text or "") if not len(element) else ""
        for inner in element:
            yield from self._written(inner)
        yield "/"


def boxes(element: Element) -> Iterator[Element]:
    """Yield the text boxes in a drawing, the outer ones only, in each of its alternatives."""
    for inner in element.iterchildren(tag=None):
        if inner.tag == BOX:
            yield inner
        elif isinstance(inner.tag, str):
            yield from boxes(inner)
