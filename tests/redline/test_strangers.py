"""Redlines of Word files as other programs and hands write them: parts that lack, and content in rare places."""

from __future__ import annotations

import pytest
from lxml import etree

from assembler.readers.elements import IMPORTS
from assembler.redline import engine
from assembler.redline.word_file import W as _W
from tests.readers.wordfiles import W, p, packed, parts_of, word
from tests.redline import rich_file as rich
from tests.redline.rich_file import run
from tests.redline.test_kinds_of_content import MAIN, marked, parts


def redlined(old, new):
    """The redline of two files, which verifies itself. These need not be sound."""
    sources = (engine.RedlineSource(name, data) for name, data in (("old.docx", old), ("new.docx", new)))
    return engine.redline(*sources, engine.RedlineOptions("A"))


def changed(old, new):
    return marked(redlined(old, new).content)


def _styles(*styles):
    return f"<w:styles {W}>{''.join(styles)}</w:styles>"


def _style(identity, name="", look="", default=""):
    named = f'<w:name w:val="{name}"/>' if name else ""
    return f'<w:style w:type="paragraph" {default} w:styleId="{identity}">{named}<w:rPr>{look}</w:rPr></w:style>'


def _styled(text, style):
    return p(text, f'<w:pStyle w:val="{style}"/>')


_DEFAULT = _style("Normal", "Normal", default='w:default="1"')
_OTHER_DEFAULT = _style("Standard", "Standard", default='w:default="1"')
_HEADING = _style("Heading1", "heading 1", "<w:b/>")
_PLAIN, _EDITED = p("The Company issues Shares."), p("The Company issues Units.")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (word(_PLAIN), word(_EDITED, styles=_styles(_DEFAULT, _HEADING))),
        (word(_PLAIN, styles=_styles(_DEFAULT)), word(_EDITED, styles=_styles(_OTHER_DEFAULT))),
        (word(_styled("The Company issues Shares.", "Normal"), styles=_styles(_DEFAULT)), word(_EDITED)),
        (word(_styled("The Company issues Shares.", "Lost")), word(_EDITED, styles=_styles(_DEFAULT))),
    ],
    ids=["no styles", "other default", "default by name", "undefined style"],
)
def test_the_default_style_of_a_file_is_that_of_another_whatever_it_is_called(old, new):
    assert changed(old, new) == (["Units"], ["Shares"])
    assert changed(new, old) == (["Shares"], ["Units"])


def test_styles_come_along_into_a_file_without_any():
    old = word(_styled("Notices", "Heading1") + _PLAIN, styles=_styles(_DEFAULT, _HEADING))
    made = parts(redlined(old, word(_PLAIN)).content)
    assert b'w:styleId="Heading1"' in made["word/styles.xml"]
    assert b"/styles" in made["word/_rels/document.xml.rels"]


def test_an_undefined_style_stays_undefined_where_the_newer_file_has_one_of_its_id():
    old = word(_styled("Notices", "Heading1") + _PLAIN, styles=_styles(_DEFAULT))
    made = parts(redlined(old, word(_PLAIN, styles=_styles(_DEFAULT, _HEADING))).content)
    assert b'w:pStyle w:val="Heading1_"' in made[MAIN]


def test_styles_without_a_name_are_told_apart_by_their_ids():
    styles = _styles(_DEFAULT, _style("A", look="<w:b/>"), _style("B", look="<w:i/>"))
    old, new = word(_styled("Notices", "A") + _PLAIN, styles=styles), word(_PLAIN, styles=styles)
    assert b'w:pStyle w:val="A"' in parts(redlined(old, new).content)[MAIN]


