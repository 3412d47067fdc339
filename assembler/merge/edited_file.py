"""Places of the previous draft's words, rows and pages in a file that somebody edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from assembler.compare.word_diff import WordChange
from assembler.merge import pairing, word_text
from assembler.merge.flat import FlatDraft, lines_of
from assembler.merge.word_text import BREAK, MARK, ByteSpan, WordParagraph


class LocatedElements(Struct, frozen=True):
    """A row or a page in the file: its consecutive elements, and the range of its words."""

    spans: list[ByteSpan]
    words: range

    @property
    def start(self) -> int:
        """Return the first byte."""
        return self.spans[0].start

    @property
    def stop(self) -> int:
        """Return the byte after the last."""
        return self.spans[-1].stop


class TableRow(Struct, frozen=True):
    """A row of the file: the text of each cell, and True if Word hides all of it."""

    cells: list[str]
    is_hidden: bool

    @classmethod
    def of(cls, paragraphs: Sequence[WordParagraph]) -> TableRow:
        """Return the row of these paragraphs."""
        cells: dict[int, str] = {}
        for paragraph in paragraphs:
            start = paragraph.cell.start if paragraph.cell else 0
            text = "".join(letter.letter for letter in paragraph.letters)
            cells[start] = " ".join(f"{cells.get(start, '')} {text}".split())
        is_hidden = any(cells.values()) and not any(paragraph.shown for paragraph in paragraphs)
        return cls([*cells.values()], is_hidden)


class EditedDocument:
    """The document of a file compared with the draft it was written from. Every difference is an edit.

    Words of both are named by their position. `drafted` is a range of words of the draft, which has its pages and rows
    in the order of the file.
    """

    def __init__(self, document: bytes, draft: FlatDraft) -> None:
        self.document = document
        self.paragraphs = word_text.read(document)
        self.words = word_text.words(self.paragraphs)
        self.texts = [word.text for word in self.words]
        self._drafted = draft
        self.paired = pairing.pair(draft, self.words)
        self.draft = FlatDraft.of(self.paired.in_order(draft.provisions))
        self._edits = pairing.edits(self.draft, self.texts, self.paired)
        self._there = dict(_matched(self._edits, len(draft.words)))

    def edited_provisions(self) -> list[str]:
        """Return the names of the provisions that somebody edited, each once, in order."""
        before = {provision.key: provision for provision in self._drafted.provisions}
        names = [
            provision.name
            for provision, places in zip(self.draft.provisions, self.draft.ranges, strict=True)
            if provision != before[provision.key]  # its rows are in another order
            or any(_is_within(edit, places[0].start, places[-1].stop) for edit in self._edits)
        ]
        is_moved = [*before] != [provision.key for provision in self.draft.provisions]
        return list(dict.fromkeys([*names, *(["the order of the signature pages"] if is_moved else [])]))

    def says(self, drafted: range, words: list[str]) -> bool:
        """Return True if somebody replaced these words of the draft by exactly these words."""
        return any(
            (edit.start, edit.stop) == (drafted.start, drafted.stop)
            and self.texts[edit.right_start : edit.right_stop] == words
            for edit in self._edits
        )

    def letters(self, drafted: range) -> range | None:
        """Return the place of the draft's words in the file. None if they were edited or hold a break or a symbol."""
        place = self._found(drafted)
        if place is None:
            return None
        words = self.words[place.start : place.stop]
        return None if any(word.letters and word.letters[0].piece is None for word in words) else place

    def gap(self, position: int) -> int | None:
        """Return the word before which words may be inserted. None if somebody edited there."""
        place = self._there.get(position)
        is_next = place is not None and self._there.get(position - 1) == place - 1
        return place if is_next or self.draft.begins_paragraph(position) else None

    def row(self, drafted: range) -> LocatedElements | None:
        """Return the row of the file for a row of the draft, or None if somebody edited it."""
        place = self._found(drafted)
        row = None if place is None else self.words[place.start].paragraph.row
        if place is None or row is None:
            return None
        numbers = [index for index, word in enumerate(self.words) if word.paragraph.row is row]
        return LocatedElements([row], place) if numbers == list(place) else None

    def row_with_most(self, drafted: range) -> ByteSpan | None:
        """Return the row of the file that holds most words of a row of the draft, or None if it was deleted."""
        there = [self._there[index] for index in drafted if index in self._there and self.draft.words[index] != MARK]
        rows = [row for index in there if (row := self.words[index].paragraph.row) is not None]
        most = max(rows, key=lambda row: sum(other is row for other in rows), default=None)
        is_most = most is not None and 2 * sum(row is most for row in rows) > len(there)
        return most if is_most else None

    def tables_of(self, rows: Sequence[ByteSpan]) -> dict[int, TableRow]:
        """Return the rows of all tables in which some rows stand, by their identity."""
        tables = {id(paragraph.table) for paragraph in self.paragraphs if any(paragraph.row is row for row in rows)}
        found: dict[int, list[WordParagraph]] = {}
        for paragraph in self.paragraphs:
            if id(paragraph.table) in tables and paragraph.cell is not None:
                found.setdefault(id(paragraph.row), []).append(paragraph)
        return {identity: TableRow.of(paragraphs) for identity, paragraphs in found.items()}

    def is_gone(self, drafted: range) -> bool:
        """Return True if no word of the draft stands in the file any more."""
        return all(index not in self._there or self.draft.words[index] == MARK for index in drafted)

    def lines(self, place: range) -> list[str]:
        """Return the paragraphs at a place of the file."""
        return lines_of(self.texts[place.start : place.stop])

    def page(self, drafted: range) -> LocatedElements | None:
        """Return the elements of the body for a page of the draft, and only for it. None if somebody edited it."""
        place = self._found(drafted)
        if place is None:
            return None
        spans = {id(word.paragraph.block): word.paragraph.block for word in self.words[place.start : place.stop]}
        remaining = (*self.words[: place.start], *self.words[place.stop :])
        is_alone = spans.keys().isdisjoint(id(word.paragraph.block) for word in remaining)
        return LocatedElements(list(spans.values()), place) if is_alone else None

    def written_about(self, drafted: range) -> list[str]:
        """Return the words that somebody wrote in place of these words or beside them. Empty if words were only
        deleted.
        """
        edits = [
            edit for edit in self._edits if edit.start <= drafted.stop and drafted.start <= edit.stop
        ] or self._edits[:1]
        texts = (text for edit in edits for text in self.texts[edit.right_start : edit.right_stop])
        return [text for text in texts if text not in (MARK, BREAK)]

    def _found(self, drafted: range) -> range | None:
        """Return the consecutive place of the draft's words, or None if somebody edited them."""
        places = [self._there.get(index) for index in drafted]
        first = places[0]
        if first is None or places != list(range(first, first + len(places))):
            return None
        return range(first, first + len(places))


def _is_within(edit: WordChange, start: int, stop: int) -> bool:
    """Return True if an edit is one of the words from `start` to before `stop`, or inserts words among them."""
    return edit.start < stop and start < max(edit.stop, edit.start + 1)


def _matched(edits: Iterable[WordChange], count: int) -> Iterator[tuple[int, int]]:
    """Yield the pairs of equal words between the edits."""
    position, shift = 0, 0
    for edit in edits:
        yield from ((index, index + shift) for index in range(position, edit.start))
        position, shift = edit.stop, edit.right_stop - edit.stop
    yield from ((index, index + shift) for index in range(position, count))
