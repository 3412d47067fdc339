"""What becomes of a set that is drafted again: what changed, what left, what somebody edited, what a killed run left."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from assembler.errors import InputError
from assembler.library import Library
from assembler.pipeline import draft_deal
from assembler.store import folder, manifest
from assembler.store.manifest import Manifest
from tests import deals
from tests.dealset import closings
from tests.dealset.sets import contents

WHITE = "  - name: White Investments Ltd."


def sheet(investors=2, price="1.00"):
    """The deal of 2003 as it stood before it was signed, with both investors or the first alone."""
    yaml = deals.without_departures(deals.sheet("focus-2003-07")).replace("status: form", "status: draft")
    yaml = deals.replaced(yaml, "  coverage: 20%", "  coverage: 20%\n  exercise_price: 1.36\n  term_years: 4")
    yaml = deals.replaced(yaml, "price_per_share: 1.00", f"price_per_share: {price}")
    head, _, tail = yaml.partition(WHITE)
    rest = tail[tail.index("\n# Agreements") :] if investors == 1 else WHITE + tail
    return head + rest


@pytest.fixture
def draft(run, here):
    """Draft a term sheet, deal.yaml, in an empty folder: the exit code, what was written, what was said."""

    def draft(yaml, *arguments):
        (here / "deal.yaml").write_text(yaml)
        return run("draft", "deal.yaml", "--output", "set", *arguments)

    return draft


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_what_is_of_an_investor_who_left_is_moved_and_said(draft, here):
    draft(sheet(), "--format", "text")
    code, _, said = draft(sheet(investors=1), "--format", "text")
    assert code == 0
    assert names(here / "set/superseded") == [
        "signature-page-02-white-investments-ltd.document.json",
        "signature-page-02-white-investments-ltd.txt",
        "warrant-02-white-investments-ltd.document.json",
        "warrant-02-white-investments-ltd.txt",
    ]
    assert "moved to superseded/: warrant-02-white-investments-ltd.txt\n" in said
    entry = manifest.read(here / "set").superseded["superseded/warrant-02-white-investments-ltd.txt"]
    assert (entry.part, entry.investor) == ("warrants", "White Investments Ltd.")


def test_a_page_of_an_investor_who_left_that_was_edited_is_not_moved(draft, here):
    draft(sheet(), "--format", "text")
    (here / "set/warrant-02-white-investments-ltd.txt").write_text("edited")
    before = contents(here / "set")
    code, _, said = draft(sheet(investors=1), "--format", "text")
    assert code == 3
    assert (
        "warrant-02-white-investments-ltd.txt: error S302 this file was edited since it was drafted, and is no longer part of the deal"
        in said
    )
    assert contents(here / "set") == before


def test_a_part_that_is_drafted_alone_leaves_the_rest_and_what_the_manifest_says_of_it(draft, here):
    draft(sheet(), "--format", "text")
    before, described = contents(here / "set"), manifest.read(here / "set")
    assert draft(sheet(price="0.80"), "--only", "warrants", "--format", "text")[0] == 0
    after = manifest.read(here / "set")
    assert {name for name in before if contents(here / "set")[name] != before[name]} <= {
        *(name for name in before if "warrant" in name),
        "manifest.json",
    }
    assert {name: after.files[name] for name in ("agreement.txt", "annex-i-schedule-of-investors.txt")} == {
        name: described.files[name] for name in ("agreement.txt", "annex-i-schedule-of-investors.txt")
    }
    assert after.inputs == described.inputs


def test_another_format_stays_while_its_document_says_the_same_and_goes_when_it_does_not(draft, here):
    draft(sheet())
    draft(sheet(), "--format", "text")
    assert (here / "set/agreement.docx").is_file()
    draft(sheet(price="0.80"), "--format", "text")
    gone = names(here / "set/superseded")
    assert "agreement.docx" in gone
    assert not (here / "set/agreement.docx").exists()
    assert "agreement.txt" not in gone


def test_another_format_that_somebody_edited_is_theirs_and_stays(draft, here):
    draft(sheet())
    with (here / "set/agreement.docx").open("ab") as file:
        file.write(b"a note")
    assert draft(sheet(), "--format", "text")[0] == 0
    assert (here / "set/agreement.docx").read_bytes().endswith(b"a note")


def test_sheets_that_are_drafted_alone_leave_the_documents(draft, here):
    draft(sheet(), "--format", "text")
    before = contents(here / "set")
    draft(sheet(price="0.80"), "--format", "sheets")
    after = contents(here / "set")
    assert {name: after[name] for name in before if name != "manifest.json"} == {
        name: before[name] for name in before if name != "manifest.json"
    }


def test_a_set_as_of_an_earlier_closing_leaves_what_a_later_one_added(draft, here):
    draft(closings.after(), "--format", "text")
    before = contents(here / "set")
    assert any("joinder" in name for name in before)
    draft(closings.after(), "--format", "text", "--closing", "1")
    assert contents(here / "set") == before


def test_what_was_edited_is_said_with_the_file(draft, here):
    draft(sheet(), "--format", "text")
    path = here / "set/agreement.txt"
    path.write_text(re.sub(r"\bprior\s+substantial\b", "much", path.read_text(), count=1))
    code, _, said = draft(sheet(price="0.80"), "--format", "text")
    assert code == 3
    assert "and would be overwritten; edited: Section 3(c)\n" in said


def test_a_set_is_drafted_again_from_what_is_kept_in_it(draft, run, here):
    (here / "lists").mkdir()
    (here / "lists/in.csv").write_text('name,address_1,amount\nAcme Fund,1 Road,"1,100"\nBeta LP,2 Road,"2,200"\n')
    yaml = sheet()
    head, _, tail = yaml.partition("investors:\n")
    draft(
        f"{head}investors: {{from: lists/in.csv}}\n{tail[tail.index(chr(10) + '# Agreements') :]}", "--format", "text"
    )
    shutil.rmtree(here / "lists")
    (here / "deal.yaml").unlink()
    kept = folder.kept_inputs(here / "set", manifest.read(here / "set"))
    whole = draft_deal(kept.term_sheet, kept.name, Library.open(), kept.beside)
    assert [piece.investor for piece in whole.documents if piece.stem.startswith("signature")] == [
        "Acme Fund",
        "Beta LP",
    ]
    assert deals.as_text(whole) == (here / "set/agreement.txt").read_text()


def test_the_manifest_says_whose_each_file_is_and_names_no_path_of_this_machine(draft, here):
    draft(sheet(), "--format", "text")
    written = json.loads((here / "set/manifest.json").read_text())
    assert written["files"]["warrant-01-sf-capital-partners-ltd.txt"].items() >= {
        ("investor", "SF Capital Partners Ltd."),
        ("part", "warrants"),
        ("document", "warrant-01-sf-capital-partners-ltd.document.json"),
    }
    assert (written["version"], written["as_of"]) == (3, "2003-07-01")
    assert str(here) not in json.dumps(written)


def test_what_a_killed_run_left_is_said_and_cleared_away_and_the_draft_goes_on(draft, here):
    draft(sheet(), "--format", "text")
    (here / ".set.next/set").mkdir(parents=True)
    (here / ".set.next/set/agreement.txt").write_bytes(b"half")
    code, _, said = draft(sheet(price="0.80"), "--format", "text")
    assert code == 0
    assert "set: warning S309 an earlier run was interrupted" in said
    assert names(here) == ["deal.yaml", "set"]


def test_a_run_while_another_writes_the_set_ends_in_4(draft, here):
    from assembler.store import lock

    with lock.locked(here / "set"):
        code, _, said = draft(sheet(), "--format", "text")
    assert code == 4
    assert ".set.lock: error S308 another run is writing this set: process " in said


def test_a_set_of_an_earlier_program_is_drafted_anew_and_what_left_it_is_moved(draft, here):
    draft(sheet(), "--format", "text")
    entries = manifest.read(here / "set").files
    first = {"version": 1, "files": {name: {"sha256": one.sha256, "drafted_from": {}} for name, one in entries.items()}}
    (here / "set/manifest.json").write_text(json.dumps(first))
    shutil.rmtree(here / "set/inputs")
    with pytest.raises(InputError, match="does not name the inputs of the set"):
        folder.kept_inputs(here / "set", manifest.read(here / "set") or Manifest())
    assert draft(sheet(investors=1), "--format", "text")[0] == 0
    assert "warrant-02-white-investments-ltd.txt" in names(here / "set/superseded")


PARTS = (
    ("--only", "agreement"),
    ("--only", "warrants"),
    ("--only", "schedule"),
    ("--only", "signatures"),
    ("--only", "ancillary"),
    ("--only", "warrants", "--proof"),
    ("--format", "sheets"),
    ("--format", "text", "--proof"),
)


@pytest.mark.parametrize("part", PARTS, ids=" ".join)
def test_schedules_of_a_set_that_has_a_part_only_keeps_to_that_part(draft, run, here, part):
    (here / "opinion.docx").write_bytes(b"the opinion")
    annexes = "\nannexes:\n  opinion: opinion.docx\n"
    assert draft(sheet(price="1.00") + annexes, *part)[0] == 0
    (here / "deal.yaml").write_text(sheet(price="0.90") + annexes)
    assert run("schedules", "deal.yaml", "--output", "set")[0] == 0
    assert run("draft", "deal.yaml", *part, "--output", "anew")[0] == 0
    assert names_and_bytes(here / "set") == names_and_bytes(here / "anew")


def names_and_bytes(folder):
    """Return the files of a set but for what tells of its changes, and its inputs."""
    files = (path for path in folder.iterdir() if path.is_file())
    told = ("manifest.json", "changes.txt", "changes.xlsx")
    return {path.name: path.read_bytes() for path in files if path.name not in told}
