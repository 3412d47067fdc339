"""Copies of a document's paragraphs and rows, byte for byte, with other words in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assembler.compare.word_diff import WordChange, changes
from assembler.merge import word_text
from assembler.merge.edited_file import EditedDocument, LocatedElements
from assembler.merge.flat import FlatRow
from assembler.merge.word_text import BREAK, ByteSpan, TextElement, WordParagraph, words_in

_BREAKS = re.compile(rb"<(?:\w+:)?br\s*/>")


def row_with(edited: EditedDocument, located: LocatedElements, now: FlatRow) -> bytes | None:
    """Return the bytes of a row with the words of another row.

    None if the numbers of cells differ, because somebody merged or split cells.
    """
    cells: dict[int, list[WordParagraph]] = {}
    for paragraph in edited.paragraphs:
        if paragraph.row is located.spans[0] and paragraph.cell is not None:
            cells.setdefault(paragraph.cell.start, []).append(paragraph)
    if len(cells) != len(now.cells):
        return None
    made, index = b"", located.start
    for paragraphs, lines in zip(cells.values(), now.cells, strict=True):
        made += edited.document[index : paragraphs[0].span.start] + _cell_with(edited.document, paragraphs, lines)
        index = paragraphs[-1].span.stop
    return made + edited.document[index : located.stop]


def paragraph_with(document: bytes, paragraph: WordParagraph, text: str, *, is_copy: bool = False) -> bytes:
    """Return the bytes of a paragraph with another text in the look of its first letters. A copy loses its bookmarks
    and ids.
    """
    made = _with_text(document, paragraph, text) if paragraph.pieces else _with_run(document, paragraph, text)
    return word_text.without_marks(made) if is_copy else made


def _with_text(document: bytes, paragraph: WordParagraph, text: str) -> bytes:
    """Return a paragraph with its text replaced."""
    made, position = b"", paragraph.span.start
    for index, piece in enumerate(paragraph.pieces):
        written = "" if index else word_text.as_written(words_in(text), paragraph)
        made += document[position : piece.tag.start] + word_text.as_tag(piece, document)
        made += word_text.as_content(written, piece, document)
        position = piece.content.stop
    made += document[position : paragraph.span.stop]
    return made if BREAK in text else _BREAKS.sub(b"", made)


def _cell_with(document: bytes, paragraphs: Sequence[WordParagraph], lines: Sequence[str]) -> bytes:
    """Return the paragraphs of a cell with other lines. A paragraph whose line stays keeps its bytes."""
    value = [" ".join(word.text for word in word_text.words([paragraph])[:-1]) for paragraph in paragraphs]
    texts = [" ".join(words_in(line)) for line in lines or ("",)]
    made, index = b"", 0
    for change in (*changes(value, texts), WordChange(len(value), len(value), len(texts), len(texts))):
        made += b"".join(
            document[paragraph.span.start : paragraph.span.stop] for paragraph in paragraphs[index : change.start]
        )
        last = (change.stop if change.stop > change.start else len(value)) - 1
        for near, text in enumerate(texts[change.right_start : change.right_stop], start=change.start):
            made += paragraph_with(document, paragraphs[min(near, last)], text, is_copy=near >= change.stop)
        index = change.stop
    return made


def _with_run(document: bytes, paragraph: WordParagraph, text: str) -> bytes:
    """Return an empty paragraph with a text in it, if there is a text."""
    raw = document[paragraph.span.start : paragraph.span.stop]
    if not text:
        return raw
    prefix = raw[1 : re.match(rb"<(?:\w+:)?", raw).end()]  # type: ignore[union-attr]  # a paragraph begins so
    tag = b"<" + prefix + b"t>"
    content = word_text.as_content(text, TextElement(ByteSpan(0, len(tag)), ByteSpan(0, 0), ""), tag)
    run = b'<%sr><%st xml:space="preserve">%s</%st></%sr>' % (prefix, prefix, content, prefix, prefix)
    if raw.endswith(b"/>") and raw.count(b"<") == 1:
        return raw[:-2] + b">" + run + b"</%sp>" % prefix
    close = raw.rindex(b"</")
    return raw[:close] + run + raw[close:]
