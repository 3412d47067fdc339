"""A Word file that is changed: its parts, their relationships and content types."""

from __future__ import annotations

import posixpath
from urllib.parse import quote

from lxml import etree

from assembler.readers.elements import Element, R, W
from assembler.readers.package import Package, Relationship, open_package, relationships_part
from assembler.word.reproducible_zip import zipped

_CONTENT_TYPES = "[Content_Types].xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
OFFICE = f"{R[1:-1]}/"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_PLAIN_IN_TARGETS = "/%!$&'()*+,;=:@"
_PARTING = tuple(f"{W}{name}" for name in ("p", "tab", "br", "cr"))
# What no XML can hold.
_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 65534, 65535), "\ufffd")


class WordFile:
    """The parts of a Word file. A part that is parsed and changed is written anew; every other keeps its bytes."""

    def __init__(self, package: Package) -> None:
        self.name = package.file
        self.parts = dict(package.parts)
        self._package = Package(package.file, self.parts)  # with the parts that are added
        self._roots: dict[str, Element] = {}
        self._as_read: dict[str, bytes] = {}
        self.main = self._package.main

    @classmethod
    def open(cls, data: bytes, name: str) -> WordFile:
        """Open a Word file. Raises InputError if it is damaged, too large, or holds unsafe content."""
        return cls(open_package(data, name))

    def root(self, part: str) -> Element | None:
        """Return a part as XML, or None if the file lacks it. Raises InputError if it is not well formed."""
        if part not in self._roots and (root := self._package.xml(part)) is not None:
            self._roots[part], self._as_read[part] = root, etree.tostring(root)
        return self._roots.get(part)

    @property
    def body(self) -> Element:
        """The body of the document."""
        root = self.root(self.main)
        assert root is not None  # noqa: S101  a Word file has it
        body = root.find(f"{W}body")
        return root if body is None else body

    def relationships(self, part: str) -> dict[str, Relationship]:
        """Return the relationships of a part by id; those of the whole file for ""."""
        return self._package.relationships(part)

    def related(self, kind: str) -> list[str]:
        """Return the names of the parts of the document of a kind, such as "header"."""
        return self._package.related(self.main, kind)

    def named(self, kind: str) -> str:
        """Return the name of the part of the document of a kind, such as "styles", or ""."""
        return self._package.named(kind)

    def related_root(self, kind: str) -> Element | None:
        """Return the part of the document of a kind as XML, or None."""
        name = self.named(kind)
        return self.root(name) if name else None

    def made_root(self, kind: str, content_type: str) -> Element:
        """Return the part of the document of a kind as XML. It is added, without content, where it is missing."""
        root = self.related_root(kind)
        if root is None:
            name = posixpath.join(posixpath.dirname(self.main), f"{kind}.xml")
            name = self.add(name, f'<w:{kind} xmlns:w="{W[1:-1]}"/>'.encode(), content_type)
            self.relate_document(kind, name)
            root = self.root(name)
        assert root is not None  # noqa: S101  it was just made
        return root

    def relate(self, part: str, relationship: Relationship) -> str:
        """Return the id of a relationship of a part, which is added where it is missing."""
        known = self.relationships(part)
        for identity, given in known.items():
            if given == relationship:
                return identity
        identity = next(f"rId{count}" for count in range(1, len(known) + 2) if f"rId{count}" not in known)
        self.add_relationship(part, identity, relationship)
        return identity

    def add_relationship(self, part: str, identity: str, relationship: Relationship) -> None:
        """Add a relationship to a part, under an id that is free."""
        self.relationships(part)[identity] = relationship
        name = relationships_part(part)
        if name not in self.parts:
            self.parts[name] = f'<Relationships xmlns="{_RELATIONSHIPS[1:-1]}"/>'.encode()
        root = self.root(name)
        assert root is not None  # noqa: S101  it was just made
        target = relationship.target
        if not relationship.is_external:
            # The name of a part is encoded already, or as it was stored.
            target = quote(posixpath.relpath(target, posixpath.dirname(part) or "."), safe=_PLAIN_IN_TARGETS)
        entry = etree.SubElement(
            root, f"{_RELATIONSHIPS}Relationship", Id=identity, Type=relationship.type, Target=target
        )
        if relationship.is_external:
            entry.set("TargetMode", "External")

    def relate_document(self, kind: str, part: str) -> str:
        """Return the id of the relationship of the document to a part of a kind, which is added where it is missing."""
        return self.relate(self.main, Relationship(f"{OFFICE}{kind}", part, is_external=False))

    def content_type(self, part: str) -> str:
        """Return the content type of a part, or ""."""
        root = self.root(_CONTENT_TYPES)
        default = ""
        for entry in root if root is not None else ():
            if entry.tag == f"{_TYPES}Override" and entry.get("PartName") == f"/{part}":
                return entry.get("ContentType", "")
            if entry.tag == f"{_TYPES}Default" and part.lower().endswith(f".{entry.get('Extension', '').lower()}"):
                default = entry.get("ContentType", "")
        return default

    def add(self, part: str, content: bytes, content_type: str) -> str:
        """Add a part under this name, or with the next free number. Return its name."""
        stem, suffix = posixpath.splitext(part)
        name, count = part, 1
        while name in self.parts:
            count += 1
            name = f"{stem.rstrip('0123456789')}{count}{suffix}"
        self.parts[name] = content
        if self.content_type(name) != content_type:
            root = self.root(_CONTENT_TYPES)
            assert root is not None  # noqa: S101  a Word file has it
            etree.SubElement(root, f"{_TYPES}Override", PartName=f"/{name}", ContentType=content_type)
        return name

    def duplicate(self, part: str) -> str:
        """Add a copy of a part with its relationships, as it was read. Return its name."""
        name = self.add(part, self.parts[part], self.content_type(part))
        if relationships_part(part) in self.parts:
            self.parts[relationships_part(name)] = self.parts[relationships_part(part)]
        return name

    def package(self) -> Package:
        """Return the parts with all changes so far."""
        for part, root in self._roots.items():
            if etree.tostring(root) != self._as_read[part]:
                self.parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return Package(self.name, dict(self.parts))

    def packed(self) -> bytes:
        """Return the file with all its changes."""
        parts = self.package().parts
        # Some readers tell a Word file by its first member, which is the list of content types.
        return zipped({_CONTENT_TYPES: parts[_CONTENT_TYPES], **parts})


def within(element: Element, name: str) -> list[Element]:
    """Return the rows of a table or the cells of a row, also those in a content control."""
    found: list[Element] = []
    for inner in element:
        if inner.tag == f"{W}{name}":
            found.append(inner)
        elif inner.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml"):
            found += within(inner, name)
    return found


def words_of(element: Element) -> tuple[str, ...]:
    """Return the words in an element. A word may be divided among runs."""
    texts = (inner.text or "" if inner.tag == f"{W}t" else " " for inner in element.iter(f"{W}t", *_PARTING))
    return tuple("".join(texts).split())


def without_illegal(text: str) -> str:
    """Return a text with a sign in place of each character that no XML can hold."""
    return text.translate(_ILLEGAL)
