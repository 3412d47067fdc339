"""Each difference has a kind, in words and beside them, and nothing that was not compared is called equal."""

from __future__ import annotations

import pytest

from assembler.compare import html_page, report
from assembler.compare.explain import compare
from assembler.compare.reason import ReasonKind
from assembler.readers import files
from tests.readers.wordfiles import numbered, p, packed, part, parts_of, r, word

REST = " The parties agree to the terms of this letter in every respect, and sign it below."


def read(data, name="letter.docx"):
    return files.read(data if isinstance(data, bytes) else data.encode(), name)


def texts(one, other):
    return compare(*(read(text + REST, "letter.txt") for text in (one, other)))


def words(one, other):
    return compare(*(read(word(body + p(REST))) for body in (one, other)))


def kinds(comparison):
    """The kinds that a comparison counts."""
    return {str(kind): count for kind, count in comparison.counts.items()}


# Kinds of words


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("The seller is ______ of Bergen.", "The seller is Jane Doe of Bergen.", "blank"),
        ("A price of $[____] each.", "A price of $4.10 each.", "blank"),
        ("Buy [●] boats.", "Buy 1,400 boats.", "blank"),
        ("Dated June __, 202_.", "Dated June 4, 202_.", "blank"),
        ("Sold to [insert name of buyer].", "Sold to Birch LLC.", "blank"),
        ("A rent of TBD a month.", "A rent of $900 a month.", "blank"),
        ("Any Boat is sold.", "Any boat is sold.", "case"),
        ("THE SELLER pays.", "The Seller pays.", "case"),
        ("Two well-made boats.", "Two Well-Made boats.", "case"),
        ("From 2019 - 2024 only.", "From 2019\u20132024 only.", "typography"),
        ("Boats\u2014all of them.", "Boats - all of them.", "typography"),
        ("A no tice of sale.", "A notice of sale.", "typography"),
        ("Sold to Acme of Bergen.", "Sold to \u0410cme of Bergen.", "lookalike"),
        ("The c\u043ede of Bergen.", "The code of Bergen.", "lookalike"),
        ("Sold to OMEGA of Bergen.", "Sold to \u039fMEGA of Bergen.", "lookalike"),
        ("A sum of 10\u00b2 boats.", "A sum of 102 boats.", "unexplained"),
        ("Sold to Acme of Bergen.", "Sold to \u0410pex of Bergen.", "unexplained"),
        ("Paid ☐ in cash.", "Paid ☒ in cash.", "checkbox"),
        ("Paid [ ] in cash.", "Paid [x] in cash.", "checkbox"),
        ("Paid ■ in cash.", "Paid □ in cash.", "checkbox"),
        ("Paid ☐ in cash.", "Paid □ in cash.", "layout"),
        ("These: \u2022 boats.", "These: * boats.", "layout"),
        ("These: \u25aa boats.", "These: \u2022 boats.", "layout"),
        ("Pay \uff11\uff10 crowns.", "Pay 10 crowns.", "typography"),
        ("Pay 1 5 crowns.", "Pay 15 crowns.", "unexplained"),
        ("Sold for $____ today.", "Sold for ____ today.", "unexplained"),
        ("Sold to ______ today.", "Sold today.", "unexplained"),
        ("Sold to ______ today.", "Sold to [●] today.", "unexplained"),
        ("Sold to Jane Doe today.", "Sold to ______ today.", "blank"),
        ("Sell ______ boats.", "Sell boats.", "blank"),
        ("Sell boats.", "Sell [●] boats.", "blank"),
        ("Sell ____________ boats.", "Sell 5 boats.", "blank"),
        ("A rate of [____]% a year.", "A rate of 5% a year.", "blank"),
        ("A rate of [____%] a year.", "A rate of 5% a year.", "blank"),
        ("A price of [$____] each.", "A price of $4.10 each.", "blank"),
        ("Sell [____ boats] now.", "Sell nine boats now.", "blank"),
        ("Sell [____] now.", "Sell [nine boats] now.", "blank"),
        ("From [●]-[●] on.", "From May-[●] on.", "blank"),
        ("From [●]-[●] on.", "From May-June on.", "blank"),
        ("Sell at ____ now.", "Sell attics now.", "unexplained"),
        ("A price of $4.10 each.", "A price of $____ each.", "blank"),
        ("Boats are sold.", "Boats were sold.", "unexplained"),
    ],
)
def test_the_words_of_a_difference_show_its_kind(one, other, kind):
    assert kinds(texts(one, other)) == {kind: 1}


def test_each_filled_blank_of_a_paragraph_is_told():
    form = "Sell ______ boats at $[__] each to [name], of ____________."
    filled = "Sell 12 boats at $900 each to Birch, of Bergen."
    assert kinds(texts(form, filled)) == {"blank": 4}
    assert kinds(texts(filled, form)) == {"blank": 4}
    assert kinds(texts(form, filled.replace("12", "______"))) == {"blank": 3}


@pytest.mark.parametrize(
    "kind", ["blank", "case", "checkbox", "control", "formula", "hidden", "picture", "link", "header"]
)
def test_a_kind_that_may_change_the_meaning_counts_as_unexplained(kind):
    assert all(ReasonKind(kind) in report.FAIL_ON[on] for on in ("any", "term", "unexplained"))


@pytest.mark.parametrize("kind", ["typography", "layout", "formatting", "page", "break", "erratum"])
def test_a_kind_that_changes_no_meaning_counts_as_any_difference_alone(kind):
    counts = [ReasonKind(kind) in report.FAIL_ON[on] for on in ("any", "term", "unexplained")]
    assert counts == [True, False, False]


UNDERLINED = '<w:u w:val="single"/>'


def blank_of(*pieces):
    """A paragraph whose pieces that begin with an underscore are underlined."""
    runs = (r(piece.removeprefix("_"), UNDERLINED if piece.startswith("_") else "") for piece in pieces)
    return f"<w:p>{''.join(runs)}</w:p>".replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')


