"""A document of which only the words are known, as a plain tree: paragraphs and tables, their numbers as words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import PurePosixPath

from assembler.document.tree import Block, Clause, Document, Inlines, Paragraph, Row, Table, Text
from assembler.readers.reading import Passage, Provision, Reading, Tree

# What no XML can hold; a Word file of somebody else has none of it, and a text may.
_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "\ufffd")

Cell = tuple[int, int, int]
Said = tuple[Inlines, Cell | None]  # a paragraph, and the table, row and column that it stands in


def laid_plainly(reading: Reading) -> Tree:
    """The document as paragraphs without a list and as tables, in the order in which they are read."""
    said = [one for provision in reading.provisions for one in _paragraphs(provision)]
    title = reading.tree.document.title if reading.tree else PurePosixPath(reading.source).name
    return Tree(Document(title.translate(_ILLEGAL), (Clause("whole", blocks=tuple(_blocks(said))),)), {})


def _blocks(said: Iterable[Said]) -> Iterator[Block]:
    for number, group in groupby(said, lambda one: one[1][0] if one[1] else 0):
        if number:
            yield Table(tuple(_rows([(inlines, cell) for inlines, cell in group if cell])))
        else:
            yield from (Paragraph(inlines) for inlines, _ in group)


def _rows(said: list[tuple[Inlines, Cell]]) -> Iterator[Row]:
    columns = 1 + max(column for _, (_, _, column) in said)
    for _, group in groupby(said, lambda one: one[1][1]):
        cells: list[tuple[Inlines, ...]] = [()] * columns
        for inlines, (_, _, column) in group:
            cells[column] = (*cells[column], inlines)
        yield Row("row", tuple(cells))


def _paragraphs(provision: Provision) -> Iterator[Said]:
    """The paragraphs of a provision: a number and a heading stand in the paragraph that they begin."""
    held: list[str] = []
    cell: Cell | None = None
    for passage in provision.passages:
        if held and passage.cell != cell:
            yield _said(held), cell
            held = []
        held += (word.translate(_ILLEGAL) for word in passage.words)
        cell = passage.cell
        if _ends(passage) and held:
            yield _said(held), cell
            held = []
    if held:
        yield _said(held), cell


def _ends(passage: Passage) -> bool:
    return passage.kind not in ("number", "heading")


def _said(words: Iterable[str]) -> Inlines:
    return (Text(" ".join(words)),)
