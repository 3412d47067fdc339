"""The versions of a set: what was sent, and what a restore took the place of, as it was then.

Version 3 is the folder `versions/3` of the set. It can be read as a set, and has a record beside its files. Its files are
read-only, and share no storage with the working set: Word, LibreOffice and python-docx save into the same file. The
versions share files with each other. Nothing here overwrites or removes a version.

The record stands in `versions/3.json` as well. It stays if somebody deletes the folder, so that the number is not given
again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Self

import msgspec
from msgspec import Struct

from assembler.errors import InputError, Location, Problem
from assembler.store import conflicts, disk, lock, manifest, transaction
from assembler.store.manifest import digest, hashes_of
from assembler.store.os_errors import translate_os_errors
from assembler.store.transaction import KEPT_FOLDERS, VERSIONS, Looks, is_office_lock

RECORD = "version.json"
SEND, RESTORE = "send", "restore"
_RECORD_VERSION = 1
_AWAY = "Move it away."


class Version(Struct, frozen=True):
    """A version of a set: its number, its date, the addressee, a note, and the hash of each file by its path.

    `kept_by` is the command that froze it, "send" or "restore". `folder` holds the files.
    """

    number: int
    date: date
    to: str
    note: str
    kept_by: str
    folder: Path
    files: Mapping[str, str]


class Occasion(Struct, frozen=True):
    """The occasion on which a version is frozen."""

    date: date
    to: str
    note: str
    kept_by: str


class _Record(Struct, frozen=True, forbid_unknown_fields=True):
    """The record of a version, as JSON has it. `version` is that of the format."""

    version: int
    number: int
    date: date
    to: str
    note: str
    kept_by: str
    files: Mapping[str, str]


# Read


def versions(folder: Path) -> tuple[Version, ...]:
    """Return the versions of the set in `folder`, by number. Raises InputError if a record cannot be read."""
    return tuple(_version(folder, number) for number in _numbers(folder))


def version_of(folder: Path, number: int) -> Version:
    """Return a version by its number. Raises InputError if there is none, or if its record cannot be read."""
    known = _numbers(folder)
    if number in known:
        return _version(folder, number)
    what = f"there is no version {number}"
    hint = f"The set has {_listed(known)}." if known else "`assembler send` freezes the set as its version 1."
    raise InputError([Problem("S331", what, hint, _place(folder / VERSIONS))])


def last_sent(folder: Path) -> Version | None:
    """Return the last version that was sent, None if none was. Raises InputError if a record cannot be read."""
    return next((version for version in reversed(versions(folder)) if version.kept_by == SEND), None)


def _numbers(folder: Path) -> list[int]:
    """Return the numbers of the versions that the set has."""
    return _as_numbers(path.name for path in _entries(folder))


def _given_numbers(folder: Path) -> list[int]:
    """Return the numbers of all versions that the set ever had: those with a folder, or with a record beside it."""
    return _as_numbers(path.name.removesuffix(".json") for path in _entries(folder))


def _as_numbers(names: Iterable[str]) -> list[int]:
    return sorted({int(name) for name in names if name.isdecimal() and str(int(name)) == name})


def _record_beside(folder: Path, number: int) -> Path:
    """Return the record of a version that stands beside its folder."""
    return folder / VERSIONS / f"{number}.json"


def _entries(folder: Path) -> list[Path]:
    place = folder / VERSIONS
    return sorted(place.iterdir()) if place.is_dir() else []


def _listed(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"version {numbers[0]} only"
    return f"the versions {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def _version(folder: Path, number: int) -> Version:
    place = folder / VERSIONS / str(number)
    try:
        record = msgspec.json.decode((place / RECORD).read_bytes(), type=_Record)
    except (OSError, ValueError):
        raise _unreadable(place) from None
    if record.number != number or record.version != _RECORD_VERSION or not all(map(_is_within, record.files)):
        raise _unreadable(place)
    return Version(number, record.date, record.to, record.note, record.kept_by, place, record.files)


def _is_within(name: str) -> bool:
    """Return True if a path leads into the folder that it starts from, and not out of it."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and path.as_posix() == name


def _unreadable(place: Path) -> InputError:
    what = "the record of this version is missing, was changed, or comes from a newer program"
    hint = "Copy it from a backup of the set. The other files of the version can still be opened."
    return InputError([Problem("S332", what, hint, _place(place / RECORD))])


def check_all(folder: Path) -> list[Problem]:
    """Return every problem of the versions of the set: records, missing versions, and files that are not as they were."""
    numbers, given, problems = _numbers(folder), _given_numbers(folder), list[Problem]()
    for number in range(1, max(given, default=0) + 1):
        if number not in numbers:
            problems.append(_damaged("S338", "this version is missing", folder / VERSIONS / str(number)))
            continue
        try:
            problems += check(_version(folder, number))
        except InputError as unreadable:
            problems += unreadable.problems
    known = {folder / VERSIONS / str(number) for number in numbers} | {_record_beside(folder, each) for each in given}
    others = (path for path in _entries(folder) if path not in known)
    return problems + [
        Problem("S339", "this file does not belong to a version", _AWAY, _place(path)) for path in others
    ]


