"""The folder of a set: whole or not at all, and never over what a person has edited."""

from __future__ import annotations

import json
import os

import pytest

from assembler.closing import folder as closing
from assembler.closing.folder import write_set
from assembler.findings import Refused

INPUTS = {"term_sheet": "a", "form": "b", "assembler": "c"}


def codes(refused):
    return [finding.code for finding in refused.value.findings]


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_set_is_written_with_a_manifest_that_says_what_it_was_drafted_from(tmp_path):
    paths = write_set(tmp_path / "set", {"agreement.txt": b"words"}, INPUTS)
    manifest = json.loads((tmp_path / "set/manifest.json").read_text())
    assert [path.name for path in paths] == ["agreement.txt"]
    assert manifest["files"]["agreement.txt"]["drafted_from"] == INPUTS
    assert sorted(contents(tmp_path / "set")) == ["agreement.txt", "manifest.json"]


def test_a_later_draft_takes_the_place_of_an_earlier_one(tmp_path):
    write_set(tmp_path, {"agreement.txt": b"old"}, INPUTS)
    write_set(tmp_path, {"agreement.txt": b"new"}, INPUTS)
    assert (tmp_path / "agreement.txt").read_bytes() == b"new"


def test_a_file_that_is_the_same_is_not_touched(tmp_path):
    write_set(tmp_path, {"agreement.txt": b"same"}, INPUTS)
    os.utime(tmp_path / "agreement.txt", ns=(1, 1))
    write_set(tmp_path, {"agreement.txt": b"same"}, INPUTS)
    assert (tmp_path / "agreement.txt").stat().st_mtime_ns == 1


def test_a_file_that_was_edited_is_never_overwritten_and_nothing_else_is_written(tmp_path):
    write_set(tmp_path, {"a.txt": b"old", "b.txt": b"old"}, INPUTS)
    (tmp_path / "b.txt").write_bytes(b"edited by counsel")
    before = contents(tmp_path)
    with pytest.raises(Refused) as refused:
        write_set(tmp_path, {"a.txt": b"new", "b.txt": b"new"}, INPUTS)
    assert codes(refused) == ["S302"]
    assert contents(tmp_path) == before


def test_a_file_that_is_not_of_an_earlier_draft_is_never_overwritten(tmp_path):
    (tmp_path / "agreement.txt").write_bytes(b"mine")
    with pytest.raises(Refused) as refused:
        write_set(tmp_path, {"agreement.txt": b"new"}, INPUTS)
    assert codes(refused) == ["S301"]
    assert contents(tmp_path) == {"agreement.txt": b"mine"}


def test_every_file_in_the_way_is_named_at_once(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"mine")
    (tmp_path / "b.txt").mkdir()
    (tmp_path / "c.txt").symlink_to(tmp_path / "a.txt")
    with pytest.raises(Refused) as refused:
        write_set(tmp_path, dict.fromkeys(["a.txt", "b.txt", "c.txt"], b"new"), INPUTS)
    assert codes(refused) == ["S301", "S305", "S305"]


def test_a_file_where_the_folder_is_to_be_is_left_alone(tmp_path):
    (tmp_path / "set").write_bytes(b"mine")
    with pytest.raises(Refused) as refused:
        write_set(tmp_path / "set", {"a.txt": b"new"}, INPUTS)
    assert codes(refused) == ["S304"]


def test_a_manifest_that_cannot_be_read_stops_the_work(tmp_path):
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(Refused) as refused:
        write_set(tmp_path, {"a.txt": b"new"}, INPUTS)
    assert codes(refused) == ["S303"]


def test_a_draft_in_one_format_keeps_what_the_manifest_says_of_the_other(tmp_path):
    write_set(tmp_path, {"agreement.txt": b"text"}, INPUTS)
    write_set(tmp_path, {"agreement.docx": b"word"}, {**INPUTS, "term_sheet": "z"})
    files = json.loads((tmp_path / "manifest.json").read_text())["files"]
    assert files["agreement.txt"]["drafted_from"]["term_sheet"] == "a"
    assert files["agreement.docx"]["drafted_from"]["term_sheet"] == "z"


@pytest.mark.parametrize("failing", range(4))
def test_when_the_disk_fails_before_all_is_written_the_old_set_is_whole_and_no_file_is_left_over(
    tmp_path, monkeypatch, failing
):
    files = {"a.txt": b"old", "b.txt": b"old", "c.txt": b"old"}
    write_set(tmp_path, files, INPUTS)
    before, calls = contents(tmp_path), []
    write_through = closing._write_through

    def fail(path, content):
        calls.append(path)
        if len(calls) > failing:
            raise OSError(28, "No space left on device")
        write_through(path, content)

    monkeypatch.setattr(closing, "_write_through", fail)
    with pytest.raises(OSError, match="No space left"):
        write_set(tmp_path, dict.fromkeys(files, b"new"), INPUTS)
    assert contents(tmp_path) == before
