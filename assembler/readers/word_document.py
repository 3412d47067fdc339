"""The document that a Word file says, as a tree for the writers of text and HTML."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count, groupby

from assembler.document.numbering import Number, Numbers
from assembler.document.tree import Block, Clause, Document, Entry, Inlines, Lines, Paragraph, Row, Table, Text
from assembler.readers import contents
from assembler.readers.docx import read_paragraphs
from assembler.readers.outline import ReadParagraph

_BESIDE = 2  # columns of a label and its lines
_LISTED = "(a)"  # any mark that is printed as the number of a list


def read(data: bytes, file: str) -> tuple[Document, Numbers]:
    """Return the document of a Word file: a clause for each paragraph and table, with its number as displayed.

    Raises InputError if the file is not a Word file or cannot be opened safely.
    """
    clauses: list[Clause] = []
    numbers: dict[str, Number] = {}
    labels = map(str, count(1))
    for table, paragraphs in groupby(read_paragraphs(data, file), lambda each: each.cell and each.cell[0]):
        if table:
            clauses.append(Clause(next(labels), blocks=tuple(_table(list(paragraphs)))))
            continue
        for paragraph in paragraphs:
            label, number = next(labels), paragraph.number.strip()
            clauses.append(Clause(label, _LISTED if number else "", blocks=(_block(paragraph),)))
            if number:
                numbers[label] = Number(number, number, 1)
    title = next((_words(line) for clause in clauses for line in _lines_of(clause)), "")
    return Document(title, tuple(clauses)), numbers


def _block(paragraph: ReadParagraph) -> Block:
    is_listed = paragraph.kind == contents.KIND
    lines = _lines(contents.entry(paragraph.text) if is_listed else paragraph.text)
    return Paragraph(lines[0]) if len(lines) == 1 else Lines(lines)


def _lines(text: str) -> tuple[Inlines, ...]:
    """Return the lines of a text, each with single spaces between its words. A line without words has none."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return tuple((Text(line),) for line in lines if line) or ((Text(""),),)


def _table(paragraphs: Sequence[ReadParagraph]) -> Iterator[Block]:
    """Yield a label and its lines for each row of two columns, or else a table."""
    rows: dict[int, dict[int, list[Inlines]]] = defaultdict(lambda: defaultdict(list))
    for paragraph in paragraphs:
        _, row, column = paragraph.cell or (0, 0, 0)
        rows[row][column] += _lines(f"{paragraph.number} {paragraph.text}".lstrip())
    columns = max(column for cells in rows.values() for column in cells) + 1
    whole = [tuple(tuple(cells.get(column, ())) for column in range(columns)) for cells in rows.values()]
    if columns > _BESIDE:
        yield Table(tuple(Row("row" if index else "head", cells) for index, cells in enumerate(whole)))
        return
    for label, *beside in whole:
        words = " ".join(_words(line) for line in label)
        yield Entry((Text(words),), *beside) if beside else Lines(label)


def _words(line: Inlines) -> str:
    return "".join(inline.text for inline in line if isinstance(inline, Text))


def _lines_of(clause: Clause) -> Iterator[Inlines]:
    for block in clause.blocks:
        if isinstance(block, Paragraph):
            yield block.inlines
