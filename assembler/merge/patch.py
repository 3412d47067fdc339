"""Changes to the bytes of an edited document: letters and elements are replaced, every other byte stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from assembler.merge import word_text
from assembler.merge.edited_file import EditedDocument
from assembler.merge.word_text import Letter, TextElement, WordParagraph


class VerificationFailed(Exception):
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

    def __init__(self, edited: EditedDocument) -> None:
        self.places = 0
        self._edited = edited
        self._pieces: dict[int, TextElement] = {}
        self._letters: dict[int, list[_Typed]] = defaultdict(list)
        self._splices: list[Splice] = []
        self._expected: list[tuple[range, Sequence[str]]] = []

    def replace(self, place: range, words: Sequence[str]) -> None:
        """Replace consecutive words of a paragraph by other words, or by none."""
        self._expected.append((place, words))
        begin, end = self._edited.words[place.start], self._edited.words[place.stop - 1]
        paragraph = begin.paragraph
        first, last = _index(paragraph, begin.letters[0]), _index(paragraph, end.letters[-1]) + 1
        if not words:
            first, last = _with_blank(paragraph, first, last)
        self._write(paragraph, first, last, word_text.as_written(words, paragraph))

    def begin_with(self, words: Sequence[str], position: int) -> None:
        """Insert words at the beginning of a paragraph, before the word at `position`."""
        self._expected.append((range(position, position), words))
        word = self._edited.words[position]
        index = _index(word.paragraph, word.letters[0])
        self._write(word.paragraph, index, index, word_text.as_written(words, word.paragraph) + " ")

    def insert(self, words: Sequence[str], position: int) -> None:
        """Insert words before the word at `position`, after the word that it follows in its paragraph."""
        self._expected.append((range(position, position), words))
        word = self._edited.words[position - 1]
        index = _index(word.paragraph, word.letters[-1]) + 1
        self._write(word.paragraph, index, index, " " + word_text.as_written(words, word.paragraph))

    def splice(self, splices: Iterable[Splice], place: range, words: Sequence[str]) -> None:
        """Replace bytes, and thereby the words at `place` by these words."""
        for splice in splices:
            self.places += 1
            self._splices.append(splice)
        self._expected.append((place, words))

    def written(self) -> bytes:
        """Return the document with all changes. Every other byte stays. Raises VerificationFailed if it does not hold
        the expected words.
        """
        document, made, index = self._edited.document, b"", 0
        for start, stop, content in sorted([*self._splices, *self._of_pieces()], key=lambda item: item[:2]):
            if start < index:
                raise VerificationFailed("two changes of the same place")
            made += document[index:start] + content
            index = stop
        made += document[index:]
        if [word.text for word in word_text.words(word_text.read(made))] != self._says():
            raise VerificationFailed("the refreshed file does not hold the expected words")
        return made

    def _says(self) -> list[str]:
        """Return the words of the file with the deal's changes."""
        expected, index = list[str](), 0
        for place, words in sorted(self._expected, key=lambda change: (change[0].start, change[0].stop)):
            expected += [*self._edited.texts[index : place.start], *words]
            index = place.stop
        return expected + self._edited.texts[index:]

    def _write(self, paragraph: WordParagraph, first: int, last: int, text: str) -> None:
        """Replace letters by a text. Their common beginning and end stay as they are."""
        letters = paragraph.letters
        while first < last and text and letters[first].letter == text[0]:
            first, text = first + 1, text[1:]
        while first < last and text and letters[last - 1].letter == text[-1]:
            last, text = last - 1, text[:-1]
        self.places += 1
        gone = letters[first:last]
        for letter in gone:
            if letter.piece:
                self._type(letter.piece, letter.index, letter.index + 1, "")
        behind = next((letter for letter in gone if letter.piece), None)
        ahead = next((letter for letter in reversed(letters[:first]) if letter.piece), None)
        target = behind or ahead or next(letter for letter in letters[last:] if letter.piece)
        if text and target.piece:
            index = target.index + (target is ahead)
            self._type(target.piece, index, index, text)

    def _type(self, piece: TextElement, start: int, stop: int, text: str) -> None:
        self._pieces[id(piece)] = piece
        self._letters[id(piece)].append(_Typed(start, stop, text))

    def _of_pieces(self) -> Iterator[Splice]:
        document = self._edited.document
        for key, typed in self._letters.items():
            piece, text, index = self._pieces[key], "", 0
            for start, stop, new in sorted(typed, key=lambda entry: entry[:2]):
                text += piece.text[index:start] + new
                index = max(index, stop)
            text += piece.text[index:]
            element = word_text.as_tag(piece, document) + word_text.as_content(text, piece, document)
            yield Splice(piece.tag.start, piece.content.stop, element)


def _index(paragraph: WordParagraph, letter: Letter) -> int:
    return next(index for index, item in enumerate(paragraph.letters) if item is letter)


def _with_blank(paragraph: WordParagraph, first: int, last: int) -> tuple[int, int]:
    """Return the range of letters with one neighbouring space, so that no double space is left."""
    letters = paragraph.letters
    if first and letters[first - 1].letter == " " and letters[first - 1].piece:
        return first - 1, last
    if last < len(letters) and letters[last].letter == " " and letters[last].piece:
        return first, last + 1
    return first, last
