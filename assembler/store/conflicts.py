"""Conflicts in the folder of a set: files that may be neither overwritten nor moved."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from assembler.errors import InputError, Location, Problem
from assembler.store.changes import DesiredFiles, ExistingFiles
from assembler.store.manifest import MANIFEST, Manifest, digest
from assembler.store.transaction import KEPT_FOLDERS, VERSIONS, is_former, look

_MOST_FILES = 20_000  # that no draft wrote; a folder with more is probably a home folder
_MOVE_AWAY = "Move it away, or draft into another folder with --output."


def resolve_folder(folder: Path) -> Path:
    """Return the folder of a set with links resolved.

    Raises InputError if it is a root folder, a file, a folder of versions or the former folder of a set.
    """
    place = folder.resolve()
    if not place.name:  # the next set is built beside the folder, and a root folder has no parent
        raise InputError([_not_a_set(folder, "is a root folder")])
    if place.exists() and not place.is_dir():
        what = "a file stands where the folder of the set is expected"
        raise InputError([Problem("S304", what, "Move it away.", Location(folder.as_posix()))])
    within = next((each for each in (place, *place.parents) if _is_kept(each)), None)
    if within is not None and within.name == VERSIONS:
        what, hint = (
            "this folder belongs to the versions of a set, which stay as they are",
            "Name the folder of the set.",
        )
        raise InputError([Problem("S335", what, hint, Location(folder.as_posix()))])
    if within is not None or is_former(place):
        what, hint = (
            "this is the former folder of a set, which a new one replaced",
            'Enter the folder again: cd "$PWD".',
        )
        raise InputError([Problem("S335", what, hint, Location(folder.as_posix()))])
    return place


def _is_kept(folder: Path) -> bool:
    """Return True if a folder holds the versions or the undo of a set."""
    return folder.name in KEPT_FOLDERS and (folder.parent / MANIFEST).is_file()


def refuse(wanted: DesiredFiles, existing: ExistingFiles, shown: Path) -> None:
    """Raise InputError with all conflicts at once. `shown` is the folder as the user named it."""
    if _has_too_many(existing.place, existing.earlier):
        raise InputError([_not_a_set(shown, f"has more than {_MOST_FILES:,} other files")])
    problems = list(_conflicts(wanted, existing, shown))
    if problems:
        raise InputError(problems)


def _not_a_set(folder: Path, reason: str) -> Problem:
    hint = "Draft into a folder of its own, with --output."
    return Problem("S307", f"the folder {reason}, and cannot hold a set", hint, Location(folder.as_posix()))


def _has_too_many(place: Path, earlier: Manifest) -> bool:
    """Return True if the folder has too many files that no draft wrote. Counting stops at the limit."""
    count = -len(earlier.files)
    for root, folders, names in os.walk(place):
        if root == str(place):
            folders[:] = [name for name in folders if name not in KEPT_FOLDERS]
        count += len(names)
        if count > _MOST_FILES:
            return True
    return False


def refuse_occupied(place: Path, names: Mapping[str, bool], shown: Path) -> None:
    """Raise InputError where a link or folder has the name of a file to write. `names` says which are plain files now."""
    occupied = [
        name for name, is_file in names.items() if _is_occupied(place, name, look(place / name), is_file=is_file)
    ]
    if occupied:
        raise InputError(_occupied(shown, name) for name in occupied)


def _conflicts(wanted: DesiredFiles, existing: ExistingFiles, shown: Path) -> Iterator[Problem]:
    for name in wanted.names:
        place = Location((shown / name).as_posix())
        if _is_occupied(existing.place, name, existing.looks[name], is_file=name in existing.hashes):
            yield _occupied(shown, name)
        elif name in existing.hashes and not _may_be_replaced(name, wanted, existing):
            entry = existing.earlier.files.get(name)
            yield _edited(
                place,
                is_known=name in existing.drafted,
                is_moved=name not in wanted.files,
                is_mergeable=name.endswith(".docx") and entry is not None and bool(entry.document),
            )


def _is_occupied(place: Path, name: str, looked: tuple[int, ...] | None, *, is_file: bool) -> bool:
    """Return True if a link or folder has the name, or if a parent is not a plain folder."""
    above = [place / parent for parent in PurePosixPath(name).parents][:-1]
    if any(parent.is_symlink() or (parent.exists() and not parent.is_dir()) for parent in above):
        return True
    return looked is not None and not is_file


def _occupied(shown: Path, name: str) -> Problem:
    what = "a link or a folder stands where a file of the set is expected"
    return Problem("S305", what, "Move it away.", Location((shown / name).as_posix()))


def _may_be_replaced(name: str, wanted: DesiredFiles, existing: ExistingFiles) -> bool:
    """Return True if a file is as it was drafted, is as it will be, or is refreshed in place."""
    sha256 = existing.hashes[name]
    if sha256 in (existing.drafted.get(name), wanted.refreshed.get(name)):
        return True
    # An edit that gives exactly the new content loses nothing.
    return name in wanted.files and sha256 == digest(wanted.files[name])


def _edited(place: Location, *, is_known: bool, is_moved: bool, is_mergeable: bool) -> Problem:
    if not is_known:
        what = "this file does not come from an earlier draft, and would be overwritten"
        return Problem("S301", what, _MOVE_AWAY, place)
    if is_moved:
        what = "this file was edited since it was drafted, and is no longer part of the deal"
        return Problem("S302", what, _MOVE_AWAY, place)
    what = "this file was edited since it was drafted, and would be overwritten"
    hint = "Keep it under another name, or draft into another folder with --output."
    if is_mergeable:
        hint = "Run `assembler schedules --into`, which keeps the edits. Or keep the file under another name."
    return Problem("S302", what, hint, place)
