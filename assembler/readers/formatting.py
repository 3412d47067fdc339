"""The formatting of a Word file's paragraphs, to report a change of formatting alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from lxml import etree

from assembler.readers import drawings
from assembler.readers.effective_formatting import Formatting, own_attributes
from assembler.readers.elements import W, value
from assembler.readers.number_looks import NumberLook, look_of_number
from assembler.readers.paragraph_text import ParagraphText
from assembler.readers.reading import Look, straightened

Looks = list[tuple[object, ...]]
_AROUND = (f"{W}tc", f"{W}tr", f"{W}tbl")
# The looks of cells, rows and tables that do not depend on the width of a page.
_TABLES = {
    f"{W}{name}"
    for name in ("vMerge", "cellMerge", "shd", "tcBorders", "textDirection", "tblBorders", "tblHeader", "cantSplit", "bidiVisual", "trHeight", "vAlign", "jc", "tblStyle", "tblpPr")
}  # fmt: skip
_USUAL = ("top", "left", "start")  # where cells and tables stand that say nothing


def looks_of(
    stories: Iterable[etree._Element],
    is_left_out: Callable[[etree._Element], bool],
    formatting: Formatting,
    level: Callable[[etree._Element | None], etree._Element | None],
    change: str = "",
) -> Mapping[str, tuple[Look, ...]]:
    """Return the looks of the paragraphs of stories by their words, in order.

    `is_left_out` tells the elements that tracked changes leave out, and `level` the level of the list of a paragraph by
    its properties, with tracked changes applied. `change` is "Change" for the formatting before tracked changes.
    """
    looks: dict[str, list[Look]] = {}
    known: dict[etree._Element, Looks] = {}
    numbers: dict[etree._Element | None, NumberLook] = {}
    for paragraph in (each for story in stories for each in story.iter(f"{W}p")):
        text = ParagraphText.of(paragraph, is_left_out)
        characters = text.letters
        words = " ".join(straightened(characters).split())
        if words:
            found = level(paragraph.find(f"{W}pPr"))
            if found not in numbers:
                numbers[found] = look_of_number(found, formatting)
            around: Looks = [numbers[found]]
            around += _of_box(paragraph, formatting.theme)
            around += _around(paragraph, is_left_out, change, known)
            look = _digest(paragraph, text.runs, formatting, change, around)
            looks.setdefault(words, []).append(Look(look, characters, tuple(text.marks)))
    return {words: tuple(found) for words, found in looks.items()}


def _digest(
    paragraph: etree._Element,
    runs: Sequence[tuple[etree._Element, str]],
    formatting: Formatting,
    change: str,
    around: Iterable[tuple[object, ...]],
) -> str:
    look = formatting.paragraph(_before(paragraph, "pPr", change))
    # A break of a page is told as such, however it is written.
    properties = sorted(each for each in look.items() if each[0] != "pageBreakBefore")
    looked = (
        (
            sorted(formatting.run(paragraph, _before(run, "rPr", change)).items()) + _turned(run) + _signs(run),
            straightened(text),
        )
        for run, text in runs
        if text.strip()
    )
    # Spaces have no look, and those at the ends of runs belong to either.
    alike = [(look, "".join(text for _, text in same).split()) for look, same in groupby(looked, lambda one: one[0])]
    return hashlib.sha256(repr((properties, alike, *around)).encode()).hexdigest()


def _turned(run: etree._Element) -> list[tuple[str, str]]:
    """Return the direction that words are forced into, which may print them backwards."""
    return [
        ("direction", around.get(f"{W}val", ""))
        for around in run.iterancestors(f"{W}bdo", f"{W}dir", f"{W}p")
        if around.tag != f"{W}p"
    ]


def _signs(run: etree._Element) -> list[tuple[str, str]]:
    """Return the fonts of the symbols in a run, which are other signs in another font."""
    return [("symbol", symbol.get(f"{W}font", "")) for symbol in run.iterchildren(f"{W}sym")]


def _of_box(paragraph: etree._Element, theme: etree._Element | None) -> Looks:
    """Return the form and the size in millimetres of the box of text that a paragraph stands in."""
    box = next(paragraph.iterancestors(f"{W}drawing"), None)
    if box is None:
        return []
    size = [round(side / drawings.MILLIMETRE) for side in drawings.sides(box)]
    return [("box", *drawings.look(drawings.shown_in(box), theme), *size)]


def _around(
    paragraph: etree._Element,
    is_left_out: Callable[[etree._Element], bool],
    change: str,
    known: dict[etree._Element, Looks],
) -> Iterator[tuple[object, ...]]:
    """Yield how the cell, the row and the table of a paragraph look, if it stands in a table."""
    for element in paragraph.iterancestors(*_AROUND):
        if element not in known:
            properties = _before(element, f"{etree.QName(element).localname}Pr", change)
            looks = (each for each in (properties if properties is not None else ()) if each.tag in _TABLES)
            known[element] = [look for each in looks for look in _of_table(each, change)]
            if element.tag == f"{W}tc" and (columns := _columns(element, is_left_out, change)) > 1:
                known[element].append(("columns", columns))
        yield from known[element]


def _columns(cell: etree._Element, is_left_out: Callable[[etree._Element], bool], change: str) -> int:
    """Return the number of columns of a cell. Word gives it those of the deleted cells behind it."""
    span = value(_before(cell, "tcPr", change), "gridSpan")
    columns = int(span) if span.isdecimal() else 1
    behind = cell.getnext()
    is_deleted = behind is not None and is_left_out(behind) and behind.find(f"{W}tcPr/{W}cellDel") is not None
    return columns + (_columns(behind, is_left_out, change) if behind is not None and is_deleted else 0)


def _of_table(element: etree._Element, change: str) -> Looks:
    """Return what an element says of the look of a table. A tracked merge of cells says it otherwise than a merge."""
    if element.tag == f"{W}vMerge":
        return [("merged", element.get(f"{W}val", "continue")[:4])]
    if element.tag == f"{W}cellMerge":
        how = element.get(f"{W}vMergeOrig" if change else f"{W}vMerge", "")
        return [("merged", how[:4])] if how else []
    if element.get(f"{W}val", "") in _USUAL:
        return []
    if element.tag == f"{W}tblpPr":
        return [("floats", True)]  # where depends on the page
    usual = (f"{W}hRule", "auto")
    return [(inner.tag, *(said for said in own_attributes(inner) if said != usual)) for inner in element.iter()]


def _before(element: etree._Element, name: str, change: str) -> etree._Element | None:
    """Return the properties of an element, or with a `change` those before it."""
    properties = element.find(f"{W}{name}")
    before = properties.find(f"{W}{name}{change}/{W}{name}") if change and properties is not None else None
    return properties if before is None else before
