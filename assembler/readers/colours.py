"""Colours of words and of the ground that they stand on, those of the theme included."""

from __future__ import annotations

import re

from lxml import etree

from assembler.readers.elements import A

_HEX, _BYTE = re.compile(r"[0-9A-Fa-f]{6}"), re.compile(r"[0-9A-Fa-f]{2}")
# Names of colours in Word, as its theme calls them.
_IN_THEME = {
    "background1": "lt1", "text1": "dk1", "background2": "lt2", "text2": "dk2", "light1": "lt1", "dark1": "dk1",
    "light2": "lt2", "dark2": "dk2", "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip
_WITHOUT_THEME = {"lt1": "FFFFFF", "dk1": "000000"}
_WHOLE = 0xFF


def colour(stated: str, name: str, theme: etree._Element | None, *, tint: str = "", shade: str = "") -> bytes | None:
    """Return red, green and blue of a colour that is stated in figures, or named. Word shows the named one; None if unknown."""
    kind = _IN_THEME.get(name, name)
    found = next(theme.iterfind(f".//{A}clrScheme/{A}{kind}/*"), None) if theme is not None and kind else None
    named = (found.get("lastClr") or found.get("val") or "") if found is not None else _WITHOUT_THEME.get(kind, "")
    if _HEX.fullmatch(named):
        return bytes(_mixed(part, tint, shade) for part in bytes.fromhex(named))
    return bytes.fromhex(stated) if _HEX.fullmatch(stated) else None


def _mixed(part: int, tint: str, shade: str) -> int:
    """Return a part of a colour with white or black in it: FF is the colour itself."""
    if _BYTE.fullmatch(shade):
        return part * int(shade, 16) // _WHOLE
    return _WHOLE - (_WHOLE - part) * int(tint, 16) // _WHOLE if _BYTE.fullmatch(tint) else part
