"""Places of the previous draft's words, rows and pages in a file that somebody edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from assembler.compare.changes import Change, changes
from assembler.schedules import wordtext
from assembler.schedules.flat import Draft
from assembler.schedules.wordtext import BREAK, MARK, Span


class Found(Struct, frozen=True):
    """A row or a page in the file: its consecutive elements, and the range of its words."""

    spans: list[Span]
    words: range

    @property
    def start(self) -> int:
        """Return the first byte."""
        return self.spans[0].start

    @property
    def stop(self) -> int:
        """Return the byte after the last."""
        return self.spans[-1].stop


class Edited:
    """The document of a file compared with the draft it was written from. Every difference is an edit.

    Words of both are named by their position.
    """

    def __init__(self, document: bytes, draft: Draft) -> None:
        self.document = document
        self.paragraphs = wordtext.read(document)
        self.words = wordtext.words(self.paragraphs)
        self.texts = [word.text for word in self.words]
        self._draft = draft
        self._edits = changes(draft.words, self.texts)
        self._there = dict(_matched(self._edits, len(draft.words)))

    def edited_provisions(self) -> list[str]:
        """Return the names of the provisions that somebody edited, each once, in order."""
        starts = [edit.start for edit in self._edits]
        return list(
            dict.fromkeys(
                provision.name
                for provision, places in zip(self._draft.provisions, self._draft.at, strict=True)
                if any(places[0].start <= start < places[-1].stop for start in starts)
            )
        )

    def says(self, own: range, words: list[str]) -> bool:
        """Return True if somebody replaced these words of the draft by exactly these words."""
        return any(
            (edit.start, edit.stop) == (own.start, own.stop) and self.texts[edit.there_start : edit.there_stop] == words
            for edit in self._edits
        )

    def letters(self, own: range) -> range | None:
        """Return the place of the draft's words in the file. None if they were edited or hold a break or a symbol."""
        there = self._found(own)
        if there is None:
            return None
        words = self.words[there.start : there.stop]
        return None if any(word.letters and word.letters[0].piece is None for word in words) else there

    def gap(self, at: int) -> int | None:
        """Return the word before which words may be inserted. None if somebody edited there."""
        there = self._there.get(at)
        is_next = there is not None and self._there.get(at - 1) == there - 1
        return there if is_next or self._draft.begins_paragraph(at) else None

    def row(self, own: range) -> Found | None:
        """Return the row of the file for a row of the draft, or None if somebody edited it."""
        there = self._found(own)
        row = None if there is None else self.words[there.start].paragraph.row
        if there is None or row is None:
            return None
        numbers = [index for index, word in enumerate(self.words) if word.paragraph.row is row]
        return Found([row], there) if numbers == list(there) else None

    def page(self, own: range) -> Found | None:
        """Return the elements of the body for a page of the draft, and only for it. None if somebody edited it."""
        there = self._found(own)
        if there is None:
            return None
        spans = {id(word.paragraph.block): word.paragraph.block for word in self.words[there.start : there.stop]}
        others = (*self.words[: there.start], *self.words[there.stop :])
        is_alone = spans.keys().isdisjoint(id(word.paragraph.block) for word in others)
        return Found(list(spans.values()), there) if is_alone else None

    def written_about(self, own: range) -> list[str]:
        """Return the words that somebody wrote in place of these words or beside them. Empty if words were only
        deleted.
        """
        edits = [edit for edit in self._edits if edit.start <= own.stop and own.start <= edit.stop] or self._edits[:1]
        texts = (text for edit in edits for text in self.texts[edit.there_start : edit.there_stop])
        return [text for text in texts if text not in (MARK, BREAK)]

    def _found(self, own: range) -> range | None:
        """Return the consecutive place of the draft's words, or None if somebody edited them."""
        there = [self._there.get(at) for at in own]
        first = there[0]
        if first is None or there != list(range(first, first + len(there))):
            return None
        return range(first, first + len(there))


def _matched(edits: Iterable[Change], count: int) -> Iterator[tuple[int, int]]:
    """Yield the pairs of equal words between the edits."""
    at, shift = 0, 0
    for edit in edits:
        yield from ((index, index + shift) for index in range(at, edit.start))
        at, shift = edit.stop, edit.there_stop - edit.stop
    yield from ((index, index + shift) for index in range(at, count))
