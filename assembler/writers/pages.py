"""The pages of a shell: each kind has a section of the shell, with margins, header and footer of its own."""

from __future__ import annotations

from copy import deepcopy

from docx.document import Document as WordDocument
from lxml import etree

from assembler.writers import wordfile
from assembler.writers.ooxml import qualified
from assembler.writers.promises import Promises
from assembler.writers.shell import Pages

_INHERITED = ("headerReference", "footerReference")


def text_width(document: WordDocument, anchor: str) -> int:
    """The width of the text of the body, in twentieths of a point."""
    return wordfile.text_width(_section(document, anchor))


def set_up(document: WordDocument, promises: Promises, anchor: str) -> dict[str, Pages]:
    """The set-ups of the pages of a shell, by kind; that of its body has no name."""
    named = {"": anchor, **{promise.names[0]: promise.names[0] for promise in promises.of("section")}}
    return {kind: _pages(document, _section(document, bookmark)) for kind, bookmark in named.items()}


def take_out(document: WordDocument, promises: Promises) -> None:
    """Take the sections out of a shell, with what stands in those that show how some pages are set up."""
    body: etree._Element = document.element.body
    for promise in promises.of("section"):
        for paragraph in _paragraphs_of(document, promise.names[0]):
            body.remove(paragraph)
    for section in list(body.iter(qualified("sectPr"))):
        wordfile.certain(section.getparent()).remove(section)


def _pages(document: WordDocument, section: etree._Element) -> Pages:
    """What a section says of its first page, and of the number that it begins with, holds for the first pages alone."""
    first = wordfile.xml_within(document.element, section)
    for tag in ("titlePg", "pgNumType"):
        for one in section.findall(qualified(tag)):
            section.remove(one)
    return Pages(first, wordfile.xml_within(document.element, section))


def _section(document: WordDocument, bookmark: str) -> etree._Element:
    """The properties of the section that holds a bookmark, with the header and footer that it takes from those before."""
    found = wordfile.certain(wordfile.section_of(document, bookmark))
    section = deepcopy(found)
    for earlier in wordfile.sections_before(document, found):
        for reference in reversed([one for tag in _INHERITED for one in earlier.iterchildren(qualified(tag))]):
            if not _refers(section, reference):
                section.insert(0, deepcopy(reference))
    return section


def _refers(section: etree._Element, reference: etree._Element) -> bool:
    kind = reference.get(qualified("type"), "default")
    return wordfile.child_with(section, etree.QName(reference).localname, "type", kind) is not None


def _paragraphs_of(document: WordDocument, bookmark: str) -> list[etree._Element]:
    """Everything in the section of the shell that holds a bookmark, without the properties at the end of the body."""
    found = wordfile.section_of(document, bookmark)
    inside = (one for one in document.element.body if wordfile.section_around(one) is found)
    return [one for one in inside if one.tag != qualified("sectPr")]
