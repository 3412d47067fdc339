"""Let the numbered lists of a loop begin anew in each turn.

A list does so if it stands wholly in the loop, words of the turn stand before it, and the turn has several paragraphs
of it. A list that began before the loop goes on. So does one that a turn begins with, or has one paragraph of: there
the numbers count the turns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy

from lxml import etree
from msgspec import Struct

from assembler.word.ooxml import qualified
from assembler.word.tags import Tag, TaggedParagraph, element_around

_UNNUMBERED = ("bullet", "none")
_MOST_STYLES = 50


class Level(Struct, frozen=True):
    """The level of a paragraph in a list. Lists of one definition count together."""

    number: str
    definition: str
    depth: int


class Lists:
    """The lists of a form. `numbering` and `styles` are the roots of its parts."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self.numbering = numbering
        self._instances = _by(numbering, "num", "numId")
        self._definitions = _by(numbering, "abstractNum", "abstractNumId")
        self._styles = _by(styles, "style", "styleId")

    def level(self, paragraph: etree._Element) -> Level | None:
        """Return the level of a paragraph, or None if it is in no list that counts."""
        properties = paragraph.find(qualified("pPr"))
        stated = None if properties is None else properties.find(qualified("numPr"))
        style = _value(properties, "pStyle")
        number, depth = _value(stated, "numId"), _value(stated, "ilvl")
        for _ in range(_MOST_STYLES):
            if number is not None or style is None:
                break
            number, depth = self._of_style(style, depth)
            style = _value(self._styles.get(style), "basedOn")
        if number is None or number not in self._instances:
            return None
        level = Level(number, self._definition(number), int(depth) if depth and depth.isdecimal() else 0)
        return None if self._value(number, level.depth, "numFmt") in _UNNUMBERED else level

    def _of_style(self, style: str, depth: str | None) -> tuple[str | None, str | None]:
        properties = self._styles[style].find(qualified("pPr")) if style in self._styles else None
        stated = None if properties is None else properties.find(qualified("numPr"))
        number = _value(stated, "numId")
        own = None if number is None else self._level_of_style(number, style)
        return number, depth or _value(stated, "ilvl") or own

    def _level_of_style(self, number: str, style: str) -> str | None:
        """Return the level of a list that is linked to a style."""
        for level in self._levels(number):
            if _value(level, "pStyle") == style:
                return level.get(qualified("ilvl"))
        return None

    def begins_anew(self, number: str) -> bool:
        """Return True if a list begins anew where it is used first."""
        return next(self._instances[number].iter(qualified("startOverride")), None) is not None

    def _definition(self, number: str) -> str:
        """Return the id of the definition of a list. A list style names another list instead of levels."""
        definition = _value(self._instances[number], "abstractNumId") or ""
        style = _value(self._definitions.get(definition), "numStyleLink")
        if style in self._styles:
            linked, _ = self._of_style(style or "", None)
            if linked in self._instances and linked != number:
                return _value(self._instances[linked or ""], "abstractNumId") or ""
        return definition

    def _levels(self, number: str) -> Iterator[etree._Element]:
        yield from self._instances[number].iter(qualified("lvl")) if number in self._instances else ()
        definition = self._definitions.get(self._definition(number)) if number in self._instances else None
        yield from () if definition is None else definition.iterchildren(qualified("lvl"))

    def _value(self, number: str, depth: int, name: str) -> str | None:
        levels = (each for each in self._levels(number) if each.get(qualified("ilvl")) == str(depth))
        return next((found for each in levels if (found := _value(each, name)) is not None), None)

    # Begin anew

    def restarted(self, level: Level, depth: int) -> str:
        """Add a list like that of a level, which begins anew at this depth. Return its number."""
        number = str(1 + max(int(each) for each in self._instances if each.isdecimal()))
        instance = deepcopy(self._instances[level.number])
        instance.set(qualified("numId"), number)
        override = next(
            (each for each in instance.iter(qualified("lvlOverride")) if each.get(qualified("ilvl")) == str(depth)),
            None,
        )
        if override is None:
            override = etree.SubElement(instance, qualified("lvlOverride"), {qualified("ilvl"): str(depth)})
        start = override.find(qualified("startOverride"))
        if start is None:
            start = etree.Element(
                qualified("startOverride"), {qualified("val"): self._value(level.number, depth, "start") or "1"}
            )
            override.insert(0, start)
        last = [*self._instances.values()][-1]
        last.addnext(instance)
        self._instances[number] = instance
        return number

    def put(self, paragraph: etree._Element, level: Level, number: str) -> None:
        """Put a paragraph into another list, at its level. It keeps the indent of its style."""
        properties = paragraph.find(qualified("pPr"))
        if properties is None:
            properties = etree.Element(qualified("pPr"))
            paragraph.insert(0, properties)
        stated = properties.find(qualified("numPr"))
        if stated is None:
            stated = etree.Element(qualified("numPr"))
            _insert(properties, stated, _BEFORE_NUMBER)
            indent = self._indent(_value(properties, "pStyle"))
            if indent is not None and properties.find(qualified("ind")) is None:
                _insert(properties, deepcopy(indent), _BEFORE_INDENT)
        for child in list(stated):
            stated.remove(child)
        etree.SubElement(stated, qualified("ilvl"), {qualified("val"): str(level.depth)})
        etree.SubElement(stated, qualified("numId"), {qualified("val"): number})

    def _indent(self, style: str | None) -> etree._Element | None:
        for _ in range(_MOST_STYLES):
            found = self._styles.get(style or "")
            if found is None:
                return None
            indent = found.find(f"{qualified('pPr')}/{qualified('ind')}")
            if indent is not None:
                return indent
            style = _value(found, "basedOn")
        return None