def check(version: Version) -> list[Problem]:
    """Return a problem for each file of a version that was changed, is missing, or was added."""
    found = hashes_of(version.folder, version.files)
    problems = []
    for name, sha256 in version.files.items():
        if name not in found:
            problems.append(_damaged("S338", "this file of the version is missing", version.folder / name))
        elif found[name] != sha256:
            problems.append(_damaged("S337", "this file of the version was changed", version.folder / name))
    known = {version.folder / name for name in (*version.files, RECORD)}
    files = (path for path in sorted(version.folder.rglob("*")) if path.is_symlink() or not path.is_dir())
    what = "this file does not belong to the version"
    problems += [Problem("S339", what, _AWAY, _place(path)) for path in files if path not in known]
    return problems


def _damaged(code: str, what: str, path: Path) -> Problem:
    return Problem(code, what, "Copy it from a backup of the set, or from the mail that sent it.", _place(path))


def _place(path: Path) -> Location:
    """Return a file as the location of a problem."""
    return Location(path.as_posix())


# Freeze


def freeze(folder: Path, dated: date, to: str, note: str, kept_by: str) -> tuple[Version, tuple[Problem, ...]]:
    """Freeze the working set as the next version, completely or not at all. Return it, with warnings.

    Raises InputError if there is no set, if a file changes meanwhile, if the record of a version cannot be read, or as
    `write_set` does.
    """
    place = conflicts.resolve_folder(folder)
    refuse_no_set(folder)
    with translate_os_errors(folder), lock.locked(place):
        problems = transaction.recover(place)
        version, more = freeze_files(place, WorkingFiles.read(place), Occasion(dated, to, note, kept_by))
    return version_of(folder, version.number), problems + more


def refuse_no_set(folder: Path) -> None:
    """Raise InputError if there is no set in `folder`."""
    if manifest.read(folder) is None:
        what, hint = "this folder has no set", "Draft first, or name the folder of the set with --output."
        raise InputError([Problem("S330", what, hint, _place(folder))])


def freeze_files(place: Path, working: WorkingFiles, occasion: Occasion) -> tuple[Version, tuple[Problem, ...]]:
    """Freeze files of the working set as `freeze` does, with the lock held and the set recovered."""
    known = versions(place)
    number = max(_given_numbers(place), default=0) + 1
    linked = _linked(place, known, working.hashes)
    written = {name: content for name, content in working.contents.items() if name not in linked}
    record = _Record(_RECORD_VERSION, number, files=working.hashes, **msgspec.structs.asdict(occasion))
    written[RECORD] = msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"
    problems = transaction.add_folder(place, f"{VERSIONS}/{number}", written, linked)
    # Last, since a record without its folder is that of a version which somebody deleted.
    disk.link(place / VERSIONS / str(number) / RECORD, _record_beside(place, number))
    return version_of(place, number), problems


class WorkingFiles(Struct, frozen=True, dict=True):
    """The files of a working set at one moment: their contents, and their looks, by their paths."""

    contents: Mapping[str, bytes]
    looks: Looks

    @classmethod
    def read(cls, place: Path) -> Self:
        """Return the files of the working set in `place`. Raises InputError if one changes meanwhile."""
        names = list(working_files(place))
        looks = {name: transaction.look(place / name) for name in names}
        contents = {name: (place / name).read_bytes() for name in names}
        transaction.refuse_changed(place, looks, place)
        return cls(contents, looks)

    @cached_property
    def hashes(self) -> Mapping[str, str]:
        """The hash of each file."""
        return {name: digest(content) for name, content in self.contents.items()}


def working_files(place: Path, within: str = "") -> Iterator[str]:
    """Yield the path of each file of the working set, in order.

    Links are left out, since the file behind a link is not part of the set. So are lock files of Word and LibreOffice.
    """
    with os.scandir(place) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if within or entry.name not in KEPT_FOLDERS:
                yield from working_files(Path(entry.path), f"{within}{entry.name}/")
        elif entry.is_file(follow_symlinks=False) and not is_office_lock(entry.name) and within + entry.name != RECORD:
            yield within + entry.name


def _linked(place: Path, known: tuple[Version, ...], hashes: Mapping[str, str]) -> Mapping[str, str]:
    """Return the files that an earlier version has with the same content, each with its path there."""
    found = {
        sha256: f"{VERSIONS}/{version.number}/{name}" for version in known for name, sha256 in version.files.items()
    }
    # A damaged file of an earlier version is not taken over.
    intact = set(hashes_of(place, {found[sha256] for sha256 in hashes.values() if sha256 in found}).items())
    return {name: found[sha256] for name, sha256 in hashes.items() if (found.get(sha256), sha256) in intact}
