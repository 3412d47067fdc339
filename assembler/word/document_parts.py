"""Lookups in an open Word file: anchor, styles, lists, sections and parts."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree

from assembler.word.ooxml import NAMESPACE, qualified
from assembler.word.package import RELATIONSHIPS_TYPE, PackagePart


def anchor_paragraph(document: WordDocument, bookmark: str) -> etree._Element | None:
    """Return the paragraph of the body with the bookmark, None if no paragraph has it."""
    body: etree._Element = document.element.body
    for paragraph in body.iterchildren(qualified("p")):
        if child_with(paragraph, "bookmarkStart", "name", bookmark) is not None:
            return paragraph
    return None


def style(document: WordDocument, kind: str, name: str) -> etree._Element | None:
    """Return the definition of a style of this kind, by its id. None if it does not exist."""
    definition = child_with(_related(document, RELATIONSHIP_TYPE.STYLES), "style", "styleId", name)
    return definition if definition is not None and definition.get(qualified("type")) == kind else None


def numbering(document: WordDocument) -> etree._Element | None:
    """Return the root of the part with the lists, None if the file has no lists."""
    return _related(document, RELATIONSHIP_TYPE.NUMBERING)


def abstract_list(document: WordDocument, paragraph_style: str) -> etree._Element | None:
    """Return the definition of the list of a paragraph style, None if the style has no list."""
    number = value(style(document, "paragraph", paragraph_style), "pPr", "numPr", "numId")
    instance = child_with(numbering(document), "num", "numId", number)
    return child_with(numbering(document), "abstractNum", "abstractNumId", value(instance, "abstractNumId"))


def is_linked(document: WordDocument, level: etree._Element | None, position: int, paragraph_style: str) -> bool:
    """Return True if a level numbers a paragraph style. Word links them in the level, LibreOffice in the style."""
    if level is None or level.find(qualified("pStyle")) is not None:
        return value(level, "pStyle") == paragraph_style
    return (value(style(document, "paragraph", paragraph_style), "pPr", "numPr", "ilvl") or "0") == str(position)


def section_of(document: WordDocument, bookmark: str) -> etree._Element | None:
    """Return the properties of the section with a bookmark, None if no paragraph has it."""
    paragraph = anchor_paragraph(document, bookmark)
    return None if paragraph is None else section_around(paragraph)


def section_around(element: etree._Element) -> etree._Element | None:
    """Return the properties of the section of an element. They follow at the end of the section."""
    in_paragraph = f"{qualified('pPr')}/{qualified('sectPr')}"
    for sibling in (element, *element.itersiblings()):
        section = sibling if sibling.tag == qualified("sectPr") else sibling.find(in_paragraph)
        if section is not None:
            return section
    return None


def sections_before(document: WordDocument, section: etree._Element) -> list[etree._Element]:
    """Return the properties of all earlier sections, the nearest first."""
    body: etree._Element = document.element.body
    sections = list(body.iter(qualified("sectPr")))
    return sections[: sections.index(section)][::-1]


def text_width(section: etree._Element | None) -> int:
    """Return the width between the margins of a section, in twentieths of a point. 0 if it has no size."""
    if section is None:
        return 0
    width, left, right = (
        int(0 if element is None else element.get(qualified(attribute), "0"))
        for element, attribute in (
            (section.find(qualified("pgSz")), "w"),
            (section.find(qualified("pgMar")), "left"),
            (section.find(qualified("pgMar")), "right"),
        )
    )
    return width - left - right


def has_comments(document: WordDocument) -> bool:
    """Return True if the document has a part with comments."""
    return any(relation.reltype == RELATIONSHIP_TYPE.COMMENTS for relation in document.part.rels.values())


def first_free_bookmark(document: WordDocument) -> int:
    """Return the first bookmark number that is free."""
    body: etree._Element = document.element.body
    numbers = (int(start.get(qualified("id"), "0")) for start in body.iter(qualified("bookmarkStart")))
    return 1 + max(numbers, default=0)


def certain(element: etree._Element | None) -> etree._Element:
    """Return an element that a checked style template must have. Raises ValueError for None."""
    if element is None:
        raise ValueError("a style template that breaks its promises was not refused")
    return element


def main_part(document: WordDocument) -> str:
    """Return the name of the part with the body."""
    return str(document.part.partname.membername)


def numbering_part(document: WordDocument) -> str:
    """Return the name of the part with the lists."""
    return str(document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).partname.membername)


def relations_of(part: str) -> str:
    """Return the name of the part with the relationships of a part."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def with_prefix(root: etree._Element, prefix: str, namespace: str) -> etree._Element:
    """Return the root of a part with this prefix declared. docxtpl and the XML that is inserted use no other."""
    if root.nsmap.get(prefix) == namespace:
        return root
    attributes = {str(name): str(stated) for name, stated in root.attrib.items()}
    kept = {name: uri for name, uri in _prefixes(root).items() if name != prefix}
    # lxml cannot add a prefix to an existing element.
    copy = etree.Element(root.tag, attributes, {prefix: namespace, **kept})
    copy.extend(list(root))
    return copy


def _prefixes(root: etree._Element) -> dict[str, str]:
    return root.nsmap  # type: ignore[return-value]  # the prefix of a default namespace is None


def xml_within(root: etree._Element, element: etree._Element) -> str:
    """Return an element as XML to insert under a root. It repeats no namespace declaration of the root."""
    bare = with_prefix(etree.Element(root.tag, None, _prefixes(root)), "w", NAMESPACE)
    bare.append(deepcopy(element))
    written = etree.tostring(bare, encoding="unicode")
    return written[written.index(">") + 1 : written.rindex("</")]


def parts(document: WordDocument) -> Iterator[PackagePart]:
    """Yield every part of the document and its relationships, except the document properties."""
    for part in document.part.package.iter_parts():
        if part.partname.startswith("/docProps/"):
            continue
        yield PackagePart(part.partname.membername, part.content_type, part.blob)
        if part.rels:
            yield PackagePart(part.partname.rels_uri.membername, RELATIONSHIPS_TYPE, part.rels.xml)


def child_with(parent: etree._Element | None, tag: str, attribute: str, expected: str | None) -> etree._Element | None:
    """Return the first child with this name and attribute value, None if no child has them."""
    if parent is None or expected is None:
        return None
    children = parent.iterchildren(qualified(tag))
    return next((child for child in children if child.get(qualified(attribute)) == expected), None)


def value(parent: etree._Element | None, *path: str) -> str | None:
    """Return the `val` of the element at the end of a path, None if an element is missing."""
    for tag in path:
        parent = None if parent is None else parent.find(qualified(tag))
    return None if parent is None else parent.get(qualified("val"))


def _related(document: WordDocument, kind: str) -> etree._Element | None:
    # By the relationship, since the properties of python-docx create a missing part with default content.
    try:
        return document.part.part_related_by(kind).element  # type: ignore[attr-defined,no-any-return]  # an XmlPart
    except KeyError:
        return None
