"""The words of a paragraph of Word as they are compared in a redline: each with its look, a field as one whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from lxml import etree
from msgspec import Struct

from assembler.word import ooxml
from assembler.word.ooxml import qualified

# A word without the mark behind it, a mark, blanks, or a break: "$1.1296;" is a figure and a semicolon.
_TOKEN = re.compile("[\n\t]|[^\\S\n\t]+|\\S+?(?=[.,;:]*[\"'\u201d\u2019]*(?:\\s|$))|\\S")
_BREAKS = {qualified("br"): "\n", qualified("cr"): "\n", qualified("tab"): "\t"}
_BOOKMARK = re.compile(r'<w:bookmarkStart w:id="\d+" w:name="([^"]*)"/>|<w:bookmarkEnd w:id="\d+"/>')
_DECLARED = f' xmlns:w="{ooxml.NAMESPACE}"'


class StyledText(Struct, frozen=True):
    """Words of one look; `look` is the properties of their run as XML, or empty."""

    text: str
    look: str


class Token(Struct, frozen=True):
    """A word, mark or blank in pieces of one look each; or a field, as the XML of its runs.

    `key` is equal where two say the same.
    """

    key: str
    pieces: tuple[StyledText, ...]
    field: str = ""

    @property
    def is_blank(self) -> bool:
        """Return True if it only separates words."""
        return not self.field and self.key.isspace()


def without_bookmarks(content: str) -> tuple[str, str]:
    """The content of a paragraph without its bookmark, and the name of that, or nothing."""
    names = [name for name in _BOOKMARK.findall(content) if name]
    return _BOOKMARK.sub("", content), names[0] if names else ""


def tokens(content: str) -> list[Token]:
    """The words of a paragraph whose content is this."""
    if not content:
        return []
    atoms = list(_atoms(etree.fromstring(f"<w:p{_DECLARED}>{content}</w:p>")))
    results: list[Token] = []
    for is_field, group in groupby(atoms, lambda atom: isinstance(atom, Token)):
        items = list(group)
        results += [token for token in items if isinstance(token, Token)] if is_field else _words(items)
    return results


def _atoms(paragraph: etree._Element) -> Iterator[StyledText | Token]:
    """Words of one look, and fields, in their order; a link is its words."""
    runs: list[etree._Element] = []
    depth = 0
    for run in paragraph.iter(qualified("r")):
        kinds = [element.get(qualified("fldCharType")) for element in run.iter(qualified("fldChar"))]
        depth += kinds.count("begin") - kinds.count("end")
        if kinds or depth or runs:
            runs.append(run)
            if not depth:
                yield _field(runs)
                runs = []
        else:
            yield StyledText(_text(run), _look(run))


def _field(runs: Sequence[etree._Element]) -> Token:
    written = "".join(etree.tostring(run, encoding="unicode").replace(_DECLARED, "") for run in runs)
    return Token(written, (StyledText("".join(map(_text, runs)), ""),), written)


def _text(run: etree._Element) -> str:
    return "".join(
        element.text or "" if element.tag == qualified("t") else _BREAKS.get(str(element.tag), "") for element in run
    )


def _look(run: etree._Element) -> str:
    properties = run.find(qualified("rPr"))
    if properties is None:
        return ""
    return "".join(etree.tostring(child, encoding="unicode").replace(_DECLARED, "") for child in properties)


def _words(pieces: Sequence[StyledText | Token]) -> Iterator[Token]:
    """The pieces parted into words; a word that is of several looks keeps them."""
    looks = [(piece.look, len(piece.text)) for piece in pieces if isinstance(piece, StyledText) and piece.text]
    text = "".join(piece.text for piece in pieces if isinstance(piece, StyledText))
    for match in _TOKEN.finditer(text):
        yield Token(match[0], tuple(_cut(match[0], looks)))


def _cut(word: str, looks: list[tuple[str, int]]) -> Iterator[StyledText]:
    """The word in pieces of one look; takes as many letters from the looks that are left."""
    while word:
        look, length = looks[0]
        yield StyledText(word[:length], look)
        looks[:1] = [(look, length - len(word))] if length > len(word) else []
        word = word[length:]
