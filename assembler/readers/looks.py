"""How the paragraphs of a Word file look by their own properties, so that a change of look alone can be told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from itertools import groupby

from lxml import etree

from assembler.readers.counting import W

# Properties that a reader sees; languages, proofing and identities of an editing session are none.
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


def looks_of(body: etree._Element) -> Mapping[str, str]:
    """A hash of how each paragraph looks, by its words; those whose words stand there more than once are left out."""
    looks: dict[str, str] = {}
    often: set[str] = set()
    for paragraph in body.iter(f"{W}p"):
        words = " ".join("".join(text.text or "" for text in paragraph.iter(f"{W}t")).split())
        if words and looks.setdefault(words, digest := _digest(paragraph)) is not digest:
            often.add(words)
    return {words: look for words, look in looks.items() if words not in often}


def _digest(paragraph: etree._Element) -> str:
    own = _properties(paragraph.find(f"{W}pPr"), _OF_PARAGRAPH)
    runs = groupby(_runs(paragraph), lambda run: run[0])
    looked = [(look, "".join(text for _, text in some)) for look, some in runs]
    return hashlib.sha256(repr((own, looked)).encode()).hexdigest()


def _runs(paragraph: etree._Element) -> Iterator[tuple[tuple[bytes, ...], str]]:
    for run in paragraph.iter(f"{W}r"):
        text = "".join(one.text or "" for one in run.findall(f"{W}t"))
        if text.strip():
            yield _properties(run.find(f"{W}rPr"), _OF_RUN), text


def _properties(properties: etree._Element | None, names: frozenset[str]) -> tuple[bytes, ...]:
    """The properties of these names, each as it is written, in order of their names."""
    some = properties if properties is not None else ()
    return tuple(sorted(etree.tostring(one, method="c14n") for one in some if one.tag.removeprefix(W) in names))
