"""Find the fields of a part of a form: their code, their result, and the bookmarks that they refer to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from lxml import etree
from msgspec import Struct

from assembler.word.ooxml import qualified

_WORD = re.compile(r'"[^"]*"|\\.|[^\s"]+')
_NAME = re.compile(r"[^\W\d]\w*")
_REFERENCES = frozenset({"REF", "PAGEREF", "NOTEREF", "FTNREF", "GOTOBUTTON"})
_WITH_NAMES = frozenset({"=", "IF", "COMPARE"})  # a bookmark may stand anywhere in their code
_WITH_SWITCH = {"HYPERLINK": "\\l", "TOC": "\\b", "INDEX": "\\b"}
# The top of the document, to Word.
_NOWHERE = "_top"


class Field(Struct, frozen=True, eq=False):
    """A field. `first` is the element that begins it, `codes` hold its code and `results` the texts of its result."""

    first: etree._Element
    codes: tuple[etree._Element, ...]
    results: tuple[etree._Element, ...]
    code: str

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the code, without quotation marks."""
        return tuple(word.strip('"') for word in _WORD.findall(self.code))

    @property
    def kind(self) -> str:
        """The kind of the field, such as REF. A bookmark may stand in its place."""
        code = self.code.lstrip()
        return "=" if code.startswith("=") else next(iter(self.words), "").upper()

    @property
    def shown(self) -> str:
        """The result, as the form shows it."""
        return "".join(text.text or "" for text in self.results)

    def names(self, bookmarks: Mapping[str, str]) -> Iterator[str]:
        """Yield the names that the field refers to. `bookmarks` are those of the form by their name in small letters."""
        words = self.words
        if self.kind in _REFERENCES:
            yield from words[1:2]
        elif self.kind in _WITH_SWITCH:
            switches = [word.lower() for word in words]
            if _WITH_SWITCH[self.kind] in switches:
                yield from words[(at := switches.index(_WITH_SWITCH[self.kind]) + 1) : at + 1]
        elif self.kind in _WITH_NAMES:
            yield from (name for name in _NAME.findall(self.code) if name.casefold() in bookmarks)
        elif self.kind.casefold() in bookmarks:
            yield words[0]

    def rename(self, old: str, new: str) -> None:
        """Write another bookmark into the code."""
        code = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", new, self.code, flags=re.IGNORECASE)
        if self.first.tag == qualified("fldSimple"):
            self.first.set(qualified("instr"), code)
        for position, element in enumerate(self.codes):
            element.text = "" if position else code

    def show(self, result: str) -> None:
        """Write another result."""
        for position, text in enumerate(self.results):
            text.text = "" if position else result


class _Open(Struct):
    """A field that is begun: its first element, its code, the texts of its result, and if the result has begun."""

    first: etree._Element
    codes: list[etree._Element] = []
    results: list[etree._Element] = []
    in_result: bool = False

    def ended(self) -> Field:
        """Return the field."""
        code = "".join(part.text or "" for part in self.codes)
        return Field(self.first, tuple(self.codes), tuple(self.results), code)


def fields(root: etree._Element) -> Iterator[Field]:
    """Yield the fields of a part, each when it ends. One that never ends is none."""
    opened: list[_Open] = []
    for element in root.iter(*map(qualified, ("fldSimple", "fldChar", "instrText", "t"))):
        if element.tag == qualified("fldSimple"):
            texts = tuple(element.iter(qualified("t")))
            yield Field(element, (), texts, element.get(qualified("instr"), ""))
        elif element.get(qualified("fldCharType")) == "begin":
            opened.append(_Open(element))
        elif element.get(qualified("fldCharType")) == "end" and opened:
            yield opened.pop().ended()
        else:
            _add(opened, element)


def _add(opened: Sequence[_Open], element: etree._Element) -> None:
    """Add a part of a field to those that are begun. A result belongs to the fields around its own as well."""
    for each in opened:
        if element.tag == qualified("t") and each.in_result:
            each.results.append(element)
    if opened and element.tag == qualified("instrText"):
        opened[-1].codes.append(element)
    if opened and element.tag == qualified("fldChar"):
        opened[-1].in_result = True


def references(root: etree._Element, bookmarks: Mapping[str, str]) -> Iterator[tuple[Field | etree._Element, str]]:
    """Yield each field or link that refers to a bookmark, with the name. A link may refer to one that is not there."""
    for field in fields(root):
        for name in field.names(bookmarks):
            if name and name != _NOWHERE:
                yield field, name
    for link in root.iter(qualified("hyperlink")):
        anchor = link.get(qualified("anchor"), "")
        if anchor and anchor != _NOWHERE:
            yield link, anchor


def names_of_bookmarks(roots: Iterable[etree._Element]) -> Mapping[str, str]:
    """Return the names of all bookmarks, by name in small letters. Word knows no others."""
    starts = chain.from_iterable(root.iter(qualified("bookmarkStart")) for root in roots)
    return {name.casefold(): name for start in starts if (name := start.get(qualified("name"), ""))}
