"""The sequence of paragraphs and tables: page breaks, text kept together, and separators between tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from assembler.word import ooxml


class Labelled(Struct, frozen=True):
    """A label with its lines beside it. Consecutive ones become the rows of one table.

    `needs` are the widths that the label and its longest line take unbroken.
    """

    label: ooxml.XmlParagraph
    lines: Sequence[ooxml.XmlParagraph]
    needs: tuple[int, int] = (0, 0)


class PagesEnd(Struct, frozen=True):
    """The end of the pages of a kind, where pages of another kind begin."""

    kind: str


LaidOutPiece = ooxml.XmlParagraph | ooxml.XmlTable | PagesEnd
LayoutPiece = LaidOutPiece | Labelled


class Flow(Struct):
    """The pieces of the clauses in order. `kind` is the kind of the current pages."""

    pieces: list[LayoutPiece] = []
    kind: str = ""
    begins_page: bool = False

    def add(self, pieces: list[LayoutPiece], kind: str, *, starts_page: bool, is_signed: bool) -> None:
        """Add the pieces of a clause. If it starts a page but has no pieces, the next clause starts it.

        A signature block keeps the last two paragraphs before it on its page, so that it stands under words. A centred line
        that ends the pages of a kind stays with the paragraph before it.
        """
        self.begins_page = self.begins_page or starts_page
        if not pieces:
            return
        if self.pieces and kind != self.kind:  # a new section starts a page by itself
            if _style(self.pieces[-1]) == "Display":
                self.pieces[-2:-1] = map(_with_next, self.pieces[-2:-1])
            self.pieces.append(PagesEnd(self.kind))
        elif self.pieces and self.begins_page:
            pieces = _on_new_page(pieces)
        elif self.pieces and is_signed:
            self.pieces[-2:] = map(_with_next, self.pieces[-2:])
        self.pieces += pieces
        # Set only here: a clause without pieces leaves its page break to the next one.
        self.kind, self.begins_page = kind, False


def _on_new_page(pieces: list[LayoutPiece]) -> list[LayoutPiece]:
    """Return the pieces with a page break before the first. A table has no such property, so a paragraph comes first."""
    first = pieces[0]
    if isinstance(first, ooxml.XmlParagraph):
        return [replace(first, starts_page=True), *pieces[1:]]
    return [ooxml.XmlParagraph("Separator", starts_page=True), *pieces]


def kept_together(pieces: list[LayoutPiece]) -> list[LayoutPiece]:
    """Return the pieces, kept on one page if they fit."""
    return [*map(_with_next, pieces[:-1]), *pieces[-1:]]


def lines_together(pieces: list[LayoutPiece]) -> list[LayoutPiece]:
    """Return the pieces with consecutive lines, such as a bank and its account, kept on one page if they fit."""
    return [
        _with_next(piece) if following and _style(piece) == _style(following) == "Lines" else piece
        for piece, following in pairwise([*pieces, None])
        if piece
    ]


def _style(piece: LayoutPiece) -> str:
    return piece.style if isinstance(piece, ooxml.XmlParagraph) else ""


def _with_next(piece: LayoutPiece) -> LayoutPiece:
    return replace(piece, keep_next=True) if isinstance(piece, ooxml.XmlParagraph) else piece


def apart(
    pieces: Sequence[LaidOutPiece], end_of: Callable[[str], str]
) -> Iterator[ooxml.XmlParagraph | ooxml.XmlTable]:
    """Yield the pieces, with separators after tables and section properties at the end of pages.

    Word joins two adjacent tables, and requires a paragraph after the last. It keeps the properties of a section in the
    last paragraph of that section. `end_of` returns the properties for a kind of pages.
    """
    for piece, following in pairwise([*pieces, None]):
        section = end_of(following.kind) if isinstance(following, PagesEnd) else ""
        if isinstance(piece, ooxml.XmlParagraph):
            yield replace(piece, section=section) if section else piece
        elif isinstance(piece, ooxml.XmlTable):
            yield piece
            if not isinstance(following, ooxml.XmlParagraph):
                yield ooxml.XmlParagraph("Separator", section=section)


def with_one_title(pieces: Iterable[LayoutPiece]) -> Iterator[LayoutPiece]:
    """Yield the pieces with one title, the first. The same words in the heading of an annex are an ordinary line."""
    has_title = False
    for piece in pieces:
        if isinstance(piece, ooxml.XmlParagraph) and piece.style == "Title":
            yield replace(piece, style="Display") if has_title else piece
            has_title = True
        else:
            yield piece
