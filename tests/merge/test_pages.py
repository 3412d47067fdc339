"""A page that comes begins on a page of its own, and what sets up pages stays when one leaves."""

from __future__ import annotations

import pytest
from lxml import etree

from assembler.merge import pages
from assembler.merge.flat import FlatLine
from assembler.merge.list_copies import ListCopies
from assembler.merge.patch import Patch
from tests.revise.small import document, edited, paragraph

ASH, YEW, OAK = "Signed by Ash", "Signed by Yew", "Signed by Oak"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SET_UP = "<w:sectPr><w:cols/></w:sectPr>"
ENDS = f"<w:p><w:pPr>{SET_UP}</w:pPr></w:p>"
BREAK = '<w:r><w:br w:type="page"/></w:r>'


def in_style(extra=""):
    return f'<w:pPr><w:pStyle w:val="Body"/>{extra}</w:pPr>'


NUMBERING = """<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:start w:val="%s"/></w:lvl></w:abstractNum>%s</w:numbering>"""


def with_oak(*blocks, number="", more=(), lists=None):
    """The document with a page of Oak's and of others, like that of Ash's, which is first, behind the last."""
    file = edited([ASH, YEW][: len(blocks)], *blocks)
    patch, last, coming = Patch(file), len(file.words), [FlatLine(OAK, number), *map(FlatLine, more)]
    some = [pages.page_with(file, file.page(range(4)), [one], lists or ListCopies(b"")) for one in coming]
    splices = pages.coming(file, some, file.page(range(last - 4, last)))
    patch.splice(splices, range(last, last), [word for page in some for word in page.words])
    return patch.written().replace(b' xml:space="preserve"', b"")


def test_a_page_that_comes_begins_a_page():
    ash, yew = (paragraph(one, properties=in_style()) for one in (ASH, YEW))
    oak = paragraph(OAK, properties=in_style("<w:pageBreakBefore/>"))
    assert with_oak(ash, yew) == document(ash, yew, oak)


def test_where_each_page_ends_with_a_break_the_page_that_comes_does_too():
    ash, yew, oak = (paragraph(one).replace("</w:p>", f"{BREAK}</w:p>") for one in (ASH, YEW, OAK))
    assert with_oak(ash, yew) == document(ash, yew, oak)


def test_pages_that_ended_with_the_page_before_end_with_the_one_that_comes():
    ash, yew = (paragraph(one, properties=in_style(more)) for one, more in ((ASH, ""), (YEW, SET_UP)))
    oak = paragraph(OAK, properties=in_style("<w:pageBreakBefore/>"))
    assert with_oak(ash, yew) == document(ash, yew.replace(SET_UP, ""), oak, ENDS)


def test_of_several_pages_that_come_the_last_ends_the_pages():
    ash = paragraph(ASH, properties=in_style(SET_UP))
    oak, elm = (paragraph(one, properties=in_style("<w:pageBreakBefore/>")) for one in (OAK, "Signed by Elm"))
    assert with_oak(ash, more=["Signed by Elm"]) == document(ash.replace(SET_UP, ""), oak, elm, ENDS)


def test_a_copy_of_the_page_that_pages_end_with_does_not_end_any_itself():
    ash = paragraph(ASH, properties=in_style(SET_UP))
    oak = paragraph(OAK, properties=in_style("<w:pageBreakBefore/>"))
    assert with_oak(ash) == document(ash.replace(SET_UP, ""), oak, ENDS)


def test_a_number_of_a_list_that_the_file_does_not_define_is_typed():
    listed = '<w:numPr><w:numId w:val="%s"/></w:numPr>'
    ash = paragraph(ASH, properties=in_style(listed % 7))
    oak = paragraph(f"(a) {OAK}", properties=in_style(f"<w:pageBreakBefore/>{listed % 0}"))
    assert with_oak(ash, number="(a)") == document(ash, oak)


def test_when_a_page_leaves_what_sets_up_the_pages_that_end_with_it_stays():
    yew = paragraph(YEW, properties=in_style(SET_UP))
    file = edited([ASH, YEW], paragraph(ASH), yew)
    patch, page = Patch(file), file.page(range(4, 8))
    patch.splice([pages.leaving(file, page)], page.words, [])
    assert patch.written() == document(paragraph(ASH), ENDS)


@pytest.mark.parametrize(
    ("defined", "start", "copied"),
    [
        ('<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>', "1", "1"),
        ('<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>', "4", "4"),
        (
            '<w:num w:numId="7"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="2"/></w:lvlOverride></w:num>',
            "1",
            "2",
        ),
    ],
    ids=["a list by itself", "a list that starts later", "a list that starts anew"],
)
def test_the_list_of_a_copied_page_counts_from_its_start(defined, start, copied):
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="%s"/></w:numPr>'
    lists = ListCopies(
        (NUMBERING % (start, f'{defined}<w:num w:numId="9"><w:abstractNumId w:val="3"/></w:num>')).encode()
    )
    ash = paragraph(ASH, properties=in_style(listed % 7))
    oak = paragraph(OAK, properties=in_style(f"<w:pageBreakBefore/>{listed % 10}"))
    assert with_oak(ash, number="(a)", lists=lists) == document(ash, oak)
    made = etree.fromstring(lists.content)[-1]
    assert made.get(f"{W}numId") == "10"
    assert [each.get(f"{W}val") for each in made.iter(f"{W}startOverride")] == [copied]
    assert [each.get(f"{W}val") for each in made.iter(f"{W}abstractNumId")] == ["3"]
