"""Ancillary forms: what may stand in a form, what is said of the rest, and that the filled file is sound.

The rows T01 to T20 of the catalogue of faults are tested one by one, with the exact words.
"""

from __future__ import annotations

import json
import re
import sys
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from jinja2 import TemplateError
from lxml import etree
from msgspec.structs import replace

from assembler import cli
from assembler.dealset import wordforms as forms_of_set
from assembler.errors import InputError
from assembler.library import Library, WordForm
from assembler.termsheet.formats import Term
from assembler.word import filling
from assembler.word.ooxml import qualified
from assembler.wordforms import cleanup
from assembler.wordforms import forms as word_forms
from tests import deals
from tests.word import office
from tests.wordforms import files as forms
from tests.wordforms.files import cell, form, paragraph, row, run, table, text_box

needs_office = pytest.mark.skipif(bool(office.missing()), reason=office.missing() or "there")

HOSTILE = "Smith & Jones <LP>, \"A\" {{ x }} {_{ y }_} {% z %} 'B' @b [c] *d*"
TRANSFER_AGENT = (
    "transfer_agent:\n  name: Harborline Registrar\n  address_lines: [48 Ledger Street]\n  attention: Issuance\n"
)
GUIDE = "See templates/ancillary/README.md for what may stand in a form."
ALLOWED = (
    "Write {{ value }}, {{ value | filter }}, if, elif, else, endif, for or endfor; see templates/ancillary/README.md."
)
AS_DOCX = "Open it in Word and save it as a Word Document (.docx)."
CLOSE = "Close the tag in the paragraph that opens it, or take the braces out."
ALONE = "Give the tag a {} of its own."
MOVE = "Move the tag to one of these, or take it out."
NOTED = '<w:r><w:footnoteReference w:id="2"/></w:r>'
ONLY = "only the body, headers, footers and footnotes are filled"


def sheet(stem="new-stock-and-warrants", *changes):
    yaml = re.sub(r"^transfer_agent:\n(  .*\n)+", "", deals.sheet(stem), flags=re.MULTILINE)
    for before, after in changes:
        yaml = deals.replaced(yaml, before, after)
    return yaml


@pytest.fixture(scope="module")
def whole():
    return deals.compose_text(sheet())


def filled(whole, *files):
    """The forms filled for a deal, by file name, and what was said of them."""
    ready, problems = forms_of_set.prepare(whole, files)
    return forms_of_set.write(whole, ready), [str(problem) for problem in problems]


def document(whole, *content, **parts):
    """A form with this content, filled."""
    files, _ = filled(whole, form(*content, **parts))
    return files["certificate.docx"]


def words(content):
    """The paragraphs of a document's body outside of tables."""
    return [one.text for one in docx.Document(BytesIO(content)).paragraphs]


def part_of(content, name):
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode()


def body(content):
    return part_of(content, "word/document.xml")


def refusal(whole, *content, **parts):
    """The problem and the fix of each problem about a form that may not be filled."""
    file = content[0] if isinstance(content[0], WordForm) else form(*content, **parts)
    with pytest.raises(InputError) as error:
        filled(whole, file)
    assert {problem.location.file for problem in error.value.problems} <= {"forms/certificate.docx", "deal.yaml"}
    return [(problem.message, problem.hint) for problem in error.value.problems]


def replacing(name, before, after):
    """A sound form with these words changed in one of its parts."""
    sound = form("x").docx
    parts = {part: part_of(sound, part) for part in ZipFile(BytesIO(sound)).namelist()}
    assert before in parts[name]
    return forms.packed(parts | {name: parts[name].replace(before, after)})


# T01 to T07, T11, T19: what may stand in a tag


@pytest.mark.parametrize(
    ("typed", "said", "remedy"),
    [
        ("Dear {{ companny.name }}:", "'companny.name' is not a value of the term sheet", "Did you mean 'company'?"),
        ("{{ offering.agregate_amount | dollars }}", "'offering.agregate_amount' is not a value of the term sheet", "Did you mean 'aggregate_amount'?"),
        ("{% if warrants_solt %}x{% endif %}", "'warrants_solt' is not a fact", "Did you mean 'warrants_sold'?"),
        ("a {% if warrants_sold %}too", "{% if warrants_sold %} is never closed", "Write the endif behind what it holds."),
        ("{% endfor %}", "{% endfor %} closes no for", "Take it out, or write what it closes before it."),
        ("{{ company.name ", "{{ is half of a tag, and the paragraph does not hold the other half", CLOSE),
        ("the end }}", "}} is half of a tag, and the paragraph does not hold the other half", CLOSE),
        ("{# note #}", "{# is half of a tag, and the paragraph does not hold the other half", CLOSE),
        ("{{ ''.__class__ }}", "'.__class__' is not a value of the term sheet", GUIDE),
        ("{{ company.__class__ }}", "'company.__class__' is not a value of the term sheet", GUIDE),
        ("{{ company|attr('name') }}", "'attr' is not a filter", GUIDE),
        ("{{ cycler }}", "'cycler' is not a value of the term sheet", GUIDE),
        ("{{ self }}", "'self' is not a value of the term sheet", GUIDE),
        ("{{ company.name|upper }}", "'upper' is not a filter", GUIDE),
        ("{{ 'a'*10**9 }}", "mul is not allowed in a form", GUIDE),
        ("{{ 'company' }}", "const is not allowed in a form", GUIDE),
        ("{{ lipsum(n=3) }}", "call is not allowed in a form", GUIDE),
        ("{% for one in range(9) %}{% endfor %}", "call is not allowed in a form", GUIDE),
        ("{% if company.name == 'x' %}{% endif %}", "a condition must be the name of one fact", GUIDE),
        ("{{ investors[0].name }}", "'.name' is not a value of the term sheet", GUIDE),
        ("{{ investors.name }}", "a list has no field 'name'; use a loop over its items", GUIDE),
        ("{{ investors }}", "a list or a group cannot be printed; print one of its fields", GUIDE),
        ("{{ warrants_sold }}", "'warrants_sold' is a fact and cannot be printed", GUIDE),
        ("{% if loop.first %}x{% endif %}", "a condition must be the name of one fact", GUIDE),
        ("{% for one in company.name %}x{% endfor %}", "a loop needs a list, and this value is not a list", GUIDE),
        ("{{ offering.total_shares }}", "a whole number needs a filter that says how it is printed", GUIDE),
        ("{{ company.name | dollars }}", "the filter 'dollars' does not print this kind of value", GUIDE),
    ],
)  # fmt: skip
def test_t01_to_t06_and_t19_what_is_no_value_filter_or_fact_may_not_stand_in_a_form(whole, typed, said, remedy):
    (found,) = refusal(whole, "Re:", typed)
    near = found[1] if remedy == GUIDE and found[1].startswith("Did you mean") else remedy
    assert found == (f"paragraph 2 '{typed.strip()}': {said}", near)


