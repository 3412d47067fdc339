"""The table of contents: a field with its entries already there, and the marks that Word makes it anew from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assembler.document.outline import Heading
from assembler.writers import ooxml
from assembler.writers.runs import typeset

ENTRY_STYLE, MARK_STYLE = "ContentsEntry", "ContentsMark"

_FIELD = 'TOC \\f \\l "1-1" \\h \\z'
# Which page a section stands on only a program that sets pages can say; this stands for it until one does.
_UNKNOWN_PAGE = "\u2013"


def entries(headings: Sequence[Heading], bookmarks: Mapping[str, str], *, is_field: bool) -> Iterator[ooxml.Paragraph]:
    """A paragraph for each section: its number, its title, and the page, which is a field of its own.

    `is_field` puts a field around them, so that they can be made anew from the marks; without it, LibreOffice computes
    the pages by itself.
    """
    last = len(headings) - 1
    for at, heading in enumerate(headings):
        content = _entry(heading, bookmarks[heading.label])
        if is_field:
            content = (
                (ooxml.open_field(_FIELD) if at == 0 else "") + content + (ooxml.field_end() if at == last else "")
            )
        yield ooxml.Paragraph(ENTRY_STYLE, content)


def _entry(heading: Heading, bookmark: str) -> str:
    page = ooxml.field(f"PAGEREF {bookmark} \\h", _UNKNOWN_PAGE)
    return ooxml.linked(ooxml.run(f"{_words(heading)}\t") + page, bookmark)


def mark(heading: Heading) -> str:
    """What enters a section in the table of contents, where the section begins."""
    return ooxml.contents_entry(_words(heading), MARK_STYLE)


def _words(heading: Heading) -> str:
    return f"{heading.number}\t{typeset(heading.title)}"
