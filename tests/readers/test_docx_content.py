"""Whatever a Word file shows is read or told: formulas, forms, links, pictures, bound data, headers, contents, lists."""

from __future__ import annotations

import pytest

from assembler.compare.explain import compare
from assembler.readers import files
from tests.readers.wordfiles import lines, numbered, numbering, p, packed, part, parts_of, r, relationships, word


def read(data, revisions="accepted"):
    return files.read(data, "deal.docx", revisions)


def said(data, revisions="accepted"):
    return " ".join(read(data, revisions).words)


def told(one, other):
    """The differences between two files that are not words, where the words are equal."""
    comparison = compare(read(one), read(other))
    assert comparison.differences == []
    return tuple(lines(comparison))


def character(kind, form=""):
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{form}</w:fldChar></w:r>'


def code(text):
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def field(instruction, result):
    return character("begin") + code(instruction) + character("separate") + result + character("end")


# Parts by relationship


@pytest.mark.parametrize("main", ["document.xml", "document2.xml", "main/text.xml"])
def test_the_main_part_is_the_one_that_the_file_is_related_to(main):
    assert said(packed(parts_of(p("Alder sells."), {}, main=main))) == "Alder sells."


@pytest.mark.parametrize("name", ["footnotes.xml", "footnotes22.xml", "notes/footnotes.xml"])
def test_notes_are_found_by_their_relationship(name):
    note = part("footnotes", f'<w:footnote w:id="3">{p("in dollars")}</w:footnote>')
    body = f'<w:p>{r("Price")}<w:r><w:footnoteReference w:id="3"/></w:r></w:p>'
    assert said(packed(parts_of(body, {name: note}))) == "Price in dollars"


def test_a_part_that_nothing_is_related_to_is_not_read():
    parts = [*parts_of(p("Alder"), {}), ("word/footnotes.xml", part("footnotes", p("Birch")))]
    assert said(packed(parts)) == "Alder"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "iso-8859-1"])
def test_a_part_is_read_in_its_encoding(encoding):
    text = part("document", f"<w:body>{p('Société sells.')}</w:body>").replace("UTF-8", encoding)
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    parts = dict(parts_of("", {}))
    parts["word/document.xml"] = mark + text.replace("utf-16-le", "utf-16").encode(encoding)
    assert said(packed(parts.items())) == "Société sells."


# Fields


@pytest.mark.parametrize(
    "opened",
    [
        character("begin") + code(" DATE "),
        character("begin") + code(" DATE ") + character("separate") + r("May 1"),
        character("end"),
        character("separate"),
        character("begin") + code("QUOTE ") + field("REF x", r("3")),
        f'{character("begin")}{code(" DATE ")}<w:del w:id="1" w:author="a">{character("separate")}{character("end")}</w:del>',
    ],
)
@pytest.mark.parametrize("where", ["<w:p>{}</w:p>", "<w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl>"])
def test_what_stands_behind_a_field_without_an_end_is_read(opened, where):
    words = said(word(where.format(opened + r(" the price is")) + p("$5")))
    assert words.endswith("the price is $5")


def test_a_field_without_an_end_is_told_with_its_place():
    body = p("1. Sale.") + f"<w:p>{character('begin')}{code('DATE')}{r('Alder')}</w:p>"
    assert 'behind "1. Sale."' in " ".join(read(word(body)).remarks)


def test_the_hidden_code_of_a_field_is_no_hidden_text():
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    runs = (character("begin") + code("TC x") + character("end")).replace("<w:r>", f"<w:r>{hidden}")
    reading = read(word(f"<w:p>{runs}{r('Alder')}</w:p>"))
    assert (reading.words, [one for one in reading.remarks if "hidden" in one]) == (["Alder"], [])


