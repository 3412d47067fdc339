"""What programs write in two ways: the older file is written as the newer one is, where both say the same.

Only the older file is changed, so that accepting all gives the newer one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml import etree
from msgspec import Struct

from assembler.readers.elements import (
    ALTERNATIVES,
    MC,
    WP,
    Element,
    R,
    W,
    child,
    properties_of,
    remove,
    remove_children,
)
from assembler.readers.fields import Field, plain_code
from assembler.readers.objects import address
from assembler.readers.package import Relationship
from assembler.readers.symbols import font_of
from assembler.redline.rewritings import made_complex
from assembler.redline.word_file import OFFICE, WordFile, words_of

_SILENT = {f"{W}{name}" for name in ("pPr", "bookmarkStart", "bookmarkEnd", "proofErr")}


def write_as(old: WordFile, new: WordFile) -> None:
    """Write what the bodies of both files say as the newer one does."""
    for write in (_order_boxes, _place_tabs_before_pages, _end_long_fields, _type_symbols, _place_controls):
        write(old.body, new.body)
    _write_links(old, new)


def _order_boxes(old: Element, new: Element) -> None:
    """Order the floating boxes that stand together at one place as the newer file does."""
    orders = {tuple(sorted(order)): order for order in map(_said, _together(new))}
    for drawings in [*_together(old)] if orders else ():
        said = _said(drawings)
        order = orders.get(tuple(sorted(said)), said)
        if order != said and len({*said}) == len(said):
            _put(drawings, sorted(drawings, key=lambda drawing: order.index(_words(drawing))))


def _together(body: Element) -> Iterator[Sequence[Element]]:
    """Yield the floating drawings between which nothing is shown, where it is more than one."""
    found: list[Element] = []
    for anchor in body.iter(f"{WP}anchor"):
        around = next(anchor.iterancestors(ALTERNATIVES), None)
        drawing = anchor.getparent() if around is None else around
        if drawing is None or drawing in found:
            continue
        if found and not _is_next(found[-1], drawing):
            yield from [found] if len(found) > 1 else []
            found = []
        found.append(drawing)
    yield from [found] if len(found) > 1 else []


def _is_next(drawing: Element, other: Element) -> bool:
    """Return True if nothing that is shown stands between two drawings in runs."""
    run, last = drawing.getparent(), other.getparent()
    if run is None or last is None:
        return False
    behind = [*drawing.itersiblings()]
    if run is not last:
        runs = [*run.itersiblings()]
        if last not in runs:
            return False
        between = (inner for one in runs[: runs.index(last)] if one.tag == f"{W}r" for inner in one)
        behind += [*between, *last]
    shown = filter(_content, behind)
    return next(shown, None) is other


def _said(drawings: Sequence[Element]) -> list[tuple[str, ...]]:
    return [*map(_words, drawings)]


def _words(drawing: Element) -> tuple[str, ...]:
    choice = drawing.find(f"{MC}Choice")
    return words_of(drawing if choice is None else choice)


def _put(drawings: Sequence[Element], ordered: Sequence[Element]) -> None:
    """Put drawings into the places of drawings."""
    places = [etree.Element("place") for _ in drawings]
    for drawing, place in zip(drawings, places, strict=True):
        drawing.addprevious(place)
    for place, drawing in zip(places, ordered, strict=True):
        parent = place.getparent()
        assert parent is not None  # noqa: S101  it stands before a drawing
        parent.replace(place, drawing)


def _place_tabs_before_pages(old: Element, new: Element) -> None:
    """Let the tab before the number of a page stand in its field or before it, as in the newer file."""
    within = {tab.is_within for tab in _tabs_before_pages(new)}
    for tab in [*_tabs_before_pages(old)] if len(within) == 1 else ():
        if tab.is_within not in within:
            run = etree.Element(f"{W}r")
            look = child(tab.run, "rPr")
            run.extend([] if look is None else [deepcopy(look)])
            run.append(tab.element)
            if tab.is_within:
                tab.begin.addprevious(run)
            else:
                tab.separate.addnext(run)


class _Tab(Struct, frozen=True, eq=False):
    """A tab before the number of a page, the run that it stands in, and those that begin and part its field."""

    element: Element
    run: Element
    begin: Element
    separate: Element
    is_within: bool


def _tabs_before_pages(body: Element) -> Iterator[_Tab]:
    for code in body.iter(f"{W}instrText"):
        run = code.getparent()
        if run is None or (code.text or "").split()[:1] != ["PAGEREF"]:
            continue
        begin = next((one for one in run.itersiblings(f"{W}r", preceding=True) if _turns(one, "begin")), None)
        separate = next((one for one in run.itersiblings(f"{W}r") if _turns(one, "separate")), None)
        if begin is None or separate is None:
            continue
        for beside, is_within in ((separate, True), (begin, False)):
            shown = (one for one in beside.itersiblings(f"{W}r", preceding=not is_within) if any(map(_content, one)))
            other = next(shown, None)
            inner = [*filter(_content, other)][-1 if not is_within else 0] if other is not None else None
            if other is not None and inner is not None and inner.tag == f"{W}tab":
                yield _Tab(inner, other, begin, separate, is_within)


def _end_long_fields(old: Element, new: Element) -> None:
    """Let fields of several paragraphs end behind the last of them, or before the next one, as in the newer file."""
    are_first = {is_first for _, is_first in _ends_of_long_fields(new)}
    for run, is_first in [*_ends_of_long_fields(old)] if len(are_first) == 1 else ():
        paragraphs = [*old.iter(f"{W}p")]
        place = next(index for index, one in enumerate(paragraphs) if one is run.getparent()) + (-1 if is_first else 1)
        if is_first in are_first or not 0 <= place < len(paragraphs):
            continue
        if is_first:
            paragraphs[place].append(run)
        else:
            paragraphs[place].insert(0 if child(paragraphs[place], "pPr") is None else 1, run)


def _ends_of_long_fields(body: Element) -> Iterator[tuple[Element, bool]]:
    """Yield the runs that end a field of several paragraphs at the end or at the start of one: True for the start."""
    begun: list[Element] = []
    for mark in body.iter(f"{W}fldChar"):
        run, kind = mark.getparent(), mark.get(f"{W}fldCharType")
        if kind == "begin":
            begun.append(mark)
        elif kind == "end" and begun and _paragraph(begun.pop()) is not _paragraph(mark) and run is not None:
            before, behind = ([one for one in run.itersiblings(preceding=is_before) if _is_shown(one)] for is_before in (True, False))  # fmt: skip
            if _turns(run, "end") and run.getparent() is _paragraph(mark) and (not before or not behind):
                yield run, not before


def _paragraph(inner: Element) -> Element | None:
    return next(inner.iterancestors(f"{W}p"), None)


def _is_shown(beside: Element) -> bool:
    """Return True if something in a paragraph is no property or bookmark, and no run without content."""
    return beside.tag not in _SILENT and (beside.tag != f"{W}r" or any(map(_content, beside)))


def _turns(run: Element, kind: str) -> bool:
    """Return True if a run is this mark of a field and nothing else."""
    inner = [*filter(_content, run)]
    return len(inner) == 1 and inner[0].get(f"{W}fldCharType") == kind


def _content(inner: Element) -> bool:
    return inner.tag != f"{W}rPr"


def _type_symbols(old: Element, new: Element) -> None:
    """Let symbols stand as such, or typed in their font, as in the newer file."""
    placed, typed = {_symbol(one): one for one in new.iter(f"{W}sym")}, dict(_typed_symbols(new))
    for element in [*old.iter(f"{W}sym")] if typed else ():
        symbol, run = _symbol(element), element.getparent()
        if symbol in typed and symbol not in placed and run is not None and [*filter(_content, run)] == [element]:
            _set_font(run, typed[symbol])
            text = etree.Element(f"{W}t")
            text.text = symbol[1]
            run.replace(element, text)
    for symbol, run in [*_typed_symbols(old)] if placed else ():
        if symbol in placed and symbol not in typed and len([*filter(_content, run)]) == 1:
            _set_font(run, None)
            run.replace(next(filter(_content, run)), deepcopy(placed[symbol]))


def _symbol(symbol: Element) -> tuple[str, str]:
    """Return the font and the character of a symbol; fonts of signs keep theirs from F000 up."""
    code = symbol.get(f"{W}char", "")
    is_code = len(code) == len("F0A8") and not {*code.upper()} - {*"0123456789ABCDEF"}
    return symbol.get(f"{W}font", ""), chr(0xF000 | int(code, 16) & 0xFF) if is_code else ""


def _typed_symbols(body: Element) -> Iterator[tuple[tuple[str, str], Element]]:
    """Yield the runs that are one character of a font of signs, by font and character."""
    for text in body.iter(f"{W}t"):
        run = text.getparent()
        if run is not None and len(text.text or "") == 1 and "\uf000" <= (text.text or "") <= "\uf0ff":
            yield (font_of(run), text.text or ""), run


def _set_font(run: Element, like: Element | None) -> None:
    """Give a run the fonts of another, or none."""
    properties, fonts = child(run, "rPr"), like.find(f"{W}rPr/{W}rFonts") if like is not None else None
    if properties is not None:
        remove_children(properties, "rFonts")
    if fonts is not None:
        properties = properties_of(run, "rPr")
        properties.insert(0 if child(properties, "rStyle") is None else 1, deepcopy(fonts))


def _place_controls(old: Element, new: Element) -> None:
    """Let a control around all of a paragraph stand in it or around it, as in the newer file."""
    within, around = (
        {words_of(one) for one in _paragraphs_in_control(new)},
        {words_of(one) for one in _controls_around(new)},
    )
    for control in [*_controls_around(old)]:
        if words_of(control) in within - around:
            (paragraph,) = _content_of(control)
            control.addprevious(paragraph)
            _content_of(control).extend(inner for inner in [*paragraph] if inner.tag != f"{W}pPr")
            paragraph.append(control)
    for paragraph in [*_paragraphs_in_control(old)]:
        if words_of(paragraph) in around - within:
            control = next(paragraph.iterchildren(f"{W}sdt"))
            paragraph.addprevious(control)
            paragraph.extend([*_content_of(control)])
            _content_of(control).append(paragraph)


def _content_of(control: Element) -> Element:
    content = child(control, "sdtContent")
    assert content is not None  # noqa: S101  it has words
    return content


def _controls_around(body: Element) -> Iterator[Element]:
    """Yield the controls around one paragraph that has words."""
    for control in body.iter(f"{W}sdt"):
        blocks = [*control.iterfind(f"{W}sdtContent/*")]
        if len(blocks) == 1 and blocks[0].tag == f"{W}p" and words_of(control):
            yield control


def _paragraphs_in_control(body: Element) -> Iterator[Element]:
    """Yield the paragraphs whose words all stand in one control."""
    for control in body.iter(f"{W}sdt"):
        paragraph = control.getparent()
        if paragraph is not None and paragraph.tag == f"{W}p" and [*filter(_is_shown, paragraph)] == [control] and words_of(control):  # fmt: skip
            yield paragraph


class _Link(Struct, frozen=True, eq=False):
    """A link: where it leads to with its words, and the words of its paragraph.

    `code` is that of a field, and `elements` are its runs, or else the element around the words.
    """

    key: tuple[str, ...]
    place: tuple[str, ...]
    code: str
    elements: Sequence[Element]


def _write_links(old: WordFile, new: WordFile) -> None:
    """Let links be fields or elements around their words, as in the newer file."""
    # The codes of the links, by where they lead to and also by where they stand.
    known: dict[tuple[str, ...], list[str]] = {}
    for link in _links(new):
        for key in (link.key, (*link.key, *link.place)):
            known.setdefault(key, []).append(link.code)
    for link in [*_links(old)]:
        codes = known.get((*link.key, *link.place)) or known.get(link.key, [])
        if link.code and codes and not any(codes):
            _make_element(old, link)
        elif not link.code and codes and all(codes):
            _make_field(link, codes[0])


def _make_field(link: _Link, code: str) -> None:
    (element,) = link.elements
    field = etree.Element(f"{W}fldSimple", {f"{W}instr": code})
    field.extend([*element])
    element.addprevious(field)
    made_complex(field)
    remove(element)


def _links(file: WordFile) -> Iterator[_Link]:
    for element in file.body.iter(f"{W}hyperlink"):
        relationship = file.relationships(file.main).get(element.get(f"{R}id", ""))
        target = address(relationship.target if relationship is not None else "", element.get(f"{W}anchor", ""))
        yield _Link((target.removeprefix("#"), *words_of(element)), _place(element), "", [element])
    for code in file.body.iter(f"{W}instrText"):
        run, field = code.getparent(), Field(code.text or "")
        if run is not None and plain_code(field.code).startswith("HYPERLINK ") and (runs := _runs_of_field(run)):
            words = [word for one in runs[3:-1] for word in words_of(one)]
            yield _Link((_target(field), *words), _place(run), field.code, runs)


def _place(inner: Element) -> tuple[str, ...]:
    paragraph = _paragraph(inner)
    return ("\n", *words_of(paragraph)) if paragraph is not None else ()


def _target(field: Field) -> str:
    """Return where the field of a link leads to: an address, with the place in it, or a place of the document."""
    target, _, place = field.target.partition("#")
    return address(target, place) if target else field.place


def _runs_of_field(code: Element) -> Sequence[Element]:
    """Return the runs of a field whose code is one run, from its beginning to its end; or none."""
    begin, separate = (next(filter(_is_shown, code.itersiblings(preceding=is_before)), None) for is_before in (True, False))  # fmt: skip
    if begin is None or separate is None or not (_turns(begin, "begin") and _turns(separate, "separate")):
        return []
    behind = [*separate.itersiblings()]
    end = next((index for index, one in enumerate(behind) if next(one.iter(f"{W}fldChar"), None) is not None), None)
    return [begin, code, separate, *behind[: end + 1]] if end is not None and _turns(behind[end], "end") else []


def _make_element(file: WordFile, link: _Link) -> None:
    field, element = Field(link.code), etree.Element(f"{W}hyperlink")
    target, _, place = field.target.partition("#")
    if target:
        element.set(f"{R}id", file.relate(file.main, Relationship(f"{OFFICE}hyperlink", target, is_external=True)))
    if place or field.place:
        element.set(f"{W}anchor", place or field.place)
    begin, code, separate, *shown, end = link.elements
    begin.addprevious(element)
    element.extend(shown)
    for run in (begin, code, separate, end):
        remove(run)