@pytest.mark.parametrize(
    ("form", "filled"),
    [
        (["Sold to ", "_\t", " of Bergen."], ["Sold to ", "_Jane Doe", " of Bergen."]),
        (["Sold to ", "_\t", "_\t\t", " of Bergen."], ["Sold to ", "_\t", "_Jane", "_\t", " of Bergen."]),
        (["Sold to ", "_     ", " of Bergen."], ["Sold to ", "_Jane ", "_     ", " of Bergen."]),
        (["A price of $", "_\t", " each."], ["A price of $", "_4.10", " each."]),
        (["Pay", "_\t", "dollars."], ["Pay", "_\tten\t", "dollars."]),
        (["Sold to ", "_\t", " of ", "_\t", "."], ["Sold to ", "_Jane Doe", " of ", "_\t", "."]),
    ],
)
def test_a_blank_of_underlined_tabs_or_spaces_is_a_blank(form, filled):
    one, other = (read(word(blank_of(*pieces) + p(REST))) for pieces in (form, filled))
    for before, now in ((one, other), (other, one)):
        assert [difference.kind for difference in compare(before, now).differences] == ["blank"]


@pytest.mark.parametrize("pieces", [["_See", "_ ", "_Section"], ["See", "_ ", "Section"], ["See", "\t", "Section"], ["_See", "_\t", "_Section"], ["By:", "_\t"], ["_\t"]])  # fmt: skip
def test_other_underlined_spaces_and_lines_to_sign_on_are_no_blank(pieces):
    words_read = [one.strip("_") for one in pieces if one.strip("_ \t")]
    assert read(word(blank_of(*pieces))).words == words_read


# Beside the words


def run(text, properties):
    return f"<w:p>{r('The tenant shall ')}{r(text, properties)}{r(' sublet.')}</w:p>"


STYLES = part(
    "styles",
    '<w:style w:type="character" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Ghost"><w:basedOn w:val="Base"/></w:style>'
    '<w:style w:type="character" w:styleId="Shown"><w:basedOn w:val="Base"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>',
)
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
KEPT_FROM_SIGHT = [
    "<w:vanish/>",
    "<w:strike/>",
    "<w:dstrike/>",
    '<w:color w:val="FFFFFF"/>',
    '<w:color w:val="F5F5F7"/>',
    '<w:sz w:val="3"/>',
    '<w:color w:val="1A1A1A"/><w:shd w:val="clear" w:fill="202020"/>',
    '<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>',
    '<w:rStyle w:val="Ghost"/>',
    '<w:color w:val="FFFFFF" w:themeColor="background1"/>',
    '<w:color w:val="000000" w:themeColor="background1"/>',
    '<w:color w:val="auto" w:themeColor="light1"/>',
    '<w:color w:themeColor="background1"/>',
    '<w:color w:themeColor="accent3" w:themeTint="00"/>',
    '<w:color w:val="FFFFFF" w:themeColor="accent3"/><w:shd w:val="clear" w:fill="FFFFFF" w:themeFill="accent3"/>',
    '<w:w w:val="1"/>',
    f'<w14:textFill xmlns:w14="{W14}"><w14:noFill/></w14:textFill>',
]
THEME = part("theme", "").replace(
    "></w:theme>",
    f' xmlns:a="{DRAWING}"><a:clrScheme><a:accent3><a:srgbClr val="336699"/></a:accent3></a:clrScheme></w:theme>',
)


@pytest.mark.parametrize("properties", KEPT_FROM_SIGHT)
def test_a_word_that_is_hidden_or_struck_is_told_once_with_its_place(properties):
    one, other = (read(word(run("not", look), styles=STYLES, theme=THEME)) for look in ("", properties))
    comparison = compare(one, other)
    assert kinds(comparison) == {"hidden": 1}
    (change,) = comparison.parts
    assert (change.place, change.here, change.there) == ("The tenant shall not sublet.", "", "not")
    assert report.fails(comparison, "unexplained")


@pytest.mark.parametrize("properties", ["<w:b/>", '<w:color w:val="FFFFFF" w:themeColor="accent3"/>', '<w:color w:themeColor="background1" w:themeShade="80"/>', '<w:w w:val="80"/>', '<w:sz w:val="18"/>', '<w:color w:val="C0C0C0"/>', '<w:rStyle w:val="Shown"/>', '<w:vertAlign w:val="superscript"/>'])  # fmt: skip
def test_a_word_that_can_be_seen_is_not_told_as_hidden(properties):
    one, other = (read(word(run("not", look), styles=STYLES, theme=THEME)) for look in ("", properties))
    assert kinds(compare(one, other)).keys() <= {"formatting"}


@pytest.mark.parametrize("text", ["6", "-12", "2n"])
@pytest.mark.parametrize("aligned", ["superscript", "subscript"])
def test_figures_off_their_line_may_change_the_meaning(text, aligned):
    one, other = (read(word(run(text, look))) for look in (f'<w:vertAlign w:val="{aligned}"/>', ""))
    comparison = compare(one, other)
    assert kinds(comparison) == {"unexplained": 1}
    assert comparison.parts[0].line.endswith(f"only in the original: {text}")


@pytest.mark.parametrize("text", ["th", "TM", "*"])
def test_raised_letters_of_an_ordinal_are_formatting(text):
    assert kinds(compare(*(read(word(run(text, look))) for look in ('<w:vertAlign w:val="superscript"/>', "")))) == {"formatting": 1}  # fmt: skip


def test_a_struck_formula_is_told_as_struck():
    made = (f"<m:oMath><m:r>{look}<m:t>a+b</m:t></m:r></m:oMath>" for look in ("", "<w:rPr><w:strike/></w:rPr>"))
    assert kinds(compare(*(read(word(f"<w:p>{r('Rent: ')}{each}</w:p>")) for each in made))) == {"hidden": 1}


def test_the_first_level_of_an_outline_is_formatting():
    one, other = (read(word(p("Rent", f'<w:outlineLvl w:val="{level}"/>'))) for level in (9, 0))
    assert kinds(compare(one, other)) == {"formatting": 1}


def test_white_words_on_a_dark_cell_can_be_seen():
    cell = '<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr>{}</w:tc></w:tr></w:tbl>'
    head = f"<w:p>{r('Rent', '<w:color w:val=' + chr(34) + 'FFFFFF' + chr(34) + '/>')}</w:p>"
    one, other = (read(word(cell.format(head) + p(text))) for text in ("May", "June"))
    assert not [each for each in (*one.parts, *other.parts) if each.name == "hidden text"]


