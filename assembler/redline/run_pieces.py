"""Runs in pieces: cut where what is tracked begins and ends."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from itertools import groupby, takewhile

from lxml import etree
from msgspec import Struct

from assembler.readers.elements import SPACE, Element, W, child
from assembler.redline.inline_tokens import Leaf, Span, Token

_LINKS = (f"{W}hyperlink", f"{W}bdo", f"{W}dir")


class Piece(Struct, eq=False, gc=False):
    """Letters of a leaf with what happens to them: `state` is equal where the same does. `ends` says to cut behind it.

    `token` is the place of the last token that they belong to.
    """

    leaf: Leaf
    start: int
    stop: int
    state: object
    ends: bool
    token: int


def cut(pieces: Sequence[Piece]) -> list[tuple[Element, Sequence[Piece]]]:
    """Cut the runs of a paragraph so that each has one state. Return each with its pieces, in order."""
    parts: list[tuple[Element, Sequence[Piece]]] = []
    for top, group in groupby(pieces, lambda piece: piece.leaf.top):
        segments = _segments([*group])
        if top.tag != f"{W}r" or len(segments) == 1:
            parts += [(top, [piece for segment in segments for piece in segment])]
        else:
            parts += zip(_cut_run(top, segments), segments, strict=True)
    return parts


def _segments(pieces: Sequence[Piece]) -> list[list[Piece]]:
    segments: list[list[Piece]] = []
    for piece in pieces:
        if segments and segments[-1][-1].state == piece.state and not segments[-1][-1].ends:
            segments[-1].append(piece)
        else:
            segments.append([piece])
    return segments


def _cut_run(run: Element, segments: Sequence[Sequence[Piece]]) -> list[Element]:
    """Return the runs that stand in place of one: the last is the run itself, with what is left in it."""
    runs: list[Element] = []
    for segment in segments[:-1]:
        part = _like(run)
        last = segment[-1]
        for inner in [*run]:
            if inner.tag == f"{W}rPr":
                continue
            if inner is last.leaf.element:
                part.append(_head(inner, last))
                break
            part.append(inner)
        run.addprevious(part)
        runs.append(part)
    for inner in run.iterchildren(f"{W}t"):
        inner.set(SPACE, "preserve")
    return [*runs, run]


def _head(element: Element, piece: Piece) -> Element:
    """Return the letters of an element up to the end of a piece. What is left stays in the element."""
    left = (piece.leaf.text and len(piece.leaf.text) - piece.stop) or 0
    if element.tag != f"{W}t" or not left:
        return element
    text = element.text or ""
    element.text = text[len(text) - left :]
    return _text(text[: len(text) - left])


def _text(text: str) -> Element:
    made = etree.Element(f"{W}t", {SPACE: "preserve"})
    made.text = text
    return made


def like(element: Element) -> Element:
    """Return an empty element with the attributes of another."""
    return etree.Element(element.tag, {str(name): str(given) for name, given in element.attrib.items()})


def _like(run: Element) -> Element:
    """Return an empty run with the look of another."""
    made = like(run)
    properties = child(run, "rPr")
    if properties is not None:
        made.append(deepcopy(properties))
    return made


def copied(tokens: Sequence[Token]) -> list[Element]:
    """Return new runs and units with what the tokens say, each link and forced direction around its own."""
    made: list[Element] = []
    spans = [span for token in tokens for span in token.spans]
    for links, group in groupby(spans, lambda span: _links(span.leaf)):
        inner = [
            element for top, part in groupby(group, lambda span: span.leaf.top) for element in _copied(top, [*part])
        ]
        for link in links:
            around = like(link)
            around.extend(inner)
            inner = [around]
        made += inner
    return made


def opened(element: Element) -> list[Element]:
    """Return what stands in the links and forced directions of an element."""
    return [each for inner in element for each in opened(inner)] if element.tag in _LINKS else [element]


def _links(leaf: Leaf) -> list[Element]:
    """Return the links and forced directions around a leaf, the innermost first."""
    within = takewhile(lambda above: above.tag != f"{W}p", leaf.top.iterancestors() if leaf.link else ())
    return [above for above in within if above.tag in _LINKS]


def _copied(top: Element, spans: Sequence[Span]) -> list[Element]:
    if top.tag != f"{W}r":
        return [deepcopy(top)]
    run = _like(top)
    for element, group in groupby(spans, lambda span: span.leaf.element):
        parts = [*group]
        if element.tag == f"{W}t":
            run.append(_text(parts[0].leaf.text[parts[0].start : parts[-1].stop]))
        else:
            run.append(deepcopy(element))
    return [run]
