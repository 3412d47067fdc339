"""Random edits of Word files, as many hands make them: words, paragraphs, rows, looks, notes, fields and sections."""

from __future__ import annotations

import random
from copy import deepcopy

from lxml import etree

from assembler.readers.elements import W, child
from assembler.redline.word_file import WordFile

WORDS = "the Company shall deliver Shares to each Purchaser at Closing 1,000 $2.50 not [___] (a) of and".split()  # noqa: SIM905


def edited(data, seed, count=3):
    """The file after some random edits; `seed` makes them the same each time."""
    dice = random.Random(seed)  # noqa: S311  no secret hangs on it
    file = WordFile.open(data, "edited.docx")
    for _ in range(count):
        dice.choice(EDITS)(file, dice)
    return file.packed()


def _stories(file):
    parts = [file.main, *(part for kind in ("footnotes", "header", "footer") for part in file.related(kind))]
    return [file.root(part) for part in parts]


def _any(file, dice, name, *, everywhere=True):
    roots = _stories(file) if everywhere else [file.body]
    found = [element for root in roots for element in root.iter(f"{W}{name}") if _is_plain(element)]
    return dice.choice(found) if found else None


def _is_plain(element):
    above = {ancestor.tag for ancestor in element.iterancestors()}
    return "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback" not in above


def words_change(file, dice):
    text = _any(file, dice, "t")
    if text is not None:
        words = (text.text or "").split(" ")
        at = dice.randrange(len(words))
        words[at : at + dice.randrange(3)] = dice.choices(WORDS, k=dice.randrange(3))
        text.text = " ".join(words)
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def run_goes(file, dice):
    run = _any(file, dice, "r")
    if run is not None and run.find(f"{W}fldChar") is None:
        run.getparent().remove(run)


def run_is_bold(file, dice):
    run = _any(file, dice, "r")
    if run is not None:
        _switch(run, "rPr", dice.choice(("b", "i", "strike", "vanish")))


def _switch(holder, name, switch):
    properties = child(holder, name)
    if properties is None:
        properties = etree.Element(f"{W}{name}")
        holder.insert(0, properties)
    known = child(properties, switch)
    if known is None:
        properties.insert(
            0 if name == "rPr" and child(properties, "rStyle") is None else len(properties),
            etree.Element(f"{W}{switch}"),
        )
    else:
        properties.remove(known)


def paragraph_goes(file, dice):
    paragraph = _any(file, dice, "p")
    if (
        paragraph is not None
        and len(paragraph.getparent().findall(f"{W}p")) > 1
        and paragraph.getnext() is not None
        and paragraph.getnext().tag == f"{W}p"
    ):
        paragraph.getparent().remove(paragraph)


def last_paragraph_goes(file, dice):
    cell = _any(file, dice, "tc") if dice.random() < 0.7 else file.body
    paragraphs = cell.findall(f"{W}p") if cell is not None else []
    if len(paragraphs) > 1 and paragraphs[-1].getprevious() is paragraphs[-2]:
        cell.remove(paragraphs[-1])


