"""Word files of documents that are not Word files: of a draft by its tree, or of a text, with its numbers as words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import PurePosixPath

from lxml import etree

from assembler.document.tree import Block, Clause, Document, Inlines, Paragraph, Row, Table, Text
from assembler.library import StyleTemplate
from assembler.readers.elements import W, remove_children
from assembler.readers.reading import NumberedDocument, Passage, Provision, Reading
from assembler.redline.word_file import WordFile, without_illegal
from assembler.word import writer
from assembler.word.package import Properties

CellPosition = tuple[int, int, int]
PlacedText = tuple[Inlines, CellPosition | None]  # a paragraph, and the table, row and column that it stands in


def as_drafted(tree: NumberedDocument, style_template: StyleTemplate) -> bytes:
    """Return the Word file of a draft."""
    title = tree.document.title
    properties = Properties(title, "", "", author="", status="", dated=None, form_version="")
    return writer.write(tree.document, tree.numbers, style_template, properties)


def as_plain(reading: Reading, style_template: StyleTemplate) -> bytes:
    """Return a plain Word file with the words of a document."""
    return as_drafted(_plain_tree(reading), style_template)


def emptied(data: bytes, name: str) -> bytes:
    """Return a Word file without its words: one paragraph, in the last section. Raises InputError if it cannot be read."""
    file = WordFile.open(data, name)
    body, section = file.body, file.body.find(f"{W}sectPr")
    last = next((element for element in reversed(body) if element.tag == f"{W}p"), None)
    properties = last.find(f"{W}pPr") if last is not None else None
    for element in list(body):
        if element is not section:
            body.remove(element)
    paragraph = etree.Element(f"{W}p")
    body.insert(0, paragraph)
    if properties is not None:
        paragraph.append(properties)
        remove_children(properties, "sectPr")
    return file.packed()


def _plain_tree(reading: Reading) -> NumberedDocument:
    """Return the document as paragraphs without a list and as tables, in the order in which they are read."""
    placed_texts = [paragraph for provision in reading.provisions for paragraph in _paragraphs(provision)]
    title = reading.tree.document.title if reading.tree else PurePosixPath(reading.source).name
    return NumberedDocument(
        Document(without_illegal(title), (Clause("whole", blocks=tuple(_blocks(placed_texts))),)), {}
    )


def _blocks(placed_texts: Iterable[PlacedText]) -> Iterator[Block]:
    for number, group in groupby(placed_texts, lambda placed: placed[1][0] if placed[1] else 0):
        if number:
            yield Table(tuple(_rows([(inlines, cell) for inlines, cell in group if cell])))
        else:
            yield from (Paragraph(inlines) for inlines, _ in group)


def _rows(placed_texts: list[tuple[Inlines, CellPosition]]) -> Iterator[Row]:
    columns = 1 + max(column for _, (_, _, column) in placed_texts)
    for _, group in groupby(placed_texts, lambda placed: placed[1][1]):
        cells: list[tuple[Inlines, ...]] = [()] * columns
        for inlines, (_, _, column) in group:
            cells[column] = (*cells[column], inlines)
        yield Row("row", tuple(cells))


def _paragraphs(provision: Provision) -> Iterator[PlacedText]:
    """Yield the paragraphs of a provision: a number and a heading stand in the paragraph that they begin."""
    held: list[str] = []
    cell: CellPosition | None = None
    for passage in provision.passages:
        if held and passage.cell != cell:
            yield _said(held), cell
            held = []
        held += (without_illegal(word) for word in passage.words)
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
