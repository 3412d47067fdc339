"""A version comes back whole, what was there is kept, and the last change can be undone."""

from __future__ import annotations

from datetime import date

import pytest

from assembler.dealset.register import restored_register
from assembler.errors import InputError
from assembler.store import folder, manifest
from assembler.store.folder import write_set
from assembler.store.manifest import Manifest, ManifestEntry, NumberedParty
from assembler.store.restoring import restore
from assembler.store.versions import RESTORE, SEND, freeze, versions
from tests.dealset.sets import codes, contents, write

DAY = date(2003, 7, 1)
FIRST = {"agreement.docx": b"first", "warrant-01.docx": b"one", "warrant-02.docx": b"two"}
SECOND = {"agreement.docx": b"second", "warrant-01.docx": b"one", "warrant-03.docx": b"three"}


@pytest.fixture
def place(tmp_path):
    """A set whose first draft was sent, and which was drafted again: warrant 02 left, and 03 came."""
    place = tmp_path / "set"
    write(place, FIRST, sheet=b"deal: first")
    freeze(place, DAY, "Counsel", "", SEND)
    write(place, SECOND, supersede=["warrant-02.docx"], sheet=b"deal: second")
    return place


def working(place):
    """Return the content of the working set."""
    return {name: content for name, content in contents(place).items() if not name.startswith("versions/")}


def restored(place, number):
    return restore(place, number, DAY, restored_register)


def frozen(version):
    return {name: (version.folder / name).read_bytes() for name in version.files}


def test_a_version_comes_back_whole_and_what_was_there_is_kept_as_the_next(place):
    before = working(place)
    done = restored(place, 1)
    first, second = versions(place)
    assert working(place) == frozen(first)
    assert frozen(second) == before
    assert (done.kept, done.is_new, second.kept_by) == (second, True, RESTORE)
    assert second.note == "before version 1 was restored"
    assert [path.name for path in place.parent.iterdir()] == ["set"]


def test_what_a_version_has_already_is_not_kept_again(place):
    freeze(place, DAY, "", "", SEND)
    done = restored(place, 1)
    assert (done.kept.number, done.is_new) == (2, False)
    assert restored(place, 2).kept.number == 1
    assert len(versions(place)) == 2


def test_a_file_edited_by_hand_is_kept_before_the_version_takes_its_place_and_comes_back_as_edited(place):
    (place / "agreement.docx").write_bytes(b"edited")
    restored(place, 1)
    assert (place / "agreement.docx").read_bytes() == b"first"
    restored(place, 2)
    assert (place / "agreement.docx").read_bytes() == b"edited"
    described = manifest.read(place)
    assert manifest.edited(place, described, described.files) == ("agreement.docx",)


def test_a_file_of_the_users_own_stays_as_it_is(place):
    (place / "notes").mkdir()
    (place / "notes/call.txt").write_bytes(b"first")
    freeze(place, DAY, "", "", SEND)
    (place / "notes/call.txt").write_bytes(b"second")
    restored(place, 2)
    assert (place / "notes/call.txt").read_bytes() == b"second"


def test_a_restored_set_shares_no_storage_with_its_version(place):
    restored(place, 1)
    (place / "agreement.docx").write_bytes(b"saved into the same file")
    assert frozen(versions(place)[0])["agreement.docx"] == b"first"


def test_the_inputs_of_a_restored_set_are_those_of_the_version(place):
    restored(place, 1)
    assert folder.kept_inputs(place, manifest.read(place)).term_sheet == b"deal: first"


@pytest.mark.parametrize(
    ("spoil", "code"), [(lambda path: path.unlink(), "S338"), (lambda path: path.write_bytes(b"other"), "S337")]
)
def test_a_damaged_version_does_not_come_back(place, spoil, code):
    damaged = place / "versions/1/agreement.docx"
    damaged.chmod(0o600)
    spoil(damaged)
    before = contents(place)
    with pytest.raises(InputError) as error:
        restored(place, 1)
    assert codes(error) == [code]
    assert contents(place) == before


@pytest.mark.parametrize("way", ["folder", "link", "link above"])
def test_a_link_or_a_folder_in_the_way_is_refused_and_nothing_is_kept(place, way):
    write(place, {**SECOND, "inputs/list.csv": b"x"})
    freeze(place, DAY, "", "", SEND)
    write(place, SECOND, supersede=["inputs/list.csv"], sheet=b"deal: third")
    if way == "link above":
        (place / "inputs").rename(place / "elsewhere")
        (place / "inputs").symlink_to("elsewhere")
    else:
        (place / "agreement.docx").unlink()
        (place / "agreement.docx").mkdir() if way == "folder" else (place / "agreement.docx").symlink_to(
            "manifest.json"
        )
    with pytest.raises(InputError) as error:
        restored(place, 1)
    assert set(codes(error)) == {"S305"}
    assert len(versions(place)) == 2


def test_the_last_change_is_undone_and_the_next_undo_does_it_again(place):
    second = working(place)
    restored(place, None)
    assert working(place) == frozen(versions(place)[0])
    assert versions(place)[1].note == "before the last change was undone"
    restored(place, None)
    assert working(place) == second


def test_an_undo_leaves_alone_what_the_change_did_not_touch_and_keeps_every_edit(place):
    (place / "warrant-01.docx").write_bytes(b"edited since")
    (place / "agreement.docx").write_bytes(b"edited since, too")
    restored(place, None)
    assert (place / "warrant-01.docx").read_bytes() == b"edited since"
    assert (place / "agreement.docx").read_bytes() == b"first"
    assert (place / "versions/2/agreement.docx").read_bytes() == b"edited since, too"


def test_a_version_that_was_frozen_is_no_change_to_undo(place):
    freeze(place, DAY, "", "", SEND)
    restored(place, None)
    assert (place / "agreement.docx").read_bytes() == b"first"
    assert len(versions(place)) == 2


@pytest.mark.parametrize("has_folder", [False, True])
def test_a_first_draft_cannot_be_undone(tmp_path, has_folder):
    if has_folder:
        (tmp_path / "set").mkdir()
        (tmp_path / "set/mine.txt").write_bytes(b"mine")
    write(tmp_path / "set", FIRST)
    before = contents(tmp_path)
    with pytest.raises(InputError) as error:
        restored(tmp_path / "set", None)
    assert codes(error) == ["S336"]
    assert contents(tmp_path) == before


@pytest.mark.parametrize("number", [1, None], ids=["a version", "the last change"])
def test_a_number_that_was_given_since_is_not_given_again(tmp_path, number):
    place = tmp_path / "set"
    first, second = NumberedParty(1, "A", "a", "investors[0]"), NumberedParty(2, "B", "b", "investors[1]")
    write_set(place, {"a.txt": b"a"}, Manifest(files={"a.txt": ManifestEntry("")}, numbers=(first,)))
    freeze(place, DAY, "", "", SEND)
    write_set(place, {"a.txt": b"b"}, Manifest(files={"a.txt": ManifestEntry("")}, numbers=(first, second)))
    restored(place, number)
    assert (place / "a.txt").read_bytes() == b"a"
    assert manifest.read(place).numbers == (first, NumberedParty(2, "B", "b", "investors", left=True))


def test_where_there_is_no_set_there_is_nothing_to_restore(tmp_path):
    with pytest.raises(InputError) as error:
        restored(tmp_path / "set", 1)
    assert codes(error) == ["S330"]
