"""The document tree as JSON, with the term of every value. Later drafts are compared with it."""

from __future__ import annotations

import msgspec

from assembler.document.numbering import Numbers
from assembler.document.tree import Document

VERSION = 2


def write(document: Document, numbers: Numbers) -> bytes:
    """Return the tree and its numbers on one line. The same document gives the same bytes."""
    outline = {
        "version": VERSION,
        "numbers": {label: number.full for label, number in numbers.items()},
        "document": document,
    }
    return msgspec.json.encode(outline) + b"\n"
