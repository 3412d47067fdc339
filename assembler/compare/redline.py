"""A redline: one document turned into the other by Word's own tracked changes, which prove themselves before they leave.

Paragraphs are written as plain ones, with the numbers that are displayed; cells are paragraphs in the order in which they are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from lxml import etree
from msgspec import Struct

from assembler.compare.changes import changes
from assembler.readers.reading import Reading
from assembler.writers.archive import zipped

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MARK = "\n"  # the end of a paragraph, as a word among words
_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "�")
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONSHIPS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
_PAGE = '<w:sectPr><w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>'
_SPACED = '<w:spacing w:after="160"/>'


class Unproved(Exception):
    """Accepting or rejecting all of a redline does not give the documents it was made from: a fault of ours."""


class _Piece(Struct, frozen=True):
    """Words that stay, come or go; `how` is same, ins or del."""

    how: str
    words: tuple[str, ...]


def write(here: Reading, there: Reading, author: str, date: str) -> bytes:
    """A Word file that says `here`, changed into `there` under this author; `date` is as Word writes it, or empty.

    Unproved where accepting all does not say `there`, or rejecting all does not say `here`.
    """
    ours, theirs = _paragraphs(here), _paragraphs(there)
    body = "".join(_written(_pieces(_flat(ours), _flat(theirs)), _Reviser(author, date)))
    document = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document xmlns:w="{_W}"><w:body>{body}{_PAGE}</w:body></w:document>'
    data = document.encode()
    prove(data, ours, theirs)
    return zipped(
        {"[Content_Types].xml": _TYPES.encode(), "_rels/.rels": _RELATIONSHIPS.encode(), "word/document.xml": data}
    )


def prove(document: bytes, ours: Sequence[str], theirs: Sequence[str]) -> None:
    """Nothing, where rejecting all gives the one and accepting all the other; Unproved where not."""
    for how, gone, expected in (("rejecting", "ins", ours), ("accepting", "del", theirs)):
        if settled(document, gone) != list(expected):
            raise Unproved(f"{how} all of the redline does not give back its document")


def settled(document: bytes, gone: str) -> list[str]:
    """The paragraphs of a redline with everything of one kind, `ins` or `del`, taken out and the other kind let in."""
    found: list[str] = []
    held = ""
    for paragraph in etree.fromstring(document).iter(f"{{{_W}}}p"):
        held += "".join(
            text.text or ""
            for text in paragraph.iter(f"{{{_W}}}t", f"{{{_W}}}delText")
            if not any(above.tag == f"{{{_W}}}{gone}" for above in text.iterancestors(f"{{{_W}}}{gone}"))
        )
        if paragraph.find(f"{{{_W}}}pPr/{{{_W}}}rPr/{{{_W}}}{gone}") is None:
            found.append(" ".join(held.split()))
            held = ""
        else:
            held += " "
    return found


def _paragraphs(reading: Reading) -> list[str]:
    """The paragraphs of a reading: a number and a heading stand in the paragraph that they begin."""
    found: list[str] = []
    for provision in reading.provisions:
        held: list[str] = []
        for passage in provision.passages:
            held += (word.translate(_ILLEGAL) for word in passage.words)
            if passage.kind not in ("number", "heading"):
                found.append(" ".join(held))
                held = []
        if held:
            found.append(" ".join(held))
    return [one for one in found if one] or [""]


def _flat(paragraphs: Sequence[str]) -> list[str]:
    return [word for paragraph in paragraphs for word in (*paragraph.split(), _MARK)]


def _pieces(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[_Piece]:
    """The words and marks of both in one order, what comes before what goes; the last mark stays, as it must in Word."""
    one, other = ours[:-1], theirs[:-1]
    at = 0
    for change in changes(one, other):
        yield _Piece("same", tuple(one[at : change.start]))
        yield _Piece("ins", tuple(other[change.there_start : change.there_stop]))
        yield _Piece("del", tuple(one[change.start : change.stop]))
        at = change.stop
    yield _Piece("same", (*one[at:], _MARK))


class _Reviser(Struct):
    """Who changes, when, and how often so far: every change has a number of its own."""

    author: str
    date: str
    count: int = 0

    def attributes(self) -> str:
        self.count += 1
        dated = f' w:date="{escape(self.date)}"' if self.date else ""
        return f'w:id="{self.count}" w:author="{escape(self.author)}"{dated}'


def _written(pieces: Iterator[_Piece], reviser: _Reviser) -> Iterator[str]:
    runs: list[str] = []
    for piece in pieces:
        for is_mark, group in groupby(piece.words, lambda word: word == _MARK):
            words = tuple(group)
            if not is_mark:
                runs.append(_run(words, piece.how, reviser))
                continue
            for _ in words:
                yield _paragraph(runs, piece.how, reviser)
                runs = []


def _run(words: Sequence[str], how: str, reviser: _Reviser) -> str:
    tag = "delText" if how == "del" else "t"
    run = f'<w:r><w:{tag} xml:space="preserve">{escape(" ".join(words), quote=False)} </w:{tag}></w:r>'
    return run if how == "same" else f"<w:{how} {reviser.attributes()}>{run}</w:{how}>"


def _paragraph(runs: Sequence[str], how: str, reviser: _Reviser) -> str:
    mark = "" if how == "same" else f"<w:rPr><w:{how} {reviser.attributes()}/></w:rPr>"
    return f"<w:p><w:pPr>{_SPACED}{mark}</w:pPr>{''.join(runs)}</w:p>"
