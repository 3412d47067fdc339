"""A document laid out in the place of one that is like it: only the clauses that hold other words are written again.

Of documents that differ in nothing but values, most paragraphs are the same, and stand in the same places. So a clause
that is another object than it was is written anew, and where its pieces are those of before but for what they say, they
go where those stood. Whatever would be laid out in another way is laid out as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from assembler.document import walk
from assembler.document.tree import Clause, Document
from assembler.writers import ooxml
from assembler.writers.body import Body, is_signed
from assembler.writers.layout import Labelled, Piece


class _Spot(Struct, frozen=True):
    """Where a piece of a clause stands among those of the document; one with a label is a row of a table."""

    at: int
    row: int | None = None


class Standing:
    """A document laid out, to be changed into others; `pieces` are those of the last."""

    def __init__(self, body: Body, pieces: list[ooxml.Placed]) -> None:
        self.pieces = pieces
        self._body = body
        self._clauses = [*walk.clauses(body.document)]
        self._bookmarks = [bookmark for bookmark, _ in body.written]
        self._written = [written for _, written in body.written]

    @cached_property
    def _spots(self) -> list[list[_Spot | None]]:
        return _spots(self._written, self.pieces)

    def refill(self, document: Document) -> set[int] | None:
        """Lay out a document in the place of the last: which pieces are others now.

        None, with nothing done, where it would be laid out in another way.
        """
        clauses = [*walk.clauses(document)]
        if len(clauses) != len(self._clauses) or document.title != self._body.document.title:
            return None
        anew: dict[int, list[Piece]] = {}
        for at, (clause, former) in enumerate(zip(clauses, self._clauses, strict=True)):
            if clause is not former:
                pieces = self._body.clause(clause, self._body.plan.placements[at], self._bookmarks[at])
                if not (_stands_alike(clause, former) and self._can_be_put(at, pieces)):
                    return None
                anew[at] = pieces
        self._clauses = clauses
        return {place for at, pieces in anew.items() for place in self._put(at, pieces)}

    def _can_be_put(self, at: int, pieces: Sequence[Piece]) -> bool:
        """Whether these pieces are those of the clause before, but for values in those that have a place."""
        former, spots = self._written[at], self._spots[at]
        if len(pieces) != len(former):
            return False
        return all(
            new == old or (spot is not None and _varies(new) and _frame(new) == _frame(old))
            for new, old, spot in zip(pieces, former, spots, strict=True)
        )

    def _put(self, at: int, pieces: list[Piece]) -> list[int]:
        """Put the pieces of a clause in the place of those before; where that is, of those that are others."""
        places = []
        for new, old, spot in zip(pieces, self._written[at], self._spots[at], strict=True):
            if new != old and spot:
                self.pieces[spot.at] = _in_place(new, self.pieces[spot.at], spot.row)
                places.append(spot.at)
        self._written[at] = pieces
        return places


def _stands_alike(clause: Clause, former: Clause) -> bool:
    """Whether layout makes the same of both: where pages begin, which are set up otherwise, what is kept together."""
    return (clause.starts_page, clause.pages, is_signed(clause)) == (
        former.starts_page,
        former.pages,
        is_signed(former),
    )


def _frame(piece: Piece) -> object:
    """What of a piece layout goes by, or what is the same in all that have its place."""
    match piece:
        case ooxml.Paragraph():
            return replace(piece, content="")
        case Labelled(label, lines):
            return replace(label, content=""), [replace(line, content="") for line in lines]
        case _:
            return type(piece), _varies(piece)


def _varies(piece: Piece) -> bool:
    match piece:
        case Labelled(label, lines):
            return any(one.varies for one in (label, *lines))
        case ooxml.Paragraph() | ooxml.Table():
            return piece.varies
        case _:
            return False


def _in_place(new: Piece, old: ooxml.Placed, row: int | None) -> ooxml.Placed:
    """What stands there now: with the properties that layout gave to the old."""
    if isinstance(new, Labelled):
        assert isinstance(old, ooxml.Table)  # noqa: S101  what has a label is a row of one
        rows = [*old.rows]
        rows[row or 0] = replace(rows[row or 0], cells=[[new.label], new.lines])
        return replace(old, rows=rows)
    if isinstance(new, ooxml.Paragraph) and isinstance(old, ooxml.Paragraph):
        return replace(old, content=new.content)
    assert isinstance(new, ooxml.Table)  # noqa: S101  a paragraph has the place of a paragraph
    return new


def _spots(written: Sequence[Sequence[Piece]], pieces: Sequence[ooxml.Placed]) -> list[list[_Spot | None]]:
    """The place of each piece of each clause, found by what it holds: layout keeps their order and changes no words."""
    places = [(at, row) for at, piece in enumerate(pieces) for row in _rows(piece)]
    begun = 0
    spots: list[list[_Spot | None]] = []
    for some in written:
        spots.append([])
        for piece in some:
            found = next((one for one in range(begun, len(places)) if _is_at(piece, pieces, *places[one])), None)
            if found is not None:
                begun = found + 1
            spots[-1].append(None if found is None else _Spot(*places[found]))
    return spots


def _rows(piece: ooxml.Placed) -> Sequence[int | None]:
    if isinstance(piece, ooxml.Table) and piece.style == "EntryTable":
        return range(len(piece.rows))
    return (None,)


def _is_at(piece: Piece, pieces: Sequence[ooxml.Placed], at: int, row: int | None) -> bool:
    """Whether a piece of a clause is the one there: what it holds is the same object, not words that are alike."""
    there = pieces[at]
    match piece:
        case Labelled(label) if isinstance(there, ooxml.Table) and row is not None:
            return there.rows[row].cells[0][0] is label
        case ooxml.Paragraph(content=content):
            return isinstance(there, ooxml.Paragraph) and bool(content) and there.content is content
        case _:
            return there is piece
