"""The formatting of a Word file's paragraphs, to report a change of formatting alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from lxml import etree

from assembler.readers.effective_formatting import Formatting
from assembler.readers.list_numbering import W
from assembler.readers.reading import Look, straightened

_TEXT = (f"{W}t", f"{W}delText")


def looks_of(
    body: etree._Element, is_left_out: Callable[[etree._Element], bool], formatting: Formatting, change: str = ""
) -> Mapping[str, tuple[Look, ...]]:
    """Return the looks of the paragraphs by their words, in order.

    `is_left_out` tells the elements that tracked changes leave out. `change` is "Change" for the formatting before
    tracked changes.
    """
    looks: dict[str, list[Look]] = {}
    for paragraph in body.iter(f"{W}p"):
        runs = [(run, _text(run)) for run in _runs(paragraph, is_left_out)]
        characters = "".join(text for _, text in runs)
        words = " ".join(straightened(characters).split())
        if words:
            look = Look(_digest(paragraph, runs, formatting, change), characters)
            looks.setdefault(words, []).append(look)
    return {words: tuple(found) for words, found in looks.items()}


def _runs(element: etree._Element, is_left_out: Callable[[etree._Element], bool]) -> Iterator[etree._Element]:
    """Yield the runs of a paragraph, without those of paragraphs within it."""
    for child in element:
        if child.tag == f"{W}r":
            yield child
        elif not is_left_out(child) and child.tag != f"{W}p":
            yield from _runs(child, is_left_out)


def _text(run: etree._Element) -> str:
    return "".join(element.text or "" for element in run if element.tag in _TEXT)


def _digest(
    paragraph: etree._Element, runs: Sequence[tuple[etree._Element, str]], formatting: Formatting, change: str
) -> str:
    properties = sorted(formatting.paragraph(_before(paragraph, "pPr", change)).items())
    looked = (
        (sorted(formatting.run(paragraph, _before(run, "rPr", change)).items()), straightened(text))
        for run, text in runs
        if text.strip()
    )
    alike = [(look, "".join(text for _, text in same)) for look, same in groupby(looked, lambda one: one[0])]
    return hashlib.sha256(repr((properties, alike)).encode()).hexdigest()


def _before(element: etree._Element, name: str, change: str) -> etree._Element | None:
    """Return the properties of an element, or with a `change` those before it."""
    properties = element.find(f"{W}{name}")
    before = properties.find(f"{W}{name}{change}/{W}{name}") if change and properties is not None else None
    return properties if before is None else before
