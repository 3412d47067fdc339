"""Looking for words in a whole document, before it is said that it lacks them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from assembler.readers.reading import Provision, Reading

_MARKS = ".,;:()\"'"
_SHORTEST = 5  # characters: shorter words stand anywhere by chance


class Whereabouts(Struct, frozen=True, dict=True):
    """The words of a document, with the provision of each, apart from case and punctuation."""

    reading: Reading

    @cached_property
    def _words(self) -> list[str]:
        return [_bare(word) for provision in self.reading.provisions for word in provision.words]

    @cached_property
    def _owners(self) -> list[Provision]:
        return [provision for provision in self.reading.provisions for _ in provision.words]

    @cached_property
    def _positions(self) -> dict[str, list[int]]:
        positions: dict[str, list[int]] = {}
        for position, word in enumerate(self._words):
            positions.setdefault(word, []).append(position)
        return positions

    def find(self, words: Sequence[str]) -> str:
        """Return the name of the provision that says these words one after another, or ""."""
        sought = [bare for word in words if (bare := _bare(word))]
        if len("".join(sought)) < _SHORTEST:
            return ""
        return next((self._owners[position].name for position in self._found(sought)), "")

    def _found(self, sought: Sequence[str]) -> Iterator[int]:
        rarest = min(sought, key=lambda word: len(self._positions.get(word, ())))
        shift = sought.index(rarest)
        for position in self._positions.get(rarest, ()):
            start = position - shift
            if start >= 0 and self._words[start : start + len(sought)] == sought:
                yield start


def _bare(word: str) -> str:
    return word.strip(_MARKS).casefold()
