"""The change of a set, whole or not at all: a run that is killed at any moment leaves the old set or the new one.

The whole next set is built beside the old one, of names for the files that stay and of the files that are new, and the
two folders are exchanged. Then the old folder is brought to the same state, and exchanged back: so the folder of a set
stays the folder it was, to a terminal that is in it and to a window that shows it, and a subfolder of the user's is
never put in another's place. What a run that was killed left beside the set, the next one completes or clears away.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from assembler.closing import disk
from assembler.closing.manifest import MANIFEST, digest
from assembler.findings import Finding, Place, Refused, Severity

Looks = Mapping[str, tuple[int, ...] | None]
"""How each file looked when it was decided what becomes of it, by its path in the set; None of one that was not there."""


class Change(Struct, frozen=True):
    """What is to become of a set: files written, files moved, files taken away, by their paths in it.

    Everything else in the folder stays. A moved file is named with where it goes. `looks` are of all of them.
    """

    written: Mapping[str, bytes] = {}
    moved: Mapping[str, str] = {}
    removed: frozenset[str] = frozenset()
    looks: Looks = {}

    def __bool__(self) -> bool:
        return bool(self.written or self.moved or self.removed)

    @property
    def arriving(self) -> tuple[str, ...]:
        """The files that are new in the folder or replaced."""
        return (*self.written, *self.moved.values())

    @property
    def leaving(self) -> frozenset[str]:
        """The names that are no more in the folder."""
        return self.removed.union(self.moved)


class _Beside(Struct, frozen=True):
    """The folder beside a set in which the next one is built."""

    set: Path

    @property
    def root(self) -> Path:
        """The folder itself, whose name the next run knows."""
        return self.set.with_name(f".{self.set.name}.next")

    @property
    def next(self) -> Path:
        """The next set, and after the exchange what stood there before."""
        return self.root / "set"

    @property
    def aside(self) -> Path:
        """Where one of two folders is for a moment, on a system that cannot exchange them at once."""
        return self.root / "aside"

    @property
    def part(self) -> Path:
        """A new file on its way into the folder."""
        return self.root / "part"

    @property
    def journal(self) -> Path:
        """What a run is about to do."""
        return self.root / "journal.json"


def next_of(folder: Path) -> Path:
    """The folder in which the next set of `folder` is built, beside it."""
    return _Beside(folder).next


def look(path: Path) -> tuple[int, ...] | None:
    """What tells whether a file was changed since: which one it is, its size and the time of its last change."""
    try:
        return _seen(path.lstat())
    except (FileNotFoundError, NotADirectoryError):
        return None


def _seen(found: os.stat_result) -> tuple[int, ...]:
    return found.st_ino, found.st_size, found.st_mtime_ns


def commit(folder: Path, change: Change) -> tuple[Finding, ...]:
    """Make the change; what comes back are warnings of what could not be cleared away.

    To be called with the lock of the set, after `recover`. Raises Refused where somebody changed a file meanwhile, and
    OSError where the disk fails; in both cases the old set stands, and nothing is left beside it.
    """
    beside, is_first = _Beside(folder), not folder.exists()
    try:
        _build(beside, change)
        built = _looks_of(beside.next)
        if is_first:
            disk.rename(beside.next, folder)
        else:
            _swap(beside)
            _refuse_changed(beside, change)
    except BaseException:
        _withdraw(beside)
        raise
    return _ended(beside, None if is_first else change, built)


def is_left_over(folder: Path) -> bool:
    """Whether a run is writing the set, or was killed while it did."""
    return _Beside(folder).root.exists()


def recover(folder: Path) -> tuple[Finding, ...]:
    """Complete or clear away what a run that was killed left beside the set, and say which of the two sets stands.

    To be called with the lock of the set. OSError where the disk fails.
    """
    beside = _Beside(folder)
    if not is_left_over(folder):
        return ()
    _end_swap(beside)
    journal, stands = _journal(beside), _manifest_of(folder)
    was_exchanged = _is_former(beside, journal)
    if was_exchanged and stands == journal["after"]:
        _settle(beside, journal["arriving"], journal["leaving"])
    _clear(beside)
    return (_left_over(folder, _which(stands, journal, was_exchanged=was_exchanged)),)


# Before the exchange


def _build(beside: _Beside, change: Change) -> None:
    """The next set, whole, and a note of what is to be done."""
    disk.make_folder(beside.root)
    disk.write_through(beside.journal, _plan(beside, change))
    disk.make_folder(beside.next)
    absent = {*change.leaving, *change.arriving}
    if beside.set.exists():
        _repeat(beside.set, beside.next, absent)
    disk.write_all(((_room_for(beside.next, name), each) for name, each in change.written.items()), beside.next)
    for name, to in change.moved.items():
        disk.link(beside.set / name, _room_for(beside.next, to))
    for each in _folders(beside.next):
        disk.sync_folder(each)
    disk.sync_folder(beside.root)


def _plan(beside: _Beside, change: Change) -> bytes:
    plan = {
        "before": _manifest_of(beside.set),
        "after": digest(change.written[MANIFEST]) if MANIFEST in change.written else _manifest_of(beside.set),
        "folder": _number(beside.set),
        "arriving": change.arriving,
        "leaving": sorted(change.leaving),
    }
    return msgspec.json.encode(plan)


def _repeat(source: Path, target: Path, absent: set[str], within: str = "") -> None:
    """The same files under second names, without those that are absent."""
    with os.scandir(source) as entries:
        for entry in entries:
            name = within + entry.name
            if entry.is_dir(follow_symlinks=False):
                disk.make_folder(target / entry.name)
                _repeat(source / entry.name, target / entry.name, absent, f"{name}/")
            elif name not in absent:
                disk.link(entry.path, f"{target}/{entry.name}")
    disk.copy_rights(source, target)


def _room_for(folder: Path, name: str) -> Path:
    """The path of a file of the set, in a folder that is made where it is not there."""
    path = folder / name
    if not path.parent.is_dir():
        disk.make_folder(path.parent)
    return path


def _folders(folder: Path) -> Iterator[Path]:
    for root, _, _ in os.walk(folder):
        yield Path(root)


# The exchange


def _swap(beside: _Beside) -> None:
    """Exchange the set and the one beside it; where the system cannot at once, in three steps that `_end_swap` ends."""
    if disk.exchange(beside.next, beside.set):
        return
    try:
        disk.rename(beside.set, beside.aside)
        disk.rename(beside.next, beside.set)
        disk.rename(beside.aside, beside.next)
    except OSError:
        _end_swap(beside)
        raise


def _end_swap(beside: _Beside) -> None:
    """After an exchange that was broken off: back where it had not come to the second step, else to its end."""
    if beside.aside.exists():
        disk.rename(beside.aside, beside.next if beside.set.exists() else beside.set)


def _refuse_changed(beside: _Beside, change: Change) -> None:
    """Refused where a file that is replaced or leaves was changed since it was looked at."""
    changed = [name for name, looked in change.looks.items() if look(beside.next / name) != looked]
    if changed:
        what = "this file was changed while the set was being written"
        remedy = "Run again; nothing was written over it."
        raise Refused(Finding("S313", what, remedy, Place((beside.set / name).as_posix())) for name in changed)


def _withdraw(beside: _Beside) -> None:
    """The old set in its place again, and nothing beside it, as far as the disk allows."""
    with suppress(OSError):
        _end_swap(beside)
        if _is_former(beside, _journal(beside)):
            _swap(beside)
        _clear(beside)


# After the exchange


def _ended(beside: _Beside, change: Change | None, built: Looks) -> tuple[Finding, ...]:
    """The set stands: what is still to do may fail, and is then left to the next run."""
    try:
        disk.sync_folder(beside.set.parent)
        if change is not None:
            _settle(beside, change.arriving, sorted(change.leaving))
            _hand_over(beside, built)
        _clear(beside)
    except OSError as error:
        what = f"the set is written, but what was used for it could not be cleared away: {error.strerror or error}"
        remedy = "The next run clears it away."
        return (Finding("S314", what, remedy, Place(beside.root.as_posix()), severity=Severity.WARNING),)
    return ()


def _settle(beside: _Beside, arriving: list[str] | tuple[str, ...], leaving: list[str]) -> None:
    """Bring the folder that the set had before to the state of the new one, and put it in its place."""
    for name in arriving:
        disk.remove(beside.part)  # to rename a file to a second name of its own does nothing
        disk.link(beside.set / name, beside.part)
        disk.rename(beside.part, _room_for(beside.next, name))
    for name in leaving:
        disk.remove(beside.next / name)
    for parent in {(beside.next / name).parent for name in (*arriving, *leaving)}:
        disk.sync_folder(parent)
    _swap(beside)
    disk.sync_folder(beside.set.parent)


def _hand_over(beside: _Beside, built: Looks) -> None:
    """Put into the set what somebody saved into the other folder, in the moment when that one was the set."""
    for name, looked in _looks_of(beside.next).items():
        if looked != built.get(name):
            disk.rename(beside.next / name, _room_for(beside.set, name))


def _looks_of(folder: Path) -> Looks:
    """How every file in a folder looks, and in those below it."""
    return dict(_each_look(folder, ""))


def _each_look(folder: Path, within: str) -> Iterator[tuple[str, tuple[int, ...] | None]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _each_look(folder / entry.name, f"{within}{entry.name}/")
            else:
                yield within + entry.name, _seen(entry.stat(follow_symlinks=False))


def _clear(beside: _Beside) -> None:
    """Take away what is beside the set, the note of what was to be done last."""
    if beside.next.exists():
        _take_away(beside.next)
    disk.remove(beside.part)
    disk.remove(beside.journal)
    disk.remove_folder(beside.root)


def _take_away(folder: Path) -> None:
    disk.open_up(folder)
    with os.scandir(folder) as entries:
        for entry in list(entries):
            if entry.is_dir(follow_symlinks=False):
                _take_away(folder / entry.name)
            else:
                disk.remove(entry.path)
    disk.remove_folder(folder)


def _journal(beside: _Beside) -> Mapping[str, Any]:
    """What a run was about to do; nothing where it was ended before it had written that down."""
    try:
        return dict(msgspec.json.decode(beside.journal.read_bytes()))
    except (OSError, ValueError):
        return {}


def _manifest_of(folder: Path) -> str | None:
    path = folder / MANIFEST
    return digest(path.read_bytes()) if path.is_file() else None


def _number(folder: Path) -> int | None:
    """The number by which the disk knows the folder, whatever it is called."""
    return folder.stat().st_ino if folder.exists() else None


def _is_former(beside: _Beside, journal: Mapping[str, Any]) -> bool:
    """Whether what is beside the set is the folder that the set was in."""
    return bool(journal.get("folder")) and _number(beside.next) == journal["folder"]


def _which(stands: str | None, journal: Mapping[str, Any], *, was_exchanged: bool) -> str:
    """Which set stands after a run that was killed, told by its manifest."""
    if stands is None:
        return "before its set was in place: nothing of it stands"
    if was_exchanged or stands == journal.get("after") != journal.get("before"):
        return "after its set was in place: that set stands, whole"
    if stands == journal.get("before") != journal.get("after"):
        return "before its set was in place: the set from before it stands, whole"
    return "with nothing half done: the set that stands is whole"


def _left_over(folder: Path, which: str) -> Finding:
    what = f"an earlier run was ended in the middle, {which}"
    remedy = "Nothing is to be done: what it left beside the set is cleared away, and this run goes on."
    return Finding("S309", what, remedy, Place(folder.as_posix()), severity=Severity.WARNING)