def test_a_field_over_several_paragraphs_is_read_by_its_result():
    body = f"<w:p>{character('begin')}{code('INDEX ')}</w:p><w:p>{code('x')}{character('separate')}{r('Alder')}</w:p><w:p>{character('end')}</w:p>"
    assert said(word(body + p("Birch"))) == "Alder Birch"


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ('<w:checkBox><w:default w:val="0"/></w:checkBox>', "\u2610"),
        ('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>', "\u2612"),
        ('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>', "\u2610"),
        ('<w:checkBox><w:default w:val="1"/><w:checked w:val="off"/></w:checkBox>', "\u2610"),
        ('<w:ddList><w:result w:val="1"/><w:listEntry w:val="cash"/><w:listEntry w:val="check"/></w:ddList>', "check"),
        ('<w:ddList><w:default w:val="0"/><w:listEntry w:val="cash"/></w:ddList>', "cash"),
        ("<w:textInput/>", ""),
    ],
)
def test_a_field_of_a_form_is_read_by_what_it_shows(form, shown):
    body = (
        f"<w:p>{character('begin', f'<w:ffData>{form}</w:ffData>')}{code('FORM')}{character('end')}{r(' paid')}</w:p>"
    )
    assert said(word(body)) == f"{shown} paid".strip()


@pytest.mark.parametrize("instruction", ["NOTEREF _n \\h", "PAGE", 'HYPERLINK "https://a.example"'])
def test_a_deleted_field_is_the_field_that_it_was_where_its_deletion_is_rejected(instruction):
    kept = field(instruction, r("Shares"))
    deleted = kept.replace("w:instrText", "w:delInstrText").replace("w:t>", "w:delText>").replace("w:t ", "w:delText ")
    made = word(p("Alder") + f"<w:p><w:del>{deleted}</w:del>{r(' sells.')}</w:p>")
    rejected, before = read(made, "rejected"), read(word(p("Alder") + f"<w:p>{kept}{r(' sells.')}</w:p>"))
    assert compare(before, rejected).counts == {}
    assert said(made) == "Alder sells."


@pytest.mark.parametrize("kind", ["PAGE", "NUMPAGES \\* MERGEFORMAT", "SECTIONPAGES"])
def test_a_count_of_pages_is_no_difference(kind):
    def footer(page):
        simple = f'<w:fldSimple w:instr=" {kind} ">{r(page)}</w:fldSimple>'
        return part("footer", f"<w:p>{r('Page ')}{field(kind, r(page))}{simple}</w:p>")

    assert told(word(p("a"), footer1=footer("1")), word(p("a"), footer1=footer("28"))) == ()


# Formulas

M = "<m:oMath>{}</m:oMath>"
T = "<m:r><m:t>{}</m:t></m:r>"
LINEAR = '<m:f><m:fPr><m:type m:val="lin"/></m:fPr><m:num>{}</m:num><m:den>{}</m:den></m:f>'
STACKED = '<m:f><m:fPr><m:type m:val="noBar"/></m:fPr><m:num>{}</m:num><m:den>{}</m:den></m:f>'


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (T.format("P = A + B"), "P=A+B"),
        (T.format("Price = Total Amount"), "Price=Total Amount"),
        (T.format("A \u2217 B"), "A*B"),
        (LINEAR.format(*map(T.format, ("A+B", "C"))), "A+B/C"),
        (f"<m:d><m:e>{T.format('x')}</m:e><m:e>{T.format('y')}</m:e></m:d>", "(x|y)"),
        (f'<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val=""/></m:dPr><m:e>{T.format("A")}</m:e></m:d>', "[A"),
        (f"<m:f><m:num>{T.format('A+B')}</m:num><m:den>{T.format('C')}</m:den></m:f>", "(A+B)/C"),
        (f"<m:sSup><m:e>{T.format('x')}</m:e><m:sup>{T.format('2')}</m:sup></m:sSup>", "x^2"),
        (f"<m:sSub><m:e>{T.format('CP')}</m:e><m:sub>{T.format('1')}</m:sub></m:sSub>", "CP_1"),
        (f"<m:rad><m:e>{T.format('A+B')}</m:e></m:rad>", "\u221a(A+B)"),
        (f"<m:d><m:e>{T.format('A')}</m:e></m:d>", "(A)"),
        (T.format("A\u2212B"), "A-B"),
        (STACKED.format(*map(T.format, ("n", "k+1"))), "n\u00a6(k+1)"),
        (f"<m:eqArr><m:e>{T.format('n')}</m:e><m:e>{T.format('k+1')}</m:e></m:eqArr>", "n\u00a6(k+1)"),
    ],
)
@pytest.mark.parametrize(
    "where", ["<w:p>{}</w:p>", "<w:p><m:oMathPara>{}</m:oMathPara></w:p>", "<m:oMathPara>{}</m:oMathPara>"]
)
def test_a_formula_is_read_by_its_text(formula, text, where):
    reading = read(word(where.format(M.format(formula))))
    assert (" ".join(reading.words), "1 formula" in " ".join(reading.remarks)) == (text, True)


