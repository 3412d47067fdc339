"""A Word file that was edited is refreshed in place: what the change touches, and not a byte more."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from copy import deepcopy

import pytest
from docx import Document

from assembler.actions.jobs import ALONE
from assembler.actions.set_update import SetUpdate, UpdateOrder
from assembler.errors import InputError
from assembler.library import Library
from assembler.merge import word_text, zip_part
from assembler.readers import files
from tests.revise import rounds

PART, NUMBERING = "word/document.xml", "word/numbering.xml"
NOTE = "The parties have read this Section twice."


@pytest.fixture
def a_round(tmp_path):
    return rounds.Round(tmp_path, rounds.sheet("new-stock-and-warrants"), "--format", "docx")


def agreement(a_round):
    return a_round.set / "agreement.docx"


def edit(a_round, change):
    """Change the agreement as one does with another program, and save it again."""
    path = agreement(a_round)
    document = Document(path)
    change(document)
    document.save(path)
    return path.read_bytes()


def annotate(document):
    """A sentence behind a clause that no term of the deal stands in."""
    next(one for one in document.paragraphs if "pronouns" in one.text).add_run(f" {NOTE}")


def split(document):
    """The runs of every paragraph in two, as Word leaves them behind when somebody types in between."""
    annotate(document)
    for run in list(document.element.body.iter("{*}r")):
        texts = run.findall("{*}t")
        if len(run) == len(texts) + len(run.findall("{*}rPr")) and len(texts) == 1 and len(texts[0].text or "") > 3:
            second = deepcopy(run)
            (first_text,), (second_text,) = texts, second.findall("{*}t")
            middle = len(first_text.text) // 2
            first_text.text, second_text.text = first_text.text[:middle], first_text.text[middle:]
            for one in (first_text, second_text):
                one.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.addnext(second)


def with_another_prefix(data):
    """The file as a program writes it that calls the namespace of Word otherwise."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read(PART)
    xml = re.sub(rb"(</?)w:", rb"\1word:", xml)
    xml = re.sub(rb"(\s)w:(\w+=)", rb"\1word:\2", xml).replace(b"xmlns:w=", b"xmlns:word=")
    return zip_part.replaced(data, PART, xml)


def saved_by_libreoffice(a_round, tmp_path):
    path = agreement(a_round)
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "docx"]
    subprocess.run([*command, "--outdir", tmp_path / "saved", path], check=True, capture_output=True)
    path.write_bytes((tmp_path / "saved" / path.name).read_bytes())
    return path.read_bytes()


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def is_refreshed(a_round, edited, yaml):
    """Return True if the file has the change in it and nothing else of it changed."""
    a_round.change(yaml)
    code, out, err = a_round.run("schedules", "--into")
    assert code == 0, err
    assert "Refreshed in place: agreement.docx" in out
    now = agreement(a_round).read_bytes()
    before, after = parts(edited), parts(now)
    assert list(before) == list(after)
    # The lists of pages that were copied are defined in a part of their own.
    assert {name for name in before if before[name] != after[name]} - {NUMBERING} == {PART}
    drafted = files.read(drafted_now(a_round, yaml), "drafted").words
    return [word for word in files.read(now, "now").words if word not in set(NOTE.split())] == [
        word for word in drafted if word not in set(NOTE.split())
    ]


def drafted_now(a_round, yaml):
    fresh = a_round.set.parent / "fresh"
    fresh.mkdir()
    return agreement(rounds.Round(fresh, yaml, "--format", "docx", "--only", "agreement")).read_bytes()


def two_added(yaml, at=None):
    return rounds.added(rounds.added(yaml, at).replace("Windrow & Sons", "Elm & Daughters"), at)


IN_PLACE = {
    "amount": lambda yaml: rounds.amount(yaml, 1),
    "investor renamed": lambda yaml: rounds.renamed(yaml, 4),
    "investor removed": lambda yaml: rounds.removed(yaml, 2),
    "first investor removed": lambda yaml: rounds.removed(yaml, 0),
    "last investor removed": lambda yaml: rounds.removed(yaml, 4),
    "investor added": rounds.added,
    "investor added between": lambda yaml: rounds.added(yaml, 2),
    "two investors added": two_added,
    "two investors added between": lambda yaml: two_added(yaml, 2),
    "address, a line longer": lambda yaml: rounds.address(yaml, 1),
    "price": rounds.price,
    "option": rounds.option,
    "several": lambda yaml: rounds.price(rounds.added(rounds.removed(rounds.renamed(yaml, 4), 2), 3)),
}


@pytest.mark.parametrize("kind", IN_PLACE)
def test_what_the_deal_changed_is_carried_into_a_file_that_was_edited(kind, a_round):
    edited = edit(a_round, annotate)
    assert is_refreshed(a_round, edited, IN_PLACE[kind](a_round.yaml))
    assert NOTE in " ".join(files.read(agreement(a_round).read_bytes(), "now").words)


