"""Redlines of a set: between versions, and of a run against the version that was sent."""

from __future__ import annotations

import io
import json
import shutil
from datetime import date

import docx
import pytest

from assembler.redline.layout import emptied
from assembler.redline.set_redlines import paired
from assembler.store import manifest
from assembler.store.manifest import ManifestEntry
from assembler.store.versions import SEND, freeze
from tests.redline.verifying import differences
from tests.revise import rounds

HAND = "as agreed by telephone"


def send(one, to="Marlowe Stanhope", day=14):
    return freeze(one.set, date(2026, 9, day), to, "", SEND)[0]


def edit(path, words=HAND):
    """Write some words into a Word file by hand, at the end of its third paragraph."""
    document = docx.Document(path)
    next(line for line in document.paragraphs[2:] if line.runs).runs[-1].text += f" {words}"
    document.save(path)


def redline(one, *options):
    return one.run("redline", *options)


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """A set of two versions and a working set: prices, an edit by hand, an investor who leaves, one who joins."""
    one = rounds.Round(tmp_path_factory.mktemp("history"), rounds.sheet("new-stock-and-warrants"), "--format", "docx")
    send(one)
    edit(one.set / "warrant-01-northgate-harbor-master-fund-lp.docx")
    one.change(rounds.price(rounds.renamed(one.yaml, 4), "2.25"))
    assert one.run("schedules", "--into")[0] == 0
    send(one, "Northgate", 15)
    one.change(rounds.added(rounds.removed(one.yaml, 1)))
    assert one.run("schedules", "--into")[0] == 0
    return one


def pairs_in(one, data, older, newer):
    """The Word files of each redline that a command wrote: before, now, and the redline."""
    for item in data["documents"]:
        if item["redline"]:
            before = (older / item["before"]).read_bytes() if item["before"] else None
            now = (newer / item["now"]).read_bytes() if item["now"] else None
            yield item["title"], before, now, (one.set / item["redline"]).read_bytes()


def holds(before, now, redline):
    """Whether a redline accepts to the newer file, and rejects to the older one."""
    old = before if before is not None else emptied(now, "old")
    new = now if now is not None else emptied(before, "new")
    return differences(redline, old, new) == {}


@pytest.mark.parametrize(("asked", "newer"), [(["1"], ""), (["1", "2"], "versions/2"), (["2", "1"], "versions/1")])
def test_each_redline_accepts_to_the_newer_file_and_rejects_to_the_older_one(history, asked, newer):
    kept = {version: contents(history.set / "versions" / version) for version in ("1", "2")}
    code, out, err = redline(history, *asked, "--json")
    assert code == 0, err
    found = [*pairs_in(history, json.loads(out), history.set / "versions" / asked[0], history.set / newer)]
    assert len(found) > 10
    assert [title for title, *files in found if not holds(*files)] == []
    assert {version: contents(history.set / "versions" / version) for version in ("1", "2")} == kept


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_documents_are_paired_by_investor_and_those_that_came_or_went_are_named(history):
    code, out, err = redline(history, "1")
    assert code == 0, err
    parts = {part.splitlines()[0]: part.splitlines()[1:] for part in out.split("\n\n")}
    assert "Changes from version 1, sent to Marlowe Stanhope on September 14, 2026 to the set as it is now" in parts
    assert parts["Documents that came, shown as inserted"] == [
        "  Signature page of Windrow & Sons Capital LP",
        "  Warrant of Windrow & Sons Capital LP",
    ]
    assert parts["Documents that went, shown as struck"] == [
        "  Signature page of Quillfeather Capital Partners LLC",
        "  Warrant of Quillfeather Capital Partners LLC",
    ]
    changed = "\n".join(parts["Documents that changed"])
    assert "  Warrant of Brzckenridge Family Partnership, L.P.: " in changed
    told = "Brackenridge Family Partnership, L.P. is now Brzckenridge Family Partnership, L.P. (matched by its number in the set)"
    assert f"  {told}" in parts["Terms"]


