"""HTML is read as a browser shows it, and what it hides or strikes is told apart."""

from __future__ import annotations

import pytest

from assembler.compare.explain import compare
from assembler.compare.report import remarks
from assembler.errors import InputError
from assembler.readers import files
from assembler.readers.reading import BLANK
from tests.readers.wordfiles import lines, p, packed, part, parts_of


def read(text, revisions="accepted"):
    return files.read(text.encode(), "deal.htm", revisions)


def said(text, revisions="accepted"):
    return " ".join(read(text, revisions).words)


def kinds(text):
    return [(passage.kind, " ".join(passage.words)) for one in read(text).provisions for passage in one.passages]


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><html><body><p>Alder sells.</p></body></html>",
        "<p>Alder sells.</p>",
        "<!-- made by hand -->\n<div>Alder <b>sells.</b></div>",
        "\ufeff<html>\n<head><title>Sale</title></head>\n<body>Alder sells.</body>",
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><p>Alder sells.</p></body></html>",
        "<DOCUMENT>\n<TYPE>EX-10.1\n<SEQUENCE>2\n<TEXT>\n<HTML><BODY><P>Alder sells.</P></BODY></HTML>\n</TEXT>\n</DOCUMENT>",
        "<DOCUMENT>\n<TYPE>EX-4\n<FILENAME>a.txt\n<TEXT>\nAlder sells.\n</TEXT>\n</DOCUMENT>\n",
        "-----BEGIN PRIVACY-ENHANCED MESSAGE-----\n\n<SEC-DOCUMENT>a.txt\n<DOCUMENT>\n<TYPE>EX-4\n<TEXT>\nAlder sells.\n</TEXT>",
        "<html><body><pre>\nAlder\nsells.\n</pre></body></html>",
    ],
)  # fmt: skip
def test_a_page_a_piece_of_one_and_a_wrapped_one_are_read(page):
    assert said(page) == "Alder sells."


@pytest.mark.parametrize(
    "text",
    ["<TABLE>\n<S>          <C>\nAlder        100\n</TABLE>\n", "<PAGE>\n\nAlder 100\n", "<Alder> sells 100 shares.\n"],
)
def test_a_text_with_angle_brackets_is_no_html(text):
    assert {"Alder", "100"} <= set(read(text).words) or "<Alder>" in said(text)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<DOCUMENT><TYPE>8-K<TEXT>a</TEXT></DOCUMENT><DOCUMENT><TYPE>EX-4<TEXT>b</TEXT></DOCUMENT>", "is a submission of 2 documents: 8-K, EX-4"),
        ("<DOCUMENT><TYPE>EX-4<TEXT>\n<PDF>\nbegin 644 a.pdf\n</TEXT></DOCUMENT>", "holds a PDF"),
        ("<?xml version='1.0'?><deal/>", "is XML"),
        ("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n", "is a web archive"),
        ("<html>" + "<div>" * 5_000 + "deep", "is not readable as HTML: Excessive depth in document"),
        ("<html>" + "<table><tr><td>" * 60 + "deep", "is not readable as HTML: nested too deeply"),
        ("<html><p>" + "x" * 11_000_000, "is not readable as HTML"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_whole_is_refused(text, what):
    with pytest.raises(InputError) as error:
        read(text)
    assert error.value.problems[0].message.startswith(what)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<ol><li>Sale.<li>Price.</ol>", "1. Sale. 2. Price."),
        ("<ol type=a start=3><li>Sale.<li>Price.</ol>", "c. Sale. d. Price."),
        ("<ol style='list-style-type: upper-roman'><li>Sale.<li value=5>Price.</ol>", "I. Sale. V. Price."),
        ("<ol reversed><li>Sale.<li>Price.</ol>", "2. Sale. 1. Price."),
        ("<ol><li>Sale.<ol type=i><li>Cash.</ol><li>Price.</ol>", "1. Sale. i. Cash. 2. Price."),
        ("<ol><li style='list-style-type:lower-alpha'>Sale.<li>Price.</ol>", "a. Sale. 2. Price."),
        ("<ul><li>Sale.<li>Price.</ul>", "Sale. Price."),
    ],
)
def test_the_items_of_a_list_have_the_numbers_that_a_browser_shows(page, expected):
    assert said(page) == expected


