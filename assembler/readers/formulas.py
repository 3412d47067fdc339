"""Formulas of Word as one line of text: fractions with a stroke, stacks with "¦", exponents behind "^", indices behind "_"."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lxml import etree

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_STACK = "\u00a6"  # between lines that stand one above the other
FORMULAS = frozenset([f"{M}oMath", f"{M}oMathPara"])


def line(element: etree._Element, is_gone: Callable[[etree._Element], bool]) -> str:
    """Return a formula as text. `is_gone` tells the elements that tracked changes leave out."""
    if is_gone(element):
        return ""
    if element.tag == f"{M}t":
        return (element.text or "").replace("\u2212", "-")
    if element.tag == f"{M}eqArr":
        return _STACK.join(_grouped(line(row, is_gone)) for row in element.iterchildren(f"{M}e"))
    parts = {str(child.tag).rpartition("}")[2]: line(child, is_gone) for child in element}
    shape = _SHAPES.get(str(element.tag).removeprefix(M))
    if shape:
        return shape(parts, element)
    return "".join(line(child, is_gone) for child in element)


def shapes(element: etree._Element) -> str:
    """Return the shapes of a formula that its text does not show, such as a bar over a letter, in order."""
    names = (str(child.tag).removeprefix(M) for child in element.iter() if str(child.tag).startswith(M))
    return " ".join(name for name in names if name in _UNWRITTEN)


def _grouped(text: str) -> str:
    return text if len(text) < 2 or text.isalnum() else f"({text})"


def _set(element: etree._Element, name: str, otherwise: str) -> str:
    """Return a character that the properties of a formula set."""
    found = element.find(f".//{M}{name}")
    return found.get(f"{M}val", otherwise) if found is not None else otherwise


def _enclosed(element: etree._Element, inside: str) -> str:
    return f"{_set(element, 'begChr', '(')}{inside}{_set(element, 'endChr', ')')}"


def _bar(fraction: etree._Element) -> str:
    """Return the stroke of a fraction; one without a bar, as of a binomial, is a stack."""
    kind = fraction.find(f"{M}fPr/{M}type")
    return _STACK if kind is not None and kind.get(f"{M}val") == "noBar" else "/"


_SHAPES: Mapping[str, Callable[[Mapping[str, str], etree._Element], str]] = {
    "f": lambda parts, element: f"{_grouped(parts.get('num', ''))}{_bar(element)}{_grouped(parts.get('den', ''))}",
    "sSup": lambda parts, _: f"{parts.get('e', '')}^{_grouped(parts.get('sup', ''))}",
    "sSub": lambda parts, _: f"{parts.get('e', '')}_{_grouped(parts.get('sub', ''))}",
    "sSubSup": lambda parts, _: (
        f"{parts.get('e', '')}_{_grouped(parts.get('sub', ''))}^{_grouped(parts.get('sup', ''))}"
    ),
    "rad": lambda parts, _: f"{parts.get('deg', '')}\u221a{_grouped(parts.get('e', ''))}",
    "nary": lambda parts, element: (
        f"{_set(element, 'chr', chr(0x222B))}_{_grouped(parts.get('sub', ''))}^{_grouped(parts.get('sup', ''))}{parts.get('e', '')}"
    ),
    "d": lambda parts, element: _enclosed(element, parts.get("e", "")),
}

_UNWRITTEN = frozenset(["acc", "bar", "borderBox", "groupChr", "limLow", "limUpp", "m", "phant", "sPre"])