@pytest.mark.parametrize("row", ["<w:hidden/>", '<w:trHeight w:val="4" w:hRule="exact"/>'])
def test_the_words_of_a_row_that_nobody_sees_are_told_as_hidden(row):
    def made(properties):
        cells = f"<w:tr><w:trPr>{properties}</w:trPr><w:tc>{p('Rent')}</w:tc></w:tr>"
        return read(word(f"{p('Due:')}<w:tbl>{cells}</w:tbl>"))

    assert kinds(compare(made(""), made(row))) == {"hidden": 1}


def test_lines_too_low_for_words_hide_them():
    one, other = (read(word(p("Rent", f'<w:spacing w:line="{line}" w:lineRule="exact"/>'))) for line in (240, 20))
    assert kinds(compare(one, other)) == {"hidden": 1}


CELL = "<w:tbl><w:tblPr>{}</w:tblPr><w:tr><w:trPr>{}</w:trPr><w:tc><w:tcPr>{}</w:tcPr>{}</w:tc></w:tr></w:tbl>"


@pytest.mark.parametrize(
    "properties",
    [
        ('<w:tblBorders><w:top w:val="single"/></w:tblBorders>', "", ""),
        ("", "<w:tblHeader/>", ""),
        ('<w:jc w:val="center"/>', "", ""),
        ("", '<w:trHeight w:val="900"/>', ""),
        ("", "", '<w:vAlign w:val="bottom"/>'),
        ("", "", '<w:gridSpan w:val="2"/>'),
        ("", "", '<w:vMerge w:val="restart"/>'),
        ("", "", '<w:shd w:val="clear" w:fill="000000"/>'),
    ],
)
def test_the_look_of_a_table_is_formatting(properties):
    one, other = (read(word(CELL.format(*looks, p("Rent")))) for looks in (("", "", ""), properties))
    assert kinds(compare(one, other)) == {"formatting": 1}


@pytest.mark.parametrize(
    ("one", "other", "is_other"),
    [
        (numbered("Rent", 0), p("Rent"), True),
        (numbered("Rent", 0), numbered("Rent", 1), True),
        (numbered("Rent", 0), numbered("Rent", 0, "2"), True),
        (numbered("Rent", 0), numbered("Rent", 0, "3"), False),
        (numbered("Rent", 0), p("Rent", '<w:pStyle w:val="Item"/>'), False),
    ],
)
def test_a_bullet_that_came_went_or_changed_is_formatting(one, other, is_other):
    signs = "".join(
        f'<w:abstractNum w:abstractNumId="{at}">'
        + "".join(f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="bullet"/><w:lvlText w:val="{sign}"/></w:lvl>' for level, sign in enumerate(pair))
        + "</w:abstractNum>"
        for at, pair in enumerate(("*o", "-o"))
    )  # fmt: skip
    uses = "".join(
        f'<w:num w:numId="{at}"><w:abstractNumId w:val="{of}"/></w:num>' for at, of in ((1, 0), (2, 1), (3, 0))
    )
    style = (
        '<w:style w:type="paragraph" w:styleId="Item"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    more = {"numbering": part("numbering", signs + uses), "styles": part("styles", style)}
    told = compare(*(read(word(body, **more)) for body in (one, other)))
    assert kinds(told) == ({"formatting": 1} if is_other else {})
    came = one.replace("</w:numPr>", '<w:ins w:id="1" w:author="A"/></w:numPr>')
    for revisions, settled in (("accepted", one), ("rejected", p("Rent"))):
        tracked = files.read(word(came, **more), "a.docx", revisions)
        assert kinds(compare(read(word(settled, **more)), tracked)) == {}


def test_what_a_table_says_that_is_so_anyway_is_no_formatting():
    height = '<w:trHeight w:val="900"{}/>'
    usual = '<w:jc w:val="left"/>', height.format(' w:hRule="auto"'), '<w:vAlign w:val="top"/>'
    one, other = (read(word(CELL.format(*looks, p("Rent")))) for looks in (("", height.format(""), ""), usual))
    assert kinds(compare(one, other)) == {}


def test_words_forced_backwards_are_formatting():
    turned = f'<w:p><w:bdo w:val="rtl">{r("Rent 100")}</w:bdo></w:p>'
    assert kinds(compare(read(word(p("Rent 100"))), read(word(turned)))) == {"formatting": 1}


@pytest.mark.parametrize(
    ("tracked", "accepted", "rejected"),
    [
        ('<w:shd w:fill="FF0000"/><w:tcPrChange><w:tcPr/></w:tcPrChange>', '<w:shd w:fill="FF0000"/>', ""),
        ('<w:cellMerge w:vMerge="rest"/>', '<w:vMerge w:val="restart"/>', ""),
        ('<w:cellMerge w:vMerge="cont" w:vMergeOrig="rest"/>', "<w:vMerge/>", '<w:vMerge w:val="restart"/>'),
    ],
)
def test_a_tracked_look_of_a_cell_is_settled_as_asked(tracked, accepted, rejected):
    made = [word(CELL.format("", "", look, p("Rent"))) for look in (tracked, accepted, rejected)]
    for revisions, settled in zip(("accepted", "rejected"), made[1:], strict=True):
        assert kinds(compare(files.read(made[0], "a.docx", revisions), read(settled))) == {}


def cells(*looks):
    """A row of cells with these properties, whose words are their letters, and a row of three cells."""
    made = (
        f"<w:tc><w:tcPr>{look}</w:tcPr>{p(letter)}</w:tc>"
        for letter, look in zip("ABC", looks, strict=False)
        if look is not None
    )
    whole = "".join(f"<w:tc>{p(letter)}</w:tc>" for letter in "XYZ")
    return word(f"<w:tbl><w:tr>{''.join(made)}</w:tr><w:tr>{whole}</w:tr></w:tbl>")


SPAN = '<w:gridSpan w:val="{}"/>'


@pytest.mark.parametrize(
    ("tracked", "accepted", "rejected"),
    [
        (("", "<w:cellDel/>", "<w:cellDel/>"), (SPAN.format(3), None, None), ("", "", "")),
        (("", "", "<w:cellDel/>"), ("", SPAN.format(2), None), ("", "", "")),
        (("", SPAN.format(2) + "<w:cellDel/>"), (SPAN.format(3), None), ("", SPAN.format(2))),
        (("<w:cellDel/>", "", ""), (None, "", ""), ("", "", "")),
        (("", "<w:cellIns/>", ""), ("", "", ""), ("", None, "")),
    ],
)
def test_cells_that_came_or_went_under_tracking_are_settled_as_asked(tracked, accepted, rejected):
    made = [cells(*looks) for looks in (tracked, accepted, rejected)]
    for revisions, settled in zip(("accepted", "rejected"), made[1:], strict=True):
        assert kinds(compare(files.read(made[0], "a.docx", revisions), read(settled))) == {}


def test_a_tracked_change_of_a_style_is_settled_as_asked():
    style = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:pPr>{}</w:pPr></w:style>'
    before, now = '<w:jc w:val="center"/>', "<w:keepNext/>"
    tracked = f"{now}<w:pPrChange><w:pPr>{before}</w:pPr></w:pPrChange>"
    made = [word(p("Rent"), styles=part("styles", style.format(each))) for each in (tracked, now, before)]
    for revisions, settled in zip(("accepted", "rejected"), made[1:], strict=True):
        assert kinds(compare(files.read(made[0], "a.docx", revisions), read(settled))) == {}


PAGES = '<w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/>'


def beside(one, other):
    """What differs beside the words of two bodies, which have the same words."""
    comparison = compare(*(read(word(body)) for body in (one, other)))
    assert not comparison.differences
    return [change.line for change in comparison.parts]


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        (f'{PAGES}<w:cols w:space="720"/><w:docGrid w:linePitch="360"/><w:pgNumType w:fmt="decimal"/>', []),
        ('<w:formProt w:val="0"/><w:textDirection w:val="lrTb"/><w:footnotePr><w:numFmt w:val="decimal"/></w:footnotePr>', []),
        ('<w:pgMar w:header="0" w:footer="0"/>', []),
        ('<w:pgSz w:w="11907" w:h="16834"/>', ["size of the pages: 612 x 792 points → 595 x 842 points"]),
        ('<w:pgSz w:w="15840" w:h="12240" w:orient="landscape"/>', ["size of the pages: 612 x 792 points → 792 x 612 points, landscape"]),
        ('<w:pgMar w:left="4320"/>', ["margins of the pages: top 72, right 72, bottom 72, left 72, gutter 0 points → top 72, right 72, bottom 72, left 216, gutter 0 points"]),
        ('<w:cols w:num="2" w:space="500" w:sep="1"/>', ["columns of the pages: 1 → 2, 25 points apart, with a line between"]),
        ('<w:cols w:equalWidth="0"><w:col w:w="2000"/><w:col w:w="4000"/></w:cols>', ["columns of the pages: 1 → 2, 100, 200 points wide"]),
        ('<w:pgNumType w:start="5"/>', ["numbers of the pages: none → start 5"]),
        ('<w:lnNumType w:countBy="1"/>', ["numbers of the lines: none → countBy 1"]),
        ("<w:titlePg/>", ["settings of the pages: none → another first page"]),
        ('<w:vAlign w:val="center"/>', ["settings of the pages: none → vertical alignment center"]),
        ('<w:pgBorders><w:top w:val="single"/></w:pgBorders>', ["settings of the pages: none → borders top single"]),
    ],
)  # fmt: skip
def test_pages_are_told_by_what_they_measure_and_count(section, expected):
    one, other = (p("Rent") + f"<w:sectPr>{each}</w:sectPr>" for each in ("", section))
    assert beside(one, other) == expected


