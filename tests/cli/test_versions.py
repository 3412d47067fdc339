"""`send`, `versions` and `restore`: what they print, and what they leave alone."""

from __future__ import annotations

import json
import re

import pytest

from tests import deals

SHEET = deals.TERMSHEETS / "new-stock-and-warrants.yaml"


@pytest.fixture
def drafted(here, run):
    """A deal that was drafted and sent, and whose price has changed since."""
    (here / "deal.yaml").write_text(SHEET.read_text())
    assert run("draft", "deal.yaml", "--format", "text")[0] == 0
    return here


def change_price(here):
    text = (here / "deal.yaml").read_text()
    (here / "deal.yaml").write_text(deals.replaced(text, "price_per_share: 2.375", "price_per_share: 2.125"))


def test_send_says_where_the_version_is_and_lists_the_documents_by_kind(drafted, run):
    code, out, err = run("send", "deal.yaml", "--to", "Counsel", "--dated", "2003-07-01")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "Version 1 is kept in output/deal/versions/1/.",
        "To send to Counsel:",
        "  agreement              text",
        "  schedule of investors  text",
        "  5 signature pages      text",
        "  5 warrants             text",
        "  form of warrant        text",
    ]


def test_send_warns_if_the_term_sheet_is_ahead_of_the_set(drafted, run):
    change_price(drafted)
    code, out, err = run("send", "deal.yaml", "--quiet")
    assert (code, out) == (0, "")
    assert "deal.yaml: warning S340 the term sheet was changed since the set was drafted" in err


def test_the_versions_are_listed_with_the_terms_and_documents_that_changed(drafted, run):
    run("send", "deal.yaml", "--to", "Counsel", "--note", "first turn", "--dated", "2003-07-01")
    run("send", "deal.yaml", "--dated", "2003-07-02")
    change_price(drafted)
    run("schedules", "deal.yaml")
    (drafted / "output/deal/side-letter.docx").write_bytes(b"of the user's own")
    run("send", "deal.yaml", "--to", "Counsel", "--dated", "2003-07-03")
    code, out, _ = run("versions", "deal.yaml")
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "Version 1, 2003-07-01, sent to Counsel: first turn"
    assert re.fullmatch(r"  \d+ files", lines[1])
    assert lines[2:4] == ["Version 2, 2003-07-02, sent", "  the same documents as version 1"]
    assert lines[4] == "Version 3, 2003-07-03, sent to Counsel"
    assert "  offering, price per share: 2.375 → 2.125" in lines
    assert "  changed: Agreement" in lines
    assert "  new: side-letter.docx" in lines
    assert not any("json" in line or "edline" in line for line in lines)


def test_versions_as_data_say_the_same(drafted, run):
    sent = json.loads(run("send", "deal.yaml", "--json", "--dated", "2003-07-01")[1])
    assert "output/deal/versions/1/agreement.txt" in sent["send"]
    assert not any(path.endswith(".json") for path in sent["send"])
    change_price(drafted)
    run("schedules", "deal.yaml")
    restored = json.loads(run("restore", "deal.yaml", "1", "--json")[1])
    assert (restored["restored"], restored["kept"]["number"], restored["kept"]["kept_by"]) == (1, 2, "restore")
    assert restored["term_sheet"] == "output/deal/inputs/deal.yaml"
    first, second = json.loads(run("versions", "deal.yaml", "--json")[1])["versions"]
    assert first["files"] == sent["files"]
    assert (first["changed"], first["date"]) == (None, "2003-07-01")
    assert second["changed"]["terms"] == ["offering, price per share: 2.375 → 2.125"]


def test_check_names_every_file_that_is_not_as_it_was(drafted, run):
    for _ in range(3):
        run("send", "deal.yaml")
    assert run("versions", "deal.yaml", "--check")[1].splitlines()[-1].endswith("files are as they were.")
    place = drafted / "output/deal/versions"
    for name, change in {"1/agreement.txt": b"changed", "3/agreement.txt": None, "1/new.txt": b"added"}.items():
        (place / name).unlink(missing_ok=True)
        if change:
            (place / name).write_bytes(change)
    (place / "2").rename(place / "two")
    code, out, err = run("versions", "deal.yaml", "--check")
    assert (code, out) == (1, "")
    found = re.findall(r"output/deal/versions/(\S+): error (S\d+)", err)
    assert sorted(found) == [
        ("1/agreement.txt", "S337"),
        ("1/new.txt", "S339"),
        ("2", "S338"),
        ("3/agreement.txt", "S338"),
        ("two", "S339"),
    ]
    data = json.loads(run("versions", "deal.yaml", "--check", "--json")[1])
    assert len(data["problems"]) == 5


def test_restore_says_what_it_kept_and_leaves_the_term_sheet_alone(drafted, run):
    run("send", "deal.yaml")
    change_price(drafted)
    run("schedules", "deal.yaml")
    mine = (drafted / "deal.yaml").read_bytes()
    code, out, err = run("restore", "deal.yaml", "1")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert re.fullmatch(r"Version 1 is back in output/deal/: \d+ files changed\.", lines[0])
    assert lines[1:] == [
        "What was there is kept as version 2.",
        "deal.yaml was not changed. The term sheet of this set is output/deal/inputs/deal.yaml.",
        "To draft from it: assembler draft output/deal/inputs/deal.yaml --output output/deal",
    ]
    assert (drafted / "deal.yaml").read_bytes() == mine
    command = lines[-1].partition(": assembler ")[2].split()
    assert run(*command, "--format", "text")[1].splitlines()[-1].endswith("unchanged.")
    assert run("restore", "deal.yaml")[1].startswith("The last change is undone in output/deal/: ")
    plan = run("schedules", "deal.yaml", "--plan")[1]
    assert plan.startswith("Changes since version 1, sent on ")
    assert "  none: the set matches the term sheet\n" in plan


def test_a_deal_without_versions_says_so(drafted, run):
    assert run("versions", "deal.yaml")[:2] == (
        0,
        "The set has no version yet. `assembler send` freezes it as version 1.\n",
    )


@pytest.mark.parametrize("command", [["send"], ["versions"], ["versions", "--check"], ["restore"]])
def test_without_a_set_each_command_says_to_draft_first(here, run, command):
    (here / "deal.yaml").write_text(SHEET.read_text())
    code, out, err = run(command[0], "deal.yaml", *command[1:])
    assert (code, out) == (3, "")
    assert "output/deal: error S330 this folder has no set" in err
    assert [path.name for path in here.iterdir()] == ["deal.yaml"]
