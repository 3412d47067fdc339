"""The cover, signature pages, the table of contents, and the comments of a proof."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from zipfile import ZipFile

import docx as python_docx
import pytest
from msgspec.structs import replace

from assembler.document import numbering, references
from assembler.document.tree import Clause, Contents, Display, Entry, Lines, Reference, Row, SignatureLine, State, Table
from assembler.word import writer
from tests.word import office, small
from tests.word.small import HOSTILE, of, paragraph, said, text, value, written

needs_office = pytest.mark.skipif(bool(office.missing()), reason=office.missing() or "there")
needs_uno = pytest.mark.skipif(bool(office.missing_uno()), reason=office.missing_uno() or "there")


def pages(kind, *clauses):
    """Return the clauses on pages of this kind. The first one starts a page."""
    return [replace(clause, pages=kind, starts_page=index == 0) for index, clause in enumerate(clauses)]


COVER = Clause("cover", blocks=(Display(text("STOCK PURCHASE AGREEMENT")), Display(text("by and between"))))
SIGNED = Clause("signed", blocks=(SignatureLine(text("By:"), (text("Name"),)),))
SET = of(
    *pages("cover", COVER),
    *pages("contents", Clause("contents", blocks=(Display(text("TABLE OF CONTENTS")),))),
    *pages("", Clause("title", blocks=(Display(text("Stock Purchase Agreement")),)), said("text", "")),
    *pages("signatures", SIGNED),
    *pages("signatures", replace(SIGNED, subject="investors[1]")),
    *pages("", said("annex", "")),
)


def sections_of(document):
    """Return the XML of the properties of each section."""
    with ZipFile(BytesIO(document)) as archive:
        return re.findall(rb"<w:sectPr>.*?</w:sectPr>", archive.read("word/document.xml"))


def sections(document):
    return python_docx.Document(BytesIO(document)).sections


def feet(document):
    """Return the paragraphs at the foot of each section."""
    return [[each.text for each in section.footer.paragraphs] for section in sections(document)]


def test_the_cover_has_no_header_and_every_other_page_has_one():
    header = "Stock Purchase Agreement\tDraft of July 1, 2003"
    assert [section.header.paragraphs[0].text for section in sections(written(SET))] == ["", *[header] * 4]


def test_neither_the_cover_nor_a_signature_page_has_a_number():
    signed = "[Signature Page to Stock Purchase Agreement]"
    assert feet(written(SET)) == [[""], ["1"], ["1"], [signed], ["1"]]


def test_the_contents_are_numbered_i_and_the_agreement_begins_with_1_behind_them():
    numbered = [re.findall(rb"<w:pgNumType [^>]*>", section) for section in sections_of(written(SET))]
    roman, first = b'<w:pgNumType w:fmt="lowerRoman" w:start="1"/>', b'<w:pgNumType w:start="1"/>'
    assert numbered == [[], [roman], [first], [], []]


def test_an_agreement_without_a_cover_begins_with_1_all_the_same():
    document = of(said("text", "1."), *pages("signatures", SIGNED), *pages("", said("annex", "")))
    begun = [b'<w:pgNumType w:start="1"/>' in section for section in sections_of(written(document))]
    assert begun == [True, False, False]


def test_each_signature_page_begins_a_page_of_their_section():
    found = python_docx.Document(BytesIO(written(SET)))
    begun = [paragraph.text for paragraph in found.paragraphs if paragraph.paragraph_format.page_break_before]
    assert begun == ["By:"]


def test_a_signature_page_that_is_sent_alone_has_its_own_header_and_footer():
    (section,) = sections(written(of(*pages("signatures", SIGNED))))
    assert section.header.paragraphs[0].text.startswith("Stock Purchase Agreement")
    assert section.footer.paragraphs[0].text == "[Signature Page to Stock Purchase Agreement]"


def test_the_title_on_the_cover_looks_like_one_and_so_does_the_title_behind_it():
    found = python_docx.Document(BytesIO(written(SET)))
    styles = [paragraph.style.style_id for paragraph in found.paragraphs]
    assert styles[:4] == ["CoverTitle", "CoverLine", "Display", "Title"]


def test_an_annex_alone_names_the_agreement_in_an_ordinary_line():
    lines = ("ANNEX I", "TO", "STOCK PURCHASE AGREEMENT")
    annex = Clause("annex", "Annex I", blocks=tuple(Display(text(line)) for line in lines))
    found = python_docx.Document(BytesIO(written(of(annex)))).paragraphs
    assert [paragraph.style.style_id for paragraph in found] == ["Display"] * 3


def test_pages_of_a_kind_that_the_shell_does_not_promise_are_like_all_others():
    style_template = small.house()
    plain = replace(style_template, contract=re.sub(r"^section .*\n", "", style_template.contract, flags=re.MULTILINE))
    made = written(SET, plain)
    assert feet(made) == [["1"]] * 5
    # Only the agreement itself begins to count anew.
    assert [b"pgNumType" in each for each in sections_of(made)] == [False, False, True, False, False]


def test_nothing_of_what_the_shell_shows_in_its_sections_is_left():
    words = "\n".join(paragraph.text for paragraph in python_docx.Document(BytesIO(written(SET))).paragraphs)
    assert "put in here" not in words
    assert "looks like this" not in words


def test_a_first_page_and_a_first_page_number_of_the_shell_are_not_repeated_behind_the_signatures():
    style_template = small.house()
    made = BytesIO()
    with ZipFile(BytesIO(style_template.docx)) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name == "word/document.xml":
                before = '<w:pgNumType w:start="1"/>'
                assert before in content
                content = content.replace(before, '<w:pgNumType w:start="5"/><w:titlePg/>')
            new.writestr(name, content)
    with ZipFile(BytesIO(written(SET, replace(style_template, docx=made.getvalue())))) as archive:
        body = archive.read("word/document.xml").decode()
    assert (body.count("titlePg"), body.count('pgNumType w:start="5"')) == (1, 1)


LISTED = of(
    Clause("contents", blocks=(Display(text("TABLE OF CONTENTS")), Contents())),
    said("defs", "A.", heading=text("Definitions."), runs_in=True),
    Clause("alone", "1.", heading=text('THE COMPANY\'S "SHARES".'), children=(said("a", "(a)"),)),
    said("untitled", "1."),
    Clause("reserved", "1.", state=State.RESERVED),
    said("named", "1.", heading=(value(HOSTILE),), runs_in=True),
    Clause("annex", "Annex I", blocks=(Display(text("ANNEX I")),)),
)
ENTRIES = ["A. Definitions", '1. THE COMPANY\'S "SHARES"', f"4. {HOSTILE}"]


def test_the_contents_list_every_numbered_section_that_has_a_heading():
    found = python_docx.Document(BytesIO(written(LISTED)))
    listed = [paragraph.text for paragraph in found.paragraphs if paragraph.style.style_id == "ContentsEntry"]
    straight = [office.plain(line).removesuffix(" \u2013") for line in listed]
    assert straight == ENTRIES


def test_each_entry_leads_to_the_bookmark_of_its_section_and_asks_for_its_page():
    with ZipFile(BytesIO(written(LISTED))) as archive:
        body = archive.read("word/document.xml").decode()
    anchors = re.findall(r'<w:hyperlink w:anchor="(\w+)"', body)
    assert anchors == re.findall(r"PAGEREF (\w+)", body)
    assert anchors == re.findall(r'w:name="(_Ref_\w+)"', body) == ["_Ref_defs", "_Ref_alone", "_Ref_named"]


@needs_uno
def test_the_contents_say_the_same_with_pages_when_libre_office_has_made_them_anew(tmp_path):
    made = office.plain(office.text_after_update(written(LISTED), tmp_path))
    assert made.startswith("TABLE OF CONTENTS " + " ".join(f"{entry} 1" for entry in ENTRIES))


@needs_uno
def test_what_marks_a_section_for_the_contents_is_not_printed(tmp_path):
    text_of_sections = office.plain(office.text_of(written(LISTED), tmp_path)).partition(f"4. {HOSTILE}")[2]
    assert text_of_sections.count("Definitions") == 1
    assert "TC" not in text_of_sections


@needs_office
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
def test_libre_office_computes_the_pages_of_contents_that_are_written_to_be_printed(tmp_path):
    numbers = numbering.number(LISTED)
    resolved, _ = references.resolve(LISTED, numbers)
    document = writer.write(resolved, numbers, small.house(), small.PROPERTIES, writer.Purpose(to_print=True))
    assert re.search(r"A\. +Definitions\.+1\n", office.printed(document, tmp_path))


def test_a_comment_stands_at_the_first_paragraph_of_its_clause_whatever_that_is():
    document = of(
        said("numbered", "1."),
        Clause("labelled", blocks=(Entry(text("to:"), (text("Smith"),)),)),
        Clause("table", blocks=(Table((Row("head", ((), (text("Shares"),))),)),)),
        Clause("wordless", children=(said("child", ""),)),
        replace(said("signed", ""), subject="investors[0]"),
        replace(said("signed", ""), subject="investors[1]"),
        Clause("referring", blocks=(paragraph("see ", Reference("numbered")),)),
    )
    numbers = numbering.number(document)
    resolved, _ = references.resolve(document, numbers)
    notes = {label: (f"{label} <&>", "line two") for label in ("numbered", "labelled", "table", "wordless", "signed")}
    made = writer.write(resolved, numbers, small.house(), small.PROPERTIES, writer.Purpose(notes))
    comments = list(python_docx.Document(BytesIO(made)).comments)
    assert [comment.text for comment in comments] == [
        f"{label} <&>\nline two" for label in ("numbered", "labelled", "table", "signed")
    ]
    assert {(comment.author, comment.initials, str(comment.timestamp)) for comment in comments} == {
        ("Doe & Roe LLP", "DRL", "2003-07-01 00:00:00+00:00")
    }
    with ZipFile(BytesIO(made)) as archive:
        body = archive.read("word/document.xml").decode()
    numbers_of_bookmarks = re.findall(r'bookmarkStart w:id="(\d+)"', body)
    numbers_of_comments = re.findall(r'commentReference w:id="(\d+)"', body)
    assert numbers_of_comments == re.findall(r'commentRangeStart w:id="(\d+)"', body)
    assert len({*numbers_of_bookmarks, *numbers_of_comments}) == 5


def kept(document):
    """Return the paragraphs that stay on the page of the next one."""
    found = python_docx.Document(BytesIO(document)).paragraphs
    return [each.text for each in found if each.paragraph_format.keep_with_next]


def test_a_signature_block_stands_on_one_page_with_two_paragraphs_before_it():
    block = Clause(
        "block", blocks=(Lines((text("ACME, INC."),)), SignatureLine(text("By:"), (text("Name"), text("Title"))))
    )
    document = of(said("one", ""), said("two", ""), said("three", ""), block)
    assert kept(written(document)) == ["says two", "says three", "ACME, INC.", "By:", "Name"]


def test_lines_that_follow_each_other_stay_on_one_page():
    account = [Lines((text("First Bank"), text("Main Street"))), Lines((text("ABA# 1"),)), Lines((text("Re: deal"),))]
    document = of(Clause("wire", blocks=(*account, paragraph("Words."), Lines((text("alone"),)))), said("next", ""))
    assert kept(written(document)) == ["First Bank\nMain Street", "ABA# 1"]


def test_a_signature_block_that_begins_a_page_keeps_nothing_of_the_page_before():
    document = of(said("one", ""), replace(SIGNED, starts_page=True))
    assert kept(written(document)) == ["By:"]


@pytest.mark.parametrize("kind", ["signatures", "contents"])
def test_a_centred_line_that_ends_pages_stays_with_the_paragraph_before_it(kind):
    ending = Clause("end", blocks=(Display(text("[REMAINDER OF PAGE INTENTIONALLY LEFT BLANK]")),))
    assert kept(written(of(said("one", ""), said("two", ""), ending, *pages(kind, said("next", ""))))) == ["says two"]
    assert kept(written(of(ending, *pages(kind, said("next", ""))))) == []