def test_a_file_that_says_nothing_of_its_pages_has_those_of_word_and_says_so():
    stated, other = (p("Rent") + f"<w:sectPr>{each}</w:sectPr>" for each in (PAGES, PAGES.replace("12240", "11906")))
    assert beside(stated, p("Rent")) == []
    assert beside(other, p("Rent")) == ["size of the pages: 595 x 792 points → 612 x 792 points"]
    said = "says nothing of the pages of its last section: read as Letter with margins of an inch"
    assert [said in read(word(body)).remarks for body in (stated, p("Rent"))] == [False, True]


def section(text, *inner):
    """A paragraph that ends a section."""
    return p(text, f"<w:sectPr>{''.join(inner)}</w:sectPr>")


LAST = "<w:sectPr>{}</w:sectPr>"
WIDE = '<w:pgSz w:w="15840" w:h="12240"/>'


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (p("Rent"), section("Rent"), ['section break behind "Rent": only in the new document: next page']),
        (p("Rent"), section("Rent") + p("", "<w:sectPr/>"), ['section break behind "Rent": only in the new document: next page'] * 2),
        (section("Rent"), section("Rent") + p(""), ['empty paragraph behind "Rent": only in the new document']),
        (section("Rent", WIDE), section("Rent"), ["size of the pages: 792 x 612 points → 612 x 792 points", 'size of the pages behind "Rent": only in the original: 612 x 792 points']),
    ],
)  # fmt: skip
def test_the_break_of_a_section_is_told_where_it_stands(one, other, expected):
    assert beside(*(f"{each}{p('Term')}{LAST.format('')}" for each in (one, other))) == expected


@pytest.mark.parametrize("kind", ["continuous", "evenPage", "oddPage", "nextColumn"])
def test_where_a_section_begins_is_told(kind):
    one, other = (section("Rent") + p("Term") + LAST.format(each) for each in ("", f'<w:type w:val="{kind}"/>'))
    shown = {"evenPage": "even page", "oddPage": "odd page", "nextColumn": "next column"}.get(kind, kind)
    assert beside(one, other) == [f'section break behind "Rent": next page → {shown}']
    assert not report.fails(compare(read(word(one)), read(word(other))), "unexplained")
    assert report.fails(compare(read(word(one)), read(word(other))), "any")


