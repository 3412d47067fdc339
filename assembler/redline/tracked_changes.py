"""Tracked changes as Word writes them: runs, marks of paragraphs, rows and formats that come, go or change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from msgspec import Struct

from assembler.redline.tokens import StyledText, Token
from assembler.word import ooxml

COMES, GOES, STAYS, CAME_FROM, GONE_TO = "ins", "del", "same", "moveTo", "moveFrom"

_AS_DELETED = (
    ("<w:t>", "<w:delText>"),
    ("<w:t ", "<w:delText "),
    ("</w:t>", "</w:delText>"),
    ("<w:instrText", "<w:delInstrText"),
    ("</w:instrText>", "</w:delInstrText>"),
)


class RevisionWriter(Struct):
    """The author and the date of changes, as Word writes them. Every change and bookmark gets a number of its own.

    `count` is the last number given, and `done` holds the number of changes of each kind.
    """

    author: str
    date: str
    count: int
    done: Counter[str]

    def next_number(self) -> int:
        """A number that nothing else in the document has."""
        self.count += 1
        return self.count

    def attributes(self, kind: str) -> str:
        """The attributes of a change of a kind."""
        self.done[kind] += 1
        dated = f' w:date="{escape(self.date)}"' if self.date else ""
        return f'w:id="{self.next_number()}" w:author="{escape(self.author)}"{dated}'

    def mark(self, how: str) -> str:
        """Return the XML that marks a paragraph mark or a row as added or removed, or ""."""
        return "" if how == STAYS else f"<w:{how} {self.attributes(how)}/>"

    def runs(self, tokens: Iterable[Token], how: str) -> str:
        """Words that come, go or stay."""
        written = "".join(_runs(tokens))
        if not written or how == STAYS:
            return written
        if how == GOES:
            for shown, deleted in _AS_DELETED:
                written = written.replace(shown, deleted)
        return f"<w:{how} {self.attributes(how)}>{written}</w:{how}>"

    def kept(self, left: Sequence[Token], right: Sequence[Token]) -> str:
        """Words that stay, in the look of the second; where the first looked otherwise, that is a change of its own."""
        written = ""
        for is_equal, group in groupby(zip(left, right, strict=True), lambda pair: pair[0] == pair[1]):
            old, new = zip(*group, strict=True)
            if is_equal:
                written += self.runs(new, STAYS)
            else:
                written += "".join(self._reformatted(*looks, text) for looks, text in _looks(old, new))
        return written

    def _reformatted(self, old: str, new: str, text: str) -> str:
        if old == new:
            return ooxml.run_with(_properties(new), text)
        change = f"<w:rPrChange {self.attributes('format')}><w:rPr>{old}</w:rPr></w:rPrChange>"
        return ooxml.run_with(f"<w:rPr>{new}{change}</w:rPr>", text)

    def paragraph(self, before: ooxml.XmlParagraph | None, now: ooxml.XmlParagraph, runs: str, how: str) -> str:
        """A paragraph with its runs; `before` is what it was where it stays, and None where it did not change."""
        properties = now.properties()
        mark = f"<w:rPr>{self.mark(how)}</w:rPr>" if how != STAYS else ""
        change = ""
        if before is not None and before.properties() != properties:
            change = f"<w:pPrChange {self.attributes('format')}><w:pPr>{before.properties()}</w:pPr></w:pPrChange>"
        return f"<w:p><w:pPr>{properties}{mark}{now.section}{change}</w:pPr>{runs}</w:p>"

    def bookmarked(self, content: str, names: Iterable[str]) -> str:
        """Content within bookmarks of these names."""
        for name in names:
            content = ooxml.bookmarked(content, name, self.next_number())
        return content

    def move_begins(self, how: str, name: str) -> str:
        """Return the beginning of moved words. Both places of a move carry the same name."""
        return f'<w:{how}RangeStart {self.attributes("range")} w:name="{escape(name)}"/>'

    @staticmethod
    def move_ends(how: str, begins: str) -> str:
        """Return the end of moved words."""
        number = begins.partition('w:id="')[2].partition('"')[0]
        return f'<w:{how}RangeEnd w:id="{number}"/>'


def _runs(tokens: Iterable[Token]) -> Iterator[str]:
    """The runs of words, those of one look that follow each other as one."""
    pieces = [piece for token in tokens for piece in ([token] if token.field else token.pieces)]
    for look, group in groupby(pieces, lambda piece: piece.look if isinstance(piece, StyledText) else None):
        if look is None:
            yield from (token.field for token in group if isinstance(token, Token))
        else:
            yield ooxml.run_with(
                _properties(look), "".join(piece.text for piece in group if isinstance(piece, StyledText))
            )


def _properties(look: str) -> str:
    return f"<w:rPr>{look}</w:rPr>" if look else ""


def _looks(left: Sequence[Token], right: Sequence[Token]) -> Iterator[tuple[tuple[str, str], str]]:
    """The same words in two looks: pieces that have one look each in both, as long as they can be."""
    letters = zip(_letters(left), _letters(right), strict=True)
    for looks, group in groupby(letters, lambda pair: (pair[0][1], pair[1][1])):
        yield looks, "".join(pair[0][0] for pair in group)


def _letters(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    return ((letter, piece.look) for token in tokens for piece in token.pieces for letter in piece.text)
