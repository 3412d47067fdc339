"""Symbols: characters of Word that stand in a font of signs."""

from __future__ import annotations

import re

from lxml import etree

from assembler.readers.elements import W

# The boxes and ticks of Wingdings and Wingdings 2, which forms are ticked with.
_SIGNS = {
    "Wingdings": {
        0x6C: "\u25cf", 0x6E: "\u25a0", 0x6F: "\u25a1", 0x71: "\u25a1", 0x72: "\u25a1", 0xA8: "\u2610", 0xFB: "\u2717",
        0xFC: "\u2713", 0xFD: "\u2612", 0xFE: "\u2611",
    },
    "Wingdings 2": {
        0x4F: "\u2717", 0x50: "\u2713", 0x51: "\u2612", 0x52: "\u2611", 0x53: "\u2612", 0x54: "\u2612", 0xA3: "\u2610",
    },
}  # fmt: skip

# Half of a surrogate pair, from D800 to DFFF, is no character.
_CODE = re.compile("(?!D[89A-F])[0-9A-F]{4}", re.IGNORECASE)
_OF_SIGNS = re.compile(r"[\uf000-\uf0ff]")


def shown(symbol: etree._Element) -> str:
    """Return the character that a symbol shows. Fonts of signs keep theirs from F000 up, or from 0."""
    code = symbol.get(f"{W}char", "")
    if not _CODE.fullmatch(code):
        return " "
    signs = _SIGNS.get(symbol.get(f"{W}font", ""), {})
    return signs.get(int(code, 16) & 0xFF, chr(int(code, 16)))


def typed(text: etree._Element) -> str:
    """Return what the text of a run shows: its characters from F000 up are those of its font, if that is one of signs."""
    said, run = text.text or "", text.getparent()
    if said.isascii() or run is None or not _OF_SIGNS.search(said):
        return said
    signs = _SIGNS.get(font_of(run), {})
    return _OF_SIGNS.sub(lambda found: signs.get(ord(found[0]) & 0xFF, found[0]), said)


def in_font(text: str, font: str) -> str:
    """Return what a text shows in a font: in one of signs, boxes and ticks in place of letters."""
    signs = _SIGNS.get(font, {})
    return "".join(signs.get(_place(character), character) for character in text) if signs else text


def _place(character: str) -> int:
    """Return the place of a character in a font of signs, or -1."""
    code = ord(character)
    return code & 0xFF if code < 0x100 or 0xF000 <= code < 0xF100 else -1


def font_of(run: etree._Element) -> str:
    """Return the font that a run states itself, or ""."""
    fonts = run.find(f"{W}rPr/{W}rFonts")
    return fonts.get(f"{W}ascii", "") if fonts is not None else ""
