"""A Word file is read wherever its text stands, and one that could do harm is refused."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile

import pytest

from assembler.compare.explain import compare
from assembler.compare.reason import ReasonKind
from assembler.errors import InputError
from assembler.readers import files, package
from tests.readers.wordfiles import TYPES, W, lines, numbered, numbering, p, packed, part, r, relationships, word

TABLE = "<w:tbl><w:tr>{}</w:tr></w:tbl>"
CELL = "<w:tc>{}</w:tc>"


def read(data, revisions="accepted", name="deal.docx"):
    return files.read(data, name, revisions)


def said(data, revisions="accepted"):
    return " ".join(read(data, revisions).words)


def refusal(data, name="deal.docx"):
    with pytest.raises(InputError) as error:
        files.read(data, name)
    assert len(error.value.problems) == 1
    return error.value.problems[0].message


# What a stranger's file can be


def test_an_empty_file_is_refused():
    assert refusal(b"") == "the file is empty"


def test_half_a_file_is_refused_with_its_length():
    data = word(p("Hello"))
    assert refusal(data[: len(data) // 2]).startswith(f"is damaged or incomplete: {len(data) // 2} bytes")


@pytest.mark.parametrize(
    ("begins", "what"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "is an old .doc, or encrypted"),
        (b"{\\rtf1 Hello}", "is RTF"),
        (b"%PDF-1.7", "is a PDF"),
        (b"Plain words.", "is named .docx but is not a Word file"),
    ],
)
def test_a_file_of_another_kind_is_refused_and_named(begins, what):
    assert refusal(begins) == what


def test_a_spreadsheet_under_a_wrong_name_is_refused():
    types = TYPES.replace("application/xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet+xml")
    assert refusal(packed([("[Content_Types].xml", types), ("xl/workbook.xml", "<a/>")])) == "is a spreadsheet"


def test_macros_are_refused():
    data = packed(
        [("[Content_Types].xml", TYPES), ("word/document.xml", part("document", "")), ("word/vbaProject.bin", b"x")]
    )
    assert refusal(data) == "holds macros"


def test_strict_open_xml_is_refused():
    strict = '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'
    assert refusal(packed([("[Content_Types].xml", TYPES), ("word/document.xml", strict)])) == "is Strict Open XML"


def test_a_damaged_part_is_refused_by_name():
    data = word(p("Hello " * 50))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entry = archive.getinfo("word/document.xml")
        middle = entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2
    broken = data[:middle] + bytes([data[middle] ^ 0xFF]) + data[middle + 1 :]
    assert refusal(broken).startswith("word/document.xml is damaged")


def test_what_unpacks_to_many_times_its_size_is_refused_unread():
    assert "times its size" in refusal(word("<w:p/>" * 1_000_000))


def test_a_part_larger_than_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(package, "LARGEST_PART", 1000)
    assert "word/media/image1.xml unpacks to more than" in refusal(word(p("a"), media__image1="x" * 2000))


def test_more_entries_than_the_limit_are_refused():
    parts = [("[Content_Types].xml", TYPES), *((f"word/{at}.xml", "") for at in range(package.MOST_ENTRIES))]
    assert "entries" in refusal(packed(parts))


def test_a_part_that_is_there_twice_is_refused():
    document = ("word/document.xml", part("document", ""))
    assert refusal(packed([("[Content_Types].xml", TYPES), document, document])).endswith("word/document.xml twice")


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/evil.xml", "C:\\evil.xml"])
def test_a_part_that_leaves_its_folder_is_refused(name, tmp_path):
    data = packed([("[Content_Types].xml", TYPES), ("word/document.xml", part("document", "")), (name, "x")])
    assert "leaves its folder" in refusal(data)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_dtd_is_refused_in_any_encoding(encoding):
    evil = f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document {W}>&x;</w:document>'
    data = packed([("[Content_Types].xml", TYPES), ("word/document.xml", evil.encode(encoding))])
    assert refusal(data) == "word/document.xml holds a DTD"


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("document.xml", f"<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE a +AFs-+ADwAIQ-ENTITY x 'v'+AD4AXQA+-<w:document {W}>&x;</w:document>"),
        ("document.bin", f"<!DOCTYPE a [<!ENTITY x 'v'>]><w:document {W}>&x;</w:document>"),
    ],
)  # fmt: skip
def test_a_dtd_is_refused_where_no_search_of_the_bytes_finds_it(name, document):
    links = relationships({"rId1": ("officeDocument", f"word/{name}")})
    data = packed([("[Content_Types].xml", TYPES), ("_rels/.rels", links), (f"word/{name}", document)])
    assert refusal(data) == f"word/{name} holds a DTD"


def test_elements_nested_too_deeply_are_refused():
    deep = "<w:sdt><w:sdtContent>" * 500 + p("a") + "</w:sdtContent></w:sdt>" * 500
    assert refusal(word(deep)) == "word/document.xml is not well formed, or nested too deeply, in line 1"


def test_sixty_nested_tables_are_read():
    deep = p("innermost")
    for _ in range(60):
        deep = TABLE.format(CELL.format(deep + p("")))
    assert said(word(deep)) == "innermost"


def test_what_points_outside_is_listed_and_not_fetched():
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="image" Target="file:///etc/hostname" TargetMode="External"/></Relationships>'
    )
    data = packed(
        [
            ("[Content_Types].xml", TYPES),
            ("word/document.xml", part("document", f"<w:body>{p('a')}</w:body>")),
            ("word/_rels/document.xml.rels", rels),
        ]
    )
    assert "links to other files or sites, none of them opened: file:///etc/hostname" in read(data).remarks


# Where text hides


HIDING = {
    "a cell": TABLE.format(CELL.format(p("found"))),
    "a nested table": TABLE.format(CELL.format(TABLE.format(CELL.format(p("found"))) + p(""))),
    "an insertion": f'<w:p><w:ins w:id="1" w:author="a">{r("found")}</w:ins></w:p>',
    "a move": f'<w:p><w:moveTo w:id="1" w:author="a">{r("found")}</w:moveTo></w:p>',
    "a block control": f"<w:sdt><w:sdtContent>{p('found')}</w:sdtContent></w:sdt>",
    "an inline control": f"<w:p><w:sdt><w:sdtContent>{r('found')}</w:sdtContent></w:sdt></w:p>",
    "a row control": f"<w:tbl><w:sdt><w:sdtContent><w:tr>{CELL.format(p('found'))}</w:tr></w:sdtContent></w:sdt></w:tbl>",
    "a cell control": f"<w:tbl><w:tr><w:sdt><w:sdtContent>{CELL.format(p('found'))}</w:sdtContent></w:sdt></w:tr></w:tbl>",
    "custom XML": f"<w:customXml>{p('found')}</w:customXml>",
    "a smart tag": f"<w:p><w:smartTag>{r('found')}</w:smartTag></w:p>",
    "a simple field": f'<w:p><w:fldSimple w:instr="REF x">{r("found")}</w:fldSimple></w:p>',
    "a hyperlink": f"<w:p><w:hyperlink>{r('found')}</w:hyperlink></w:p>",
    "a direction": f"<w:p><w:bdo>{r('found')}</w:bdo></w:p>",
    "a text box": f"<w:p><w:r><w:pict><v:textbox><w:txbxContent>{p('found')}</w:txbxContent></v:textbox></w:pict></w:r></w:p>",
    "hidden text": f"<w:p>{r('found', '<w:vanish/>')}</w:p>",
    "white text": f"<w:p>{r('found', '<w:color w:val=' + chr(34) + 'FFFFFF' + chr(34) + '/>')}</w:p>",
    "the choice of two": f"<w:p><w:r><mc:AlternateContent><mc:Choice>{r('found')}</mc:Choice><mc:Fallback>{r('found')}</mc:Fallback></mc:AlternateContent></w:r></w:p>",
}


@pytest.mark.parametrize("where", HIDING)
def test_text_is_read_wherever_it_stands(where):
    assert said(word(HIDING[where])) == "found"


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_is_read_behind_the_paragraph_that_has_it(kind):
    body = f'<w:p>{r("Price")}<w:r><w:{kind}Reference w:id="2"/></w:r></w:p>' + p("Next")
    notes = part(f"{kind}s", f'<w:{kind} w:id="2">{p("in dollars")}</w:{kind}>')
    assert said(word(body, **{f"{kind}s": notes})) == "Price in dollars Next"


def test_hidden_text_that_changed_is_a_difference_and_said_to_be_hidden():
    one, other = (word(p("a b c") + f"<w:p>{r(text, '<w:vanish/>')}</w:p>") for text in ("five", "six"))
    comparison = compare(read(one), read(other))
    assert [(d.difference.here, d.difference.there) for d in comparison.differences] == [(("five",), ("six",))]
    assert any("hidden" in remark for remark in read(one).remarks)


@pytest.mark.parametrize("name", ["header1", "footer2"])
def test_a_header_that_changed_is_told_apart_from_the_words(name):
    one, other = (word(p("a"), **{name: part(name[:6], p(text))}) for text in ("Draft", "Final"))
    assert lines(compare(read(one), read(other))) == [f"{name[:6]}, section 1: Draft → Final"]


# Tracked changes

TRACKED = (
    f'<w:p>{r("The price is ")}<w:ins w:id="1" w:author="a">{r("$2")}</w:ins>'
    '<w:del w:id="2" w:author="a"><w:r><w:delText>$1</w:delText></w:r></w:del></w:p>'
)


@pytest.mark.parametrize(
    ("revisions", "words"),
    [("accepted", "The price is $2"), ("rejected", "The price is $1"), ("all", "The price is $2$1")],
)
def test_tracked_changes_are_read_as_told(revisions, words):
    assert said(word(TRACKED), revisions) == words


def test_that_tracked_changes_were_there_is_said():
    assert "2 tracked changes read as accepted" in read(word(TRACKED)).remarks


def test_a_paragraph_whose_mark_is_deleted_runs_on_into_the_next():
    mark = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
    body = p("(a) one ", mark) + p("two")
    assert len(read(word(body)).provisions[0].passages) == 2
    assert len(read(word(body), "rejected").provisions[0].passages) == 3


def test_a_row_that_is_deleted_is_read_only_as_rejected():
    body = f'<w:tbl><w:tr><w:trPr><w:del w:id="1" w:author="a"/></w:trPr>{CELL.format(p("gone"))}</w:tr></w:tbl>' + p(
        "a"
    )
    assert (said(word(body)), said(word(body), "rejected")) == ("a", "gone a")


# What came back


def tracked(*pieces):
    """A paragraph of words; those with + came and those with - went under tracking."""
    made = {"+": '<w:ins w:id="1" w:author="a">{}</w:ins>', "-": '<w:del w:id="2" w:author="a">{}</w:del>'}
    runs = [made[piece[0]].format(r(piece[1:] + " ")) if piece[0] in made else r(piece + " ") for piece in pieces]
    return f"<w:p>{''.join(runs)}</w:p>"


def test_what_was_changed_without_tracking_is_told_apart_from_what_was_tracked():
    sent = read(word(p("The price of five shares is ten dollars at the Closing.")))
    returned = read(word(tracked("The price of", "-five", "+six", "shares is twelve dollars at the Closing.")))
    found = {one.difference.there: one.untracked for one in compare(sent, returned).differences}
    assert found == {("six",): False, ("twelve",): True}


def test_a_provision_put_in_without_tracking_is_told():
    sent = read(word(p("(a) one two three four five") + p("(b) six seven eight nine ten")))
    body = (
        tracked("(a) one two three", "+new", "four five")
        + p("(b) zebras in every one of them")
        + p("(c) six seven eight nine ten")
    )
    found = [one.untracked for one in compare(sent, read(word(body))).differences if "zebras" in one.difference.there]
    assert found == [True]


def test_of_a_file_without_tracked_changes_nothing_is_said_to_be_untracked():
    one, other = (read(word(p(f"The price is {price} dollars."))) for price in ("five", "six"))
    assert [one.untracked for one in compare(one, other).differences] == [False]


def test_a_paragraph_that_looks_otherwise_and_says_the_same_is_told_apart_from_the_words():
    one = read(word(p("The price is five dollars.") + p("Next")))
    other = read(word(f"<w:p>{r('The price is ')}{r('five', '<w:b/>')}{r(' dollars.')}</w:p>" + p("Next")))
    comparison = compare(one, other)
    assert comparison.differences == []
    assert lines(comparison) == ['formatting in "The price is five dollars.": different']


def test_runs_that_are_cut_otherwise_look_the_same():
    one = read(word(p("The price is five dollars.")))
    other = read(
        word(f"<w:p>{r('The price ')}{r('is five dollars.', '<w:lang w:val=' + chr(34) + 'de' + chr(34) + '/>')}</w:p>")
    )
    assert compare(one, other).parts == ()


def test_only_numbers_that_differ_are_told_as_numbering():
    one, other = (read(word(numbered("x y z", 0) + numbered("u v w", 0), numbering=numbering((figures, "%1.")))) for figures in ("decimal", "upperLetter"))  # fmt: skip
    assert {one.kind for one in compare(one, other).differences} <= {ReasonKind.NUMBERING, ReasonKind.LAYOUT}


def test_a_defined_term_in_another_case_is_a_difference_in_words():
    one, other = (read(word(p(f"The {word_} shall deliver the shares."))) for word_ in ("Company", "company"))
    assert [one.difference.there for one in compare(one, other).differences] == [("company",)]


def test_a_file_in_other_bytes_with_the_same_words_has_no_difference():
    one, other = word(p("a b c")), word(p("a b c"), settings=part("settings", ""))
    assert one != other
    comparison = compare(read(one), read(other))
    assert (comparison.differences, comparison.parts) == ([], ())


# Within memory and time


@pytest.mark.parametrize("kind", ["bomb", "empty paragraphs", "many entries", "deep", "all changed"])
def test_a_hostile_file_stays_within_memory(kind, tmp_path):
    """A child with 512 MB of memory and 30 seconds of the processor reads and compares, or refuses, and does not fall."""
    paths = [tmp_path / name for name in ("one.docx", "other.docx")]
    for path, data in zip(paths, hostile(kind), strict=True):
        path.write_bytes(data)
    told = subprocess.run([sys.executable, "-c", _CHILD, *map(str, paths)], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr[-500:]
    assert told.stdout.split()[-1] == {"all changed": "changed"}.get(kind, "refused")


_CHILD = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
resource.setrlimit(resource.RLIMIT_AS, (512 << 20, 512 << 20))
from pathlib import Path
from assembler.compare.reason import ReasonKind
from assembler.compare.explain import compare
from assembler.errors import InputError
from assembler.readers import files
try:
    one, other = (files.read(Path(name).read_bytes(), name) for name in sys.argv[1:])
    print(sum(bool(pair.differences) and bool(pair.pair.here) for pair in compare(one, other).pairs), "changed")
except InputError:
    print("refused")
"""


