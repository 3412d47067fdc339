"""The rules of a style sheet that tell words: how lists count, what is put before an element, and what is hidden."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter

import cssselect
import tinycss2
from lxml import etree
from msgspec import Struct

from assembler.document.marks import letter, roman

_TOLD = {
    "list-style", "list-style-type", "display", "visibility", "text-decoration", "border-bottom", "font", "font-family",
    "content", "counter-reset", "counter-increment",
}  # fmt: skip
_SHOWN = re.compile(r"\b(?:all|screen|print)\b|^\s*$")  # the media of a page that is read
_COUNTER = re.compile(r"(?P<name>[A-Za-z_][\w-]*)(?:\s+(?P<count>-?\d+))?")


class StyleSheet(Struct, frozen=True):
    """The declarations of a page that tell words, by property: of each element, and of the text put before it."""

    elements: dict[etree._Element, dict[str, str]] = {}
    before: dict[etree._Element, dict[str, str]] = {}


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
        return "".join(map(self._piece, tinycss2.parse_component_value_list(content)))

    def _piece(self, piece: tinycss2.ast.Node) -> str:
        if piece.type == "string":
            return str(piece.value)
        if piece.type != "function" or piece.lower_name not in ("counter", "counters"):
            return ""
        name, *figures = [str(argument.value) for argument in piece.arguments if argument.type == "ident"] or [""]
        joints = [str(argument.value) for argument in piece.arguments if argument.type == "string"]
        numbers = [count for _, count in self.values.get(name, [])] or [0]
        shown = map(figure((figures or ["decimal"])[0]) or str, numbers if joints else numbers[-1:])
        return "".join(joints[:1]).join(shown)


@lru_cache(maxsize=1_000)
def declared(style: str) -> Mapping[str, str]:
    """Return what the style of an element declares, by property."""
    return {
        one.lower_name: tinycss2.serialize(one.value).strip()
        for one in tinycss2.parse_blocks_contents(style)
        if one.type == "declaration"
    }


def sheet_of(root: etree._Element) -> StyleSheet:
    """Return what the style sheets of a page declare. The heavier rule prevails, and of two alike the later one."""
    text = "\n".join(style.text or "" for style in root.iter("style"))
    weighed = [
        (declaration.important, selector.specificity(), selector.pseudo_element, elements, declaration)
        for selectors, declarations in _rules(tinycss2.parse_stylesheet(text))
        for selector in selectors
        if (elements := _selected(root, selector))
        for declaration in declarations
    ]
    sheet = StyleSheet()
    for _, _, part, elements, declaration in sorted(weighed, key=itemgetter(0, 1)):
        for element in elements:
            told = (sheet.before if part else sheet.elements).setdefault(element, {})
            told[declaration.lower_name] = tinycss2.serialize(declaration.value).strip()
    return sheet


def _rules(
    nodes: Sequence[tinycss2.ast.Node],
) -> Iterator[tuple[list[cssselect.Selector], list[tinycss2.ast.Declaration]]]:
    """Yield the selectors of each rule that tells words, and what it declares."""
    for node in nodes:
        if (
            node.type == "at-rule"
            and node.lower_at_keyword == "media"
            and _SHOWN.search(tinycss2.serialize(node.prelude))
        ):
            yield from _rules(tinycss2.parse_rule_list(node.content or []))
        elif node.type == "qualified-rule":
            inner = tinycss2.parse_blocks_contents(node.content)
            declared = [one for one in inner if one.type == "declaration" and one.lower_name in _TOLD]
            yield (_selectors(tinycss2.serialize(node.prelude)), declared) if declared else ([], [])


def _selectors(text: str) -> list[cssselect.Selector]:
    """Return the selectors of a rule. One that is not understood leaves its rule without effect, as in a browser."""
    try:
        return [one for one in cssselect.parse(text) if one.pseudo_element in (None, "before")]
    except cssselect.SelectorError:
        return []


def _selected(root: etree._Element, selector: cssselect.Selector) -> list[etree._Element]:
    try:
        found = root.xpath(cssselect.HTMLTranslator().selector_to_xpath(selector))
    except (cssselect.SelectorError, etree.XPathError):
        return []
    return [element for element in found if isinstance(element, etree._Element)] if isinstance(found, list) else []  # noqa: SLF001  lxml has no public name for it


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
