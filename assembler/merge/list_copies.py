"""Lists of a Word file for copied pages. A copied list counts from its start, so it is a list of its own."""

from __future__ import annotations

import re

from lxml import etree

from assembler.readers.elements import W

_LIST = re.compile(rb'(<(?:\w+:)?numId\s+(?:\w+:)?val=["\'])(\d+)(["\'])')
_LEVEL = re.compile(rb'<(?:\w+:)?ilvl\s+(?:\w+:)?val=["\'](\d+)')
_LAST_LIST = re.compile(rb"</(?:\w+:)?num\s*>(?!.*</(?:\w+:)?num\s*>)", re.DOTALL)


class ListCopies:
    """The lists of a file. `content` is the part that defines them, with the copies that were made."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        root = etree.fromstring(content) if content else None
        found = root.iterchildren(f"{W}num") if root is not None else ()
        self._lists = {element.get(f"{W}numId", ""): element for element in found}

    def has(self, paragraph: bytes) -> bool:
        """Return True if the number of a paragraph comes from a list that it names itself."""
        match = _LIST.search(paragraph)
        return match is not None and match[2].decode() in self._lists and bool(_LAST_LIST.search(self.content))

    @staticmethod
    def without(paragraph: bytes) -> bytes:
        """Return a paragraph in no list, for a number that is typed."""
        return _LIST.sub(rb"\g<1>0\3", paragraph)

    def moved(self, paragraph: bytes, made: dict[str, str]) -> bytes:
        """Return a paragraph in a copy of its list. `made` holds the copies of a page, by the list they copy."""
        match, level = _LIST.search(paragraph), _LEVEL.search(paragraph)
        assert match is not None  # noqa: S101  the paragraph has a list
        identity, depth = match[2].decode(), level[1].decode() if level else "0"
        if identity not in made:
            # LibreOffice writes a list as several of one definition, and only the first counts from its start.
            definition = self._definition(self._lists[identity])
            begins = self._override(self._lists[identity], depth, "startOverride") is not None
            copied = None if begins else made.get(definition)
            made[identity] = made[definition] = copied or self._copy(identity, depth)
        return _LIST.sub(lambda found: found[1] + made[identity].encode() + found[3], paragraph, count=1)

    def _copy(self, identity: str, level: str) -> str:
        """Add a list like another that counts from its start. Return its number."""
        number = str(max(int(known) for known in self._lists if known.isdigit()) + 1)
        made = etree.fromstring(etree.tostring(self._lists[identity], with_tail=False))
        made.set(f"{W}numId", number)
        for name in [name for name in made.attrib if str(name).endswith("durableId")]:
            del made.attrib[name]
        override = next((each for each in made.iterchildren(f"{W}lvlOverride") if each.get(f"{W}ilvl") == level), None)  # fmt: skip
        if override is None:
            override = etree.SubElement(made, f"{W}lvlOverride", {f"{W}ilvl": level})
        if override.find(f"{W}startOverride") is None:
            override.insert(0, etree.Element(f"{W}startOverride", {f"{W}val": self._start(made, level)}))
        self._lists[number] = made
        last = _LAST_LIST.search(self.content)
        assert last is not None  # noqa: S101  `has` looked for it
        self.content = self.content[: last.end()] + etree.tostring(made) + self.content[last.end() :]
        return number

    @staticmethod
    def _override(numbering: etree._Element, level: str, name: str) -> etree._Element | None:
        return numbering.find(f"{W}lvlOverride[@{W}ilvl='{level}']/{W}{name}")

    @staticmethod
    def _definition(numbering: etree._Element) -> str:
        """Return the definition of a list, in words that no list has as its number."""
        named = numbering.find(f"{W}abstractNumId")
        return f"definition {named.get(f'{W}val') if named is not None else ''}"

    def _start(self, made: etree._Element, level: str) -> str:
        """Return the number from which a list counts at a level."""
        named = made.find(f"{W}abstractNumId")
        root = etree.fromstring(self.content)
        for definition in root.iterchildren(f"{W}abstractNum"):
            if named is not None and definition.get(f"{W}abstractNumId") == named.get(f"{W}val"):
                start = definition.find(f"{W}lvl[@{W}ilvl='{level}']/{W}start")
                return start.get(f"{W}val", "1") if start is not None else "1"
        return "1"
