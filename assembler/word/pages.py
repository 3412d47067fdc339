"""The kinds of pages of a style template. Each is a section, with its own margins, header and footer."""

from __future__ import annotations

from copy import deepcopy

from docx.document import Document as WordDocument
from lxml import etree

from assembler.word import document_parts
from assembler.word.compiled_template import PageSetup
from assembler.word.ooxml import qualified
from assembler.word.template_contract import TemplateContract

_INHERITED = ("headerReference", "footerReference")


def text_width(document: WordDocument, anchor: str) -> int:
    """Return the width of the text of the body, in twentieths of a point."""
    return document_parts.text_width(_section(document, anchor))


def set_up(document: WordDocument, promises: TemplateContract, anchor: str) -> dict[str, PageSetup]:
    """Return the section properties of a style template, by kind of pages. The body has the kind ""."""
    named = {"": anchor, **{promise.names[0]: promise.names[0] for promise in promises.of("section")}}
    return {kind: _pages(document, _section(document, bookmark)) for kind, bookmark in named.items()}


def take_out(document: WordDocument, promises: TemplateContract) -> None:
    """Remove all section properties from a style template, and the text of the sections that are samples."""
    body: etree._Element = document.element.body
    for promise in promises.of("section"):
        for paragraph in _paragraphs_of(document, promise.names[0]):
            body.remove(paragraph)
    # The properties of a section are in its last paragraph. Those of the last section are at the end of the body.
    for section in list(body.iter(qualified("sectPr"))):
        document_parts.certain(section.getparent()).remove(section)


def _pages(document: WordDocument, section: etree._Element) -> PageSetup:
    """Return the properties for the first and for later pages of a kind. Later ones have no title page or first number."""
    first = document_parts.xml_within(document.element, section)
    for tag in ("titlePg", "pgNumType"):
        for element in section.findall(qualified(tag)):
            section.remove(element)
    return PageSetup(first, document_parts.xml_within(document.element, section))


def _section(document: WordDocument, bookmark: str) -> etree._Element:
    """Return the properties of the section with a bookmark. Word inherits headers and footers from earlier sections."""
    original = document_parts.certain(document_parts.section_of(document, bookmark))
    section = deepcopy(original)
    for earlier in document_parts.sections_before(document, original):
        for reference in reversed([child for tag in _INHERITED for child in earlier.iterchildren(qualified(tag))]):
            if not _refers(section, reference):  # the nearest header or footer of each type wins
                section.insert(0, deepcopy(reference))
    return section


def _refers(section: etree._Element, reference: etree._Element) -> bool:
    kind = reference.get(qualified("type"), "default")
    return document_parts.child_with(section, etree.QName(reference).localname, "type", kind) is not None


def _paragraphs_of(document: WordDocument, bookmark: str) -> list[etree._Element]:
    """Return the elements of the section with a bookmark, without the properties at the end of the body."""
    section = document_parts.section_of(document, bookmark)
    inside = (element for element in document.element.body if document_parts.section_around(element) is section)
    return [element for element in inside if element.tag != qualified("sectPr")]