GOOGLE = (
    "<style>ol{margin:0}.c1{list-style-type:none}ol.k-0.start{counter-reset:n-k-0 0}.k-0>li{counter-increment:n-k-0}"
    '.k-0>li:before{content:"" counter(n-k-0,decimal) ". "}.k-1 > li{counter-increment:n-k-1}ol.k-1.start{counter-reset:n-k-1 0}'
    '.k-1 > li:before{content:"(" counter(n-k-1,lower-latin) ") "}</style>'
    '<ol class="c1 k-0 start"><li>Sale.</li></ol><ol class="c1 k-1 start"><li>Cash.</li><li>Cheque.</li></ol>'
    '<ol class="c1 k-0"><li>Price.</li></ol><ol class="c1 k-1 start"><li>Shares.</li></ol>'
)
NESTED = (
    "<style>/* of all */ ol { counter-reset: item; list-style: none } li::before { counter-increment: item; "
    "content: counters(item, '.') '\\00a0' }</style><ol><li>Sale.<ol><li>Cash.<li>Cheque.</ol><li>Price.<ol><li>Shares.</ol></ol>"
)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (GOOGLE, "1. Sale. (a) Cash. (b) Cheque. 2. Price. (a) Shares."),
        (NESTED, "1 Sale. 1.1 Cash. 1.2 Cheque. 2 Price. 2.1 Shares."),
        ("<style>ol.x{list-style-type:lower-alpha}#y{list-style:upper-roman inside}</style><ol class='w x'><li>Sale.<ol id=y><li>Cash.</ol></ol>", "a. Sale. I. Cash."),
        ("<style>h2{counter-increment:s}h2:before{content:'Section ' counter(s) '. '}</style><h2>Sale</h2><h2>Price</h2>", "Section 1. Sale Section 2. Price"),
        ("<style>.a b:before{content:'not '}div > b:before{content:'so '}</style><p class=a><i><b>Sale</b></i><div><p><b>Price</b></div>", "not Sale Price"),
        ("<style>a:hover{content:'x'}p:before{color:red}.o{text-decoration:line-through}</style><p>Sale <span class=o>old</span> <a>new</a>", "Sale new"),
        ("<style>b:before{content:'\\201c'}</style><p><b>Sale", '"Sale'),
        ("<style>b:before{content:'{1} '}i:before{content:'; '}</style><p><b>Sale</b><i>Price", "{1} Sale; Price"),
        ("<style>b.x:before{content:'heavy '}b:before{content:'light '}</style><p><b class=x>Sale", "heavy Sale"),
        ("<style>b:before{content:'first ' !important}b.x:before{content:'not '}</style><p><b class=x>Sale", "first Sale"),
        ("<style>@media print{b:before{content:'in print '}}@media speech{b:before{content:'not '}}</style><p><b>Sale", "in print Sale"),
        ("<style>b[title='x']:before{content:'by title '}b:not(:before{content:'not '}</style><p><b title=x>Sale", "by title Sale"),
        ("<style>.x{display:none}</style><p>Sale<b class=x style='display:inline'> now", "Sale now"),
        ("<style>.x{text-decoration:line-through}</style><p>Sale<b class=x style='text-decoration:none'> now", "Sale now"),
    ],
)  # fmt: skip
def test_what_a_style_sheet_puts_before_words_is_read(page, expected):
    assert said(f"<html>{page}") == expected


def test_numbers_by_a_style_sheet_are_those_of_provisions():
    assert [one.number for one in read(f"<html>{GOOGLE}").provisions] == ["1", "1(a)", "1(b)", "2", "2(a)"]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>Smith &amp; Jones&nbsp;&lt;LP&gt;", "Smith & Jones <LP>"),
        ("<p>the &#147;Company&#148; and &ldquo;Alder&rdquo;&#8217;s", 'the "Company" and "Alder"\'s'),
        ("<p>Alder Ltd.<br>1 Main Road<br/>Reno", "Alder Ltd. 1 Main Road Reno"),
        ("<p>in<b>divid</b>ed<wbr>ness", "individedness"),
        ("<p>the price<sup>1</sup> of a share<sup><a href='#n2'>(2)</a></sup>.", "the price of a share."),
        ("<p>the 1<sup>st</sup> of 10<sup>6</sup> shares", "the 1st of 10^6 shares"),
        ("<p>issue ____ shares at $<u>____</u> to <input type=text>", f"issue {BLANK} shares at ${BLANK} to {BLANK}"),
        ("<p><input type=checkbox checked> cash <input type=checkbox> check", "\u2612 cash \u2610 check"),
        ("<p>Alder</p><script>var x='Birch'</script><style>p{}</style><template>Cedar</template>", "Alder"),
        ("<p>as <q>Alder</q> says", 'as "Alder" says'),
        (
            "<p>I am the <u>&nbsp;&nbsp; &nbsp;</u> of Alder, dated <u><font>&nbsp;&nbsp;</font></u>, 20<u>&nbsp;&nbsp;</u>",
            f"I am the {BLANK} of Alder, dated {BLANK}, 20{BLANK}",
        ),
        (
            "<p>at $<span style='text-decoration: underline'>&nbsp;&nbsp;&nbsp;</span> and <span style='border-bottom:1px solid'>&nbsp;</span> each",
            f"at ${BLANK} and {BLANK} each",
        ),
        ("<p>By: <u>&nbsp;&nbsp;&nbsp;&nbsp;</u><p>Name:", "By: Name:"),
        ("<p><u>Alder&nbsp;&nbsp;</u> sells <u>&nbsp;</u> all <u>  </u> of it", "Alder sells all of it"),
        (
            "<p><font face=Wingdings>&#254;</font> cash <span style='font-family: Wingdings'>&#168;<b style='font-family:Arial'>\u00a8</b></span> check <font face='Wingdings 2'>\uf052</font> o",
            "\u2611 cash \u2610\u00a8 check \u2611 o",
        ),
        ("<style>.w{font-family:Wingdings}</style><p><i class=w>&#111;</i> notes &#168;", "\u25a1 notes \u00a8"),
        (
            "<p><sup>1</sup>/<sub>2</sub> of 2<sup>3</sup>&frasl;<sub>4</sub> shares<sup>4</sup>",
            "1/2 of 2 3\u20444 shares",
        ),
    ],
)
def test_words_are_those_that_a_browser_shows(page, expected):
    assert said(page) == expected


