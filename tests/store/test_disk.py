"""The order of writing, syncing and exchanging: no set is in place before it is on the disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assembler.store import disk
from tests.dealset.sets import contents, write

pytestmark = pytest.mark.skipif(os.name != "posix", reason="elsewhere a folder cannot be synced")
OLD = {"a.txt": b"old a", "gone.txt": b"gone", "same.txt": b"same", "annexes/i.txt": b"old figures"}
NEW = {"a.txt": b"new a", "same.txt": b"same", "annexes/i.txt": b"new figures", "schedules/b.txt": b"came"}
JOURNAL = "journal.json"
MANY = {f"warrants/{number:03}.txt": b"%d" % number for number in range(120)}


class UnsyncedDisk:
    """Record which files and folders a power failure would lose, by inode.

    A file is unsynced until its content is synced, a folder until its names are.
    """

    def __init__(self, monkeypatch, place):
        self.place, self.beside = place, place.with_name(f".{place.name}.next")
        self.unsynced, self.synced, self.placings, self.mistakes = set(), set(), 0, []
        self._fsync = os.fsync
        monkeypatch.setattr(os, "fsync", self.fsync)
        if disk._system_sync():
            monkeypatch.setattr(disk, "_system_sync", lambda: self.sync_all)
        for name in ("write", "write_through", "link", "make_folder", "remove", "remove_folder"):
            monkeypatch.setattr(disk, name, self.changing(getattr(disk, name)))
        self._rename, self._exchange = disk.rename, disk.exchange
        monkeypatch.setattr(disk, "rename", self.rename)
        monkeypatch.setattr(disk, "exchange", self.exchange)

    def fsync(self, descriptor):
        self._fsync(descriptor)
        inode = os.fstat(descriptor).st_ino
        self.unsynced.discard(inode)
        self.synced.add(inode)

    def sync_all(self, _):
        self.unsynced.clear()
        return 0

    def changing(self, call):
        def hooked(*arguments):
            path = Path(arguments[1] if call.__name__ == "link" else arguments[0])
            if path.name == JOURNAL and call.__name__ == "remove":
                self.rely_on(self.place.parent)  # without the journal, recovery cannot tell which set is in place
            self.synced = set()
            call(*arguments)
            if call.__name__.startswith("write") and path.stat().st_ino not in self.synced:
                self.unsynced.add(path.stat().st_ino)
            self.unsynced.add(path.parent.stat().st_ino)

        return hooked

    def rename(self, path, to):
        is_first = to == self.place and not path.with_name("aside").exists()
        if is_first or path == self.place:
            self.rely_on_surroundings()
        if to == self.place:
            self.rely_on_next(path)
        self._rename(path, to)
        self.unsynced |= {path.parent.stat().st_ino, to.parent.stat().st_ino}

    def exchange(self, first, second):
        if not disk._system_exchange():
            return False
        self.rely_on_surroundings()
        self.rely_on_next(first)
        self.unsynced |= {first.parent.stat().st_ino, second.parent.stat().st_ino}
        return self._exchange(first, second)

    def rely_on_surroundings(self):
        """Record a mistake if the last exchange, or before the first one the working folder, is unsynced."""
        self.rely_on(self.place.parent if self.placings else self.beside)

    def rely_on_next(self, folder):
        """Record what is unsynced in the folder that becomes the set, and in the journal."""
        self.rely_on(folder, *folder.rglob("*"), self.beside / JOURNAL)
        self.placings += 1

    def rely_on(self, *paths):
        self.mistakes += [path.name for path in paths if path.lstat().st_ino in self.unsynced]


@pytest.fixture(params=["at once", "in three steps"])
def exchanging(request, monkeypatch):
    """Return the way in which the system exchanges two folders."""
    if request.param == "in three steps":
        monkeypatch.setattr(disk, "_system_exchange", lambda: None)
    return request.param


@pytest.mark.parametrize("files", [NEW, NEW | MANY], ids=["a few files", "many files"])
def test_a_first_set_is_on_the_disk_before_it_gets_its_name(tmp_path, monkeypatch, files):
    place = tmp_path / "set"
    unsynced = UnsyncedDisk(monkeypatch, place)
    write(place, files)
    assert (unsynced.placings, unsynced.mistakes) == (1, [])


@pytest.mark.parametrize("files", [NEW, NEW | MANY], ids=["a few files", "many files"])
def test_a_next_set_is_on_the_disk_before_it_takes_the_place_of_the_last(tmp_path, monkeypatch, exchanging, files):
    place = tmp_path / "set"
    write(place, OLD)
    unsynced = UnsyncedDisk(monkeypatch, place)
    write(place, files, supersede=["gone.txt"], sheet=b"deal: two")
    assert unsynced.placings >= 1
    assert unsynced.mistakes == []
    assert contents(place)["a.txt"] == b"new a"
