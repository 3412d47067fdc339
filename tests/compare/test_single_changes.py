"""A file that differs from another in one thing: the comparison tells it by its kind, once."""

from __future__ import annotations

import pytest

from assembler.compare.explain import compare
from assembler.readers import files
from assembler.redline import engine
from tests.readers.wordfiles import p, part, r, word
from tests.redline import rich_file as rich
from tests.redline.own_changes import changed
from tests.redline.rich_file import paragraph, rich_file

_D = "document"
_BLIP, _PLAIN = '<a:blip r:embed="rId11"/>', "<pic:spPr/>"
_EMPTY_BOX = '<w:r><w:pict><v:rect style="width:90pt"/></w:pict></w:r>'


_BY_WIRE = rich.run(" by wire transfer of immediately available funds.")
_LAST = rich.paragraph("IN WITNESS WHEREOF, the parties have signed.")
_TABLE = rich.table().removesuffix("</w:tbl>")
_LEVEL = '<w:lvlText w:val="%1."/>'
_BIRCH = rich.cell("Birch Partners LLC") + rich.cell("250,000")


def _in_last(content):
    return [(_D, "IN WITNESS WHEREOF, the", f'IN WITNESS WHEREOF,</w:t>{content}<w:t xml:space="preserve">the')]


def _toned(tone):
    return [(_D, _BLIP, f'<a:blip r:embed="rId11">{tone}</a:blip>')]


def _formed(properties):
    return [(_D, _PLAIN, f"<pic:spPr>{properties}</pic:spPr>")]


def _linked(attributes):
    return [(_D, '<w:hyperlink r:id="rId10">', f'<w:hyperlink r:id="rId10" {attributes}>')]


# Changes of the small file, and the kind of each.
SINGLE = {
    # Pictures
    "a picture is cropped": ([(_D, _BLIP, f'{_BLIP}<a:srcRect t="30000"/>')], "picture"),
    "a picture is turned": (_formed('<a:xfrm rot="2700000"/>'), "picture"),
    "a picture is mirrored": (_formed('<a:xfrm flipV="1"/>'), "picture"),
    "a picture is round": (_formed('<a:prstGeom prst="ellipse"/>'), "picture"),
    "a picture has a frame": (_formed('<a:ln w="25400"><a:solidFill><a:srgbClr val="0000FF"/></a:solidFill></a:ln>'), "picture"),
    "a picture is twice as high": ([(_D, 'cy="360000"', 'cy="720000"')], "picture"),
    "a picture is grey": (_toned("<a:grayscl/>"), "picture"),
    "a picture is transparent": (_toned('<a:alphaModFix amt="0"/>'), "picture"),
    "a picture cannot be seen": ([(_D, '<wp:docPr id="1" name="Seal"/>', '<wp:docPr id="1" name="Seal" hidden="1"/>')], "picture"),
    "a picture has an alternative text": ([(_D, '<wp:docPr id="1" name="Seal"/>', '<wp:docPr id="1" name="Seal" descr="The seal"/>')], "picture"),
    "a picture leads to a page": ([(_D, '<pic:cNvPr id="1" name="seal.png"/>', '<pic:cNvPr id="1" name="seal.png"><a:hlinkClick r:id="rId10"/></pic:cNvPr>')], "link"),
    "a box without words comes": ([(_D, rich.BOX, rich.BOX + _EMPTY_BOX)], "picture"),
    "a picture stands elsewhere in its paragraph": ([(_D, rich.PICTURE, ""), (_D, " Seal of the Company</w:t></w:r>", f" Seal of the Company</w:t></w:r>{rich.PICTURE}")], "picture"),
    # Links
    "a link leads to a place in a page": (_linked('w:anchor="fees"'), "link"),
    "a field leads to a place in a page": ([(_D, rich.LINK, rich.field('HYPERLINK "https://example.com/policy" \\l "fees"', "the data policy"))], "link"),
    "a link begins with another word": ([(_D, f'{rich.run(" transfer the Shares except under ")}<w:hyperlink r:id="rId10">', f'{rich.run(" transfer the Shares except ")}<w:hyperlink r:id="rId10">{rich.run("under ")}')], "link"),
    # Letters
    "a tab stands for a space": (_in_last("<w:tab/>"), "typography"),
    "a line breaks": (_in_last("<w:br/>"), "typography"),
    "a column breaks": (_in_last('<w:br w:type="column"/>'), "break"),
    "a word may be divided": ([(_D, "WITNESS", "WIT</w:t><w:softHyphen/><w:t>NESS")], "typography"),
    "a space is doubled": ([(_D, "the parties have signed", "the  parties have signed")], "typography"),
    # Paragraphs and tables
    "an empty paragraph comes": ([(_D, _LAST, f"<w:p/>{_LAST}")], "formatting"),
    "a table ends earlier": ([(_D, f"<w:tr>{_BIRCH}", f"</w:tbl>{_TABLE}<w:tr>{_BIRCH}")], "table"),
    "a row without words comes": ([(_D, f"<w:tr>{_BIRCH}", f"<w:tr>{rich.cell('')}{rich.cell('')}</w:tr><w:tr>{_BIRCH}")], "table"),
    "a cell without words comes": ([(_D, f"<w:tr>{_BIRCH}", f"<w:tr>{_BIRCH}{rich.cell('')}")], "table"),
    "a nested table becomes paragraphs": ([(_D, rich.table((rich.cell("Trust A"), rich.cell("10"))), rich.paragraph("Trust A") + rich.paragraph("10"))], "table"),
    "a table stands in the middle": ([(_D, _TABLE, _TABLE.replace("<w:tblPr>", '<w:tblPr><w:jc w:val="center"/>'))], "formatting"),
    "words stand at the end of a cell": ([(_D, 'w:fill="DDDDDD"/>', 'w:fill="DDDDDD"/><w:vAlign w:val="bottom"/>')], "formatting"),
    # Lists
    "numbers of a list are bold": ([("numbering", _LEVEL, f"{_LEVEL}<w:rPr><w:b/></w:rPr>")], "formatting"),
    "numbers of a list are struck": ([("numbering", _LEVEL, f"{_LEVEL}<w:rPr><w:strike/></w:rPr>")], "formatting"),
    "a list is indented": ([("numbering", _LEVEL, f'{_LEVEL}<w:pPr><w:ind w:left="1440"/></w:pPr>')], "formatting"),
    "nothing stands behind the numbers of a list": ([("numbering", _LEVEL, f'<w:suff w:val="nothing"/>{_LEVEL}')], "formatting"),
    "numbers of a list stand on the right": ([("numbering", _LEVEL, f'{_LEVEL}<w:lvlJc w:val="right"/>')], "formatting"),
    # Fields
    "a word becomes a field": ([(_D, rich.run("Delaware"), rich.field("QUOTE Delaware", "Delaware"))], "field"),
    "a field computes otherwise": ([(_D, "DOCPROPERTY Title", "DOCPROPERTY Subject")], "field"),
    "a reference shows the number in full": ([(_D, "REF _Ref_price \\n", "REF _Ref_price \\w")], "field"),
    "a page number is Roman": ([("footer1", " PAGE ", " PAGE \\* roman ")], "field"),
    "a page number counts the pages": ([("footer1", " PAGE ", " NUMPAGES ")], "field"),
    # Notes
    "a note stands elsewhere in its paragraph": ([(_D, f"{rich.NOTE}{_BY_WIRE}", f"{_BY_WIRE}{rich.NOTE}")], "note"),
    # Beside the text
    "a word of a header is bold": ([("header1", rich.run("Draft of May 1, 2026"), rich.run("Draft of May 1, 2026", "<w:b/>"))], "formatting"),
    "a space of a note is wide": ([("footnotes", "New York", "New\u2003York")], "typography"),
    "a word of a note is slanted": ([("footnotes", '<w:r><w:t xml:space="preserve"> The Closing', '<w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve"> The Closing')], "formatting"),
}  # fmt: skip


