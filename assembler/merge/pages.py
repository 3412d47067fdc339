"""Signature pages that are added or removed, with the page break or section settings that bound them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from assembler.merge import word_text
from assembler.merge.copies import paragraph_with
from assembler.merge.edited_file import EditedDocument, LocatedElements
from assembler.merge.flat import FlatLine, FlatRow
from assembler.merge.list_copies import ListCopies
from assembler.merge.patch import Splice
from assembler.merge.word_text import MARK, ByteSpan, words_in

_PAGE_BREAK = re.compile(rb'<(?:\w+:)?br\s[^<>]*?type="page"[^<>]*/>')
_PROPERTIES = re.compile(rb"<((?:\w+:)?)p\b[^>]*>\s*(<(?:\w+:)?pPr\b[^>]*?(?:/>|>))?")
_FIRST_PROPERTIES = re.compile(rb"<(?:\w+:)?(?:pStyle|keepNext|keepLines)\b[^>]*/>")


def leaving(edited: EditedDocument, page: LocatedElements) -> Splice:
    """Return the splice that removes a page. Section settings that end with it stay, in a paragraph of their own."""
    return Splice(page.start, page.stop, _ending(edited.document, _sections(edited, page.start, page.stop)))


class PageCopy(Struct, frozen=True):
    """A new page: its bytes and its words. A number that cannot be that of a list is a word."""

    content: bytes
    words: list[str]


def coming(edited: EditedDocument, copies: Sequence[PageCopy], behind: LocatedElements) -> list[Splice]:
    """Return the splices that add new pages after `behind`.

    Section settings that end with `behind` then end with the last new page.
    """
    made, last = [page.content for page in copies], behind.spans[-1]
    ending = _sections(edited, last.start, last.stop)
    if not ending and _PAGE_BREAK.search(edited.document, last.start, last.stop):
        return [Splice(last.stop, last.stop, b"".join(made))]  # each page ends with a break, as LibreOffice has it
    begun = b"".join(_on_new_page(_PAGE_BREAK.sub(b"", content)) for content in made)
    taken_out = (Splice(content.start, content.stop, b"") for content in ending)
    return [*taken_out, Splice(last.stop, last.stop, begun + _ending(edited.document, ending))]


def page_with(
    edited: EditedDocument, located: LocatedElements, now: Sequence[FlatLine | FlatRow], lists: ListCopies
) -> PageCopy:
    """Return a copy of a page with the words of another page. Its lists are new ones, which are added to `lists`."""
    document = edited.document
    texts = [(text, _number(item)) for item in now for text in item.texts]
    made, index = b"", located.start
    written: list[str] = []
    copied: dict[str, str] = {}
    for paragraph in edited.paragraphs:
        if not located.start <= paragraph.span.start < located.stop or all(
            letter.letter.isspace() for letter in paragraph.letters
        ):
            continue
        text, number = texts.pop(0)
        is_listed = bool(number) and lists.has(document[paragraph.span.start : paragraph.span.stop])
        shown = text if is_listed else f"{number} {text}".lstrip()
        content = paragraph_with(document, paragraph, shown)
        if number:
            content = lists.moved(content, copied) if is_listed else lists.without(content)
        made += document[index : paragraph.span.start] + content
        written += [*words_in(shown), MARK]
        index = paragraph.span.stop
    made += document[index : located.stop]
    for section in _sections(edited, located.start, located.stop):
        made = made.replace(document[section.start : section.stop], b"")
    return PageCopy(word_text.without_marks(made), written)


def _number(line: FlatLine | FlatRow) -> str:
    return line.number if isinstance(line, FlatLine) else ""


def _sections(edited: EditedDocument, start: int, stop: int) -> list[ByteSpan]:
    """Return the section settings in these bytes."""
    every = (paragraph.section for paragraph in edited.paragraphs)
    return [span for span in every if span and start <= span.start < stop]


def _ending(document: bytes, sections: Sequence[ByteSpan]) -> bytes:
    """Return an empty paragraph for each of the section settings, which ends that section."""
    made = b""
    for span in sections:
        section = document[span.start : span.stop]
        name = section[1 : section.index(b"sectPr")]
        made += b"<%sp><%spPr>%s</%spPr></%sp>" % (name, name, section, name, name)
    return made


def _on_new_page(page: bytes) -> bytes:
    """Return the bytes of a page whose first paragraph begins a new page."""
    first = page[: page.index(b"</", page.find(b"pPr")) if b"pPr" in page else len(page)]
    if b"pageBreakBefore" in first:
        return page
    match = _PROPERTIES.match(page)
    if match is None or not match[2]:
        return page
    index = match.end()
    while behind := _FIRST_PROPERTIES.match(page, index):
        index = behind.end()
    return page[:index] + b"<%spageBreakBefore/>" % match[1] + page[index:]
