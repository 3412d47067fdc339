"""The plan of a change, in the words of the deal."""

from __future__ import annotations

import io
import shutil
import zipfile

import pytest

from assembler.revise import report
from assembler.revise.figures import Figure
from assembler.revise.term_changes import TermChange, TermChangeKind
from tests import deals
from tests.revise import rounds


@pytest.fixture
def a_round(tmp_path):
    return rounds.Round(tmp_path, rounds.sheet("new-stock-and-warrants"), "--format", "text")


def test_the_plan_says_terms_figures_provisions_and_pages_to_be_signed(a_round):
    a_round.change(rounds.amount(rounds.renamed(a_round.yaml, 4), 1, "949,000"))
    _, told, _ = a_round.run("schedules", "--plan")
    for line in (
        "  Brackenridge Family Partnership, L.P. is now Brzckenridge Family Partnership, L.P. (matched by similar name)",
        "      amount: $875,000 → $949,000 (+74,000)",
        "      shares: 368,421 → 399,578 (+31,157); 949,000 / 2.375 = 399,578.9474, rounded down to a whole share",
        "      shares: 1,274,077 → 1,305,234 (+31,157)",
        "      Annex I, schedule of investors",
        "  Signature page of Quillfeather Capital Partners LLC",
    ):
        assert line in told.splitlines()
    to_sign = told.partition("Signature pages to sign again\n")[2].partition("\n\n")[0]
    assert "Ostara" not in to_sign
    assert "  Signature pages of Northgate Harbor Master Fund, LP; Ostara Opportunity Fund Ltd.; " in told


def test_who_leaves_renumbers_nobody_and_who_comes_gets_a_number_that_nobody_had(a_round):
    a_round.change(rounds.added(rounds.removed(a_round.yaml, 1)))
    assert a_round.run("schedules")[0] == 0
    names = {path.name for path in a_round.set.glob("*.txt")}
    assert "warrant-03-ostara-opportunity-fund-ltd.txt" in names
    assert "warrant-06-windrow-sons-capital-lp.txt" in names
    assert (a_round.set / "superseded" / "warrant-02-quillfeather-capital-partners-llc.txt").is_file()


def test_what_the_form_changed_is_told_apart_from_what_the_deal_changed(tmp_path):
    older = tmp_path / "older"
    shutil.copytree(deals.ROOT / "templates", older)
    clause = older / "clauses" / "purchase-agreement" / "pronouns.txt"
    clause.write_text(clause.read_text(encoding="utf-8").replace("require", "may ask"), encoding="utf-8")
    yaml = rounds.sheet("new-stock-only")
    a_round = rounds.Round(tmp_path, yaml, "--format", "text", "--templates", str(older))
    a_round.change(rounds.amount(yaml))
    plan = a_round.plan()
    agreement = plan["documents"][0]
    assert plan["older_form"]
    assert [one["label"] for one in agreement["of_form"]] == ["pronouns"]
    assert "pronouns" not in [one["label"] for one in agreement["sections"]]
    assert [one["document"] for one in plan["documents"] if one["of_form"]] == ["agreement"]


def test_an_option_touches_its_clauses_and_no_warrant(a_round):
    a_round.change(rounds.option(a_round.yaml))
    plan = a_round.plan()
    assert [one["document"] for one in plan["documents"]] == ["agreement"]
    assert [one["number"] for one in plan["documents"][0]["sections"]] == ["3(e)", "4(i)"]
    assert plan["to_sign"] == []


def test_a_note_in_the_term_sheet_changes_no_file(a_round):
    before = a_round.contents()
    a_round.change(f"# Seen by both sides.\n{a_round.yaml}")
    assert a_round.run("schedules")[:2] == (0, "No changes: the set matches the term sheet.\n")
    assert a_round.contents() == before


def test_without_a_set_the_finding_says_to_draft_first(a_round):
    shutil.rmtree(a_round.set)
    code, _, told = a_round.run("schedules", "--plan")
    assert (code, "S321" in told, "Draft first: assembler draft " in told) == (3, True, True)


def test_a_set_of_the_first_version_says_that_what_it_was_drafted_from_is_not_known(a_round):
    (a_round.set / "manifest.json").write_text('{"version": 1, "files": {}}', encoding="utf-8")
    code, _, told = a_round.run("schedules", "--plan")
    assert (code, "S322" in told) == (3, True)


def test_a_file_that_was_taken_away_is_written_again(a_round):
    (a_round.set / "warrant-02-quillfeather-capital-partners-llc.txt").unlink()
    assert a_round.plan()["written"] == ["warrant-02-quillfeather-capital-partners-llc.txt"]


def test_every_word_file_that_changes_comes_with_a_redline_and_no_other(tmp_path):
    a_round = rounds.Round(tmp_path, rounds.sheet("new-stock-and-warrants"), "--format", "docx")
    a_round.change(rounds.address(a_round.yaml, 1))
    assert a_round.run("schedules")[0] == 0
    stems = {path.name.removesuffix(".redline.docx") for path in (a_round.set / "redlines").iterdir()}
    assert stems == {
        "agreement",
        "annex-i-schedule-of-investors",
        "transfer-agent-instruction-letter",
        "warrant-02-quillfeather-capital-partners-llc",
    }
    a_round.change(rounds.option(a_round.yaml))
    assert a_round.run("schedules")[0] == 0
    assert [path.name for path in (a_round.set / "redlines").iterdir()] == ["agreement.redline.docx"]


def test_text_that_begins_like_a_formula_stays_text_in_the_schedule_of_changes():
    from openpyxl import load_workbook

    change = TermChange(TermChangeKind.CHANGED, "investors[0].name", "=1+1", "@now", "+x")
    content = report.write_workbook([change], [Figure("-Smith", "shares", 1, 3)])
    book = load_workbook(io.BytesIO(content))
    cells = [
        cell for sheet in book for row in sheet.iter_rows(min_row=2) for cell in row if isinstance(cell.value, str)
    ]
    assert {"=1+1", "@now", "+x", "-Smith"} <= {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} == {"s"}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in b"".join(map(archive.read, archive.namelist()))