@pytest.mark.parametrize(
    "row",
    [
        "<tr><td>(a)</td><td></td><td>Alder sells.</td></tr>",
        "<tr><td>1.</td><td>&nbsp;</td><td><p>Alder sells.</p></td></tr>",
        "<tr><td>Section 4.</td><td>Alder sells.</td></tr>",
    ],
)
def test_a_number_in_a_cell_of_its_own_is_the_number_of_its_row(row):
    first = read(f"<table>{row}</table>").provisions[0]
    assert (first.number != "", first.content) == (True, ("Alder", "sells."))


@pytest.mark.parametrize("tag", ["div", "span", "table><tr><td", "ol><li", "del", "div hidden"])
def test_a_page_is_read_up_to_the_limit_of_its_depth(tag):
    count = 140 // tag.count("<") if "<" in tag else 140
    how = "rejected" if tag == "del" else "accepted"
    assert said("<html>" + f"<{tag}>" * (count // 2) + "deep", how).endswith("deep")


def test_a_sign_in_a_cell_of_its_own_belongs_to_its_figure():
    assert said("<table><tr><td>Loss<td>$<td>(1,000<td>)<td>5<td>%</table>") == "Loss $(1,000) 5%"


def test_a_nested_table_is_read_in_its_cell():
    page = "<table><tr><td>Alder<table><tr><td>100<td>200</table><td>300</table><p>after"
    cells = [(" ".join(passage.words), passage.cell) for one in read(page).provisions for passage in one.passages]
    assert cells == [("Alder", (1, 0, 0)), ("100", (1, 0, 0)), ("200", (1, 0, 0)), ("300", (1, 0, 1)), ("after", None)]


@pytest.mark.parametrize(
    "hidden",
    [
        "<span style='display: none'>not</span>",
        "<span hidden>not</span>",
        "<b style='color:#FFFFFF'>not</b>",
        "<i style='font-size:1px'>not</i>",
        "<style>.off { display : none }</style><span class='x off'>not</span>",
        "<div style='visibility:hidden'>not</div>",
        "<div style='color : black ; DISPLAY:none !important'>not</div>",
        "<style>p span.off, .y{display:none}</style><span class=off>not</span>",
        "<span style='mso-hide:all'>not</span>",
    ],
)
def test_hidden_words_are_read_behind_their_paragraph_and_said_to_be_hidden(hidden):
    page = f"<p>Alder shall {hidden}</p><p>sell.</p>"
    assert ("hidden", "not") in kinds(page)
    assert any("1 hidden passage" in remark for remark in read(page).remarks)


@pytest.mark.parametrize("tag", ["del", "s", "strike", "span style='text-decoration: line-through'"])
def test_struck_words_are_gone_and_were_there(tag):
    page = f"<p>for <{tag}>five</{tag.split()[0]}> <ins>six</ins> dollars"
    assert [said(page, how) for how in ("accepted", "rejected", "all")] == [
        "for six dollars", "for five dollars", "for five six dollars",
    ]  # fmt: skip
    assert read(page).untracked.words == ["for", "five", "dollars"]


@pytest.mark.parametrize(
    ("one", "other", "part"),
    [
        ("<a href='https://a.example'>policy</a>", "<a href='https://b.example'>policy</a>", 'target of the link behind "policy": https://a.example → https://b.example'),
        ("<p>Alder", "<p>Alder<img src='seal.png'>", 'picture, by its address behind "Alder": only in the new document: seal.png'),
        ("<nav role=doc-toc><p>1. Sale</nav><p>x", "<nav role=doc-toc><p>1. Price</nav><p>x", "table of contents: 1. Sale → 1. Price"),
    ],
)  # fmt: skip
def test_what_differs_and_is_no_word_is_told(one, other, part):
    comparison = compare(read(f"<html>{one}"), read(f"<html>{other}"))
    assert (comparison.differences, lines(comparison)) == ([], [part])


LINKED = "<a href='https://a.example/'>Alder</a> sells."


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (f"<p>{LINKED}", []),
        (f"<p>{LINKED.replace('a.example', 'b.example')}", ["target of the link: https://a.example → https://b.example"]),
        ("<p>Alder sells.", ["target of the link: only in the original: https://a.example"]),
    ],
)  # fmt: skip
def test_a_page_and_a_word_file_are_compared_in_what_both_can_hold(page, told):
    pages = '<w:pgSz w:w="11906" w:h="16838"/>'
    link = '<w:hyperlink r:id="rId9"><w:r><w:t>Alder</w:t></w:r></w:hyperlink><w:r><w:t xml:space="preserve"> sells.</w:t></w:r>'
    parts = parts_of(f"<w:p>{link}</w:p>", {"header1.xml": part("header", p("Draft"))})
    target = (
        '<Relationship Id="rId9" Type="hyperlink" TargetMode="External" Target="https://a.example"/></Relationships>'
    )
    edits = {"word/document.xml": ("</w:sectPr>", f"{pages}</w:sectPr>"), "word/_rels/document.xml.rels": ("</Relationships>", target)}  # fmt: skip
    data = packed([(name, xml.replace(*edits.get(name, ("", "")))) for name, xml in parts])
    word_file, other = files.read(data, "deal.docx"), read(f"<html>{page}<img src='seal.png'>")
    comparison = compare(word_file, other)
    assert (comparison.differences, lines(comparison)) == ([], told)
    said = dict(remarks(comparison))
    assert said["deal.docx"] == ("not compared, as the other document cannot hold them so: header, size of the pages")
    assert said["deal.htm"] == "not compared, as the other document cannot hold them so: picture"


