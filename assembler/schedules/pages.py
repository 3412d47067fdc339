"""Signature pages that are added or removed, with the page break or section settings that bound them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assembler.schedules import wordtext
from assembler.schedules.copies import paragraph_with
from assembler.schedules.edited import Edited, Found
from assembler.schedules.flat import Line, Row
from assembler.schedules.patch import Splice
from assembler.schedules.wordtext import Span, words_in

_PAGE_BREAK = re.compile(rb'<(?:\w+:)?br\s[^<>]*?type="page"[^<>]*/>')
_LIST = re.compile(rb'(<(?:\w+:)?numId\s+(?:\w+:)?val=")\d+(")')
_PROPERTIES = re.compile(rb"<((?:\w+:)?)p\b[^>]*>\s*(<(?:\w+:)?pPr\b[^>]*?(?:/>|>))?")
_FIRST_PROPERTIES = re.compile(rb"<(?:\w+:)?(?:pStyle|keepNext|keepLines)\b[^>]*/>")


def leaving(edited: Edited, page: Found) -> Splice:
    """Return the splice that removes a page. Section settings that end with it stay, in a paragraph of their own."""
    return Splice(page.start, page.stop, _ending(edited.document, _sections(edited, page.start, page.stop)))


def coming(edited: Edited, some: Sequence[tuple[Found, Sequence[Line | Row]]], behind: Found) -> list[Splice]:
    """Return the splices that add pages after `behind`, each made from an existing page.

    Section settings that end with `behind` then end with the last new page.
    """
    made, last = [_page_with(edited, like, now) for like, now in some], behind.spans[-1]
    ending = _sections(edited, last.start, last.stop)
    if not ending and _PAGE_BREAK.search(edited.document, last.start, last.stop):
        return [Splice(last.stop, last.stop, b"".join(made))]  # each page ends with a break, as LibreOffice has it
    begun = b"".join(_on_new_page(_PAGE_BREAK.sub(b"", one)) for one in made)
    taken_out = (Splice(one.start, one.stop, b"") for one in ending)
    return [*taken_out, Splice(last.stop, last.stop, begun + _ending(edited.document, ending))]


def words(now: Sequence[Line | Row]) -> list[str]:
    """Return the words of a new page, including the numbers of its lists."""
    return [word for one in now for word in (*words_in(_number(one)), *one.words)]


def _page_with(edited: Edited, like: Found, now: Sequence[Line | Row]) -> bytes:
    """Return the bytes of a page with the words of another page."""
    document = edited.document
    texts = [(text, _number(one)) for one in now for text in one.texts]
    made, at = b"", like.start
    for paragraph in edited.paragraphs:
        if not like.start <= paragraph.span.start < like.stop or all(one.letter.isspace() for one in paragraph.letters):
            continue
        text, number = texts.pop(0)
        own = paragraph_with(document, paragraph, f"{number} {text}".lstrip())
        # A list that counts anew is defined in another part of the file, so the number of a copy is typed.
        made += document[at : paragraph.span.start] + (_LIST.sub(rb"\g<1>0\2", own) if number else own)
        at = paragraph.span.stop
    made += document[at : like.stop]
    for one in _sections(edited, like.start, like.stop):
        made = made.replace(document[one.start : one.stop], b"")
    return wordtext.without_marks(made)


def _number(one: Line | Row) -> str:
    return one.number if isinstance(one, Line) else ""


def _sections(edited: Edited, start: int, stop: int) -> list[Span]:
    """Return the section settings in these bytes."""
    every = (one.section for one in edited.paragraphs)
    return [one for one in every if one and start <= one.start < stop]


def _ending(document: bytes, sections: Sequence[Span]) -> bytes:
    """Return an empty paragraph for each of the section settings, which ends that section."""
    made = b""
    for one in sections:
        section = document[one.start : one.stop]
        name = section[1 : section.index(b"sectPr")]
        made += b"<%sp><%spPr>%s</%spPr></%sp>" % (name, name, section, name, name)
    return made


def _on_new_page(page: bytes) -> bytes:
    """Return the bytes of a page whose first paragraph begins a new page."""
    first = page[: page.index(b"</", page.find(b"pPr")) if b"pPr" in page else len(page)]
    if b"pageBreakBefore" in first:
        return page
    found = _PROPERTIES.match(page)
    if found is None or not found[2]:
        return page
    at = found.end()
    while behind := _FIRST_PROPERTIES.match(page, at):
        at = behind.end()
    return page[:at] + b"<%spageBreakBefore/>" % found[1] + page[at:]
