"""The numbers that Word displays, computed from the lists of a file: they stand nowhere in its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import copy

from lxml import etree
from msgspec import Struct

from assembler.document.marks import letter, roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%(\d)")
_FIGURES: Mapping[str, Callable[[int], str]] = {
    "lowerLetter": letter,
    "upperLetter": lambda count: letter(count).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda count: roman(count).upper(),
    "decimalZero": lambda count: f"{count:02}",
    "ordinal": lambda count: (
        f"{count}{'th' if 10 < count % 100 < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(count % 10, 'th')}"
    ),
}


class _Level(Struct, frozen=True):
    start: int
    figures: str
    pattern: str
    restarts: bool
    is_legal: bool
    style: str


class _Instance(Struct, frozen=True):
    """A use of a list: which, from where its levels count anew, and the levels that look otherwise in it."""

    identity: str
    starts: Mapping[int, int]
    levels: Mapping[int, _Level]


class Counter(Struct):
    """Counts the numbered paragraphs of a document in their order."""

    numbering: etree._Element | None
    styles: etree._Element | None
    _lists: dict[str, dict[int, _Level]] = {}
    _instances: dict[str, _Instance] = {}
    _counts: dict[str, dict[int, int]] = {}
    _started: set[tuple[str, int]] = set()
    _of_style: dict[str, etree._Element] = {}
    _inherited: dict[str, tuple[str, int]] = {}

    def __post_init__(self) -> None:
        for abstract in _children(self.numbering, "abstractNum"):
            identity = abstract.get(f"{W}abstractNumId", "")
            self._lists[identity] = {_number(one, "ilvl"): _level(one) for one in _children(abstract, "lvl")}
        for instance in _children(self.numbering, "num"):
            self._instances[instance.get(f"{W}numId", "")] = self._instance(instance)
        self._of_style = {one.get(f"{W}styleId", ""): one for one in _children(self.styles, "style")}

    def _instance(self, instance: etree._Element) -> _Instance:
        identity = _text(instance, "abstractNumId")
        starts: dict[int, int] = {}
        levels = dict(self._lists.get(identity, {}))
        for one in _children(instance, "lvlOverride"):
            at = _number(one, "ilvl")
            if one.find(f"{W}startOverride") is not None:
                starts[at] = _value(one, "startOverride", 1)
            for level in _children(one, "lvl"):
                levels[at] = _level(level)
        return _Instance(identity, starts, levels)

    def number(self, properties: etree._Element | None) -> str:
        """The number that is displayed before a paragraph with these properties, or nothing; it counts as one more."""
        instance, at = self._numbered(properties)
        if instance not in self._instances:
            return ""
        used = self._instances[instance]
        level = used.levels.get(at)
        if level is None:
            return ""
        counts = self._counts.setdefault(used.identity, {})
        if at in used.starts and (instance, at) not in self._started:
            counts[at] = used.starts[at] - 1
            self._started.add((instance, at))
        counts[at] = counts.get(at, level.start - 1) + 1
        for below in [one for one in counts if one > at and used.levels[one].restarts]:
            del counts[below]
        return "" if level.figures in ("bullet", "none") else self._displayed(level, used.levels, counts)

    def anew(self) -> Counter:
        """The same lists, with nothing counted yet."""
        counter = copy(self)
        counter._counts, counter._started = {}, set()  # noqa: SLF001  of its own kind
        return counter

    def _displayed(self, level: _Level, levels: Mapping[int, _Level], counts: Mapping[int, int]) -> str:
        def figure(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            one = levels.get(at, level)
            count = counts.get(at, one.start)
            return str(count) if level.is_legal else _FIGURES.get(one.figures, str)(count)

        return _PLACE.sub(figure, level.pattern).strip()

    def _numbered(self, properties: etree._Element | None) -> tuple[str, int]:
        """The list and level of a paragraph: its own, or that of its style."""
        said = _held(properties)
        inherited, at = self._of_styles(_said(said, "pStyle") or self._default())
        if f"{W}numPr" not in said:
            return inherited, at
        own = _held(said[f"{W}numPr"])
        instance = _said(own, "numId") or inherited
        return ("", 0) if instance == "0" else (instance, _integer(_said(own, "ilvl"), at))

    def _default(self) -> str:
        is_default = (
            one
            for one in self._of_style.values()
            if one.get(f"{W}default") == "1" and one.get(f"{W}type") == "paragraph"
        )
        return next((one.get(f"{W}styleId", "") for one in is_default), "")

    def _of_styles(self, style: str) -> tuple[str, int]:
        """The list and level that paragraphs of a style have."""
        if style not in self._inherited:
            self._inherited[style] = self._inherited_by(style)
        return self._inherited[style]

    def _inherited_by(self, style: str) -> tuple[str, int]:
        seen: set[str] = set()
        named, instance, at = style, "", -1
        while style in self._of_style and style not in seen:
            seen.add(style)
            numbered = self._of_style[style].find(f"{W}pPr/{W}numPr")
            if numbered is not None:
                instance = instance or _text(numbered, "numId")
                at = at if at >= 0 else _value(numbered, "ilvl", -1)
                if instance:
                    break
            style = _text(self._of_style[style], "basedOn")
        if instance in ("", "0"):
            return "", 0
        linked = self._instances[instance].levels if instance in self._instances else {}
        by_style = next((level for level, one in linked.items() if one.style in (named, style) and one.style), -1)
        return instance, by_style if by_style >= 0 else max(at, 0)


def _level(one: etree._Element) -> _Level:
    return _Level(
        _value(one, "start", 1), _text(one, "numFmt") or "decimal", _text(one, "lvlText"),
        _text(one, "lvlRestart") != "0", one.find(f"{W}isLgl") is not None, _text(one, "pStyle"),
    )  # fmt: skip


def _children(element: etree._Element | None, name: str) -> list[etree._Element]:
    return element.findall(f"{W}{name}") if element is not None else []


def _held(element: etree._Element | None) -> dict[str, etree._Element]:
    """The children of an element by their tags: of many elements, one look at each is faster than several searches."""
    return {str(one.tag): one for one in element} if element is not None else {}


def _said(held: Mapping[str, etree._Element], name: str) -> str:
    found = held.get(f"{W}{name}")
    return found.get(f"{W}val", "") if found is not None else ""


def _text(element: etree._Element | None, name: str) -> str:
    found = element.find(f"{W}{name}") if element is not None else None
    return found.get(f"{W}val", "") if found is not None else ""


def _value(element: etree._Element | None, name: str, otherwise: int) -> int:
    return _integer(_text(element, name), otherwise)


def _integer(text: str, otherwise: int) -> int:
    return int(text) if text.lstrip("-").isdigit() else otherwise


def _number(element: etree._Element, name: str) -> int:
    text = element.get(f"{W}{name}", "0")
    return int(text) if text.isdigit() else 0