def told(replaced):
    """How many differences of each kind a comparison of the small file with a changed one counts, and the other way round."""
    old, new = (files.read(data, "letter.docx") for data in (rich_file(), changed(replaced)))
    return [{str(kind): count for kind, count in compare(*pair).counts.items()} for pair in ((old, new), (new, old))]


@pytest.mark.parametrize("what", SINGLE)
def test_a_single_change_is_one_difference_of_its_kind(what):
    replaced, kind = SINGLE[what]
    assert told(replaced) == [{kind: 1}, {kind: 1}]


SIGN = f'<w:p>{rich.run("Paid ")}<w:r><w:sym w:font="{{}}" w:char="{{}}"/></w:r>{rich.run(" in cash")}</w:p>'


def kinds(one, other):
    """The kinds that a comparison of two files with these bodies counts."""
    comparison = compare(*(files.read(data, "letter.docx") for data in (one, other)))
    return {str(kind): count for kind, count in comparison.counts.items()}


def test_a_sign_in_a_font_of_other_signs_is_a_difference():
    made = [rich_file([SIGN.format(font, "F0A3")]) for font in ("Symbol", "Webdings")]
    assert kinds(*made) == {"formatting": 1}


@pytest.mark.parametrize("other", ["endnoteReference", 'footnoteReference w:customMarkFollows="1"'])
def test_a_note_of_another_kind_with_the_same_words_is_a_difference(other):
    body = p("Rent is due.") + f'<w:p>{r("Keys are kept")}<w:r><w:{{}} w:id="4"/></w:r>{r(" by hand.")}</w:p>'
    notes = {
        f"{kind}s": part(f"{kind}s", f'<w:{kind} w:id="4">{p("In Bergen.")}</w:{kind}>')
        for kind in ("footnote", "endnote")
    }
    assert kinds(*(word(body.format(one), **notes) for one in ("footnoteReference", other))) == {"note": 1}


