"""The rules of a style sheet that tell words: how lists count, what is put before an element, and what is hidden."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter

from lxml import etree
from msgspec import Struct

from assembler.document.marks import letter, roman

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"(?P<tag>[a-z][a-z0-9]*|\*)?(?P<rest>(?:[.#][\w-]+)*)(?P<before>::?before)?", re.IGNORECASE)
_NAMED = re.compile(r"[.#][\w-]+")
_DECLARED = re.compile(r"([a-z-]+)\s*:\s*((?:[^;\"']|\"[^\"]*\"|'[^']*')*)", re.IGNORECASE)
_TOLD = frozenset(
    [
        "list-style", "list-style-type", "display", "visibility", "text-decoration", "border-bottom", "font", "font-family",
        "content", "counter-reset", "counter-increment",
    ]
)  # fmt: skip
_CONTENT = re.compile(
    r"\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'"
    r"|counters?\(\s*(?P<name>[\w-]+)\s*(?:,\s*[\"'](?P<joint>[^\"']*)[\"']\s*)?(?:,\s*(?P<figure>[\w-]+)\s*)?\)"
)
_COUNTER = re.compile(r"(?P<name>[A-Za-z_][\w-]*)(?:\s+(?P<count>-?\d+))?")
_ESCAPED = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")


class _Rule(Struct, frozen=True):
    """A selector in steps, the last of which is the element itself. `is_child` tells for each if it is next to it."""

    steps: tuple[re.Match[str], ...]
    is_child: tuple[bool, ...]
    declared: Mapping[str, str]

    @property
    def key(self) -> str:
        """Return what the element must have: a class or an id, or else its tag."""
        named = _NAMED.search(self.steps[-1]["rest"])
        return named[0] if named else (self.steps[-1]["tag"] or "*").lower()

    @property
    def is_before(self) -> bool:
        return self.steps[-1]["before"] is not None


class StyleSheet(Struct, frozen=True):
    """The rules of a page that tell words, in order, by what their elements must have: a class, an id or a tag."""

    rules: Mapping[str, list[tuple[int, _Rule]]] = {}

    def of(self, element: etree._Element, *, before: bool = False) -> dict[str, str]:
        """Return what the sheet declares for an element, or for what stands before it."""
        if not self.rules:
            return {}
        keys = [*(f".{name}" for name in element.get("class", "").split()), f"#{element.get('id')}", element.tag, "*"]
        rules = sorted((rule for key in keys for rule in self.rules.get(str(key), ())), key=itemgetter(0))
        found: dict[str, str] = {}
        for _, rule in rules:
            if rule.is_before is before and _matches(element, rule, len(rule.steps) - 1):
                found.update(rule.declared)
        return found


class Counters(Struct):
    """The counters of a page, each with its numbers from the outermost on, and the element that each number lives in."""

    values: dict[str, list[tuple[int, int]]] = {}

    def enter(self, declared: Mapping[str, str], parent: int) -> None:
        """Reset and raise the counters that an element names. They live in the element around it."""
        for name, count in _counters(declared.get("counter-reset", ""), 0):
            values = self.values.setdefault(name, [])
            if values and values[-1][0] == parent:
                values.pop()
            values.append((parent, count))
        for name, step in _counters(declared.get("counter-increment", ""), 1):
            values = self.values.setdefault(name, []) or [(parent, 0)]
            self.values[name] = [*values[:-1], (values[-1][0], values[-1][1] + step)]

    def leave(self, element: int) -> None:
        """Forget the numbers that live in an element."""
        for values in self.values.values():
            while values and values[-1][0] == element:
                values.pop()

    def said(self, content: str) -> str:
        """Return the text of content, with the numbers of its counters."""
        return "".join(map(self._piece, _CONTENT.finditer(content)))

    def _piece(self, piece: re.Match[str]) -> str:
        if not piece["name"]:
            return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), piece["double"] or piece["single"] or "")
        numbers = [count for _, count in self.values.get(piece["name"], [])] or [0]
        shown = map(
            figure(piece["figure"] or "decimal") or str, numbers if piece["joint"] is not None else numbers[-1:]
        )
        return (piece["joint"] or "").join(shown)


def sheet_of(root: etree._Element) -> StyleSheet:
    """Return the style sheet of a page."""
    text = "\n".join(style.text or "" for style in root.iter("style"))
    rules: dict[str, list[tuple[int, _Rule]]] = {}
    for number, rule in enumerate(_rules(_COMMENT.sub("", text))):
        rules.setdefault(rule.key, []).append((number, rule))
    return StyleSheet(rules)


def _rules(text: str) -> Iterator[_Rule]:
    for selectors, body in _RULE.findall(text):
        declared = {name.lower(): value.strip() for name, value in _DECLARED.findall(body) if name.lower() in _TOLD}
        for selector in selectors.split(",") if declared else ():
            parts = re.findall(r"[^\s>]+|>", selector)
            steps = [_SIMPLE.fullmatch(part) for part in parts if part != ">"]
            children = tuple(before == ">" for before, part in zip(["", *parts], parts, strict=False) if part != ">")
            known = tuple(step for step in steps if step)
            # What else a selector says, such as the state of a link, tells no words.
            if known and len(known) == len(steps):
                yield _Rule(known, children, declared)


def _matches(element: etree._Element, rule: _Rule, at: int) -> bool:
    """Return True if an element is the step of a rule, and the elements around it are the steps before."""
    if not _is(element, rule.steps[at]):
        return False
    if at == 0:
        return True
    around = [element.getparent()] if rule.is_child[at] else element.iterancestors()
    return any(other is not None and _matches(other, rule, at - 1) for other in around)


def _is(element: etree._Element, step: re.Match[str]) -> bool:
    tag = (step["tag"] or "*").lower()
    classes = element.get("class", "").split()
    named = _NAMED.findall(step["rest"])
    return tag in ("*", element.tag) and all(
        name[1:] in classes if name[0] == "." else name[1:] == element.get("id") for name in named
    )


def _counters(value: str, usual: int) -> Iterator[tuple[str, int]]:
    """Yield the counters that a declaration names, each with its number."""
    for counter in _COUNTER.finditer(value):
        if counter["name"] != "none":
            yield counter["name"], int(counter["count"] or usual)


def _upper(figure: Callable[[int], str]) -> Callable[[int], str]:
    return lambda count: figure(count).upper()


_FIGURES: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys(["a", "lower-alpha", "lower-latin"], letter),
    **dict.fromkeys(["A", "upper-alpha", "upper-latin"], _upper(letter)),
    **dict.fromkeys(["i", "lower-roman"], roman),
    **dict.fromkeys(["I", "upper-roman"], _upper(roman)),
    **dict.fromkeys(["none", "disc", "circle", "square"], lambda _: ""),
    **dict.fromkeys(["1", "decimal"], str),
    "decimal-leading-zero": lambda count: f"{count:02}",
}


def figure(kind: str) -> Callable[[int], str] | None:
    """Return the function that writes numbers of a kind, such as "lower-roman". None if the kind is not known."""
    return _FIGURES.get(kind)
