"""What a redline marks or names, a comparison tells, and what a comparison tells beside words, a redline marks or names."""

from __future__ import annotations

import pytest

from assembler.compare.explain import compare
from assembler.readers import files
from assembler.redline import engine
from tests.readers.wordfiles import p, r, word

BEFORE, BEHIND = p("Alder sells the boats."), p("Cedar signs the deed.")
BREAK = '<w:r><w:br w:type="{}"/></w:r>'
SIZE = '<w:pgSz w:w="12240" w:h="15840"/>'


def section(*inner):
    return f"<w:sectPr>{SIZE}{''.join(inner)}</w:sectPr>"


def control(inner, properties=""):
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def turned(name, text):
    return f'<w:p>{r("Rent ")}<w:{name} w:val="rtl">{r(text)}</w:{name}>{r(" due.")}</w:p>'


def row(cell, properties=""):
    return f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:trPr>{properties}</w:trPr>{cell}</w:tr></w:tbl>"


CELL = f"<w:tc>{p('Rent')}</w:tc>"
ROW = f"<w:tr>{CELL}</w:tr>"
RENT = p("Rent 100 due.")
ENDING = p("Rent 100 due.", section())
PAIRS = {
    "a control in a line": (f"<w:p>{r('Rent ')}{control(r('100'))}</w:p>", p("Rent 100")),
    "a control around a paragraph": (control(RENT), RENT),
    "a control around a cell": (row(control(CELL)), row(CELL)),
    "a control around a row": (f"<w:tbl>{control(ROW)}</w:tbl>", f"<w:tbl>{ROW}</w:tbl>"),
    "the title of a control": (control(RENT), control(RENT, '<w:alias w:val="Rent"/>')),
    "the lock of a control": (control(RENT), control(RENT, '<w:lock w:val="sdtLocked"/>')),
    "a break of a page": (RENT, f"<w:p>{BREAK.format('page')}{r('Rent 100 due.')}</w:p>"),
    "a break of a page in its own paragraph": (RENT, f"<w:p>{BREAK.format('page')}</w:p>{RENT}"),
    "a break of a column": (RENT, f"<w:p>{r('Rent ')}{BREAK.format('column')}{r('100 due.')}</w:p>"),
    "a paragraph that begins a page": (RENT, p("Rent 100 due.", "<w:pageBreakBefore/>")),
    "a break of a section": (RENT, ENDING),
    "where a section begins": (ENDING, p("Rent 100 due.", section('<w:type w:val="continuous"/>'))),
    "the columns of a section": (ENDING, p("Rent 100 due.", section('<w:cols w:num="2"/>'))),
    "the first page of a section": (ENDING, p("Rent 100 due.", section("<w:titlePg/>"))),
    "the borders of pages": (ENDING, p("Rent 100 due.", section('<w:pgBorders><w:top w:val="single"/></w:pgBorders>'))),
    "a forced direction": (RENT, turned("bdo", "100")),
    "an embedded direction": (RENT, turned("dir", "100")),
    "an empty paragraph": (RENT, RENT + p("")),
    "a tab": (RENT, RENT.replace(" due", "</w:t><w:tab/><w:t>due")),
    "the height of a row": (row(CELL), row(CELL, '<w:trHeight w:val="900"/>')),
    "the alignment of a cell": (row(CELL), row(CELL.replace("<w:tc>", '<w:tc><w:tcPr><w:vAlign w:val="bottom"/></w:tcPr>'))),
    "a blank": (p("Rent ____ due."), p("Rent due.")),
}  # fmt: skip


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_a_change_is_both_told_and_redlined(pair):
    made = [word(f"{BEFORE}{p('Start', section())}{content}{BEHIND}{section()}") for content in pair]
    for old, new in (made, reversed(made)):
        assert compare(*(files.read(data, "deal.docx") for data in (old, new))).counts
        sources = (engine.RedlineSource(name, data) for name, data in (("old.docx", old), ("new.docx", new)))
        redline = engine.redline(*sources, engine.RedlineOptions("A"))
        assert redline.counted or redline.untracked


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_a_file_beside_itself_is_equal_and_not_marked(pair):
    for content in pair:
        data = word(f"{BEFORE}{content}{BEHIND}{section()}")
        reading = files.read(data, "deal.docx")
        assert not compare(reading, reading).counts
        redline = engine.redline(*(engine.RedlineSource("deal.docx", data),) * 2, engine.RedlineOptions("A"))
        assert (redline.counted, redline.untracked) == ("", ())