def test_a_section_break_that_moved_is_told():
    one = section("Rent") + p("Term") + p("Law")
    other = p("Rent") + section("Term") + p("Law")
    assert beside(one, other) == ['section break behind "Rent": moved behind "Term"']


def test_a_tracked_change_of_a_section_is_settled_as_asked_and_leaves_its_header():
    def made(now, before=None):
        change = "" if before is None else f"<w:sectPrChange><w:sectPr>{before}</w:sectPr></w:sectPrChange>"
        reference = '<w:headerReference w:type="default" r:id="rId1"/>'
        data = packed(
            [
                (name, content.replace(f"{reference}</w:sectPr>", f"{reference}{now}{change}</w:sectPr>"))
                for name, content in parts_of(p("Rent"), {"header1.xml": part("header", p("Draft"))})
            ]
        )
        return files.read(data, "a.docx", "rejected") if change else read(data)

    assert beside_of(made(WIDE), made("", before=WIDE)) == []
    assert beside_of(made(""), made("", before=WIDE)) == ["size of the pages: 612 x 792 points → 792 x 612 points"]


@pytest.mark.parametrize(("shown", "told"), [("header", False), ("footer", True)])
def test_the_distance_of_a_footer_is_told_only_where_there_is_one(shown, told):
    reference = f'<w:{shown}Reference w:type="default" r:id="rId1"/>'

    def made(distance):
        margins = f'<w:pgMar w:header="720" w:footer="{distance}"/>'
        known = parts_of(p("Rent"), {f"{shown}1.xml": part(shown, p("Draft"))})
        return read(
            packed([(name, content.replace(f"{reference}<", f"{reference}{margins}<")) for name, content in known])
        )

    expected = "distances of headers and footers: header 36, footer 36 points → header 36, footer 0 points"
    assert beside_of(made(720), made(0)) == [expected] * told


def beside_of(one, other):
    return [change.line for change in compare(one, other).parts]


BREAK = '<w:r><w:br w:type="page"/></w:r>'
BEGINS = "<w:pageBreakBefore/>"


@pytest.mark.parametrize(
    "broken",
    [
        f"{p('Rent')}<w:p>{BREAK}{r('Term')}</w:p>",
        f"<w:p>{r('Rent')}{BREAK}</w:p>{p('Term')}",
        f"{p('Rent')}<w:p>{BREAK}</w:p>{p('Term')}",
        p("Rent") + p("Term", BEGINS),
        p("Rent") + p("Term", '<w:pStyle w:val="Chapter"/>'),
    ],
)
def test_a_break_of_a_page_is_the_same_however_it_is_written(broken):
    style = f'<w:style w:type="paragraph" w:styleId="Chapter"><w:pPr>{BEGINS}</w:pPr></w:style>'
    whole, other, same = (
        read(word(body, styles=part("styles", style)))
        for body in (p("Rent") + p("Term"), broken, f"{p('Rent')}<w:p>{BREAK}{r('Term')}</w:p>")
    )
    assert beside_of(whole, other) == ['page break behind "Rent": only in the new document']
    assert beside_of(other, whole) == ['page break behind "Rent": only in the original']
    assert kinds(compare(whole, other)) == {"break": 1}
    assert beside_of(same, other) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (r("The rent is due."), f"{r('The rent')}{BREAK}{r('is due.')}", 'page break behind "The rent": only in the new document'),
        (f"{r('The')}{BREAK}{r('rent is')}", f"{r('The rent')}{BREAK}{r('is')}", 'page break behind "The": different'),
        (f"{r('The rent ')}{BREAK}", f"{r('The rent ')}{BREAK.replace('page', 'column')}", 'page break behind "The rent": only in the original'),
        (r("The rent"), f"{r('The')}<w:r><w:br/></w:r>{r('rent')}", ""),
    ],
)  # fmt: skip
def test_a_break_within_a_paragraph_is_told_by_the_words_before_it(one, other, expected):
    told = beside(*(f"{p('Law')}<w:p>{runs}</w:p>" for runs in (one, other)))
    assert [line for line in told if "page break" in line] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (p("Rent") + p("Term"), p("Rent") + p("") + p("Term"), "only in the new document"),
        (p("Rent") + p("") * 3 + p("Term"), p("Rent") + p("  ") + p("Term"), "only in the original"),
        (p("Rent") + p("") + p("Term"), p("Rent") + p("Term") + p(""), "different, and in 1 more paragraph"),
        (p("Rent") + p("") + p("Term"), p("Rent") + p(" ") + p("Term"), ""),
        (p("Rent") + p("Term"), p("Rent") + f"<w:p>{BREAK}</w:p>" + p("Term"), ""),
        (p("Rent") + CELL.format("", "", "", p("x")), p("Rent") + CELL.format("", "", "", p("x") + p("")), ""),
    ],
)
def test_empty_paragraphs_that_came_or_went_are_formatting(one, other, expected):
    told = [line for line in beside(one, other) if line.startswith("empty")]
    assert told == ([f'empty paragraph behind "Rent": {expected}'] if expected not in ("", "") else [])
    assert not report.fails(compare(read(word(one)), read(word(other))), "unexplained")


def test_a_break_that_came_under_tracking_is_settled_as_asked():
    tracked = word(f"{p('Rent')}<w:p><w:ins>{BREAK}</w:ins>{r('Term')}</w:p>")
    whole = read(word(p("Rent") + p("Term")))
    assert beside_of(whole, files.read(tracked, "a.docx", "rejected")) == []
    assert beside_of(whole, files.read(tracked, "a.docx")) == ['page break behind "Rent": only in the new document']


def control(inner, properties='<w:alias w:val="Rent"/><w:text/>'):
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


ROW = f"<w:tr><w:tc>{p('Due')}</w:tc></w:tr>"