def test_an_edit_by_hand_stands_in_the_redline(history):
    redline(history, "1", "--quiet")
    path = history.set / "redlines/version-1-to-now/warrant-01-northgate-harbor-master-fund-lp.redline.docx"
    inserted = docx.Document(path).element.body.xpath(".//w:ins//w:t")
    assert HAND in " ".join(node.text or "" for node in inserted)


def test_redlines_between_versions_stay_and_those_of_now_are_outdated_by_a_run(history, tmp_path):
    one = copied(history, tmp_path)
    redline(one, "1", "--quiet")
    redline(one, "1", "2", "--quiet")
    between = contents(one.set / "redlines/version-1-to-2")
    one.change(rounds.amount(one.yaml, 0))
    assert one.run("schedules", "--into")[0] == 0
    assert contents(one.set / "redlines/version-1-to-2") == between
    assert not [*(one.set / "redlines").glob("version-1-to-now/*.docx")]
    assert one.run("draft", "--format", "docx")[0] in (0, 3)
    assert contents(one.set / "redlines/version-1-to-2") == between


def copied(one, folder):
    """The same set and term sheet in another folder."""
    shutil.copytree(one.set, folder / "set")
    again = object.__new__(rounds.Round)
    again.termsheet, again.set = folder / "deal.yaml", folder / "set"
    again.change(one.yaml)
    return again


@pytest.mark.parametrize(
    ("asked", "told"),
    [(["9"], "S331"), (["1", "1"], "S362"), (["1", "9"], "S331"), (["0"], "S331")],
)
def test_a_version_that_is_not_there_or_is_named_twice_is_refused(history, asked, told):
    before = contents(history.set)
    code, _, err = redline(history, *asked)
    assert (code, told in err) == (3, True)
    assert contents(history.set) == before


def test_without_a_set_there_is_nothing_to_redline(tmp_path):
    one = copied_nothing(tmp_path)
    code, _, err = redline(one, "1")
    assert (code, "S331" in err) == (3, True)


def copied_nothing(folder):
    one = object.__new__(rounds.Round)
    one.termsheet, one.set = folder / "deal.yaml", folder / "set"
    one.change("")
    return one


def test_a_word_file_that_is_missing_is_named_and_not_shown_as_one_that_came_or_went(tmp_path):
    one = rounds.Round(tmp_path, rounds.sheet("new-stock-only"), "--format", "docx")
    send(one)
    (one.set / "wire-instructions.docx").unlink()
    edit(one.set / "agreement.docx")
    code, out, err = redline(one, "1")
    assert code == 0, err
    assert "Documents that are not compared, since a Word file is missing\n  Wire instructions\n" in out
    assert [path.name for path in (one.set / "redlines/version-1-to-now").iterdir()] == ["agreement.redline.docx"]


def test_where_no_word_file_differs_no_redline_is_written_and_the_report_says_so(tmp_path):
    one = rounds.Round(tmp_path, rounds.sheet("new-stock-only"), "--format", "text")
    send(one)
    code, out, err = redline(one, "1")
    assert code == 0, err
    assert out.endswith("redlines/version-1-to-now/: no redline, since no Word file differs.\n")
    assert not (one.set / "redlines").exists()


# The redlines of `schedules`


def test_a_run_tells_changes_since_the_last_version_sent_and_says_so(history):
    plan = history.plan("--into")
    assert plan["since"] == "version 2, sent to Northgate on September 15, 2026"
    assert {item["before"] for item in plan["terms"] if item["path"] == "offering.price_per_share"} == set()
    against = history.plan("--into", "--against", "1")
    assert against["since"] == "version 1, sent to Marlowe Stanhope on September 14, 2026"
    price = next(item for item in against["terms"] if item["path"] == "offering.price_per_share")
    assert (price["before"], price["now"]) == ("2.375", "2.25")
    assert against["gone"] == [
        "Signature page of Quillfeather Capital Partners LLC",
        "Warrant of Quillfeather Capital Partners LLC",
    ]


