"""A set after a run that is killed, or whose disk fails, at any call to the disk."""

from __future__ import annotations

import errno
import os
from datetime import date

import pytest

from assembler.dealset.register import restored_register
from assembler.errors import InputError
from assembler.store import disk, manifest
from assembler.store.folder import recover, write_set
from assembler.store.manifest import Manifest, ManifestEntry
from assembler.store.restoring import restore
from assembler.store.versions import SEND, check_all, freeze
from tests import kill_runs
from tests.dealset.sets import contents, write

OLD = {"a.txt": b"old a", "b.txt": b"old b", "gone.txt": b"gone", "same.txt": b"same"}
NEW = {"a.txt": b"new a", "b.txt": b"new b", "came.txt": b"came", "same.txt": b"same"}
CALLS = [
    name
    for name, call in vars(disk).items()
    if callable(call) and not name.startswith("_") and call.__module__ == disk.__name__
]
IN_PLACE = {"old": "The old set is in place", "new": "The new set is in place", "either": "The set is complete"}


class Killed(BaseException):
    """Raised in place of every call to the disk of a run that was killed."""


class Fire:
    """Make call number `at` to the disk fail, or kill the run in that call or behind it.

    A run that is killed in a call leaves half of the file that it writes. Other calls are complete or have no effect.
    """

    def __init__(self, monkeypatch, at, how):
        self.at, self.how, self.calls = at, how, 0
        for name in CALLS:
            monkeypatch.setattr(disk, name, self.through(name, getattr(disk, name)))

    def through(self, name, call):
        def hooked(*arguments):
            self.calls += 1
            if self.how != "fail" and self.calls > self.at:
                raise Killed
            if self.calls != self.at:
                return call(*arguments)
            if self.how == "fail":
                raise OSError(errno.EIO, os.strerror(errno.EIO), str(arguments[0]))
            if self.how == "in it" and name == "write_through":
                arguments[0].write_bytes(arguments[1][: len(arguments[1]) // 2])
            elif self.how == "behind it":
                call(*arguments)
            raise Killed

        return hooked


def begin(place, old):
    """Write the set before the run, with files that a person put beside it. Without `old`, write nothing."""
    if old:
        write(place, OLD)
        (place / "mine").mkdir()
        (place / "mine/notes.txt").write_bytes(b"mine")
        (place / "mine/latest").symlink_to("../a.txt")


def draft(place):
    """Draft as a command does: recover first, then write. Return the problems."""
    recovered = recover(place)
    earlier = manifest.read(place)
    gone = [name for name in ("gone.txt",) if earlier and name in earlier.files]
    written = write(place, NEW, supersede=gone, sheet=b"deal: two")
    return (*recovered, *written.problems)


def states(tmp_path, old):
    """Return the contents of the complete old set and of the complete new set."""
    begin(tmp_path / "wanted", old)
    before = contents(tmp_path / "wanted")
    draft(tmp_path / "wanted")
    return before, contents(tmp_path / "wanted")


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Skip syncs, which matter after a power failure only. These tests ask what other runs see."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(params=["at once", "in three steps"])
def exchanging(request, monkeypatch):
    """Return the way in which the system exchanges two folders."""
    if request.param == "in three steps":
        monkeypatch.setattr(disk, "_system_exchange", lambda: None)
    return request.param


def fired(tmp_path, old, how):
    """Break a draft at each of its calls in turn. Yield its folder and its outcome."""
    return broken(tmp_path, lambda place: begin(place, old), draft, how)


def broken(tmp_path, prepare, act, how):
    """Break a command at each of its calls in turn. Yield the folder of its set and its outcome."""
    at = 0
    while True:
        at += 1
        place = tmp_path / str(at) / "set"
        prepare(place)
        with pytest.MonkeyPatch.context() as patch:
            fire = Fire(patch, at, how)
            try:
                outcome = act(place)
            except (Killed, InputError, OSError) as error:
                outcome = error
        if fire.calls < at:
            assert at > len(NEW), "a set takes more calls than it has files"
            return
        yield place, outcome


@pytest.mark.parametrize("how", ["in it", "behind it"])
@pytest.mark.parametrize("old", [True, False], ids=["a set there", "a first draft"])
def test_killed_at_any_call_a_run_leaves_the_old_set_or_the_new_one_and_the_next_run_says_which(
    tmp_path, exchanging, old, how
):
    before, after = states(tmp_path, old)
    seen = set()
    for place, _ in fired(tmp_path, old, how):
        found = contents(place)
        is_between = found is None and old and exchanging == "in three steps"
        assert found in (before, after) or is_between
        warnings = [problem.message for problem in draft(place)]
        assert contents(place) == after
        assert [path.name for path in place.parent.iterdir()] == ["set"]
        if warnings and old and found is not None:
            (which,) = (name for name, words in IN_PLACE.items() if words in warnings[0])
            assert which == "either" or found == {"old": before, "new": after}[which]
            seen.add(which)
    assert not old or {"old", "new"} <= seen


@pytest.mark.parametrize("old", [True, False], ids=["a set there", "a first draft"])
def test_where_any_call_fails_the_old_set_is_whole_or_the_new_one_is_and_it_is_said(tmp_path, exchanging, old):
    before, after = states(tmp_path, old)
    for place, outcome in fired(tmp_path, old, "fail"):
        found = contents(place)
        if isinstance(outcome, BaseException):
            assert found == before
            assert [path.name for path in place.parent.iterdir()] == (["set"] if old else [])
        else:
            assert found == after
            beside = [path.name for path in place.parent.iterdir() if path.name != "set"]
            assert bool(beside) == bool(outcome)
            draft(place)
            assert [path.name for path in place.parent.iterdir()] == ["set"]
        assert contents(place) in (before, after)


# Versions

DAY = date(2003, 7, 1)
EDIT = b"edited by hand"


def with_versions(place):
    """Write a set with a version, a later draft, a file edited by hand and files of a person."""
    begin(place, old=True)
    freeze(place, DAY, "Counsel", "", SEND)
    draft(place)
    (place / "b.txt").write_bytes(EDIT)


def refresh(place):
    """Carry a change into the edited file, as `schedules --into` does."""
    inputs, copies = manifest.inputs_of([("term_sheet", "deal.yaml", b"deal: three")])
    files = {"a.txt": b"newest a", "b.txt": EDIT + b" and refreshed"}
    described = Manifest(inputs=inputs, files={name: ManifestEntry(manifest.digest(b"new b")) for name in files})
    write_set(place, {**files, **copies}, described, refreshed={"b.txt": manifest.digest(EDIT)})


COMMANDS = {
    "send": lambda place: freeze(place, DAY, "", "", SEND),
    "restore": lambda place: restore(place, 1, DAY, restored_register),
    "undo": lambda place: restore(place, None, DAY, restored_register),
    "schedules": lambda place: write(place, {**NEW, "b.txt": EDIT, "a.txt": b"other a"}, supersede=["came.txt"]),
    "schedules --into": refresh,
}


def parts(place):
    """Return the content of the working set, and that of its versions."""
    found = contents(place)
    frozen = {name for name in found if name.startswith("versions/")}
    return {name: found[name] for name in found.keys() - frozen}, {name: found[name] for name in frozen}


@pytest.mark.parametrize(
    ("command", "how", "exchanging"),
    [
        *((command, "behind it", "at once") for command in COMMANDS),
        # A restore does all that the others do.
        ("restore", "in it", "at once"),
        ("restore", "behind it", "in three steps"),
    ],
    indirect=["exchanging"],
)
def test_killed_at_any_call_no_command_damages_a_version_or_loses_an_edit(tmp_path, exchanging, command, how):
    act = COMMANDS[command]
    with_versions(tmp_path / "wanted")
    before, versions_before = parts(tmp_path / "wanted")
    act(tmp_path / "wanted")
    after, _ = parts(tmp_path / "wanted")
    for place, _ in broken(tmp_path, with_versions, act, how):
        if exchanging == "in three steps" and not place.exists():
            recover(place)
        working, frozen = parts(place)
        assert working in (before, after)
        assert frozen.items() >= versions_before.items()
        assert check_all(place) == []
        assert any(EDIT in content for content in (*working.values(), *frozen.values()) if isinstance(content, bytes))
        recover(place)
        assert parts(place)[0] == working
        if working == before:
            act(place)
        assert parts(place)[0] == after
        assert parts(place)[1].items() >= frozen.items()
        assert check_all(place) == []
        assert [path.name for path in place.parent.iterdir()] == ["set"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is killed that was forked")
def test_killed_by_the_system_at_random_times_a_run_leaves_a_whole_set_and_the_next_goes_on(tmp_path, exchanging):
    result = kill_runs.run(12, 1, tmp_path, in_three_steps=exchanging == "in three steps")
    assert result.bad == []
