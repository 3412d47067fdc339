"""Conflicts in the folder of a set: files that may be neither overwritten nor moved."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from assembler.closing.manifest import Manifest, digest
from assembler.closing.wanted import Found, Wanted
from assembler.findings import Finding, Place, Refused

_MOST_FILES = 20_000  # that no draft wrote; a folder with more is probably a home folder
_MOVE_AWAY = "Move it away, or draft into another folder with --output."


def place_of(folder: Path) -> Path:
    """Return the folder of a set with links resolved. Raises Refused if it is a root folder or a file."""
    place = folder.resolve()
    if not place.name:  # the next set is built beside the folder, and a root folder has no parent
        raise Refused([_not_a_set(folder, "is a root folder")])
    if place.exists() and not place.is_dir():
        what = "a file stands where the folder of the set is expected"
        raise Refused([Finding("S304", what, "Move it away.", Place(folder.as_posix()))])
    return place


def refuse(wanted: Wanted, existing: Found, shown: Path) -> None:
    """Raise Refused with all conflicts at once. `shown` is the folder as the user named it."""
    if _has_too_many(existing.place, existing.earlier):
        raise Refused([_not_a_set(shown, f"has more than {_MOST_FILES:,} other files")])
    findings = list(_obstacles(wanted, existing, shown))
    if findings:
        raise Refused(findings)


def _not_a_set(folder: Path, reason: str) -> Finding:
    remedy = "Draft into a folder of its own, with --output."
    return Finding("S307", f"the folder {reason}, and cannot hold a set", remedy, Place(folder.as_posix()))


def _has_too_many(place: Path, earlier: Manifest) -> bool:
    """Return True if the folder has too many files that no draft wrote. Counting stops at the limit."""
    count = -len(earlier.files)
    for _, _, names in os.walk(place):
        count += len(names)
        if count > _MOST_FILES:
            return True
    return False


def _obstacles(wanted: Wanted, existing: Found, shown: Path) -> Iterator[Finding]:
    for name in wanted.names:
        place = Place((shown / name).as_posix())
        if _is_occupied(name, existing):
            what = "a link or a folder stands where a file of the set is expected"
            yield Finding("S305", what, "Move it away.", place)
        elif name in existing.hashes and not _may_be_replaced(name, wanted, existing):
            yield _edited(place, is_known=name in existing.drafted, is_moved=name not in wanted.files)


def _is_occupied(name: str, existing: Found) -> bool:
    """Return True if a link or folder has the name, or if a parent is not a plain folder."""
    above = [existing.place / parent for parent in PurePosixPath(name).parents][:-1]
    if any(parent.is_symlink() or (parent.exists() and not parent.is_dir()) for parent in above):
        return True
    return existing.looks[name] is not None and name not in existing.hashes


def _may_be_replaced(name: str, wanted: Wanted, existing: Found) -> bool:
    """Return True if a file is as it was drafted, is as it will be, or is refreshed in place."""
    sha256 = existing.hashes[name]
    if sha256 in (existing.drafted.get(name), wanted.refreshed.get(name)):
        return True
    # An edit that gives exactly the new content loses nothing.
    return name in wanted.files and sha256 == digest(wanted.files[name])


def _edited(place: Place, *, is_known: bool, is_moved: bool) -> Finding:
    if not is_known:
        what = "this file does not come from an earlier draft, and would be overwritten"
        return Finding("S301", what, _MOVE_AWAY, place)
    if is_moved:
        what = "this file was edited since it was drafted, and is no longer part of the deal"
        return Finding("S302", what, _MOVE_AWAY, place)
    what = "this file was edited since it was drafted, and would be overwritten"
    return Finding("S302", what, "Keep it under another name, or draft into another folder with --output.", place)
