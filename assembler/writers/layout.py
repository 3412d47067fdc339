"""How pieces of a document follow each other: what begins a page, what stays together, what stands between tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from assembler.writers import ooxml


class Labelled(Struct, frozen=True):
    """A label with its lines beside it: those that follow each other become the rows of one table."""

    label: ooxml.Paragraph
    lines: Sequence[ooxml.Paragraph]


class PagesEnd(Struct, frozen=True):
    """Where pages of a kind end, and pages of another begin."""

    kind: str


Laid = ooxml.Paragraph | ooxml.Table | PagesEnd
Piece = Laid | Labelled


class Flow(Struct):
    """The pieces of the clauses, one behind the other; `kind` is that of the pages that the last of them stands on."""

    pieces: list[Piece] = []
    kind: str = ""
    begins_page: bool = False

    def add(self, pieces: list[Piece], kind: str, *, starts_page: bool, is_signed: bool) -> None:
        """Add the pieces of a clause; a page that it is to begin is begun by the next one where it has none.

        What is signed takes the end of the text before it along, so that no signature stands on a page without words.
        """
        self.begins_page = self.begins_page or starts_page
        if not pieces:
            return
        if self.pieces and kind != self.kind:
            self.pieces.append(PagesEnd(self.kind))
        elif self.pieces and self.begins_page:
            pieces = _on_new_page(pieces)
        elif self.pieces and is_signed:
            self.pieces[-1] = _with_next(self.pieces[-1])
        self.pieces += pieces
        self.kind, self.begins_page = kind, False


def _on_new_page(pieces: list[Piece]) -> list[Piece]:
    """The pieces, the first of them at the head of a page; a table cannot be, so an empty paragraph is for it."""
    first = pieces[0]
    if isinstance(first, ooxml.Paragraph):
        return [replace(first, starts_page=True), *pieces[1:]]
    return [ooxml.Paragraph("Separator", starts_page=True), *pieces]


def kept_together(pieces: list[Piece]) -> list[Piece]:
    """The pieces on one page, as far as one page holds them."""
    return [*map(_with_next, pieces[:-1]), *pieces[-1:]]


def _with_next(piece: Piece) -> Piece:
    return replace(piece, keep_next=True) if isinstance(piece, ooxml.Paragraph) else piece


def apart(pieces: Sequence[Laid], end_of: Callable[[str], str]) -> Iterator[ooxml.Paragraph | ooxml.Table]:
    """The pieces with a paragraph behind every table that needs one, and the set-up of pages where these end.

    Word joins two tables that touch, and asks for a paragraph behind the last. `end_of` gives the set-up of a kind of
    pages, which Word keeps in their last paragraph.
    """
    for piece, following in pairwise([*pieces, None]):
        section = end_of(following.kind) if isinstance(following, PagesEnd) else ""
        if isinstance(piece, ooxml.Paragraph):
            yield replace(piece, section=section) if section else piece
        elif isinstance(piece, ooxml.Table):
            yield piece
            if not isinstance(following, ooxml.Paragraph):
                yield ooxml.Paragraph("Separator", section=section)


def with_one_title(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces with the title where it stands first; in the heading of an annex it is a line like others."""
    is_found = False
    for piece in pieces:
        if isinstance(piece, ooxml.Paragraph) and piece.style == "Title":
            yield replace(piece, style="Display") if is_found else piece
            is_found = True
        else:
            yield piece
