"""The formatting of a Word file's paragraphs, to report a change of formatting alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from lxml import etree

from assembler.readers.list_numbering import W
from assembler.readers.package import canonical
from assembler.readers.reading import Look, straightened

_TEXT = (f"{W}t", f"{W}delText")
# Properties that a reader sees. Languages, proofing marks and revision ids are not among them.
_OF_RUN = frozenset(
    [
        "b",
        "i",
        "u",
        "strike",
        "dstrike",
        "caps",
        "smallCaps",
        "color",
        "sz",
        "highlight",
        "shd",
        "rFonts",
        "vertAlign",
        "rStyle",
    ]
)
_OF_PARAGRAPH = frozenset(["pStyle", "jc", "ind", "spacing", "keepNext", "keepLines", "pageBreakBefore", "pBdr", "shd"])


def looks_of(
    body: etree._Element, is_left_out: Callable[[etree._Element], bool], *, is_rejected: bool = False
) -> Mapping[str, Look]:
    """Return the look of each paragraph, by its words. Paragraphs with equal words are left out.

    `is_left_out` tells the elements that tracked changes leave out. With `is_rejected`, formatting is as it was before
    tracked changes.
    """
    looks: dict[str, Look] = {}
    often: set[str] = set()
    change = "Change" if is_rejected else ""
    for paragraph in body.iter(f"{W}p"):
        runs = [(run, _text(run)) for run in _runs(paragraph, is_left_out)]
        characters = "".join(text for _, text in runs)
        words = " ".join(straightened(characters).split())
        if not words:
            continue
        look = Look(_digest(paragraph, runs, change), characters)
        if looks.setdefault(words, look) is not look:
            often.add(words)
    return {words: look for words, look in looks.items() if words not in often}


def _runs(element: etree._Element, is_left_out: Callable[[etree._Element], bool]) -> Iterator[etree._Element]:
    """Yield the runs of a paragraph, without those of paragraphs within it."""
    for child in element:
        if child.tag == f"{W}r":
            yield child
        elif not is_left_out(child) and child.tag != f"{W}p":
            yield from _runs(child, is_left_out)


def _text(run: etree._Element) -> str:
    return "".join(element.text or "" for element in run if element.tag in _TEXT)


def _digest(paragraph: etree._Element, runs: Sequence[tuple[etree._Element, str]], change: str) -> str:
    properties = _properties(_before(paragraph, "pPr", change), _OF_PARAGRAPH)
    looked = [
        (_properties(_before(run, "rPr", change), _OF_RUN), straightened(text)) for run, text in runs if text.strip()
    ]
    alike = [(look, "".join(text for _, text in same)) for look, same in groupby(looked, lambda one: one[0])]
    return hashlib.sha256(repr((properties, alike)).encode()).hexdigest()


def _before(element: etree._Element, name: str, change: str) -> etree._Element | None:
    """Return the properties of an element, or with a `change` those before it."""
    properties = element.find(f"{W}{name}")
    before = properties.find(f"{W}{name}{change}/{W}{name}") if change and properties is not None else None
    return properties if before is None else before


def _properties(properties: etree._Element | None, names: frozenset[str]) -> tuple[str, ...]:
    """Return the properties of these names as XML, sorted."""
    children = properties.iterchildren(etree.Element) if properties is not None else ()
    return tuple(sorted(canonical(element) for element in children if element.tag.removeprefix(W) in names))
