"""Places of the previous draft's words, rows and pages in a file that somebody edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from assembler.compare.word_diff import WordChange, changes
from assembler.merge import word_text
from assembler.merge.flat import FlatDraft
from assembler.merge.word_text import BREAK, MARK, ByteSpan


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


class EditedDocument:
    """The document of a file compared with the draft it was written from. Every difference is an edit.

    Words of both are named by their position. `drafted` is a range of words of the draft.
    """

    def __init__(self, document: bytes, draft: FlatDraft) -> None:
        self.document = document
        self.paragraphs = word_text.read(document)
        self.words = word_text.words(self.paragraphs)
        self.texts = [word.text for word in self.words]
        self.draft = draft
        self._edits = changes(draft.words, self.texts)
        self._there = dict(_matched(self._edits, len(draft.words)))

    def edited_provisions(self) -> list[str]:
        """Return the names of the provisions that somebody edited, each once, in order."""
        starts = [edit.start for edit in self._edits]
        return list(
            dict.fromkeys(
                provision.name
                for provision, places in zip(self.draft.provisions, self.draft.ranges, strict=True)
                if any(places[0].start <= start < places[-1].stop for start in starts)
            )
        )

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

    def table_of(self, row: ByteSpan) -> dict[int, list[str]]:
        """Return the rows of the table around a row: the text of each cell, by the identity of the row."""
        table = next(paragraph.table for paragraph in self.paragraphs if paragraph.row is row)
        rows: dict[int, dict[int, str]] = {}
        for paragraph in self.paragraphs:
            if paragraph.table is table and paragraph.row is not None and paragraph.cell is not None:
                cells = rows.setdefault(id(paragraph.row), {})
                text = "".join(letter.letter for letter in paragraph.letters)
                cells[paragraph.cell.start] = " ".join(f"{cells.get(paragraph.cell.start, '')} {text}".split())
        return {identity: [*cells.values()] for identity, cells in rows.items()}

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


def _matched(edits: Iterable[WordChange], count: int) -> Iterator[tuple[int, int]]:
    """Yield the pairs of equal words between the edits."""
    position, shift = 0, 0
    for edit in edits:
        yield from ((index, index + shift) for index in range(position, edit.start))
        position, shift = edit.stop, edit.right_stop - edit.stop
    yield from ((index, index + shift) for index in range(position, count))
