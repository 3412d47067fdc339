"""The change that a new draft makes to a set: the files to write, move and delete, and the next manifest."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from assembler.store import manifest
from assembler.store.manifest import MANIFEST, Manifest, ManifestEntry, as_bytes, digest
from assembler.store.transaction import Looks, SetChange, look, superseded_as


class DesiredFiles(Struct, frozen=True, dict=True):
    """The desired files of a set, with the other arguments of `write_set`."""

    files: Mapping[str, bytes]
    described: Manifest
    supersede: Collection[str] = ()
    refreshed: Mapping[str, str] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Every file to write or move."""
        return (*self.files, *self.supersede)

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The hash of each file to write."""
        return {name: digest(content) for name, content in self.files.items()}


class ExistingFiles(Struct, frozen=True):
    """The existing set in `place`: its manifest, and the looks and hashes of the files that a draft may touch.

    `drafted` are the hashes of the files as the earlier drafts wrote them.
    """

    place: Path
    earlier: Manifest
    drafted: Mapping[str, str]
    looks: Looks
    hashes: Mapping[str, str]


def find_existing(place: Path, wanted: DesiredFiles) -> ExistingFiles:
    """Return the existing set in `place`. Raises InputError if its manifest cannot be read."""
    earlier = manifest.read(place) or Manifest()
    copies = {copy.kept: copy.sha256 for copy in earlier.inputs.values()}
    drafted = copies | {name: entry.sha256 for name, entry in earlier.files.items()}
    names = {*wanted.names, *copies, MANIFEST}
    # Looks come before hashes: an edit between the two then shows as a changed look.
    looks = {name: look(place / name) for name in names}
    # Links are left out, since the file behind a link is not part of the set.
    files = (name for name in names if not os.path.islink(f"{place}/{name}"))  # noqa: PTH114  a path object takes longer than the call
    return ExistingFiles(place, earlier, drafted, looks, manifest.hashes_of(place, files))


def change_of(wanted: DesiredFiles, existing: ExistingFiles) -> tuple[SetChange, Manifest, Mapping[str, str]]:
    """Return the change, the next manifest, and the new path of each superseded file."""
    gone = _gone(wanted, existing)
    complete = _whole_manifest(wanted, existing, gone)
    described = as_bytes(complete)
    digests = {**wanted.digests, MANIFEST: digest(described)}
    differ = (name for name, sha256 in digests.items() if existing.hashes.get(name) != sha256)
    written = {name: described if name == MANIFEST else wanted.files[name] for name in differ}
    first = {to: name for name, to in reversed([*gone.items()])}
    moved = {name: to for name, to in gone.items() if first[to] == name and not (existing.place / to).exists()}
    removed = frozenset({*gone} - {*moved} | _old_copies(complete, existing))
    names = (*written, *gone, *removed)
    looks = {name: existing.looks[name] for name in names} | dict.fromkeys(moved.values())
    hashes = {name: existing.hashes[name] for name in names if name in existing.hashes}
    return SetChange(written, moved, removed, looks, hashes), complete, gone


def _gone(wanted: DesiredFiles, existing: ExistingFiles) -> Mapping[str, str]:
    """Return the new path of each superseded file. Two files of one name have different paths, unless they are equal."""
    gone: dict[str, str] = {}
    contents: dict[str, str] = {}
    for name in sorted(wanted.supersede):
        if sha256 := existing.hashes.get(name):
            to = superseded_as(existing.place, name, sha256)
            if contents.setdefault(to, sha256) != sha256:
                path = PurePosixPath(to)
                to = f"{path.parent}/{path.stem}-{sha256[:8]}{path.suffix}"
            gone[name] = to
    return gone


def _whole_manifest(wanted: DesiredFiles, existing: ExistingFiles, gone: Mapping[str, str]) -> Manifest:
    """Return the manifest of the folder after the change. Files that this draft does not write keep their entries."""
    earlier = existing.earlier
    staying = {
        name: entry
        for name, entry in earlier.files.items()
        if name not in gone and os.path.isfile(f"{existing.place}/{name}")  # noqa: PTH113  a path object takes longer than the call
    }
    copies = {copy.kept for copy in wanted.described.inputs.values()}
    drafted = {name: _entry(name, wanted) for name in wanted.files if name not in copies}
    superseded = {to: earlier.files.get(name, ManifestEntry("")) for name, to in gone.items()}
    return replace(wanted.described, files=staying | drafted, superseded={**earlier.superseded, **superseded})


def _entry(name: str, wanted: DesiredFiles) -> ManifestEntry:
    entry = wanted.described.files[name]
    return entry if name in wanted.refreshed else replace(entry, sha256=wanted.digests[name])


def _old_copies(complete: Manifest, existing: ExistingFiles) -> set[str]:
    """Return the unedited copies of earlier inputs that are no longer inputs of the set."""
    kept = {copy.kept for copy in complete.inputs.values()}
    earlier = {copy.kept: copy.sha256 for copy in existing.earlier.inputs.values()}
    return {name for name, sha256 in earlier.items() if name not in kept and existing.hashes.get(name) == sha256}
