"""Signature pages that are added or removed, with the page break or section settings that bound them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assembler.merge import word_text
from assembler.merge.copies import paragraph_with
from assembler.merge.edited_file import EditedDocument, LocatedElements
from assembler.merge.flat import FlatLine, FlatRow
from assembler.merge.patch import Splice
from assembler.merge.word_text import ByteSpan, words_in

_PAGE_BREAK = re.compile(rb'<(?:\w+:)?br\s[^<>]*?type="page"[^<>]*/>')
_LIST = re.compile(rb'(<(?:\w+:)?numId\s+(?:\w+:)?val=")\d+(")')
_PROPERTIES = re.compile(rb"<((?:\w+:)?)p\b[^>]*>\s*(<(?:\w+:)?pPr\b[^>]*?(?:/>|>))?")
_FIRST_PROPERTIES = re.compile(rb"<(?:\w+:)?(?:pStyle|keepNext|keepLines)\b[^>]*/>")


def leaving(edited: EditedDocument, page: LocatedElements) -> Splice:
    """Return the splice that removes a page. Section settings that end with it stay, in a paragraph of their own."""
    return Splice(page.start, page.stop, _ending(edited.document, _sections(edited, page.start, page.stop)))


def coming(
    edited: EditedDocument,
    made_pages: Sequence[tuple[LocatedElements, Sequence[FlatLine | FlatRow]]],
    behind: LocatedElements,
) -> list[Splice]:
    """Return the splices that add pages after `behind`, each made from an existing page.

    Section settings that end with `behind` then end with the last new page.
    """
    made, last = [_page_with(edited, model, now) for model, now in made_pages], behind.spans[-1]
    ending = _sections(edited, last.start, last.stop)
    if not ending and _PAGE_BREAK.search(edited.document, last.start, last.stop):
        return [Splice(last.stop, last.stop, b"".join(made))]  # each page ends with a break, as LibreOffice has it
    begun = b"".join(_on_new_page(_PAGE_BREAK.sub(b"", content)) for content in made)
    taken_out = (Splice(content.start, content.stop, b"") for content in ending)
    return [*taken_out, Splice(last.stop, last.stop, begun + _ending(edited.document, ending))]


def words(now: Sequence[FlatLine | FlatRow]) -> list[str]:
    """Return the words of a new page, including the numbers of its lists."""
    return [word for part in now for word in (*words_in(_number(part)), *part.words)]


def _page_with(edited: EditedDocument, located: LocatedElements, now: Sequence[FlatLine | FlatRow]) -> bytes:
    """Return the bytes of a page with the words of another page."""
    document = edited.document
    texts = [(text, _number(item)) for item in now for text in item.texts]
    made, index = b"", located.start
    for paragraph in edited.paragraphs:
        if not located.start <= paragraph.span.start < located.stop or all(
            letter.letter.isspace() for letter in paragraph.letters
        ):
            continue
        text, number = texts.pop(0)
        first_paragraph = paragraph_with(document, paragraph, f"{number} {text}".lstrip())
        # A list that counts anew is defined in another part of the file, so the number of a copy is typed.
        made += document[index : paragraph.span.start] + (
            _LIST.sub(rb"\g<1>0\2", first_paragraph) if number else first_paragraph
        )
        index = paragraph.span.stop
    made += document[index : located.stop]
    for section in _sections(edited, located.start, located.stop):
        made = made.replace(document[section.start : section.stop], b"")
    return word_text.without_marks(made)


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
