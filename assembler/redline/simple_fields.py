"""Simple fields as complex ones: a tracked change may stand around runs, and never around a simple field."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy

from lxml import etree

from assembler.readers.package import canonical
from assembler.redline.word_file import Element, W

SIMPLE = f"{W}fldSimple"
_KEPT = (f"{W}fldLock", f"{W}dirty")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def made_complex(field: Element) -> list[Element]:
    """Put a complex field in place of a simple one. Return its runs and what else stands in it, in order.

    Simple fields in it stay as they are.
    """
    look = next(field.iterfind(f".//{W}r/{W}rPr"), None)
    begin, code, separate, end = (_run(look) for _ in range(4))
    for run, kind in ((begin, "begin"), (separate, "separate"), (end, "end")):
        etree.SubElement(run, f"{W}fldChar", {f"{W}fldCharType": kind})
    begin[-1].attrib.update({name: field.get(name, "") for name in _KEPT if field.get(name) is not None})
    begin[-1].extend(field.findall(f"{W}fldData"))
    etree.SubElement(code, f"{W}instrText", {_SPACE: "preserve"}).text = field.get(f"{W}instr", "")
    content = [begin, code, separate, *field, end]
    for element in content:
        field.addprevious(element)
    parent = field.getparent()
    if parent is not None:
        parent.remove(field)
    return content


def _run(look: Element | None) -> Element:
    run = etree.Element(f"{W}r")
    if look is not None:
        run.append(deepcopy(look))
    return run


def make_complex_where_they_differ(ours: Iterable[Element], theirs: Iterable[Element]) -> None:
    """Make the simple fields in the blocks of both sides complex, unless both sides have the same."""
    fields = [[field for block in blocks for field in block.iter(SIMPLE)] for blocks in (ours, theirs)]
    if [*map(canonical, fields[0])] != [*map(canonical, fields[1])]:
        for field in (*fields[0], *fields[1]):
            made_complex(field)