@pytest.mark.parametrize("typed", ["{{ a b }}", "{{ “company” }}", "{% else x %}", "{% for one %}x{% endfor %}"])
def test_t04_and_t11_a_tag_that_cannot_be_read_is_named_with_its_paragraph(whole, typed):
    what, hint = refusal(whole, typed)[0]
    assert what.startswith(f"paragraph 1 '{typed}': {typed.partition('x{')[0]} cannot be read: ")
    assert hint == ALLOWED


@pytest.mark.parametrize(
    "typed", ["{% macro x() %}", "{% set x = 1 %}", "{% include 'x' %}", "{% import 'x' as x %}", "{% raw %}"]
)
def test_t06_a_tag_of_another_kind_may_not_stand_in_a_form(whole, typed):
    assert refusal(whole, typed) == [(f"paragraph 1 '{typed}': {typed} is not allowed in a form", ALLOWED)]


def test_t06_docxtpl_is_given_the_tags_that_were_checked_and_no_other_brace(whole):
    attack = "{{ ''.__class__ }}"
    split = "<w:p><w:r><w:instrText>{</w:instrText></w:r><w:r><w:instrText>{ x }}</w:instrText></w:r></w:p>"
    content = document(whole, f"<!-- {attack} --><?x {attack} ?>{split}", "x")
    assert words(content) == ["", "x"]
    assert "<w:instrText>{</w:instrText></w:r><w:r><w:instrText>{ x }}<" in body(content)


@pytest.mark.parametrize(
    "tag",
    [
        *("{{ x.__class__ }}", "{{ range(9) }}", "{{ x | upper }}", "{{ y }}", "{% if x is odd %}{% endif %}"),
        *("{% if y %}{% endif %}", "{% for one in y %}{% endfor %}"),
    ],
)
def test_t06_what_docxtpl_takes_for_jinja_knows_our_values_and_filters_alone(tag):
    with pytest.raises((TemplateError, TypeError)):
        filling._Environment().from_string(tag).render(x=Term("X", "x"))


def test_t07_a_form_whose_loops_have_no_end_is_refused_at_its_loop(whole, monkeypatch):
    monkeypatch.setattr(word_forms, "_MOST_STEPS", 100)
    typed = "{% for a in investors %}{% for b in investors %}{% for c in investors %}{{ a.name }}{% endfor %}{% endfor %}{% endfor %}"
    said = f"paragraph 2 '{typed[:60]}...': the loops of the form go round more than 100 times"
    assert refusal(whole, "x", typed) == [(said, "Do not put a list into itself.")]


@pytest.mark.parametrize(
    ("content", "said", "remedy"),
    [
        (("{%p if warrants_sold %} and more", "{%p endif %}"), "{%p if warrants_sold %} takes its paragraph out, and 'and more' with it", ALONE.format("paragraph")),
        ((table(row("{%tr if warrants_sold %}", "more")), "x"), "{%tr if warrants_sold %} takes its row out, and 'more' with it", ALONE.format("row")),
        ((paragraph("{%p if warrants_sold %}", "<w:r><w:drawing/></w:r>"), "{%p endif %}"), "{%p if warrants_sold %} takes its paragraph out, and a picture, a field, a note or a section break with it", ALONE.format("paragraph")),
        (("{%tr if warrants_sold %}",), "{%tr if warrants_sold %} stands outside of a table, so it has no row", "Write {%p %} for a paragraph."),
        *(((typed,), f"{typed} is not allowed in a form", "Of these tags of docxtpl only {%p %} and {%tr %} are allowed.") for typed in ("{%tc if warrants_sold %}", "{{r company.name }}", "{%- if warrants_sold %}")),
    ],
)  # fmt: skip
def test_a_tag_that_takes_words_with_it_or_that_only_docxtpl_knows_is_refused(whole, content, said, remedy):
    (what, found_remedy) = refusal(whole, *content)[0]
    assert what.endswith(f"': {said}")
    assert found_remedy == remedy


@pytest.mark.parametrize(
    "content",
    [
        ("{% if warrants_sold %}", "x{% endif %}"),
        ("{%p if warrants_sold %}", "x{% endif %}"),
        ("{%p if warrants_sold %}", table(row(cell("x", "{%p endif %}")))),
        (paragraph("{% if warrants_sold %}", "<w:hyperlink>" + run("x{% endif %}") + "</w:hyperlink>"),),
    ],
)
def test_two_tags_that_belong_together_stand_in_the_same_way(whole, content):
    (found,) = refusal(whole, *content)
    assert "and does not stand in the same way" in found[0]
    assert found[1].startswith("Put both in one paragraph, or both as {%p %} in paragraphs side by side, or both as")


