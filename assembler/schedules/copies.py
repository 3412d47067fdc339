"""Copies of a document's paragraphs and rows, byte for byte, with other words in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assembler.compare.changes import Change, changes
from assembler.schedules import wordtext
from assembler.schedules.edited import Edited, Found
from assembler.schedules.flat import Row
from assembler.schedules.wordtext import BREAK, Paragraph, Piece, Span, words_in

_BREAKS = re.compile(rb"<(?:\w+:)?br\s*/>")


def row_with(edited: Edited, like: Found, now: Row) -> bytes | None:
    """Return the bytes of a row with the words of another row.

    None if the numbers of cells differ, because somebody merged or split cells.
    """
    cells: dict[int, list[Paragraph]] = {}
    for paragraph in edited.paragraphs:
        if paragraph.row is like.spans[0] and paragraph.cell is not None:
            cells.setdefault(paragraph.cell.start, []).append(paragraph)
    if len(cells) != len(now.cells):
        return None
    made, at = b"", like.start
    for paragraphs, lines in zip(cells.values(), now.cells, strict=True):
        made += edited.document[at : paragraphs[0].span.start] + _cell_with(edited.document, paragraphs, lines)
        at = paragraphs[-1].span.stop
    return made + edited.document[at : like.stop]


def paragraph_with(document: bytes, like: Paragraph, text: str, *, is_copy: bool = False) -> bytes:
    """Return the bytes of a paragraph with another text in the look of its first letters. A copy loses its bookmarks
    and ids.
    """
    made = _with_text(document, like, text) if like.pieces else _with_run(document, like, text)
    return wordtext.without_marks(made) if is_copy else made


def _with_text(document: bytes, like: Paragraph, text: str) -> bytes:
    """Return a paragraph with its text replaced."""
    made, at = b"", like.span.start
    for index, piece in enumerate(like.pieces):
        written = "" if index else wordtext.as_written(words_in(text), like)
        made += document[at : piece.tag.start] + wordtext.as_tag(piece, document)
        made += wordtext.as_content(written, piece, document)
        at = piece.content.stop
    made += document[at : like.span.stop]
    return made if BREAK in text else _BREAKS.sub(b"", made)


def _cell_with(document: bytes, paragraphs: Sequence[Paragraph], lines: Sequence[str]) -> bytes:
    """Return the paragraphs of a cell with other lines. A paragraph whose line stays keeps its bytes."""
    own = [" ".join(word.text for word in wordtext.words([one])[:-1]) for one in paragraphs]
    texts = [" ".join(words_in(line)) for line in lines or ("",)]
    made, at = b"", 0
    for change in (*changes(own, texts), Change(len(own), len(own), len(texts), len(texts))):
        made += b"".join(document[one.span.start : one.span.stop] for one in paragraphs[at : change.start])
        last = (change.stop if change.stop > change.start else len(own)) - 1
        for near, text in enumerate(texts[change.there_start : change.there_stop], start=change.start):
            made += paragraph_with(document, paragraphs[min(near, last)], text, is_copy=near >= change.stop)
        at = change.stop
    return made


def _with_run(document: bytes, paragraph: Paragraph, text: str) -> bytes:
    """Return an empty paragraph with a text in it, if there is a text."""
    raw = document[paragraph.span.start : paragraph.span.stop]
    if not text:
        return raw
    prefix = raw[1 : re.match(rb"<(?:\w+:)?", raw).end()]  # type: ignore[union-attr]  # a paragraph begins so
    tag = b"<" + prefix + b"t>"
    content = wordtext.as_content(text, Piece(Span(0, len(tag)), Span(0, 0), ""), tag)
    run = b'<%sr><%st xml:space="preserve">%s</%st></%sr>' % (prefix, prefix, content, prefix, prefix)
    if raw.endswith(b"/>") and raw.count(b"<") == 1:
        return raw[:-2] + b">" + run + b"</%sp>" % prefix
    close = raw.rindex(b"</")
    return raw[:close] + run + raw[close:]