def hostile(kind):
    plain = word(p("a"))
    if kind == "bomb":
        return plain, packed(
            [("[Content_Types].xml", TYPES), ("word/document.xml", part("document", p("A" * (60 << 20))))]
        )
    if kind == "empty paragraphs":
        return plain, word("<w:p/>" * 8_000_000)
    if kind == "many entries":
        return plain, packed([("[Content_Types].xml", TYPES), *((f"word/{at}.xml", "") for at in range(70_000))])
    if kind == "deep":
        return plain, word("<w:sdt><w:sdtContent>" * 5_000 + p("a") + "</w:sdtContent></w:sdt>" * 5_000)
    levels = numbering(("decimal", "%1."))
    return tuple(
        word(
            "".join(
                numbered(f"{name} {at} " + " ".join(f"{name}{at}{i}" for i in range(20)), 0) for at in range(2_000)
            ),
            numbering=levels,
        )
        for name in ("old", "new")
    )


# Numbers and fields


def test_numbers_are_those_that_word_displays():
    levels = numbering(("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)"))
    body = "".join(numbered("x", level) for level in (0, 1, 1, 2, 2, 0, 1))
    numbers = [one.number for one in read(word(body, numbering=levels)).provisions]
    assert numbers == ["1", "1(a)", "1(b)", "1(b)(i)", "1(b)(ii)", "2", "2(a)"]


