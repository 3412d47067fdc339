"""The formatting of a Word file's paragraphs, to report a change of formatting alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from itertools import groupby

from lxml import etree

from assembler.readers.list_numbering import W
from assembler.readers.reading import Look, straightened

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


def looks_of(body: etree._Element) -> Mapping[str, Look]:
    """Return the look of each paragraph, by its words. Paragraphs with equal words are left out."""
    looks: dict[str, Look] = {}
    often: set[str] = set()
    for paragraph in body.iter(f"{W}p"):
        characters = "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
        words = " ".join(straightened(characters).split())
        if words and looks.setdefault(words, look := Look(_digest(paragraph), characters)) is not look:
            often.add(words)
    return {words: look for words, look in looks.items() if words not in often}


def _digest(paragraph: etree._Element) -> str:
    properties = _properties(paragraph.find(f"{W}pPr"), _OF_PARAGRAPH)
    runs = groupby(_runs(paragraph), lambda run: run[0])
    looked = [(look, "".join(text for _, text in runs_alike)) for look, runs_alike in runs]
    return hashlib.sha256(repr((properties, looked)).encode()).hexdigest()


def _runs(paragraph: etree._Element) -> Iterator[tuple[tuple[bytes, ...], str]]:
    for run in paragraph.iter(f"{W}r"):
        text = "".join(element.text or "" for element in run.findall(f"{W}t"))
        if text.strip():
            yield _properties(run.find(f"{W}rPr"), _OF_RUN), straightened(text)


def _properties(properties: etree._Element | None, names: frozenset[str]) -> tuple[bytes, ...]:
    """Return the properties of these names as XML, sorted."""
    children = properties if properties is not None else ()
    return tuple(
        sorted(etree.tostring(element, method="c14n") for element in children if element.tag.removeprefix(W) in names)
    )