@pytest.mark.parametrize(
    ("held", "bare"),
    [
        (f"<w:p>{r('Due: ')}{control(r('$5'))}</w:p>", f"<w:p>{r('Due: ')}{r('$5')}</w:p>"),
        (control(p("Due: $5")), p("Due: $5")),
        (f"<w:tbl>{control(ROW)}</w:tbl>", f"<w:tbl>{ROW}</w:tbl>"),
        (f"<w:tbl><w:tr>{control(ROW[6:-7])}</w:tr></w:tbl>", f"<w:tbl>{ROW}</w:tbl>"),
    ],
)  # fmt: skip
def test_a_content_control_that_came_or_went_around_the_same_words_is_told(held, bare):
    one, other = (p("Terms") + each for each in (held, bare))
    assert beside(one, other) == ['content control behind "Terms": only in the original: Rent, plain text']
    assert beside(other, one) == ['content control behind "Terms": only in the new document: Rent, plain text']
    assert report.fails(compare(read(word(one)), read(word(other))), "unexplained")


def test_what_changed_is_told_in_its_place_beside_what_went():
    one = p("Terms") + control(p("Due")) + control(p("Paid"))
    other = p("Terms") + p("Due") + control(p("Paid"), '<w:alias w:val="Rent"/>')
    assert beside(one, other) == [
        'content control behind "Terms": only in the original: Rent, plain text',
        'content control behind "Due": Rent, plain text → Rent, rich text',
    ]


ENTRIES = '<w:dropDownList><w:listItem w:displayText="{}" w:value="1"/><w:listItem w:value="No"/></w:dropDownList>'


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ('<w:alias w:val="Rent"/>', '<w:alias w:val="Fee"/>', "Rent, rich text → Fee, rich text"),
        ("<w:text/>", "<w:date/>", "plain text → date"),
        ("", '<w:lock w:val="sdtContentLocked"/>', "rich text → rich text, cannot be deleted or edited"),
        (ENTRIES.format("Yes"), ENTRIES.format("Never"), "drop-down list, choices Yes; No → drop-down list, choices Never; No"),
        ("", '<w:dataBinding w:xpath="/f:rent"/>', "rich text → rich text, bound to /f:rent"),
        ('<w:lock w:val="unlocked"/><w:tag w:val="rent"/><w:id w:val="1"/>', '<w:id w:val="2"/><w:placeholder/><w:showingPlcHdr/>', ""),
    ],
)  # fmt: skip
def test_a_content_control_is_told_by_what_it_is(one, other, expected):
    told = beside(*(p("Terms") + control(p("Due"), properties) for properties in (one, other)))
    assert told == ([f'content control behind "Terms": {expected}'] if expected else [])


@pytest.mark.parametrize("where", ["footnotes", "header1"])
def test_a_struck_word_beside_the_body_is_told(where):
    def with_look(look):
        text = f"<w:p>{r('This is ')}{r('not', look)}{r(' final.')}</w:p>"
        if where == "header1":
            return read(word(p("Rent"), header1=part("header", text)))
        body = f'<w:p>{r("Rent")}<w:r><w:footnoteReference w:id="4"/></w:r></w:p>'
        return read(word(body, footnotes=part("footnotes", f'<w:footnote w:id="4">{text}</w:footnote>')))

    assert report.fails(compare(with_look(""), with_look("<w:strike/>")), "unexplained")


@pytest.mark.parametrize("at", [0, 1, 2])
def test_of_several_paragraphs_with_equal_words_each_is_looked_at(at):
    def lines(look):
        return "".join(f"<w:p>{r('By:', look if index == at else '')}</w:p>" for index in range(3))

    assert kinds(words(lines(""), lines("<w:b/>"))) == {"formatting": 1}
    assert kinds(words(lines(""), lines("<w:strike/>"))) == {"hidden": 1}


def test_a_paragraph_that_came_beside_equal_ones_is_no_difference_of_formatting():
    assert "formatting" not in kinds(words(p("By:") * 2, p("By:") * 3))


def test_formatting_is_compared_by_its_effect_and_not_by_how_it_is_written():
    styles = part("styles", '<w:style w:type="paragraph" w:styleId="Strong"><w:rPr><w:b/></w:rPr></w:style>')
    by_style = '<w:p><w:pPr><w:pStyle w:val="Strong"/></w:pPr>' + r("Rent is due.") + "</w:p>"
    one, other = read(word(by_style, styles=styles)), read(word(f"<w:p>{r('Rent is due.', '<w:b/>')}</w:p>"))
    assert kinds(compare(one, other)) == {}
    changed = styles.replace("<w:b/>", "<w:i/>")
    assert kinds(compare(one, read(word(by_style, styles=changed)))) == {"formatting": 1}


M = "<w:p>" + r("The rate is ") + "<m:oMath>{}</m:oMath></w:p>"
RATIO = "<m:f><m:num><m:r><m:t>{}</m:t></m:r></m:num><m:den><m:r><m:t>{}</m:t></m:r></m:den></m:f>"


@pytest.mark.parametrize(
    "look",
    [
        '<w:spacing {} w:before="120"/>',
        '<w:ind {} w:left="720"/>',
        '<w:tabs {}><w:tab {} w:val="left" w:pos="900"/></w:tabs>',
        '<w:pBdr {}><w:top {} w:val="single"/></w:pBdr>',
    ],
)
def test_attributes_that_a_program_adds_are_no_formatting(look):
    own = 'xmlns:a="urn:of-a-program" a:mark="{}"'
    made = [read(word(p("Rent", look.replace("{}", own.format(mark))))) for mark in ("1", "2")]
    assert kinds(compare(*made)) == {}
    bordered = [read(word(CELL.format("", "", f"<w:tcBorders><w:top {own.format(mark)}/></w:tcBorders>", p("Rent")))) for mark in "12"]  # fmt: skip
    assert kinds(compare(*bordered)) == {}
    assert kinds(compare(made[0], read(word(p("Rent"))))) == {"formatting": 1}


def test_a_formula_that_changed_is_a_kind_of_its_own():
    assert kinds(words(M.format(RATIO.format("Q", "R")), M.format(RATIO.format("R", "Q")))) == {"formula": 1}
    letter = "<m:r><m:t>x</m:t></m:r>"
    plain, barred = M.format(letter), M.format(f"<m:bar><m:e>{letter}</m:e></m:bar>")
    comparison = words(plain, barred)
    assert kinds(comparison) == {"formula": 1}
    assert comparison.differences == []