def test_a_number_made_of_its_parents_is_displayed_so():
    levels = numbering(("upperRoman", "%1."), ("decimal", "%1.%2"))
    body = numbered("x", 0) + numbered("Term.", 1)
    assert said(word(body, numbering=levels)) == "I. x I.1 Term."


def test_a_list_that_starts_anew_counts_anew():
    anew = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = numbered("x", 0) + numbered("x", 0) + numbered("x", 0, "2")
    assert said(word(body, numbering=numbering(("decimal", "%1."), instances=anew))) == "1. x 2. x 5. x"


def test_a_number_of_the_style_is_displayed():
    styles = part(
        "styles",
        '<w:style w:type="paragraph" w:styleId="Clause"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
    )
    data = word(p("x", '<w:pStyle w:val="Clause"/>'), styles=styles, numbering=numbering(("upperLetter", "%1.")))
    assert said(data) == "A. x"


def test_a_bullet_is_no_number():
    assert said(word(numbered("x", 0), numbering=numbering(("bullet", "*")))) == "x"


def test_a_field_is_read_by_the_result_it_shows():
    kinds = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    code = "<w:r><w:instrText>REF x</w:instrText></w:r>"
    assert said(word(f"<w:p>{r('Section ')}{kinds[0]}{code}{kinds[1]}{r('3(k)')}{kinds[2]}</w:p>")) == "Section 3(k)"


