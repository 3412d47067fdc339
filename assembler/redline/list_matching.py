"""The lists of two files: which of the older one is which of the newer one, by what they define."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import deepcopy

from assembler.readers.elements import Element, W, child, is_on, remove, value
from assembler.redline.word_file import WordFile

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"


class Lists:
    """Maps the lists of the older file to those of the newer one, and brings along those that it lacks."""

    def __init__(self, old: WordFile, new: WordFile) -> None:
        self._new = new
        self._old_root, self._new_root = old.related_root("numbering"), new.related_root("numbering")
        self._definitions = _matched(_definitions(self._old_root), _definitions(self._new_root))
        self._instances = self._matched_instances()

    def _matched_instances(self) -> dict[str, str]:
        """Return the instances of matched definitions that start and look alike, the same ids first."""
        here, there = _instances(self._old_root), _instances(self._new_root)
        renamed = {identity: {**said, "of": self._definitions.get(said["of"], "\0")} for identity, said in here.items()}
        return _matched(renamed, there)

    def is_same(self, old: str, new: str) -> bool:
        """Return True if a list of the older file is one of the newer one. Those that override nothing count on."""
        stands_for = self.list(old)
        if stands_for == new:
            return True
        there = _instances(self._new_root)
        return new in there and there.get(stands_for) == there[new] and not there[new]["overrides"]

    def list(self, identity: str) -> str:
        """Return the list of the newer file that stands for one of the older file; it is brought along where it is missing."""
        if identity in ("", "0"):
            return identity
        if identity not in self._instances:
            self._instances[identity] = self._carried(identity)
        return self._instances[identity]

    def _carried(self, identity: str) -> str:
        instance = _by_id(self._old_root, "num", "numId").get(identity)
        if instance is None:  # it shows no number, and must not in the newer file
            return "0" if identity in _by_id(self._new_root, "num", "numId") else identity
        root = self._numbering()
        instance = deepcopy(instance)
        number = _free(_by_id(root, "num", "numId").keys() | {*self._instances.values()})
        instance.set(f"{W}numId", number)
        named = child(instance, "abstractNumId")
        if named is not None:
            named.set(f"{W}val", self._definition(value(instance, "abstractNumId"), root))
        last = next((element for element in reversed(root) if element.tag in (f"{W}num", f"{W}abstractNum")), None)
        if last is None:
            root.append(instance)
        else:
            last.addnext(instance)
        return number

    def _definition(self, identity: str, root: Element) -> str:
        """Return the id of a definition in the newer file."""
        identity = _linked(self._old_root).get(identity, identity)
        if identity in self._definitions:
            return self._definitions[identity]
        definition = _by_id(self._old_root, "abstractNum", "abstractNumId").get(identity)
        if definition is None:
            return identity
        definition = deepcopy(definition)
        number = _free(_by_id(root, "abstractNum", "abstractNumId").keys())
        definition.set(f"{W}abstractNumId", number)
        for element in [*definition.iter(f"{W}nsid", f"{W}pStyle", f"{W}lvlPicBulletId", f"{W}styleLink")]:
            remove(element)
        first = next(root.iterchildren(f"{W}num"), None)
        if first is None:
            root.append(definition)
        else:
            first.addprevious(definition)
        self._definitions[identity] = number
        return number

    def _numbering(self) -> Element:
        if self._new_root is None:
            self._new_root = self._new.made_root("numbering", _CONTENT_TYPE)
        return self._new_root


def _by_id(root: Element | None, name: str, identity: str) -> dict[str, Element]:
    return {element.get(f"{W}{identity}", ""): element for element in root.iterchildren(f"{W}{name}")} if root is not None else {}  # fmt: skip


def _free(taken: Collection[str]) -> str:
    return next(str(count) for count in range(1, len(taken) + 2) if str(count) not in taken)


def _definitions(root: Element | None) -> dict[str, dict[str, str]]:
    """Return what each definition says by level: its effect, not the way it is written."""
    definitions, linked = _by_id(root, "abstractNum", "abstractNumId"), _linked(root)
    return {identity: _levels(element) for identity, element in definitions.items() if identity not in linked}


def _linked(root: Element | None) -> dict[str, str]:
    """Return the definition that each one which names a style of lists stands for."""
    definitions = _by_id(root, "abstractNum", "abstractNumId")
    styles = {value(element, "styleLink"): identity for identity, element in definitions.items()}
    named = {identity: value(element, "numStyleLink") for identity, element in definitions.items()}
    return {identity: styles[style] for identity, style in named.items() if style and style in styles}


def _levels(element: Element) -> dict[str, str]:
    levels = {level.get(f"{W}ilvl", ""): level for level in element.iterchildren(f"{W}lvl")}
    names = ("start", "numFmt", "lvlText", "isLgl", "lvlRestart")
    return {index: "|".join(_told(level, name) for name in names) for index, level in levels.items()}


def _told(level: Element, name: str) -> str:
    if name == "isLgl":
        return str(is_on(child(level, name)))
    return value(level, name) or {"start": "1", "numFmt": "decimal"}.get(name, "")


def _instances(root: Element | None) -> dict[str, dict[str, str]]:
    """Return the definition of each instance, and what it overrides."""
    linked = _linked(root)
    return {
        identity: {
            "of": linked.get(value(element, "abstractNumId"), value(element, "abstractNumId")),
            "overrides": "".join(
                f"{level.get(f'{W}ilvl')}:{value(level, 'startOverride')}{_levels(level)} "
                for level in element.iterchildren(f"{W}lvlOverride")
            ),
        }
        for identity, element in _by_id(root, "num", "numId").items()
    }


def _matched(here: Mapping[str, Mapping[str, str]], there: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return which of the one is which of the other: those that say the same, the same ids first, then in their order."""
    matched = {
        identity: identity for identity, said in here.items() if identity in there and _is_same(said, there[identity])
    }
    taken = {*matched}
    for identity, said in here.items():
        if identity in matched:
            continue
        found = next((other for other, given in there.items() if other not in taken and _is_same(said, given)), None)
        if found is not None:
            matched[identity] = found
            taken.add(found)
    return matched


def _is_same(before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Return True if a definition of now says all that one before says; it may define more levels."""
    return before.keys() <= now.keys() and all(now[key] == said for key, said in before.items())
