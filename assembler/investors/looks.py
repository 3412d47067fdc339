"""Tell how the words of a cell look: struck through, raised, or in a color or size that nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from assembler.investors.grid import Look

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Only texts with one of these are looked at closely.
LOOKED_AT = re.compile(rb"<(?:\w+:)?(?:strike|vertAlign|color|sz)[\s/>]")
_OFF = ("0", "false")
_SMALLEST_SIZE = 3.0  # in points
# The numbers of white in the old palette, and the background in the colors of the theme.
_WHITES = (("rgb", "FFFFFF"), ("indexed", "1"), ("indexed", "9"), ("theme", "0"))


class TextLook(Struct, frozen=True):
    """The look of a text. `struck` is True if all its words are struck through."""

    struck: bool = False
    look: Look | None = None
    white: bool = False


PLAIN_TEXT = TextLook()


def look_of_text(item: Any) -> TextLook:
    """Return the look of a text with runs, an `si` or `is` element. `white` says that some of it has that color."""
    runs = [(run, words) for run, words in _runs(item) if words.strip()]
    struck = [run for run, _ in runs if _is_on(run, "strike")]
    if runs and len(struck) == len(runs):
        return TextLook(struck=True)
    if struck:
        return TextLook(look=Look.STRUCK)
    if any(_is_raised(run) and not words.strip().isalpha() for run, words in runs):
        return TextLook(look=Look.RAISED)
    if any(is_tiny(_value(run, "sz")) for run, _ in runs):
        return TextLook(look=Look.UNSEEN)
    return TextLook(white=any(_is_white(run) for run, _ in runs))


def is_tiny(size: object) -> bool:
    """Return True if nobody reads letters of this size."""
    return size is not None and float(str(size)) < _SMALLEST_SIZE


def is_white(kind: str, value: object, tint: float = 0.0) -> bool:
    """Return True if a color is that of the paper."""
    text = str(value)[-6:].upper() if kind == "rgb" else str(value)
    return not tint and (kind, text) in _WHITES


def _runs(item: Any) -> Iterator[tuple[Any, str]]:
    """Yield the properties of each run, and its words. A text without runs has none."""
    for run in item.findall(f"{_SHEET}r"):
        yield run.find(f"{_SHEET}rPr"), run.findtext(f"{_SHEET}t") or ""


def _value(properties: Any, name: str) -> str | None:
    found = None if properties is None else properties.find(f"{_SHEET}{name}")
    return None if found is None else found.get("val")


def _is_on(properties: Any, name: str) -> bool:
    found = None if properties is None else properties.find(f"{_SHEET}{name}")
    return found is not None and found.get("val", "1") not in _OFF


def _is_raised(properties: Any) -> bool:
    return _value(properties, "vertAlign") in ("superscript", "subscript")


def _is_white(properties: Any) -> bool:
    color = None if properties is None else properties.find(f"{_SHEET}color")
    if color is None:
        return False
    return any(is_white(kind, color.get(kind), float(color.get("tint", 0))) for kind in ("rgb", "indexed", "theme"))
