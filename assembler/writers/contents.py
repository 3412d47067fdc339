"""The table of contents: a field with its result, and the TC fields from which Word updates it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assembler.document.outline import Heading
from assembler.writers import ooxml
from assembler.writers.runs import typeset

ENTRY_STYLE, MARK_STYLE = "ContentsEntry", "ContentsMark"

# \f takes the entries from TC fields, \l those of level 1, \h makes links, \z hides pages in Word's web layout.
_FIELD = 'TOC \\f \\l "1-1" \\h \\z'
# Only a program that lays out pages knows the page of a section. A dash stands here until the field is updated.
_UNKNOWN_PAGE = "\u2013"


def entries(headings: Sequence[Heading], bookmarks: Mapping[str, str], *, is_field: bool) -> Iterator[ooxml.Paragraph]:
    """Yield a paragraph for each section: its number, its title, and its page, which is a PAGEREF field.

    With `is_field` they are the result of a TOC field, which Word can update. Without it, LibreOffice computes the pages
    when it opens the file.
    """
    last = len(headings) - 1
    for index, heading in enumerate(headings):
        content = _entry(heading, bookmarks[heading.label])
        if is_field:
            content = (
                (ooxml.open_field(_FIELD) if index == 0 else "")
                + content
                + (ooxml.field_end() if index == last else "")
            )
        yield ooxml.Paragraph(ENTRY_STYLE, content)


def _entry(heading: Heading, bookmark: str) -> str:
    page = ooxml.field(f"PAGEREF {bookmark} \\h", _UNKNOWN_PAGE)
    return ooxml.linked(ooxml.run(f"{_words(heading)}\t") + page, bookmark)


def mark(heading: Heading) -> str:
    """Return the TC field that enters a section in the table of contents. It stands where the section begins."""
    return ooxml.contents_entry(_words(heading), MARK_STYLE)


def _words(heading: Heading) -> str:
    return f"{heading.number}\t{typeset(heading.title)}"
