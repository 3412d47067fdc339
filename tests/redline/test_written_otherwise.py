"""Content that programs write in two ways is the same in a redline and in a comparison, and what it says is not."""

from __future__ import annotations

import pytest
from lxml import etree

from assembler.compare.explain import compare
from assembler.readers import drawings, files
from assembler.redline import engine
from tests.readers.test_docx_content import bound
from tests.readers.wordfiles import p, part, word
from tests.redline.rich_file import BODY, LINK, NOTE, cell, field, paragraph, rich_file, run, table


def _file(content):
    """A file whose first paragraph holds some content, or whose first blocks these are; or bytes as they are."""
    if isinstance(content, bytes):
        return content
    blocks = content if isinstance(content, list) else [paragraph(run("Before it. ") + content + run(" Behind it."))]
    return rich_file([*blocks, *BODY])


def _redlined(one, other):
    """The redline, which is verified."""
    sources = (engine.RedlineSource("a.docx", _file(each)) for each in (one, other))
    return engine.redline(*sources, engine.RedlineOptions("A"))


def _assert_same(one, other):
    for pair in ((one, other), (other, one)):
        assert _redlined(*pair).counted == ""
        compared = compare(*(files.read(_file(each), "a.docx") for each in pair))
        assert not compared.counts


def _assert_told(one, other):
    """Hold that a redline replaces one by the other."""
    for pair in ((one, other), (other, one)):
        counted = _redlined(*pair).counted
        assert "insertion" in counted or "deletion" in counted


def _form(settings, code, separator='<w:r><w:fldChar w:fldCharType="separate"/></w:r>', result="", name="Check1"):
    """A field of a form."""
    data = f'<w:ffData><w:name w:val="{name}"/><w:enabled/>{settings}</w:ffData>'
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r><w:r><w:instrText> {code} </w:instrText></w:r>'
        f'{separator}{run(result) if result else ""}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _box(state, **more):
    return _form(f"<w:checkBox><w:sizeAuto/>{state}</w:checkBox>", "FORMCHECKBOX", **more)


def _choice(chosen, entries=("Delaware", "Nevada"), **more):
    listed = "".join(f'<w:listEntry w:val="{entry}"/>' for entry in entries)
    return _form(f"<w:ddList>{chosen}{listed}</w:ddList>", "FORMDROPDOWN", **more)


_FORMS = {
    "a box without its name": (_box(""), _box("", name="")),
    "a box that is empty anyway": (_box('<w:default w:val="0"/>'), _box("")),
    "a box that was ticked, and one that begins so": (_box("<w:checked/>"), _box('<w:default w:val="1"/>')),
    "a box without a separator": (_box(""), _box("", separator="")),
    "a choice that is the first anyway": (_choice('<w:result w:val="0"/>'), _choice("", separator="")),
    "a field without a result": (_form("", "LISTNUM"), _form("", "LISTNUM", separator="")),
}


@pytest.mark.parametrize(("one", "other"), _FORMS.values(), ids=_FORMS)
def test_a_field_of_a_form_that_shows_the_same_is_the_same(one, other):
    _assert_same(one, other)