def test_a_formula_in_a_tracked_change_comes_and_goes_with_it():
    body = f'<w:p>{r("as follows: ")}<w:ins w:id="1" w:author="a">{M.format(T.format("A"))}</w:ins></w:p>'
    assert (said(word(body)), said(word(body), "rejected")) == ("as follows: A", "as follows:")


# Controls that are bound to data


def bound(typed, value, *, path="/f:form[1]/f:price[1]", kind="<w:text/>", store="{AB-12}"):
    data = f'<f:form xmlns:f="urn:firm"><f:price>{value}</f:price></f:form>'
    properties = '<ds:datastoreItem ds:itemID="{ab-12}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"/>'
    binding = f'<w:dataBinding w:prefixMappings="xmlns:f=\'urn:firm\'" w:xpath="{path}" w:storeItemID="{store}"/>'
    control = f"<w:sdt><w:sdtPr>{binding}{kind}</w:sdtPr><w:sdtContent>{r(typed)}</w:sdtContent></w:sdt>"
    parts = dict(parts_of(f"<w:p>{r('The price is ')}{control}{r('.')}</w:p>", {"customXml1.xml": data}))
    parts["word/_rels/customXml1.xml.rels"] = relationships({"rId1": ("customXmlProps", "itemProps1.xml")})
    parts["word/itemProps1.xml"] = properties
    return packed(parts.items())


def test_a_bound_control_is_read_by_its_data_and_that_is_said():
    reading = read(bound("$5", "$9"))
    assert " ".join(reading.words) == "The price is $9."
    assert "1 content control read by the bound data" in " ".join(reading.remarks)


@pytest.mark.parametrize(
    "data",
    [
        bound("$5", "$5"),
        bound("$5", "$9", path="/f:form/f:none"),
        bound("$5", "$9", store="{CD-34}"),
        bound("$5", "$9", path="//f:price"),
        bound("$5", "2026-05-01", kind="<w:date/>"),
    ],
)
def test_a_control_whose_data_are_the_same_or_not_to_be_had_is_read_by_its_text(data):
    assert said(data) == "The price is $5."
    assert "bound to" not in " ".join(read(data).remarks)


def test_a_choice_that_is_bound_shows_the_words_of_its_value():
    kind = '<w:dropDownList><w:listItem w:value="2" w:displayText="two dollars"/></w:dropDownList>'
    assert said(bound("one dollar", "2", kind=kind)) == "The price is two dollars."


# Content that is no words


def linked(target):
    link = f'<w:p><w:hyperlink r:id="rId9">{r("the policy")}</w:hyperlink></w:p>'
    parts = dict(parts_of(p("See") + link, {}))
    parts["word/_rels/document.xml.rels"] = relationships({"rId9": ("hyperlink", target)})
    return packed(parts.items())


def linked_by_field(target):
    return word(p("See") + f"<w:p>{field(f'HYPERLINK &quot;{target}&quot;', r('the policy'))}</w:p>")


@pytest.mark.parametrize("made", [linked, linked_by_field])
def test_another_target_of_a_link_is_told(made):
    assert told(made("https://a.example"), made("https://b.example")) == (
        'target of the link behind "See": https://a.example → https://b.example',
    )


def test_a_link_says_the_same_as_an_element_and_as_a_field():
    assert told(linked("https://a.example"), linked_by_field("https://a.example")) == ()


def test_an_address_of_a_host_is_the_same_with_a_slash_behind_it():
    assert told(linked("https://a.example"), linked_by_field("https://a.example/")) == ()


def test_a_link_in_a_note_has_the_relationships_of_the_notes():
    def made(target):
        link = f'<w:p><w:hyperlink r:id="rId9">{r("the policy")}</w:hyperlink></w:p>'
        note = part("footnotes", f'<w:footnote w:id="3">{link}</w:footnote>')
        body = f'<w:p>{r("Price")}<w:r><w:footnoteReference w:id="3"/></w:r></w:p>'
        parts = dict(parts_of(body, {"footnotes.xml": note}))
        parts["word/_rels/footnotes.xml.rels"] = relationships({"rId9": ("hyperlink", target)})
        return packed(parts.items())

    assert told(made("https://a.example"), made("https://b.example")) == (
        'target of the link behind "Price": https://a.example → https://b.example',
    )