_LETTER = "<m:r><m:t>{}</m:t></m:r>"
_A, _B = (f"<m:e>{_LETTER.format(letter)}</m:e>" for letter in "ab")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"<m:m><m:mr>{_A}{_B}</m:mr></m:m>", f"<m:m><m:mr>{_A}</m:mr><m:mr>{_B}</m:mr></m:m>"),
        (f'<m:acc><m:accPr><m:chr m:val="\u0302"/></m:accPr>{_A}</m:acc>', f'<m:acc><m:accPr><m:chr m:val="\u0303"/></m:accPr>{_A}</m:acc>'),
        (f"<m:bar>{_A}</m:bar>", f'<m:bar><m:barPr><m:pos m:val="top"/></m:barPr>{_A}</m:bar>'),
    ],
)  # fmt: skip
def test_a_formula_of_the_same_letters_in_another_shape_is_a_difference(one, other):
    assert kinds(words(M.format(one), M.format(other))) == {"formula": 1}
    assert kinds(words(M.format(one), M.format(one))) == {}


@pytest.mark.parametrize(
    "moved",
    [
        "Rent is due on the first day of each month.",
        "The tenant keeps the key until the last day.",
        "Notices are in writing and are sent by hand.",
    ],
)
def test_a_sentence_that_moved_is_told_as_moved(moved):
    others = "The landlord paints the walls once in five years. The garden is shared by all who live here."
    first, second = others.split(". ")
    comparison = texts(f"{moved} {others}", f"{first}. {moved} {second}")
    assert kinds(comparison) == {"moved": 1}


def test_a_sentence_that_went_twice_and_came_once_has_not_moved():
    sentence = "The tenant keeps the key until the last day."
    rest = "The landlord paints the walls once in five years."
    comparison = texts(f"{sentence} {rest} The garden is shared. {sentence} It rains.", f"{rest} {sentence} It rains.")
    assert kinds(comparison)["unexplained"] >= 1


# Tables and comments

ROWS = (
    ("Name", "Shares", "Price"),
    ("Alder Fund LP", "100,000", "$1.00"),
    ("Birch LLC", "", "$2.50"),
    ("Cedar Inc.", "5", "$7.00"),
)


def table(rows):
    cells = ("".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


@pytest.mark.parametrize("order", [(0, 2, 1), (1, 0, 2), (2, 1, 0), (1, 2, 0)])
def test_columns_that_changed_places_are_one_difference_of_the_table(order):
    moved = [[row[column] for column in order] for row in ROWS]
    comparison = words(p("As follows:") + table(ROWS), p("As follows:") + table(moved))
    assert kinds(comparison) == {"table": 1}
    (told,) = comparison.differences
    assert (told.difference.here, told.difference.there) == (ROWS[0], tuple(moved[0]))
    assert "columns in another order" in report.text(comparison)


def test_a_cell_that_changed_besides_is_told_besides():
    moved = [[row[0], row[2], row[1]] for row in (*ROWS[:3], ("Cedar Inc.", "6", "$7.00"))]
    comparison = words(p("As follows:") + table(ROWS), p("As agreed:") + table(moved) + p("More."))
    assert kinds(comparison) == {"table": 1, "unexplained": 3}
    assert (("5",), ("6",)) in [(one.difference.here, one.difference.there) for one in comparison.differences]


def test_columns_that_got_other_heads_only_have_not_changed_places():
    heads = [("Name", "Price", "Shares"), *ROWS[1:]]
    assert "table" not in kinds(words(table(ROWS), table(heads)))


def test_a_comment_is_told_where_it_stands():
    def commented(words_of_comment):
        reference = '<w:r><w:commentReference w:id="4"/></w:r>'
        body = p("The rent is due.") + f"<w:p>{r('The key is kept.')}{reference}</w:p>" + p(REST)
        return read(word(body, comments=part("comments", f'<w:comment w:id="4">{p(words_of_comment)}</w:comment>')))

    (change,) = compare(commented("Why?"), commented("Who?")).parts
    assert change.line == 'comment in "The key is kept.": Why? → Who?'


def test_the_comments_of_a_redline_are_one_difference():
    def commented(index, author):
        change = f'<w:ins w:id="{index}0" w:author="A"><w:r><w:t>soon </w:t></w:r></w:ins>'
        reference = f'<w:commentRangeEnd w:id="{index}"/><w:r><w:commentReference w:id="{index}"/></w:r>'
        body = (
            f'<w:p>{r("Rent is due ")}<w:commentRangeStart w:id="{index}"/>{change}{reference}{r(f"in {index}.")}</w:p>'
        )
        return body, f'<w:comment w:id="{index}" w:author="{author}">{p(f"reason {index}")}</w:comment>'

    made = [commented(index, author) for index, author in ((1, "A"), (2, "A"), (3, "B"))]
    notes = part("comments", "".join(note for _, note in made))
    there = read(word("".join(body for body, _ in made) + p(REST), comments=notes))
    here = read(word("".join(p(f"Rent is due in {index}.") for index in (1, 2, 3)) + p(REST)))
    comparison = compare(here, there)
    assert kinds(comparison)["comment"] == 2
    assert [change.line for change in comparison.parts if change.kind is ReasonKind.COMMENT] == [
        'comments on tracked changes in "Rent is due soon in 1.": only in the new document: reason 1; reason 2',
        'comment in "Rent is due soon in 3.": only in the new document: reason 3',
    ]


# Reading whole


def test_no_differences_is_only_said_if_both_documents_were_read_whole():
    with_header = read(word(p("Rent is due."), header1=part("header", p("Draft"))))
    text = read("Rent is due.", "a.txt")
    comparison = compare(with_header, text)
    assert comparison.counts == {}
    assert "no differences in what was compared" in report.text(comparison)
    assert all(report.fails(comparison, on) for on in report.FAIL_ON)
    data = report.data(comparison)
    assert (data["equal"], len(data["not_compared"])) == (False, 1)


@pytest.mark.parametrize("content", ["<iframe src='a'></iframe>", "<object data='a'></object>", "<svg></svg>"])
def test_content_of_a_page_that_is_not_read_is_never_called_equal(content):
    page = read(f"<html><p>Rent is due.</p>{content}", "a.htm")
    assert report.fails(compare(page, page), "any")


def test_files_that_hold_words_alone_are_compared_whole():
    one, other = read(word(p("Rent is due."))), read("Rent is due.", "a.txt")
    comparison = compare(one, other)
    assert "\nno differences\n" in report.text(comparison)
    assert not report.fails(comparison, "any")


# Likeness and whereabouts


def test_the_report_says_first_what_was_compared_and_how_like_it_is():
    comparison = texts("Rent is due in May.", "Rent is due in June.")
    head = report.text(comparison).splitlines()[:4]
    assert head[:2] == ["original: letter.txt (text)", "new:      letter.txt (text)"]
    assert head[2] == f"{comparison.alike}% of the words are the same"
    assert 80 < comparison.alike < 100
    assert head[3].startswith("1 difference: ")


def test_a_hundred_per_cent_is_said_of_equal_words_alone():
    many = "The tenant pays the rent to the landlord. " * 400
    assert (texts(many, many).alike, texts(many, many.replace("pays", "pay", 1)).alike) == (100, 99)


@pytest.mark.parametrize(
    "sentence",
    [
        "The tenant shall keep the roof in good repair at all times.",
        "Any notice under this letter is sent by registered mail.",
        "The deposit is returned within thirty days of the last day.",
    ],
)
def test_words_that_the_other_document_says_elsewhere_are_not_called_missing(sentence):
    one = f"1. Duties. The landlord paints the walls. {sentence}\n\n2. Place. The flat is in Bergen.\n\n"
    other = (
        f"1. Duties. The landlord paints the walls.\n\n2. Place. The flat is in Bergen. Of old, {sentence.lower()}\n\n"
    )
    comparison = texts(one, other)
    assert "Section 2" in report.text(comparison)
    assert "elsewhere" in report.text(comparison) or "moved" in report.text(comparison)
    gone = texts(one, one.replace(sentence, ""))
    assert "elsewhere" not in report.text(gone)


SPACED = (
    "This lease is made in May between Jane Doe and Birch LLC of Bergen.\n\n{}\n\nWHEREAS, the tenant pays the rent."
)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("WITNESSETH", "W I T N E S S E T H", {"typography": 1}),
        ("A G R E E M E N T", "AGREEMENT", {"typography": 1}),
        ("WITNESSETH", "W I T N E S S E D", {"unexplained": 1}),
        ("Total", "T o t a l", {"typography": 1}),
    ],
)
def test_letters_that_are_spaced_out_are_typography(one, other, expected):
    assert kinds(texts(SPACED.format(one), SPACED.format(other))) == expected
    moved = SPACED.format("").replace("\n\n\n\n", f" {one}\n\n")
    assert "unexplained" not in kinds(texts(moved, SPACED.format(other))) or "unexplained" in expected


