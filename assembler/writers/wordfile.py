"""What stands where in an open Word file: its anchor, styles and lists, and all of its parts."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree

from assembler.writers.ooxml import NAMESPACE, qualified
from assembler.writers.package import RELATIONSHIPS_TYPE, Part


def anchor_paragraph(document: WordDocument, bookmark: str) -> etree._Element | None:
    """The paragraph of the body that holds the bookmark; None where there is none."""
    body: etree._Element = document.element.body
    for paragraph in body.iterchildren(qualified("p")):
        if child_with(paragraph, "bookmarkStart", "name", bookmark) is not None:
            return paragraph
    return None


def style(document: WordDocument, kind: str, name: str) -> etree._Element | None:
    """The definition of a style of that kind, by its id."""
    found = child_with(_related(document, RELATIONSHIP_TYPE.STYLES), "style", "styleId", name)
    return found if found is not None and found.get(qualified("type")) == kind else None


def numbering(document: WordDocument) -> etree._Element | None:
    """The root of the part with the lists."""
    return _related(document, RELATIONSHIP_TYPE.NUMBERING)


def abstract_list(document: WordDocument, paragraph_style: str) -> etree._Element | None:
    """The definition of the list that a paragraph style is numbered by; None where it is not numbered."""
    number = value(style(document, "paragraph", paragraph_style), "pPr", "numPr", "numId")
    instance = child_with(numbering(document), "num", "numId", number)
    return child_with(numbering(document), "abstractNum", "abstractNumId", value(instance, "abstractNumId"))


def is_linked(document: WordDocument, level: etree._Element | None, position: int, paragraph_style: str) -> bool:
    """Whether a level numbers a paragraph style: the level says so, or, as LibreOffice writes it, the style does."""
    if level is None or level.find(qualified("pStyle")) is not None:
        return value(level, "pStyle") == paragraph_style
    return (value(style(document, "paragraph", paragraph_style), "pPr", "numPr", "ilvl") or "0") == str(position)


def section_of(document: WordDocument, bookmark: str) -> etree._Element | None:
    """The properties of the section that holds the paragraph with a bookmark; None where there is none."""
    paragraph = anchor_paragraph(document, bookmark)
    return None if paragraph is None else section_around(paragraph)


def section_around(element: etree._Element) -> etree._Element | None:
    """The properties of the section that an element of the body stands in: they come at the end of it."""
    for one in (element, *element.itersiblings()):
        found = one if one.tag == qualified("sectPr") else one.find(f"{qualified('pPr')}/{qualified('sectPr')}")
        if found is not None:
            return found
    return None


def sections_before(document: WordDocument, section: etree._Element) -> list[etree._Element]:
    """The properties of the sections before another, the nearest first."""
    body: etree._Element = document.element.body
    sections = list(body.iter(qualified("sectPr")))
    return sections[: sections.index(section)][::-1]


def text_width(section: etree._Element | None) -> int:
    """The width between the margins of a section, in twentieths of a point; 0 where it has no size."""
    if section is None:
        return 0
    width, left, right = (
        int(0 if found is None else found.get(qualified(attribute), "0"))
        for found, attribute in (
            (section.find(qualified("pgSz")), "w"),
            (section.find(qualified("pgMar")), "left"),
            (section.find(qualified("pgMar")), "right"),
        )
    )
    return width - left - right


def has_comments(document: WordDocument) -> bool:
    """Whether the document has a part with comments."""
    return any(relation.reltype == RELATIONSHIP_TYPE.COMMENTS for relation in document.part.rels.values())


def first_free_bookmark(document: WordDocument) -> int:
    """The first number that no bookmark of the body has."""
    body: etree._Element = document.element.body
    return 1 + max((int(one.get(qualified("id"), "0")) for one in body.iter(qualified("bookmarkStart"))), default=0)


def certain(found: etree._Element | None) -> etree._Element:
    """What is there in every shell that keeps its promises; ValueError where it is not."""
    if found is None:
        raise ValueError("a shell that breaks its promises was let through")
    return found


def main_part(document: WordDocument) -> str:
    """The name of the part that holds the body."""
    return str(document.part.partname.membername)


def numbering_part(document: WordDocument) -> str:
    """The name of the part with the lists."""
    return str(document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).partname.membername)


def relations_of(part: str) -> str:
    """The name of the part with the relationships of another."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def with_prefix(root: etree._Element, prefix: str, namespace: str) -> etree._Element:
    """Return the root of a part with that prefix for a namespace: docxtpl, and text that is put in, know no other."""
    if root.nsmap.get(prefix) == namespace:
        return root
    attributes = {str(name): str(stated) for name, stated in root.attrib.items()}
    kept = {name: uri for name, uri in _prefixes(root).items() if name != prefix}
    made = etree.Element(root.tag, attributes, {prefix: namespace, **kept})
    made.extend(list(root))
    return made


def _prefixes(root: etree._Element) -> dict[str, str]:
    return root.nsmap  # type: ignore[return-value]  # a default namespace goes by no name


def xml_within(root: etree._Element, element: etree._Element) -> str:
    """A copy of an element as XML that can stand under a root: it declares no namespace that the root does."""
    bare = with_prefix(etree.Element(root.tag, None, _prefixes(root)), "w", NAMESPACE)
    bare.append(deepcopy(element))
    written = etree.tostring(bare, encoding="unicode")
    return written[written.index(">") + 1 : written.rindex("</")]


def parts(document: WordDocument) -> Iterator[Part]:
    """Every part of the document with its relationships; not its properties, which are written anew."""
    for part in document.part.package.iter_parts():
        if part.partname.startswith("/docProps/"):
            continue
        yield Part(part.partname.membername, part.content_type, part.blob)
        if part.rels:
            yield Part(part.partname.rels_uri.membername, RELATIONSHIPS_TYPE, part.rels.xml)


def child_with(parent: etree._Element | None, tag: str, attribute: str, expected: str | None) -> etree._Element | None:
    """The first child of that name with that value of an attribute."""
    if parent is None or expected is None:
        return None
    children = parent.iterchildren(qualified(tag))
    return next((child for child in children if child.get(qualified(attribute)) == expected), None)


def value(parent: etree._Element | None, *path: str) -> str | None:
    """The value of the element at the end of a path; None where one is missing on the way."""
    for tag in path:
        parent = None if parent is None else parent.find(qualified(tag))
    return None if parent is None else parent.get(qualified("val"))


def _related(document: WordDocument, kind: str) -> etree._Element | None:
    # By the relationship: python-docx's own properties put a default of its making in place of a part that is missing.
    try:
        return document.part.part_related_by(kind).element  # type: ignore[attr-defined,no-any-return]  # an XmlPart
    except KeyError:
        return None