def test_a_number_of_a_list_that_is_not_defined_is_no_change():
    listed = p("First", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>')
    assert redlined(word(listed), word(listed)).counted == ""
    assert changed(word(listed + _PLAIN), word(listed + _EDITED)) == (["Units"], ["Shares"])


def test_a_list_that_comes_along_takes_no_number_that_is_not_defined():
    numbering = f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    lists = [p(text, f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>') for text, number in (("First", 1), ("Second", 5))]  # fmt: skip
    assert redlined(word("".join(lists) + _PLAIN, numbering=numbering), word(_PLAIN)).counted


_MERGED = rich.field("MERGEFIELD name", "{}")
_INNER = {
    "a field in a code": rich.field("IF x = y", "yes").replace("</w:instrText></w:r>", "</w:instrText></w:r>{}"),
    "a field in a result": rich.field("QUOTE x", "{}").replace(run("{}"), "{}"),
}  # fmt: skip


@pytest.mark.parametrize("around", _INNER.values(), ids=_INNER)
def test_a_field_changes_with_the_field_in_it(around):
    def around_field(inner):
        return word(f"<w:p>{run('Paid to ')}{around.replace('{}', inner)}</w:p>")

    old, new = (around_field(_MERGED.format(name)) for name in ("Alder", "Birch"))
    assert redlined(old, new).counted == "1 insertion, 1 deletion"
    pages = (around_field(rich.field("PAGEREF _Toc1", page)) for page in "35")
    assert redlined(*pages).counted == ""


@pytest.mark.parametrize("code", ["PAGE", "page", "NumPages \\* Arabic"])
def test_the_number_of_a_page_is_no_change_however_its_code_is_written(code):
    files = (word(f"<w:p>{run('Page ')}{rich.field(code, page)}</w:p>") for page in "35")
    assert redlined(*files).counted == ""


def _importing(*blocks, **chunks):
    """A file that imports other files."""
    ends = {f"{name}.html": f"<html>{words}</html>" for name, words in chunks.items()}
    return packed(parts_of("".join(blocks), ends))


_IMPORT = '<w:altChunk r:id="rId1"/>'
_IMPORTS = {
    "in a paragraph": (_PLAIN, f'<w:p>{run("See ")}<w:subDoc r:id="rId1"/>{run("here.")}</w:p>', p("The end.")),
    "in a table": (_PLAIN, rich.table((rich.cell("Plan"), rich.cell('<w:p><w:subDoc r:id="rId1"/></w:p>'))), p("The end.")),
    "beside paragraphs": (_PLAIN, _IMPORT, p("The end.")),
    "in a control": (_PLAIN, f"<w:sdt><w:sdtPr/><w:sdtContent>{p('Exhibit')}{_IMPORT}</w:sdtContent></w:sdt>", p("The end.")),
    "in a cell": (_PLAIN, rich.table((rich.cell(f"{_IMPORT}{p('Exhibit')}"), rich.cell("A"))), p("The end.")),
}  # fmt: skip


@pytest.mark.parametrize("blocks", _IMPORTS.values(), ids=_IMPORTS)
def test_what_is_imported_from_another_file_is_that_of_the_newer_file_and_named(blocks):
    with_import, without = _importing(*blocks, exhibit="A"), _importing(_EDITED, p("The end."), exhibit="A")
    for old, new in ((with_import, without), (without, with_import)):
        made = redlined(old, new)
        assert made.untracked == ("what is imported from other files",)
        assert (_settled_imports(made.content), _settled_imports(new)) in ((0, 0), (1, 1))
        for change in etree.fromstring(parts(made.content)[MAIN]).iter(f"{_W}ins", f"{_W}del"):
            assert not [*change.iterchildren(*IMPORTS)]
    other = redlined(with_import, _importing(*blocks, exhibit="B"))
    assert other.untracked == ("what is imported from other files",)


def _settled_imports(data):
    file = engine.RedlineSource("redline.docx", data).settled()
    return sum(1 for _ in file.body.iter(*IMPORTS))


_FORMULA = "<m:oMathPara><m:oMath><m:r><m:t>p = d/n</m:t></m:r></m:oMath></m:oMathPara>"


def test_a_formula_beside_paragraphs_comes_and_goes():
    with_formula, without = word(_PLAIN + _FORMULA + p("The end.")), word(_PLAIN + p("The end."))
    for old, new in ((with_formula, without), (without, with_formula)):
        assert redlined(old, new).counted in ("1 insertion", "1 deletion")


_BLOCKS = {
    "a table": rich.table((rich.cell("Name"), rich.cell("Shares"))),
    "a control": f"<w:sdt><w:sdtPr/><w:sdtContent>{p('Exhibit A')}</w:sdtContent></w:sdt>",
    "a tag": f'<w:customXml w:uri="u" w:element="e">{p("Exhibit A")}</w:customXml>',
}


@pytest.mark.parametrize("block", _BLOCKS.values(), ids=_BLOCKS)
def test_no_words_of_a_paragraph_join_over_a_block_that_comes_or_goes(block):
    words = "The Company delivers the certificate", "while the Purchaser wires the price."
    parted = word(p(words[0]) + block + p(words[1]) + _PLAIN)
    joined = word(p(" ".join(words)) + _PLAIN)
    for old, new in ((parted, joined), (joined, parted)):
        for paragraph in etree.fromstring(parts(redlined(old, new).content)[MAIN]).iter(f"{_W}p"):
            following = paragraph.getnext()
            mark = paragraph.find(f"{_W}pPr/{_W}rPr")
            if mark is not None and following is not None and following.tag != f"{_W}p":
                assert paragraph.find(f"{_W}r") is None


def _with_spacing(identity, default):
    return f'<w:style w:type="paragraph" {default} w:styleId="{identity}"><w:name w:val="{identity}"/><w:pPr><w:spacing w:after="200"/></w:pPr></w:style>'


@pytest.mark.parametrize("named", ["", '<w:pStyle w:val="Normal"/>'], ids=["no style", "the default by name"])
def test_a_paragraph_without_a_style_looks_as_the_default_of_the_newer_file(named):
    new = word(_EDITED, styles=_styles(_with_spacing("Standard", 'w:default="1"')))
    for default in ("", 'w:default="1"'):
        old = word(p("It goes.", named) + p("The Company issues Shares.", named), styles=_styles(_style("Normal", "Normal", default=default)))  # fmt: skip
        assert redlined(old, new).counted


_CONTENTS = f'<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>{p("Contents")}<w:p>{rich.field("TOC", "Notices")}</w:p></w:sdtContent></w:sdt>'


@pytest.mark.parametrize("how", ["accepted", "rejected"])
def test_a_table_of_contents_comes_and_goes_with_its_control(how):
    with_contents, without = word(_CONTENTS + _PLAIN), word(_PLAIN)
    files = (with_contents, without) if how == "rejected" else (without, with_contents)
    for file, is_there in ((redlined(*files), True), (redlined(*reversed(files)), False)):
        body = engine.RedlineSource("redline.docx", file.content, rejected=how == "rejected").settled().body
        assert bool([*body.iter(f"{_W}sdt")]) == is_there


def test_each_box_of_a_group_is_compared_with_its_own():
    def grouped(*boxes):
        inner = "".join(
            f"<v:rect><v:textbox><w:txbxContent>{p(text)}</w:txbxContent></v:textbox></v:rect>" for text in boxes
        )
        return word(f"<w:p><w:r><w:pict><v:group>{inner}</v:group></w:pict></w:r>{run(' Plan')}</w:p>")

    assert changed(grouped("Box one", "Box two"), grouped("Box one", "Box ten")) == (["ten"], ["two"])
    for old, new in ((("Box one", "Box two"), ("", "Box two")), (("", "Box two"), ("Box one", ""))):
        assert redlined(grouped(*old), grouped(*new)).counted
        assert redlined(grouped(*new), grouped(*old)).counted


@pytest.mark.parametrize("kept", ["Annex", ""])
def test_what_goes_before_a_table_of_contents_stands_before_its_control(kept):
    """The control of both files is opened, since programs leave it out."""
    section = '<w:sectPr><w:pgSz w:w="12240" w:h="15840"/></w:sectPr>'
    old, new = (word(p("Cover") + p(kept, properties) + _CONTENTS + _PLAIN) for properties in ("", section))
    for files in ((old, new), (new, old)):
        assert redlined(*files).counted
    gone = redlined(word(p("Cover") + p("Draft") + p("List") + _CONTENTS + _PLAIN), new)
    [control] = etree.fromstring(parts(gone.content)[MAIN]).iter(f"{_W}sdt")
    assert "Draft" not in "".join(map(str, control.itertext()))


def test_a_box_that_says_nothing_goes_with_its_drawing():
    empty = "<w:p><w:r><w:t/></w:r><w:r><w:instrText/></w:r></w:p>"
    box = (
        f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{empty}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    made = parts(redlined(word(f"<w:p>{run('Plan ')}{box}</w:p>" + _PLAIN), word(_PLAIN)).content)[MAIN]
    for removed in etree.fromstring(made).iter(f"{_W}del"):
        assert not [*removed.iter(f"{_W}t", f"{_W}instrText")]


def test_a_word_of_which_a_part_is_a_link_is_not_one_without_it():
    def linked(before, inner, after):
        link = f'<w:hyperlink w:anchor="a">{run(inner)}</w:hyperlink>' if inner else ""
        return word(f"<w:p>{run('See the ' + before)}{link}{run(after)}</w:p>")

    plain, whole = linked("Schedules here.", "", ""), linked("", "Schedules", " here.")
    for part in (
        linked("", "Schedule", "s here."),
        linked("Sched", "ules", " here."),
        linked("Sch", "edul", "es here."),
    ):
        for other in (plain, whole):
            for files in ((part, other), (other, part)):
                assert ["".join(words) for words in changed(*files)] == ["Schedules", "Schedules"]


def test_a_field_over_paragraphs_that_stays_begins_and_ends_once():
    begin, end = rich.field('TOC \\o "1-3"', "|").split(run("|"))
    listed = [f"{title}<w:r><w:tab/></w:r>{run('1')}" for title in map(run, ("Duties of the Company to all Purchasers", "Rights", "Notices"))]  # fmt: skip

    def contents(*entries):
        return word("".join(f"<w:p>{entry}</w:p>" for entry in (*entries, "")) + _PLAIN)

    whole = contents(begin + listed[0], listed[1], listed[2] + end)
    new_words = run("Each Purchaser represents that it is an accredited investor and buys for its account.")
    for other in (
        contents(new_words, begin, listed[1], listed[2] + end),
        contents(begin + run("Entirely other words of another heading"), listed[1], listed[2] + end),
        contents(begin + listed[0], listed[1], run("Entirely other words of another heading") + end),
    ):
        for files in ((whole, other), (other, whole)):
            made = parts(redlined(*files).content)[MAIN]
            assert made.count(b'w:fldCharType="begin"') == made.count(b'w:fldCharType="end"') == 1


def test_a_run_beside_paragraphs_changes_as_a_whole():
    old, new = (word(_PLAIN + run(f"Stray {said}") + p("The end.")) for said in ("words", "marks"))
    assert changed(old, new) == (["Stray marks"], ["Stray words"])
