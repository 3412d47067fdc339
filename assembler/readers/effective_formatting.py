"""Formatting by its effect: defaults, styles and what stands at the words, so that another way to write it is no change."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree
from msgspec import Struct

from assembler.readers.elements import A, Element, W, child, is_on, value

Look = Mapping[str, str]

_SILENT = {
    f"{W}{name}"
    for name in (
        "rPr", "sectPr", "numPr", "pStyle", "rStyle", "rPrChange", "pPrChange", "lang", "noProof", "bCs", "iCs",
        "szCs", "ins", "del", "cs", "webHidden",
    )
}  # fmt: skip
_BY_ATTRIBUTE = {f"{W}{name}" for name in ("ind", "spacing", "rFonts")}
_SAME = {"start": "left", "end": "right", "true": "1", "on": "1", "false": "0", "off": "0"}
_FONTS = ("ascii", "hAnsi", "eastAsia")
_PLAIN = {"", "0", "none", "auto", "baseline", "left", "start"}  # values that say the default
_PLAIN_OF = {("spacing.line", "240")}
_SWITCHED_ON = {"widowControl", "autoSpaceDE", "autoSpaceDN", "snapToGrid", "adjustRightInd"}


class Style(Struct, frozen=True):
    """A style: its name, its formatting with that of the styles it is based on, and its list and level."""

    name: str
    paragraph: Look
    run: Look
    numbering: tuple[str, str]


class Formatting:
    """The formatting of a file, or with `change` "Change" that before the tracked changes of its styles."""

    def __init__(self, root: Element | None, theme: Element | None, change: str = "") -> None:
        # The parts of styles and of the theme.
        self._change = change
        self.elements = {element.get(f"{W}styleId", ""): element for element in root.iter(f"{W}style")} if root is not None else {}  # fmt: skip
        self.theme, self._fonts = theme, _theme_fonts(theme)
        self._styles: dict[str, Style] = {}
        self._known: dict[tuple[str, bytes, str], Look] = {}
        defaults = child(root, "docDefaults")
        run = defaults.find(f"{W}rPrDefault/{W}rPr") if defaults is not None else None
        paragraph = defaults.find(f"{W}pPrDefault/{W}pPr") if defaults is not None else None
        self.defaults = Style("", self.direct(paragraph), self.direct(run), ("", ""))
        self.default = next(
            (
                identity
                for identity, element in self.elements.items()
                if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in ("1", "true")
            ),
            "",
        )

    def style(self, identity: str) -> Style:
        """Return a style by its id; one that the file lacks says nothing."""
        if identity not in self._styles:
            self._styles[identity] = Style("", {}, {}, ("", ""))  # styles of a broken file may be based on each other
            element = self.elements.get(identity)
            if element is not None:
                based = self.style(value(element, "basedOn"))
                paragraph, run = (self._of_style(element, name) for name in ("pPr", "rPr"))
                numbering = _numbering(child(paragraph, "numPr"))
                self._styles[identity] = Style(
                    value(element, "name"),
                    {**based.paragraph, **self.direct(paragraph)},
                    {**based.run, **self.direct(run)},
                    (numbering[0] or based.numbering[0], numbering[1] or based.numbering[1]),
                )
        return self._styles[identity]

    def _of_style(self, style: Element, name: str) -> Element | None:
        """Return the properties of a style itself."""
        properties = child(style, name)
        before = child(child(properties, f"{name}{self._change}"), name) if self._change else None
        return properties if before is None else before

    def direct(self, properties: Element | None) -> Look:
        """Return what properties say themselves."""
        look: dict[str, str] = {}
        for element in properties if properties is not None else ():
            if element.tag in _SILENT:
                continue
            name = element.tag.removeprefix(W)
            if name == "rFonts":
                look.update(self._named_fonts(element))
            elif element.tag in _BY_ATTRIBUTE:
                for attribute, given in own_attributes(element):
                    plain = attribute.removeprefix(W)
                    look[f"{name}.{_SAME.get(plain, plain)}"] = given
            elif len(element):
                look[name] = " ".join(f"{inner.tag!s} {own_attributes(inner)}" for inner in element.iter())
            else:
                look[name] = _given(element)
        return {name: _SAME.get(given, given) for name, given in look.items()}

    def _named_fonts(self, fonts: Element) -> dict[str, str]:
        named: dict[str, str] = {}
        for kind in _FONTS:
            theme = fonts.get(f"{W}{kind}Theme", "")
            font = self._fonts.get(theme[:5], "") if theme and kind != "eastAsia" else fonts.get(f"{W}{kind}", "")
            if font:
                named[f"font.{kind}"] = font
        return named

    def run(self, paragraph: Element, properties: Element | None) -> Look:
        """Return the effective look of a run in a paragraph."""
        style = value(child(paragraph, "pPr"), "pStyle") or self.default
        key = (style, b"" if properties is None else etree.tostring(properties), "run")
        if key not in self._known:
            of_characters = self.style(value(properties, "rStyle")).run
            look = {**self.defaults.run, **self.style(style).run, **of_characters, **self.direct(properties)}
            self._known[key] = effective(look)
        return self._known[key]

    def paragraph(self, properties: Element | None) -> Look:
        """Return the effective look of a paragraph, without its number."""
        key = ("", b"" if properties is None else etree.tostring(properties), "paragraph")
        if key not in self._known:
            style = self.style(value(properties, "pStyle") or self.default)
            self._known[key] = effective({**self.defaults.paragraph, **style.paragraph, **self.direct(properties)})
        return self._known[key]

    def begins_page(self, properties: Element | None) -> bool:
        """Return True if a paragraph begins a page by itself or by its style."""
        own = child(properties, "pageBreakBefore")
        if own is not None:
            return is_on(own)
        style = self.style(value(properties, "pStyle") or self.default)
        return style.paragraph.get("pageBreakBefore", "") == "1"

    def numbering(self, properties: Element | None) -> tuple[str, str]:
        """Return the list and the level of a paragraph, its own or those of its style."""
        style = self.style(value(properties, "pStyle") or self.default)
        own = _numbering(child(properties, "numPr"))
        identity, level = own[0] or style.numbering[0], own[1] or style.numbering[1]
        return ("", "") if identity in ("", "0") else (identity, level or "0")


def _numbering(properties: Element | None) -> tuple[str, str]:
    return value(properties, "numId"), value(properties, "ilvl")


def _given(element: Element) -> str:
    """Return what the attributes of an element say."""
    given = own_attributes(element)
    return given[0][1] if len(given) == 1 else " ".join(f"{name}={one}" for name, one in given) or "1"


def own_attributes(element: Element) -> list[tuple[str, str]]:
    """Return the attributes of the namespace of an element, in order; programs add attributes of theirs."""
    namespace = str(element.tag).partition("}")[0]
    return sorted((str(name), str(given)) for name, given in element.attrib.items() if str(name).startswith(namespace))


def effective(look: Look) -> Look:
    """Return the look without what is so anyway."""
    return {name: given for name, given in look.items() if not _is_default(name, given)}


def _is_default(name: str, given: str) -> bool:
    if name in _SWITCHED_ON:
        return given == "1"
    if name == "outlineLvl":  # it counts from 0, and 9 is none
        return given == "9"
    return given.lower() in _PLAIN or (name, given) in _PLAIN_OF


def _theme_fonts(theme: Element | None) -> dict[str, str]:
    """Return the fonts that a theme calls major and minor."""
    fonts: dict[str, str] = {}
    for name in ("major", "minor"):
        latin = theme.find(f".//{A}{name}Font/{A}latin") if theme is not None else None
        if latin is not None:
            fonts[name] = latin.get("typeface", "")
    return fonts
