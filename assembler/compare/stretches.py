"""What two Word files have in common to the byte, put by for a proof: the rest alone need be taken apart.

A stretch is of whole paragraphs and tables, or of whole rows of one table, and holds nothing that changes or is referred
to: what it says is the same wherever it stands, but for the numbers of its paragraphs, which are counted still, and the
places that its references lead to. The widths of cells, which a redline has of its own, are no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct

SAME = "same"  # the element in place of a stretch
_SAME = SAME.encode()

_ROW, _ROW_ENDS, _LINE, _LINE_ENDS = b"<w:tr>", b"</w:tr>", b"<w:p>", b"</w:p>"
_TABLE, _TABLE_ENDS, _BODY = b"<w:tbl>", b"</w:tbl>", b"<w:body>"
_PLAIN = (
    "p|pPr|pStyle|keepNext|pageBreakBefore|numPr|ilvl|numId|r|rPr|rStyle|t|br|tab|tbl|tblPr|tblStyle|tblW|tblInd|"
    "tblLayout|tblGrid|gridCol|tr|trPr|cantSplit|tblHeader|tc|tcPr|tcW|hyperlink|fldChar|instrText"
)
_NOT_PLAIN = re.compile(rf"<(?!/?w:(?:{_PLAIN})[ />])|<w:p>(?!<w:pPr><w:pStyle )".encode())
_WIDTH = re.compile(rb'<w:tcW w:w="\d+" w:type="dxa"/>')
_CODE = b"<w:instrText"
_NOT_ALIKE_EVERYWHERE = re.compile(b"<w:pPr>.*?</w:pPr>|<w:instrText[ >].*?</w:instrText>")


class Stretches(Struct, frozen=True):
    """A document, without the widths of its cells, and its stretches that can be put by: where each begins and ends.

    With each goes the element that takes its place.
    """

    document: bytes
    places: Sequence[tuple[int, int, bytes]]

    @classmethod
    def of(cls, document: bytes, numbered: Collection[str]) -> Stretches:
        """Those of a document; `numbered` are the styles whose paragraphs have numbers.

        The element of a stretch bears its number, and holds the codes of its fields and the properties of its paragraphs
        that have numbers: of such a style, or with a list of their own.
        """
        document = _WIDTH.sub(b"", document)
        styles = "|".join(map(re.escape, sorted(numbered)))
        kept = re.compile(rf'{_CODE.decode()}|<w:numPr>|<w:pStyle w:val="(?:{styles})"/>'.encode())
        places = []
        for number, (start, stop) in enumerate(_stretches(document)):
            held = b"".join(filter(kept.search, _NOT_ALIKE_EVERYWHERE.findall(document, start, stop)))
            places.append((start, stop, b'<w:%s w:val="%d">%s</w:%s>' % (_SAME, number, held, _SAME)))
        return cls(document, places)


def abbreviated(one: Stretches, other: bytes) -> tuple[bytes, bytes] | None:
    """Two documents with an element in place of each stretch that stands in both; None where they have none in common."""
    document, other = one.document, _WIDTH.sub(b"", other)
    here, there = list[bytes](), list[bytes]()
    at = to = 0
    for start, stop, put_by in one.places:
        found = other.find(document[start:stop], to)
        if found < 0:
            continue
        here += document[at:start], put_by
        there += other[to:found], put_by
        at, to = stop, found + stop - start
    return (b"".join([*here, document[at:]]), b"".join([*there, other[to:]])) if at else None


def _stretches(document: bytes) -> Iterator[tuple[int, int]]:
    """Where the stretches of a document begin and end, in their order; none where a table stands within another."""
    if any(part.count(_TABLE_ENDS) != 1 for part in document.split(_TABLE)[1:]):
        return
    at = document.find(_BODY) + len(_BODY)
    end = max(_behind(document, _LINE_ENDS), _behind(document, _TABLE_ENDS))
    for found in _NOT_PLAIN.finditer(document, at, end):
        if found.start() < at:
            continue
        around = _around(document, at, found.start())
        if around is None:
            return
        yield from _parted(document, at, around[0])
        at = around[1]
    yield from _parted(document, at, end)


def _behind(document: bytes, mark: bytes) -> int:
    found = document.rfind(mark)
    return found + len(mark) if found >= 0 else 0


def _around(document: bytes, begin: int, at: int) -> tuple[int, int] | None:
    """Where the row or the paragraph begins and ends that a place is in; None where it is in neither."""
    for starts, ends in ((_ROW, _ROW_ENDS), (_LINE, _LINE_ENDS)):
        start = document.rfind(starts, begin, at + len(starts))
        if start >= 0 and document.find(ends, start, at) < 0:
            stop = document.find(ends, at)
            return (start, stop + len(ends)) if stop >= 0 else None
    return None


def _parted(document: bytes, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """A stretch in whole parts: the last rows of a table that began before it, the rest, the first rows of one that goes on."""
    parts = []
    first, closed = (document.find(mark, start, stop) for mark in (_TABLE, _TABLE_ENDS))
    if closed >= 0 and (first < 0 or closed < first):
        parts.append((start, closed))
        start = closed + len(_TABLE_ENDS)
    last, closed = (document.rfind(mark, start, stop) for mark in (_TABLE, _TABLE_ENDS))
    if last > closed:
        parts.append((start, last))
        row = document.find(_ROW, last, stop)
        start = row if row >= 0 else stop
    return (part for part in (*parts, (start, stop)) if part[0] < part[1])
