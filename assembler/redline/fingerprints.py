"""Fingerprints of XML: equal where two elements mean the same, in whichever file they stand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from assembler.redline.word_file import MC, Element, M, R, W, WordFile

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_NOISE = {
    *(f"{W}{name}" for name in ("rsidR", "rsidRPr", "rsidRDefault", "rsidP", "rsidDel", "rsidTr", "rsidSect")),
    *(f"{{http://schemas.microsoft.com/office/word/2010/{space}}}{name}" for space in ("wordml", "wordprocessingDrawing") for name in ("paraId", "textId", "anchorId", "editId")),
    "{urn:schemas-microsoft-com:office:office}spid",
}  # fmt: skip
_NUMBERED = {f"{_WP}docPr", "{http://schemas.openxmlformats.org/drawingml/2006/picture}cNvPr", "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}cNvPr"}  # fmt: skip
_SILENT = {f"{W}proofErr", f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}lastRenderedPageBreak", f"{MC}Fallback", f"{W}lang", f"{W}noProof"}  # fmt: skip
# How a formula looks, and not what it says.
_OF_FORMULAS = {f"{M}ctrlPr", f"{M}rPr"}
_OF_FORMS = [f"{W}{name}" for name in ("default", "checked", "result", "listEntry")]
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_MILLIMETRE = 36_000  # in the unit of drawings
BOX = f"{W}txbxContent"


class Fingerprints:
    """Fingerprints of elements of one part of a file; relationships are known by what they lead to."""

    def __init__(self, file: WordFile, part: str) -> None:
        self._file, self._part = file, part

    def of(self, element: Element | None) -> str:
        """Return the fingerprint of an element without the words of its text boxes; "" for None."""
        if element is None:
            return ""
        if element.tag == f"{W}drawing" and not any(True for _ in element.iter(BOX)):
            pictures = [str(given) for picture in element.iter(_PICTURE) for given in picture.attrib.values()]
            if pictures:
                return f"picture {_size(element)} {' '.join(map(self.target, pictures))}"
        if element.tag == f"{W}fldChar":
            form = (f"{inner.tag!s} {inner.get(f'{W}val', '')}" for inner in element.iter(*_OF_FORMS))
            return f"{element.get(f'{W}fldCharType')} {' '.join(form)}"
        return "".join(self._written(element))

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
            is_look = inner.tag in _OF_FORMULAS or (inner.tag == f"{W}rPr" and element.tag == f"{M}r")
            if not is_look:
                yield from self._written(inner)
        yield "/"


def _size(drawing: Element) -> str:
    """Return the width and height of a drawing in millimetres, since programs round them."""
    extent = drawing.find(f"*/{_WP}extent")
    sides = (extent.get(side, "0") for side in ("cx", "cy")) if extent is not None else ()
    return " x ".join(str(round(int(side) / _MILLIMETRE)) for side in sides if side.isdigit())


def boxes(element: Element) -> Iterator[Element]:
    """Yield the text boxes in a drawing, the outer ones only, in each of its alternatives."""
    for inner in element.iterchildren(tag=None):
        if inner.tag == BOX:
            yield inner
        elif isinstance(inner.tag, str):
            yield from boxes(inner)
