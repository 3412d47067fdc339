"""A document as the paragraphs of its Word file, each with its provision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from assembler.document import labels, walk
from assembler.document.marks import read_mark
from assembler.document.numbering import Numbers
from assembler.document.outline import typed_numbers
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
from assembler.document.walk import words_of
from assembler.merge.word_text import MARK, words_in

HEAD, TOTAL = "head", "total"
"""The kinds of rows of a table that are no investor's."""
ClauseKey = tuple[str, str, int]
CellParagraphs = tuple[tuple[str, ...], ...]


class FlatLine(Struct, frozen=True):
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


class FlatRow(Struct, frozen=True):
    """A table row, each cell with its paragraphs. `whose` names the investor of the row, if the table has one for each."""

    cells: CellParagraphs
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


class FlatProvision(Struct, frozen=True):
    """A clause without its children: its paragraphs, its name for a reader, and its numbering in Word."""

    key: ClauseKey
    name: str
    content: tuple[FlatLine | FlatRow, ...]
    look: tuple[object, ...]

    @property
    def subject(self) -> str:
        """Return the name of the investor whose page it is on, or ""."""
        return self.key[1]

    @property
    def shape(self) -> tuple[object, ...]:
        """Return the structure of the provision, without its words."""
        return (self.key[0], *(type(row) if isinstance(row, FlatLine) else len(row.cells) for row in self.content))


class FlatDraft(Struct, frozen=True):
    """Provisions with all their words in one list. `ranges` holds the range of words of each line and row of each
    provision.
    """

    provisions: Sequence[FlatProvision]
    words: Sequence[str]
    ranges: Sequence[Sequence[range]]

    @classmethod
    def of(cls, provisions: Sequence[FlatProvision]) -> FlatDraft:
        """Return the draft with these provisions."""
        words: list[str] = []
        index: list[list[range]] = []
        for provision in provisions:
            index.append([])
            for part in provision.content:
                start = len(words)
                words += part.words
                index[-1].append(range(start, len(words)))
        return cls(provisions, words, index)

    @property
    def lines(self) -> list[str]:
        """Return its paragraphs as they are read from a Word file."""
        return lines_of(self.words)

    def begins_paragraph(self, position: int) -> bool:
        """Return True if the word at that position is the first of its paragraph."""
        return position == 0 or self.words[position - 1] == MARK


def lines_of(words: Sequence[str]) -> list[str]:
    """Return the paragraphs of words with marks."""
    return [line.strip() for line in " ".join(words).split(MARK) if line.strip()]


def flatten(document: Document, numbers: Numbers, names: Mapping[str, str]) -> list[FlatProvision]:
    """Return the provisions that print something, in order. `names` holds the investor's name of each subject."""
    seen: Counter[tuple[str, str]] = Counter()
    typed = typed_numbers(document, numbers)
    provisions: list[FlatProvision] = []
    for clause in walk.clauses(document):
        key = clause.label, names.get(clause.subject, clause.subject)
        content = tuple(part for part in _content(clause, typed, list(names.values())) if _is_printed(part))
        if content:
            provisions.append(
                FlatProvision(
                    (*key, seen[key]), _name(clause, numbers, key[1]), content, (clause.mark, clause.number_as)
                )
            )
        seen[key] += 1
    return provisions


def _printed(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if text.strip()]


def _words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in (*words_in(text), MARK)]


def page_of(subject: str) -> str:
    """Return the name of an investor's page for a reader."""
    return f"the signature page of {subject}"


def _name(clause: Clause, numbers: Numbers, subject: str) -> str:
    number = numbers[clause.label] if clause.mark and clause.label in numbers else None
    if number and read_mark(clause.mark).is_named:
        return number.own.upper()
    if number:
        return f"Section {number.full}"
    return page_of(subject) if subject else labels.in_words(clause.label)


def _is_printed(line: FlatLine | FlatRow) -> bool:
    return isinstance(line, FlatRow) or bool(line.text.strip())


def _content(
    clause: Clause, typed: Mapping[str, Sequence[str]], investors: Sequence[str]
) -> Iterator[FlatLine | FlatRow]:
    lead = "[RESERVED]" if clause.state is State.RESERVED else words_of(clause.heading)
    blocks = clause.blocks
    runs_on = not lead or (clause.runs_in and clause.state is State.PRESENT)
    if runs_on and blocks and isinstance(blocks[0], Paragraph):
        lead = f"{lead} {words_of(blocks[0].inlines)}" if lead else words_of(blocks[0].inlines)
        blocks = blocks[1:]
    yield FlatLine(" ".join((*typed.get(clause.label, ()), lead)))
    for block in blocks:
        yield from _of_block(block, investors)


def _of_block(block: Block, investors: Sequence[str]) -> Iterator[FlatLine | FlatRow]:
    match block:
        case Contents():
            return
        case Paragraph(inlines) | Quotation(inlines) | Display(inlines):
            yield FlatLine(words_of(inlines))
        case Lines(lines):
            yield FlatLine("\n".join(map(words_of, lines)))
        case Entry(label, lines):
            yield FlatRow(((words_of(label),), tuple(map(words_of, lines))))
        case SignatureLine(inlines, lines):
            yield FlatLine(words_of(inlines))
            yield from (FlatLine(words_of(line)) for line in lines)
        case Enumeration(mark, items):
            for ordinal, (lead, *under) in enumerate(items, start=1):
                yield FlatLine(words_of(lead), read_mark(mark).printed(ordinal))
                yield from (FlatLine(words_of(line)) for line in under)
        case Table(rows):
            yield from _of_table(block, investors, len([row for row in rows if row.kind == "row"]))


def _of_table(table: Table, investors: Sequence[str], count: int) -> Iterator[FlatRow]:
    names = iter(investors if count == len(investors) else [""] * count)
    for row in table.rows:
        cells = tuple(tuple(map(words_of, cell)) for cell in row.cells)
        yield FlatRow(cells, next(names) if row.kind == "row" else row.kind)
