"""One truth in a set: what stands beside a Word file that was edited by hand says what that file says."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from docx import Document

from assembler.compare import edits
from assembler.exports import text
from assembler.readers import files, word_document
from assembler.store import manifest
from tests import deals, normal
from tests.commands import run
from tests.dealset import closings
from tests.revise import rounds

WORDS = ("threatened judicial", "imminent judicial")
FIGURE = ("894,736", "894,737")
SCHEDULE = "schedule-of-investors"
EDITED = "agreement.docx was edited by hand in Section 2(b)\n"


class EditedRound(rounds.Round):
    """A set whose Word files are edited, with a look at what it says."""

    def edit(self, *replaced, name="agreement.docx"):
        """Replace words in the bytes of a Word file."""
        path, made = self.set / name, io.BytesIO()
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
            for part in old.namelist():
                content = old.read(part)
                for before, now in replaced if part == "word/document.xml" else ():
                    assert before.encode() in content, before
                    content = content.replace(before.encode(), now.encode(), 1)
                new.writestr(part, content)
        path.write_bytes(made.getvalue())

    def done(self, command, *options):
        code, out, told = self.run(command, *options)
        assert code == 0, told
        assert self.is_one_truth()
        return out + told

    def is_one_truth(self):
        """Whether the text beside every Word file has its words."""
        return all(
            blanked(files.read(path.read_bytes(), path.name).words)
            == blanked(normal.drafted_words(path.with_suffix(".txt").read_text("utf-8")))
            for path in self.set.glob("*.docx")
            if path.with_suffix(".txt").is_file()
        )

    def has(self, name):
        return (self.set / name).is_file()

    def made_from(self, name):
        return manifest.read(self.set).files[name].made_from


def blanked(words):
    """The letters of all words without blanks to be filled in, which a text draws as wide as they are."""
    return "".join(words).replace("_", "")


@pytest.fixture
def a_round(tmp_path):
    yaml = rounds.sheet("new-stock-and-warrants")
    for _ in range(3):  # two investors are enough
        yaml = rounds.removed(yaml, 2)
    return EditedRound(tmp_path, yaml)


def test_a_set_without_edits_is_one_truth(a_round):
    assert a_round.is_one_truth()
    a_round.edit(WORDS)
    assert not a_round.is_one_truth()


@pytest.mark.parametrize("command", ["draft", "schedules"])
def test_the_text_beside_an_edited_word_file_is_written_from_it(command, a_round):
    a_round.edit(WORDS)
    assert EDITED in a_round.done(command)
    assert "imminent judicial" in " ".join((a_round.set / "agreement.txt").read_text("utf-8").split())
    assert not a_round.has("agreement.document.json")
    assert a_round.has("superseded/agreement.document.json")
    assert a_round.has("schedule-of-investors.xlsx")
    assert a_round.made_from("agreement.docx") == "by hand"
    assert a_round.made_from("agreement.txt") == "agreement.docx"
    assert a_round.made_from("schedule-of-investors.csv") == "deal.yaml"
    before = a_round.contents()
    assert EDITED in a_round.done("draft")
    assert a_round.done("schedules").startswith("No changes")
    assert a_round.contents() == before


def test_a_set_is_one_truth_after_every_step_of_a_deal(a_round):
    yaml = a_round.yaml
    a_round.edit(WORDS)
    for change in (rounds.price, rounds.added, rounds.removed):
        a_round.change(yaml := change(yaml))
        assert EDITED in a_round.done("schedules", "--into")
    a_round.edit(("WHEREAS", "WHEREAS, so far"))
    assert "edited by hand in Section 2(b), recital\n" in a_round.done("draft")
    kept = manifest.drafted_tree(a_round.set, manifest.read(a_round.set), "agreement.document.json")
    drafted = a_round.termsheet.parent / "anew"
    run("draft", a_round.termsheet, "--output", drafted, "--only", "agreement", "--format", "text")
    assert json.loads(kept) == json.loads((drafted / "agreement.document.json").read_bytes())


def test_edits_that_are_undone_leave_the_draft(a_round):
    drafted, before = (a_round.set / "agreement.docx").read_bytes(), a_round.contents()
    for command in ("schedules", "draft"):
        a_round.edit(WORDS, FIGURE)
        a_round.done("schedules")
        (a_round.set / "agreement.docx").write_bytes(drafted)
        a_round.done(command)
        again = {name: content for name, content in a_round.contents().items() if "/" not in name}
        assert {name: again.get(name) for name in before} == before
        assert not a_round.has("inputs/agreement.document.json")


def test_a_file_that_was_only_saved_again_leaves_all_as_it_is(a_round):
    before = a_round.contents()
    path = a_round.set / "agreement.docx"
    Document(path).save(path)
    assert "agreement.docx was edited by hand: only formatting, or parts that are not compared\n" in a_round.done(
        "draft"
    )
    assert {name: content for name, content in a_round.contents().items() if name != path.name} == {
        name: content for name, content in before.items() if name != path.name
    }


@pytest.mark.parametrize(
    ("edit", "goes"),
    [
        (WORDS, False),
        (FIGURE, True),
        (("77 Larkspur Row", "78 Larkspur Row"), True),
        (("December 31, 2025", "December 31, 2024"), False),
    ],
    ids=["words", "a figure", "an address in the schedule", "a figure that no sheet shows"],
)
def test_sheets_go_if_the_edits_change_what_they_show(edit, goes, a_round):
    a_round.edit(edit)
    for command in ("schedules", "draft"):
        a_round.done(command)
        assert a_round.has("schedule-of-investors.csv") is not goes
        assert a_round.has("superseded/schedule-of-investors.csv") is goes


def test_a_sheet_that_somebody_edited_is_theirs(a_round):
    a_round.edit(FIGURE)
    (a_round.set / "schedule-of-investors.csv").write_text("mine")
    a_round.done("schedules")
    assert (a_round.set / "schedule-of-investors.csv").read_text() == "mine"
    assert not a_round.has("schedule-of-investors.xlsx")


def test_an_edited_schedule_of_a_later_closing_leaves_the_sheets_of_the_earlier_one(tmp_path):
    a_round = EditedRound(tmp_path, closings.after())
    a_round.edit(("12 Mill Street", "13 Mill Street"), name="annex-i-schedule-of-investors-closing-2.docx")
    a_round.done("schedules")
    assert (a_round.set / "annex-i-schedule-of-investors-closing-2.txt").read_text("utf-8").count("13 Mill") == 1
    assert a_round.has("schedule-of-investors.csv")
    assert not a_round.has("schedule-of-investors-closing-2.csv")


def test_a_sheet_of_a_new_closing_comes_beside_a_file_that_was_only_saved_again(tmp_path):
    a_round = EditedRound(tmp_path, closings.before())
    path = a_round.set / "signature-page-01-northgate-harbor-master-fund-lp.docx"
    Document(path).save(path)
    a_round.change(closings.after())
    code, _, told = a_round.run("schedules")
    assert code == 0, told
    assert a_round.has("schedule-of-investors-closing-2.csv")


def test_a_draft_in_another_format_that_changes_an_edited_document_is_refused(a_round):
    a_round.edit(WORDS)
    a_round.change(rounds.price(a_round.yaml))
    before = a_round.contents()
    code, _, told = a_round.run("draft", "--format", "text")
    assert code == 3
    assert (
        "agreement.docx: error S352 this Word file was edited by hand, and the draft changes what it says; edited: Section 2(b)\n"
        in told
    )
    assert a_round.contents() == before


def test_html_follows_an_edited_word_file_as_well(tmp_path):
    a_round = EditedRound(tmp_path, rounds.sheet("new-stock-only"))
    a_round.done("draft", "--format", "html")
    a_round.edit(WORDS)
    a_round.done("draft", "--only", "agreement")
    page = files.read((a_round.set / "agreement.html").read_bytes(), "agreement.html")
    assert "imminent judicial" in " ".join(page.words)


def test_a_set_of_the_agreement_alone_keeps_it_when_it_is_edited(a_round):
    for path in a_round.set.iterdir():
        _ = path.unlink() if path.is_file() else None
    a_round.done("draft", "--only", "agreement")
    a_round.edit(WORDS)
    a_round.done("schedules")
    assert a_round.done("schedules").startswith("No changes")
    a_round.change(rounds.price(a_round.yaml))
    a_round.done("schedules", "--into")
    assert a_round.has("agreement.docx")


def test_a_text_that_was_edited_as_well_is_not_overwritten(a_round):
    a_round.edit(WORDS)
    (a_round.set / "agreement.txt").write_text("another truth")
    code, _, told = a_round.run("schedules")
    assert (code, "agreement.txt: error S302" in told) == (3, True)
    assert (a_round.set / "agreement.txt").read_text() == "another truth"


def test_a_word_file_that_cannot_be_read_is_refused(a_round):
    before = a_round.contents()
    (a_round.set / "agreement.docx").write_bytes(b"PK\x03\x04 broken")
    code, _, told = a_round.run("draft")
    assert (code, "agreement.docx" in told) == (3, True)
    assert {**a_round.contents(), "agreement.docx": b""} == {**before, "agreement.docx": b""}


def test_validate_and_send_tell_the_edits_of_the_set(a_round, monkeypatch):
    monkeypatch.chdir(a_round.termsheet.parent)
    a_round.set.parent.joinpath("output").mkdir()
    a_round.set.rename("output/deal")
    a_round.set = a_round.set.parent / "output" / "deal"
    a_round.edit(WORDS)
    assert EDITED in run("validate", "deal.yaml")[2]
    assert EDITED in run("send", "deal.yaml", "--dated", "2026-09-01")[2]


def test_send_names_what_does_not_say_what_an_edited_word_file_says_until_it_is_written_anew(a_round):
    def warned():
        code, _, told = a_round.run("send", "--quiet")
        assert code == 0
        found = (re.match(r"\S*/(\S+): warning (S34\d) ", line) for line in told.splitlines())
        return {each[1]: each[2] for each in found if each}

    assert warned() == {}
    a_round.edit(WORDS, FIGURE)
    assert warned() == dict.fromkeys([f"{SCHEDULE}.csv", f"{SCHEDULE}.xlsx", "agreement.txt"], "S342")
    a_round.run("schedules")
    assert warned() == {}
    (a_round.set / "agreement.docx").rename(a_round.set / "of counsel.docx")
    assert warned() == {"agreement.docx": "S341"}


def test_the_document_of_a_word_file_has_the_words_of_the_draft():
    drafted = deals.draft("new-stock-and-warrants")
    piece = drafted.documents[0]
    from assembler.dealset.build import as_docx
    from assembler.library import Library

    docx = as_docx(piece, drafted, Library.open().shell("house"))
    written = text.write(*word_document.read(docx, "agreement.docx"))
    assert normal.drafted_words(written) == normal.drafted_words(text.write(piece.document, piece.numbers))


def test_edits_are_named_by_section_then_by_what_they_are():
    kept = edits.Edits(("Section 2(c)", "recital", "Section 13(b)"), words_differ=True, changes_figures=False)
    assert edits._together(kept.provisions) == ["Sections 2(c)", "13(b)", "recital"]
