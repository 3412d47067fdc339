"""Words that a reader of a Word file does not see, or sees struck: hidden, white, tiny or with a line through them."""

from __future__ import annotations

import re

from lxml import etree

from assembler.readers.effective_formatting import Formatting, Look, child
from assembler.readers.list_numbering import W

HIDDEN, STRUCK = "hidden text", "struck text"
_ON = ("1", "true", "on")
_NEAR_WHITE = 0xF0  # of 0xFF: the least of red, green and blue that nobody sees on white paper
_TINY = 8  # half-points
_SHADES = (f"{W}tcPr", f"{W}pPr", f"{W}rPr")


def unseen(run: etree._Element, paragraph: etree._Element, formatting: Formatting, change: str = "") -> str:
    """Return how a run is kept from the reader: `HIDDEN`, `STRUCK` or "". `change` is "Change" for the formatting
    before a tracked change.
    """
    properties = child(run, "rPr")
    before = child(child(properties, f"rPr{change}"), "rPr") if change else None
    look = formatting.run(paragraph, properties if before is None else before)
    if _is_on(look, "vanish") or _is_tiny(look) or (_is_white(look) and not _is_shaded(run, look)):
        return HIDDEN
    return STRUCK if _is_on(look, "strike") or _is_on(look, "dstrike") else ""


def _is_on(look: Look, name: str) -> bool:
    return look.get(name, "0") in _ON


def _is_tiny(look: Look) -> bool:
    size = look.get("sz", "")
    return size.isdigit() and int(size) < _TINY


def _is_white(look: Look) -> bool:
    color = re.search(r"\b[0-9A-Fa-f]{6}\b", look.get("color", ""))
    return color is not None and min(bytes.fromhex(color[0])) >= _NEAR_WHITE


def _is_shaded(run: etree._Element, look: Look) -> bool:
    """Return True if a run stands on a colour, as the heads of tables do."""
    if "highlight" in look:
        return True
    properties = (child(parent, name.removeprefix(W)) for parent in (run, *run.iterancestors()) for name in _SHADES)
    fills = (shading.get(f"{W}fill", "") for each in properties if (shading := child(each, "shd")) is not None)
    return any(_is_dark(fill) for fill in fills)


def _is_dark(fill: str) -> bool:
    return re.fullmatch(r"[0-9A-Fa-f]{6}", fill) is not None and min(bytes.fromhex(fill)) < _NEAR_WHITE
