"""What programs write in two ways: the older file is written as the newer one is, where both say the same.

Only the older file is changed, so that accepting all gives the newer one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from assembler.readers.elements import ALTERNATIVES, MC, WP, Element, W
from assembler.redline.word_file import words_of


def order_boxes(old: Element, new: Element) -> None:
    """Order the floating boxes that stand together at one place as the newer file does."""
    orders = {tuple(sorted(order)): order for order in map(_said, _together(new))}
    for drawings in [*_together(old)] if orders else ():
        said = _said(drawings)
        order = orders.get(tuple(sorted(said)), said)
        if order != said and len({*said}) == len(said):
            _put(drawings, sorted(drawings, key=lambda drawing: order.index(_words(drawing))))


def _together(body: Element) -> Iterator[Sequence[Element]]:
    """Yield the floating drawings between which nothing is shown, where it is more than one."""
    found: list[Element] = []
    for anchor in body.iter(f"{WP}anchor"):
        around = next(anchor.iterancestors(ALTERNATIVES), None)
        drawing = anchor.getparent() if around is None else around
        if drawing is None or drawing in found:
            continue
        if found and not _is_next(found[-1], drawing):
            yield from [found] if len(found) > 1 else []
            found = []
        found.append(drawing)
    yield from [found] if len(found) > 1 else []


def _is_next(drawing: Element, other: Element) -> bool:
    """Return True if nothing that is shown stands between two drawings in runs."""
    run, last = drawing.getparent(), other.getparent()
    if run is None or last is None:
        return False
    behind = [*drawing.itersiblings()]
    if run is not last:
        runs = [*run.itersiblings()]
        if last not in runs:
            return False
        between = (inner for one in runs[: runs.index(last)] if one.tag == f"{W}r" for inner in one)
        behind += [*between, *last]
    shown = (inner for inner in behind if inner.tag != f"{W}rPr")
    return next(shown, None) is other


def _said(drawings: Sequence[Element]) -> list[tuple[str, ...]]:
    return [*map(_words, drawings)]


def _words(drawing: Element) -> tuple[str, ...]:
    choice = drawing.find(f"{MC}Choice")
    return words_of(drawing if choice is None else choice)


def _put(drawings: Sequence[Element], ordered: Sequence[Element]) -> None:
    """Put drawings into the places of drawings."""
    places = [etree.Element("place") for _ in drawings]
    for drawing, place in zip(drawings, places, strict=True):
        drawing.addprevious(place)
    for place, drawing in zip(places, ordered, strict=True):
        parent = place.getparent()
        assert parent is not None  # noqa: S101  it stands before a drawing
        parent.replace(place, drawing)
