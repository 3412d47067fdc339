"""What both files write in one way before they are compared: fields, breaks of pages, notes and marks.

A tracked change may stand around runs, and never around a simple field.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy

from lxml import etree

from assembler.readers.bound_controls import BoundData
from assembler.readers.elements import SPACE, Element, W, is_on, properties_of, remove, remove_children
from assembler.readers.package import canonical
from assembler.redline.word_file import WordFile, words_of

SIMPLE = f"{W}fldSimple"
_KEPT = (f"{W}fldLock", f"{W}dirty")
_BEFORE_PAGE_BREAK = {f"{W}{name}" for name in ("pStyle", "keepNext", "keepLines")}


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
    etree.SubElement(code, f"{W}instrText", {SPACE: "preserve"}).text = field.get(f"{W}instr", "")
    content = [begin, code, separate, *field, end]
    for element in content:
        field.addprevious(element)
    remove(field)
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


def break_pages_alike(old: Element, new: Element) -> None:
    """Let a paragraph of a body begin a page itself, if it does so in the other and a break stands before its words here.

    LibreOffice writes the break into the paragraph before, or behind a table into the paragraph itself.
    """
    for ours, theirs in ((old, new), (new, old)):
        beginning = {words_of(paragraph) for paragraph in theirs.iter(f"{W}p") if _begins_page(paragraph)} - {()}
        for page_break in [*ours.iter(f"{W}br")] if beginning else ():
            following = _behind(page_break)
            if following is not None and words_of(following) in beginning and not _begins_page(following):
                _begin_page(following, page_break)


def _begins_page(paragraph: Element) -> bool:
    return is_on(paragraph.find(f"{W}pPr/{W}pageBreakBefore"))


def _behind(page_break: Element) -> Element | None:
    """Return the paragraph that a break of pages begins, or the one behind that which it ends; else None."""
    run = page_break.getparent()
    paragraph = run.getparent() if run is not None else None
    if run is None or paragraph is None or paragraph.tag != f"{W}p" or page_break.get(f"{W}type") != "page":
        return None
    before, after = ([*page_break.itersiblings(preceding=is_before), *run.itersiblings(f"{W}r", preceding=is_before)] for is_before in (True, False))  # fmt: skip
    if all(inner.tag == f"{W}rPr" for inner in before) and after:
        return paragraph
    following = paragraph.getnext()
    return following if not after and following is not None and following.tag == f"{W}p" else None


def _begin_page(paragraph: Element, page_break: Element) -> None:
    properties = properties_of(paragraph, "pPr")
    remove_children(properties, "pageBreakBefore")  # it is switched off
    before = [inner for inner in properties if inner.tag in _BEFORE_PAGE_BREAK]
    properties.insert(len(before), etree.Element(f"{W}pageBreakBefore"))
    remove(page_break)


def with_paragraphs(notes: Element) -> None:
    """Give each note without a paragraph an empty one, which it shows."""
    for note in notes.iterchildren(f"{W}footnote", f"{W}endnote"):
        if not len(note):
            etree.SubElement(note, f"{W}p")


def drop_stray_marks(story: Element) -> None:
    """Take away the separators and ends of fields that belong to no field: Word shows nothing there, and drops them."""
    depth, stray = 0, list[Element]()
    for mark in story.iter(f"{W}fldChar"):
        kind = mark.get(f"{W}fldCharType")
        if kind != "begin" and not depth:
            stray.append(mark)
        depth += (kind == "begin") - (kind == "end" and depth > 0)
    for mark in stray:
        run = mark.getparent()
        if run is not None:
            run.remove(mark)


def show_bound_data(file: WordFile) -> None:
    """Write the data that controls are bound to into them, as Word does when it opens the file."""
    if b"dataBinding" not in file.parts[file.main]:
        return
    bound = BoundData(file.package())
    for control in file.body.iter(f"{W}sdt"):
        shown, texts = bound.shown(control), [*control.iter(f"{W}t")]
        if shown is not None and texts and shown.split() != "".join(text.text or "" for text in texts).split():
            for text in texts:
                text.text = ""
            texts[0].text = shown
            texts[0].set(SPACE, "preserve")