def test_a_clause_whose_words_stand_elsewhere_without_its_heading_is_not_called_missing():
    clauses = "1. Duties. The landlord paints the walls.\n\n{}3. Place. The flat is in Bergen.\n\n4. Pets. A cat is let in.{}\n\n"
    sentence = "The tenant shall keep the roof in good repair."
    one, other = clauses.format(f"2. Care. {sentence}\n\n", ""), clauses.format("", f" {sentence}")
    assert {one.elsewhere for one in texts(one, other).differences} == {"Section 4", "Section 2"}


# The three reports


def test_text_data_and_page_tell_the_same_differences():
    one = read(word(run("not", "") + p("Paid to ______ in cash."), header1=part("header", p("Draft"))))
    other = read(word(run("not", "<w:strike/>") + p("Paid to Birch in cash."), header1=part("header", p("Final"))))
    comparison = compare(one, other)
    assert kinds(comparison) == {"blank": 1, "hidden": 1, "header": 1}
    text, data, page = report.text(comparison), report.data(comparison), html_page.page(comparison)
    assert {kind: count for kind, count in data["counts"].items() if count} == kinds(comparison)
    for change in comparison.parts:
        assert change.line in text
        assert change.line.partition('"')[0] in page
        assert {"kind": str(change.kind), "place": change.place} in [
            {name: each[name] for name in ("kind", "place")} for each in data["parts"]
        ]
    for line in (report.headline(comparison), report.likeness(comparison)):
        assert line in text
        assert line in page


LETTER = "1. Boats. The seller sells {gone}boats as told.\n\n{clause}{last}. Price. The price is as Section {reference} of this letter has it.\n"


@pytest.mark.parametrize(
    ("reference", "kind"), [("1", None), ("2", "numbering"), ("4", "unexplained")], ids=["kept", "follows", "another"]
)
def test_a_reference_that_follows_the_number_of_its_provision_is_numbering(reference, kind):
    middle = "2. Crew. The seller pays the crew until the boats are handed over.\n\n"
    before = LETTER.format(gone="", clause=middle, last=3, reference="1" if kind is None else "3")
    now = LETTER.format(gone="", clause="", last=2, reference=reference)
    found = compare(files.read(before.encode(), "before.txt"), files.read(now.encode(), "now.txt"))
    told = [str(each.kind) for each in found.differences if {"1", "3"} & {*each.difference.here} and each.difference.there == (reference,)]  # fmt: skip
    assert told == ([kind] if kind else [])


# Slips


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Sell the boats now.", "Sell the the boats now.", "erratum"),
        ("Sell a boat, and go.", "Sell a boat,and go.", "typography"),
        ("Sell a boat; and go.", "Sell a boat ; and go.", "typography"),
        ("Pay 1,400 crowns.", "Pay 1,400 1,400 crowns.", "unexplained"),
        ("He pays nine crowns to her. So be it.", "He pays nine crowns to her. He pays nine crowns to her. So be it.", "unexplained"),
        ("Sell a boat, and go.", "Sell a ship,and stay there.", "unexplained"),
        ("Sell a boat now.", "Sell two ships , at once.", "unexplained"),
        ("No interest shall accrue. Pay now.", "Pay now.", "unexplained"),
        ("Sale Of Boats. He sells all.", "He sells all.", "unexplained"),
    ],
)  # fmt: skip
def test_only_what_says_the_same_is_a_slip(one, other, kind):
    assert kinds(texts(one, other)) == {kind: kinds(texts(one, other))[kind]}
