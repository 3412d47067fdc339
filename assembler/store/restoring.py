"""Bring a version of a set back into its working set, or undo the last change of the set.

What is there is kept first, as a version. A file of the user's own, which no draft wrote, stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from assembler.errors import InputError, Location, Problem
from assembler.store import conflicts, lock, manifest, transaction, versions
from assembler.store.manifest import MANIFEST, Manifest, NumberedParty, digest
from assembler.store.os_errors import translate_os_errors
from assembler.store.transaction import SetChange
from assembler.store.versions import Occasion, Version, WorkingFiles


class Restored(Struct, frozen=True):
    """A restored set: the version that keeps what was there, the files that changed, and warnings.

    `is_new` is False if an earlier version has all files that were there.
    """

    kept: Version
    is_new: bool
    changed: tuple[str, ...]
    problems: tuple[Problem, ...]


Register = Callable[[Manifest, Manifest], tuple[NumberedParty, ...]]
"""A function that returns the register of a set from its restored manifest and the one of now."""


def restore(folder: Path, number: int | None, dated: date, register: Register) -> Restored:
    """Bring version `number` back into the working set, or without a number undo the last change of the set.

    Both are complete or do nothing. The restored manifest gets the numbers of `register`. Raises InputError if there is no set, no such version or no change, if a file of the
    version is damaged or missing, or as `write_set` does.
    """
    place = conflicts.resolve_folder(folder)
    versions.refuse_no_set(folder)
    with translate_os_errors(folder), lock.locked(place):
        problems = transaction.recover(place)
        wanted = _of_version(place, number) if number is not None else _before_last_change(place, folder)
        wanted = {**wanted, **_manifest_with(register, place, number)}
        working = WorkingFiles.read(place)
        change = _change(place, wanted, working, folder)
        kept = _same(place, working)
        is_new = kept is None
        if kept is None:
            why = "the last change was undone" if number is None else f"version {number} was restored"
            kept, more = versions.freeze_files(place, working, Occasion(dated, "", f"before {why}", versions.RESTORE))
            problems += more
        if change:
            problems += transaction.commit(place, change)
    return Restored(versions.version_of(folder, kept.number), is_new, (*change.written, *change.leaving), problems)


def _of_version(place: Path, number: int) -> Mapping[str, bytes | None]:
    """Return the files of the set as they are in a version. None stands for a file of the working set that it lacks."""
    version = versions.version_of(place, number)
    problems = versions.check(version)
    if problems:
        raise InputError(problems)
    now, then = manifest.read(place), manifest.read(version.folder)
    names = _names(now) | _names(then)
    return {name: (version.folder / name).read_bytes() if name in version.files else None for name in names}


def _names(described: Manifest | None) -> frozenset[str]:
    """Return the paths of the files that a manifest describes, and its own."""
    if described is None:
        return frozenset()
    copies = (copy.kept for copy in described.inputs.values())
    return frozenset([MANIFEST, *described.files, *described.superseded, *copies])


def _before_last_change(place: Path, shown: Path) -> Mapping[str, bytes | None]:
    replaced = transaction.replaced_by_last_change(place)
    if replaced.get(MANIFEST) is None:
        what = "no command changed this set since it was first drafted, so there is nothing to undo"
        hint = "Name a version to bring back: `assembler versions` lists them."
        raise InputError([Problem("S336", what, hint, Location(shown.as_posix()))])
    return replaced


def _manifest_with(register: Register, place: Path, number: int | None) -> Mapping[str, bytes]:
    """Return the manifest to restore with the numbers of now, by its path. Return nothing if that changes nothing."""
    source = transaction.former_of(place) if number is None else versions.version_of(place, number).folder
    now, then = manifest.read(place), manifest.read(source)
    if now is None or then is None or then.version == 1 or register(then, now) == then.numbers:
        return {}
    return {MANIFEST: manifest.as_bytes(replace(then, numbers=register(then, now)))}


def _change(place: Path, wanted: Mapping[str, bytes | None], working: WorkingFiles, shown: Path) -> SetChange:
    """Return the change of the working set to the wanted files. Raises InputError where a link or folder is in the way."""
    written = {
        name: content
        for name, content in wanted.items()
        if content is not None and digest(content) != working.hashes.get(name)
    }
    removed = frozenset(name for name, content in wanted.items() if content is None and name in working.contents)
    conflicts.refuse_occupied(place, {name: name in working.contents for name in written}, shown)
    names = (*written, *removed)
    hashes = {name: working.hashes[name] for name in names if name in working.hashes}
    return SetChange(written, {}, removed, {name: working.looks.get(name) for name in names}, hashes)


def _same(place: Path, working: WorkingFiles) -> Version | None:
    """Return the last version that has exactly the files of the working set."""
    known = versions.versions(place)
    return next((version for version in reversed(known) if version.files == working.hashes), None)
