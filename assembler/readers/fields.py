"""The fields of a Word file: which of them end, and what their codes and forms show."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from lxml import etree
from msgspec import Struct

from assembler.readers.elements import W, is_on

_CODE, _CHARACTER = f"{W}instrText", f"{W}fldChar"
_LINK = re.compile(r'\s*HYPERLINK\s+(?!\\l)(?:\\[a-z]\s+)*"?([^"\s]+)"?(?:\s+\\l\s+"?([^"\s]+))?', re.IGNORECASE)
_REFERENCE = re.compile(r'\s*(?:(?:PAGE|NOTE)?REF\s+"?([^"\s]+)|HYPERLINK\s+\\l\s+"?([^"\s]+))', re.IGNORECASE)
# The parts of a code: a switch, words in quotation marks, others.
_PART = re.compile(r'\\[A-Za-z@#*!?]|"((?:\\.|[^"\\])*)"?|[^\s"\\]+|\\.?')
_ESCAPED, _QUOTED = re.compile(r"\\(\W)"), re.compile(r"'(\W*)'")
_DATES = ("DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE")
# Of a table of contents on screen: its entries are links, and have no pages on the web.
_ON_SCREEN = {"\\h", "\\z"}
# How a result is printed that is printed so anyway.
_USUAL = re.compile(r"\\\*\s*(?:MERGEFORMAT|CHARFORMAT|ARABIC)\b", re.IGNORECASE)
_TOLD_BY_OTHERS = ("TOC", "PAGEREF", "HYPERLINK", "")
PAGE = "#"
"""The word for a number that counts pages."""
CHECKED, UNCHECKED = "\u2612", "\u2610"


class Field(Struct):
    """An open field. Its code comes before its separator, and its result behind."""

    code: str = ""
    shows: bool = False

    @property
    def is_contents(self) -> bool:
        """Return True if the field is a table of contents."""
        return self.code.split()[:1] == ["TOC"]

    @property
    def is_page(self) -> bool:
        """Return True if the field counts pages. Each program lays them out otherwise."""
        return self.code.split()[:1] in (["PAGE"], ["NUMPAGES"], ["SECTIONPAGES"])

    @property
    def place(self) -> str:
        """Return the name of the bookmark that the field refers to, or ""."""
        reference = _REFERENCE.match(self.code)
        return next(filter(None, reference.groups()), "") if reference else ""

    @property
    def said(self) -> str:
        """Return the code in one spelling, without the bookmark that it refers to; "" where its target or words tell it."""
        kind, *words = _USUAL.sub("", plain_code(self.code)).split() or [""]
        if kind in _TOLD_BY_OTHERS:
            return ""
        return " ".join([kind, *words[1 if self.place else 0 :]])

    @property
    def target(self) -> str:
        """Return the target of a link with the place in it, or ""."""
        link = _LINK.match(self.code)
        return "#".join(filter(None, link.groups())) if link else ""


@lru_cache(4096)
def plain_code(code: str) -> str:
    """Return a code in one spelling: programs space, quote and escape its parts as they like.

    A table of contents prints the same in whatever order its switches stand, and without those for the screen.
    """
    kind = code.split(maxsplit=1)[0].upper() if code.strip() else ""
    plain = " ".join([kind, *[_plain(part, kind) for part in _PART.finditer(code)][1:]])
    if kind != "TOC":
        return plain
    switches = plain.split(" \\")
    return " \\".join([switches[0], *sorted({*switches[1:]} - {name[1:] for name in _ON_SCREEN})])


def _plain(part: re.Match[str], kind: str) -> str:
    words = part[1]
    if words is None:
        return part[0]
    words = _ESCAPED.sub(r"\1", words)
    if kind in _DATES:
        words = _QUOTED.sub(r"\1", words)
    return words if words and not re.search(r"\s", words) else f'"{words}"'


def unended(story: etree._Element, is_gone: Callable[[etree._Element], bool]) -> frozenset[etree._Element]:
    """Return the beginnings and ends of fields that have no counterpart in their story. Word shows what follows them."""
    open_fields: list[etree._Element] = []
    stray: list[etree._Element] = []
    for character in _characters(story, is_gone):
        kind = character.get(f"{W}fldCharType")
        if kind == "begin":
            open_fields.append(character)
        elif kind == "end" and open_fields:
            open_fields.pop()
        elif kind == "end" or not open_fields:
            stray.append(character)
    return frozenset([*open_fields, *stray])


def _characters(element: etree._Element, is_gone: Callable[[etree._Element], bool]) -> Iterator[etree._Element]:
    """Yield the marks of fields in order, without those that tracked changes leave out."""
    for character in element.iter(_CHARACTER):
        if not any(map(is_gone, character.iterancestors())):
            yield character


def shown_by_form(begins: etree._Element) -> str:
    """Return what a field of a form shows besides its result: a check box, or the chosen entry of a list."""
    form = begins.find(f"{W}ffData")
    if form is None:
        return ""
    box, choices = form.find(f"{W}checkBox"), form.find(f"{W}ddList")
    if box is not None:
        state = box.find(f"{W}checked")
        state = box.find(f"{W}default") if state is None else state
        return CHECKED if is_on(state) else UNCHECKED
    if choices is None:
        return ""
    entries = [entry.get(f"{W}val", "") for entry in choices.findall(f"{W}listEntry")]
    chosen = choices.find(f"{W}result")
    chosen = choices.find(f"{W}default") if chosen is None else chosen
    index = chosen.get(f"{W}val", "0") if chosen is not None else "0"
    return entries[int(index)] if index.isdigit() and int(index) < len(entries) else ""
