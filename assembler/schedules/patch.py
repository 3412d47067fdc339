"""Changes to the bytes of an edited document: letters and elements are replaced, every other byte stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from assembler.schedules import wordtext
from assembler.schedules.edited import Edited
from assembler.schedules.wordtext import Letter, Paragraph, Piece


class Unproved(Exception):
    """A refreshed file that does not hold what it should, or in which too much changed: an internal error."""


class Splice(NamedTuple):
    """Content that replaces the bytes from `start` to before `stop`."""

    start: int
    stop: int
    content: bytes


class _Typed(NamedTuple):
    """Text that replaces the letters from `start` to before `stop` of a piece."""

    start: int
    stop: int
    text: str


class Patch:
    """Places of the document with their new content, and the words that the document must then hold."""

    def __init__(self, edited: Edited) -> None:
        self.places = 0
        self._edited = edited
        self._pieces: dict[int, Piece] = {}
        self._letters: dict[int, list[_Typed]] = defaultdict(list)
        self._splices: list[Splice] = []
        self._expected: list[tuple[range, Sequence[str]]] = []

    def replace(self, there: range, words: Sequence[str]) -> None:
        """Replace consecutive words of a paragraph by other words, or by none."""
        self._expected.append((there, words))
        begin, end = self._edited.words[there.start], self._edited.words[there.stop - 1]
        paragraph = begin.paragraph
        first, last = _index(paragraph, begin.letters[0]), _index(paragraph, end.letters[-1]) + 1
        if not words:
            first, last = _with_blank(paragraph, first, last)
        self._write(paragraph, first, last, wordtext.as_written(words, paragraph))

    def begin_with(self, words: Sequence[str], there: int) -> None:
        """Insert words at the beginning of a paragraph, before the word `there`."""
        self._expected.append((range(there, there), words))
        word = self._edited.words[there]
        at = _index(word.paragraph, word.letters[0])
        self._write(word.paragraph, at, at, wordtext.as_written(words, word.paragraph) + " ")

    def insert(self, words: Sequence[str], there: int) -> None:
        """Insert words before the word `there`, after the word that it follows in its paragraph."""
        self._expected.append((range(there, there), words))
        word = self._edited.words[there - 1]
        at = _index(word.paragraph, word.letters[-1]) + 1
        self._write(word.paragraph, at, at, " " + wordtext.as_written(words, word.paragraph))

    def splice(self, splices: Iterable[Splice], there: range, words: Sequence[str]) -> None:
        """Replace bytes, and thereby the words `there` by these words."""
        for one in splices:
            self.places += 1
            self._splices.append(one)
        self._expected.append((there, words))

    def written(self) -> bytes:
        """Return the document with all changes. Every other byte stays. Raises Unproved if it does not hold the
        expected words.
        """
        document, made, at = self._edited.document, b"", 0
        for start, stop, content in sorted([*self._splices, *self._of_pieces()], key=lambda one: one[:2]):
            if start < at:
                raise Unproved("two changes of the same place")
            made += document[at:start] + content
            at = stop
        made += document[at:]
        if [word.text for word in wordtext.words(wordtext.read(made))] != self._says():
            raise Unproved("the refreshed file does not hold the expected words")
        return made

    def _says(self) -> list[str]:
        """Return the words of the file with the deal's changes."""
        expected, at = list[str](), 0
        for there, words in sorted(self._expected, key=lambda one: (one[0].start, one[0].stop)):
            expected += [*self._edited.texts[at : there.start], *words]
            at = there.stop
        return expected + self._edited.texts[at:]

    def _write(self, paragraph: Paragraph, first: int, last: int, text: str) -> None:
        """Replace letters by a text. Their common beginning and end stay as they are."""
        letters = paragraph.letters
        while first < last and text and letters[first].letter == text[0]:
            first, text = first + 1, text[1:]
        while first < last and text and letters[last - 1].letter == text[-1]:
            last, text = last - 1, text[:-1]
        self.places += 1
        gone = letters[first:last]
        for one in gone:
            if one.piece:
                self._type(one.piece, one.at, one.at + 1, "")
        behind = next((one for one in gone if one.piece), None)
        ahead = next((one for one in reversed(letters[:first]) if one.piece), None)
        target = behind or ahead or next(one for one in letters[last:] if one.piece)
        if text and target.piece:
            at = target.at + (target is ahead)
            self._type(target.piece, at, at, text)

    def _type(self, piece: Piece, start: int, stop: int, text: str) -> None:
        self._pieces[id(piece)] = piece
        self._letters[id(piece)].append(_Typed(start, stop, text))

    def _of_pieces(self) -> Iterator[Splice]:
        document = self._edited.document
        for key, typed in self._letters.items():
            piece, text, at = self._pieces[key], "", 0
            for start, stop, new in sorted(typed, key=lambda one: one[:2]):
                text += piece.text[at:start] + new
                at = max(at, stop)
            text += piece.text[at:]
            own = wordtext.as_tag(piece, document) + wordtext.as_content(text, piece, document)
            yield Splice(piece.tag.start, piece.content.stop, own)


def _index(paragraph: Paragraph, letter: Letter) -> int:
    return next(at for at, one in enumerate(paragraph.letters) if one is letter)


def _with_blank(paragraph: Paragraph, first: int, last: int) -> tuple[int, int]:
    """Return the range of letters with one neighbouring space, so that no double space is left."""
    letters = paragraph.letters
    if first and letters[first - 1].letter == " " and letters[first - 1].piece:
        return first - 1, last
    if last < len(letters) and letters[last].letter == " " and letters[last].piece:
        return first, last + 1
    return first, last
