"""A firm's own shell changes the look of its documents and nothing else."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests import deals
from tests.commands import run
from tests.word import office

HOUSE = deals.ROOT / "templates" / "shells" / "house"
SHEET = deals.TERMSHEETS / "new-stock-only.yaml"

# What somebody changes in Word: face and size, indents, margins, the words of header and footer.
EDITS = {
    "word/styles.xml": [
        ("Times New Roman", "Liberation Sans"),
        ('<w:sz w:val="24"/>', '<w:sz w:val="21"/>'),
        ('w:firstLine="720"', 'w:firstLine="0"'),
        ('<w:jc w:val="both"/>', '<w:jc w:val="left"/>'),
    ],
    "word/document.xml": [('w:left="1440"', 'w:left="2160"'), ('w:w="12240" w:h="15840"', 'w:w="11906" w:h="16838"')],
    "word/header1.xml": [("{{ title }}", "Privileged: {{ title }}")],
    "word/footer2.xml": [("Signature Page to", "Signatures of")],
}


@pytest.fixture
def firm(tmp_path):
    """A copy of the house shell in a folder of its own, edited."""
    folder = tmp_path / "firm"
    shutil.copytree(HOUSE, folder)
    with ZipFile(HOUSE / "shell.docx") as old, ZipFile(folder / "shell.docx", "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name).decode()
            for before, after in EDITS.get(name, ()):
                assert before in content
                content = content.replace(before, after)
            new.writestr(name, content)
    return folder


def documents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.docx"))}


@pytest.mark.skipif(bool(office.missing()), reason=office.missing() or "there")
def test_an_edited_copy_of_the_shell_changes_no_word_and_no_number(firm, tmp_path):
    assert run("draft", SHEET, "--output", tmp_path / "house")[0] == 0
    assert run("draft", SHEET, "--output", tmp_path / "ours", "--shell", firm)[0] == 0
    style_template, ours = documents(tmp_path / "house"), documents(tmp_path / "ours")
    assert style_template.keys() == ours.keys()
    for name in ("agreement.docx", "annex-i-schedule-of-investors.docx"):
        assert style_template[name] != ours[name]
        assert office.plain(office.text_of(ours[name], tmp_path)) == office.plain(
            office.text_of(style_template[name], tmp_path)
        )


def test_an_edited_copy_changes_the_look(firm, tmp_path):
    from docx import Document

    run("draft", SHEET, "--output", tmp_path / "ours", "--shell", firm)
    made = Document(tmp_path / "ours" / "agreement.docx")
    assert {section.header.paragraphs[0].text.partition(":")[0] for section in made.sections} == {"Privileged"}
    assert {section.left_margin.twips for section in made.sections} == {2160}
    assert "[Signatures of COMMON STOCK PURCHASE AGREEMENT]" in {
        section.footer.paragraphs[0].text for section in made.sections
    }
    assert made.styles["Normal"].element.getparent().xpath("//w:rFonts/@w:ascii")[0] == "Liberation Sans"


def test_a_term_sheet_names_a_shell_by_its_path_from_there(firm, tmp_path):
    (tmp_path / "deal.yaml").write_text(
        re.sub(r"^execution:$", "execution:\n  shell: firm", deals.sheet("new-stock-only"), flags=re.MULTILINE)
    )
    run("draft", tmp_path / "deal.yaml", "--output", tmp_path / "named")
    run("draft", SHEET, "--output", tmp_path / "given", "--shell", firm)
    named, given = documents(tmp_path / "named"), documents(tmp_path / "given")
    assert named.keys() == given.keys()
    with ZipFile(tmp_path / "named" / "agreement.docx") as one, ZipFile(tmp_path / "given" / "agreement.docx") as other:
        assert one.read("word/document.xml") == other.read("word/document.xml")
        assert one.read("word/styles.xml") == other.read("word/styles.xml")


def test_the_command_line_goes_before_the_term_sheet(firm, tmp_path):
    from docx import Document

    (tmp_path / "deal.yaml").write_text(
        re.sub(r"^execution:$", "execution:\n  shell: firm", deals.sheet("new-stock-only"), flags=re.MULTILINE)
    )
    run("draft", tmp_path / "deal.yaml", "--output", tmp_path / "set", "--shell", "house")
    assert (
        not Document(tmp_path / "set" / "agreement.docx").sections[0].header.paragraphs[0].text.startswith("Privileged")
    )


def test_a_shell_that_is_not_there_is_refused_where_it_is_named(tmp_path):
    (tmp_path / "deal.yaml").write_text(
        re.sub(r"^execution:$", "execution:\n  shell: firm", deals.sheet("new-stock-only"), flags=re.MULTILINE)
    )
    code, _, said = run("draft", tmp_path / "deal.yaml", "--output", tmp_path / "set")
    assert code == 3
    assert re.search(r"deal\.yaml:\d+:\d+: error W101 there is no style template 'firm'", said)
    assert "Write one of: house. Or write the path of a folder with shell.docx and shell.txt." in said
    code, _, said = run("draft", SHEET, "--output", tmp_path / "set", "--shell", "hosue")
    assert code == 3
    assert said.startswith("hosue: error W101 there is no style template 'hosue'")


def test_a_shell_that_breaks_its_promises_is_refused_with_every_promise_that_it_breaks(firm, tmp_path):
    promises = firm / "shell.txt"
    promises.write_text(promises.read_text() + "paragraph Letterhead\ncharacter SmallCapitals\n")
    code, _, said = run("draft", SHEET, "--output", tmp_path / "set", "--shell", firm)
    assert code == 3
    assert re.findall(r"firm/shell\.txt:\d+: error (S\d+)", said) == ["S203", "S203"]
    assert not (tmp_path / "set").exists()


def test_the_manifest_says_which_shell_a_document_was_written_in(firm, tmp_path):
    run("draft", SHEET, "--output", tmp_path / "set")
    before = (tmp_path / "set" / "manifest.json").read_text()
    run("draft", SHEET, "--output", tmp_path / "set", "--shell", firm)
    shells = [
        set(re.findall(r'"shell": "(\w+)"', text))
        for text in (before, (tmp_path / "set" / "manifest.json").read_text())
    ]
    assert [len(one) for one in shells] == [1, 1]
    assert shells[0] != shells[1]
