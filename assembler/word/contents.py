"""The table of contents as a field with its entries, and the part that holds comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from html import escape
from posixpath import dirname

from assembler.document.outline import Heading
from assembler.word import ooxml
from assembler.word.package import XML_HEAD, PackagePart
from assembler.word.runs import typeset

ENTRY_STYLE, MARK_STYLE = "ContentsEntry", "ContentsMark"

# \f takes the entries from TC fields, \l those of level 1, \h makes links, \z hides pages in Word's web layout.
_FIELD = 'TOC \\f \\l "1-1" \\h \\z'
# Only a program that lays out pages knows the page of a section. Without it, a dash stands here until Word updates the
# field, which it does on opening if the field is stale.
_UNKNOWN_PAGE = "\u2013"


def entries(
    headings: Sequence[Heading], bookmarks: Mapping[str, str], pages: Mapping[str, str], *, is_field: bool
) -> Iterator[ooxml.XmlParagraph]:
    """Yield a paragraph for each section: its number, its title, and its page, which is a PAGEREF field.

    With `is_field` they are the result of a TOC field, which Word can update. Without it, LibreOffice computes the pages
    when it opens the file. `pages` are those that are known, by the label of the section.
    """
    last = len(headings) - 1
    for index, heading in enumerate(headings):
        bookmark = bookmarks[heading.label]
        content = _entry(heading, bookmark, pages.get(heading.label, ""))
        if is_field:
            content = (
                (ooxml.open_field(_FIELD, is_stale=not pages) if index == 0 else "")
                + ooxml.linked(content, bookmark)
                + (ooxml.field_end() if index == last else "")
            )
        yield ooxml.XmlParagraph(ENTRY_STYLE, content)
    # LibreOffice prints no footer on pages that end within a table of contents.
    yield ooxml.XmlParagraph("Separator")


def _entry(heading: Heading, bookmark: str, page: str) -> str:
    field = ooxml.field(f"PAGEREF {bookmark} \\h", page or _UNKNOWN_PAGE, is_stale=not page)
    return ooxml.run(f"{_words(heading)}\t") + field


def mark(heading: Heading) -> str:
    """Return the TC field that enters a section in the table of contents. It stands where the section begins."""
    return ooxml.contents_entry(_words(heading), MARK_STYLE)


def _words(heading: Heading) -> str:
    return f"{heading.number}\t{typeset(heading.title)}"


_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"

# The only relationship that a document adds to those of its style template. A template with comments is refused (S211).
RELATION = f'<Relationship Id="assemblerComments" Type="{_RELATION}" Target="comments.xml"/>'
_MARK = f'<w:r><w:rPr><w:rStyle w:val="{ooxml.COMMENT_REFERENCE}"/></w:rPr><w:annotationRef/></w:r>'


def part(main: str, comments: Iterable[tuple[int, Sequence[str]]], author: str, dated: date | None) -> PackagePart:
    """Return the part with the comments, each a number and its lines. It is in the folder of the `main` part."""
    written = "".join(_comment(number, lines, author, dated) for number, lines in comments)
    content = f'{XML_HEAD}<w:comments xmlns:w="{ooxml.NAMESPACE}">{written}</w:comments>'
    ooxml.refuse_illegal(content)
    return PackagePart(f"{dirname(main)}/comments.xml".lstrip("/"), _TYPE, content.encode())


def _comment(number: int, lines: Sequence[str], author: str, dated: date | None) -> str:
    paragraphs = "".join(
        ooxml.XmlParagraph(ooxml.COMMENT_TEXT, ("" if index else _MARK) + ooxml.run(line)).xml()
        for index, line in enumerate(lines)
    )
    day = f' w:date="{dated.isoformat()}T00:00:00Z"' if dated else ""
    attributes = f'w:id="{number}" w:author="{escape(author)}"{day}'
    return f'<w:comment {attributes} w:initials="{escape(_initials(author))}">{paragraphs}</w:comment>'


def _initials(author: str) -> str:
    return "".join(word[0] for word in author.split() if word[0].isalpha())