def referring(how, name, *bookmarks):
    """A reference to a bookmark by its name, and the paragraphs with bookmarks of these names."""
    made = {"link": f'<w:hyperlink w:anchor="{name}">{r("1")}</w:hyperlink>', "field": field(f" REF {name} ", r("1"))}
    places = (
        f'<w:p><w:bookmarkStart w:id="{at}" w:name="{bookmark}"/>{r(text)}<w:bookmarkEnd w:id="{at}"/></w:p>'
        for at, (bookmark, text) in enumerate(zip(bookmarks, ("The price", "The law"), strict=True))
    )
    return word(p("Alder") + f"<w:p>{made[how]}</w:p>{''.join(places)}")


@pytest.mark.parametrize("how", ["link", "field"])
def test_a_reference_is_told_that_leads_to_other_words_under_the_same_number(how):
    here = referring(how, "a", "a", "b")
    assert told(here, referring(how, "b", "a", "b")) == ('target of the reference behind "Alder": The price → The law',)
    assert told(here, referring(how, "_Ref1", "_Ref1", "_Ref2")) == ()


BLIP = '<w:drawing><a:blip r:embed="rId1"/></w:drawing>'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


@pytest.mark.parametrize(
    "run",
    [
        BLIP,
        f"<mc:AlternateContent><mc:Choice>{BLIP}</mc:Choice><mc:Fallback>{BLIP}</mc:Fallback></mc:AlternateContent>",
        f"<w:pict><v:textbox><w:txbxContent><w:p><w:r>{BLIP}</w:r></w:p></w:txbxContent></v:textbox></w:pict>",
    ],
)
def test_a_picture_is_counted_once_wherever_it_stands(run):
    parts = dict(parts_of(f"<w:p><w:r>{run}</w:r></w:p>".replace("<a:blip", f"<a:blip {A}"), {}))
    parts["word/_rels/document.xml.rels"] = relationships({"rId1": ("image", "media/a.png")})
    reading = read(packed([*parts.items(), ("word/media/a.png", "x")]))
    assert [one.name for one in reading.parts] == ["picture or object"]


def test_words_within_a_drawing_are_read():
    drawing = (
        f"<w:p><w:r><w:drawing><a:txBody {A}><a:p><a:r><a:t>Alder</a:t></a:r></a:p></a:txBody></w:drawing></w:r></w:p>"
    )
    assert said(word(drawing)) == "Alder"


@pytest.mark.parametrize("element", ['<w:altChunk r:id="rId1"/>', '<w:p><w:subDoc r:id="rId1"/></w:p>'])
def test_a_file_that_word_imports_is_told_as_not_read(element):
    def made(content):
        parts = dict(parts_of(p("Alder") + element, {}))
        parts["word/_rels/document.xml.rels"] = relationships({"rId1": ("aFChunk", "part.htm")})
        return packed([*parts.items(), ("word/part.htm", content)])

    assert told(made("five"), made("six")) == ('imported file, not read behind "Alder": different',)
    assert any("not read" in remark for remark in read(made("five")).remarks)


@pytest.mark.parametrize("stored", ["own part.htm", "own%20part.htm"])
def test_a_part_whose_name_is_encoded_is_found_under_either_name(stored):
    def made(content):
        parts = dict(parts_of(p("Alder") + '<w:altChunk r:id="rId1"/>', {}))
        parts["word/_rels/document.xml.rels"] = relationships({"rId1": ("aFChunk", "own%20part.htm")})
        return packed([*parts.items(), (f"word/{stored}", content)])

    assert told(made("five"), made("six")) == ('imported file, not read behind "Alder": different',)