def test_runs_that_were_split_and_other_prefixes_are_read_as_well(a_round):
    edit(a_round, split)
    edited = with_another_prefix(agreement(a_round).read_bytes())
    agreement(a_round).write_bytes(edited)
    assert is_refreshed(a_round, edited, IN_PLACE["several"](a_round.yaml))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_a_file_saved_again_by_libreoffice_is_refreshed_too(a_round, tmp_path):
    edited = saved_by_libreoffice(a_round, tmp_path)
    assert is_refreshed(a_round, edited, IN_PLACE["several"](a_round.yaml))


def test_the_bytes_of_the_document_outside_of_the_touched_paragraphs_are_the_same(a_round):
    edited = edit(a_round, annotate)
    assert is_refreshed(a_round, edited, rounds.address(a_round.yaml, 1))
    before, after = (
        re.findall(rb"<w:p[ >].*?</w:p>", parts(one)[PART], re.DOTALL)
        for one in (edited, agreement(a_round).read_bytes())
    )
    kept = set(after)
    assert len([one for one in before if one not in kept]) == 1


def test_the_summary_names_the_provisions_that_were_edited(a_round):
    def annotate_two(document):
        annotate(document)
        next(one for one in document.paragraphs if "hedg" in one.text).add_run(f" {NOTE}")

    edit(a_round, annotate_two)
    a_round.change(rounds.amount(a_round.yaml, 1))
    _, out, _ = a_round.run("schedules", "--into")
    assert re.search(
        r"agreement\.docx\n  \d+ places updated\. Your edits in Sections 3\(e\) and 13\(d\) are kept\.", out
    )


def test_an_edit_of_the_very_words_that_change_is_refused_with_its_place(a_round):
    def overtype(document):
        table = next(one for one in document.tables if "Quillfeather Capital Partners LLC" in one.rows[2].cells[0].text)
        table.rows[2].cells[1].paragraphs[0].runs[0].text = "368,500"

    edited = edit(a_round, overtype)
    a_round.change(rounds.amount(a_round.yaml, 1))
    code, _, err = a_round.run("schedules", "--into")
    assert code == 3
    assert re.search(
        r'agreement\.docx: error S323 in ANNEX I "368,421" becomes "145,515", but the file was edited here: "368,500"',
        err,
    )
    assert agreement(a_round).read_bytes() == edited


def test_a_row_whose_cells_somebody_merged_is_no_row_to_copy(a_round):
    def merge(document):
        table = next(one for one in document.tables if "Quillfeather Capital Partners LLC" in one.rows[2].cells[0].text)
        cells = table.rows[5].cells
        cells[1].merge(cells[2])

    edited = edit(a_round, merge)
    a_round.change(rounds.added(a_round.yaml))
    code, _, err = a_round.run("schedules", "--into")
    assert (code, err.count("error S323 in ANNEX I")) == (3, 1)
    assert agreement(a_round).read_bytes() == edited


def test_a_page_that_somebody_wrote_on_is_not_taken_out(a_round):
    def write_on(document):
        lead = [one for one in document.paragraphs if one.text.startswith("IN WITNESS WHEREOF, the undersigned")]
        lead[2].add_run(f" {NOTE}")

    edited = edit(a_round, write_on)
    a_round.change(rounds.removed(a_round.yaml, 2))
    code, _, err = a_round.run("schedules", "--into")
    assert (code, "S323 in the signature page of Ostara Opportunity Fund Ltd." in err) == (3, True)
    assert agreement(a_round).read_bytes() == edited


def test_an_edit_that_already_says_what_the_change_says_is_left_as_it_is(a_round):
    def overtype(document):
        for one in document.element.body.iter("{*}t"):
            one.text = one.text and one.text.replace("Multnomah", "Lane")

    edit(a_round, overtype)
    edited = edit(a_round, annotate)
    assert is_refreshed(a_round, edited, rounds.amount(a_round.yaml.replace("Multnomah", "Lane"), 1))


def test_a_clause_that_goes_cannot_be_carried_into_an_edited_file(a_round):
    edited = edit(a_round, annotate)
    a_round.change(a_round.yaml.replace("co_rep_exchange_rules: text", "co_rep_exchange_rules: omit"))
    code, _, err = a_round.run("schedules", "--into")
    assert (code, "error S324 Section 2(h) is no longer in the document" in err) == (3, True)
    assert agreement(a_round).read_bytes() == edited


def test_without_into_an_edited_file_stops_the_run_and_the_clause_is_named(a_round):
    edit(a_round, annotate)
    before = a_round.contents()
    a_round.change(rounds.amount(a_round.yaml, 1))
    code, _, err = a_round.run("schedules")
    assert code == 3
    assert "the change touches it; edited: Section 13(d)" in err
    assert "--into" in err
    assert a_round.contents() == before


def test_an_edited_file_that_was_refreshed_is_still_known_as_edited(a_round):
    edit(a_round, annotate)
    a_round.change(rounds.amount(a_round.yaml, 1))
    assert a_round.run("schedules", "--into")[0] == 0
    now = a_round.contents()
    assert a_round.run("draft", "--format", "docx")[0] == 0 or a_round.contents() == now
    a_round.change(rounds.amount(a_round.yaml, 1, "200,000"))
    assert a_round.run("schedules")[0] == 3


