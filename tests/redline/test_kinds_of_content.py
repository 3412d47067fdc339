"""Each kind of content in a redline of two Word files: how its change is marked, and that all else is left alone."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from datetime import date

import pytest
from lxml import etree

from assembler.readers.elements import MC, W
from assembler.redline import engine
from assembler.redline.word_file import OFFICE
from assembler.word.reproducible_zip import zipped
from tests import deals
from tests.readers.wordfiles import p, word
from tests.redline import rich_file as rich
from tests.redline.rich_file import BODY, rich_file
from tests.redline.verifying import differences
from tests.word.soundness import breaches

MAIN = "word/document.xml"


def redlined(old, new, **options):
    """The redline of two files, which is sound, with its remarks."""
    sources = (engine.RedlineSource(name, data) for name, data in (("old.docx", old), ("new.docx", new)))
    made = engine.redline(*sources, engine.RedlineOptions("A", **options))
    assert {*breaches(made.content)} <= {*breaches(old), *breaches(new)}
    return made


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(old, new, part=MAIN):
    """The words that came and those that went in a part."""
    return marked(redlined(old, new).content, part)


def marked(content, part=MAIN):
    """The words that came and those that went in a part of a redline."""
    written = parts(content)[part].decode()
    written = re.sub(r"<w:ins [^>]*><w:del [^>]*>.*?</w:del></w:ins>", "", written)
    return tuple(
        [re.sub("<[^>]+>", "", one) for one in re.findall(f"<w:{how} [^>]*[^/]>.*?</w:{how}>", written)]
        for how in ("ins", "del")
    )


def body(*replaced):
    """The body with pieces of its text replaced."""
    blocks = list(BODY)
    for was, becomes in replaced:
        assert any(was in block for block in blocks)
        blocks = [block.replace(was, becomes) for block in blocks]
    return rich_file(blocks)


def test_a_file_against_itself_keeps_the_bytes_of_every_part():
    made = redlined(rich_file(), rich_file())
    assert parts(made.content) == parts(rich_file())
    assert made.remarks == ("redline: no changes; accept all for the new document, reject all for the original",)


@pytest.mark.parametrize("said", [etree.Comment, etree.PI])
def test_comments_and_instructions_of_xml_are_no_change(said):
    def with_each(content):
        root = etree.fromstring(content)
        for element in [element for element in root.iter() if element is not root]:
            element.addprevious(said("said"))
        return etree.tostring(root)

    old = parts(rich_file())
    new = zipped({name: with_each(content) if content.startswith(b"<") else content for name, content in old.items()})
    sources = (engine.RedlineSource(name, data) for name, data in (("old.docx", rich_file()), ("new.docx", new)))
    made = engine.redline(*sources, engine.RedlineOptions("A"))
    assert (made.counted, made.untracked) == ("", ())


def test_parts_without_a_change_keep_their_bytes():
    there = body(("Alder Fund LP", "Alder Fund II LP"))
    kept = parts(redlined(rich_file(), there).content)
    assert {name for name, content in parts(there).items() if kept[name] != content} == {MAIN}


def test_a_blank_that_is_filled_is_one_change():
    assert changed(rich_file(), body(("______ Shares", "1,250,000 Shares"))) == (["1,250,000"], ["______"])


def test_of_a_space_that_may_not_break_the_space_only_is_marked():
    assert changed(rich_file(), body(("without regard", "without\u00a0regard"))) == (["\u00a0"], [" "])


def test_another_target_of_a_link_is_another_link():
    made = redlined(rich_file(), rich_file(link="https://example.com/other"))
    links = re.findall(r'<w:hyperlink r:id="(\w+)"><w:(ins|del) ', parts(made.content)[MAIN].decode())
    assert [how for _, how in links] == ["ins", "del"]
    assert len({identity for identity, _ in links}) == 2


def test_another_picture_is_another_drawing_and_the_older_one_comes_along():
    made = redlined(rich_file(), rich_file(picture=b"another seal"))
    pictures = {content for name, content in parts(made.content).items() if name.startswith("word/media/")}
    assert pictures == {b"seal", b"another seal"}
    numbers = re.findall(r'<wp:docPr id="(\d+)"', parts(made.content)[MAIN].decode())
    assert len({*numbers}) == 2


def test_the_name_of_a_part_with_a_blank_is_encoded_where_it_is_referred_to():
    spelled = {name.replace("seal.png", "own seal.png"): data for name, data in parts(rich_file()).items()}
    relations = "word/_rels/document.xml.rels"
    spelled[relations] = spelled[relations].replace(b"media/seal.png", b"media/own%20seal.png")
    made = parts(redlined(zipped(spelled), rich_file(picture=b"another seal")).content)
    assert made["word/media/own seal.png"] == b"seal"
    assert b'Target="media/own%20seal.png"' in made[relations]


def test_a_picture_that_went_comes_along():
    made = redlined(rich_file(), rich_file([block.replace(rich.PICTURE, "") for block in BODY]))
    assert re.search(r"<w:del [^>]*><w:r><w:drawing>", parts(made.content)[MAIN].decode())


def test_words_of_a_note_are_changed_in_the_note():
    notes = rich._NOTES.replace("New York", "Boston")
    assert changed(rich_file(), rich_file(notes=notes), "word/footnotes.xml") == (["Boston"], ["New York"])
    assert changed(rich_file(), rich_file(notes=notes)) == ([], [])


def test_a_note_that_went_is_struck_where_it_stands_and_in_its_reference():
    made = parts(redlined(rich_file(), body((rich.NOTE, ""))).content)
    (identity,) = re.findall(r'<w:del [^>]*><w:r>.*?<w:footnoteReference w:id="(\d+)"/>', made[MAIN].decode())
    (note,) = re.findall(f'<w:footnote w:id="{identity}">.*?</w:footnote>', made["word/footnotes.xml"].decode())
    assert "<w:delText" in note


def test_a_formula_is_replaced_as_a_unit():
    written = parts(redlined(rich_file(), body(("P=A/B", "P=A*B"))).content)[MAIN].decode()
    assert [re.sub("<[^>]+>", "", one) for one in re.findall(r"<w:(?:ins|del) [^>]*><m:oMath>.*?</m:oMath>", written)] == ["P=A*B", "P=A/B"]  # fmt: skip


def test_a_simple_field_that_changes_becomes_one_that_can_be_tracked():
    written = parts(redlined(rich_file(), body(("DOCPROPERTY Title", "DOCPROPERTY Subject"))).content)[MAIN].decode()
    assert "<w:fldSimple" not in written
    assert re.search(r"<w:delInstrText[^>]*> DOCPROPERTY Title ", written)


def test_the_number_of_a_page_is_no_change():
    old, new = (
        rich_file([rich.paragraph(rich.run("see page ") + rich.field("PAGEREF x", page)), *BODY]) for page in "34"
    )
    assert changed(old, new) == ([], [])


def test_notes_are_counted_in_the_order_of_their_references():
    """LibreOffice takes the words of another note otherwise."""
    moved = [*BODY[:2], *BODY[3:5], BODY[2], *BODY[5:]]
    for old, new in ((BODY, moved), (moved, BODY)):
        made = parts(redlined(rich_file(old), rich_file(new)).content)
        ids = re.findall(rb'<w:footnoteReference w:id="(\d+)"', made[MAIN])
        assert ids == [b"2", b"3"]
        assert re.findall(rb'<w:footnote w:id="(\d+)"', made["word/footnotes.xml"]) == ids


@pytest.mark.parametrize("lacks", ["old", "new"])
def test_a_file_without_a_last_section_gets_the_pages_of_the_other_as_a_change(lacks):
    whole = parts(rich_file())[MAIN].decode()
    bare = {**parts(rich_file()), MAIN: re.sub("<w:sectPr>(?:(?!<w:sectPr>).)*</w:sectPr></w:body>", "</w:body>", whole).encode()}  # fmt: skip
    files = {"old": rich_file(), "new": rich_file(), lacks: zipped(bare)}
    made = parts(redlined(files["old"], files["new"]).content)[MAIN].decode()
    now, _, before = made[made.index('</w:tbl><w:p><w:r><w:t xml:space="preserve">IN WITNESS') :].partition(
        "<w:sectPrChange"
    )
    assert ("pgSz" in now, "pgSz" in before) == (lacks == "old", lacks == "new")


@pytest.mark.parametrize("content", [rich.paragraph("Choice {}"), rich.paragraph(rich.run("Choice {}") + rich.PICTURE), rich.table((rich.cell("Choice {}"), rich.cell("2")))])  # fmt: skip
def test_words_in_a_choice_for_newer_programs_are_changed_in_it(content):
    choice = f"<mc:AlternateContent xmlns:mc='{MC[1:-1]}'><mc:Choice Requires='w14'>{{}}</mc:Choice><mc:Fallback>{{}}</mc:Fallback></mc:AlternateContent>"
    files = [rich_file([*BODY[:3], choice.format(content.format(words), rich.paragraph("older")), *BODY[3:]]) for words in ("of law", "of venue")]  # fmt: skip
    assert changed(*files) == (["venue"], ["law"])
    for old, new in ((rich_file(), files[0]), (files[0], rich_file())):
        assert "Choice" in "".join("".join(words) for words in changed(old, new))


def test_words_that_go_are_removed_ones_however_deep_they_stand_in_a_run():
    ruby = "<w:r><w:ruby><w:rt>{0}</w:rt><w:rubyBase>{0}</w:rubyBase></w:ruby></w:r>".format(rich.run("above"))
    gone = parts(redlined(rich_file([*BODY[:3], rich.paragraph(ruby), *BODY[3:]]), rich_file()).content)[MAIN]
    assert gone.count(b">above</w:delText>") == 2
    assert b">above</w:t>" not in gone


def test_a_section_keeps_the_footer_that_it_has_from_one_that_came():
    came = rich.paragraph("Part", rich.SECTION.format("rId14"))
    whole = parts(rich_file([*BODY[:-1], came, BODY[-1]]))
    first, second, last = whole[MAIN].decode().split(own := '<w:footerReference w:type="default" r:id="rId14"/>')
    new = zipped({**whole, MAIN: f"{first}{own}{second}{last}".encode()})
    assert redlined(rich_file(), new)
    assert redlined(new, rich_file())


def test_words_of_comments_cannot_be_tracked():
    files = []
    for words in ("why is this so", "why is this not so"):
        comment = f'<w:comment w:id="1" w:author="B">{rich.paragraph(words)}</w:comment>'
        whole = parts(rich_file([rich.paragraph('<w:r><w:commentReference w:id="1"/></w:r>' + rich.run("Here")), *BODY[1:]]))  # fmt: skip
        related = f'<Relationship Id="rId90" Type="{OFFICE}comments" Target="comments.xml"/></Relationships>'
        links = whole["word/_rels/document.xml.rels"].decode().replace("</Relationships>", related)
        whole |= {"word/_rels/document.xml.rels": links.encode(), "word/comments.xml": f'<w:comments xmlns:w="{W[1:-1]}">{comment}</w:comments>'.encode()}  # fmt: skip
        files.append(zipped(whole))
    assert any("the words of comments" in remark for remark in redlined(*files).remarks)
    assert not any("comments" in remark for remark in redlined(files[0], files[0]).remarks)


def test_words_of_a_header_are_changed_in_the_header():
    there = rich_file(header="Draft of June 2, 2026")
    assert changed(rich_file(), there, "word/header1.xml") == (["June 2"], ["May 1"])


def test_words_of_a_text_box_are_changed_in_the_box():
    assert changed(rich_file(), body(("Strictly confidential", "Confidential"))) == (
        ["Confidential"],
        ["Strictly confidential"],
    )


def test_a_control_that_changes_is_replaced_with_its_words():
    written = parts(redlined(rich_file(), body(("Delaware", "New York"))).content)[MAIN].decode()
    assert written.count("<w:customXmlInsRangeStart ") == written.count("<w:customXmlDelRangeEnd ") == 2


DAY = "The undersigned has executed this Agreement this first day of January, {}"
SIGNED = [rich.paragraph(words) for words in ("Address for Notices", "Telecopier No.", "By: the Investor")]


@pytest.mark.parametrize("end", [".", ""])
@pytest.mark.parametrize("last", [2, 3])
def test_a_paragraph_keeps_its_own_end_where_others_come_or_go_behind_it(end, last):
    """The full stop of another paragraph is no part of it."""
    old = rich_file([rich.paragraph(DAY.format("2002.")), *SIGNED[:last]])
    new = rich_file([rich.paragraph(DAY.format(f"2003{end}")), *SIGNED[2:last]])
    year = "2002" if end else "2002."
    assert changed(old, new) == (["2003"], [year, "Address for Notices", "Telecopier No."])
    assert changed(new, old) == ([year, "Address for Notices", "Telecopier No."], ["2003"])


def test_words_of_two_paragraphs_that_are_joined_stay():
    pays = "shall pay the Purchase Price at the Closing."
    old = rich_file(
        [rich.paragraph("The Company shall issue the Shares today."), rich.paragraph(f"The Purchaser {pays}")]
    )
    new = rich_file([rich.paragraph(f"The Company shall issue the Shares and {pays}")])
    assert changed(old, new) == (["and"], ["today.", "The Purchaser"])
    assert changed(new, old) == (["today.", "The Purchaser"], ["and"])


SENTENCES = ["The Company shall issue the Shares.", "The Purchaser shall pay the Purchase Price."]


@pytest.mark.parametrize(
    ("new", "counted"),
    [
        ([f"{SENTENCES[0]} So it does.", f"But {SENTENCES[1]}"], "2 insertions"),
        ([f"{SENTENCES[0]} So it does.", "This came as a whole.", SENTENCES[1]], "3 insertions"),
        ([f"{SENTENCES[0]} So it does.", "", SENTENCES[1]], "2 insertions"),
    ],
)
def test_a_mark_that_stays_between_two_insertions_is_parted_from_them_by_a_blank(new, counted):
    """LibreOffice takes insertions on both sides of it for one, and rejects the mark as well."""
    made = redlined(*(rich_file([rich.paragraph(words) for words in said]) for said in (SENTENCES, new)))
    assert made.counted == counted
    first = etree.fromstring(parts(made.content)[MAIN])[0][0]
    assert [inner.tag for inner in first[-1]] == [f"{W}del"]
    assert (first.findtext(f"{W}ins/{W}del/{W}r/{W}delText"), first.find(f"{W}pPr")) == (" ", None)


@pytest.mark.parametrize(
    "new", [[f"{SENTENCES[0]} So.", SENTENCES[1]], [SENTENCES[0], f"But {SENTENCES[1]}"], ["So it does.", *SENTENCES]]
)
def test_no_blank_comes_and_goes_where_the_words_on_one_side_stay(new):
    made = redlined(*(rich_file([rich.paragraph(words) for words in said]) for said in (SENTENCES, new)))
    assert not list(etree.fromstring(parts(made.content)[MAIN]).iter(f"{W}del"))


def test_words_that_word_parts_for_their_spelling_come_as_one():
    spelled = '<w:proofErr w:type="spellStart"/>{}<w:proofErr w:type="spellEnd"/>'
    came = rich.paragraph(
        rich.run("Signed by Mr. ") + spelled.format(rich.run("Oyelaran")) + rich.run(" for the Company.")
    )
    made = redlined(rich_file(BODY), rich_file([*BODY[:1], came, *BODY[1:]]))
    assert made.counted == "2 insertions"  # of the words and of the mark
    written = parts(made.content)[MAIN].decode()
    assert re.search("<w:ins [^/>]*>(<w:r>.*?</w:r>|<w:proofErr [^>]*>){5}</w:ins>", written)


def test_a_figure_and_the_one_before_it_are_parted_by_a_blank_that_is_in_neither_file():
    written = parts(redlined(rich_file(), body(("250,000", "275,000"))).content)[MAIN].decode()
    blank = r"<w:ins [^>]*><w:del [^>]*><w:r><w:delText[^>]*> </w:delText></w:r></w:del></w:ins>"
    assert re.search(rf"275,000</w:t></w:r></w:ins>{blank}<w:del [^>]*>", written)


def test_words_in_a_nested_table_are_changed_in_its_cell():
    assert changed(rich_file(), body(("Trust A", "Trust B"))) == (["B"], ["A"])


def test_a_row_that_went_is_struck_with_all_its_cells():
    written = parts(redlined(rich_file(), body((f"<w:tr>{rich.cell('Birch Partners LLC')}{rich.cell('250,000')}</w:tr>", ""))).content)[MAIN].decode()  # fmt: skip
    (row,) = re.findall(r"<w:tr><w:trPr><w:del .*?</w:tr>", written)
    assert re.sub("<[^>]+>", "", row) == "Birch Partners LLC250,000"


def test_a_table_of_more_columns_stands_before_the_older_one_and_apart():
    def holders(*names):
        title = rich.cell("Holders of record at the Closing", f'<w:gridSpan w:val="{len(names)}"/>')
        made = rich.table((title,), tuple(map(rich.cell, names)), columns=len(names))
        return rich_file([rich.paragraph("Holders"), made, rich.paragraph("End")])

    old, new = holders("Name", "Shares"), holders("Name", "Shares", "Price")
    sources = (engine.RedlineSource(name, data) for name, data in (("old", old), ("new", new)))
    written = parts(engine.redline(*sources, engine.RedlineOptions("A")).content)[MAIN].decode()
    assert re.search(r"</w:tbl><w:p><w:pPr><w:rPr><w:ins [^>]*/><w:del [^>]*/></w:rPr></w:pPr></w:p><w:tbl>", written)
    assert written.index("Price") < written.index("delText")


def test_the_break_of_a_section_comes_and_goes_with_its_header():
    without = [block.replace(rich.SECTION.format("rId13"), "") for block in BODY]
    for old, new in ((rich_file(), rich_file(without)), (rich_file(without), rich_file())):
        written = parts(redlined(old, new).content)[MAIN].decode()
        assert written.count("<w:sectPr>") == 2


@pytest.mark.parametrize("look", ["", '<w:jc w:val="right"/>', '<w:pStyle w:val="Title"/>'])
def test_words_that_join_the_next_paragraph_look_like_it_and_say_what_they_were_like(look):
    """LibreOffice gives joined words the look of the first paragraph, Word that of the last: so both are the same."""
    behind = rich.paragraph("The Purchaser shall pay the Purchase Price at the Closing.", look)
    joined = rich.paragraph(
        "The Company shall issue the Shares. The Purchaser shall pay the Purchase Price at the Closing.", look
    )
    old = rich_file([rich.paragraph("The Company shall issue the Shares. ", rich.LIST), behind])
    written = etree.fromstring(parts(redlined(old, rich_file([joined])).content)[MAIN])
    joining, last = (paragraph.find(f"{W}pPr") for paragraph in written[0].iterchildren(f"{W}p"))
    assert joining.find(f"{W}rPr/{W}del") is not None
    now = [etree.tostring(one) for one in (last if last is not None else ())]
    assert [etree.tostring(one) for one in joining[:-2]] == now
    assert joining.find(f"{W}pPrChange/{W}pPr/{W}pStyle").get(f"{W}val") == "Heading1"


def test_another_look_is_a_change_of_formatting_with_the_look_before():
    written = parts(redlined(rich_file(), body(('<w:u w:val="single"/>', "<w:strike/>"))).content)[MAIN].decode()
    assert re.search(r'<w:strike/><w:rPrChange [^>]*><w:rPr><w:u w:val="single"/></w:rPr></w:rPrChange>', written)


def test_the_same_look_written_otherwise_is_no_change():
    assert (
        "<w:rPrChange"
        not in parts(redlined(rich_file(), body(("<w:b/>", '<w:b w:val="true"/>'))).content)[MAIN].decode()
    )


def test_what_word_cannot_track_is_named():
    data = parts(rich_file())
    data["word/styles.xml"] = data["word/styles.xml"].replace(b'<w:jc w:val="center"/>', b'<w:jc w:val="right"/>')
    made = redlined(rich_file(), rich.zipped(data))
    assert made.remarks[1] == "redline: Word cannot track these, which are those of the new document: the style Title"


def test_a_list_that_went_comes_along():
    plain = [block.replace(rich.LIST, "") for block in BODY]
    data = parts(rich_file(plain))
    data["word/numbering.xml"] = re.sub(rb"<w:abstractNum .*</w:num>", b"", data["word/numbering.xml"])
    data["word/styles.xml"] = data["word/styles.xml"].replace(
        b'<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', b""
    )
    redlined(rich_file(), rich.zipped(data))  # the numbers of the older file are verified


@pytest.mark.parametrize(("rejected", "came"), [(False, ["last "]), (True, [])])
def test_changes_that_a_file_comes_with_are_settled_first(rejected, came):
    tracked = body(
        (rich.run("Delaware"), f'<w:ins w:id="90" w:author="B">{rich.run("last ")}</w:ins>{rich.run("Delaware")}')
    )
    made = engine.redline(engine.RedlineSource("old", rich_file()), engine.RedlineSource("new", tracked, rejected), engine.RedlineOptions("A"))  # fmt: skip
    written = parts(made.content)[MAIN].decode()
    assert 'w:author="B"' not in written
    assert [re.sub("<[^>]+>", "", one) for one in re.findall(r"<w:ins [^>]*[^/]>.*?</w:ins>", written)] == [f"{one}Delaware" for one in came]  # fmt: skip


def test_a_list_that_a_file_put_in_by_a_tracked_change_is_not_there_when_it_is_rejected():
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/><w:ins w:id="90" w:author="B"/></w:numPr>'
    tracked = rich_file([*BODY[:-1], rich.paragraph("IN WITNESS WHEREOF, the parties have signed.", numbered)])
    made = engine.redline(engine.RedlineSource("old", rich_file()), engine.RedlineSource("new", tracked, rejected=True), engine.RedlineOptions("A"))  # fmt: skip
    assert made.remarks[0].startswith("redline: no changes")


def test_moved_paragraphs_are_marked_as_moved_where_it_is_asked_for():
    moved = [BODY[0], *BODY[2:4], BODY[1], *BODY[4:]]
    written = parts(redlined(rich_file(), rich_file(moved), made=date(2026, 1, 1), moves=True).content)[MAIN].decode()  # fmt: skip
    assert written.count("<w:moveFromRangeStart ") == written.count("<w:moveToRangeEnd ") == 1


SPOILED = [
    (MAIN, b"Birch Partners", b"Beech Partners"),
    (MAIN, b"<w:strike/>", b""),
    (MAIN, b"P=A/B", b"P=A"),
    (MAIN, b"REF _Ref_price", b"REF _Ref_prices"),
    (MAIN, b"Strictly", b"Hardly"),
    (MAIN, b'w:val="center"/><w:sectPr', b'w:val="right"/><w:sectPr'),
    ("word/footnotes.xml", b"New York", b"Boston"),
    ("word/header1.xml", b"May 1", b"May 3"),
    ("word/numbering.xml", b'w:val="decimal"', b'w:val="lowerLetter"'),
    ("word/media/seal.png", b"seal", b"another"),
    ("word/_rels/document.xml.rels", b"example.com/policy", b"example.com/other"),
]


@pytest.mark.parametrize(("part", "was", "becomes"), SPOILED)
def test_the_verification_sees_what_is_not_that_of_the_files(part, was, becomes):
    old, new = rich_file(), body(('<w:u w:val="single"/>', "<w:strike/>"), ("100,000", "150,000"))
    content = redlined(old, new).content
    assert not differences(content, old, new)
    data = parts(content)
    assert was in data[part]
    data[part] = data[part].replace(was, becomes)
    assert differences(rich.zipped(data), old, new)


_REF = '<w:fldSimple w:instr=" REF _Ref_price \\h ">{}</w:fldSimple>'
_BOOKMARK = '<w:bookmarkStart w:id="70" w:name="_Ref_title"/>{}<w:bookmarkEnd w:id="70"/>'
_IN_SIMPLE_FIELDS = {
    "a run": rich.run("five"),
    "a run in bold": rich.run("five", "<w:b/>"),
    "runs of two looks": rich.run("fi", "<w:b/>") + rich.run("ve"),
    "a link": rich.LINK,
    "a link between runs": rich.run("see ") + rich.LINK + rich.run(" above"),
    "a simple field": _REF.format(rich.run("1")),
    "a simple field in a simple field in a link": f'<w:hyperlink w:anchor="_Ref_price">{_REF.format(_REF.format(rich.run("1")))}</w:hyperlink>',
    "a complex field": rich.run("Section ") + rich.field("REF _Ref_price \\h", "1"),
    "a bookmark": _BOOKMARK.format(rich.run("five")),
    "a control": rich.CONTROL,
    "a formula": rich.FORMULA,
    "a note": rich.run("five") + rich.NOTE,
    "a picture": rich.PICTURE,
    "a text box": rich.BOX,
    "words that came and went": '<w:ins w:id="80" w:author="B"><w:r><w:t>five</w:t></w:r></w:ins><w:del w:id="81" w:author="B"><w:r><w:delText>six</w:delText></w:r></w:del>',
    "a tag": f'<w:smartTag w:uri="urn:x" w:element="figure">{rich.run("five")}</w:smartTag>',
    "the range of a permission": f'<w:permStart w:id="90" w:edGrp="everyone"/>{rich.run("five")}<w:permEnd w:id="90"/>',
    "nothing": "",
}  # fmt: skip


def _with_simple_field(content, code=' IF "1" = "1" "five" "six" '):
    """A file with a paragraph that has a simple field, and one without it if `content` is None."""
    field = "" if content is None else f"<w:fldSimple w:instr='{code}'>{content}</w:fldSimple>"
    blocks = [block.replace(rich.NOTE, "").replace(rich.PICTURE, "").replace(rich.BOX, "") for block in BODY]
    return rich_file([*blocks[:2], rich.paragraph(rich.run("The figure is ") + field + rich.run(" as stated.")), *blocks[2:]])  # fmt: skip


@pytest.mark.parametrize("content", _IN_SIMPLE_FIELDS.values(), ids=_IN_SIMPLE_FIELDS)
def test_a_simple_field_comes_goes_and_changes_whatever_it_holds(content):
    field = _with_simple_field(content)
    for other in (None, "", rich.run("six"), rich.LINK):
        redlined(field, _with_simple_field(other))
        redlined(_with_simple_field(other), field)
    redlined(field, _with_simple_field(content, " DOCPROPERTY Title "))


@pytest.mark.parametrize("content", _IN_SIMPLE_FIELDS.values(), ids=_IN_SIMPLE_FIELDS)
def test_a_simple_field_is_left_alone_beside_words_that_change(content):
    there = _with_simple_field(content)
    here = {**parts(there)}
    here[MAIN] = here[MAIN].replace(b" as stated.", b" as computed.")
    assert changed(zipped(here), there) == (["stated"], ["computed"])


def test_a_simple_field_and_a_complex_one_that_say_the_same_are_the_same():
    simple = _with_simple_field(rich.run("five"), " DOCPROPERTY Title ")
    written = parts(simple)
    written[MAIN] = re.sub(
        rb"<w:fldSimple w:instr='[^']*'>(.*?)</w:fldSimple> *(?=<w:r><w:t xml:space=\"preserve\"> as stated)",
        rich.field("DOCPROPERTY Title", "five").encode(),
        written[MAIN],
    )
    assert written[MAIN] != parts(simple)[MAIN]
    assert changed(simple, zipped(written)) == changed(zipped(written), simple) == ([], [])


def test_the_section_of_a_paragraph_changes_once_in_a_body_without_a_last_one():
    types = ("nextPage", "continuous")
    files = (word(p("One", f'<w:sectPr><w:type w:val="{each}"/></w:sectPr>') + p("Two")) for each in types)
    sources = (engine.RedlineSource("a.docx", each) for each in files)
    made = engine.redline(*sources, engine.RedlineOptions("A"))
    assert parts(made.content)[MAIN].count(b"<w:sectPrChange ") == 1


def test_the_spaces_in_the_code_of_a_field_are_no_change():
    codes = ("NOTEREF  _Ref1 \\h", "NOTEREF _Ref1 \\h")
    files = (rich_file([rich.paragraph(rich.run("See ") + rich.field(code, "1")), *BODY]) for code in codes)
    assert redlined(*files).counted == ""


def test_a_link_in_a_field_that_leads_elsewhere_replaces_the_field():
    def linked(anchor):
        inner = f'<w:hyperlink w:anchor="{anchor}">{rich.run("Notices")}</w:hyperlink>'
        return rich_file([rich.paragraph(rich.field("TOC", "x").replace(rich.run("x"), inner)), *BODY])

    came, went = changed(linked("a"), linked("b"))
    assert ["".join(came).strip(), "".join(went).strip()] == ["TOC Notices", "TOC Notices"]


_T = "<m:r><m:t>{}</m:t></m:r>"
_REWRITTEN = {
    "a binomial": (
        f'<m:f><m:fPr><m:type m:val="noBar"/></m:fPr><m:num>{_T.format("n")}</m:num><m:den>{_T.format("k")}</m:den></m:f>',
        f"<m:eqArr><m:e>{_T.format('n')}</m:e><m:e>{_T.format('k')}</m:e></m:eqArr>",
    ),
    "a function": (
        f"<m:func><m:fName>{_T.format('sin')}</m:fName><m:e>{_T.format('x')}</m:e></m:func>",
        _T.format("sin") + _T.format("x"),
    ),
}


@pytest.mark.parametrize(("one", "other"), _REWRITTEN.values(), ids=_REWRITTEN)
def test_a_formula_that_a_program_writes_otherwise_is_the_same(one, other):
    both = [rich_file([rich.paragraph(f"<m:oMath>{formula}</m:oMath>"), *BODY]) for formula in (one, other)]
    assert changed(*both) == changed(*reversed(both)) == ([], [])


def test_a_fraction_is_not_a_binomial():
    barred = _REWRITTEN["a binomial"][0].replace('<m:fPr><m:type m:val="noBar"/></m:fPr>', "")
    both = [rich_file([rich.paragraph(f"<m:oMath>{formula}</m:oMath>"), *BODY]) for formula in (barred, _REWRITTEN["a binomial"][0])]  # fmt: skip
    assert "m:oMath" in parts(redlined(*both).content)[MAIN].decode().partition("<w:del ")[2]


@pytest.mark.parametrize("cells", [("", ""), ("Before.", "Name and title")])
def test_a_table_whose_properties_and_runs_are_written_otherwise_is_the_same_table(cells):
    there = rich.table(tuple(map(rich.cell, cells)))
    here = there.replace('<w:tblW w:w="0" w:type="auto"/>', '<w:tblW w:w="6000" w:type="dxa"/>')
    here = here.replace("Before.", "Be</w:t></w:r><w:r><w:t>fore.")
    assert changed(rich_file([here, *BODY]), rich_file([there, *BODY])) == ([], [])


def test_what_programs_add_to_formatting_is_no_formatting():
    noted = '<w:b xmlns:pt="http://powertools.codeplex.com/2011" pt:Unid="{}"/>'
    both = [rich_file([rich.paragraph(rich.run("a", noted.format(number))), *BODY]) for number in (1, 2)]
    assert "no changes" in redlined(*both).remarks[0]


def test_a_diagram_whose_parts_are_written_anew_is_the_same():
    def drawn(data):
        diagram = (
            f'<w:r><w:drawing><wp:inline><wp:extent cx="360000" cy="{len(data) * 10 + 360_000}"/><wp:docPr id="5" name="D"/><a:graphic><a:graphicData>'
            '<dgm:relIds xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" r:dm="rId20"/>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
        made = parts(rich_file([rich.paragraph(diagram), *BODY]))
        made["word/diagrams/data1.xml"] = data
        line = f'<Relationship Id="rId20" Type="{OFFICE}diagramData" Target="diagrams/data1.xml"/></Relationships>'
        rels = "word/_rels/document.xml.rels"
        made[rels] = made[rels].replace(b"</Relationships>", line.encode())
        made["[Content_Types].xml"] = made["[Content_Types].xml"].replace(
            b"<Default", b'<Default Extension="xml" ContentType="application/xml"/><Default', 1
        )
        return zipped(made)

    one, other = b'<d a="1" b="2"><ext relId="rId8"/></d>', b"<d b='2' a='1'><ext relId='rId6'></ext></d>"
    assert changed(drawn(one), drawn(other)) == ([], [])
    written = parts(redlined(drawn(one), drawn(one.replace(b"2", b"3"))).content)[MAIN]
    assert written.count(b"<dgm:relIds") == 2


def test_a_redline_has_the_same_bytes_in_each_process(tmp_path):
    old, new = parts(rich_file()), parts(rich_file(header="Draft of May 2, 2026"))
    new["word/footer1.xml"] = new["word/footer1.xml"].replace(b"Page ", b"Sheet ")
    for name, made in (("old.docx", old), ("new.docx", new)):
        (tmp_path / name).write_bytes(zipped(made))
    program = "from assembler.cli import main; main()"
    for seed in "123":
        command = [sys.executable, "-c", program, "compare", "old.docx", "new.docx", "--redline", f"{seed}.docx"]
        environment = {**os.environ, "PYTHONPATH": str(deals.ROOT), "PYTHONHASHSEED": seed}
        subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert len({(tmp_path / f"{seed}.docx").read_bytes() for seed in "123"}) == 1


OF_ROW = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:sdt><w:sdtPr/><w:sdtContent><w:tc>{p('Due')}</w:tc></w:sdtContent></w:sdt></w:tr></w:tbl>"


TITLE = '<w:alias w:val="A"/>'


def controlled(properties, content):
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (controlled("", p("Due")), controlled('<w:lock w:val="sdtLocked"/>', p("Due"))),
        (f"<w:p>{controlled('', rich.run('Due'))}</w:p>", f"<w:p>{controlled(TITLE, rich.run('Due'))}</w:p>"),
        (OF_ROW, OF_ROW.replace("<w:sdt><w:sdtPr/><w:sdtContent>", "").replace("</w:sdtContent></w:sdt>", "")),
    ],
)  # fmt: skip
def test_what_changed_of_a_control_is_named_where_word_cannot_track_it(one, other):
    for before, now in ((one, other), (other, one)):
        made = redlined(*(rich_file([each, *BODY]) for each in (before, now)))
        assert made.untracked == ("content controls and their properties",)
    assert redlined(*(rich_file([one, *BODY]),) * 2).untracked == ()


@pytest.mark.parametrize("held", [controlled("", p("Due")), f"<w:p>{controlled('', rich.run('Due'))}</w:p>"])
def test_a_control_that_came_or_went_around_words_is_tracked(held):
    bare = re.sub("<w:sdt>.*?<w:sdtContent>|</w:sdtContent></w:sdt>", "", held)
    for before, now in ((held, bare), (bare, held)):
        made = redlined(*(rich_file([each, *BODY]) for each in (before, now)))
        assert "insertion" in made.counted
        assert made.untracked == ()


def turned(content, how="bdo", direction="rtl"):
    return f'<w:{how} w:val="{direction}">{content}</w:{how}>'


def linked(content):
    return f'<w:hyperlink w:anchor="a">{content}</w:hyperlink>'


@pytest.mark.parametrize(
    ("one", "other", "came", "went"),
    [
        (rich.run("100"), turned(rich.run("100")), ["100"], ["100"]),
        (rich.run("100"), turned(rich.run("100"), "dir"), ["100"], ["100"]),
        (turned(rich.run("100")), turned(rich.run("100"), direction="ltr"), ["100"], ["100"]),
        (turned(rich.run("100 of May")), turned(rich.run("100 in May")), ["in"], ["of"]),
        (linked(turned(rich.run("100 of May"))), linked(turned(rich.run("100 in May"))), ["in"], ["of"]),
        (turned(linked(rich.run("100"))), linked(rich.run("100")), ["100"], ["100"]),
        (turned(rich.run("100 of May")), turned(rich.run("100 of ")) + rich.run("May"), ["May"], ["May"]),
    ],
)
def test_words_that_are_forced_in_another_direction_are_replaced(one, other, came, went):
    made = [rich_file([f"<w:p>{rich.run('Rent ')}{each}{rich.run(' due.')}</w:p>", *BODY]) for each in (one, other)]
    assert changed(*made) == (came, went)
    assert changed(*reversed(made)) == (went, came)
    for old, new in (made, reversed(made)):
        content = redlined(old, new).content
        assert not differences(content, old, new)


def test_a_direction_that_is_lost_does_not_hold():
    old, new = (rich_file([f"<w:p>{each}</w:p>", *BODY]) for each in (turned(rich.run("100")), rich.run("100")))
    assert differences(new, old, new)