def paragraph_comes(file, dice):
    paragraph, place = _any(file, dice, "p", everywhere=False), _any(file, dice, "p")
    if paragraph is not None and not any(
        True for _ in paragraph.iter(f"{W}fldChar", f"{W}txbxContent", f"{W}sectPr", f"{W}footnoteReference")
    ):
        copied = deepcopy(paragraph)
        for one in [*copied.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")]:
            one.getparent().remove(one)
        for text in copied.iter(f"{W}t"):
            text.text = f"{text.text} {dice.choice(WORDS)}"
        if not any(
            True
            for _ in copied.iter(
                "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}drawing", f"{W}hyperlink"
            )
        ):
            (place.addnext if dice.random() < 0.5 else place.addprevious)(copied)


def paragraph_moves(file, dice):
    blocks = [block for block in file.body if block.tag == f"{W}p"]
    if len(blocks) > 2:
        block = dice.choice(blocks[:-1])
        other = dice.choice([one for one in blocks if one is not block])
        other.addprevious(block)


def paragraph_splits(file, dice):
    text = _any(file, dice, "t")
    run = text.getparent() if text is not None else None
    paragraph = run.getparent() if run is not None else None
    if paragraph is None or paragraph.tag != f"{W}p" or len(text.text or "") < 2 or len(run.findall(f"{W}t")) != 1:
        return
    if any(True for _ in paragraph.iter(f"{W}fldChar", f"{W}bookmarkStart")) or len(run) > 2:
        return
    at = dice.randrange(1, len(text.text))
    second = etree.Element(f"{W}p")
    if child(paragraph, "pPr") is not None and dice.random() < 0.7:
        second.append(deepcopy(child(paragraph, "pPr")))
        section = second.find(f"{W}pPr/{W}sectPr")
        if section is not None:
            child(paragraph, "pPr").remove(child(child(paragraph, "pPr"), "sectPr"))
    other = deepcopy(run)
    other.tail = None
    child(other, "t").text, text.text = text.text[at:], text.text[:at]
    second.append(other)
    second.extend([*run.itersiblings()])
    paragraph.addnext(second)


def paragraphs_join(file, dice):
    paragraph = _any(file, dice, "p")
    following = paragraph.getnext() if paragraph is not None else None
    if following is not None and following.tag == f"{W}p":
        content = [one for one in paragraph if one.tag != f"{W}pPr"]
        position = 0 if child(following, "pPr") is None else 1
        for one in reversed(content):
            following.insert(position, one)
        paragraph.getparent().remove(paragraph)


def paragraph_looks_otherwise(file, dice):
    paragraph = _any(file, dice, "p")
    if paragraph is not None:
        properties = child(paragraph, "pPr")
        if properties is None:
            properties = etree.Element(f"{W}pPr")
            paragraph.insert(0, properties)
        known = child(properties, "jc")
        if known is not None:
            properties.remove(known)
        place = next((one for one in properties if one.tag in (f"{W}rPr", f"{W}sectPr", f"{W}outlineLvl")), None)
        centred = etree.Element(f"{W}jc", {f"{W}val": dice.choice(("center", "right", "both"))})
        if place is None:
            properties.append(centred)
        else:
            place.addprevious(centred)


def row_goes(file, dice):
    row = _any(file, dice, "tr")
    if row is not None and len(row.getparent().findall(f"{W}tr")) > 1:
        row.getparent().remove(row)


def row_comes(file, dice):
    row = _any(file, dice, "tr")
    if row is not None and not any(True for _ in row.iter(f"{W}fldChar", f"{W}bookmarkStart", f"{W}drawing")):
        copied = deepcopy(row)
        for text in copied.iter(f"{W}t"):
            text.text = dice.choice(WORDS)
        row.addnext(copied)


def table_goes(file, dice):
    table = _any(file, dice, "tbl")
    if table is not None and table.getnext() is not None and table.getnext().tag == f"{W}p":
        table.getparent().remove(table)


def table_comes(file, dice):
    table, place = _any(file, dice, "tbl", everywhere=False), _any(file, dice, "p", everywhere=False)
    if table is not None and not any(True for _ in table.iter(f"{W}fldChar", f"{W}bookmarkStart", f"{W}drawing")):
        copied = deepcopy(table)
        for text in copied.iter(f"{W}t"):
            text.text = f"{dice.choice(WORDS)} {text.text}"
        if (
            place.getprevious() is not None
            and place.getprevious().tag == f"{W}p"
            and table not in place.iterancestors()
        ):
            place.addprevious(copied)


def section_breaks(file, dice):
    paragraphs = [block for block in file.body if block.tag == f"{W}p"]
    paragraph = dice.choice(paragraphs)
    section = paragraph.find(f"{W}pPr/{W}sectPr")
    if section is not None:
        section.getparent().remove(section)
    elif child(file.body, "sectPr") is not None:
        if child(paragraph, "pPr") is None:
            paragraph.insert(0, etree.Element(f"{W}pPr"))
        child(paragraph, "pPr").append(deepcopy(child(file.body, "sectPr")))


EDITS = [
    *(words_change,) * 5, run_goes, run_is_bold, paragraph_goes, last_paragraph_goes, paragraph_comes, paragraph_moves, paragraph_splits,
    paragraphs_join, paragraph_looks_otherwise, row_goes, row_comes, table_goes, table_comes, section_breaks,
]  # fmt: skip
