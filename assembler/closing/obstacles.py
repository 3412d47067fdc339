"""What stands in the folder of a set and may be neither overwritten nor moved."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from assembler.closing.manifest import Manifest, digest
from assembler.closing.wanted import Found, Wanted
from assembler.findings import Finding, Place, Refused

_MOST_FILES = 20_000  # that are not of the set: as many are not what somebody put beside it
_MOVE_AWAY = "Move it away, or draft into another folder with --output."


def place_of(folder: Path) -> Path:
    """Where a set is, behind links. Refused where no set can be."""
    place = folder.resolve()
    if not place.name:
        raise Refused([_not_a_set(folder, "is a whole disk")])
    if place.exists() and not place.is_dir():
        what = "a file stands where the folder of the set is to be"
        raise Refused([Finding("S304", what, "Move it away.", Place(folder.as_posix()))])
    return place


def refuse(wanted: Wanted, found: Found, shown: Path) -> None:
    """Refused with everything that is in the way; `shown` is the folder as the user named it."""
    if _has_too_many(found.place, found.earlier):
        raise Refused([_not_a_set(shown, f"holds more than {_MOST_FILES:,} other files")])
    findings = list(_obstacles(wanted, found, shown))
    if findings:
        raise Refused(findings)


def _not_a_set(folder: Path, what: str) -> Finding:
    remedy = "Draft into a folder of its own, with --output."
    return Finding("S307", f"this {what}, and cannot be the folder of a set", remedy, Place(folder.as_posix()))


def _has_too_many(place: Path, earlier: Manifest) -> bool:
    """Whether there are too many files that no draft wrote; counted until there are."""
    count = -len(earlier.files)
    for _, _, names in os.walk(place):
        count += len(names)
        if count > _MOST_FILES:
            return True
    return False


def _obstacles(wanted: Wanted, found: Found, shown: Path) -> Iterator[Finding]:
    for name in wanted.names:
        place = Place((shown / name).as_posix())
        if _is_occupied(name, found):
            what = "a link or a folder stands where a file of the set is to be"
            yield Finding("S305", what, "Move it away.", place)
        elif name in found.hashes and not _may_be_replaced(name, wanted, found):
            yield _edited(place, is_known=name in found.drafted, is_moved=name not in wanted.files)


def _is_occupied(name: str, found: Found) -> bool:
    """Whether something that is no file stands under the name, or something that is no folder above it."""
    above = [found.place / parent for parent in PurePosixPath(name).parents][:-1]
    if any(parent.is_symlink() or (parent.exists() and not parent.is_dir()) for parent in above):
        return True
    return found.looks[name] is not None and name not in found.hashes


def _may_be_replaced(name: str, wanted: Wanted, found: Found) -> bool:
    """Whether a file is as it was drafted, or as it is to be, or is refreshed as it stands."""
    sha256 = found.hashes[name]
    if sha256 in (found.drafted.get(name), wanted.refreshed.get(name)):
        return True
    return name in wanted.files and sha256 == digest(wanted.files[name])


def _edited(place: Place, *, is_known: bool, is_moved: bool) -> Finding:
    if not is_known:
        what = "this file is not of an earlier draft, and would be overwritten"
        return Finding("S301", what, _MOVE_AWAY, place)
    if is_moved:
        what = "this file was edited since it was drafted, and the new set drops it"
        return Finding("S302", what, _MOVE_AWAY, place)
    what = "this file was edited since it was drafted, and would be overwritten"
    return Finding("S302", what, "Keep it under another name, or draft into another folder with --output.", place)
