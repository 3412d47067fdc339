"""A document of ours as the paragraphs that a Word file of it has, each with the provision that it is of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from assembler.document import walk
from assembler.document.marks import read_mark
from assembler.document.numbering import Numbers
from assembler.document.tree import (
    Block,
    Clause,
    Contents,
    Display,
    Document,
    Entry,
    Enumeration,
    Lines,
    Paragraph,
    Quotation,
    SignatureLine,
    State,
    Table,
)
from assembler.document.words import words_of

Key = tuple[str, str, int]
Cells = tuple[tuple[str, ...], ...]


class Line(Struct, frozen=True):
    """A paragraph by itself; `number` is what Word prints before it, where it is of a list of its own."""

    text: str
    number: str = ""


class Row(Struct, frozen=True):
    """A row of a table, each cell with its paragraphs; `whose` row it is, where a table has one for each investor."""

    cells: Cells
    whose: str = ""


class Provision(Struct, frozen=True):
    """A clause without what hangs under it: its paragraphs, its name for a reader, how Word numbers it."""

    key: Key
    name: str
    content: tuple[Line | Row, ...]
    look: tuple[object, ...]

    @property
    def subject(self) -> str:
        """Whose page it stands on; empty where it is nobody's."""
        return self.key[1]

    @property
    def shape(self) -> tuple[object, ...]:
        """What it consists of, whatever the words."""
        return (self.key[0], *(type(one) if isinstance(one, Line) else len(one.cells) for one in self.content))


def flatten(document: Document, numbers: Numbers, names: Mapping[str, str]) -> list[Provision]:
    """The provisions that print something, in order; `names` say whose page a subject is."""
    seen: Counter[tuple[str, str]] = Counter()
    found: list[Provision] = []
    for clause in walk.clauses(document):
        key = clause.label, names.get(clause.subject, clause.subject)
        content = tuple(one for one in _content(clause, list(names.values())) if _is_printed(one))
        if content:
            found.append(Provision((*key, seen[key]), _name(clause, numbers), content, (clause.mark, clause.number_as)))
        seen[key] += 1
    return found


def _name(clause: Clause, numbers: Numbers) -> str:
    number = numbers[clause.label] if clause.mark and clause.label in numbers else None
    if number and read_mark(clause.mark).is_named:
        return number.own.upper()
    return f"Section {number.full}" if number else clause.label.replace("_", " ")


def _is_printed(one: Line | Row) -> bool:
    return isinstance(one, Row) or bool(one.text.strip())


def _content(clause: Clause, investors: Sequence[str]) -> Iterator[Line | Row]:
    lead = "[RESERVED]" if clause.state is State.RESERVED else words_of(clause.heading)
    blocks = clause.blocks
    runs_on = not lead or (clause.runs_in and clause.state is State.PRESENT)
    if runs_on and blocks and isinstance(blocks[0], Paragraph):
        lead = f"{lead} {words_of(blocks[0].inlines)}" if lead else words_of(blocks[0].inlines)
        blocks = blocks[1:]
    yield Line(lead)
    for block in blocks:
        yield from _of_block(block, investors)


def _of_block(block: Block, investors: Sequence[str]) -> Iterator[Line | Row]:
    match block:
        case Contents():
            return
        case Paragraph(inlines) | Quotation(inlines) | Display(inlines):
            yield Line(words_of(inlines))
        case Lines(lines):
            yield Line("\n".join(map(words_of, lines)))
        case Entry(label, lines):
            yield Row(((words_of(label),), tuple(map(words_of, lines))))
        case SignatureLine(inlines, lines):
            yield Line(words_of(inlines))
            yield from (Line(words_of(line)) for line in lines)
        case Enumeration(mark, items):
            for ordinal, (lead, *under) in enumerate(items, start=1):
                yield Line(words_of(lead), read_mark(mark).printed(ordinal))
                yield from (Line(words_of(line)) for line in under)
        case Table(rows):
            yield from _of_table(block, investors, len([row for row in rows if row.kind == "row"]))


def _of_table(table: Table, investors: Sequence[str], count: int) -> Iterator[Row]:
    names = iter(investors if count == len(investors) else [""] * count)
    for row in table.rows:
        cells = tuple(tuple(map(words_of, cell)) for cell in row.cells)
        yield Row(cells, next(names) if row.kind == "row" else row.kind)
