"""The folder of a set is written completely or not at all, and never over an edited file."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from assembler.errors import InputError
from assembler.store import conflicts, disk, folder, manifest
from assembler.store.manifest import Manifest, ManifestEntry
from tests.dealset.sets import codes, contents, write


def test_a_set_is_written_with_a_manifest_and_with_what_it_was_drafted_from(tmp_path):
    written = write(tmp_path / "set", {"agreement.txt": b"words"})
    found = manifest.read(tmp_path / "set")
    assert [path.name for path in written.paths] == ["agreement.txt"]
    assert found.files == {"agreement.txt": ManifestEntry(manifest.digest(b"words"), "agreement")}
    assert sorted(contents(tmp_path / "set")) == ["agreement.txt", "inputs/deal.yaml", "manifest.json"]
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


def test_a_later_draft_takes_the_place_of_an_earlier_one(tmp_path):
    write(tmp_path / "set", {"agreement.txt": b"old"})
    write(tmp_path / "set", {"agreement.txt": b"new"}, sheet=b"deal: two")
    assert (tmp_path / "set/agreement.txt").read_bytes() == b"new"
    assert (tmp_path / "set/inputs/deal.yaml").read_bytes() == b"deal: two"
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


def test_a_file_that_is_the_same_stays_the_file_it_was(tmp_path):
    write(tmp_path / "set", {"a.txt": b"same", "b.txt": b"old"})
    before = (tmp_path / "set/a.txt").stat()
    write(tmp_path / "set", {"a.txt": b"same", "b.txt": b"new"})
    after = (tmp_path / "set/a.txt").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_where_nothing_changes_nothing_is_written(tmp_path, monkeypatch):
    write(tmp_path / "set", {"a.txt": b"same"})
    monkeypatch.setattr(disk, "make_folder", None)
    monkeypatch.setattr(disk, "write_through", None)
    assert write(tmp_path / "set", {"a.txt": b"same"}).paths == (tmp_path / "set/a.txt",)


@pytest.mark.parametrize("failed", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()], ids=["full", "stopped"])
@pytest.mark.parametrize("has_earlier", [False, True], ids=["first draft", "later draft"])
def test_a_large_set_that_fails_in_the_middle_leaves_what_was_there(tmp_path, monkeypatch, has_earlier, failed):
    many = {f"{number}.txt": b"new" for number in range(150)}
    if has_earlier:
        write(tmp_path / "set", dict.fromkeys(many, b"old"))
    before, write_one = contents(tmp_path), disk.write

    def fail(path, content):
        if path.name == "77.txt":
            raise failed
        write_one(path, content)

    monkeypatch.setattr(disk, "write", fail)
    monkeypatch.setattr(disk, "write_through", fail)
    with pytest.raises((InputError, KeyboardInterrupt)):
        write(tmp_path / "set", many)
    assert contents(tmp_path) == before


def test_a_large_set_that_does_not_come_down_to_the_disk_leaves_what_was_there(tmp_path, monkeypatch):
    many = {f"{number}.txt": b"new" for number in range(150)}
    write(tmp_path / "set", dict.fromkeys(many, b"old"))
    before = contents(tmp_path)
    monkeypatch.setattr(disk, "_system_sync", lambda: lambda _: errno.ENOSPC)
    with pytest.raises(InputError, match="the disk is full"):
        write(tmp_path / "set", many)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("has_call", [True, False], ids=["one call for the disk", "a call for each file"])
def test_a_large_set_is_written_whole_with_folders_in_it(tmp_path, monkeypatch, has_call):
    if not has_call:
        monkeypatch.setattr(disk, "_system_sync", lambda: None)
    many = {f"{number % 3}/{number}.txt": str(number).encode() for number in range(150)}
    write(tmp_path / "set", many)
    assert contents(tmp_path / "set").items() >= many.items()


def test_the_folder_stays_the_folder_it_was_even_for_who_is_in_it(tmp_path, monkeypatch):
    write(tmp_path / "set", {"a.txt": b"old"})
    monkeypatch.chdir(tmp_path / "set")
    number = Path().stat().st_ino
    write(Path(), {"a.txt": b"new"})
    assert Path("a.txt").read_bytes() == b"new"
    assert (tmp_path / "set").stat().st_ino == number


def test_what_a_person_put_there_is_never_touched(tmp_path):
    place = tmp_path / "set"
    write(place, {"a.txt": b"old"})
    (place / "notes").mkdir(mode=0o750)
    (place / "notes/call.txt").write_bytes(b"mine")
    (place / "notes/latest").symlink_to("../a.txt")
    (place / "~$a.docx").write_bytes(b"of Word")
    before = {name: os.lstat(place / name) for name in ("notes", "notes/call.txt", "notes/latest", "~$a.docx")}
    write(place, {"a.txt": b"new"})
    assert {name: os.lstat(place / name).st_ino for name in before} == {k: v.st_ino for k, v in before.items()}
    assert (place / "notes/latest").read_bytes() == b"new"
    assert (place / "notes").stat().st_mode == before["notes"].st_mode


def test_a_set_behind_a_link_is_written_where_it_is(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "set").symlink_to("elsewhere")
    write(tmp_path / "set", {"a.txt": b"old"})
    write(tmp_path / "set", {"a.txt": b"new"})
    assert (tmp_path / "set").is_symlink()
    assert (tmp_path / "elsewhere/a.txt").read_bytes() == b"new"


def test_a_whole_disk_is_no_folder_of_a_set():
    with pytest.raises(InputError) as error:
        write(Path("/"), {"a.txt": b"new"})
    assert codes(error) == ["S307"]


def test_a_folder_with_very_many_other_files_is_no_folder_of_a_set(tmp_path, monkeypatch):
    monkeypatch.setattr(conflicts, "_MOST_FILES", 2)
    for name in "xyz":
        (tmp_path / name).write_bytes(b"mine")
    with pytest.raises(InputError) as error:
        write(tmp_path, {"a.txt": b"new"})
    assert codes(error) == ["S307"]


# Edited files


def test_a_file_that_was_edited_is_never_overwritten_and_nothing_else_is_written(tmp_path):
    write(tmp_path / "set", {"a.txt": b"old", "b.txt": b"old"})
    (tmp_path / "set/b.txt").write_bytes(b"edited by counsel")
    before = contents(tmp_path)
    with pytest.raises(InputError) as error:
        write(tmp_path / "set", {"a.txt": b"new", "b.txt": b"new"})
    assert codes(error) == ["S302"]
    assert contents(tmp_path) == before


def test_a_file_that_was_edited_to_what_is_drafted_now_is_no_edit(tmp_path):
    write(tmp_path / "set", {"a.txt": b"old"})
    (tmp_path / "set/a.txt").write_bytes(b"new")
    write(tmp_path / "set", {"a.txt": b"new"})
    assert manifest.edited(tmp_path / "set", manifest.read(tmp_path / "set"), ["a.txt"]) == ()


def test_a_file_that_is_not_of_an_earlier_draft_is_never_overwritten(tmp_path):
    (tmp_path / "agreement.txt").write_bytes(b"mine")
    with pytest.raises(InputError) as error:
        write(tmp_path, {"agreement.txt": b"new"})
    assert codes(error) == ["S301"]
    assert contents(tmp_path) == {"agreement.txt": b"mine"}


def test_every_file_in_the_way_is_named_at_once(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"mine")
    (tmp_path / "b.txt").mkdir()
    (tmp_path / "c.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "inputs").symlink_to(tmp_path / "b.txt")
    with pytest.raises(InputError) as error:
        write(tmp_path, dict.fromkeys(["a.txt", "b.txt", "c.txt"], b"new"))
    assert codes(error) == ["S301", "S305", "S305", "S305"]


def test_a_file_where_the_folder_is_to_be_is_left_alone(tmp_path):
    (tmp_path / "set").write_bytes(b"mine")
    with pytest.raises(InputError) as error:
        write(tmp_path / "set", {"a.txt": b"new"})
    assert codes(error) == ["S304"]


def test_a_file_that_changes_while_the_set_is_written_stays_as_it_was_changed(tmp_path, monkeypatch):
    write(tmp_path / "set", {"a.txt": b"old", "b.txt": b"old"})
    exchange = disk.exchange

    def edit_and_exchange(first, second):
        (tmp_path / "set/b.txt").write_bytes(b"saved at the last moment")
        monkeypatch.setattr(disk, "exchange", exchange)
        return exchange(first, second)

    monkeypatch.setattr(disk, "exchange", edit_and_exchange)
    with pytest.raises(InputError) as error:
        write(tmp_path / "set", {"a.txt": b"new", "b.txt": b"new"})
    assert codes(error) == ["S313"]
    assert (tmp_path / "set/a.txt").read_bytes() == b"old"
    assert (tmp_path / "set/b.txt").read_bytes() == b"saved at the last moment"
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


def test_what_is_saved_between_the_two_exchanges_is_not_lost(tmp_path, monkeypatch):
    write(tmp_path / "set", {"a.txt": b"old", "b.txt": b"same"})
    rename = disk.rename

    def save_and_rename(path, to):
        (tmp_path / "set/b.txt").unlink()
        (tmp_path / "set/b.txt").write_bytes(b"saved as Word saves")
        (tmp_path / "set/note.txt").write_bytes(b"new of a person's")
        monkeypatch.setattr(disk, "rename", rename)
        rename(path, to)

    monkeypatch.setattr(disk, "rename", save_and_rename)
    write(tmp_path / "set", {"a.txt": b"new", "b.txt": b"same"})
    found = contents(tmp_path / "set")
    assert (found["a.txt"], found["b.txt"]) == (b"new", b"saved as Word saves")
    assert found["note.txt"] == b"new of a person's"


# Superseded files


def test_a_superseded_file_is_moved_and_not_deleted(tmp_path):
    write(tmp_path / "set", {"a.txt": b"a", "b.txt": b"b"})
    written = write(tmp_path / "set", {"a.txt": b"a"}, supersede=["b.txt"])
    found = manifest.read(tmp_path / "set")
    assert written.superseded == (tmp_path / "set/superseded/b.txt",)
    assert (tmp_path / "set/superseded/b.txt").read_bytes() == b"b"
    assert list(found.files) == ["a.txt"]
    assert found.superseded["superseded/b.txt"].sha256 == manifest.digest(b"b")


def test_one_that_leaves_twice_does_not_take_the_place_of_the_first(tmp_path):
    for content in (b"first", b"second"):
        write(tmp_path / "set", {"b.txt": content})
        write(tmp_path / "set", {}, supersede=["b.txt"])
    moved = {path.read_bytes() for path in (tmp_path / "set/superseded").iterdir()}
    assert moved == {b"first", b"second"}


def test_a_file_that_was_edited_is_not_moved_either(tmp_path):
    write(tmp_path / "set", {"a.txt": b"a", "b.txt": b"b"})
    (tmp_path / "set/b.txt").write_bytes(b"edited")
    with pytest.raises(InputError) as error:
        write(tmp_path / "set", {"a.txt": b"a"}, supersede=["b.txt"])
    assert codes(error) == ["S302"]


def test_a_draft_of_some_files_keeps_the_others_and_what_the_manifest_says_of_them(tmp_path):
    write(tmp_path / "set", {"agreement.txt": b"text"}, **{"agreement.txt": ManifestEntry("", "agreement", "x.json")})
    write(tmp_path / "set", {"agreement.docx": b"word"})
    assert manifest.read(tmp_path / "set").files["agreement.txt"].document == "x.json"
    assert (tmp_path / "set/agreement.txt").read_bytes() == b"text"


# Disk errors


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "S311"),
        (errno.EDQUOT, "S311"),
        (errno.EACCES, "S312"),
        (errno.EROFS, "S312"),
        (errno.EBUSY, "S310"),
    ],
)
def test_a_disk_that_is_full_read_only_or_in_use_is_a_finding_and_the_old_set_is_whole(
    tmp_path, monkeypatch, number, code
):
    write(tmp_path / "set", {"a.txt": b"old"})
    before = contents(tmp_path)
    in_use = number == errno.EBUSY

    def fail(*_):
        raise OSError(number, os.strerror(number), str(tmp_path / ".set.next/set/a.txt"))

    monkeypatch.setattr(disk, "exchange" if in_use else "write_through", fail)
    with pytest.raises(InputError) as error:
        write(tmp_path / "set", {"a.txt": b"new"})
    assert codes(error) == [code]
    assert error.value.problems[0].location.file == (tmp_path / "set").as_posix()
    monkeypatch.undo()
    assert contents(tmp_path) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_beside_which_nothing_may_be_written_is_named(tmp_path):
    write(tmp_path / "set", {"a.txt": b"old"})
    tmp_path.chmod(0o500)
    with pytest.raises(InputError) as error:
        write(tmp_path / "set", {"a.txt": b"new"})
    tmp_path.chmod(0o700)
    assert codes(error) == ["S312"]
    assert error.value.problems[0].location.file == tmp_path.as_posix()


def test_on_a_disk_without_second_names_files_are_copied(tmp_path, monkeypatch):
    write(tmp_path / "set", {"a.txt": b"old", "b.txt": b"same"})
    (tmp_path / "set/mine.txt").write_bytes(b"mine")

    def fail(*_):
        raise OSError(errno.EPERM, "no links")

    monkeypatch.setattr(os, "link", fail)
    write(tmp_path / "set", {"a.txt": b"new", "b.txt": b"same"})
    found = contents(tmp_path / "set")
    assert [found[name] for name in ("a.txt", "b.txt", "mine.txt")] == [b"new", b"same", b"mine"]


# Saved inputs


def test_what_a_set_was_drafted_from_can_be_had_again(tmp_path):
    given = [
        ("term_sheet", "deal.yaml", b"sheet"),
        ("investors", "lists/in.csv", b"one"),
        ("annexes.a", "b/in.csv", b"two"),
    ]
    inputs, copies = manifest.inputs_of(given)
    folder.write_set(tmp_path / "set", copies, Manifest(inputs=inputs))
    kept = folder.kept_inputs(tmp_path / "set", manifest.read(tmp_path / "set"))
    assert (kept.name, kept.term_sheet) == ("deal.yaml", b"sheet")
    assert [kept.beside("lists/in.csv"), kept.beside("b/in.csv")] == [b"one", b"two"]
    with pytest.raises(FileNotFoundError):
        kept.beside("in.csv")


@pytest.mark.parametrize("path", ["/home/me/lists/in.csv", "C:\\lists\\in.csv"])
def test_the_manifest_names_no_path_of_this_machine(tmp_path, path):
    inputs, copies = manifest.inputs_of([("term_sheet", "deal.yaml", b"sheet"), ("investors", path, b"one")])
    folder.write_set(tmp_path / "set", copies, Manifest(inputs=inputs))
    found = manifest.read(tmp_path / "set")
    assert sorted(found.inputs) == ["deal.yaml", "in.csv"]
    assert folder.kept_inputs(tmp_path / "set", found).beside(path) == b"one"


@pytest.mark.parametrize("spoil", [lambda path: path.unlink(), lambda path: path.write_bytes(b"else")])
def test_a_copy_that_is_gone_or_was_changed_is_not_taken_for_what_was_sent(tmp_path, spoil):
    write(tmp_path / "set", {"a.txt": b"a"})
    spoil(tmp_path / "set/inputs/deal.yaml")
    with pytest.raises(InputError) as error:
        folder.kept_inputs(tmp_path / "set", manifest.read(tmp_path / "set"))
    assert codes(error) == ["S306"]
