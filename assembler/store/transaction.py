"""Atomic change of a set: a run that is killed at any moment leaves the complete old set or the complete new one.

The next set is built in a folder beside the old one. It has hard links to the files that stay, and the new files. Then
the two folders are exchanged, once. What the former folder holds besides links moves into the new one, as `.undo`: by
that, the change can be undone until the next one. The next run completes or deletes what a killed run left beside the
set.

A terminal that is open in the folder of a set stands in the former folder afterwards. A second exchange, back, would
spare it that, and would need every step of the first one again. This process goes to the new folder, and the user is
told.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct

from assembler.errors import InputError, Location, Problem, Severity
from assembler.store import disk
from assembler.store.manifest import MANIFEST, digest

SUPERSEDED = "superseded"
VERSIONS = "versions"
UNDO = ".undo"

KEPT_FOLDERS = (VERSIONS, UNDO)
"""The folders in a set that are not part of the working set."""

_NEXT, _JOURNAL = "set", "journal.json"

Looks = Mapping[str, tuple[int, ...] | None]
"""The inode, size and change time of each file, by its path in the set. None for a file that did not exist."""


class SetChange(Struct, frozen=True):
    """The files of a set to write, to move and to delete, by their paths in it. All other files stay.

    `moved` maps an old path to the new one. `looks` and `hashes` are those of all these files before the change.
    """

    written: Mapping[str, bytes] = {}
    moved: Mapping[str, str] = {}
    removed: frozenset[str] = frozenset()
    looks: Looks = {}
    hashes: Mapping[str, str] = {}

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


class _Journal(Struct, frozen=True):
    """The record of a change, written before it is made: the hashes of both manifests, and the inode of the folder.

    `hashes` are those of the files that it replaces. The journal is empty if the run ended before it was written.
    """

    before: str | None = None
    after: str | None = None
    folder: int | None = None
    arriving: tuple[str, ...] = ()
    leaving: tuple[str, ...] = ()
    hashes: Mapping[str, str] = {}

    @property
    def replaced(self) -> frozenset[str]:
        """The names of all files that the change touches."""
        return frozenset((*self.arriving, *self.leaving))


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
        return self.root / _NEXT

    @property
    def aside(self) -> Path:
        """The former set during an exchange in three steps."""
        return self.root / "aside"

    @property
    def journal(self) -> Path:
        """The journal, which records the change before it is made."""
        return self.root / _JOURNAL


def next_of(folder: Path) -> Path:
    """Return the folder beside `folder` in which its next set is built."""
    return _Workspace(folder).next


def is_former(folder: Path) -> bool:
    """Return True if a folder stands in a working folder, as the former one does until the exchange is settled."""
    above = folder.parent
    return above.name.startswith(".") and above.suffix == ".next" and (above / _JOURNAL).is_file()


def look(path: Path) -> tuple[int, ...] | None:
    """Return the inode, size and change time of a file, None if it does not exist. An edit changes at least one."""
    try:
        return _seen(path.lstat())
    except (FileNotFoundError, NotADirectoryError):
        return None


def _seen(status: os.stat_result) -> tuple[int, ...]:
    return status.st_ino, status.st_size, status.st_mtime_ns


def refuse_changed(folder: Path, looks: Looks, shown: Path) -> None:
    """Raise InputError if somebody changed a file in `folder` since it looked so. `shown` is the folder to name."""
    changed = [name for name, looked in looks.items() if look(folder / name) != looked]
    if changed:
        what = "this file was changed while the set was written"
        hint = "Run again. The file was not overwritten."
        raise InputError(Problem("S313", what, hint, Location((shown / name).as_posix())) for name in changed)


def superseded_as(folder: Path, name: str, sha256: str) -> str:
    """Return the path of a superseded file: its name, with part of its hash if another file has that name."""
    path = PurePosixPath(name)
    to = f"{SUPERSEDED}/{path.name}"
    namesake = folder / to
    if not namesake.exists() or (namesake.is_file() and digest(namesake.read_bytes()) == sha256):
        return to
    return f"{SUPERSEDED}/{path.stem}-{sha256[:8]}{path.suffix}"


def commit(folder: Path, change: SetChange) -> tuple[Problem, ...]:
    """Make the change. Return warnings about what was left behind.

    Call this with the lock of the set, after `recover`. Raises InputError if somebody changed a file meanwhile, OSError if
    the disk fails. In both cases the old set is in place, and nothing is left beside it.
    """
    beside, is_first, here = _Workspace(folder), not folder.exists(), _working_folder_in(folder)
    try:
        looks = _build(beside, change)
        if is_first:  # with no folder to replace, a rename is atomic on every system
            disk.rename(beside.next, folder)
        else:
            _swap(beside)
            # Checked after the exchange: from then on, programs that save by path write into the new set.
            refuse_changed(beside.next, {**looks, **change.looks}, folder)
    except BaseException:  # an interrupt at the terminal undoes the change as well
        _withdraw(beside, change)
        raise
    ended = _ended(beside, _clear if is_first else _keep_former, folder.parent)
    return (*_moved_along(here, folder), *_open_elsewhere(folder, change), *ended)


def add_folder(folder: Path, name: str, written: Mapping[str, bytes], linked: Mapping[str, str]) -> tuple[Problem, ...]:
    """Add a folder of read-only files to the set, completely or not at all. Return warnings as `commit` does.

    `linked` maps further files of the new folder to files of the set that have their content. Call this with the lock of
    the set, after `recover`. Raises OSError if the disk fails.
    """
    beside = _Workspace(folder)
    try:
        _begin(beside, SetChange())
        disk.write_all(((_room_for(beside.next, each), content) for each, content in written.items()), beside.next)
        for each in written:
            disk.make_read_only(beside.next / each)
        for each, known in linked.items():
            disk.link(folder / known, _room_for(beside.next, each))
        _sync_folders(beside)
        disk.rename(beside.next, _room_for(folder, name))
    except BaseException:
        _withdraw(beside, SetChange())
        raise
    return _ended(beside, _clear, (folder / name).parent)


def former_of(folder: Path) -> Path:
    """Return the folder with the files that the last change of the set replaced. It may not exist."""
    return folder / UNDO / _NEXT


def replaced_by_last_change(folder: Path) -> Mapping[str, bytes | None]:
    """Return the files that the last change of the set wrote, moved or deleted, as they were before it, by their paths.

    None stands for a file that did not exist. The result is empty if there was no change since the first draft.
    """
    paths = {name: former_of(folder) / name for name in _journal(folder / UNDO).replaced}
    return {name: path.read_bytes() if path.is_file() else None for name, path in paths.items()}


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
    journal, current = _journal(beside.root), _manifest_of(folder)
    was_exchanged = _was_exchanged(beside, journal)
    saved = _keep_former(beside) if was_exchanged else _clear(beside)
    return (_left_over(folder, _standing_set(current, journal, was_exchanged=was_exchanged)), *saved)


# Before the exchange


def _begin(beside: _Workspace, change: SetChange) -> None:
    """Create the working folder, with the journal first of all, so that recovery knows the plan from here on."""
    disk.make_folder(beside.root)
    disk.write_through(beside.journal, _plan(beside, change))
    disk.make_folder(beside.next)


def _build(beside: _Workspace, change: SetChange) -> Looks:
    """Build the complete next set and its journal, and sync both to the disk. Return the looks of the files that stay."""
    _begin(beside, change)
    staying: dict[str, tuple[int, ...] | None] = {}
    if beside.set.exists():
        _repeat(beside.set, beside.next, {*change.leaving, *change.arriving, UNDO}, staying)
    disk.write_all(((_room_for(beside.next, name), each) for name, each in change.written.items()), beside.next)
    for name, to in change.moved.items():
        disk.link(beside.set / name, _room_for(beside.next, to))
    _sync_folders(beside)
    return staying


def _plan(beside: _Workspace, change: SetChange) -> bytes:
    before = _manifest_of(beside.set)
    after = digest(change.written[MANIFEST]) if MANIFEST in change.written else before
    leaving = tuple(sorted(change.leaving))
    return msgspec.json.encode(_Journal(before, after, _number(beside.set), change.arriving, leaving, change.hashes))


def _repeat(
    source: Path, target: Path, left_out: set[str], looks: dict[str, tuple[int, ...] | None], within: str = ""
) -> None:
    """Link the files of a folder into another, except those to leave out. Add the looks of the files to `looks`."""
    with os.scandir(source) as entries:
        for entry in entries:
            name = within + entry.name
            if name in left_out:
                continue
            if entry.is_dir(follow_symlinks=False):
                disk.make_folder(target / entry.name)
                _repeat(source / entry.name, target / entry.name, left_out, looks, f"{name}/")
            else:
                looks[name] = _seen(entry.stat(follow_symlinks=False))
                disk.link(entry.path, f"{target}/{entry.name}")
    disk.copy_rights(source, target)  # last, since the folder may be read-only


def _room_for(folder: Path, name: str) -> Path:
    """Return the path of a file of the set, and create its folders if needed."""
    path = folder / name
    if not path.parent.is_dir():
        disk.make_folder(_room_for(folder, PurePosixPath(name).parent.as_posix()))
    return path


def _sync_folders(beside: _Workspace) -> None:
    """Sync the names of the next set: a power failure after the exchange must not leave names without files."""
    for root, _, _ in os.walk(beside.next):
        disk.sync_folder(Path(root))
    disk.sync_folder(beside.root)


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


def _withdraw(beside: _Workspace, change: SetChange) -> None:
    """Put the old set back in place and delete the working folder, as far as the disk allows."""
    with suppress(OSError):
        _end_swap(beside)
        if _was_exchanged(beside, _journal(beside.root)):
            _swap(beside)
            _clear_out(beside, beside.next, partial(_is_built, beside, change))
        _clear(beside)


def _is_built(beside: _Workspace, change: SetChange, name: str, path: str) -> bool:
    """Return True if a file of the next set is as it was built: nobody saved it while the next set was in place."""
    origins = {to: name for name, to in change.moved.items()}
    is_link = _is_same(path, f"{beside.set}/{origins.get(name, name)}")
    return is_link or (name in change.written and Path(path).read_bytes() == change.written[name])


def _working_folder_in(folder: Path) -> Path | None:
    """Return the working folder of this process, None if it does not stand in `folder`."""
    with suppress(OSError):
        here = Path.cwd()
        return here if here.is_relative_to(folder) else None
    return None


def _moved_along(here: Path | None, folder: Path) -> tuple[Problem, ...]:
    """Move this process from the former folder into the new one. Return a warning: the terminal has to follow by itself."""
    if here is None:
        return ()
    os.chdir(here if here.is_dir() else folder)
    what = "the set has a new folder in place of the one that you stand in"
    return (Problem("S334", what, 'Enter it again: cd "$PWD".', Location(here.as_posix()), severity=Severity.WARNING),)


# After the exchange


def _open_elsewhere(folder: Path, change: SetChange) -> Iterator[Problem]:
    """Yield a warning for each changed file that Word or LibreOffice has open. To save it there would undo the change."""
    names = {*change.arriving, *change.leaving}
    within = {PurePosixPath(name).parent for name in names}
    locks = {each / path.name for each in within for path in _office_locks(folder / each)}
    for name in sorted(names) if locks else ():
        path = PurePosixPath(name)
        # Word leaves out up to two letters of the name.
        its_locks = (f".~lock.{path.name}#", *(f"~${path.name[left_out:]}" for left_out in range(3)))
        if any(path.with_name(lock) in locks for lock in its_locks):
            what = "this file was changed while it is open in another program, which still shows the old words"
            hint = "Close it there without saving, and open it again. Save unsaved edits under another name first."
            yield Problem("S316", what, hint, Location((folder / name).as_posix()), severity=Severity.WARNING)


def _office_locks(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if is_office_lock(path.name)] if folder.is_dir() else []


def _ended(
    beside: _Workspace, end: Callable[[_Workspace], tuple[Problem, ...]], renamed_in: Path
) -> tuple[Problem, ...]:
    """Clear up after the new files are in place. On an error return a warning, and leave the rest to the next run."""
    try:
        disk.sync_folder(renamed_in)
        return end(beside)
    except OSError as error:
        what = f"the set is written, but temporary files beside it could not be deleted: {error.strerror or error}"
        hint = "Do nothing. The next run deletes them."
        return (Problem("S314", what, hint, Location(beside.root.as_posix()), severity=Severity.WARNING),)


def _keep_former(beside: _Workspace) -> tuple[Problem, ...]:
    """Keep what the former folder holds besides links, as the undo of the new set. Return a warning for each file saved there."""
    journal, before = _journal(beside.root), beside.next / UNDO
    hashes = _journal(before).hashes
    saved = _clear_out(beside, before / _NEXT, lambda name, path: _is_as_left(path, hashes.get(name)))
    if before.exists():
        disk.remove(before / _JOURNAL)
        disk.remove_folder(before)
    saved += _clear_out(
        beside, beside.next, lambda name, path: _is_same(path, f"{beside.set}/{name}"), journal.replaced
    )
    disk.rename(beside.root, beside.set / UNDO)
    return saved


def _clear(beside: _Workspace) -> tuple[Problem, ...]:
    """Delete the working folder. The journal goes last, since recovery needs it until then."""
    _clear_out(beside, beside.next, lambda *_: True)
    disk.remove(beside.journal)
    disk.remove_folder(beside.root)
    return ()


def _clear_out(
    beside: _Workspace,
    folder: Path,
    is_known: Callable[[str, str], bool],
    staying: Collection[str] = (),
    within: str = "",
) -> tuple[Problem, ...]:
    """Delete the known files of a folder, and move into the set what somebody saved there. Return a warning for each such file.

    `is_known` takes the path of a file in the set, and the file. Those that stay, by their paths in the set, are left alone.
    """
    if not folder.is_dir():
        return ()
    disk.open_up(folder)
    saved: list[Problem] = []
    with os.scandir(folder) as entries:
        for entry in list(entries):
            name = within + entry.name
            if entry.is_dir(follow_symlinks=False):
                saved += _clear_out(beside, folder / entry.name, is_known, staying, f"{name}/")
            elif name in staying:
                pass
            elif is_known(name, entry.path) or is_office_lock(entry.name):
                disk.remove(entry.path)
            else:
                saved.append(_taken_over(beside, Path(entry.path), name))
    if not any(folder.iterdir()):
        disk.remove_folder(folder)
    return tuple(saved)


def _taken_over(beside: _Workspace, path: Path, name: str) -> Problem:
    """Move a file that somebody saved in the former folder into the set. Return a warning that says where it is."""
    to = name
    if look(beside.set / name) is not None:
        to = superseded_as(beside.set, name, digest(path.read_bytes()) if path.is_file() else "")
    disk.rename(path, _room_for(beside.set, to))
    what = "somebody saved this file in the former folder of the set, while or after the set was written"
    hint = "Do nothing. The file was moved into the set." if to == name else f"Open {to}, and take over what you need."
    return Problem("S333", what, hint, Location((beside.set / name).as_posix()), severity=Severity.WARNING)


def _is_as_left(path: str, sha256: str | None) -> bool:
    """Return True if a file of the undo was not changed since, or is a link to a file of the set."""
    # A copy of the set has other inodes and times, so the content counts.
    return os.lstat(path).st_nlink > 1 or (sha256 is not None and digest(Path(path).read_bytes()) == sha256)


def _is_same(path: str, other: str) -> bool:
    """Return True if two paths lead to one file, or to copies of one, as on a disk without hard links."""
    try:
        mine, theirs = os.lstat(path), os.lstat(other)
    except FileNotFoundError:
        return False
    if stat.S_ISLNK(mine.st_mode):
        return stat.S_ISLNK(theirs.st_mode) and Path(path).readlink() == Path(other).readlink()
    return os.path.samestat(mine, theirs) or _seen(mine)[1:] == _seen(theirs)[1:]


def is_office_lock(name: str) -> bool:
    """Return True for the file by which Word or LibreOffice marks a document as open."""
    return name.startswith("~$") or (name.startswith(".~lock.") and name.endswith("#"))


def _journal(root: Path) -> _Journal:
    """Return the journal of a run, or that of an undo. It is empty if there is none, or if it cannot be read."""
    try:
        return msgspec.json.decode((root / _JOURNAL).read_bytes(), type=_Journal)
    except (OSError, ValueError):
        return _Journal()


def _manifest_of(folder: Path) -> str | None:
    path = folder / MANIFEST
    return digest(path.read_bytes()) if path.is_file() else None


def _number(folder: Path) -> int | None:
    """Return the inode of a folder, which a rename keeps. None if the folder does not exist."""
    return folder.stat().st_ino if folder.exists() else None


def _was_exchanged(beside: _Workspace, journal: _Journal) -> bool:
    """Return True if the working folder holds the former folder of the set, so the exchange was made."""
    return bool(journal.folder) and _number(beside.next) == journal.folder


def _standing_set(current: str | None, journal: _Journal, *, was_exchanged: bool) -> str:
    """Return a sentence that says which set is in place after a killed run, by the hash of its manifest."""
    if current is None:
        return "It wrote no set"
    if was_exchanged or current == journal.after != journal.before:
        return "The new set is in place and complete"
    if current == journal.before != journal.after:
        return "The old set is in place and complete"
    return "The set is complete"


def _left_over(folder: Path, which: str) -> Problem:
    what = f"an earlier run was interrupted. {which}"
    hint = "Do nothing. This run deletes the temporary files of that run, and goes on."
    return Problem("S309", what, hint, Location(folder.as_posix()), severity=Severity.WARNING)