def test_curly_quotation_marks_are_read_as_straight():
    assert said(word(p("the \u201cCompany\u2019s\u201d\u00a0stock"))) == 'the "Company\'s" stock'


# A table of contents


def field(code, result, end=True):
    kinds = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    written = f'{kinds[0]}<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>{kinds[1]}{result}'
    return written + kinds[2] * end


ENTRIES = (
    f"{r('1. Shares')}{field(' PAGEREF _a ', r('7'))}</w:p><w:p>{r('2. Warrants')}{field(' PAGEREF _b ', r('19'))}"
)


@pytest.mark.parametrize("code", [' TOC \\o "1-3" ', "TOC", " TOC \\f \\h "])
def test_a_table_of_contents_is_left_out_and_that_is_said(code):
    reading = read(word(f"{p('Before.')}<w:p>{field(code, ENTRIES)}</w:p>{p('Behind.')}"))
    assert " ".join(reading.words) == "Before. Behind."
    assert [remark for remark in reading.remarks if "contents" in remark] == [
        "not compared: the pages of the table of contents"
    ]


def test_a_table_of_contents_that_never_ends_hides_nothing():
    reading = read(word(f"<w:p>{field(' TOC ', ENTRIES, end=False)}</w:p>{p('Behind.')}"))
    assert " ".join(reading.words) == "1. Shares7 2. Warrants19 Behind."
    assert not [remark for remark in reading.remarks if "contents" in remark]


@pytest.mark.parametrize("code", [" REF TOC ", " TC ", " TOA ", ""])
def test_a_field_of_another_kind_is_read_by_its_result(code):
    assert said(word(f"<w:p>{field(code, r('Shares'))}</w:p>")) == "Shares"


def test_the_code_of_a_hidden_field_is_not_hidden_text():
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:instrText> TC x </w:instrText><w:tab/></w:r>"
    reading = read(word(f"<w:p>{hidden}{r('Words.')}</w:p>"))
    assert " ".join(reading.words) == "Words."
    assert not [remark for remark in reading.remarks if "hidden" in remark]
