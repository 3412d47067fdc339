"""Atomic change of a set: a run that is killed at any moment leaves the complete old set or the complete new one.

The next set is built in a folder beside the old one. It has hard links to the files that stay, and the new files. Then
the two folders are exchanged. After that the old folder is brought to the same state and exchanged back. So the folder
of the set stays the same folder to a terminal or window that is open in it. The next run completes or deletes what a
killed run left beside the set.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec
from msgspec import Struct

from assembler.errors import InputError, Location, Problem, Severity
from assembler.store import disk
from assembler.store.manifest import MANIFEST, digest

KEPT_FOLDERS = ("versions",)
"""The folders in a set that are not part of the working set."""

Looks = Mapping[str, tuple[int, ...] | None]
"""The inode, size and change time of each file, by its path in the set. None for a file that did not exist."""


class SetChange(Struct, frozen=True):
    """The files of a set to write, to move and to delete, by their paths in it. All other files stay.

    `moved` maps an old path to the new one. `looks` are those of all these files before the change.
    """

    written: Mapping[str, bytes] = {}
    moved: Mapping[str, str] = {}
    removed: frozenset[str] = frozenset()
    looks: Looks = {}

    def __bool__(self) -> bool:
        return bool(self.written or self.moved or self.removed)

    @property
    def arriving(self) -> tuple[str, ...]:
        """The files that are new in the folder or replaced there."""
        return (*self.written, *self.moved.values())

    @property
    def leaving(self) -> frozenset[str]:
        """The names that the folder no longer has after the change."""
        return self.removed.union(self.moved)


class _Workspace(Struct, frozen=True):
    """The paths of the working folder beside a set, in which the next set is built."""

    set: Path

    @property
    def root(self) -> Path:
        """The working folder. Its name is fixed, so that the next run finds it."""
        return self.set.with_name(f".{self.set.name}.next")

    @property
    def next(self) -> Path:
        """The next set. After the exchange it is the former set."""
        return self.root / "set"

    @property
    def aside(self) -> Path:
        """The former set during an exchange in three steps."""
        return self.root / "aside"

    @property
    def part(self) -> Path:
        """A new file before it is renamed into the folder."""
        return self.root / "part"

    @property
    def journal(self) -> Path:
        """The journal, which records the change before it is made."""
        return self.root / "journal.json"


def next_of(folder: Path) -> Path:
    """Return the folder beside `folder` in which its next set is built."""
    return _Workspace(folder).next


def look(path: Path) -> tuple[int, ...] | None:
    """Return the inode, size and change time of a file, None if it does not exist. An edit changes at least one."""
    try:
        return _seen(path.lstat())
    except (FileNotFoundError, NotADirectoryError):
        return None


def _seen(status: os.stat_result) -> tuple[int, ...]:
    return status.st_ino, status.st_size, status.st_mtime_ns


def commit(folder: Path, change: SetChange) -> tuple[Problem, ...]:
    """Make the change. Return a warning if temporary files could not be deleted.

    Call this with the lock of the set, after `recover`. Raises InputError if somebody changed a file meanwhile, OSError if
    the disk fails. In both cases the old set is in place, and nothing is left beside it.
    """
    beside, is_first = _Workspace(folder), not folder.exists()
    try:
        _build(beside, change)
        built = _looks_of(beside.next)
        if is_first:  # with no folder to replace, a rename is atomic on every system
            disk.rename(beside.next, folder)
        else:
            _swap(beside)
            # Checked after the exchange: from then on, programs that save by path write into the new set.
            refuse_changed(beside.next, change.looks, folder)
    except BaseException:  # an interrupt at the terminal undoes the change as well
        _withdraw(beside)
        raise
    return _ended(beside, None if is_first else change, built, folder.parent)


def add_folder(folder: Path, name: str, written: Mapping[str, bytes], linked: Mapping[str, str]) -> tuple[Problem, ...]:
    """Add a folder of read-only files to the set, completely or not at all. Return warnings as `commit` does.

    `linked` maps further files of the new folder to files of the set that have their content. Call this with the lock of
    the set, after `recover`. Raises OSError if the disk fails.
    """
    beside = _Workspace(folder)
    try:
        disk.make_folder(beside.root)
        disk.write_through(beside.journal, _plan(beside, SetChange()))
        disk.make_folder(beside.next)
        disk.write_all(((_room_for(beside.next, each), content) for each, content in written.items()), beside.next)
        for each in written:
            disk.make_read_only(beside.next / each)
        for each, known in linked.items():
            disk.link(folder / known, _room_for(beside.next, each))
        _sync_folders(beside)
        disk.rename(beside.next, _room_for(folder, name))
    except BaseException:
        _withdraw(beside)
        raise
    return _ended(beside, None, {}, (folder / name).parent)


def is_left_over(folder: Path) -> bool:
    """Return True if a run is writing the set, or was killed while it wrote."""
    return _Workspace(folder).root.exists()


def recover(folder: Path) -> tuple[Problem, ...]:
    """Complete or delete what a killed run left beside the set. Return a warning that says which set is in place.

    Call this with the lock of the set. Raises OSError if the disk fails.
    """
    beside = _Workspace(folder)
    if not is_left_over(folder):
        return ()
    _end_swap(beside)
    journal, current = _journal(beside), _manifest_of(folder)
    was_exchanged = _is_former(beside, journal)
    if was_exchanged and current == journal["after"]:
        _settle(beside, journal["arriving"], journal["leaving"])
    _clear(beside)
    return (_left_over(folder, _standing_set(current, journal, was_exchanged=was_exchanged)),)


# Before the exchange


def _build(beside: _Workspace, change: SetChange) -> None:
    """Build the complete next set and its journal, and sync both to the disk."""
    disk.make_folder(beside.root)
    # First of all, so that recovery knows the plan from here on.
    disk.write_through(beside.journal, _plan(beside, change))
    disk.make_folder(beside.next)
    left_out = {*change.leaving, *change.arriving}
    if beside.set.exists():
        _repeat(beside.set, beside.next, left_out)
    disk.write_all(((_room_for(beside.next, name), each) for name, each in change.written.items()), beside.next)
    for name, to in change.moved.items():
        disk.link(beside.set / name, _room_for(beside.next, to))
    _sync_folders(beside)


def _sync_folders(beside: _Workspace) -> None:
    """Sync the names of the next set: a power failure after the exchange must not leave names without files."""
    for each in _folders(beside.next):
        disk.sync_folder(each)
    disk.sync_folder(beside.root)


def _plan(beside: _Workspace, change: SetChange) -> bytes:
    plan = {
        "before": _manifest_of(beside.set),
        "after": digest(change.written[MANIFEST]) if MANIFEST in change.written else _manifest_of(beside.set),
        "folder": _number(beside.set),
        "arriving": change.arriving,
        "leaving": sorted(change.leaving),
    }
    return msgspec.json.encode(plan)


def _repeat(source: Path, target: Path, left_out: set[str], within: str = "") -> None:
    """Link the files of a folder into another, except those to leave out."""
    with os.scandir(source) as entries:
        for entry in entries:
            name = within + entry.name
            if entry.is_dir(follow_symlinks=False):
                disk.make_folder(target / entry.name)
                _repeat(source / entry.name, target / entry.name, left_out, f"{name}/")
            elif name not in left_out:
                disk.link(entry.path, f"{target}/{entry.name}")
    disk.copy_rights(source, target)  # last, since the folder may be read-only


def _room_for(folder: Path, name: str) -> Path:
    """Return the path of a file of the set, and create its folders if needed."""
    path = folder / name
    if not path.parent.is_dir():
        disk.make_folder(_room_for(folder, PurePosixPath(name).parent.as_posix()))
    return path


def _folders(folder: Path) -> Iterator[Path]:
    for root, _, _ in os.walk(folder):
        yield Path(root)


# The exchange


def _swap(beside: _Workspace) -> None:
    """Exchange the set and the next one, atomically or in three steps. `_end_swap` completes interrupted steps."""
    if disk.exchange(beside.next, beside.set):
        return
    try:
        disk.rename(beside.set, beside.aside)
        disk.rename(beside.next, beside.set)
        disk.rename(beside.aside, beside.next)
    except OSError:
        _end_swap(beside)
        raise


def _end_swap(beside: _Workspace) -> None:
    """Complete an interrupted exchange in three steps, or undo it if only its first step was made."""
    if beside.aside.exists():
        disk.rename(beside.aside, beside.next if beside.set.exists() else beside.set)


def refuse_changed(folder: Path, looks: Looks, shown: Path | None = None) -> None:
    """Raise InputError if somebody changed a file in `folder` since it looked so. `shown` is the folder to name."""
    changed = [name for name, looked in looks.items() if look(folder / name) != looked]
    if changed:
        what = "this file was changed while the set was written"
        hint = "Run again. The file was not overwritten."
        place = shown or folder
        raise InputError(Problem("S313", what, hint, Location((place / name).as_posix())) for name in changed)


def _withdraw(beside: _Workspace) -> None:
    """Put the old set back in place and delete the working folder, as far as the disk allows."""
    with suppress(OSError):
        _end_swap(beside)
        if _is_former(beside, _journal(beside)):
            _swap(beside)
        _clear(beside)


# After the exchange


def _ended(beside: _Workspace, change: SetChange | None, built: Looks, renamed_in: Path) -> tuple[Problem, ...]:
    """Settle and clear up after the new set is in place. On an error return a warning, and leave the rest to the next run."""
    try:
        disk.sync_folder(renamed_in)
        if change is not None:
            _settle(beside, change.arriving, sorted(change.leaving))
            _hand_over(beside, built)
        _clear(beside)
    except OSError as error:
        what = f"the set is written, but temporary files beside it could not be deleted: {error.strerror or error}"
        hint = "Do nothing. The next run deletes them."
        return (Problem("S314", what, hint, Location(beside.root.as_posix()), severity=Severity.WARNING),)
    return ()


def _settle(beside: _Workspace, arriving: list[str] | tuple[str, ...], leaving: list[str]) -> None:
    """Bring the former folder of the set to the new state, and put it back in place."""
    for name in arriving:
        disk.remove(beside.part)  # POSIX: a rename between two hard links of one file does nothing
        disk.link(beside.set / name, beside.part)
        disk.rename(beside.part, _room_for(beside.next, name))
    for name in leaving:
        disk.remove(beside.next / name)
    for parent in {(beside.next / name).parent for name in (*arriving, *leaving)}:
        disk.sync_folder(parent)
    _swap(beside)
    disk.sync_folder(beside.set.parent)


def _hand_over(beside: _Workspace, built: Looks) -> None:
    """Move into the set what somebody saved into the other folder while that was the set."""
    for name, looked in _looks_of(beside.next).items():
        if looked != built.get(name):
            disk.rename(beside.next / name, _room_for(beside.set, name))


def _looks_of(folder: Path) -> Looks:
    """Return the look of every file in a folder and its subfolders."""
    return dict(_each_look(folder, ""))


def _each_look(folder: Path, within: str) -> Iterator[tuple[str, tuple[int, ...] | None]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _each_look(folder / entry.name, f"{within}{entry.name}/")
            else:
                yield within + entry.name, _seen(entry.stat(follow_symlinks=False))


def _clear(beside: _Workspace) -> None:
    """Delete the working folder. The journal goes last, since recovery needs it until then."""
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


def _journal(beside: _Workspace) -> Mapping[str, Any]:
    """Return the journal of a run. It is empty if the run ended before it was written."""
    try:
        return dict(msgspec.json.decode(beside.journal.read_bytes()))
    except (OSError, ValueError):
        return {}


def _manifest_of(folder: Path) -> str | None:
    path = folder / MANIFEST
    return digest(path.read_bytes()) if path.is_file() else None


def _number(folder: Path) -> int | None:
    """Return the inode of a folder, which a rename keeps. None if the folder does not exist."""
    return folder.stat().st_ino if folder.exists() else None


def _is_former(beside: _Workspace, journal: Mapping[str, Any]) -> bool:
    """Return True if the working folder holds the former folder of the set, so the exchange was made."""
    return bool(journal.get("folder")) and _number(beside.next) == journal["folder"]


def _standing_set(current: str | None, journal: Mapping[str, Any], *, was_exchanged: bool) -> str:
    """Return a sentence that says which set is in place after a killed run, by the hash of its manifest."""
    if current is None:
        return "It wrote no set"
    if was_exchanged or current == journal.get("after") != journal.get("before"):
        return "The new set is in place and complete"
    if current == journal.get("before") != journal.get("after"):
        return "The old set is in place and complete"
    return "The set is complete"


def _left_over(folder: Path, which: str) -> Problem:
    what = f"an earlier run was interrupted. {which}"
    hint = "Do nothing. This run deletes the temporary files of that run, and goes on."
    return Problem("S309", what, hint, Location(folder.as_posix()), severity=Severity.WARNING)
