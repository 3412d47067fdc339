"""A shell is held to its promises, and each breach is named."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree
from msgspec.structs import replace

from assembler.errors import InputError
from assembler.library import StyleTemplate
from assembler.word import filling
from tests.word import office, small


def changed(part: str, *changes: tuple[str, str], house: StyleTemplate | None = None) -> StyleTemplate:
    """The house shell with a part of it changed."""
    house = house or small.house()
    made = BytesIO()
    with ZipFile(BytesIO(house.docx)) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            for before, after in changes if name == part else ():
                assert before in content
                content = content.replace(before, after)
            new.writestr(name, content)
    return replace(house, name="shells/ours/shell.docx", docx=made.getvalue())


def written(house: StyleTemplate | None = None) -> ZipFile:
    return ZipFile(BytesIO(small.written(small.one(small.paragraph("x")), house)))


def refusal(house: StyleTemplate) -> str:
    with pytest.raises(InputError) as error:
        written(house)
    return str(error.value)


def line_of(promise: str) -> int:
    return small.house().contract.splitlines().index(promise) + 1


def test_a_shell_with_another_look_changes_the_look_and_nothing_else():
    other = written(changed("word/styles.xml", ("Times New Roman", "Garamond"), ('w:val="24"', 'w:val="22"')))
    assert b"Garamond" in other.read("word/styles.xml")
    assert other.read("word/document.xml") == written().read("word/document.xml")


@pytest.mark.parametrize("content", [b"", b"{\\rtf1 }", b"PK\x03\x04 cut off"])
def test_a_file_that_is_no_word_document_is_refused(content):
    said = refusal(replace(small.house(), docx=content))
    assert "shell.docx: error S201 this is not a Word document that can be opened" in said


NUMBERED = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
CLAUSE = "level (a) Clause ClauseText"


@pytest.mark.parametrize(
    ("change", "code", "promise", "what", "fix"),
    [
        (("document", 'w:name="body"', 'w:name="elsewhere"'), "S202", "anchor body", "no paragraph of its body holds a bookmark of that name", "Select the paragraph where the document goes, and insert a bookmark named body."),
        (("document", 'w:name="signatures"', 'w:name="s"'), "S202", "section signatures", "no paragraph of its body holds a bookmark of that name", "Select the paragraph of that section, and insert a bookmark named signatures."),
        (("styles", 'w:styleId="Quotation"', 'w:styleId="Quote"'), "S203", "paragraph Quotation", "it has no paragraph style with the id Quotation", "Copy the style Quotation from the house shell."),
        (("numbering", 'w:val="(%2)"/>', 'w:val="%2)"/>'), "S204", CLAUSE, "level 2 of list agreement counts lowerLetter as '%2)'", "Link style Clause to level 2 of the list, and let it count (a)"),
        (("numbering", '<w:pStyle w:val="Clause"/>', '<w:pStyle w:val="Item"/>'), "S204", CLAUSE, "level 2 of list agreement is not linked to style Clause", "Link style Clause to level 2 of the list, and let it count (a)"),
        (("styles", NUMBERED, ""), "S204", CLAUSE, "style Clause is not numbered by list agreement", "Link style Clause to level 2 of the list, and let it count (a)"),
        (("header1", "{{ status }}", ""), "S205", "tag status", "it stands neither in the body nor in a header or footer", "Type {{ status }} where it is to be printed."),
    ],
)  # fmt: skip
def test_a_promise_that_is_broken_is_named_with_its_line(change, code, promise, what, fix):
    part, before, after = change
    said = refusal(changed(f"word/{part}.xml", (before, after)))
    place = f"shells/ours/shell.txt:{line_of(promise)}"
    assert f"{place}: error {code} shell.docx promises {promise}, but {what}\n    {fix}" in said


@pytest.mark.parametrize(
    ("part", "before", "after", "what"),
    [
        ("styles", "Entry Line", "{{ title }}", "S209 word/styles.xml holds a tag, and only the body, headers and footers are filled"),
        ("document", '<w:pgSz w:w="12240" w:h="15840"/>', "", "S210 section 1 of the shell has no page size and margins"),
        ("header1", "{{ title }}", "{{ title }} {{ price }}", "S205 word/header1.xml: {{ price }} is not among the promised tags\n    Take it out: a shell may hold {{ status }}, {{ title }} and no other tag."),
        ("header1", "title }}", "title ", "S205 word/header1.xml: a tag cannot be read"),
        *(("header1", "{{ title }}", "{{ title }}" + tag, "S205 word/header1.xml: a tag is more than a name") for tag in ("{{ title.__class__ }}", "{% if title %}x{% endif %}", "{{ cycler() }}", "{{ 7 * 7 }}")),
    ],
)  # fmt: skip
def test_what_no_shell_may_hold_is_refused(part, before, after, what):
    assert f"error {what}" in refusal(changed(f"word/{part}.xml", (before, after)))


def test_a_shell_with_comments_is_refused(tmp_path):
    from docx import Document

    shell = Document(BytesIO(small.house().docx))
    shell.add_comment(shell.paragraphs[0].runs, "larger!", "somebody")
    shell.save(tmp_path / "shell.docx")
    style_template = replace(small.house(), docx=(tmp_path / "shell.docx").read_bytes())
    assert "S211 the shell has comments, and every document written in it would have them too" in refusal(
        style_template
    )


def test_all_breaches_are_reported_together():
    broken = changed(
        "word/styles.xml", ('w:styleId="Quotation"', 'w:styleId="Quote"'), ('w:styleId="Lines"', 'w:styleId="L"')
    )
    said = refusal(changed("word/document.xml", ('w:name="body"', 'w:name="b"'), house=broken))
    assert re.findall(r"error (S\d+)", said) == ["S202", "S203", "S203"]


def test_a_level_that_only_the_style_knows_of_as_libre_office_saves_it_is_linked_for_word():
    style_template = changed("word/numbering.xml", ('<w:pStyle w:val="Clause"/>', ""))
    linked = b'<w:numFmt w:val="lowerLetter"/><w:pStyle w:val="Clause"/>'
    assert linked in written(style_template).read("word/numbering.xml")


@pytest.mark.skipif(bool(office.missing()), reason=office.missing() or "there")
def test_the_house_shell_still_keeps_its_promises_when_libre_office_has_saved_it(tmp_path):
    style_template = replace(small.house(), docx=office.saved_again(small.house().docx, tmp_path))
    document = small.of(small.said("one", "1.", small.said("a", "(a)"), small.said("x", "(a)", number_as="(f)")))
    found = office.plain(office.text_of(small.written(document, style_template), tmp_path))
    assert found == "1. says one (a) says a (f) says x"


def test_what_docxtpl_makes_is_parsed_strictly():
    template = filling.FillTemplate.opened(small.house().docx)
    with pytest.raises(etree.XMLSyntaxError):
        template.fix_tables("<body>Smith & Jones</body>")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("tag title", "tag title subtitle", f"shell.txt:{line_of('tag title')}: error S206 'tag title subtitle' is not a promise"),
        ("list agreement\n", "", "S206 'level 1. Section SectionText' is not a promise"),
        ("level A.  Definitions", "level zz Definitions", "S206 'level zz Definitions DefinitionsText' is not a promise"),
        ("list agreement\n", "list empty\nlist agreement\n", "S206 list empty has no level"),
        ("paragraph Separator\n", "", "S207 the shell does not promise paragraph Separator, and every document needs it\n    Add the line 'paragraph Separator'"),
    ],
)  # fmt: skip
def test_promises_that_cannot_be_read_or_are_missing_are_named(before, after, said):
    style_template = small.house()
    assert before in style_template.contract
    style_template = replace(
        style_template, name="shells/ours/shell.docx", contract=style_template.contract.replace(before, after)
    )
    assert said in refusal(style_template)