def row_of(document, name):
    table = next(one for one in reversed(document.tables) if name in "".join(cell.text for cell in one._cells))
    return next(row for row in table.rows if name in row.cells[0].text)


def delete_row(document):
    row = row_of(document, "Ostara")._tr
    row.getparent().remove(row)


def type_over(document):
    row_of(document, "Prud").cells[-1].paragraphs[0].runs[0].text = "$165,000"


def add_row(document):
    row = row_of(document, "Brackenridge")._tr
    copied = deepcopy(row)
    row.addnext(copied)
    for text, words in zip(
        copied.iter("{*}t"), ["Quarry Ventures LLC", "1 Fen Road", "Salem", "", "", ""], strict=False
    ):
        text.text = words


def type_total(document):
    row_of(document, "Total").cells[1].paragraphs[0].runs[0].text = "1,300,000"


@pytest.mark.parametrize(
    ("edited", "told"),
    [
        (delete_row, "the row of Ostara Opportunity Fund Ltd. was deleted"),
        (type_over, "figures of Eleanor M. Prud'homme were typed over"),
        (add_row, 'a row was added: "Quarry Ventures LLC'),
    ],
)
def test_a_row_of_annex_i_edited_by_hand_is_named_and_the_totals_are_footed(edited, told, a_round):
    edit(a_round, edited)
    a_round.change(rounds.amount(a_round.yaml, 1))
    code, _, err = a_round.run("schedules", "--into")
    assert code == 0, err
    assert f"agreement.docx: warning C110 in ANNEX I, {told}" in err
    assert 'the total of "Aggregate Purchase Price" is' in err


def move_house(document):
    row_of(document, "Ostara").cells[0].paragraphs[1].runs[0].text = "19 New Road"


@pytest.mark.parametrize("edited", [annotate, move_house], ids=["a sentence", "an address"])
def test_an_edit_that_is_no_figure_of_annex_i_gives_no_warning(edited, a_round):
    edit(a_round, edited)
    a_round.change(rounds.amount(a_round.yaml, 1))
    code, _, err = a_round.run("schedules", "--into")
    assert (code, "C110" in err) == (0, False)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "iso-8859-1"])
def test_a_document_that_is_not_in_utf_8_is_refused(encoding, a_round):
    data = edit(a_round, annotate)
    xml = parts(data)[PART].decode().partition("?>")[2]
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{xml}'.encode(encoding, "xmlcharrefreplace")
    agreement(a_round).write_bytes(zip_part.replaced(data, PART, xml))
    a_round.change(rounds.amount(a_round.yaml, 1))
    code, _, err = a_round.run("schedules", "--into")
    assert (code, "S325" in err) == (3, True)


def test_an_edit_that_is_saved_while_the_change_is_carried_in_is_not_lost(a_round):
    edit(a_round, annotate)
    a_round.change(rounds.amount(a_round.yaml, 1))
    update = SetUpdate(UpdateOrder(a_round.termsheet, a_round.set, Library.open(), into=True))
    saved = edit(a_round, annotate)
    with pytest.raises(InputError) as refused:
        update.write(ALONE)
    assert [problem.code for problem in refused.value.problems] == ["S302"]
    assert agreement(a_round).read_bytes() == saved


def test_a_draft_that_stops_at_an_edited_word_file_names_into(a_round):
    edit(a_round, annotate)
    a_round.change(rounds.amount(a_round.yaml, 1))
    code, _, err = a_round.run("draft")
    assert (code, "S302" in err, "schedules --into" in err) == (3, True, True)


def test_into_is_not_offered_for_a_file_that_is_no_word_file(a_round):
    agreement(a_round).write_text("COMMON STOCK PURCHASE AGREEMENT")
    a_round.change(rounds.amount(a_round.yaml, 1))
    code, _, err = a_round.run("schedules")
    assert (code, "S302" in err, "--into" in err) == (3, True, False)


CONTENTS = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o "1-3"</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Purchase and Sale</w:t></w:r></w:p>'
    '<w:p><w:r><w:t>Notices 14</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


@pytest.mark.parametrize(
    "contents",
    [
        CONTENTS,
        '<w:p><w:fldSimple w:instr=" TOC \\f"><w:r><w:t>Notices 14</w:t></w:r></w:fldSimple></w:p>',
        f"<w:sdt><w:sdtContent>{CONTENTS}</w:sdtContent></w:sdt>",
    ],
    ids=["a field over paragraphs", "a simple field", "a control"],
)
def test_entries_and_pages_of_contents_are_no_edits(contents):
    body = "<w:p><w:r><w:t>Recitals</w:t></w:r></w:p>"
    start = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    read = word_text.read(f"{start}{contents}{body}</w:body></w:document>".encode())
    assert [word.text for word in word_text.words(read)] == ["Recitals", word_text.MARK]
