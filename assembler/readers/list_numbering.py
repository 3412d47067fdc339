"""The list numbers that Word displays. A file holds only list definitions, so they are computed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import copy

from lxml import etree
from msgspec import Struct

from assembler.document.marks import letter, roman
from assembler.readers.elements import W, child, is_on, value
from assembler.termsheet.formats import in_small_words, ordinal_word


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


_PLACE = re.compile(r"%(\d)")
_FIGURES: Mapping[str, Callable[[int], str]] = {
    "lowerLetter": letter,
    "upperLetter": lambda count: letter(count).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda count: roman(count).upper(),
    "decimalZero": lambda count: f"{count:02}",
    "cardinalText": lambda count: _capital(in_small_words(count)),
    "ordinalText": lambda count: _capital(ordinal_word(count)),
    "numberInDash": lambda count: f"- {count} -",
    **dict.fromkeys(("none", "bullet"), lambda _: ""),
    "ordinal": lambda count: (
        f"{count}{'th' if 10 < count % 100 < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(count % 10, 'th')}"
    ),
}


class _ListLevel(Struct, frozen=True):
    start: int
    figures: str
    pattern: str
    restarted_by: int  # levels up to this one restart it
    is_legal: bool
    style: str
    element: etree._Element


class _Instance(Struct, frozen=True):
    """A use of a list: the list, the levels that restart in it, and the levels that look different in it."""

    identity: str
    starts: Mapping[int, int]
    levels: Mapping[int, _ListLevel]


class Counter(Struct):
    """Counts the numbered paragraphs of a document in order."""

    numbering: etree._Element | None
    styles: etree._Element | None
    _lists: dict[str, dict[int, _ListLevel]] = {}
    _links: dict[str, str] = {}
    _linked: dict[str, str] = {}
    _instances: dict[str, _Instance] = {}
    _counts: dict[str, dict[int, int]] = {}
    _started: set[tuple[str, int]] = set()
    _of_style: dict[str, etree._Element] = {}
    _inherited: dict[str, tuple[str, int]] = {}

    def __post_init__(self) -> None:
        self._of_style = {element.get(f"{W}styleId", ""): element for element in _children(self.styles, "style")}
        for abstract in _children(self.numbering, "abstractNum"):
            identity = abstract.get(f"{W}abstractNumId", "")
            self._lists[identity] = {_number(level, "ilvl"): _level(level) for level in _children(abstract, "lvl")}
            self._links[identity] = value(abstract, "numStyleLink")
            if style := value(abstract, "styleLink"):
                self._linked[style] = identity
        for instance in _children(self.numbering, "num"):
            self._instances[instance.get(f"{W}numId", "")] = self._instance(instance)

    def _list_of(self, identity: str) -> str:
        """Return the list that has the levels: a list without any can name a style of lists, which another one has."""
        style = self._links.get(identity, "")
        if self._lists.get(identity) or not style:
            return identity
        if style in self._linked:
            return self._linked[style]
        # Without a list that names the style, the style names its list.
        numbered = self._of_style[style].find(f"{W}pPr/{W}numPr") if style in self._of_style else None
        used = value(numbered, "numId")
        found = (one for one in _children(self.numbering, "num") if one.get(f"{W}numId") == used)
        return next((value(one, "abstractNumId") for one in found), identity)

    def _instance(self, instance: etree._Element) -> _Instance:
        identity = self._list_of(value(instance, "abstractNumId"))
        starts: dict[int, int] = {}
        levels = dict(self._lists.get(identity, {}))
        for element in _children(instance, "lvlOverride"):
            index = _number(element, "ilvl")
            if element.find(f"{W}startOverride") is not None:
                starts[index] = _integer_of(element, "startOverride", 1)
            for level in _children(element, "lvl"):
                levels[index] = _level(level)
        return _Instance(identity, starts, levels)

    def number(self, properties: etree._Element | None) -> str:
        """Return the number displayed before a paragraph with these properties, or "". The count goes up by one."""
        instance, index = self._numbered(properties)
        if instance not in self._instances:
            return ""
        used = self._instances[instance]
        level = used.levels.get(index)
        if level is None:
            return ""
        counts = self._counts.setdefault(used.identity, {})
        # An override restarts its level once, at the first paragraph of this use of the list.
        if index in used.starts and (instance, index) not in self._started:
            counts[index] = used.starts[index] - 1
            self._started.add((instance, index))
        counts[index] = counts.get(index, level.start - 1) + 1
        # A number restarts the levels below it, unless a level says otherwise.
        for below in [count for count in counts if count > index and index < used.levels[count].restarted_by]:
            del counts[below]
        return "" if level.figures in ("bullet", "none") else self._displayed(level, used.levels, counts)

    def level(self, properties: etree._Element | None) -> etree._Element | None:
        """Return the level of the list of a paragraph with these properties, or None."""
        instance, index = self._numbered(properties)
        level = self._instances[instance].levels.get(index) if instance in self._instances else None
        return level.element if level is not None else None

    def anew(self) -> Counter:
        """Return a counter of the same lists, with nothing counted."""
        counter = copy(self)
        counter._counts, counter._started = {}, set()  # noqa: SLF001  of its own kind
        return counter

    def _displayed(self, level: _ListLevel, levels: Mapping[int, _ListLevel], counts: Mapping[int, int]) -> str:
        def figure(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            item = levels.get(index, level)
            # A level that no paragraph has used yet counts from its beginning.
            count = counts.get(index, item.start)
            # Legal numbering prints every level in figures: 4.1 in place of IV.1.
            return str(count) if level.is_legal else _FIGURES.get(item.figures, str)(count)

        return _PLACE.sub(figure, level.pattern).strip()

    def _numbered(self, properties: etree._Element | None) -> tuple[str, int]:
        """Return the list and the level of a paragraph: its own, or those of its style."""
        by_tag = _children_by_tag(properties)
        inherited, index = self._of_styles(_value_of(by_tag, "pStyle") or self._default())
        if f"{W}numPr" not in by_tag:
            return inherited, index
        numbering = _children_by_tag(by_tag[f"{W}numPr"])
        instance = _value_of(numbering, "numId") or inherited
        # List 0 turns the numbering of the style off.
        return ("", 0) if instance == "0" else (instance, _integer(_value_of(numbering, "ilvl"), index))

    def _default(self) -> str:
        is_default = (
            element
            for element in self._of_style.values()
            if element.get(f"{W}default") == "1" and element.get(f"{W}type") == "paragraph"
        )
        return next((element.get(f"{W}styleId", "") for element in is_default), "")

    def _of_styles(self, style: str) -> tuple[str, int]:
        """Return the list and the level of paragraphs in a style."""
        if style not in self._inherited:
            self._inherited[style] = self._inherited_by(style)
        return self._inherited[style]

    def _inherited_by(self, style: str) -> tuple[str, int]:
        seen: set[str] = set()  # styles of a broken file may be based on each other in a circle
        named, instance, index = style, "", -1
        while style in self._of_style and style not in seen:
            seen.add(style)
            numbered = self._of_style[style].find(f"{W}pPr/{W}numPr")
            if numbered is not None:
                instance = instance or value(numbered, "numId")
                index = index if index >= 0 else _integer_of(numbered, "ilvl", -1)
                if instance:
                    break
            style = value(self._of_style[style], "basedOn")
        if instance in ("", "0"):
            return "", 0
        linked = self._instances[instance].levels if instance in self._instances else {}
        levels = {item.style: level for level, item in linked.items() if item.style}
        # A level that names the style counts first, then what the style states, then the level of the style below it.
        return instance, levels.get(named, index if index >= 0 else levels.get(style, 0))


def _level(element: etree._Element) -> _ListLevel:
    return _ListLevel(
        _integer_of(element, "start", 1), value(element, "numFmt") or "decimal", value(element, "lvlText"),
        _integer_of(element, "lvlRestart", _number(element, "ilvl")), is_on(child(element, "isLgl")), value(element, "pStyle"),
        element,
    )  # fmt: skip


def _children(element: etree._Element | None, name: str) -> list[etree._Element]:
    return element.findall(f"{W}{name}") if element is not None else []


def _children_by_tag(element: etree._Element | None) -> dict[str, etree._Element]:
    """Return the children of an element by tag. One pass is faster than several searches."""
    return {str(element.tag): element for element in element} if element is not None else {}


def _value_of(held: Mapping[str, etree._Element], name: str) -> str:
    element = held.get(f"{W}{name}")
    return element.get(f"{W}val", "") if element is not None else ""


def _integer_of(element: etree._Element | None, name: str, otherwise: int) -> int:
    return _integer(value(element, name), otherwise)


def _integer(text: str, otherwise: int) -> int:
    return int(text) if text.lstrip("-").isdigit() else otherwise


def _number(element: etree._Element, name: str) -> int:
    text = element.get(f"{W}{name}", "0")
    return int(text) if text.isdigit() else 0
