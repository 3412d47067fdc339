"""Tracked changes of a file are settled as Word settles them, before a redline is made."""

from __future__ import annotations

import pytest

from assembler.compare.explain import compare
from assembler.readers import files
from assembler.readers.elements import W
from assembler.redline.settling import settle
from assembler.redline.word_file import WordFile
from tests.redline.rich_file import cell, field, paragraph, rich_file, run, table

_BY = 'w:id="1" w:author="B"'
INS, DEL = f"<w:rPr><w:ins {_BY}/></w:rPr>", f"<w:rPr><w:del {_BY}/></w:rPr>"
CAME, WENT = f"<w:ins {_BY}>{{}}</w:ins>", f"<w:del {_BY}>{{}}</w:del>"
POINT = '<w:bookmarkStart w:id="9" w:name="_GoBack"/><w:bookmarkEnd w:id="9"/>'


def settled(body, how):
    """The blocks of the body with all changes accepted or rejected: the words of a paragraph, or the name of a block."""
    file = WordFile.open(rich_file([*body]), "file.docx")
    settle(file, rejected=how == "rejected")
    return [_said(block) for block in file.body if block.tag != f"{W}sectPr"]


def _said(block):
    if block.tag == f"{W}p":
        return "".join(block.itertext(f"{W}t", f"{W}instrText"))
    return block.tag.removeprefix(W)


def test_paragraphs_that_came_at_the_end_go_without_a_trace_also_where_a_bookmark_stands_in_them():
    came = [paragraph(CAME.format(run(words)) + POINT * (words == "c"), INS) for words in "bc"]
    assert settled([paragraph("a"), *came], "rejected") == ["a"]
    assert settled([paragraph("a"), *came], "accepted") == ["a", "b", "c"]


def test_the_bookmark_of_a_paragraph_that_goes_stays():
    file = WordFile.open(rich_file([paragraph("a"), paragraph(CAME.format(run("b")) + POINT, INS)]), "file.docx")
    settle(file, rejected=True)
    assert [one.get(f"{W}name") for one in file.body.iter(f"{W}bookmarkStart")] == ["_GoBack"]


def test_a_first_paragraph_before_a_table_goes_without_a_trace():
    body = [paragraph(CAME.format(run("a")), INS), table([cell("b")]), paragraph("c")]
    assert settled(body, "rejected") == ["tbl", "c"]
    assert settled(body, "accepted") == ["a", "tbl", "c"]


def test_a_cell_keeps_a_paragraph_behind_a_table_in_it():
    inner = cell(table([cell("a")]) + paragraph(CAME.format(run("b")), INS))
    file = WordFile.open(rich_file([table([inner, cell("c")]), paragraph("d")]), "file.docx")
    settle(file, rejected=True)
    assert file.body.find(f"{W}tbl/{W}tr/{W}tc")[-1].tag == f"{W}p"


def test_a_cell_keeps_a_paragraph():
    inner = cell(paragraph(CAME.format(run("b")), INS))
    file = WordFile.open(rich_file([table([inner, cell("c")]), paragraph("d")]), "file.docx")
    settle(file, rejected=True)
    assert [len(one.findall(f"{W}p")) for one in file.body.iter(f"{W}tc")] == [1, 1]


def test_a_control_goes_with_its_only_paragraph():
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph(CAME.format(run('b')), INS)}</w:sdtContent></w:sdt>"
    assert settled([paragraph("a"), control, paragraph("c")], "rejected") == ["a", "c"]
    assert settled([paragraph("a"), control, paragraph("c")], "accepted") == ["a", "sdt", "c"]


RANGE = '<w:customXml{0}Range{1} w:id="{2}" w:author="A"/>'


def tracked_control(kind, inner, between=""):
    """A control that came or went under tracking, with what stands between the mark of that and the control."""
    start, end, last, behind = (
        RANGE.format(kind, which, number) for which, number in (("Start", 71), ("End", 71), ("Start", 72), ("End", 72))
    )
    return f"{start}{between}<w:sdt><w:sdtPr/><w:sdtContent>{end}{inner}{last}</w:sdtContent></w:sdt>{behind}"


@pytest.mark.parametrize("between", ["", '<w:bookmarkStart w:id="9" w:name="a"/><w:bookmarkEnd w:id="9"/>'])
@pytest.mark.parametrize(("kind", "how"), [("Del", "accepted"), ("MoveFrom", "accepted"), ("Ins", "rejected"), ("MoveTo", "rejected")])  # fmt: skip
def test_a_control_goes_from_around_its_words_as_asked(kind, how, between):
    body = [paragraph("a"), tracked_control(kind, paragraph("b"), between), paragraph("c")]
    other = {"accepted": "rejected", "rejected": "accepted"}[how]
    blocks = {asked: [said for said in settled(body, asked) if "bookmark" not in said] for asked in (how, other)}
    assert blocks == {how: ["a", "b", "c"], other: ["a", "sdt", "c"]}
    bare, held = (
        [paragraph("a"), each, paragraph("c")] for each in (paragraph("b"), tracked_control("Other", paragraph("b")))
    )
    for asked, same in ((how, bare), (other, held)):
        reading = files.read(rich_file(body), "file.docx", asked)
        assert not compare(files.read(rich_file(same), "file.docx"), reading).counts


@pytest.mark.parametrize("field_goes", [True, False])
def test_the_code_of_a_field_that_is_gone_goes_along(field_goes):
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    code = "<w:r><w:{}> NOTEREF _Ref1 </w:{}></w:r>"
    kept = "<w:r><w:instrText> \\* MERGEFORMAT </w:instrText></w:r>"
    went = WENT.format(begin + code.format(*["delInstrText"] * 2)), WENT.format(separate + end)
    body = run("see ") + went[0] + kept + went[1] + run(" above ") + field("REF _Ref2", "2(a)")
    said = settled([paragraph(body)], "accepted" if field_goes else "rejected")
    assert said == ["see  above  REF _Ref2 2(a)" if field_goes else "see  NOTEREF _Ref1  \\* MERGEFORMAT  above  REF _Ref2 2(a)"]  # fmt: skip
