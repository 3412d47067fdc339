"""How a drawing shows what it holds: its size, and how pictures and forms in it are cropped, turned, framed and toned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from assembler.readers.elements import BOX, FALLBACK, WP, A, M, W

_PERCENT, _DEGREE = 1_000, 60_000  # in the units of crops and turns
MILLIMETRE = 36_000  # in the unit of drawings
_POINT = 12_700  # in the unit of lines
_ON = ("1", "true")
_OF_PAGES = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}  # colours of pages and their text, in a theme
_COLORS = {"black": "000000", "white": "ffffff", "red": "ff0000", "blue": "0000ff", "green": "008000"}
_TONES = frozenset(f"{A}{name}" for name in ("grayscl", "biLevel", "lum", "alphaModFix", "clrChange", "duotone"))
_WHOLE = {"rect": ""}  # the form of a picture that says none
OBJECTS = frozenset([f"{W}drawing", f"{W}pict", f"{W}object", f"{W}contentPart"])
# Besides words, what is read in a box or a note: numbers, symbols, fields, formulas, tables, pictures, and what is deleted.
_SAYING = (*(f"{W}{name}" for name in ("delText", "numPr", "sym", "noBreakHyphen", "fldChar", "fldSimple", "tbl", "altChunk")), f"{M}t", *OBJECTS)  # fmt: skip


def shown_in(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements in a drawing, but those that are for older programs, and those in its text boxes."""
    for inner in element:
        if inner.tag != FALLBACK:
            yield inner
            if inner.tag != BOX:
                yield from shown_in(inner)


def look(shown: Iterable[etree._Element], theme: etree._Element | None) -> Iterator[str]:
    """Yield how the elements in a drawing look: crops, turns, forms, frames and tones. Nothing is said of what is usual.

    `theme` is the part that colours are taken from, if the file has one.
    """
    for inner in shown:
        given = {str(name): str(one) for name, one in inner.attrib.items()}
        if inner.tag == f"{A}srcRect":
            yield from _rounded(given, _PERCENT, ("l", "t", "r", "b"))
        elif inner.tag == f"{A}xfrm":
            yield from _rounded(given, _DEGREE, ("rot",))
            yield from (f" {name}" for name in ("flipH", "flipV") if given.get(name) in _ON)
        elif inner.tag == f"{A}prstGeom":
            form = given.get("prst", "")
            yield f" {_WHOLE.get(form, form)}"
        elif inner.tag == f"{A}ln":
            yield from _line(inner, theme)
        elif inner.tag in _TONES:
            yield f" {etree.QName(inner).localname} {sorted(given.items())}"
        elif inner.tag == f"{WP}docPr" and given.get("hidden") in _ON:
            yield " hidden"


def _line(line: etree._Element, theme: etree._Element | None) -> Iterator[str]:
    """Yield the width in points and the colour of a line that a drawing states itself."""
    color = next(line.iterfind(f"{A}solidFill/*"), None)
    width = line.get("w", "")
    if color is not None and width.isdigit():
        yield f" line {round(int(width) / _POINT)} {_value(color, theme)}"


def _value(color: etree._Element, theme: etree._Element | None) -> str:
    """Return the value of a colour, in whichever way it is stated: programs write one of a theme by its value."""
    named = color.get("val", "")
    if color.tag == f"{A}schemeClr":
        kind = _OF_PAGES.get(named, named)
        stated = next(theme.iterfind(f".//{A}clrScheme/{A}{kind}/*"), None) if theme is not None else None
        named = named if stated is None else stated.get("lastClr", stated.get("val", ""))
    return _COLORS.get(named, named).lower()


def sides(drawing: etree._Element) -> tuple[int, ...]:
    """Return the width and height of a drawing in its unit, or () if it is as large as its words."""
    if next(drawing.iter(f"{A}spAutoFit"), None) is not None:
        return ()
    extent = next(drawing.iter(f"{WP}extent"), None)
    given = (extent.get(side, "0") for side in ("cx", "cy")) if extent is not None else ()
    return tuple(int(side) for side in given if side.isdigit())


def layer(inside: etree._Element) -> int:
    """Return the layer of the floating drawing that an element stands in; drawings of a higher one cover it."""
    anchor = next(inside.iterancestors(f"{WP}anchor"), None)
    height = anchor.get("relativeHeight", "") if anchor is not None else ""
    return int(height) if height.isdigit() else 0


def says(story: etree._Element) -> bool:
    """Return True if a box of text or a note holds words, or else something that is read."""
    return any(each.tag != f"{W}t" or each.text for each in story.iter(f"{W}t", *_SAYING))


def alternative_text(drawing: etree._Element) -> str:
    """Return the words that stand for a drawing where it cannot be seen."""
    named = next(drawing.iter(f"{WP}docPr"), None)
    return " ".join(named.get("descr", "").split()) if named is not None else ""


def is_same_size(here: Sequence[int], there: Sequence[int]) -> bool:
    """Return True if two sizes are the same within half a millimetre, to which programs round them."""
    return len(here) == len(there) and all(
        abs(one - other) <= MILLIMETRE // 2 for one, other in zip(here, there, strict=True)
    )


def _rounded(given: Mapping[str, str], unit: int, names: Sequence[str]) -> Iterator[str]:
    figures = {name: given.get(name, "0") for name in names}
    yield from (
        f" {name} {round(int(figure) / unit)}"
        for name, figure in figures.items()
        if figure.removeprefix("-").isdigit() and round(int(figure) / unit)
    )