_TEXT = '<w:textInput><w:default w:val="{}"/></w:textInput>'
_OTHER_FORMS = {
    "a box that is ticked": (_box(""), _box("<w:checked/>")),
    "another choice": (_choice(""), _choice('<w:result w:val="1"/>')),
    "other choices to make": (_choice(""), _choice("", ("Delaware", "Utah"))),
    "another result": (_form("<w:textInput/>", "FORMTEXT", result="Alder"), _form("<w:textInput/>", "FORMTEXT", result="Birch")),
    "words to begin with": (_form(_TEXT.format("Name"), "FORMTEXT", result="x"), _form(_TEXT.format("Address"), "FORMTEXT", result="x")),
    "a result where none was": (_form("", "LISTNUM"), _form("", "LISTNUM", result="1")),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other"), _OTHER_FORMS.values(), ids=_OTHER_FORMS)
def test_a_field_of_a_form_that_shows_something_else_is_replaced(one, other):
    _assert_told(one, other)


def _typed(text):
    return f'<m:r><m:t xml:space="preserve">{text}</m:t></m:r>'


def _fraction(kind, above, below):
    return f'<m:f><m:fPr><m:type m:val="{kind}"/></m:fPr><m:num>{above}</m:num><m:den>{below}</m:den></m:f>'


def _brackets(*inside, properties=""):
    return f"<m:d>{properties}{''.join(f'<m:e>{_typed(each)}</m:e>' for each in inside)}</m:d>"


_SQUARE = '<m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr>'
_FORMULAS = {
    "a fraction in its line": (_typed("P=A/B"), _typed("P=") + _fraction("lin", _typed("A"), _typed("B"))),
    "brackets in a fraction": (_typed("(A + B)/C"), _fraction("lin", _brackets("A+B"), _typed("C"))),
    "brackets of another shape": (_typed("[x]"), _brackets("x", properties=_SQUARE)),
    "a stroke between": (_typed("(x|y)"), _brackets("x", "y")),
    "a sign of formulas": (_typed("A*B"), _typed("A\u2217B")),
    "spaces beside signs": (_typed("P = A \u00d7 B, C"), _typed("P=A\u00d7B,C")),
}


@pytest.mark.parametrize(("one", "other"), _FORMULAS.values(), ids=_FORMULAS)
def test_a_formula_that_reads_the_same_is_the_same(one, other):
    _assert_same(*(f"<m:oMath>{each}</m:oMath>" for each in (one, other)))


_OTHER_FORMULAS = {
    "another sign": (_typed("P=A/B"), _typed("P=A*B")),
    "a bar under all of it": (_typed("A+B/C"), _fraction("bar", _typed("A+B"), _typed("C"))),
    "no brackets": (_typed("(A)"), _typed("A")),
    "other brackets": (_brackets("x"), _brackets("x", properties=_SQUARE)),
    "brackets around another part": (_typed("(A+B)/C"), _typed("A") + _fraction("lin", _typed("+B"), _typed("C"))),
    "another denominator": (_fraction("lin", _typed("A"), _typed("B")), _fraction("lin", _typed("A"), _typed("C"))),
}


@pytest.mark.parametrize(("one", "other"), _OTHER_FORMULAS.values(), ids=_OTHER_FORMULAS)
def test_a_formula_that_reads_otherwise_is_replaced(one, other):
    _assert_told(*(f"<m:oMath>{each}</m:oMath>" for each in (one, other)))


def _control(properties, content):
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def _date(format_, more="", day="2026-05-01"):
    return f'<w:date w:fullDate="{day}T00:00:00Z"><w:dateFormat w:val="{format_}"/>{more}</w:date>'


def _list(*shown):
    items = "".join(f'<w:listItem w:displayText="{each}" w:value="{each[:2]}"/>' for each in shown)
    return f"<w:dropDownList>{items}</w:dropDownList>"


_CONTROLS = {
    "its number and order": (
        _control('<w:alias w:val="State"/><w:tag w:val="state"/><w:id w:val="7"/><w:text/>', run("Utah")),
        _control('<w:id w:val="-9"/><w:placeholder><w:docPart w:val="X"/></w:placeholder><w:alias w:val="State"/><w:text/>', run("Utah")),
    ),
    "its runs": (_control("", run("New ") + run("York")), _control("", "<w:r><w:rPr/></w:r>" + run("New York"))),
    "looks written otherwise": (_control("", run("Utah", "<w:b/>")), _control("", run("Utah", '<w:b w:val="true"/><w:bCs/>'))),
    "how a date is stored": (
        _control(_date("MMMM d, yyyy", '<w:lid w:val="en-US"/><w:calendar w:val="gregorian"/>'), run("May 1, 2026")),
        _control(_date("MMMM d, yyyy"), run("May 1, 2026")),
    ),
    "a list": (_control(f'<w:tag w:val="t"/>{_list("Utah", "Ohio")}', run("Utah")), _control(_list("Utah", "Ohio"), run("Utah"))),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other"), _CONTROLS.values(), ids=_CONTROLS)
def test_a_control_that_shows_the_same_is_the_same(one, other):
    _assert_same(one, other)


_OTHER_CONTROLS = {
    "words": (_control("<w:text/>", run("Utah")), _control("<w:text/>", run("Ohio"))),
    "a kind": (_control("<w:text/>", run("Utah")), _control(_list("Utah"), run("Utah"))),
    "entries of a list": (_control(_list("Utah", "Ohio"), run("Utah")), _control(_list("Utah", "Iowa"), run("Utah"))),
    "a date behind the words": (_control(_date("d"), run("1")), _control(_date("d", day="2027-05-01"), run("1"))),
    "a lock": (_control("<w:text/>", run("Utah")), _control('<w:lock w:val="contentLocked"/><w:text/>', run("Utah"))),
    "words in bold": (_control("", run("Utah") + run("h")), _control("", run("Utah", "<w:b/>") + run("h"))),
    "a break of lines": (_control("", run("Utah")), _control("", run("Utah") + "<w:r><w:br/></w:r>")),
}


@pytest.mark.parametrize(("one", "other"), _OTHER_CONTROLS.values(), ids=_OTHER_CONTROLS)
def test_a_control_that_shows_something_else_is_replaced(one, other):
    _assert_told(one, other)


_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


def _shape(words):
    return (
        f'<wps:wsp xmlns:wps="{_WPS}"><wps:txbx><w:txbxContent>{paragraph(words)}</w:txbxContent></wps:txbx></wps:wsp>'
    )


def _floating(*words, layer=1):
    """A run with a drawing that has a box for each of these words."""
    return (
        f'<w:r><w:drawing><wp:anchor relativeHeight="{layer}"><wp:extent cx="360000" cy="360000"/><wp:docPr id="{layer}" name="B"/>'
        f'<a:graphic><a:graphicData uri="{_WPS}">{"".join(map(_shape, words))}</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>'
    )


def test_boxes_at_one_place_are_the_same_in_the_order_of_their_layers():
    one, other = _floating("Alder", layer=2), _floating("Birch", layer=1)
    _assert_same(one + other, other + "<w:r><w:rPr/></w:r>" + one)


@pytest.mark.parametrize("between", ["", run(" and ")])
def test_boxes_that_say_something_else_or_stand_elsewhere_are_told(between):
    alder, birch, cedar = (_floating(words, layer=layer) for layer, words in enumerate(("Alder", "Birch", "Cedar"), 1))
    _assert_told(alder + between + birch, (birch + between + alder) if between else alder + cedar)


def test_a_box_without_words_in_a_drawing_says_nothing():
    _assert_same(_floating("Alder", ""), _floating("Alder"))
    _assert_told(_floating("Alder", ""), _floating("Alder", "Birch"))
    _assert_told(_floating("Alder", ""), _floating("Alder", "<m:oMath><m:r><m:t>P</m:t></m:r></m:oMath>"))


_THEME = etree.fromstring(
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:clrScheme>'
    '<a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt2><a:srgbClr val="E7E6E6"/></a:lt2></a:clrScheme></a:theme>'
)


def _frame(color, theme=_THEME):
    inside = f'<a:ln w="9525"><a:solidFill><a:{color}/></a:solidFill></a:ln>'
    drawing = etree.fromstring(
        f'<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{inside}</a:graphic>'
    )
    return [*drawings.look(drawing, theme)]


@pytest.mark.parametrize(
    ("one", "other"),
    [('schemeClr val="bg2"', 'srgbClr val="e7e6e6"'), ('schemeClr val="tx1"', 'prstClr val="black"'), ('prstClr val="red"', 'srgbClr val="FF0000"')],
)  # fmt: skip
def test_a_colour_is_its_value_however_a_program_states_it(one, other):
    assert _frame(one) == _frame(other)
    assert _frame(one) != _frame('srgbClr val="00FF00"')


def test_a_colour_of_a_theme_that_a_file_lacks_is_known_by_its_name():
    assert _frame('schemeClr val="bg2"', None) != _frame('schemeClr val="accent1"', None)


def test_a_box_or_a_note_whose_words_are_all_deleted_is_read_where_that_is_rejected():
    gone = f'<w:del w:id="1" w:author="A">{run("Larch").replace("w:t", "w:delText")}</w:del>'
    noted = rich_file([paragraph(run("Before") + NOTE)], notes=_EMPTY.format(paragraph(gone)))
    for data in (noted, _file(_floating(gone))):
        assert ["Larch" in files.read(data, "a.docx", how).words for how in ("rejected", "accepted")] == [True, False]


def test_a_table_without_rows_says_nothing():
    _assert_same([table(), paragraph("x")], [paragraph("x")])
    assert compare(*(files.read(_file(blocks), "a.docx") for blocks in ([table((cell(""),)), paragraph("x")], [paragraph("x")]))).counts  # fmt: skip


def test_a_table_whose_columns_are_counted_otherwise_is_the_same_table():
    rows = ((cell("1"), cell("2", '<w:gridSpan w:val="2"/>')), (cell("3"), cell("4")))
    plain = ((cell("1"), cell("2")), (cell("3"), cell("4")))
    for pair in ((rows, 3), (plain, 2)), ((plain, 2), (rows, 3)):
        one, other = ([table(*rows, columns=columns), paragraph("x")] for rows, columns in pair)
        assert "insertion" not in _redlined(one, other).counted
        assert "deletion" not in _redlined(one, other).counted


def test_a_table_of_more_cells_is_another_table():
    _assert_told(
        [table((cell("1"), cell("2"))), paragraph("x")],
        [table((cell("1"), cell("2"), cell("")), columns=3), paragraph("x")],
    )


_EMPTY = '<w:footnote w:id="2">{}</w:footnote>'


@pytest.mark.parametrize("written", ["<w:p/>", "<w:p><w:r><w:footnoteRef/></w:r></w:p>"])
def test_a_note_without_a_paragraph_is_an_empty_one(written):
    blocks = [paragraph(run("Before") + NOTE), *BODY[4:5]]
    one, other = (rich_file(blocks, notes=_EMPTY.format(each)) for each in ("", written))
    _assert_same(one, other)
    _assert_told(one, rich_file(blocks, notes=_EMPTY.format(paragraph("Words"))))


_CODES = {
    "quotation marks": ('REF "_Ref_price" \\h', "REF  _Ref_price \\h"),
    "a date": ('DATE \\@ "MMMM d, yyyy"', "DATE \\@\"MMMM\\ d', 'yyyy\""),
    "strokes in a date": ('CREATEDATE \\@ "M/d/yyyy"', 'CREATEDATE \\@"M\\/d\\/yyyy"'),
    "a table of contents": ('TOC \\o "1-3" \\h \\z \\u', 'TOC \\z \\u \\o "1-3"'),
    "small letters": ("seq Exhibit", "SEQ Exhibit"),
}


@pytest.mark.parametrize(("one", "other"), _CODES.values(), ids=_CODES)
def test_a_field_whose_code_means_the_same_is_the_same(one, other):
    _assert_same(field(one, "1"), field(other, "1"))


_OTHER_CODES = {
    "a place": ("REF _Ref_price", "REF _Ref_other"),
    "a switch": ("REF _Ref_price \\h", "REF _Ref_price \\r \\h"),
    "the form of a date": ('DATE \\@ "MMMM d, yyyy"', 'DATE \\@ "d MMMM yyyy"'),
    "the levels of contents": ('TOC \\o "1-3" \\u', 'TOC \\u \\o "1-2"'),
    "words that are compared": ('IF "a b" = "a b" 1', 'IF "a b" = "a c" 1'),
    "a space in words": ('QUOTE "a b"', 'QUOTE "ab"'),
}


@pytest.mark.parametrize(("one", "other"), _OTHER_CODES.values(), ids=_OTHER_CODES)
def test_a_field_with_another_code_is_replaced(one, other):
    _assert_told(field(one, "1"), field(other, "1"))


_TAB = "<w:r><w:tab/></w:r>"
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def _page(place, *, is_within):
    number = field(f"PAGEREF {place} \\h", "3")
    separator = '<w:fldChar w:fldCharType="separate"/></w:r>'
    return number.replace(separator, separator + _TAB) if is_within else _TAB + number


def _contents(*, is_within, ends_entry, control, entries=("Purchase", "Closing")):
    """The blocks of a table of contents, with tabs in or before the fields of pages, and its end in one of two places."""
    begins = field('TOC \\o "1-3" \\h', "").removesuffix(_END).replace('<w:t xml:space="preserve"></w:t>', "")
    lines = [run(words) + _page(f"_Toc{words}", is_within=is_within) for words in entries]
    lines[0] = begins + lines[0]
    lines[-1] += _END if ends_entry else ""
    blocks = "".join(map(paragraph, lines))
    block = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    return [
        _control(block, blocks) if control else blocks,
        paragraph((run("") if ends_entry else _END) + '<w:r><w:br w:type="page"/></w:r>'),
    ]


_WRITTEN = {
    "in a control": {"control": True},
    "with tabs in the fields of pages": {"is_within": True},
    "with its end behind the last entry": {"ends_entry": True},
    "all of it": {"control": True, "is_within": True, "ends_entry": True},
}
_PLAIN = {"is_within": False, "ends_entry": False, "control": False}


@pytest.mark.parametrize("written", _WRITTEN.values(), ids=_WRITTEN)
def test_a_table_of_contents_is_the_same_however_it_is_written(written):
    one, other = _contents(**_PLAIN), _contents(**{**_PLAIN, **written})
    _assert_same(one, other)


@pytest.mark.parametrize("written", _WRITTEN.values(), ids=_WRITTEN)
def test_an_entry_of_a_table_of_contents_that_changes_is_told_however_it_is_written(written):
    one = _contents(**_PLAIN)
    other = _contents(**{**_PLAIN, **written}, entries=("Purchase", "Payment"))
    for pair in ((one, other), (other, one)):
        assert _redlined(*pair).counted == "1 insertion, 1 deletion"


def _symbol(code, font="Wingdings"):
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def _typed_in(code, font="Wingdings"):
    return run(chr(int(code, 16)), f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/>')


@pytest.mark.parametrize(("code", "font"), [("F0A8", "Wingdings"), ("F052", "Wingdings 2"), ("F0B7", "Symbol")])
def test_a_symbol_is_the_character_typed_in_its_font(code, font):
    one, other = (each(code, font) + run(" Alder") for each in (_symbol, _typed_in))
    for pair in ((one, other), (other, one)):
        assert "insertion" not in _redlined(*pair).counted
        read = [files.read(_file(each), "a.docx") for each in pair]
        assert not [each for each in compare(*read).counts if each.name != "FORMATTING"]


@pytest.mark.parametrize(("code", "font"), [("F0FE", "Wingdings"), ("F0A8", "Wingdings 2")])
def test_another_symbol_or_one_of_another_font_is_told(code, font):
    _assert_told(_symbol("F0A8") + run(" Alder"), _typed_in(code, font) + run(" Alder"))
    _assert_told(_symbol("F0A8") + run(" Alder"), _symbol(code, font) + run(" Alder"))


def _controls(words, *, within, look=""):
    content = run(words, look)
    inside = _control("<w:text/>", content if within else paragraph(content))
    return [paragraph(inside) if within else inside, paragraph("Behind it.")]


def test_a_control_around_a_paragraph_is_the_one_around_its_words():
    _assert_same(_controls("Utah", within=True), _controls("Utah", within=False))


def test_a_control_with_other_words_or_another_look_is_told_wherever_it_stands():
    _assert_told(_controls("Utah", within=True), _controls("Ohio", within=False))
    assert _redlined(_controls("Utah", within=True), _controls("Utah", within=False, look="<w:b/>")).counted


_TO_SITE = 'HYPERLINK "https://example.com/policy"'
_TO_PLACE = "HYPERLINK \\l _Ref_price"


def _anchored(place, words="the price"):
    return f'<w:hyperlink w:anchor="{place}">{run(words)}</w:hyperlink>'


_LINKS = {
    "to a site": (field(_TO_SITE, "the data policy"), LINK),
    "to a site, with a tip": (field(f'{_TO_SITE} \\o "A tip"', "the data policy"), LINK),
    "to a place in a site": (
        field(f'{_TO_SITE} \\l "terms"', "the data policy"),
        LINK.replace("<w:hyperlink ", '<w:hyperlink w:anchor="terms" '),
    ),
    "to a place": (field(_TO_PLACE, "the price"), _anchored("_Ref_price")),
    "of several runs": (field(_TO_PLACE, "the price"), _anchored("_Ref_price", "the ").replace("</w:hyperlink>", run("price") + "</w:hyperlink>")),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other"), _LINKS.values(), ids=_LINKS)
def test_a_link_is_the_same_as_a_field_and_as_an_element(one, other):
    _assert_same(one, other)


_OTHER_LINKS = {
    "to another site": (field('HYPERLINK "https://example.com/other"', "the data policy"), LINK),
    "to another place": (field(_TO_PLACE, "the price"), _anchored("_Ref_other")),
    "with other words": (field(_TO_PLACE, "the price"), _anchored("_Ref_price", "the value")),
    "to a place in a site": (field(_TO_SITE, "the data policy"), LINK.replace("<w:hyperlink ", '<w:hyperlink w:anchor="terms" ')),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other"), _OTHER_LINKS.values(), ids=_OTHER_LINKS)
def test_a_link_that_leads_elsewhere_or_has_other_words_is_told(one, other):
    _assert_told(one, other)


@pytest.mark.parametrize("kind", ["separate", "end"])
def test_a_mark_that_belongs_to_no_field_says_nothing(kind):
    stray = f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
    _assert_same(stray + run("Utah"), run("Utah"))
    _assert_same(stray + field("REF _Ref", "1"), field("REF _Ref", "1"))
    assert "insertion" in _redlined(stray + run("Utah"), stray + run("Ohio")).counted


def test_a_formula_in_a_paragraph_of_its_own_is_the_same():
    formula = f"<m:oMath>{_typed('P=A')}</m:oMath>"
    _assert_same(formula, f"<m:oMathPara>{formula}</m:oMathPara>")
    _assert_told(formula, f"<m:oMathPara>{formula.replace('A', 'B')}</m:oMathPara>")


def _level(text, index=0):
    return f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'


def _listed(*definitions, number="1"):
    """A file with two paragraphs of a list. The lists have these definitions."""
    style = '<w:style w:type="numbering" w:styleId="Firm"><w:name w:val="Firm"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{count}">{one}</w:abstractNum>' for count, one in enumerate(definitions)
    )
    lists = "".join(
        f'<w:num w:numId="{count + 1}"><w:abstractNumId w:val="{count}"/></w:num>' for count in range(len(definitions))
    )
    listed = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
    body = "".join(p(words, listed) for words in ("Shares", "Price"))
    return word(body, styles=part("styles", style), numbering=part("numbering", abstract + lists))


_FIRM, _TO_FIRM = '<w:styleLink w:val="Firm"/>', '<w:numStyleLink w:val="Firm"/>'


def test_a_list_by_a_style_of_lists_is_the_list_of_that_style():
    one, other = _listed(_FIRM + _level("%1."), _TO_FIRM, number="2"), _listed(_level("%1."))
    _assert_same(one, other)


def test_a_list_by_a_style_of_lists_that_has_other_numbers_is_told():
    one, other = _listed(_FIRM + _level("%1."), _TO_FIRM, number="2"), _listed(_level("(%1)"))
    for pair in ((one, other), (other, one)):
        assert _redlined(*pair).counted == "2 changes of formatting"


def test_a_bound_control_is_the_same_where_its_data_stand_in_it_already():
    _assert_same(bound("$5", "$9"), bound("$9", "$9"))
    for pair in ((bound("$5", "$9"), bound("$5", "$5")), (bound("$5", "$5"), bound("$5", "$9"))):
        assert _redlined(*pair).counted == "1 insertion, 1 deletion"