# The schema prescribes the order of the properties of a paragraph.
_BEFORE_NUMBER = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
_BEFORE_INDENT = (
    *(*_BEFORE_NUMBER, "numPr", "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku"),
    *("wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing"),
)  # fmt: skip


def _insert(properties: etree._Element, child: etree._Element, before: Sequence[str]) -> None:
    names = {qualified(name) for name in before}
    properties.insert(sum(1 for each in properties if each.tag in names), child)


def _by(root: etree._Element | None, tag: str, attribute: str) -> dict[str, etree._Element]:
    children = () if root is None else root.iterchildren(qualified(tag))
    return {each.get(qualified(attribute), ""): each for each in children}


def _value(parent: etree._Element | None, name: str) -> str | None:
    child = None if parent is None else parent.find(qualified(name))
    return None if child is None else child.get(qualified("val"))


def series_of(lists: Lists, paragraphs: Sequence[TaggedParagraph]) -> Mapping[str, Mapping[int, Level]]:
    """Return the series of a part: the paragraphs that are counted together, by the number of the paragraph."""
    series: dict[str, dict[int, Level]] = {}
    current: dict[str, str] = {}
    begun: set[str] = set()
    for paragraph in paragraphs:
        level = lists.level(paragraph.element)
        if level is None:
            continue
        if level.definition not in current or (level.number not in begun and lists.begins_anew(level.number)):
            current[level.definition] = str(paragraph.number)
        begun.add(level.number)
        series.setdefault(current[level.definition], {})[paragraph.number] = level
    return series


def beginning_anew(
    series: Mapping[str, Mapping[int, Level]],
    paragraphs: Sequence[TaggedParagraph],
    opener: Tag,
    end: Tag,
    found_tags: Iterable[Tag],
) -> Mapping[str, int]:
    """Return the series that begin anew in each turn of a loop, each with the depth at which it does."""
    loop = _Body(opener.paragraph.number, end.paragraph.number, paragraphs, _inner_loops(found_tags, opener, end))
    depths = {name: loop.depth(levels) for name, levels in series.items()} if opener.alone_in else {}
    return {name: depth for name, depth in depths.items() if depth is not None}


def staying(paragraphs: Iterable[TaggedParagraph], found_tags: Iterable[Tag]) -> Sequence[TaggedParagraph]:
    """Return the paragraphs that do not go out with a tag."""
    tagged = [element_around(tag) for tag in found_tags if tag.alone_in]
    gone = {paragraph for each in tagged if each is not None for paragraph in each.iter(qualified("p"))}
    return [each for each in paragraphs if each.element not in gone]


class _Body(Struct, frozen=True):
    """The body of a loop, between two paragraphs. `inner` are the loops within."""

    first: int
    last: int
    paragraphs: Sequence[TaggedParagraph]
    inner: Sequence[tuple[int, int]]

    def holds(self, number: int) -> bool:
        """Return True if a paragraph is in the body."""
        return self.first < number < self.last

    def depth(self, levels: Mapping[int, Level]) -> int | None:
        """Return the depth at which a series begins anew in each turn, or None if it goes on."""
        inside = {number: level.depth for number, level in levels.items() if self.holds(number)}
        if not inside:
            return None
        depth = min(inside.values())
        before = [level.depth for number, level in levels.items() if number < self.first]
        behind = [level.depth for number, level in levels.items() if number > self.last]
        if (before and before[-1] >= depth) or (behind and behind[0] >= depth):
            return None
        at_depth = [number for number, other in inside.items() if other == depth]
        several = len(at_depth) > 1 or any(begin < at_depth[0] < end for begin, end in self.inner)
        return depth if several and self._has_words_before(min(inside)) else None

    def _has_words_before(self, number: int) -> bool:
        return any(each.words.strip() for each in self.paragraphs if self.first < each.number < number)


def _inner_loops(found_tags: Iterable[Tag], outer: Tag, outer_end: Tag) -> Sequence[tuple[int, int]]:
    """Return the first and last paragraphs of the loops within a loop."""
    first, last = outer.paragraph.number, outer_end.paragraph.number
    opened: list[Tag] = []
    loops: list[tuple[int, int]] = []
    for tag in found_tags:
        if tag.word in ("if", "for"):
            opened.append(tag)
        elif tag.word.startswith("end"):
            opener = opened.pop()
            if opener.word == "for" and first < opener.paragraph.number and tag.paragraph.number < last:
                loops.append((opener.paragraph.number, tag.paragraph.number))
    return loops