def test_everything_that_is_wrong_with_several_forms_is_said_at_once(whole):
    several = form("{{ a.b }}", "{{ company.name | dollars }}", "{{ c }}", name="one"), form("{{ x ", name="two")
    with pytest.raises(InputError) as error:
        filled(whole, *several)
    found = [(problem.location.file, problem.code) for problem in error.value.problems]
    assert found == [("forms/one.docx", "W306"), ("forms/one.docx", "W306"), ("forms/two.docx", "W305")]


def test_a_paragraph_is_named_by_its_part_and_its_number_with_those_of_tables_counted(whole):
    (found,) = refusal(whole, "x", table(row("a", "b")), "{{ nonsense }}")
    assert found[0].startswith("paragraph 4 '{{ nonsense }}'")
    (found,) = refusal(whole, "x", header=paragraph("{{ nonsense }}"))
    assert found[0].startswith("header1, paragraph 1 '{{ nonsense }}'")


# T08 and T09: what is taken out leaves a document


def no_table_is_hollow(content):
    root = etree.fromstring(body(content).encode())
    assert all(len(one.findall(qualified("tr"))) for one in root.iter(qualified("tbl")))
    assert all(len(one.findall(qualified("tc"))) for one in root.iter(qualified("tr")))
    assert all(one[-1].tag == qualified("p") for one in root.iter(qualified("tc")))
    return root


def test_t08_a_condition_that_leaves_a_cell_empty_leaves_a_paragraph_in_it(whole):
    content = document(whole, table(row(cell("{%p if warrants_covenanted %}", "x", "{%p endif %}"), "y")))
    root = no_table_is_hollow(content)
    assert [len(one) for one in root.iter(qualified("tc"))] == [1, 1]


def test_t09_a_loop_over_nothing_leaves_no_table_without_rows():
    whole = deals.compose_text(sheet("new-stock-only"))
    rows = (row("{%tr for one in fee_instruments %}"), row("{{ one.kind }}"), row("{%tr endfor %}"))
    files, said = filled(whole, form("Fees:", table(*rows), "end"))
    root = no_table_is_hollow(files["certificate.docx"])
    assert [*root.iter(qualified("tbl"))] == []
    assert words(files["certificate.docx"]) == ["Fees:", "", "end"]
    assert said == [
        (
            "deal.yaml:4:1: warning W313 fee_instruments: is empty, and paragraph 2 '{%tr for one in fee_instruments %}' of forms/certificate.docx "
            "prints nothing for it\n    State it. If the deal has none, put the loop of the form under a condition."
        )
    ]


def test_t09_a_list_of_an_investor_that_is_empty_is_named_with_the_investor():
    addresses = re.search(r"    address_lines:\n(      - .*\n)+", sheet("new-stock-only"))[0]
    whole = deals.compose_text(sheet("new-stock-only", (addresses, "")))
    loops = (
        "{%p for one in investors %}",
        "{%p for line in one.address_lines %}",
        "{{ line }}",
        *["{%p endfor %}"] * 2,
    )
    _, said = filled(whole, form(*loops))
    assert [problem.split(": is empty")[0] for problem in said] == [
        "deal.yaml:57:5: warning W313 investors[0].address_lines"
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<w:tc/>", "<w:tc><w:p/></w:tc>"),
        (f"<w:tc><w:p/>{table(row('x'))}</w:tc>", f"<w:tc><w:p/>{table(row('x'))}<w:p/></w:tc>"),
        ("<w:tbl><w:tr><w:trPr/></w:tr></w:tbl>", "<w:p/>"),
        ("<w:hdr/>", "<w:hdr><w:p/></w:hdr>"),
        ("<w:txbxContent/>", "<w:txbxContent><w:p/></w:txbxContent>"),
        ('<w:p><w:bookmarkStart w:id="1"/></w:p>', "<w:p/>"),
        ('<w:sdtPr><w:id w:val="7"/></w:sdtPr>' * 2, '<w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtPr/>'),
    ],
)
def test_what_is_left_hollow_is_mended(before, after):
    root = etree.fromstring(f"<w:body {forms.NAMESPACES}>{before}</w:body>")
    cleanup.clean_up(root)
    assert etree.tostring(root) == etree.tostring(etree.fromstring(f"<w:body {forms.NAMESPACES}>{after}</w:body>"))


# T10, T12 and T13: tags as Word leaves them, and none is left


def test_t10_a_tag_over_several_runs_is_printed_in_the_look_of_the_first(whole):
    looks = (("To {", ""), ("{ comp", "<w:b/>"), ("any.na", "<w:i/>"), ("me }", "<w:u/>"), ("} and", "<w:strike/>"))
    (found,) = docx.Document(BytesIO(document(whole, paragraph(*(run(*look) for look in looks))))).paragraphs
    said = [(one.text, bool(one.bold)) for one in found.runs if one.text]
    assert said == [("To TIDEWELL SENSORS, INC.", False), (" and", False)]


def test_t12_a_tag_is_filled_in_body_header_footnote_and_text_box(whole):
    note = '<w:footnote w:id="2">' + paragraph("Of {{ company.jurisdiction }}") + "</w:footnote>"
    box = text_box(paragraph("Box of {{ company.short_name }}"))
    content = document(whole, box, paragraph("x", NOTED), header=paragraph("{{ company.name }}"), footnotes=note)
    assert "Box of TIDEWELL<" in body(content)
    assert "TIDEWELL SENSORS, INC.<" in part_of(content, "word/header1.xml")
    assert "Of Delaware<" in part_of(content, "word/footnotes.xml")


