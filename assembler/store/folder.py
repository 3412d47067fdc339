"""The folder of a set. It is written completely or not at all, and never over a file that somebody edited."""

from __future__ import annotations

import errno
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from assembler.errors import InputError, Location, Problem
from assembler.store import conflicts, lock, manifest, transaction
from assembler.store.changes import DesiredFiles, change_of, find_existing
from assembler.store.manifest import MANIFEST, Manifest, ManifestEntry, digest
from assembler.store.os_errors import translate_os_errors


class WrittenSet(Struct, frozen=True):
    """A set on disk: its folder, the entry of each file by its path, and the problems found.

    `changed` are the files that this run wrote; the rest were the same already. `superseded` is where the files went
    that the set does not hold any more.
    """

    folder: Path
    entries: Mapping[Path, ManifestEntry]
    changed: frozenset[Path]
    superseded: tuple[Path, ...]
    problems: tuple[Problem, ...]

    @property
    def paths(self) -> tuple[Path, ...]:
        """The paths of the files, without the manifest and the copies of the inputs."""
        return tuple(self.entries)


class KeptInputs(Struct, frozen=True):
    """The inputs of a set as they were when it was drafted: the name and bytes of the term sheet.

    `beside` returns the bytes of the copy of a file that the term sheet refers to. It raises OSError if none was kept.
    """

    name: str
    term_sheet: bytes
    beside: Callable[[str], bytes]


def recover(folder: Path) -> tuple[Problem, ...]:
    """Complete or delete what a killed run left beside the set. Return a warning that says which set is in place.

    Call this before you read the set. Raises InputError as `write_set` does, if something was left.
    """
    place = conflicts.resolve_folder(folder)
    if not transaction.is_left_over(place):
        return ()
    with translate_os_errors(folder), lock.locked(place):
        return transaction.recover(place)


def write_set(
    folder: Path,
    files: Mapping[str, bytes],
    described: Manifest,
    supersede: Collection[str] = (),
    refreshed: Mapping[str, str] = MappingProxyType({}),
) -> WrittenSet:
    """Write the files of a set and its manifest into `folder`, completely or not at all. The folder is created if needed.

    - `files` are keyed by their path in the set, and include the copies of the inputs.
    - `described` has an entry for each file that is not such a copy. The hash of the entry is filled in here.
    - Files to `supersede` move to `superseded/`. Other files of an earlier draft stay, with their entries.
    - `refreshed` are edited files that may be written, each with its hash on the disk. They keep the edits, so the entry
      in `described` has the hash of the file without them.

    Raises InputError, and writes nothing, if one of these is true. Raises OSError if the disk fails.

    - A file in the way was edited since it was drafted, or does not come from an earlier draft.
    - Another run is writing the set.
    - The disk is full or read-only.
    """
    place, wanted = conflicts.resolve_folder(folder), DesiredFiles(files, described, supersede, refreshed)
    with translate_os_errors(folder, sum(map(len, files.values()))):
        # The lock and the next set are beside the folder, so its parent comes first.
        place.parent.mkdir(parents=True, exist_ok=True)
        with lock.locked(place):
            # A run may have been killed since the caller recovered the set without the lock.
            problems = transaction.recover(place)
            existing = find_existing(place, wanted)
            conflicts.refuse(wanted, existing, folder)
            change, complete, gone = change_of(wanted, existing)
            if change:
                problems += transaction.commit(place, change)
    entries = {folder / name: complete.files[name] for name in files if name in complete.files}
    changed = frozenset(folder / name for name in change.written).intersection(entries)
    return WrittenSet(folder, entries, changed, tuple(folder / to for to in gone.values()), problems)


def kept_inputs(folder: Path, described: Manifest) -> KeptInputs:
    """Return the inputs of the set in `folder`. Raises InputError if they are unknown, missing or changed."""
    name = described.term_sheet
    if not name:
        raise InputError([_not_kept(folder / MANIFEST, "the manifest does not name the inputs of the set")])
    copies = {reference: _copy(folder / copy.kept, copy.sha256) for reference, copy in described.inputs.items()}

    def beside(reference: str) -> bytes:
        content = copies.get(manifest.name_of(reference))
        if content is None:
            raise FileNotFoundError(errno.ENOENT, "not among the inputs of the set", reference)
        return content

    return KeptInputs(name, copies[name], beside)


def _copy(path: Path, sha256: str) -> bytes:
    if not path.is_file():
        raise InputError([_not_kept(path, "this saved input of the set is missing")])
    content = path.read_bytes()
    if digest(content) != sha256:
        raise InputError([_not_kept(path, "this saved input of the set was changed")])
    return content


def _not_kept(path: Path, what: str) -> Problem:
    return Problem("S306", what, "Draft the set again from its term sheet.", Location(path.as_posix()))
