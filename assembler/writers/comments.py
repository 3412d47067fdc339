"""Comments in the margin of a Word file, and the part that holds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from posixpath import dirname

from assembler.writers import ooxml
from assembler.writers.package import XML_HEAD, Part

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"

# The only relationship that a document adds to those of its style template. A template with comments is refused (S211).
RELATION = f'<Relationship Id="assemblerComments" Type="{_RELATION}" Target="comments.xml"/>'
_MARK = f'<w:r><w:rPr><w:rStyle w:val="{ooxml.COMMENT_REFERENCE}"/></w:rPr><w:annotationRef/></w:r>'


def part(main: str, comments: Iterable[tuple[int, Sequence[str]]], author: str, as_of: date) -> Part:
    """Return the part with the comments, each a number and its lines. It is in the folder of the `main` part."""
    written = "".join(_comment(number, lines, author, as_of) for number, lines in comments)
    content = f'{XML_HEAD}<w:comments xmlns:w="{ooxml.NAMESPACE}">{written}</w:comments>'
    ooxml.refuse_illegal(content)
    return Part(f"{dirname(main)}/comments.xml".lstrip("/"), _TYPE, content.encode())


def _comment(number: int, lines: Sequence[str], author: str, as_of: date) -> str:
    paragraphs = "".join(
        ooxml.Paragraph(ooxml.COMMENT_TEXT, ("" if index else _MARK) + ooxml.run(line)).xml()
        for index, line in enumerate(lines)
    )
    attributes = f'w:id="{number}" w:author="{escape(author)}" w:date="{as_of.isoformat()}T00:00:00Z"'
    return f'<w:comment {attributes} w:initials="{escape(_initials(author))}">{paragraphs}</w:comment>'


def _initials(author: str) -> str:
    return "".join(word[0] for word in author.split() if word[0].isalpha())
