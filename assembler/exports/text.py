"""The document as plain text for a terminal or an e-mail, wrapped and indented by level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest

from assembler.document.marks import read_mark
from assembler.document.numbering import Numbers
from assembler.document.outline import run_in_child, spelled_out
from assembler.document.tree import (
    Block,
    Clause,
    Display,
    Document,
    Entry,
    Enumeration,
    Inlines,
    Lines,
    Paragraph,
    Quotation,
    Row,
    SignatureLine,
    State,
    Table,
)
from assembler.document.walk import words_of

WIDTH = 80
STEP = 4  # columns of indentation for each level
LABEL_COLUMN = 36  # the column in which the lines beside a label start, unless labels of single lines are longer
SIGNATURE_COLUMN = 40
FIGURE_WIDTH = 18  # of every column of a table except the first, unless a figure is longer

_TextBlock = list[str]


def write(document: Document, numbers: Numbers) -> str:
    """Return the whole document, each line at most 80 columns wide unless a word or a table is wider."""
    written = (stanza for clause in spelled_out(document, numbers).clauses for stanza in _clause(clause, numbers, 0))
    return "\n\n".join(written) + "\n"


def _clause(clause: Clause, numbers: Numbers, level: int, before: str = "") -> Iterator[str]:
    """Yield the stanzas of a clause and its children. `before` is the number of a parent without words."""
    number = _printed_number(clause, numbers)
    follows = run_in_child(clause)
    if follows is None:
        for stanza in _own_words(clause, number, level, before):
            yield "\n".join(line.rstrip() for line in stanza)
    deeper = level + 1 if number else level
    for child in clause.children:
        yield from _clause(child, numbers, deeper, f"{before} {number}".lstrip() if child is follows else "")


def _printed_number(clause: Clause, numbers: Numbers) -> str:
    if not clause.mark or read_mark(clause.mark).is_named:
        return ""
    return numbers[clause.label].own


def _own_words(clause: Clause, number: str, level: int, before: str) -> Iterator[_TextBlock]:
    """Yield number, heading and blocks of a clause. The number is put before the first words."""
    blocks = list(clause.blocks)
    lead = words_of(clause.heading)
    if clause.state is State.RESERVED:
        lead = "[RESERVED]"
    elif blocks and isinstance(blocks[0], Paragraph) and (clause.runs_in or not lead):
        first = words_of(blocks.pop(0).inlines)  # type: ignore[union-attr]  # a Paragraph, as tested above
        lead = f"{lead} {first}" if lead else first
    hanging = level * STEP + (STEP if number else 0)
    if number or lead:
        yield _wrapped(" ".join(filter(None, (before, number, lead))), (level - len(before.split())) * STEP, hanging)
    yield from _blocks(blocks, hanging)


def _blocks(blocks: Sequence[Block], indent: int) -> Iterator[_TextBlock]:
    """Yield a stanza for each block. Consecutive titles are one stanza."""
    displays: _TextBlock = []
    label_column = _label_column([block for block in blocks if isinstance(block, Entry)])
    for block in blocks:
        if isinstance(block, Display):
            displays += [line.center(WIDTH) for line in _wrapped(words_of(block.inlines))]
            continue
        if displays:
            yield displays
        displays = []
        yield _block(block, indent, label_column)
    if displays:
        yield displays


def _label_column(entries: Sequence[Entry]) -> int:
    """Return the column beside the labels of a clause.

    It is wide enough for each label of a single line, such as a figure, if the lines still fit beside the labels.
    """
    # A label beside an address breaks without adding a line.
    labels = [len(words_of(entry.label)) for entry in entries if len(entry.lines) == 1]
    lines = [len(words_of(line)) for entry in entries for line in entry.lines]
    wide = max(LABEL_COLUMN, STEP + max(labels, default=0) + 2)
    return wide if wide + max(lines, default=0) <= WIDTH else LABEL_COLUMN


def _block(block: Block, indent: int, label_column: int) -> _TextBlock:
    match block:
        case Quotation(inlines):
            return _wrapped(words_of(inlines), indent + STEP, indent + STEP)
        case Lines(lines):
            return _list(lines, indent + STEP)
        case Entry(label, lines):
            beside = _list(lines, width=WIDTH - label_column)
            return _columns(_wrapped(words_of(label), width=label_column - STEP - 2), beside, label_column)
        case SignatureLine(inlines, lines):
            width = WIDTH - SIGNATURE_COLUMN
            signed = _wrapped(words_of(inlines), hanging=STEP, width=width)
            return _indented([*signed, "_" * width, *_list(lines, width=width)], SIGNATURE_COLUMN)
        case Enumeration(mark, items):
            return [
                line for ordinal, item in enumerate(items, 1) for line in _item(read_mark(mark).printed(ordinal), item)
            ]
        case Table(rows):
            widths = _widths(rows)
            return [line for row in rows for line in _row(row, widths)]
        case _:
            return _wrapped(words_of(block.inlines), indent, indent)  # type: ignore[union-attr]  # contents are spelled out


def _item(number: str, item: tuple[Inlines, ...]) -> Iterator[str]:
    yield from _wrapped(f"{number} {words_of(item[0])}", STEP, 2 * STEP)
    for line in item[1:]:
        yield from _wrapped(words_of(line), 2 * STEP, 3 * STEP)


def _list(lines: Sequence[Inlines], indent: int = 0, width: int = WIDTH) -> _TextBlock:
    return [wrapped for line in lines for wrapped in _wrapped(words_of(line), indent, indent + STEP, width)]


def _columns(label: _TextBlock, lines: _TextBlock, column: int) -> _TextBlock:
    """Return a label and its lines side by side, the lines at the column."""
    return [f"{'':{STEP}}{left:{column - STEP}}{right}" for left, right in zip_longest(label, lines, fillvalue="")]


def _widths(rows: Sequence[Row]) -> list[int]:
    """Return the widths of the columns. No figure runs into the next column, and names take what is left."""
    columns = zip_longest(*(row.cells[1:] for row in rows), fillvalue=())
    longest = [
        [len(word) for cell in cells for line in cell for word in words_of(line).split(" ")] for cells in columns
    ]
    # Four columns of figures are narrower, so that names still fit on the page.
    width = min(FIGURE_WIDTH, (WIDTH - FIGURE_WIDTH) // max(len(longest), 1))
    figures = [max(width, max(words, default=0) + 2) for words in longest]
    return [max(WIDTH - sum(figures), FIGURE_WIDTH), *figures]


def _row(row: Row, widths: Sequence[int]) -> Iterator[str]:
    """Yield the lines of a row. The first cell is aligned left, the others, which are figures, right."""
    first, *others = widths
    names, *cells = [_cell(cell, width - 2) for cell, width in zip(row.cells, widths, strict=False)]
    figures = (
        "".join(f"{figure:>{width}}" for figure, width in zip(line, others, strict=False))
        for line in zip_longest(*cells, fillvalue="")
    )
    for name in names:
        # A word as wide as its column, such as an e-mail address, has a line of its own: it would move the figures.
        yield name if len(name) > first - 2 else f"{name:{first}}{next(figures, '')}"
    yield from (" " * first + line for line in figures)
    yield "-" * WIDTH if row.kind == "head" else ""


def _cell(cell: tuple[Inlines, ...], width: int) -> _TextBlock:
    return [line for inlines in cell for line in _wrapped(words_of(inlines), width=width)]


def _indented(lines: Sequence[str], indent: int) -> _TextBlock:
    return [" " * indent + line for line in lines]


def _wrapped(text: str, indent: int = 0, hanging: int = 0, width: int = WIDTH) -> _TextBlock:
    """Return the text in lines of at most `width` columns. No word is cut, so a long word makes a longer line."""
    return [*_broken(text, indent, hanging, width)]


@lru_cache(maxsize=4096)  # repeated clauses have the same text
def _broken(text: str, indent: int, hanging: int, width: int) -> tuple[str, ...]:
    lines, line = [], " " * indent
    for word in text.split(" "):
        if len(line) + len(word) > width and line.strip():
            lines.append(line[:-1])
            line = " " * hanging
        line += word + " "
    return (*lines, line[:-1])
