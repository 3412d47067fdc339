"""A shell is held to its promises, and each breach is named."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from jinja2 import StrictUndefined
from lxml import etree
from msgspec.structs import replace

from assembler.findings import Refused
from assembler.library import Shell
from assembler.writers import filling
from tests.writers import office, small


def changed(part: str, *changes: tuple[str, str], house: Shell | None = None) -> Shell:
    """The house shell with a part of it changed."""
    house = house or small.house()
    made = BytesIO()
    with ZipFile(BytesIO(house.docx)) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name == part:
                for before, after in changes:
                    assert before in content
                    content = content.replace(before, after)
            new.writestr(name, content)
    return replace(house, name="shells/ours/shell.docx", docx=made.getvalue())


def promising(before: str, after: str) -> Shell:
    """The house shell with other promises."""
    house = small.house()
    assert before in house.promises
    return replace(house, name="shells/ours/shell.docx", promises=house.promises.replace(before, after))


def refusal(house: Shell) -> str:
    with pytest.raises(Refused) as refused:
        small.written(small.one(small.paragraph("x")), house)
    return str(refused.value)


def line_of(promise: str) -> int:
    return small.house().promises.splitlines().index(promise) + 1


def test_the_house_shell_keeps_its_promises():
    assert small.written(small.one(small.paragraph("x")))


def test_a_shell_with_another_look_changes_the_look_and_nothing_else():
    other = changed("word/styles.xml", ("Times New Roman", "Garamond"), ('w:val="24"', 'w:val="22"'))
    with ZipFile(BytesIO(small.written(small.one(small.paragraph("x")), other))) as archive:
        assert b"Garamond" in archive.read("word/styles.xml")
        changed_body = archive.read("word/document.xml")
    with ZipFile(BytesIO(small.written(small.one(small.paragraph("x"))))) as archive:
        assert archive.read("word/document.xml") == changed_body


@pytest.mark.parametrize("content", [b"", b"{\\rtf1 }", b"PK\x03\x04 cut off"])
def test_a_file_that_is_no_word_document_is_refused(content):
    said = refusal(replace(small.house(), docx=content))
    assert "shell.docx: error S201 this is not a Word document that can be opened" in said


def test_a_shell_without_its_anchor_is_refused():
    said = refusal(changed("word/document.xml", ('w:name="body"', 'w:name="elsewhere"')))
    assert f"shells/ours/shell.txt:{line_of('anchor body')}: error S202 shell.docx promises anchor body" in said
    assert "insert a bookmark named body" in said


def test_a_missing_style_is_named_with_the_line_that_promises_it():
    said = refusal(changed("word/styles.xml", ('w:styleId="Quotation"', 'w:styleId="Quote"')))
    place = f"shells/ours/shell.txt:{line_of('paragraph Quotation')}"
    assert (
        f"{place}: error S203 shell.docx promises paragraph Quotation, and has no paragraph style with the id" in said
    )


def test_a_level_that_counts_in_another_way_is_named():
    said = refusal(changed("word/numbering.xml", ('w:val="(%2)"/>', 'w:val="%2)"/>')))
    assert "S204 shell.docx promises level (a) Clause ClauseText, and level 2 of list agreement counts" in said


def test_a_level_that_numbers_another_style_is_named():
    said = refusal(changed("word/numbering.xml", ('<w:pStyle w:val="Clause"/>', '<w:pStyle w:val="Item"/>')))
    assert "and level 2 of list agreement is not linked to style Clause" in said


def test_a_level_that_only_the_style_knows_of_as_libre_office_saves_it_is_linked_for_word():
    house = changed("word/numbering.xml", ('<w:pStyle w:val="Clause"/>', ""))
    with ZipFile(BytesIO(small.written(small.one(small.paragraph("x")), house))) as archive:
        assert b'<w:numFmt w:val="lowerLetter"/><w:pStyle w:val="Clause"/>' in archive.read("word/numbering.xml")


@pytest.mark.skipif(bool(office.missing()), reason=office.missing() or "there")
def test_the_house_shell_still_keeps_its_promises_when_libre_office_has_saved_it(tmp_path):
    house = replace(small.house(), docx=office.saved_again(small.house().docx, tmp_path))
    document = small.of(small.said("one", "1.", small.said("a", "(a)"), small.said("x", "(a)", number_as="(f)")))
    found = office.plain(office.text_of(small.written(document, house), tmp_path))
    assert found == "1. says one (a) says a (f) says x"


def test_a_style_that_is_no_longer_numbered_is_named():
    said = refusal(changed("word/styles.xml", ('<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>', "")))
    assert "style Clause is not numbered by list agreement" in said


def test_a_tag_that_was_not_promised_is_refused():
    said = refusal(changed("word/header1.xml", ("{{ title }}", "{{ title }} {{ price }}")))
    assert "S205 word/header1.xml: {{ price }} is not among the promised tags" in said
    assert "a shell may hold {{ status }}, {{ title }} and no other tag" in said


@pytest.mark.parametrize(
    "tag", ["{{ title.__class__ }}", "{% if title %}x{% endif %}", "{{ cycler() }}", "{{ 7 * 7 }}"]
)
def test_a_tag_that_is_more_than_a_name_is_refused_and_nothing_of_it_is_run(tag):
    assert "a tag is more than a name" in refusal(changed("word/header1.xml", ("{{ title }}", "{{ title }}" + tag)))


def test_a_tag_that_cannot_be_read_is_refused():
    assert "S205 word/header1.xml: a tag cannot be read" in refusal(changed("word/header1.xml", ("title }}", "title ")))


def test_what_the_library_makes_is_parsed_strictly_before_it_is_mended():
    template = filling.Template.opened(small.house().docx)
    with pytest.raises(etree.XMLSyntaxError):
        template.fix_tables("<body>Smith & Jones</body>")


def test_what_the_library_takes_for_its_environment_is_a_strict_and_escaping_sandbox_that_it_never_needs():
    environment = filling._Environment(str.upper)
    assert environment.from_string("{{ x }}").render({}) == "{{ X }}"
    strict = environment.overlay()
    assert (strict.autoescape, strict.sandboxed, strict.undefined) == (True, True, StrictUndefined)


def test_a_promised_tag_that_stands_nowhere_is_named():
    said = refusal(changed("word/header1.xml", ("{{ status }}", "")))
    assert f"shell.txt:{line_of('tag status')}: error S205 shell.docx promises tag status" in said


def test_a_tag_where_nothing_is_filled_is_refused():
    said = refusal(changed("word/styles.xml", ("Entry Line", "{{ title }}")))
    assert "S209 word/styles.xml holds a tag" in said


def test_a_shell_without_a_page_is_refused():
    assert "S210 section 1 of the shell has no page size" in refusal(
        changed("word/document.xml", ('<w:pgSz w:w="12240" w:h="15840"/>', ""))
    )


def test_a_section_without_its_bookmark_is_refused():
    said = refusal(changed("word/document.xml", ('w:name="signatures"', 'w:name="s"')))
    assert f"shell.txt:{line_of('section signatures')}: error S202 shell.docx promises section signatures" in said
    assert "select the paragraph of that section, and insert a bookmark named signatures" in said


def test_a_shell_with_comments_is_refused(tmp_path):
    from docx import Document

    shell = Document(BytesIO(small.house().docx))
    shell.add_comment(shell.paragraphs[0].runs, "larger!", "somebody")
    shell.save(tmp_path / "shell.docx")
    house = replace(small.house(), docx=(tmp_path / "shell.docx").read_bytes())
    assert "S211 the shell has comments, which would stand in every document" in refusal(house)


def test_all_breaches_are_reported_together():
    broken = changed(
        "word/styles.xml", ('w:styleId="Quotation"', 'w:styleId="Quote"'), ('w:styleId="Lines"', 'w:styleId="L"')
    )
    said = refusal(changed("word/document.xml", ('w:name="body"', 'w:name="b"'), house=broken))
    assert re.findall(r"error (S\d+)", said) == ["S202", "S203", "S203"]


def test_a_line_of_the_promises_that_says_nothing_is_named():
    said = refusal(promising("tag title", "tag title subtitle"))
    assert f"shells/ours/shell.txt:{line_of('tag title')}: error S206 'tag title subtitle' is not a promise" in said


def test_a_level_stands_under_a_list():
    said = refusal(promising("list agreement\n", ""))
    assert "S206 'level 1. Section SectionText' is not a promise" in said


def test_what_no_document_can_be_written_without_must_be_promised():
    said = refusal(promising("paragraph Separator\n", ""))
    assert "S207 the shell does not promise paragraph Separator" in said
    assert "add the line 'paragraph Separator'" in said
