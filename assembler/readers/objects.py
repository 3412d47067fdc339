"""Content of a Word file besides words: pictures, links, tables without words, pages and protection."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree
from msgspec import Struct

from assembler.readers import drawings
from assembler.readers.content_controls import CONTROL, described, is_building_block
from assembler.readers.elements import BOX, FALLBACK, A, R, W
from assembler.readers.package import NO_RELATIONSHIP, Package, Relationship
from assembler.readers.reading import PLACE, NonTextPart

IMPORTED = "imported file, not read"
LINK, REFERENCE = "target of the link", "target of the reference"
ON_CHANGES = "comments on tracked changes"
_PICTURE_LINK = f"{A}hlinkClick"
_APART = (BOX, FALLBACK)
EMPTY = "empty paragraph"
PAGE_BREAK, COLUMN_BREAK = "page break", "column break"
_NEAR = 2  # words before a break within a paragraph, by which it is known
# Programs write the address of a host with a slash behind it, or without.
_HOST = re.compile(r"^(\w+://[^/]+)/$")
_PROTECTIONS = {"documentProtection": "edit", "writeProtection": "recommended"}


class Objects(Struct):
    """The objects of a story, in order. `place` is the beginning of the paragraph before the next one.

    `theme` is the part that colours are taken from. `bookmarks` holds the words at each bookmark by its name.
    """

    package: Package
    part: str
    theme: etree._Element | None
    bookmarks: Mapping[str, str] = {}
    parts: list[NonTextPart] = []
    place: str = ""

    def _link(self, identity: str) -> Relationship:
        """Return a relationship of the part that is read now: notes have their own."""
        return self.package.relationships(self.part).get(identity, NO_RELATIONSHIP)

    def add(self, kind: str, digest: str) -> None:
        """Add an object of a kind, in its place."""
        is_shown = kind.endswith("text") or kind.startswith("target")
        self.parts.append(NonTextPart(kind, digest, self.place, digest if is_shown else ""))

    def add_formula(self, text: str, shapes: str) -> None:
        """Add a formula, by its text and by the shapes that the text does not show."""
        self.parts.append(NonTextPart("formula", f"{text} {shapes}".strip(), self.place, text))

    def note(self, element: etree._Element, tag: str) -> None:
        """Add an element that holds more than words, if it does."""
        if tag in drawings.OBJECTS:
            self.add_object(element)
        elif tag == f"{W}hyperlink":
            self.add_link(element)
        elif tag == f"{W}sdt" and not is_building_block(element):
            said = described(element)
            self.parts.append(NonTextPart(CONTROL, said, self.place, said))

    def add_object(self, element: etree._Element) -> None:
        """Add a picture, chart, diagram or embedded file by what it holds and how it looks. A box of text is read as words."""
        held = "".join(self._held(element))
        if held or not any(map(drawings.says, element.iter(BOX))):
            look = "".join(drawings.look(drawings.shown_in(element), self.theme))
            kind, digest = ("picture or object", hashlib.sha256(f"{held}{look}".encode()).hexdigest()) if held else ("drawing", look)  # fmt: skip
            size, alternative = drawings.sides(element), drawings.alternative_text(element)
            self.parts.append(NonTextPart(kind, digest, self.place, "", size, alternative))
        for link in element.iter(_PICTURE_LINK):
            self.add_link(link)

    def _held(self, element: etree._Element) -> Iterator[str]:
        for name, identity in element.attrib.items():
            link = self._link(str(identity))
            if str(name).startswith(R) and link.kind not in ("", "hyperlink"):
                yield f"{link.kind} " + (link.target if link.is_external else self._content(link.target))
        for child in element:
            # A picture within a box of text is an object of its own.
            if child.tag not in _APART:
                yield from self._held(child)

    def _content(self, name: str) -> str:
        """Return the content of a part: its text if it is XML, since programs write XML anew, or a hash."""
        root = self.package.xml(name) if name.endswith(".xml") else None
        if root is not None:
            kinds = (kind for each in root.iter() if (kind := etree.QName(each).localname).endswith("Chart"))
            return " ".join([*" ".join(map(str, root.itertext())).split(), *kinds, root.get("uniqueId", "")])
        return hashlib.sha256(self.package.parts.get(name, b"")).hexdigest()

    def add_link(self, element: etree._Element) -> None:
        """Add a link to another file or site, by its target."""
        link = self._link(element.get(f"{R}id", ""))
        if link.is_external:
            self.add(LINK, address(link.target, element.get(f"{W}anchor", "")))
        elif place := element.get(f"{W}anchor", ""):
            self.add_reference(place)

    def add_reference(self, place: str) -> None:
        """Add a reference to a place of the document: by the name of its bookmark, shown by the words there."""
        self.parts.append(NonTextPart(REFERENCE, place, self.place, self.bookmarks.get(place, "")))

    def add_break(self, name: str, before: Sequence[str], behind: Sequence[str]) -> None:
        """Add a break by the words before it and behind it in its paragraph.

        Programs write a break between two paragraphs into the first or into the second, or as a property.
        """
        place = " ".join(before[:PLACE]) or self.place
        within = " ".join(before[-_NEAR:]) if behind else ""
        self.parts.append(NonTextPart(name, within, place))

    def add_import(self, element: etree._Element) -> None:
        """Add a file that Word imports, or a part of a master document. Its words are not read."""
        self.add(IMPORTED, self._content(self._link(element.get(f"{R}id", "")).target))


def address(target: str, place: str = "") -> str:
    """Return the address that a link leads to, in one spelling, with the place in it."""
    return _HOST.sub(r"\1", target) + (f"#{place}" if place else "")


def protections(settings: etree._Element | None) -> Iterator[NonTextPart]:
    """Yield how a file is protected against editing."""
    for name, how in _PROTECTIONS.items():
        element = settings.find(f"{W}{name}") if settings is not None else None
        if element is not None and element.get(f"{W}enforcement", "1") not in ("0", "false", "off"):
            yield NonTextPart("protection", element.get(f"{W}{how}", name), shown=element.get(f"{W}{how}", name))