@pytest.mark.parametrize("settings", ["<w:evenAndOddHeaders/>", '<w:evenAndOddHeaders w:val="1"/>'])
def test_even_pages_without_the_header_of_the_others_are_a_difference(settings):
    made = [
        word(p("Rent is due."), header1=part("hdr", p("Draft")), settings=part("settings", each))
        for each in ('<w:evenAndOddHeaders w:val="0"/>', settings)
    ]
    assert kinds(*made) == {"header": 1}


def _first_page(*switches):
    """Two sections: the header of first pages is linked in the first, which shows it if it has the switch, as does the other."""
    first = f'<w:sectPr><w:headerReference w:type="first" r:id="rId12"/>{switches[0]}</w:sectPr>'
    body = paragraph("Rent is due.", first), paragraph("Keys are kept.")
    return changed([("document", "</w:sectPr></w:body>", f"{switches[1]}</w:sectPr></w:body>")], rich_file(body))


@pytest.mark.parametrize("shown", [("<w:titlePg/>", ""), ("<w:titlePg/>", "<w:titlePg/>"), ("", "<w:titlePg/>")])
def test_a_first_page_that_has_no_header_of_its_own_is_told_in_each_section(shown):
    assert kinds(_first_page("", ""), _first_page(*shown)).keys() == {"header", "page"}
    assert kinds(_first_page(*shown), _first_page(*shown)) == {}


@pytest.mark.parametrize(
    "setting",
    [
        "<w:mirrorMargins/>",
        '<w:defaultTabStop w:val="360"/>',
        '<w:footnotePr><w:footnote w:id="-1"/><w:numStart w:val="5"/></w:footnotePr>',
        '<w:endnotePr><w:numFmt w:val="upperRoman"/></w:endnotePr>',
    ],
)
def test_a_setting_of_the_document_is_told_and_named_beside_the_redline(setting):
    usual = '<w:defaultTabStop w:val="720"/><w:footnotePr><w:footnote w:id="-1"/></w:footnotePr>'
    made = [word(p("Rent is due."), settings=part("settings", each)) for each in (usual, setting)]
    assert kinds(*made) == {"page": 1}
    redline = engine.redline(
        *(engine.RedlineSource(f"{name}.docx", data) for name, data in zip("ab", made, strict=True)),
        engine.RedlineOptions("A"),
    )
    assert len(redline.untracked) == 1


def _bookmarked(*names):
    """Two clauses with bookmarks of these names, and a reference to "law"."""
    clauses = zip(names, ("Rent is due in May.", "Keys are kept by hand."), strict=True)
    marked = (
        f'<w:p><w:bookmarkStart w:id="1" w:name="{name}"/>{r(text)}<w:bookmarkEnd w:id="1"/></w:p>'
        for name, text in clauses
    )
    return word("".join(marked) + f"<w:p>{r('See ')}{rich.field('REF law', '1')}</w:p>")


def test_a_reference_whose_bookmark_moved_or_went_is_a_difference():
    assert kinds(_bookmarked("law", "x"), _bookmarked("x", "law")) == {"link": 1}
    assert kinds(_bookmarked("law", "x"), _bookmarked("y", "x")) == {"link": 1}


def test_the_author_of_a_comment_is_a_difference():
    body = f'<w:p>{r("Rent is due.")}<w:r><w:commentReference w:id="4"/></w:r></w:p>'
    comments = (part("comments", f'<w:comment w:id="4" w:author="{name}">{p("Why?")}</w:comment>') for name in "AB")
    assert kinds(*(word(body, comments=each) for each in comments)) == {"comment": 1}


@pytest.mark.parametrize("look", ["<w:rPr><w:vanish/></w:rPr>", '<w:pPr><w:ind w:left="1440"/></w:pPr>'])
def test_the_look_of_the_numbers_of_a_list_is_named_beside_the_redline(look):
    sources = rich_file(), changed([("numbering", _LEVEL, f"{_LEVEL}{look}")])
    for pair in (sources, sources[::-1]):
        made = engine.redline(*(engine.RedlineSource("a.docx", data) for data in pair), engine.RedlineOptions("A"))
        assert made.untracked == ("the look of the numbers of lists",)


@pytest.mark.parametrize("other", [("ellipse", 900000), ("rect", 1800000)])
def test_the_form_and_the_size_of_a_box_of_text_are_formatting(other):
    def boxed(form, width):
        spaces = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        shape = f'<wp:extent cx="{width}" cy="450000"/><a:prstGeom prst="{form}"/><w:txbxContent>{p("Confidential")}</w:txbxContent>'
        return word(
            f"<w:p>{r('Rent is due.')}<w:r><w:drawing {spaces}><wp:anchor>{shape}</wp:anchor></w:drawing></w:r></w:p>"
        )

    assert kinds(boxed("rect", 900000), boxed(*other)) == {"formatting": 1}
    assert kinds(boxed("rect", 900000), boxed("rect", 901000)) == {}