@pytest.mark.parametrize("code", ["D83D", "d900", "DC00", "DFFF"])
def test_half_of_a_surrogate_pair_is_no_character(code):
    assert read(word(f'<w:p><w:r><w:t>one</w:t><w:sym w:font="Symbol" w:char="{code}"/></w:r></w:p>')).words == ["one"]


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [("Wingdings", "F0A8", "\u2610"), ("Wingdings", "F0FE", "\u2611"), ("Wingdings 2", "0052", "\u2611"), ("Symbol", "F0B7", "\uf0b7")],
)  # fmt: skip
def test_a_box_of_a_font_of_signs_is_read_as_a_box(font, code, shown):
    assert said(word(f'<w:p><w:r><w:sym w:font="{font}" w:char="{code}"/></w:r></w:p>')) == shown


def test_the_reading_of_a_word_is_read_behind_it():
    ruby = f"<w:ruby><w:rt>{r('sound')}</w:rt><w:rubyBase>{r('word')}</w:rubyBase></w:ruby>"
    assert said(word(f"<w:p><w:r>{ruby}</w:r></w:p>")) == "word(sound)"


def pictures(*contents, first="picture"):
    """Paragraphs, each followed by a picture with that content or by none."""
    name = {content: f"{first}{at}.png" for at, content in enumerate(dict.fromkeys(contents)) if content}
    drawing = '<w:p><w:r><w:drawing><a:blip xmlns:a="a" r:embed="{}"/></w:drawing></w:r></w:p>'
    ids = {content: f"rId{at}" for at, content in enumerate(name, start=1)}
    body = "".join(
        p(f"Paragraph {at}") + (drawing.format(ids[content]) if content else "") for at, content in enumerate(contents)
    )
    parts = dict(parts_of(body, {}))
    parts["word/_rels/document.xml.rels"] = relationships({ids[one]: ("image", f"media/{name[one]}") for one in name})
    return packed([*parts.items(), *((f"word/media/{name[one]}", one) for one in name)])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("", ""), ("", "x"), ('picture or object behind "Paragraph 1": only in the new document',)),
        (("x", ""), ("", ""), ('picture or object behind "Paragraph 0": only in the original',)),
        (("x", "y"), ("x", "z"), ('picture or object behind "Paragraph 1": different',)),
        (("x", ""), ("", "x"), ('picture or object behind "Paragraph 0": moved behind "Paragraph 1"',)),
        (("x", "y"), ("x", "y"), ()),
    ],
)
def test_a_picture_is_told_by_its_content_and_place(one, other, expected):
    assert told(pictures(*one), pictures(*other, first="image")) == expected


def test_headers_are_told_by_what_they_say_and_not_by_the_name_of_their_part():
    assert (
        told(word(p("a"), header1=part("header", p("Draft"))), word(p("a"), header7=part("header", p("Draft")))) == ()
    )
    assert told(word(p("a")), word(p("a"), footer1=part("footer", p("Not binding")))) == (
        "footer, section 1: only in the new document: Not binding",
    )


def sections(*headers, title=""):
    """A file with a section for each header; one without inherits it."""
    names = {header: f"header{at}.xml" for at, header in enumerate(headers) if header}
    parts = dict(parts_of("", {names[header]: part("header", p(header)) for header in names}))
    targets = {f"rId{at}": ("header", name) for at, name in enumerate(names.values(), start=1)}
    ids = dict(zip(names, targets, strict=True))
    body = ""
    for at, header in enumerate(headers):
        reference = (
            f'<w:headerReference w:type="{"first" if title else "default"}" r:id="{ids[header]}"/>' if header else ""
        )
        section = f"<w:sectPr>{reference}{title}</w:sectPr>"
        body += p(f"Part {at}", section) if at < len(headers) - 1 else p(f"Part {at}") + section
    parts["word/document.xml"] = part("document", f"<w:body>{body}</w:body>")
    parts["word/_rels/document.xml.rels"] = relationships(targets)
    return packed(parts.items())


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (sections("Draft", ""), sections("Draft", "Draft"), ()),
        (sections("Draft", ""), sections("Draft", "Final"), ("header, section 2: only in the new document: Final",)),
        (sections("Draft"), sections("Final"), ("header, section 1: Draft → Final",)),
        (sections("Draft", title="<w:titlePg/>"), sections("Final", title="<w:titlePg/>"), ("header of its first page, section 1: Draft → Final",)),
    ],
)  # fmt: skip
def test_headers_are_matched_by_their_section_and_kind_of_page(one, other, expected):
    assert told(one, other) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"comments": part("comments", f'<w:comment w:id="1">{p("No!")}</w:comment>')}, "comment: only in the new document: No!"),
        ({"settings": part("settings", '<w:documentProtection w:edit="forms" w:enforcement="1"/>')}, "protection: only in the new document: forms"),
    ],
)  # fmt: skip
def test_comments_and_protection_are_told(more, expected):
    assert told(word(p("a")), word(p("a"), **more)) == (expected,)


