"""Formulas of Word as one line of text: fractions with a stroke, stacks with "¦", exponents behind "^", indices behind "_"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from lxml import etree

from assembler.readers.elements import M

_STACK = "\u00a6"  # between lines that stand one above the other
FORMULAS = frozenset([f"{M}oMath", f"{M}oMathPara"])
# Formulas have signs of their own for these two.
SIGNS = str.maketrans({"\u2212": "-", "\u2217": "*"})
# Word sets a sign apart by itself, so a space beside it says nothing.
_BESIDE_A_SIGN = re.compile(r"(?<!\w)\s+|\s+(?!\w)")


def line(element: etree._Element, is_gone: Callable[[etree._Element], bool]) -> str:
    """Return a formula as text. `is_gone` tells the elements that tracked changes leave out."""
    return _BESIDE_A_SIGN.sub("", _line(element, is_gone))


def _line(element: etree._Element, is_gone: Callable[[etree._Element], bool]) -> str:
    if is_gone(element):
        return ""
    if element.tag == f"{M}t":
        return (element.text or "").translate(SIGNS)
    if element.tag == f"{M}eqArr":
        return _STACK.join(_grouped(_line(row, is_gone)) for row in element.iterchildren(f"{M}e"))
    if element.tag == f"{M}d":
        return _enclosed(element, [_line(inner, is_gone) for inner in element.iterchildren(f"{M}e")])
    parts = {str(child.tag).rpartition("}")[2]: _line(child, is_gone) for child in element}
    shape = _SHAPES.get(str(element.tag).removeprefix(M))
    if shape:
        return shape(parts, element)
    return "".join(_line(child, is_gone) for child in element)


def shapes(element: etree._Element) -> str:
    """Return the shapes of a formula that its text does not show, such as a bar over a letter, in order."""
    found = (child for child in element.iter() if str(child.tag).removeprefix(M) in _UNWRITTEN)
    return " ".join(map(_shape, found))


def _shape(element: etree._Element) -> str:
    """Return the name of a shape with its sign, and with the side that it stands on where that is the upper one."""
    name = str(element.tag).removeprefix(M)
    told = [
        (each.get(f"{M}val") or "") for sign in ("chr", "pos") for each in element.iterfind(f"{M}{name}Pr/{M}{sign}")
    ]
    return "".join([name, *(said for said in told if said != "bot")])


def _grouped(text: str) -> str:
    return text if len(text) < 2 or text.isalnum() else f"({text})"


def _set(element: etree._Element, name: str, otherwise: str) -> str:
    """Return a character that the properties of a formula set."""
    found = element.find(f".//{M}{name}")
    return found.get(f"{M}val", otherwise) if found is not None else otherwise


def _enclosed(element: etree._Element, inside: Sequence[str]) -> str:
    begins, between, ends = (_set(element, f"dPr/{M}{name}", usual) for name, usual in (("begChr", "("), ("sepChr", "|"), ("endChr", ")")))  # fmt: skip
    return f"{begins}{between.join(inside)}{ends}"


def _fraction(parts: Mapping[str, str], element: etree._Element) -> str:
    """Return a fraction; one without a bar, as of a binomial, is a stack, and one in a line is written as it is."""
    kind = element.find(f"{M}fPr/{M}type")
    shape = kind.get(f"{M}val") if kind is not None else "bar"
    above, below = parts.get("num", ""), parts.get("den", "")
    if shape == "lin":
        return f"{above}/{below}"
    return f"{_grouped(above)}{_STACK if shape == 'noBar' else '/'}{_grouped(below)}"


_SHAPES: Mapping[str, Callable[[Mapping[str, str], etree._Element], str]] = {
    "f": _fraction,
    "sSup": lambda parts, _: f"{parts.get('e', '')}^{_grouped(parts.get('sup', ''))}",
    "sSub": lambda parts, _: f"{parts.get('e', '')}_{_grouped(parts.get('sub', ''))}",
    "sSubSup": lambda parts, _: (
        f"{parts.get('e', '')}_{_grouped(parts.get('sub', ''))}^{_grouped(parts.get('sup', ''))}"
    ),
    "rad": lambda parts, _: f"{parts.get('deg', '')}\u221a{_grouped(parts.get('e', ''))}",
    "nary": lambda parts, element: (
        f"{_set(element, 'chr', chr(0x222B))}_{_grouped(parts.get('sub', ''))}^{_grouped(parts.get('sup', ''))}{parts.get('e', '')}"
    ),
}

_UNWRITTEN = frozenset(["acc", "bar", "borderBox", "groupChr", "limLow", "limUpp", "m", "mr", "phant", "sPre"])
