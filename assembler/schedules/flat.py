"""A document as the paragraphs of its Word file, each with its provision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from assembler.document import labels, walk
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
from assembler.schedules.wordtext import MARK, words_in

Key = tuple[str, str, int]
Cells = tuple[tuple[str, ...], ...]


class Line(Struct, frozen=True):
    """A paragraph. `number` is the number that Word prints before it, if it belongs to a list of its own."""

    text: str
    number: str = ""

    @property
    def texts(self) -> list[str]:
        """Return its paragraph if that prints something."""
        return _printed([self.text])

    @property
    def words(self) -> list[str]:
        """Return its words as they are read from a Word file, with a mark at the end."""
        return _words(self.texts)


class Row(Struct, frozen=True):
    """A table row, each cell with its paragraphs. `whose` names the investor of the row, if the table has one for each."""

    cells: Cells
    whose: str = ""

    @property
    def texts(self) -> list[str]:
        """Return its paragraphs that print something, cell by cell."""
        return _printed(text for cell in self.cells for text in cell)

    @property
    def words(self) -> list[str]:
        """Return its words as they are read from a Word file, with a mark after each paragraph."""
        return _words(self.texts)

    @property
    def heights(self) -> list[int]:
        """Return the number of paragraphs of each cell."""
        return [len(cell) for cell in self.cells]


class Provision(Struct, frozen=True):
    """A clause without its children: its paragraphs, its name for a reader, and its numbering in Word."""

    key: Key
    name: str
    content: tuple[Line | Row, ...]
    look: tuple[object, ...]

    @property
    def subject(self) -> str:
        """Return the name of the investor whose page it is on, or ""."""
        return self.key[1]

    @property
    def shape(self) -> tuple[object, ...]:
        """Return the structure of the provision, without its words."""
        return (self.key[0], *(type(one) if isinstance(one, Line) else len(one.cells) for one in self.content))


class Draft(Struct, frozen=True):
    """Provisions with all their words in one list. `at` holds the range of words of each line and row of each
    provision.
    """

    provisions: Sequence[Provision]
    words: Sequence[str]
    at: Sequence[Sequence[range]]

    @classmethod
    def of(cls, provisions: Sequence[Provision]) -> Draft:
        """Return the draft with these provisions."""
        words: list[str] = []
        at: list[list[range]] = []
        for provision in provisions:
            at.append([])
            for one in provision.content:
                start = len(words)
                words += one.words
                at[-1].append(range(start, len(words)))
        return cls(provisions, words, at)

    def begins_paragraph(self, at: int) -> bool:
        """Return True if the word at that position is the first of its paragraph."""
        return at == 0 or self.words[at - 1] == MARK


def flatten(document: Document, numbers: Numbers, names: Mapping[str, str]) -> list[Provision]:
    """Return the provisions that print something, in order. `names` holds the investor's name of each subject."""
    seen: Counter[tuple[str, str]] = Counter()
    found: list[Provision] = []
    for clause in walk.clauses(document):
        key = clause.label, names.get(clause.subject, clause.subject)
        content = tuple(one for one in _content(clause, list(names.values())) if _is_printed(one))
        if content:
            found.append(Provision((*key, seen[key]), _name(clause, numbers), content, (clause.mark, clause.number_as)))
        seen[key] += 1
    return found


def _printed(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if text.strip()]


def _words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in (*words_in(text), MARK)]


def _name(clause: Clause, numbers: Numbers) -> str:
    number = numbers[clause.label] if clause.mark and clause.label in numbers else None
    if number and read_mark(clause.mark).is_named:
        return number.own.upper()
    return f"Section {number.full}" if number else labels.in_words(clause.label)


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
