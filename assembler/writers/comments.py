"""Comments in the margin of a Word file: the part that holds their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from assembler.writers import ooxml

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MARK = f'<w:r><w:rPr><w:rStyle w:val="{ooxml.COMMENT_REFERENCE}"/></w:rPr><w:annotationRef/></w:r>'


def add(document: WordDocument, comments: Iterable[tuple[int, Sequence[str]]], author: str, as_of: date) -> None:
    """Put comments, each a number and its lines, into the package of a document that has none: by one author, of one day."""
    written = "".join(_comment(number, lines, author, as_of) for number, lines in comments)
    content = f'{_HEAD}<w:comments xmlns:w="{ooxml.NAMESPACE}">{written}</w:comments>'
    ooxml.refuse_illegal(content)
    name = PackURI(f"{document.part.partname.baseURI}/comments.xml")
    part = Part(name, CONTENT_TYPE.WML_COMMENTS, content.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.COMMENTS)


def _comment(number: int, lines: Sequence[str], author: str, as_of: date) -> str:
    paragraphs = "".join(
        ooxml.Paragraph(ooxml.COMMENT_TEXT, (_MARK if at == 0 else "") + ooxml.run(line)).xml()
        for at, line in enumerate(lines)
    )
    said = f'w:id="{number}" w:author="{escape(author)}" w:date="{as_of.isoformat()}T00:00:00Z"'
    return f'<w:comment {said} w:initials="{escape(_initials(author))}">{paragraphs}</w:comment>'


def _initials(author: str) -> str:
    return "".join(word[0] for word in author.split() if word[0].isalpha())