ROW = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (p("Alder sells. Birch pays."), p("Alder sells.") + p("Birch pays."), 'paragraph "Birch pays.": begins a paragraph in one document only'),
        (f"<w:tbl>{ROW.format(p('Alder'), p('100'))}</w:tbl>", p("Alder") + p("100"), 'paragraph "Alder": stands in a table in one document only, and in 1 more paragraph'),
        (p("Alder"), p("Alder") + f"<w:tbl>{ROW.format(p(''), p(''))}</w:tbl>", 'table without words behind "Alder": only in the new document'),
        (p("Alder Ltd."), p("Alder\u00a0Ltd."), 'typography in "Alder Ltd.": different'),
        (p("Alder Ltd."), p("Al\u00adder\u200b Ltd."), 'typography in "Alder Ltd.": different'),
        (p("the 'Shares'"), p("the \u2018Shares\u2019"), 'typography in "the \'Shares\'": different'),
    ],
)  # fmt: skip
def test_what_differs_beside_the_words_is_told(one, other, expected):
    assert told(word(one), word(other)) == (expected,)


def test_a_watermark_is_read_in_its_header():
    mark = '<w:p><w:r><w:pict><v:shape><v:textpath string="{}"/></v:shape></w:pict></w:r></w:p>'
    one, other = (word(p("a"), header1=part("header", mark.format(text))) for text in ("DRAFT", "FINAL"))
    assert told(one, other) == ("header, section 1: DRAFT → FINAL",)


def test_of_a_text_it_is_said_what_was_not_compared():
    comparison = compare(read(word(p("a"), header1=part("header", p("Draft")))), files.read(b"a", "a.txt"))
    from assembler.compare.report import remarks

    assert ("deal.docx", "not compared, as the other document holds words only: header") in list(remarks(comparison))


# Tables of contents


def entries(*rows, style="", wrap=""):
    lines = "".join(p(row, style) for row in rows)
    begins, ends = (
        f"<w:p>{character('begin')}{code('TOC')}{character('separate')}</w:p>",
        f"<w:p>{character('end')}</w:p>",
    )
    return begins + lines + ends if wrap else lines


STYLES = part("styles", '<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>')
LISTED = '<w:pStyle w:val="Verzeichnis1"/>'


@pytest.mark.parametrize("how", [{"wrap": "field"}, {"style": LISTED}])
def test_a_table_of_contents_is_compared_by_its_entries_without_pages(how):
    def made(*rows):
        return word(entries(*rows, **how) + p("1. Sale. Alder sells."), styles=STYLES)

    one = made("1.\tSale\t4", "2.\tPrice\t5")
    assert read(one).contents == ("1. Sale", "2. Price")
    assert said(one) == "1. Sale. Alder sells."
    assert told(one, made("1.\tSale\t7", "2.\tPrice\t\u2013")) == ()
    assert told(one, made("1.\tSale\t4", "2.\tPayment\t5")) == ("table of contents: 2. Price → 2. Payment",)


# Numbers of lists

LEVEL = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/>{}<w:lvlText w:val="{}"/></w:lvl>'
USED = '<w:num w:numId="1"><w:abstractNumId w:val="{}"/></w:num>'


def lists(*levels, more="", used="0", extra=""):
    described = "".join(
        LEVEL.format(at, figures, extra_, pattern) for at, (figures, pattern, extra_) in enumerate(levels)
    )
    return part(
        "numbering", f'<w:abstractNum w:abstractNumId="0">{extra}{described}</w:abstractNum>{more}{USED.format(used)}'
    )


def shown(numbering, *levels, styles=""):
    body = "".join(numbered("x", level) for level in levels)
    words = read(word(body, numbering=numbering, **({"styles": styles} if styles else {}))).words
    return " ".join(words).replace(" x", "")