@pytest.mark.parametrize(
    "rows",
    [
        "<p>1. Sale ........ 4</p><p>2. Price ........ 12</p>",
        "<table><tr><td>1.<td>Sale<td>4<tr><td>2.<td>Price<td>12</table>",
        "<p>1. Sale</p><p>2. Price</p>",
    ],
)
def test_a_table_of_contents_that_was_typed_is_read_apart(rows):
    page = f"<p>TABLE OF CONTENTS</p>{rows}<p>1. Sale. Alder sells.</p><p>2. Price. Birch pays.</p>"
    assert read(page).contents == ("1. Sale", "2. Price")
    assert [one.number for one in read(page).provisions] == ["", "1", "2"]


def test_headers_and_footers_of_a_page_are_left_out_and_that_is_said():
    reading = read("<div title='header'><p>Draft</div><p>Alder<div title='footer'><p>Page 1</div>")
    assert reading.words == ["Alder"]
    assert reading.unread == ("headers and footers",)


TURNS = [
    "<hr>",
    "<p style='page-break-before: always'></p>",
    "<div style='page-break-after:always'>&nbsp;</div>",
    "<div style='break-before:page'></div>",
]


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize(
    ("foot", "heads"),
    [
        ("<p align=center>{}</p>", ()),
        ("<table><tr><td>- {} -</td></tr></table>", ()),
        ("<p>A-{}</p>", ()),
        ("<p>{}</p><p>Alder Ltd.</p>", ("running heads: Alder Ltd.",)),
        ("<p>Alder Ltd., page {}</p>", ("running heads: Alder Ltd., page 4",)),
        ("<p>[Signature Page to Lease]</p>", ("running heads: [Signature Page to Lease]",)),
    ],
)
def test_page_numbers_and_running_heads_at_page_breaks_are_no_words(turn, foot, heads):
    pages = (f"<p>Alder sells {number} shares.</p>{foot.format(number)}" for number in range(4, 8))
    reading = read(f"<html>{turn.join(pages)}")
    assert " ".join(reading.words) == " ".join(f"Alder sells {number} shares." for number in range(4, 8))
    assert reading.unread == heads


@pytest.mark.parametrize("foot", ["<p>1,000</p>", "<p>7</p>", "<p>Total</p><p>100 shares</p>"])
def test_figures_at_lines_across_a_page_are_words(foot):
    assert said(f"<html><p>Alder</p>{foot}<hr><p>Birch</p>{foot}<hr><p>Cedar") == " ".join(
        [f"Alder {foot}", f"Birch {foot}", "Cedar"]
    ).replace("</p><p>", " ").replace("<p>", "").replace("</p>", "")


def test_a_heading_without_a_number_begins_a_provision():
    page = "<h2>Sale</h2><p>Alder sells.</p><h2>Price</h2><p>Birch pays.</p>"
    assert [" ".join(one.words) for one in read(page).provisions] == ["Sale Alder sells.", "Price Birch pays."]
