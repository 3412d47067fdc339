"""Settling the tracked changes that a file comes with: all accepted, or all rejected."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from assembler.readers.content_controls import TRACKED_CONTROLS, is_tracked
from assembler.readers.elements import POINTS, Element, W, child, properties_of, remove, remove_children, value
from assembler.redline.word_file import WordFile

_ADDED, _REMOVED = ("ins", "moveTo"), ("del", "moveFrom")
_CHANGES = tuple(
    f"{W}{name}"
    for name in (
        "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange",
        "tblGridChange", "numberingChange",
    )
)  # fmt: skip
_KEPT = {f"{W}{name}" for name in ("rPr", "sectPr", "headerReference", "footerReference", "ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel")}  # fmt: skip
_MARKS = {f"{W}{name}" for name in (*_ADDED, *_REMOVED)}
_RANGES = tuple(f"{W}{kind}Range{end}" for kind in ("moveFrom", "moveTo", "customXmlIns", "customXmlDel", "customXmlMoveFrom", "customXmlMoveTo") for end in ("Start", "End"))  # fmt: skip
_OF_CELLS = (f"{W}cellIns", f"{W}cellDel", f"{W}cellMerge")
_MERGES = {"rest": "restart", "cont": "continue"}
_OF_PROPERTIES = {f"{W}{name}" for name in ("rPr", "trPr", "numPr", "ctrlPr")}
_EMPTIED = {f"{W}rPr", f"{W}pPr", f"{W}trPr"}
_AS_SHOWN = {f"{W}delText": f"{W}t", f"{W}delInstrText": f"{W}instrText"}
_PARTS = ("footnotes", "endnotes", "header", "footer", "comments", "styles")


def settle(file: WordFile, *, rejected: bool) -> None:
    """Accept all tracked changes of a file, or reject them, in each of its parts."""
    for part in [file.main, *(name for kind in _PARTS for name in file.related(kind))]:
        root = file.root(part)
        if root is not None and any(True for _ in root.iter(*_MARKS, *_CHANGES, *_RANGES, *_OF_CELLS)):
            _settle(root, rejected=rejected)


def _settle(root: Element, *, rejected: bool) -> None:
    gone, kept = (_ADDED, _REMOVED) if rejected else (_REMOVED, _ADDED)
    for change in [*root.iter(*_CHANGES)]:
        _settle_properties(change, rejected=rejected)
    _drop_controls(root, TRACKED_CONTROLS["rejected" if rejected else "accepted"])
    _settle_numbers_and_merges(root, rejected=rejected)
    _drop_rows(root, gone, "cellIns" if rejected else "cellDel")
    for element in [*root.iter(*(f"{W}{name}" for name in gone))]:
        if not _is_mark(element):
            remove(element)
    for element in [*root.iter(*(f"{W}{name}" for name in kept))]:
        if not _is_mark(element):
            _unwrap(element)
    for paragraph in reversed([*root.iter(f"{W}p")]):
        if _has(paragraph.find(f"{W}pPr/{W}rPr"), gone):
            _join_next(paragraph)
    _clear(root)


def _clear(root: Element) -> None:
    """Take away the marks that are left, and show what was struck as words."""
    for element in [*root.iter(*_MARKS, *_RANGES, *_OF_CELLS)]:
        _drop_mark(element)
    for element in root.iter(*_AS_SHOWN):
        element.tag = _AS_SHOWN[str(element.tag)]
    _drop_codes_without_a_field(root)


def _settle_numbers_and_merges(root: Element, *, rejected: bool) -> None:
    """Settle the vertical merges of cells, and take the numbers away that were inserted and are rejected."""
    for merge in [*root.iter(f"{W}cellMerge")]:
        _settle_merge(merge, rejected=rejected)
    for numbers in [*root.iterfind(f".//{W}numPr[{W}ins]")] if rejected else ():
        remove(numbers)


def _drop_rows(root: Element, gone: tuple[str, ...], cell_mark: str) -> None:
    """Drop the rows and cells that are gone, and tables without a row."""
    rows = [row for row in root.iter(f"{W}tr") if _has(child(row, "trPr"), gone)]
    cells = [cell for cell in root.iter(f"{W}tc") if _has(child(cell, "tcPr"), (cell_mark,))]
    for element in rows:
        remove(element)
    for cell in cells:
        (remove if cell_mark == "cellIns" else _drop_cell)(cell)
    for table in [*root.iter(f"{W}tbl")]:
        if table.find(f".//{W}tr") is None:
            remove(table)


def _drop_cell(cell: Element) -> None:
    """Drop a cell, and give its columns to the cell before it, as Word does."""
    before = cell.getprevious()
    if before is not None and before.tag == f"{W}tc":
        columns = _columns(before) + _columns(cell)
        properties = properties_of(before, "tcPr")
        remove_children(properties, "gridSpan")
        position = sum(1 for one in properties if one.tag in (f"{W}cnfStyle", f"{W}tcW"))
        properties.insert(position, etree.Element(f"{W}gridSpan", {f"{W}val": str(columns)}))
    remove(cell)


def _columns(cell: Element) -> int:
    columns = value(child(cell, "tcPr"), "gridSpan")
    return int(columns) if columns.isdecimal() else 1


def _settle_merge(merge: Element, *, rejected: bool) -> None:
    """Put the vertical merge of a cell as it is or was in place of its tracked change."""
    how = _MERGES.get(merge.get(f"{W}vMerge{'Orig' if rejected else ''}", ""), "")
    if how:
        merge.addprevious(etree.Element(f"{W}vMerge", {f"{W}val": how}))
    remove(merge)


def _settle_properties(change: Element, *, rejected: bool) -> None:
    """Take away what properties were, or put them back."""
    properties = change.getparent()
    if properties is None:
        return
    if rejected and len(change):
        kept = _KEPT - {f"{W}rPr", f"{W}sectPr"} if change.tag == f"{W}rPrChange" else _KEPT
        for element in [element for element in properties if element is not change and element.tag not in kept]:
            properties.remove(element)
        for position, element in enumerate(deepcopy(change[0])):
            properties.insert(position, element)
    properties.remove(change)


def _drop_controls(root: Element, kinds: Sequence[str]) -> None:
    """Unwrap the content controls that come or go."""
    for control in [*root.iter(f"{W}sdt")]:
        content = child(control, "sdtContent")
        if content is not None and is_tracked(control, kinds):
            for element in [*content]:
                control.addprevious(element)
            remove(control)


def _has(properties: Element | None, names: tuple[str, ...]) -> bool:
    return any(child(properties, name) is not None for name in names)


def _is_mark(element: Element) -> bool:
    parent = element.getparent()
    return parent is None or parent.tag in _OF_PROPERTIES or etree.QName(parent).localname == "ctrlPr"


def _drop_mark(element: Element) -> None:
    """Drop a mark, and the properties that held nothing else."""
    properties = element.getparent()
    remove(element)
    while properties is not None and properties.tag in _EMPTIED and not len(properties):
        emptied, properties = properties, properties.getparent()
        remove(emptied)


def _unwrap(element: Element) -> None:
    for inner in [*element]:
        element.addprevious(inner)
    remove(element)


def _join_next(paragraph: Element) -> None:
    """Join a paragraph without its mark to the next one, which keeps its own properties."""
    following, before = _neighbour(paragraph, preceding=False), _neighbour(paragraph, preceding=True)
    content = [element for element in paragraph if element.tag != f"{W}pPr"]
    if following is not None and following.tag == f"{W}p":
        position = 0 if child(following, "pPr") is None else 1
        for element in reversed(content):
            following.insert(position, element)
        remove(paragraph)
    elif any(element.tag not in POINTS for element in content):
        return
    elif before is not None and before.tag == f"{W}p":
        before.extend(content)
        remove(paragraph)
    elif following is not None or (before is not None and not _is_in_cell(paragraph)):
        for element in content:
            paragraph.addprevious(element)
        remove(paragraph)
    elif before is None:
        _drop_emptied_control(paragraph)


def _is_in_cell(paragraph: Element) -> bool:
    """Return True if a paragraph stands in a cell, which ends with one."""
    parent = paragraph.getparent()
    return parent is not None and parent.tag == f"{W}tc"


def _drop_emptied_control(paragraph: Element) -> None:
    """Drop a control of which the only paragraph goes, where something stands beside it."""
    content = paragraph.getparent()
    control = content.getparent() if content is not None and content.tag == f"{W}sdtContent" else None
    if control is not None and any(_neighbour(control, preceding=preceding) is not None for preceding in (True, False)):
        remove(control)


def _neighbour(paragraph: Element, *, preceding: bool) -> Element | None:
    """Return the paragraph, table or control beside a paragraph, or None."""
    return next(paragraph.itersiblings(f"{W}p", f"{W}tbl", f"{W}sdt", preceding=preceding), None)


def _drop_codes_without_a_field(root: Element) -> None:
    """Drop the code of a field whose beginning is gone: Word shows it nowhere."""
    depth = 0
    for element in [*root.iter(f"{W}fldChar", f"{W}instrText")]:
        kind = element.get(f"{W}fldCharType")
        depth = max(0, depth + (kind == "begin") - (kind == "end"))
        if not depth and element.tag == f"{W}instrText":
            remove(element)