CORE = '<c:coreProperties xmlns:c="x">{}</c:coreProperties>'
PUT = "Put the tag into the text, or take it out."
IN_A_FIELD = "in a field or the description of a picture, and neither is filled"


@pytest.mark.parametrize(
    ("parts", "said", "remedy"),
    [
        ({"endnotes": f'<w:endnote w:id="2">{paragraph("{{ x }}")}</w:endnote>'}, f"word/endnotes.xml holds a tag, and {ONLY}", MOVE),
        ({"changed": {"word/styles.xml": forms.part("word/styles.xml").replace("Form Text", "{{ x }}")}}, f"word/styles.xml holds a tag, and {ONLY}", MOVE),
        ({"changed": {"docProps/core.xml": CORE.format("<c:title>{{ x }}</c:title>")}}, f"docProps/core.xml holds a tag, and {ONLY}", MOVE),
        ({"header": paragraph('<w:r><w:instrText> DOCPROPERTY "{{ x }}" </w:instrText></w:r>')}, f"word/header1.xml holds 'DOCPROPERTY \"{{{{ x }}}}\"' {IN_A_FIELD}", PUT),
        ({"header": paragraph("<w:r/>{{ x }}<w:r/>")}, f"word/header1.xml holds '{{{{ x }}}}' {IN_A_FIELD}", PUT),
        ({"header": paragraph("x \ufdd0")}, "word/header1.xml holds a character from U+FDD0 to U+FDD3", "Delete it."),
    ],
)  # fmt: skip
def test_t12_a_tag_where_nothing_is_filled_is_named(whole, parts, said, remedy):
    assert refusal(whole, "x", **parts) == [(said, remedy)]


def linked(kind, target, attributes="", name="word/_rels/document.xml.rels"):
    """The relationships of a part with one more, as the change of a form."""
    link = f'<Relationship Id="rId9" Type="{forms.RELATIONSHIP}/{kind}" Target="{target}"{attributes}/></Relationships>'
    return {name: forms.part("word/_rels/document.xml.rels").replace("</Relationships>", link)}


def listed(name, content_type):
    """The list of the parts with one more, as the change of a form."""
    override = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
    return {"[Content_Types].xml": forms.part("[Content_Types].xml").replace("</Types>", override)}


def test_t13_a_tag_that_is_left_in_what_was_filled_is_never_delivered(whole):
    name, kind = "word/header9.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
    story = f"<w:hdr {forms.NAMESPACES}>{paragraph('{{ company.name }}')}</w:hdr>"
    links = {
        "word/_rels/header1.xml.rels": f'<Relationships xmlns="{forms.PACKAGE}"><Relationship Id="rId9" Type="{forms.RELATIONSHIP}/header" Target="header9.xml"/></Relationships>'
    }
    found = refusal(whole, "x", changed={name: story, **listed(name, kind), **links})
    assert found[0][0] == f"{name} still holds a tag after the form was filled"


# T14 to T18: the file


@pytest.mark.parametrize(
    ("content", "said", "remedy"),
    [
        (b"", "the file is empty", "Put the form there, or take the file away."),
        (b"{\\rtf1 }", "this is a file in Rich Text Format", AS_DOCX),
        (b"%PDF-1.7", "this is a PDF", AS_DOCX),
        (b"\xd0\xcf\x11\xe0" + bytes(99), "this is an old .doc file, or encrypted", AS_DOCX),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "the file is encrypted", "Take the password off in Word, with File > Info > Protect Document."),
        (form("x").docx[:3000], "the file is damaged, or cut off at 3,000 bytes", "Take a sound copy of it."),
        (b"hello", "this is not a Word document", AS_DOCX),
    ],
)  # fmt: skip
def test_t14_a_file_of_another_kind_is_named_for_what_it_is(whole, content, said, remedy):
    assert refusal(whole, replace(form("x"), docx=content)) == [(said, remedy)]


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("[Content_Types].xml", "document.main", "template.main", "this is a Word template (.dotx)"),
        ("[Content_Types].xml", "openxmlformats-officedocument.wordprocessingml.document.main", "ms-word.template.macroEnabledTemplate.main", "the file holds macros"),
        ("[Content_Types].xml", "wordprocessingml.document.main", "spreadsheetml.sheet.main", "this is a zip or another kind of Office file"),
        ("_rels/.rels", "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships", "this is a Strict Open XML document"),
        ("word/document.xml", "</w:p>", "", "the file is damaged: word/document.xml breaks off at line 1, column"),
        ("_rels/.rels", ' Target="word/document.xml"', "", "the file is damaged: an entry of _rels/.rels is not complete"),
        ("word/document.xml", "<w:document", "<!DOCTYPE x><w:document", "word/document.xml holds a document type definition"),
    ],
)  # fmt: skip
def test_t14_a_word_file_that_cannot_be_filled_is_named_for_what_it_is(whole, name, before, after, said):
    (found,) = refusal(whole, replacing(name, before, after))
    assert found[0].startswith(said)


def test_t14_a_file_that_grows_beyond_measure_is_refused_before_it_does(whole):
    made = BytesIO()
    with ZipFile(made, "w", 8) as archive:
        for number in range(5):
            archive.writestr(f"word/media/{number}.png", bytes(60 * 2**20))
    said = "the file grows to more than 268,435,456 bytes when it is opened"
    assert refusal(whole, replace(form("x"), docx=made.getvalue())) == [(said, AS_DOCX)]