def test_redlines_of_a_run_are_against_what_was_sent_not_against_the_last_run(tmp_path):
    one = rounds.Round(tmp_path, rounds.sheet("new-stock-only"), "--format", "docx")
    send(one)
    for price in ("2.10", "2.20"):
        one.change(rounds.price(one.yaml, price))
        assert one.run("schedules")[0] == 0
    sent, now = one.set / "versions/1/agreement.docx", one.set / "agreement.docx"
    assert holds(sent.read_bytes(), now.read_bytes(), (one.set / "redlines/agreement.redline.docx").read_bytes())
    assert "→ $2.20" in (one.set / "changes.txt").read_text(encoding="utf-8")
    assert (one.set / "changes.txt").read_text(encoding="utf-8").startswith("Changes since version 1, sent to ")


def test_a_change_that_is_taken_back_leaves_nothing_since_the_version(tmp_path):
    one = rounds.Round(tmp_path, rounds.sheet("new-stock-only"), "--format", "docx")
    first = one.yaml
    send(one)
    one.change(rounds.price(first, "2.10"))
    assert one.run("schedules")[0] == 0
    one.change(first)
    code, out, err = one.run("schedules")
    assert code == 0, err
    assert "Documents written in this run" in out
    assert "Documents that change" not in out
    assert not [*(one.set / "redlines").glob("*.docx")]
    assert one.run("schedules")[1] == "No changes: the set matches the term sheet.\n"


def test_a_day_of_the_draft_alone_makes_no_redline(tmp_path):
    yaml = rounds.sheet("new-stock-only")
    one = rounds.Round(tmp_path, yaml, "--format", "docx")
    send(one)
    one.change(yaml.replace("\nexecution:\n", "\nexecution:\n  draft_date: 2026-09-20\n"))
    plan = one.plan()
    assert "wire-instructions.docx" in plan["written"]
    assert [path for path in plan["accompanying"] if path.startswith("redlines/")] == []
    assert one.run("schedules")[0] == 0
    assert not (one.set / "redlines").exists()


def test_a_file_that_is_only_saved_anew_by_hand_has_no_redline_and_the_report_of_the_run_names_none(tmp_path):
    one = rounds.Round(tmp_path, rounds.sheet("new-stock-only"), "--format", "docx")
    send(one)
    path = one.set / "agreement.docx"
    docx.Document(path).save(path)
    one.change(rounds.amount(one.yaml, 1))
    code, out, err = one.run("schedules", "--into")
    assert code == 0, err
    listed = out.partition("\nRedlines\n")[2].partition("\n\n")[0]
    assert len(listed.splitlines()) == len([*(one.set / "redlines").iterdir()])


def test_an_edit_by_hand_alone_is_redlined_against_the_version_and_is_no_change_without_one(tmp_path):
    one = rounds.Round(tmp_path, rounds.sheet("new-stock-only"), "--format", "docx")
    edit(one.set / "agreement.docx")
    assert one.run("schedules")[1].startswith("No changes")
    send(one)
    edit(one.set / "agreement.docx", "and once more")
    code, out, err = one.run("schedules")
    assert code == 0, err
    assert [path.name for path in (one.set / "redlines").iterdir()] == ["agreement.redline.docx"]
    assert "Redlines\n  Agreement\n" in out


def test_comments_tell_the_terms_of_all_runs_since_the_version(tmp_path):
    one = rounds.Round(tmp_path, rounds.sheet("new-stock-only"), "--format", "docx")
    send(one)
    one.change(rounds.price(one.yaml, "2.10"))
    assert one.run("schedules")[0] == 0
    one.change(rounds.price(one.yaml, "2.20"))
    assert one.run("schedules", "--comments", "--summary")[0] == 0
    by_run = comments(one.set / "redlines/agreement.redline.docx")
    assert any("→ $2.20" in words and "$2.10" not in words for words in by_run)
    assert redline(one, "1", "--comments", "--summary", "--quiet")[0] == 0
    assert comments(one.set / "redlines/version-1-to-now/agreement.redline.docx") == by_run


