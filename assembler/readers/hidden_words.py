"""Words that a reader of a Word file does not see, or sees struck: hidden, in the colour of the paper, or tiny."""

from __future__ import annotations

import re

from lxml import etree

from assembler.readers.colours import colour
from assembler.readers.effective_formatting import Formatting, Look
from assembler.readers.elements import W14, W, child, is_on

HIDDEN, STRUCK = "hidden text", "struck text"
SHIFTED = {"superscript": "raised text", "subscript": "lowered text"}
"""Text off its line by how it is aligned. Of figures, that changes what they say: 10⁶ is not 106."""
_ON = ("1", "true", "on")
_NEAR = 0x0F  # of 0xFF: colours whose red, green and blue are no further apart look the same
_TINY = 8  # half-points
_NARROW = 10  # percent
_LOW = 80  # twips: the height of a tiny line
_PAPER = bytes.fromhex("FFFFFF")
_FILL = ("fill", "themeFill", "themeFillTint", "themeFillShade")
_ATTRIBUTE = re.compile(r"\}(\w+)=(\S+)")
_SHADES = (f"{W}tcPr", f"{W}pPr", f"{W}rPr")
_HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip


def unseen(run: etree._Element, paragraph: etree._Element, formatting: Formatting, change: str = "") -> str:
    """Return how a run is kept from the reader: `HIDDEN`, `STRUCK`, one of `SHIFTED` or "". `change` is "Change" for the formatting
    before a tracked change.
    """
    properties = child(run, "rPr")
    before = child(child(properties, f"rPr{change}"), "rPr") if change else None
    look = formatting.run(paragraph, properties if before is None else before)
    if (
        _is_on(look, "vanish")
        or _is_tiny(look)
        or _is_narrow(look)
        or _is_unfilled(look)
        or _has_colour_of_ground(run, look, formatting.theme)
        or _is_too_low(run, paragraph, formatting)
    ):
        return HIDDEN
    if _is_on(look, "strike") or _is_on(look, "dstrike"):
        return STRUCK
    return SHIFTED.get(look.get("vertAlign", ""), "")


def _is_on(look: Look, name: str) -> bool:
    return look.get(name, "0") in _ON


def _is_tiny(look: Look) -> bool:
    size = look.get("sz", "")
    return size.isdigit() and int(size) < _TINY


def _is_narrow(look: Look) -> bool:
    """Return True if letters are printed at a small part of their width."""
    percent = look.get("w", "").removesuffix("%")
    return percent.isdigit() and int(percent) < _NARROW


def _is_unfilled(look: Look) -> bool:
    """Return True if letters are printed without filling, and without an outline."""
    return "noFill" in look.get(f"{W14}textFill", "") and "solidFill" not in look.get(f"{W14}textOutline", "")


def _has_colour_of_ground(run: etree._Element, look: Look, theme: etree._Element | None) -> bool:
    """Return True if words have the colour that they stand on. Word gives words without a colour another one."""
    said = look.get("color", "")
    given = dict(_ATTRIBUTE.findall(said)) or {"val": said, "themeColor": said}
    named, stated = given.get("themeColor", ""), given.get("val", "")
    color = colour(stated, named, theme, tint=given.get("themeTint", ""), shade=given.get("themeShade", ""))
    if color is None:
        return False
    return all(abs(one - other) <= _NEAR for one, other in zip(color, _ground(run, look, theme), strict=True))


def _ground(run: etree._Element, look: Look, theme: etree._Element | None) -> bytes:
    """Return the colour that a run stands on: of its highlight, its shading, or that of its paragraph or cell."""
    if look.get("highlight", "") in _HIGHLIGHTS:
        return bytes.fromhex(_HIGHLIGHTS[look["highlight"]])
    properties = (child(parent, name.removeprefix(W)) for parent in (run, *run.iterancestors()) for name in _SHADES)
    fills = (_fill(shading, theme) for each in properties if (shading := child(each, "shd")) is not None)
    return next((fill for fill in fills if fill is not None), _PAPER)


def _fill(shading: etree._Element, theme: etree._Element | None) -> bytes | None:
    fill, named, tint, shade = (shading.get(f"{W}{name}", "") for name in _FILL)
    return colour(fill, named, theme, tint=tint, shade=shade)


def _is_too_low(run: etree._Element, paragraph: etree._Element, formatting: Formatting) -> bool:
    """Return True if lines of a paragraph or rows around it are too low for words, or if such a row is hidden."""
    look = formatting.paragraph(child(paragraph, "pPr"))
    if look.get("spacing.lineRule") == "exact" and _is_low(look.get("spacing.line", "")):
        return True
    for row in run.iterancestors(f"{W}tr"):
        hidden, height = (child(child(row, "trPr"), name) for name in ("hidden", "trHeight"))
        if is_on(hidden):
            return True
        twips = height.get(f"{W}val", "") if height is not None and height.get(f"{W}hRule") == "exact" else ""
        if _is_low(twips):
            return True
    return False


def _is_low(twips: str) -> bool:
    return twips.isdigit() and int(twips) < _LOW