def test_t15_tracked_changes_and_comments_are_counted_and_the_first_is_named(whole):
    inserted = '<w:ins w:id="1" w:author="A">' + run("more") + "</w:ins>"
    deleted = '<w:del w:id="2" w:author="A"><w:r><w:delText>less</w:delText></w:r></w:del>'
    comment = '<w:comment w:id="0" w:author="A">' + paragraph("Is this so?") + "</w:comment>"
    said = "the form holds 2 tracked changes, the first in paragraph 2 'Say more'"
    assert refusal(whole, "x", paragraph("Say ", inserted, deleted), comments=comment) == [
        (said, "Accept or reject them in Word, and save the form."),
        ("the form holds 1 comment, which would be delivered", "Delete them in Word, and save the form."),
    ]


def test_t16_what_the_file_says_of_its_authors_is_left_out_and_named(whole):
    core = CORE.format("<c:creator>Jane Roe</c:creator><c:lastModifiedBy>J.D.</c:lastModifiedBy>")
    custom = '<Properties><property name="Client no."><x>7</x></property></Properties>'
    rsids = '<w:rsids><w:rsid w:val="00AB12CD"/></w:rsids><w:zoom'
    settings = forms.part("word/settings.xml").replace("<w:zoom", rsids)
    marked = (
        '<w:p w:rsidR="00AB12CD"><w:r w:rsidRPr="00AB12CD"><w:t>x</w:t></w:r><w:proofErr w:type="spellStart"/></w:p>'
    )
    changed = {"docProps/core.xml": core, "docProps/custom.xml": custom, "word/settings.xml": settings}
    files, said = filled(whole, form(marked, changed=changed))
    assert said == [
        (
            "forms/certificate.docx: warning W310 the form carries what is not delivered: author 'Jane Roe', last author 'J.D.', custom property 'Client no.'\n"
            "    The draft leaves it out. To be spared this line, take it out with File > Info > Inspect Document."
        )
    ]
    with ZipFile(BytesIO(files["certificate.docx"])) as archive:
        everything = "".join(archive.read(name).decode() for name in archive.namelist())
    assert not [trace for trace in ("Jane Roe", "Client no.", "00AB12CD", "proofErr") if trace in everything]


def test_t16_the_names_of_those_who_commented_on_the_form_are_left_out(whole):
    people = {"word/people.xml": '<people author="Jane Roe"/>', **listed("word/people.xml", "application/xml")}
    content = document(whole, "x", changed={**people, **linked("people", "people.xml")})
    assert "word/people.xml" not in ZipFile(BytesIO(content)).namelist()
    assert "people" not in part_of(content, "word/_rels/document.xml.rels")


def test_t17_a_form_is_read_once_so_that_all_of_a_set_comes_from_one_version(whole, tmp_path):
    (tmp_path / "note.docx").write_bytes(form("{{ company.name }}").docx)
    read = Library.open().ancillary(tmp_path)
    (tmp_path / "note.docx").write_bytes(b"")
    files, _ = filled(whole, *read)
    assert words(files["note.docx"]) == ["TIDEWELL SENSORS, INC."]


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("image", "http://127.0.0.1/x.png"),
        ("attachedTemplate", "file:///C:/firm.dotm"),
        ("hyperlink", "file:///C:/secret.docx"),
    ],
)
def test_t18_what_comes_from_outside_of_the_form_is_named(whole, kind, target):
    said = f"the form takes something in from outside: {kind} {target}"
    hint = "Break the link in Word, or put the thing itself into the form."
    assert refusal(whole, "x", changed=linked(kind, target, ' TargetMode="External"')) == [(said, hint)]


@pytest.mark.parametrize("target", ["https://example.com/", "mailto:a@example.com"])
def test_t18_links_to_pages_and_mail_addresses_may_stand(whole, target):
    assert words(document(whole, "x", changed=linked("hyperlink", target, ' TargetMode="External"'))) == ["x"]


def test_a_form_whose_word_elements_go_by_another_prefix_is_filled(whole):
    sound = form("{%p if warrants_sold %}", "{{ company.name }}", "{%p endif %}")
    renamed = part_of(sound.docx, "word/document.xml").replace("<w:", "<ns0:").replace("</w:", "</ns0:")
    renamed = renamed.replace("xmlns:w=", 'xmlns:w="urn:other" xmlns:ns0=').replace(" w:", " ns0:")
    content = document(whole, changed={"word/document.xml": renamed})
    assert words(content) == ["TIDEWELL SENSORS, INC."]


# T19 and T20: values, missing ones and open ones


def test_t19_a_number_is_printed_as_its_filter_says(whole):
    tags = "{{ offering.total_shares | figures }} at {{ offering.price_per_share | price }}, {{ agreement.date | long_date }}"
    assert words(document(whole, tags)) == ["1,274,077 at $2.375, September 14, 2026"]


@pytest.mark.parametrize(
    ("odd", "said"),
    [("\\x0b", "U+000B"), ("\\ufffe", "U+FFFE"), ("\\ud800", "a character that no document can show")],
)
def test_t20_a_character_that_no_document_can_hold_stops_at_the_term_sheet(odd, said):
    with pytest.raises(InputError) as error:
        deals.compose_text(sheet("new-stock-and-warrants", ("  name: TIDEWELL SENSORS, INC.", f'  name: "A{odd}B"')))
    (found,) = error.value.problems
    assert found.location.line == 14
    assert said in found.message


def test_a_carriage_return_in_a_value_stays_a_carriage_return():
    assert filling._Environment().from_string("{{ x }}").render(x=Term("a\rb", "x")) == "a&#13;b"


