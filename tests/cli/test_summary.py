"""The end of `draft` and `schedules`: a summary by kind, nothing with --quiet, data with --json."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import deals
from tests.cli.many import sheet
from tests.dealset import closings

SHEET = deals.without_findings(deals.sheet("new-stock-and-warrants"))


@pytest.fixture
def draft(run, here):
    """Draft a term sheet, deal.yaml, in an empty folder: exit code, standard output, standard error."""

    def draft(yaml, *arguments):
        (here / "deal.yaml").write_text(yaml)
        return run("draft", "deal.yaml", *arguments)

    return draft


def test_a_draft_ends_with_its_documents_by_kind_and_the_number_of_its_files(draft, here):
    code, out, err = draft(SHEET)
    assert (code, err) == (0, "")
    assert out == (
        "output/deal/\n"
        "  agreement              Word, text\n"
        "  schedule of investors  Word, text, XLSX, CSV\n"
        "  5 signature pages      Word, text\n"
        "  5 warrants             Word, text\n"
        "  form of warrant        Word, text\n"
        "  2 ancillary forms      Word\n"
        "43 files written.\n"
    )
    in_folder = [path for path in (here / "output/deal").iterdir() if path.name not in ("manifest.json", "inputs")]
    assert len(in_folder) == 43


def test_a_draft_that_changes_nothing_says_so_and_one_that_changes_little_says_how_much(draft):
    draft(SHEET, "--format", "text")
    assert draft(SHEET, "--format", "text")[1].endswith("\n26 files unchanged.\n")
    changed = deals.replaced(SHEET, "    amount: 875,000", "    amount: 950,000")
    changed = changed.replace("  total_shares: 1,274,077\n", "").replace("  aggregate_amount: 3,025,937.50\n", "")
    assert draft(changed, "--format", "text", "--only", "warrants")[1].endswith("\n2 files written, 10 unchanged.\n")


def test_joinders_are_no_signature_pages(draft):
    out = draft(closings.after(), "--format", "text")[1]
    kinds = [line.strip().partition("  ")[0] for line in out.splitlines()[1:-1]]
    assert kinds == [
        "agreement",
        "2 schedules of investors",
        "5 signature pages",
        "2 joinders",
        "7 warrants",
        "form of warrant",
    ]


def test_the_files_of_several_sets_are_summed_up_for_each(run, here):
    for name in ("one", "two"):
        (here / f"{name}.yaml").write_text(sheet(2))
    out = run("draft", "one.yaml", "two.yaml", "--format", "text", "--only", "agreement")[1]
    assert out == "".join(f"output/{name}/\n  agreement  text\n2 files written.\n" for name in ("one", "two"))


def test_quiet_prints_nothing_on_success_and_still_warns(draft):
    assert draft(SHEET, "--quiet") == (0, "", "")
    code, out, err = draft(sheet(2).replace("1001.00", "12.00"), "--quiet")
    assert (code, out) == (0, "")
    assert "warning T403" in err


def test_quiet_does_not_name_superseded_files(run, here):
    (here / "deal.yaml").write_text(sheet(3))
    run("draft", "deal.yaml", "--format", "text")
    (here / "deal.yaml").write_text(sheet(2))
    assert "superseded" not in run("draft", "deal.yaml", "--format", "text", "--quiet")[2]
    assert (here / "output/deal/superseded").is_dir()


def test_json_is_a_line_of_data_for_each_term_sheet_with_the_problems_of_each(run, here):
    (here / "one.yaml").write_text(SHEET)
    (here / "two.yaml").write_text("nonsense: yes\n")
    code, out, err = run("draft", "one.yaml", "two.yaml", "gone.yaml", "--format", "text", "--json")
    assert code == 3
    assert err == "2 of 3 not drafted: two.yaml, gone.yaml\n"
    one, two, gone = map(json.loads, out.splitlines())
    assert list(one) == ["version", "term_sheet", "folder", "files", "superseded", "edited", "problems"]
    assert (one["version"], one["term_sheet"], one["folder"]) == (2, "one.yaml", "output/one")
    assert one["files"][0] == {
        "path": "output/one/agreement.txt",
        "part": "agreement",
        "investor": "",
        "format": "text",
        "changed": True,
    }
    assert {file["investor"] for file in one["files"] if file["part"] == "signatures"} >= {"Eleanor M. Prud'homme"}
    assert {file["path"] for file in one["files"]} == {
        path.as_posix() for path in Path("output/one").iterdir() if path.name not in ("manifest.json", "inputs")
    }
    assert (two["files"], two["problems"][0]["code"]) == ([], "T102")
    assert (gone["files"], gone["problems"][0]["code"]) == ([], "Y001")


def test_json_names_what_was_superseded_and_what_changed(draft):
    draft(sheet(3), "--format", "text")
    code, out, err = draft(sheet(2), "--format", "text", "--json")
    result = json.loads(out)
    assert (code, err) == (0, "")
    assert "output/deal/superseded/warrant-03-northgate-fund-2-co.txt" in result["superseded"]
    changed = {file["path"]: file["changed"] for file in result["files"]}
    assert changed["output/deal/agreement.txt"]
    assert not changed["output/deal/warrant-02-northgate-fund-1-co.txt"]


@pytest.mark.parametrize("command", ["draft", "schedules"])
def test_quiet_and_json_contradict_each_other(run, here, command):
    code, out, err = run(command, "deal.yaml", "--quiet", "--json")
    assert (code, out) == (2, "")
    assert "--quiet or --json" in err


@pytest.mark.parametrize("option", ["--quiet", "--json"])
def test_a_list_of_departures_is_neither_quiet_nor_data(draft, option):
    assert draft(SHEET, "--departures", option)[:2] == (2, "")


def test_schedules_ends_with_the_number_of_files_or_is_quiet(draft, run, here):
    draft(sheet(3), "--format", "text")
    (here / "deal.yaml").write_text(sheet(2))
    assert not run("schedules", "deal.yaml", "--plan")[1].endswith("written.\n")
    _, out, err = run("schedules", "deal.yaml")
    assert out.endswith(" files written.\n")
    assert "moved to superseded/: warrant-03-northgate-fund-2-co.txt\n" in err
    (here / "deal.yaml").write_text(sheet(3))
    assert run("schedules", "deal.yaml", "--quiet")[:2] == (0, "")
    assert (here / "output/deal/warrant-03-northgate-fund-2-co.txt").is_file()


@pytest.mark.parametrize(
    ("yaml", "said"),
    [
        (SHEET, "no problems\n"),
        (SHEET.replace("date: 2026-09-14", "date: 2026-09-12"), "no errors, 1 warning\n"),
    ],
)
def test_validate_says_that_there_is_no_error(run, here, yaml, said):
    (here / "deal.yaml").write_text(yaml)
    assert run("validate", "deal.yaml")[:2] == (0, said)


def test_validate_says_it_of_each_of_several_term_sheets(run, here):
    (here / "good.yaml").write_text(SHEET)
    (here / "bad.yaml").write_text("nonsense: yes\n")
    code, out, err = run("validate", "good.yaml", "bad.yaml")
    assert (code, out) == (3, "good.yaml: no problems\n")
    assert "bad.yaml:1:1: error" in err


def test_new_names_its_files_as_data(run, here):
    code, out, err = run("new", "deal", "--investors-sheet", "investors.csv", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {"version": 2, "files": ["deal.yaml", "assembler.schema.json", "investors.csv"]}


@pytest.mark.parametrize(
    ("subject", "kind"), [("t104", "code"), ("offering.price_per_share", "field"), ("3(e)", "clause")]
)
def test_explain_says_what_kind_of_thing_it_explains_as_data(run, here, subject, kind):
    code, out, err = run("explain", subject, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {"version": 2, "subject": subject, "kind": kind, "text": run("explain", subject)[1]}
