"""The document as JSON: every clause, passage and value with its term, to compare with later drafts."""

from __future__ import annotations

import msgspec

from assembler.document.numbering import Numbers
from assembler.document.tree import Document

VERSION = 2


def write(document: Document, numbers: Numbers) -> bytes:
    """The tree and its numbers, on one line; the same document gives the same bytes."""
    outline = {
        "version": VERSION,
        "numbers": {label: number.full for label, number in numbers.items()},
        "document": document,
    }
    return msgspec.json.encode(outline) + b"\n"
