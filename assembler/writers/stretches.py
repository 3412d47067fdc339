"""The text of a document in stretches: those with values, and the words between them that every like document has.

Each is compressed by itself, so that of the next document only those with other values are. Where they begin and end
goes by the document alone: one that is written after others has the bytes of one that is written first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from assembler.writers import ooxml
from assembler.writers.archive import Deflate, Member, Stretch, deflated, joined, stretch

_LEAST = 1_000  # letters between values: fewer are not worth a stretch of their own


class Stretches:
    """A part of the package: what stands before the pieces of a document, these, and what stands behind them.

    Raises ValueError where one of them holds what no document can.
    """

    def __init__(self, head: str, pieces: Sequence[ooxml.Placed], tail: str, deflate: Deflate = deflated) -> None:
        written = [piece.xml() for piece in pieces]
        self._head, self._tail, self._deflate = head, tail, deflate
        self._cuts = [*_cuts(pieces, written)]
        self._made = [self._stretch(number, written[cut.start : cut.stop]) for number, cut in enumerate(self._cuts)]

    def change(self, pieces: Sequence[ooxml.Placed], places: Collection[int]) -> None:
        """Take the pieces of another document, which are others in these places alone. ValueError as above."""
        for number, cut in enumerate(self._cuts):
            if any(at in cut for at in places):
                self._made[number] = self._stretch(number, [piece.xml() for piece in pieces[cut.start : cut.stop]])

    def member(self, name: str) -> Member:
        """The part, compressed."""
        return joined(name, self._made)

    def _stretch(self, number: int, written: Sequence[str]) -> Stretch:
        head = self._head if number == 0 else ""
        tail = self._tail if number == len(self._cuts) - 1 else ""
        text = "".join((head, *written, tail))
        ooxml.refuse_illegal(text)
        return stretch(text.encode(), self._deflate)


def _cuts(pieces: Sequence[ooxml.Placed], written: Sequence[str]) -> Iterator[range]:
    """The pieces that make each stretch, one in any case: with values, or without any for long enough."""
    begun, at, before = 0, 0, True
    for holds_values, group in groupby(pieces, lambda piece: piece.varies):
        end = at + len([*group])
        varies = holds_values or sum(map(len, written[at:end])) < _LEAST
        if varies != before and at > begun:
            yield range(begun, at)
            begun = at
        at, before = end, varies
    yield range(begun, at)
