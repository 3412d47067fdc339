"""The folder of a set is written completely or not at all, and never over an edited file."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from assembler.errors import InputError
from assembler.store import conflicts, disk, folder, manifest, transaction
from assembler.store.manifest import Manifest, ManifestEntry
from assembler.store.transaction import UNDO
from assembler.store.versions import SEND, freeze
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


def test_who_stands_in_the_folder_is_told_that_it_is_the_former_one_and_the_run_goes_on_in_the_new_one(
    tmp_path, monkeypatch
):
    write(tmp_path / "set", {"a.txt": b"old"})
    (tmp_path / "set/mine").mkdir()
    for within in ("set", "set/mine"):
        monkeypatch.chdir(tmp_path / within)
        written = write(tmp_path / "set", {"a.txt": within.encode()})
        assert [problem.code for problem in written.problems] == ["S334"]
        assert (tmp_path / "set/a.txt").read_bytes() == within.encode()
        assert Path.cwd().is_relative_to(tmp_path / "set")
        assert UNDO not in Path.cwd().parts


def test_from_the_former_folder_no_set_is_written(tmp_path, monkeypatch):
    write(tmp_path / "set", {"a.txt": b"old"})
    terminal = os.open(tmp_path / "set", os.O_RDONLY)
    write(tmp_path / "set", {"a.txt": b"new"})
    os.fchdir(terminal)
    os.close(terminal)
    with pytest.raises(InputError) as error:
        write(Path(), {"a.txt": b"newer"})
    monkeypatch.chdir(tmp_path)
    assert codes(error) == ["S335"]
    assert contents(tmp_path / "set")["a.txt"] == b"new"


def test_what_a_person_put_there_is_never_touched(tmp_path):
    place = tmp_path / "set"
    write(place, {"a.txt": b"old"})
    (place / "notes").mkdir(mode=0o750)
    (place / "notes/call.txt").write_bytes(b"mine")
    (place / "notes/latest").symlink_to("../a.txt")
    (place / "~$a.docx").write_bytes(b"of Word")
    before = {name: (place / name).stat() for name in ("notes/call.txt", "~$a.docx")}
    mode = (place / "notes").stat().st_mode
    write(place, {"a.txt": b"new"})
    assert {name: (place / name).stat().st_ino for name in before} == {k: v.st_ino for k, v in before.items()}
    assert (place / "notes/latest").readlink() == Path("../a.txt")
    assert (place / "notes/latest").read_bytes() == b"new"
    assert (place / "notes").stat().st_mode == mode


@pytest.mark.parametrize("lock", [".~lock.agreement.docx#", "~$reement.docx"], ids=["LibreOffice", "Word"])
def test_a_changed_file_that_is_open_in_another_program_is_named(tmp_path, lock):
    files = {"agreement.docx": b"old", "warrant.docx": b"old"}
    place = tmp_path / "set"
    write(place, files)
    (place / lock).write_bytes(b"open")
    assert write(place, {**files, "warrant.docx": b"new"}).problems == ()
    (warning,) = write(place, {**files, "agreement.docx": b"new"}).problems
    assert (warning.code, warning.location.file) == ("S316", (place / "agreement.docx").as_posix())


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


def save_at(monkeypatch, name, save):
    """Save something right before the disk operation `name`, once."""
    operation = getattr(disk, name)

    def save_first(*arguments):
        monkeypatch.setattr(disk, name, operation)
        save()
        return operation(*arguments)

    monkeypatch.setattr(disk, name, save_first)


def test_a_file_that_stays_is_not_lost_when_it_is_saved_while_the_set_is_written(tmp_path, monkeypatch):
    write(tmp_path / "set", {"a.txt": b"old", "b.txt": b"same"})

    def save_as_word_saves():
        (tmp_path / "set/~new").write_bytes(b"saved")
        (tmp_path / "set/~new").rename(tmp_path / "set/b.txt")

    save_at(monkeypatch, "exchange", save_as_word_saves)
    with pytest.raises(InputError) as error:
        write(tmp_path / "set", {"a.txt": b"new", "b.txt": b"same"})
    assert codes(error) == ["S313"]
    assert (tmp_path / "set/b.txt").read_bytes() == b"saved"
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


def test_what_is_saved_into_a_set_that_is_withdrawn_is_not_lost(tmp_path, monkeypatch):
    place = tmp_path / "set"
    write(place, {"a.txt": b"old", "b.txt": b"b", "c.txt": b"c"})
    refuse = transaction.refuse_changed

    def save_and_refuse(folder, looks, shown):
        (place / "a.txt").write_bytes(b"saved")
        (place / "note.txt").write_bytes(b"mine")
        refuse(folder, {**looks, "c.txt": None}, shown)

    monkeypatch.setattr(transaction, "refuse_changed", save_and_refuse)
    with pytest.raises(InputError):
        write(place, {"a.txt": b"new", "c.txt": b"c"}, supersede=["b.txt"])
    found = contents(place)
    assert {name: found[name] for name in ("a.txt", "b.txt", "c.txt")} == {
        "a.txt": b"old",
        "b.txt": b"b",
        "c.txt": b"c",
    }
    assert (found["superseded/a.txt"], found["note.txt"]) == (b"saved", b"mine")
    assert len(found) == 7
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


def test_a_file_that_comes_while_the_set_is_written_moves_into_the_new_one(tmp_path, monkeypatch):
    write(tmp_path / "set", {"a.txt": b"old"})
    save_at(monkeypatch, "exchange", lambda: (tmp_path / "set/note.txt").write_bytes(b"mine"))
    written = write(tmp_path / "set", {"a.txt": b"new"})
    assert [problem.code for problem in written.problems] == ["S333"]
    assert contents(tmp_path / "set")["note.txt"] == b"mine"


# The former folder


def test_the_former_folder_keeps_what_the_last_change_replaced_and_nothing_else(tmp_path):
    place = tmp_path / "set"
    write(place, {"a.txt": b"a", "b.txt": b"b", "same.txt": b"same"})
    write(place, {"a.txt": b"new a", "came.txt": b"came", "same.txt": b"same"}, supersede=["b.txt"])
    first = manifest.digest(contents(place)["manifest.json"])
    former = transaction.replaced_by_last_change(place)
    assert sorted(former) == ["a.txt", "b.txt", "came.txt", "manifest.json", "superseded/b.txt"]
    assert [former[name] for name in ("a.txt", "b.txt", "came.txt", "superseded/b.txt")] == [b"a", b"b", None, None]
    write(place, {"a.txt": b"newer a"})
    assert sorted(transaction.replaced_by_last_change(place)) == ["a.txt", "manifest.json"]
    assert manifest.digest(transaction.replaced_by_last_change(place)["manifest.json"]) == first
    files = [path for path in (place / UNDO).rglob("*") if path.is_file()]
    assert sorted(path.name for path in files) == ["a.txt", "journal.json", "manifest.json"]


def test_what_somebody_saves_in_the_former_folder_is_not_lost_with_it(tmp_path):
    place = tmp_path / "set"
    write(place, {"a.txt": b"old", "b.txt": b"b"})
    write(place, {"a.txt": b"new"}, supersede=["b.txt"])
    former = place / UNDO / "set"
    (former / "a.txt").write_bytes(b"edited in the former folder")
    (former / "notes").mkdir()
    (former / "notes/call.txt").write_bytes(b"mine")
    (former / ".~lock.a.txt#").write_bytes(b"of LibreOffice")
    (place / "superseded/b.txt").write_bytes(b"edited where it was moved to")
    written = write(place, {"a.txt": b"newer"})
    assert [problem.code for problem in written.problems] == ["S333", "S333"]
    found = contents(place)
    assert found["a.txt"] == b"newer"
    assert found["superseded/a.txt"] == b"edited in the former folder"
    assert found["superseded/b.txt"] == b"edited where it was moved to"
    assert found["notes/call.txt"] == b"mine"
    assert ".~lock.a.txt#" not in found


def test_a_copy_of_a_set_is_a_set_whose_last_change_can_be_undone_and_nothing_counts_as_saved_in_it(tmp_path):
    write(tmp_path / "set", {"a.txt": b"old", "b.txt": b"b"})
    write(tmp_path / "set", {"a.txt": b"new", "b.txt": b"b"})
    shutil.copytree(tmp_path / "set", tmp_path / "copy", copy_function=shutil.copyfile)
    assert transaction.replaced_by_last_change(tmp_path / "copy")["a.txt"] == b"old"
    written = write(tmp_path / "copy", {"a.txt": b"newer"})
    assert written.problems == ()
    assert "superseded/a.txt" not in contents(tmp_path / "copy")


@pytest.mark.parametrize("within", ["versions", "versions/1", "versions/1/inputs", "versions/7", UNDO, f"{UNDO}/set"])
def test_no_set_is_written_into_the_versions_or_the_undo_of_another(tmp_path, within):
    for content in (b"older", b"old"):
        write(tmp_path / "set", {"a.txt": content})
    freeze(tmp_path / "set", date(2003, 7, 1), "", "", SEND)
    before = contents(tmp_path)
    with pytest.raises(InputError) as error:
        write(tmp_path / "set" / within, {"a.txt": b"new"})
    assert codes(error) == ["S335"]
    assert contents(tmp_path) == before


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
    written = write(tmp_path / "set", {"a.txt": b"new", "b.txt": b"same"})
    found = contents(tmp_path / "set")
    assert [found[name] for name in ("a.txt", "b.txt", "mine.txt")] == [b"new", b"same", b"mine"]
    assert written.problems == ()
    assert sorted(transaction.replaced_by_last_change(tmp_path / "set")) == ["a.txt", "manifest.json"]


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