def comments(path):
    return sorted(comment.text for comment in docx.Document(io.BytesIO(path.read_bytes())).comments)


def test_a_version_of_an_old_set_is_redlined_by_name_and_its_terms_are_unknown(tmp_path):
    one = rounds.Round(tmp_path, rounds.sheet("new-stock-only"), "--format", "docx")
    version = send(one)
    path = version.folder / "manifest.json"
    files = {name: {"sha256": entry.sha256} for name, entry in manifest.read(one.set).files.items()}
    path.chmod(0o644)
    path.write_text(json.dumps({"version": 1, "files": files}))
    one.change(rounds.price(one.yaml, "2.10"))
    code, _, err = one.run("schedules")
    assert (code, "S361" in err) == (3, True)
    code, out, err = redline(one, "1")
    assert code == 0, err
    assert "Terms" not in out


def test_a_version_without_its_manifest_is_refused(tmp_path):
    one = rounds.Round(tmp_path, rounds.sheet("new-stock-only"), "--format", "text")
    (send(one).folder / "manifest.json").unlink()
    for command, *asked in (("redline", "1"), ("schedules",)):
        code, _, err = one.run(command, *asked)
        assert (code, "S360" in err) == (3, True)


# Pairing

A, B = {"investor": "Fund A"}, {"investor": "Fund B"}


@pytest.mark.parametrize(
    ("before", "now", "renamed", "pairs"),
    [
        ({"warrant-01-a.docx": A}, {"warrant-01-a.docx": A}, {}, [("warrant-01-a.docx", "warrant-01-a.docx")]),
        # An investor left, and those behind have other numbers: the investor counts, not the number.
        (
            {"warrant-01-a.docx": A, "warrant-02-b.docx": B},
            {"warrant-01-b.docx": B},
            {},
            [("warrant-02-b.docx", "warrant-01-b.docx"), ("warrant-01-a.docx", "")],
        ),
        (
            {"warrant-01-a.docx": A},
            {"warrant-01-b.docx": B},
            {"Fund A": "Fund B"},
            [("warrant-01-a.docx", "warrant-01-b.docx")],
        ),
        (
            {"warrant-01-a.docx": A},
            {"warrant-01-b.docx": B},
            {},
            [("", "warrant-01-b.docx"), ("warrant-01-a.docx", "")],
        ),
        # One who buys twice has two warrants, and the second stays the second.
        (
            {"warrant-01-a.docx": A, "warrant-07-a.docx": A},
            {"warrant-07-a.docx": A},
            {},
            [("warrant-07-a.docx", "warrant-07-a.docx"), ("warrant-01-a.docx", "")],
        ),
    ],
)
def test_documents_are_paired_by_what_they_are_and_whose(before, now, renamed, pairs):
    sides = ({name: ManifestEntry("", "warrants", **entry) for name, entry in side.items()} for side in (before, now))
    assert [(pair.before, pair.now) for pair in paired(*sides, renamed)] == pairs


def test_an_annex_with_another_number_is_the_same_annex_and_no_redline_is_made_of_pdf_or_redlines():
    before = {"annex-iii-opinion-of-counsel.docx": ManifestEntry("", "annexes")}
    others = {
        "redlines/agreement.redline.docx": ManifestEntry("", "changes"),
        "agreement.pdf": ManifestEntry("", "agreement"),
        "agreement-proof.docx": ManifestEntry("", "agreement", "agreement.document.json"),
    }
    now = {"annex-ii-opinion-of-counsel.docx": ManifestEntry("", "annexes")}
    pairs = [(pair.before, pair.now, str(pair.title)) for pair in paired(before | others, now, {})]
    assert pairs == [(*before, *now, "Annex II, opinion of counsel")]
