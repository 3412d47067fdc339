"""The sections of a Word file: where they break, and what their pages are like, by its effect."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import pairwise

from lxml import etree
from msgspec import Struct

from assembler.readers.effective_formatting import own_attributes
from assembler.readers.elements import W, child, is_on, value
from assembler.readers.reading import NonTextPart

SECTION_BREAK, OF_DOCUMENT = "section break", "setting of the document"
_POINT = 20  # twips
# What Word takes for the pages of a section that says nothing: Letter, with margins of an inch.
_USUAL = {"w": "612", "h": "792", "header": "36", "footer": "36", "gutter": "0", "space": "36"}
_MARGIN = "72"
_KINDS = {"nextPage": "next page", "nextColumn": "next column", "evenPage": "even page", "oddPage": "odd page"}
_FURNITURE = ("header", "footer")
_REFERENCES = (f"{W}headerReference", f"{W}footerReference")
_OFF = ("", "0", "false", "off")
_SETTINGS = {
    "titlePg": "another first page", "vAlign": "vertical alignment", "textDirection": "direction of text",
    "bidi": "right to left", "rtlGutter": "gutter on the right", "formProt": "protected forms",
    "pgBorders": "borders", "footnotePr": "footnotes", "endnotePr": "endnotes",
}  # fmt: skip
# Hyphenation is left out: LibreOffice switches it on, and forbids it in each style.
_OF_DOCUMENT = {
    "mirrorMargins": "mirrored margins", "gutterAtTop": "gutter at the top", "bookFoldPrinting": "booklet",
    "footnotePr": "footnotes", "endnotePr": "endnotes",
}  # fmt: skip
_TAB_STOPS, _USUAL_TABS = "default tab stops", "36 points"
_PLAIN = (*_OFF, "top", "lrTb")
_PLAIN_IN = {
    f"{W}footnotePr": ("numFmt decimal", "numStart 1", "numRestart continuous", "pos pageBottom"),
    f"{W}endnotePr": ("numFmt lowerRoman", "numStart 1", "numRestart continuous", "pos docEnd"),
    f"{W}pgBorders": (),
}


class Section(Struct, frozen=True):
    """The properties of a section, and the beginning of the paragraph before it."""

    properties: etree._Element
    place: str = ""


def settled(properties: etree._Element, *, is_rejected: bool) -> etree._Element:
    """Return the properties of a section with a tracked change of them settled."""
    before = properties.find(f"{W}sectPrChange/{W}sectPr") if is_rejected else None
    if before is None:
        return properties
    restored = deepcopy(before)
    # Headers and footers are never part of the change.
    restored.extend(deepcopy(reference) for reference in properties.iterchildren(*_REFERENCES))
    return restored


def section_parts(sections: Sequence[Section]) -> Iterator[NonTextPart]:
    """Yield the breaks between sections, and what a section says of its pages where it changes that."""
    for _, section in pairwise(sections):
        kind = begins(section.properties)
        yield NonTextPart(SECTION_BREAK, kind, section.place, kind)
    known, shown = USUAL_PAGES, set[str]()
    for section in sections:
        references = section.properties.iterchildren(*_REFERENCES)
        shown |= {etree.QName(reference).localname.removesuffix("Reference") for reference in references}
        # Without a header, its distance says nothing.
        told = {**pages(section.properties), _DISTANCES: _distances(section.properties, shown)}
        for name, said in told.items():
            if said != known[name]:
                yield NonTextPart(name, said, section.place, said)
        known = told


def begins(section: etree._Element) -> str:
    """Return where a section begins, such as "next page"."""
    kind = value(section, "type") or "nextPage"
    return _KINDS.get(kind, kind)


def pages(section: etree._Element) -> Mapping[str, str]:
    """Return what a section says of its pages: the name and the value of each property."""
    return {
        "size of the pages": _size(section),
        "margins of the pages": _points(section, "pgMar", ("top", "right", "bottom", "left", "gutter")),
        _DISTANCES: _distances(section, _FURNITURE),
        "columns of the pages": _columns(section),
        "numbers of the pages": _numbers(section, "pgNumType", {"fmt": "decimal"}),
        "numbers of the lines": _numbers(section, "lnNumType", {"restart": "newPage"}),
        "settings of the pages": ", ".join(_settings(section)) or "none",
    }


def _given(section: etree._Element, name: str, key: str) -> str:
    element = child(section, name)
    return element.get(f"{W}{key}", "") if element is not None else ""


def _length(element: etree._Element | None, key: str) -> str:
    """Return a length in points: programs round a page of A4 each in their own way."""
    given = element.get(f"{W}{key}", "") if element is not None else ""
    is_length = given.removeprefix("-").isdecimal()
    return str(round(int(given) / _POINT)) if is_length else _USUAL.get(key, _MARGIN)


def _points(section: etree._Element, name: str, keys: Sequence[str]) -> str:
    element = child(section, name)
    return f"{', '.join(f'{key} {_length(element, key)}' for key in keys)} points"


def _distances(section: etree._Element, shown: Container[str]) -> str:
    margins = child(section, "pgMar")
    told = (f"{name} {_length(margins, name) if name in shown else _USUAL[name]}" for name in _FURNITURE)
    return f"{', '.join(told)} points"


def _size(section: etree._Element) -> str:
    size, orientation = child(section, "pgSz"), _given(section, "pgSz", "orient")
    turned = f", {orientation}" if orientation not in ("", "portrait") else ""
    return f"{_length(size, 'w')} x {_length(size, 'h')} points{turned}"


def _columns(section: etree._Element) -> str:
    columns = child(section, "cols")
    widths = [*columns.iterchildren(f"{W}col")] if columns is not None else []
    is_equal = not widths or _given(section, "cols", "equalWidth") not in ("0", "false", "off")
    count = (_given(section, "cols", "num") or "1") if is_equal else str(len(widths))
    if count in ("0", "1"):
        return "1"
    line = ", with a line between" if _given(section, "cols", "sep") not in _OFF else ""
    if is_equal:
        return f"{count}, {_length(columns, 'space')} points apart{line}"
    return f"{count}, {', '.join(_length(column, 'w') for column in widths)} points wide{line}"


def _numbers(section: etree._Element, name: str, plain: Mapping[str, str]) -> str:
    element = child(section, name)
    given = own_attributes(element) if element is not None else []
    told = [f"{key.removeprefix(W)} {said}" for key, said in given if plain.get(key.removeprefix(W)) != said]
    return ", ".join(told) or ("none" if element is None or "fmt" in plain else "of each page")


def _settings(section: etree._Element) -> Iterator[str]:
    """Yield the other settings of a section, but those that are so anyway."""
    for name, called in _SETTINGS.items():
        element = child(section, name)
        said = _said(element) if element is not None else ""
        if said not in _PLAIN:
            yield called if said in ("1", "true", "on") else f"{called} {said}"


def document_settings(settings: etree._Element | None, document: etree._Element | None) -> Mapping[str, str]:
    """Return what a file says of all its pages: the name and the value of each setting that is not so anyway."""
    told = {
        called: _said(found) for name, called in _OF_DOCUMENT.items() if (found := child(settings, name)) is not None
    }
    tabs, ground = child(settings, "defaultTabStop"), child(document, "background")
    if tabs is not None and (twips := tabs.get(f"{W}val", "")).isdecimal():
        told[_TAB_STOPS] = f"{round(int(twips) / _POINT)} points"
    if ground is not None and is_on(child(settings, "displayBackgroundShape")):
        told["background of the pages"] = ground.get(f"{W}color", "auto")
    return {called: said for called, said in told.items() if said not in (*_PLAIN, "auto", _USUAL_TABS)}


def _said(setting: etree._Element) -> str:
    """Return the value of a setting, or what the elements in it say."""
    plain = _PLAIN_IN.get(str(setting.tag))
    if plain is None:
        return setting.get(f"{W}val", "1")
    own = [given for _, given in own_attributes(setting)]
    # A document also lists its separators there.
    others = (one for one in setting if etree.QName(one).localname not in ("footnote", "endnote"))
    inner = [" ".join([etree.QName(one).localname, *(given for _, given in own_attributes(one))]) for one in others]
    return " ".join([*own, *(said for said in inner if said not in plain)])


_DISTANCES = "distances of headers and footers"
USUAL_PAGES = pages(etree.Element(f"{W}sectPr"))
"""What a section is like that says nothing of its pages."""
