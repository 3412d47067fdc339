"""The versions of a set: frozen whole, kept apart from the working set, and never overwritten."""

from __future__ import annotations

import os
import shutil
import stat
from datetime import date
from pathlib import Path

import pytest

from assembler.errors import InputError
from assembler.store import manifest
from assembler.store.folder import kept_inputs
from assembler.store.versions import SEND, check_all, freeze, last_sent, version_of, versions
from tests.dealset.sets import codes, contents, write

DAY = date(2003, 7, 1)
FILES = {"agreement.docx": b"words", "warrant-01.docx": b"one", "redlines/agreement.redline.docx": b"marks"}


def send(place, to="", kept_by=SEND):
    return freeze(place, DAY, to, "", kept_by)[0]


def test_a_version_has_every_file_of_the_working_set_and_can_be_read_as_a_set(tmp_path):
    place = tmp_path / "set"
    write(place, FILES)
    (place / "mine").mkdir()
    (place / "mine/notes.txt").write_bytes(b"mine")
    before = contents(place)
    version, _ = freeze(place, DAY, "Counsel", "first turn", SEND)
    assert (version.number, version.date, version.to, version.note, version.kept_by) == (
        1,
        DAY,
        "Counsel",
        "first turn",
        "send",
    )
    assert version.folder == place / "versions/1"
    assert {name: (version.folder / name).read_bytes() for name in version.files} == before
    assert version.files == {name: manifest.digest(content) for name, content in before.items()}
    assert manifest.read(version.folder) == manifest.read(place)
    assert kept_inputs(version.folder, manifest.read(version.folder)).term_sheet == b"deal: one"
    assert versions(place) == (version,)
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


def test_a_version_shares_no_storage_with_the_working_set_and_unchanged_files_with_other_versions(tmp_path):
    place = tmp_path / "set"
    write(place, FILES)
    send(place)
    (place / "warrant-01.docx").write_bytes(b"edited")
    send(place)
    for name in FILES:
        numbers = [(place / within / name).stat().st_ino for within in ("", "versions/1", "versions/2")]
        assert len(set(numbers)) == (3 if name == "warrant-01.docx" else 2)
        assert numbers[0] not in numbers[1:]
    assert (place / "versions/1/warrant-01.docx").read_bytes() == b"one"


@pytest.mark.skipif(os.name != "posix", reason="Windows deletes no read-only file")
def test_the_files_of_a_version_are_read_only(tmp_path):
    write(tmp_path / "set", FILES)
    for _ in range(2):
        version = send(tmp_path / "set")
        modes = {stat.S_IMODE((version.folder / name).stat().st_mode) for name in (*version.files, "version.json")}
        assert modes == {0o444}


def test_a_damaged_file_of_a_version_is_not_taken_over_by_the_next(tmp_path):
    place = tmp_path / "set"
    write(place, FILES)
    damaged = send(place).folder / "agreement.docx"
    damaged.chmod(0o600)
    damaged.write_bytes(b"other")
    assert (send(place).folder / "agreement.docx").read_bytes() == b"words"


def test_links_and_the_lock_files_of_word_and_libreoffice_are_not_frozen(tmp_path):
    write(tmp_path / "set", FILES)
    (tmp_path / "set/~$reement.docx").write_bytes(b"of Word")
    (tmp_path / "set/.~lock.agreement.docx#").write_bytes(b"of LibreOffice")
    (tmp_path / "set/latest").symlink_to("agreement.docx")
    assert sorted(send(tmp_path / "set").files) == sorted([*FILES, "inputs/deal.yaml", "manifest.json"])


def test_versions_come_in_the_order_of_their_numbers_and_a_number_is_not_given_again(tmp_path):
    place = tmp_path / "set"
    write(place, FILES)
    assert versions(place) == ()
    for _ in range(10):
        send(place)
    assert [version.number for version in versions(place)] == list(range(1, 11))
    for number in (3, 10):
        shutil.rmtree(place / f"versions/{number}")
    assert [version.number for version in versions(place)] == [1, 2, *range(4, 10)]
    assert [Path(problem.location.file).name for problem in check_all(place)] == ["3", "10"]
    assert send(place).number == 11


def test_the_last_version_that_was_sent_is_not_the_one_that_a_restore_kept(tmp_path):
    write(tmp_path / "set", FILES)
    assert last_sent(tmp_path / "set") is None
    send(tmp_path / "set", "Counsel")
    send(tmp_path / "set", kept_by="restore")
    assert last_sent(tmp_path / "set").number == 1


@pytest.mark.parametrize(
    ("count", "says"),
    [(0, "`assembler send` freezes"), (1, "has version 1 only"), (3, "has the versions 1, 2 and 3")],
)
def test_a_version_that_is_not_there_is_refused_with_those_that_are(tmp_path, count, says):
    write(tmp_path / "set", FILES)
    for _ in range(count):
        send(tmp_path / "set")
    with pytest.raises(InputError, match=says) as error:
        version_of(tmp_path / "set", 4)
    assert codes(error) == ["S331"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: "",
        lambda text: text[:-3],
        lambda _: "{}",
        lambda text: text.replace('"version": 1', '"version": 2'),
        lambda text: text.replace('"number": 1', '"number": 2'),
        lambda text: text.replace('"agreement.docx"', '"../agreement.docx"'),
        lambda text: text.replace('"agreement.docx"', '"/agreement.docx"'),
    ],
)
def test_a_record_that_cannot_be_read_is_refused_and_nothing_is_frozen(tmp_path, spoil):
    write(tmp_path / "set", FILES)
    record = send(tmp_path / "set").folder / "version.json"
    text = spoil(record.read_text())
    record.unlink()
    record.write_text(text)
    for attempt in (versions, send):
        with pytest.raises(InputError) as error:
            attempt(tmp_path / "set")
        assert codes(error) == ["S332"]
    assert sorted(path.name for path in (tmp_path / "set/versions").iterdir()) == ["1", "1.json"]


def test_a_file_that_changes_while_it_is_frozen_is_refused(tmp_path, monkeypatch):
    write(tmp_path / "set", FILES)
    reading = type(tmp_path).read_bytes

    def edit_and_read(path):
        content = reading(path)
        if path.name == "agreement.docx":
            path.write_bytes(b"saved at the last moment")
        return content

    monkeypatch.setattr(type(tmp_path), "read_bytes", edit_and_read)
    with pytest.raises(InputError) as error:
        send(tmp_path / "set")
    assert codes(error) == ["S313"]
    assert not (tmp_path / "set/versions").exists()


def test_a_later_draft_leaves_every_version_as_it_is(tmp_path):
    place = tmp_path / "set"
    write(place, FILES)
    version = send(place)
    before = {name: (version.folder / name).stat() for name in version.files}
    write(place, {**FILES, "agreement.docx": b"other"}, supersede=["warrant-01.docx"])
    after = {name: (version.folder / name).stat() for name in version.files}
    assert {name: (each.st_ino, each.st_mtime_ns) for name, each in after.items()} == {
        name: (each.st_ino, each.st_mtime_ns) for name, each in before.items()
    }
    assert versions(place) == (version,)


def test_a_folder_without_a_set_has_nothing_to_freeze(tmp_path):
    for place in (tmp_path, tmp_path / "nothing/there"):
        with pytest.raises(InputError) as error:
            send(place)
        assert codes(error) == ["S330"]
    assert [*tmp_path.iterdir()] == []
