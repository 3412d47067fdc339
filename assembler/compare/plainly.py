"""A document of which only the words are known, as a plain tree: paragraphs with their numbers as words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from assembler.document.tree import Clause, Document, Paragraph, Text
from assembler.readers.reading import Provision, Reading, Tree

# What no XML can hold; a Word file of somebody else has none of it, and a text may.
_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "\ufffd")


def laid_plainly(reading: Reading) -> Tree:
    """The document as paragraphs without a list, in the order in which they are read."""
    blocks = tuple(Paragraph((Text(text),)) for text in paragraphs(reading))
    title = reading.tree.document.title if reading.tree else PurePosixPath(reading.source).name
    return Tree(Document(title.translate(_ILLEGAL), (Clause("whole", blocks=blocks or (Paragraph(()),)),)), {})


def paragraphs(reading: Reading) -> list[str]:
    """The paragraphs of a reading: a number and a heading stand in the paragraph that they begin."""
    return [text for provision in reading.provisions for text in _paragraphs(provision)]


def _paragraphs(provision: Provision) -> Iterator[str]:
    held: list[str] = []
    for passage in provision.passages:
        held += (word.translate(_ILLEGAL) for word in passage.words)
        if passage.kind not in ("number", "heading") and held:
            yield " ".join(held)
            held = []
    if held:
        yield " ".join(held)
