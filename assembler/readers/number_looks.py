"""How the number or bullet of a list looks: its sign, its formatting, and how its paragraph is indented."""

from __future__ import annotations

from lxml import etree

from assembler.readers.effective_formatting import Formatting, effective
from assembler.readers.elements import W, child, value

NumberLook = tuple[object, ...]


def look_of_number(level: etree._Element | None, formatting: Formatting) -> NumberLook:
    """Return the look of the numbers of a level of a list, () for None. What they count is told as words."""
    if level is None:
        return ()
    run, paragraph = (effective(formatting.direct(child(level, name))) for name in ("rPr", "pPr"))
    indent = (each for each in paragraph.items() if each[0].startswith("ind."))
    is_bullet = value(level, "numFmt") in ("bullet", "none")
    sign = (level.get(f"{W}ilvl", ""), value(level, "lvlText")) if is_bullet else ()
    side = value(level, "lvlJc").replace("start", "left") or "left"
    picture = child(level, "lvlPicBulletId") is not None
    return (sign, *sorted(run.items()), *sorted(indent), picture, value(level, "suff") or "tab", side)