@pytest.mark.parametrize(("text", "said"), [("a\x0bb", "U+000B cannot stand in a document"), ("a\ufdd0", "U+FDD0")])
def test_t20_such_a_character_in_a_value_stops_the_filling(text, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        filling._Environment().from_string("{{ x }}").render(x=Term(text, "x"))


def test_a_value_that_is_not_stated_is_named_with_the_paragraph_that_prints_it(whole):
    found = refusal(whole, "x", "Exhibit {{ agreement.exhibit_label }}", "{{ investors.name }}")
    said = "is not stated, and paragraph 2 'Exhibit {{ agreement.exhibit_label }}' of forms/certificate.docx prints it"
    assert said in [what for what, _ in found]
    assert len(found) == 2


def test_a_form_of_a_group_that_is_not_stated_is_not_drafted_and_says_which_term_brings_it(whole):
    files, said = filled(whole, form("{{ transfer_agent.name }}"), form("x", name="other"))
    assert [*files] == ["other.docx"]
    assert said == [
        (
            "deal.yaml:4:1: warning W309 transfer_agent: the term sheet does not state it, so forms/certificate.docx is not drafted\n"
            "    Add `transfer_agent` to the term sheet if you need this form. Otherwise ignore this."
        )
    ]


def test_an_open_point_is_printed_as_a_bracket():
    whole = deals.compose_text(sheet("new-stock-and-warrants", ("aba: 130400127", "aba: TBD (from the bank)")))
    assert words(document(whole, "ABA {{ escrow.wire.aba }}")) == ["ABA [from the bank]"]


def test_a_hostile_name_comes_out_of_every_place_as_it_went_in():
    name = HOSTILE.replace("'", "''")
    whole = deals.compose_text(sheet("new-stock-and-warrants", ("TIDEWELL SENSORS, INC.", f"'{name}'")))
    tag = "{{ company.name }}"
    note = f'<w:footnote w:id="2">{paragraph(tag)}</w:footnote>'
    content = document(whole, paragraph(f"[{tag}]", NOTED), table(row(tag, "x")), header=paragraph(tag), footnotes=note)
    opened = docx.Document(BytesIO(content))
    assert opened.paragraphs[0].text == f"[{HOSTILE}]"
    assert opened.tables[0].rows[0].cells[0].text == HOSTILE
    assert opened.sections[0].header.paragraphs[0].text == HOSTILE
    notes = etree.fromstring(part_of(content, "word/footnotes.xml").encode())
    assert "".join(notes.itertext()) == HOSTILE


def test_line_ends_tabs_and_blanks_of_a_value_are_kept_also_behind_a_text_box():
    whole = deals.compose_text(
        sheet("new-stock-and-warrants", ("agent: Calloway Thornbury LLP", 'agent: "  A\\nB\\tC  "'))
    )
    box = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p/></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    content = document(whole, "[{{ escrow.agent }}]", paragraph(box, "[{{ escrow.agent }}]"))
    printed = '[  A</w:t><w:br/><w:t xml:space="preserve">B</w:t><w:tab/><w:t xml:space="preserve">C  ]</w:t>'
    assert body(content).count(printed) == 2


def test_blanks_of_a_form_are_kept_and_a_line_end_in_its_file_is_one_of_them(whole):
    content = document(whole, paragraph("To ", "{{ company.short_name }}", " and\nothers "))
    assert words(content) == ["To TIDEWELL and others "]
    assert '<w:t xml:space="preserve">To </w:t>' in body(content)


def test_braces_that_are_no_tag_are_words_of_the_form(whole):
    assert words(document(whole, "{ a } 100%", "{", "{_{ b", "%", "}")) == ["{ a } 100%", "{", "{_{ b", "%", "}"]


# Loops and conditions


def test_a_table_has_a_row_for_each_investor_and_a_cell_a_paragraph_for_each_line(whole):
    lines = cell("{%p for line in one.address_lines %}", "{{ line }}", "{%p endfor %}")
    rows = (row("{%tr for one in investors %}"), row("{{ one.name }}", lines), row("{%tr endfor %}"))
    (found,) = docx.Document(BytesIO(document(whole, table(*rows)))).tables
    assert len(found.rows) == 5
    assert [one.text for one in found.rows[1].cells[1].paragraphs] == ["77 Larkspur Row", "Boston, Massachusetts 02110"]


def test_a_condition_takes_or_leaves_words_paragraphs_and_rows(whole):
    content = document(
        whole,
        "Stock{% if warrants_sold %} and Warrants{% else %} alone{% endif %}",
        *(
            "{%p if warrants_covenanted %}",
            "never",
            "{%p elif warrants_sold %}",
            "sold",
            "{%p else %}",
            "none",
            "{%p endif %}",
        ),
        table(row("{%tr if not warrants_sold %}"), row("never"), row("{%tr endif %}"), row("always")),
        "{% for one in investors %}{{ one.name }}{% if loop.last %}.{% else %}; {% endif %}{% endfor %}",
        "{% for one in investors %}{% if one.is_individual %}{{ one.name }}{% endif %}{% endfor %}",
    )
    said = words(content)
    assert said[:2] == ["Stock and Warrants", "sold"]
    assert said[2].endswith("; Brackenridge Family Partnership, L.P..")
    assert said[3] == "Eleanor M. Prud'homme"
    assert [one.cells[0].text for one in docx.Document(BytesIO(content)).tables[0].rows] == ["always"]


def test_pictures_and_bookmarks_in_what_is_repeated_have_a_number_each_or_stand_once(whole):
    picture = '<w:r><w:drawing><wp:inline><wp:docPr id="7" name="Seal"/></wp:inline></w:drawing></w:r>'
    start, end = '<w:bookmarkStart w:id="3" w:name="here"/>', '<w:bookmarkEnd w:id="3"/>'
    repeated = paragraph(start, "{{ one.name }}", picture, end)
    content = body(document(whole, "{%p for one in investors %}", repeated, "{%p endfor %}"))
    numbers = [int(number) for number in re.findall('<wp:docPr id="([0-9]+)"', content)]
    assert numbers == [1001 + at for at in range(len(whole.deal.terms.investors))]
    assert (content.count("bookmarkStart"), content.count("bookmarkEnd")) == (1, 1)


# The set


def test_a_form_that_would_be_called_like_a_document_of_the_set_is_refused(whole):
    said = "the form would be written as agreement.docx, the name of a document of the set"
    with pytest.raises(InputError, match=said):
        filled(whole, form("x", name="Agreement"))


def test_a_copy_of_what_was_signed_has_no_forms():
    copy = deals.draft("focus-2002-01")
    assert filled(copy, form("{{ nonsense }}")) == ({}, [])
    with pytest.raises(
        InputError, match="has no ancillary forms: only a draft or an execution version of an agreement"
    ):
        forms_of_set.refuse_copies(copy)


def test_a_folder_of_forms_is_read_without_what_word_keeps_of_an_open_file(tmp_path):
    for name in ("b.docx", "a.doc", "~$b.docx", ".c.docx", "README.md"):
        (tmp_path / name).write_bytes(b"")
    assert [one.stem for one in Library.open().ancillary(tmp_path)] == ["a", "b"]
    with pytest.raises(InputError, match="the folder of ancillary forms does not exist"):
        Library.open().ancillary(tmp_path / "nowhere")


# The forms that come along


@pytest.fixture(scope="module")
def own():
    whole = deals.compose_text(sheet() + TRANSFER_AGENT)
    files, said = filled(whole, *Library.open().ancillary())
    assert said == []
    return files


NAMES = ["transfer-agent-instruction-letter.docx", "wire-instructions.docx"]


def cells(content):
    """The words of every cell, by table and row."""
    opened = docx.Document(BytesIO(content))
    return [[[one.text for one in each.cells] for each in found.rows] for found in opened.tables]


def test_the_letter_to_the_transfer_agent_is_drafted_where_one_is_stated(whole, own):
    assert [*own] == NAMES
    files, said = filled(whole, *Library.open().ancillary())
    assert [*files] == ["wire-instructions.docx"]
    (found,) = said
    assert "warning W309 transfer_agent: the term sheet does not state it" in found


def test_the_wire_instructions_say_account_reference_and_the_amount_of_each_investor(own):
    account, amounts = cells(own["wire-instructions.docx"])
    assert dict(account) == {
        "Escrow Agent": "Calloway Thornbury LLP",
        "Bank": "First Harbor Bank of Commerce\n600 Exchange Court\nNew York, New York 10005",
        "ABA routing number": "130400127",
        "Account name": "Calloway Thornbury LLP, Attorney Escrow Account",
        "Account number": "4410-028873",
        "Reference": "TIDEWELL Transaction, and the name of the Investor",
        "Aggregate amount": "$3,025,937.50",
    }
    printed = ["Amount", "$1,250,000", "$875,000", "$650,000", "$150,000", "$100,937.50", "$3,025,937.50"]
    assert [amount for _, amount in amounts] == printed


def test_the_date_of_the_letter_is_a_blank_and_not_that_of_the_agreement(own):
    said = words(own["transfer-agent-instruction-letter.docx"])
    assert "____________, ____" in said
    assert "September 14, 2026" not in said


def test_the_letter_has_the_rows_of_annex_i_and_its_total(own):
    (rows,) = cells(own["transfer-agent-instruction-letter.docx"])
    assert rows[0] == ["Registered name", "Address", "Shares"]
    assert rows[4] == ["Eleanor M. Prud'homme", "19 Orchard Bluff\nHood River, Oregon 97031", "63,157"]
    counts = [int(each[2].replace(",", "")) for each in rows[1:]]
    assert sum(counts[:-1]) == counts[-1] == 1_274_077


def test_who_signs_for_a_company_signs_the_letter_by_every_tier_and_with_every_officer():
    tiers = "  signs_by: ['Tidewell GP LLC, its manager']\n  co_signatories: [{name: Ada Roe, title: Secretary}]\n"
    yaml = sheet().replace("company:\n", f"company:\n{tiers}", 1)
    files, _ = filled(deals.compose_text(yaml + TRANSFER_AGENT), *Library.open().ancillary())
    said = words(files["transfer-agent-instruction-letter.docx"])
    start = said.index("Very truly yours,")
    assert "By: Tidewell GP LLC, its manager" in said[start:]
    assert [one.split()[-1] for one in said[start:] if one.startswith("Title:")] == ["Officer", "Secretary"]


def test_the_wire_instructions_say_by_when_as_the_agreement_does(own):
    assert "no later than the business day before the Closing Date, to the" in " ".join(
        words(own["wire-instructions.docx"])
    )
    wire = "  wire:\n    bank: First Bank\n    address_lines: [1 Quay Street]\n    aba: '130400127'\n"
    wire += "    account_name: Tidewell\n    account_number: '1'\n"
    direct = re.sub(r"^escrow:\n(  .*\n)+", "", sheet(), flags=re.MULTILINE).replace("closing:\n", f"closing:\n{wire}")
    files, _ = filled(deals.compose_text(direct), *Library.open().ancillary())
    (received,) = (one for one in words(files["wire-instructions.docx"]) if "are received" in one)
    assert "received by 3:00 P.M., New York time, on the Closing Date, to the following account" in received


def test_the_legend_of_the_letter_is_that_of_the_agreement_word_for_word(own):
    clause = Library.open().clauses("purchase-agreement")["restrictive_legend"].text
    agreed = office.plain(clause.replace("*", "").removeprefix(">"))
    assert agreed in [office.plain(one) for one in words(own["transfer-agent-instruction-letter.docx"])]


@pytest.mark.parametrize("name", NAMES)
def test_no_part_of_a_form_keeps_a_tag_or_a_stand_in(own, name):
    with ZipFile(BytesIO(own[name])) as archive:
        for part in archive.namelist():
            assert not re.search("\\{[{%#]|[%}]\\}|[\ufdd0-\ufdd3]", archive.read(part).decode()), part


@pytest.mark.parametrize("name", NAMES)
def test_what_a_form_says_of_itself_is_ours(own, name):
    said = docx.Document(BytesIO(own[name])).core_properties
    assert said.title == name.removesuffix(".docx").replace("-", " ").title()
    assert (said.author, said.last_modified_by) == ("Breck & Ostrander LLP", "Breck & Ostrander LLP")
    assert (said.subject, said.content_status) == ("TIDEWELL SENSORS, INC.", "Draft of August 31, 2026")
    assert str(said.created.date()) == "2026-08-31"
    version = '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Form version">'
    assert version in part_of(own[name], "docProps/custom.xml")


def test_the_same_deal_gives_the_same_bytes(own):
    files, _ = filled(deals.compose_text(sheet() + TRANSFER_AGENT), *Library.open().ancillary())
    assert files == own


@needs_office
@pytest.mark.parametrize("name", NAMES)
def test_libre_office_reads_every_word_of_a_form(own, name, tmp_path):
    read = office.plain(office.text_of(own[name], tmp_path))
    for said in (*words(own[name]), *(one for found in cells(own[name]) for each in found for one in each)):
        assert office.plain(said.replace("\t", " ")) in read


@needs_office
@pytest.mark.parametrize("name", NAMES)
def test_a_form_that_libre_office_has_saved_is_filled_with_the_same_words(own, name, tmp_path):
    saved = office.saved_again((forms.OWN / name).read_bytes(), tmp_path)
    whole = deals.compose_text(sheet() + TRANSFER_AGENT)
    files, _ = filled(whole, WordForm(f"forms/{name}", name.removesuffix(".docx"), saved))
    assert (words(files[name]), cells(files[name])) == (words(own[name]), cells(own[name]))


@pytest.mark.parametrize("stem", ["new-stock-and-warrants", "new-stock-only", "new-covenant-warrants"])
def test_a_new_deal_drafts_its_forms_with_no_finding(stem):
    files, said = filled(deals.draft(stem), *Library.open().ancillary())
    assert ([*files], said) == (NAMES, [])


def test_an_execution_version_has_its_forms_too():
    whole = deals.compose_text(deals.replaced(sheet(), "status: draft", "status: execution") + TRANSFER_AGENT)
    files, said = filled(whole, *Library.open().ancillary())
    assert ([*files], said) == (NAMES, [])


# The command line


@pytest.fixture
def assemble(tmp_path, monkeypatch, capsys):
    """Run the command line in an empty folder with `deal.yaml`: its exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)

    def assemble(yaml, *arguments):
        (tmp_path / "deal.yaml").write_text(yaml, encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["assembler", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        captured = capsys.readouterr()
        return ended.value.code or 0, captured.out, captured.err

    return assemble


def test_the_forms_are_a_part_of_the_set_and_can_be_drafted_alone(assemble):
    def drafted(*options):
        _, out, _ = assemble(sheet() + TRANSFER_AGENT, "draft", "deal.yaml", "--json", *options)
        return [file["path"] for file in json.loads(out)["files"]]

    assert {f"output/deal/{name}" for name in NAMES} < {*drafted("--format", "docx")}
    assert drafted("--only", "ancillary", "--output", "alone") == [f"alone/{name}" for name in NAMES]
    assert not {f"schedule/{name}" for name in NAMES} & {*drafted("--only", "schedule", "--output", "schedule")}


def test_the_forms_are_printed_as_pdf_too(assemble, monkeypatch):
    monkeypatch.setattr(
        "assembler.actions.build.as_pdf", lambda files: {name.replace(".docx", ".pdf"): b"" for name in files}
    )
    _, out, _ = assemble(sheet(), "draft", "deal.yaml", "--only", "ancillary", "--format", "pdf", "--json")
    assert [file["path"] for file in json.loads(out)["files"]] == [
        "output/deal/wire-instructions.docx",
        "output/deal/wire-instructions.pdf",
    ]


def test_the_forms_of_a_folder_stand_in_place_of_those_that_come_along(assemble, tmp_path):
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "Officer's Certificate.docx").write_bytes(form("{{ company.name }}").docx)
    code, out, err = assemble(
        deals.without_findings(sheet()), "draft", "deal.yaml", "--only", "ancillary", "--ancillary", "forms"
    )
    assert (code, out, err) == (0, "output/deal/\n  ancillary form  Word\n1 file written.\n", "")
    assert (tmp_path / "output/deal/officers-certificate.docx").is_file()


@pytest.mark.parametrize("command", ["draft", "validate"])
def test_a_form_that_is_wrong_ends_in_3_and_nothing_is_written(assemble, tmp_path, command):
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "note.docx").write_bytes(form("{{ companny.name }}").docx)
    code, out, err = assemble(sheet(), command, "deal.yaml", "--ancillary", "forms")
    said = "paragraph 1 '{{ companny.name }}': 'companny.name' is not a value of the term sheet"
    assert (code, out) == (3, "")
    assert f"forms/note.docx: error W306 {said}\n    Did you mean 'company'?\n" in err
    assert not (tmp_path / "output").exists()


def test_forms_alone_as_text_are_a_wrong_use(assemble):
    code, _, err = assemble(sheet(), "draft", "deal.yaml", "--only", "ancillary", "--format", "text")
    assert code == 2
    assert "ancillary forms are Word files" in err