def test_a_list_that_only_names_a_style_of_lists_has_the_levels_of_the_list_with_that_style():
    more = '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="House"/></w:abstractNum>'
    levels = (("decimal", "%1.", ""), ("decimal", "%1.%2", ""))
    assert (
        shown(lists(*levels, more=more, used="7", extra='<w:styleLink w:val="House"/>'), 0, 1, 1, 0) == "1. 1.1 1.2 2."
    )


def test_a_style_of_lists_names_its_list_where_no_list_names_the_style():
    more = '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="House"/></w:abstractNum><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    styles = part(
        "styles",
        '<w:style w:type="numbering" w:styleId="House"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>',
    )
    assert shown(lists(("upperLetter", "%1.", ""), more=more, used="7"), 0, 0, styles=styles) == "A. B."


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ("cardinalText", "One Two Three"),
        ("ordinalText", "First Second Third"),
        ("ordinal", "1st 2nd 3rd"),
        ("decimalZero", "01 02 03"),
        ("numberInDash", "- 1 - - 2 - - 3 -"),
    ],
)
def test_numbers_are_shown_in_the_figures_of_their_level(figures, expected):
    assert shown(lists((figures, "%1", "")), 0, 0, 0) == expected


def test_a_number_spelled_out_numbers_its_article():
    reading = read(
        word(numbered("Sale.", 0) + numbered("Price.", 0), numbering=lists(("cardinalText", "ARTICLE %1", "")))
    )
    assert [one.number for one in reading.provisions] == ["ARTICLE ONE", "ARTICLE TWO"]


@pytest.mark.parametrize(
    ("restart", "expected"),
    [("", "1. 1.1 a 1.2 a 2. 2.1 a"), ('<w:lvlRestart w:val="0"/>', "1. 1.1 a 1.2 b 2. 2.1 c"), ('<w:lvlRestart w:val="1"/>', "1. 1.1 a 1.2 b 2. 2.1 a")],
)  # fmt: skip
def test_a_level_restarts_where_it_says(restart, expected):
    levels = (("decimal", "%1.", ""), ("decimal", "%1.%2", ""), ("lowerLetter", "%3", restart))
    assert shown(lists(*levels), 0, 1, 2, 1, 2, 0, 1, 2) == expected


@pytest.mark.parametrize(
    ("legal", "expected"), [("<w:isLgl/>", "I. 1.1"), ('<w:isLgl w:val="0"/>', "I. I.1"), ("", "I. I.1")]
)
def test_legal_numbering_shows_figures(legal, expected):
    assert shown(lists(("upperRoman", "%1.", ""), ("decimal", "%1.%2", legal)), 0, 1) == expected


def test_a_level_without_figures_shows_none_within_another_number():
    assert shown(lists(("none", "", ""), ("decimal", "%1%2.", "")), 1, 1) == "1. 2."


HEADINGS = (
    '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/><w:pPr>{}</w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="H3"><w:basedOn w:val="H2"/></w:style>'
)


@pytest.mark.parametrize(
    ("stated", "first", "second"),
    [
        ('<w:numPr><w:ilvl w:val="1"/></w:numPr>', '<w:pStyle w:val="H1"/>', '<w:pStyle w:val="H2"/>'),
        ('<w:numPr><w:ilvl w:val="1"/></w:numPr>', '<w:pStyle w:val="H1"/>', ""),
        ('<w:numPr><w:ilvl w:val="1"/></w:numPr>', "", ""),
    ],
)
@pytest.mark.parametrize("used", ["H2", "H3"])
def test_a_style_based_on_a_numbered_style_has_the_level_that_it_states(stated, first, second, used):
    levels = lists(("decimal", "%1.", first), ("decimal", "%1.%2", second))
    styles = part("styles", HEADINGS.format(stated))
    body = "".join(p("x", f'<w:pStyle w:val="{style}"/>') for style in ("H1", used, used, "H1", used))
    words = " ".join(read(word(body, numbering=levels, styles=styles)).words)
    assert words == "1. x 1.1 x 1.2 x 2. x 2.1 x"


def test_numbering_that_was_added_under_tracking_is_not_there_when_it_is_rejected():
    properties = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/><w:ins w:id="1" w:author="a"/></w:numPr>'
    data = word(p("Alder", properties), numbering=numbering(("decimal", "%1.")))
    assert (said(data), said(data, "rejected")) == ("1. Alder", "Alder")
