"""The pages of a shell: each kind has a section of the shell, with margins, header and footer of its own."""

from __future__ import annotations

from copy import deepcopy

from docx.document import Document as WordDocument
from lxml import etree

from assembler.writers import wordfile
from assembler.writers.ooxml import qualified
from assembler.writers.promises import Promises

_INHERITED = ("headerReference", "footerReference")


class Sections:
    """The set-ups of the pages of a shell, by kind; pages of a kind that the shell does not promise are those of its body."""

    def __init__(self, document: WordDocument, promises: Promises, anchor: str) -> None:
        self._body = _set_up(document, anchor)
        self._own = {promise.names[0]: _set_up(document, promise.names[0]) for promise in promises.of("section")}
        self._begun: set[str] = set()

    @property
    def text_width(self) -> int:
        """The width of the text of the body, in twentieths of a point."""
        return wordfile.text_width(self._body)

    def end_of(self, pages: str) -> str:
        """The properties that end some pages of a kind, as XML.

        What a section of the shell says of its first page, and of the number that it begins with, holds for the first
        pages of the kind and not for those that follow behind pages of another.
        """
        section = deepcopy(self._own.get(pages, self._body))
        kind = pages if pages in self._own else ""
        if kind in self._begun:
            _go_on(section)
        self._begun.add(kind)
        return etree.tostring(section, encoding="unicode")


def take_out(document: WordDocument, promises: Promises) -> None:
    """Take the sections out of a shell, with what stands in those that show how some pages are set up."""
    body: etree._Element = document.element.body
    for promise in promises.of("section"):
        for paragraph in _paragraphs_of(document, promise.names[0]):
            body.remove(paragraph)
    for section in list(body.iter(qualified("sectPr"))):
        wordfile.certain(section.getparent()).remove(section)


def _set_up(document: WordDocument, bookmark: str) -> etree._Element:
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


def _go_on(section: etree._Element) -> None:
    for tag in ("titlePg", "pgNumType"):
        for one in section.findall(qualified(tag)):
            section.remove(one)


def _paragraphs_of(document: WordDocument, bookmark: str) -> list[etree._Element]:
    """Everything in the section of the shell that holds a bookmark, without the properties at the end of the body."""
    found = wordfile.section_of(document, bookmark)
    inside = (one for one in document.element.body if wordfile.section_around(one) is found)
    return [one for one in inside if one.tag != qualified("sectPr")]
