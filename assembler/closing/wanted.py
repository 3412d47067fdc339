"""What a set is to become, beside what there is of it: which files are written, moved and taken away, and its manifest."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from assembler.closing import manifest
from assembler.closing.manifest import MANIFEST, Entry, Manifest, as_bytes, digest
from assembler.closing.transaction import Change, Looks, look

SUPERSEDED = "superseded"


class Wanted(Struct, frozen=True, dict=True):
    """The files of a set as they are to be, with what `write_set` is told of them."""

    files: Mapping[str, bytes]
    described: Manifest
    supersede: Collection[str] = ()
    refreshed: Mapping[str, str] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Every file that is written or moved."""
        return (*self.files, *self.supersede)

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The hash of each file."""
        return {name: digest(content) for name, content in self.files.items()}


class Found(Struct, frozen=True):
    """What there is of a set: its manifest, and of each file that matters how it looks and its hash.

    `drafted` is the hash of every file that an earlier draft wrote, as it wrote it.
    """

    place: Path
    earlier: Manifest
    drafted: Mapping[str, str]
    looks: Looks
    hashes: Mapping[str, str]


def find(place: Path, wanted: Wanted) -> Found:
    """What there is of the set in `place`. Refused where its manifest cannot be read."""
    earlier = manifest.read(place) or Manifest()
    copies = {one.kept: one.sha256 for one in earlier.inputs.values()}
    drafted = copies | {name: entry.sha256 for name, entry in earlier.files.items()}
    names = {*wanted.names, *copies, MANIFEST}
    # In this order: a file that changes after its hash was taken looks otherwise than before.
    looks = {name: look(place / name) for name in names}
    # No link to a file: what it leads to is not of the set.
    files = (name for name in names if not os.path.islink(f"{place}/{name}"))  # noqa: PTH114  a path object for each takes longer than to ask
    return Found(place, earlier, drafted, looks, manifest.hashes_of(place, files))


def change_of(wanted: Wanted, found: Found) -> tuple[Change, Manifest, Mapping[str, str]]:
    """What becomes of the files, the manifest that says so, and where those go that are of the set no more."""
    gone = {name: _superseded(found, name) for name in sorted(wanted.supersede) if name in found.hashes}
    whole = _whole(wanted, found, gone)
    described = as_bytes(whole)
    digests = {**wanted.digests, MANIFEST: digest(described)}
    differ = (name for name, sha256 in digests.items() if found.hashes.get(name) != sha256)
    written = {name: described if name == MANIFEST else wanted.files[name] for name in differ}
    moved = {name: to for name, to in gone.items() if not (found.place / to).exists()}
    removed = frozenset({*gone} - {*moved} | _old_copies(whole, found))
    looks = {name: found.looks[name] for name in (*written, *gone, *removed)}
    return Change(written, moved, removed, looks | dict.fromkeys(moved.values())), whole, gone


def _whole(wanted: Wanted, found: Found, gone: Mapping[str, str]) -> Manifest:
    """The manifest of all that will be in the folder: what an earlier draft wrote and this one does not keeps its entry."""
    earlier = found.earlier
    staying = {
        name: entry
        for name, entry in earlier.files.items()
        if name not in gone and os.path.isfile(f"{found.place}/{name}")  # noqa: PTH113  a path object for each takes longer than to ask
    }
    copies = {one.kept for one in wanted.described.inputs.values()}
    drafted = {name: _entry(name, wanted) for name in wanted.files if name not in copies}
    superseded = {to: earlier.files.get(name, Entry("")) for name, to in gone.items()}
    return replace(wanted.described, files=staying | drafted, superseded={**earlier.superseded, **superseded})


def _entry(name: str, wanted: Wanted) -> Entry:
    entry = wanted.described.files[name]
    return entry if name in wanted.refreshed else replace(entry, sha256=wanted.digests[name])


def _old_copies(whole: Manifest, found: Found) -> set[str]:
    """The copies of earlier inputs that are no more those of the set, and that nobody edited."""
    kept = {one.kept for one in whole.inputs.values()}
    earlier = {one.kept: one.sha256 for one in found.earlier.inputs.values()}
    return {name for name, sha256 in earlier.items() if name not in kept and found.hashes.get(name) == sha256}


def _superseded(found: Found, name: str) -> str:
    """Where a file goes that is of the set no more: under its own name, or where another has that, with its hash in it."""
    path, sha256 = PurePosixPath(name), found.hashes[name]
    to = f"{SUPERSEDED}/{path.name}"
    there = found.place / to
    if not there.exists() or (there.is_file() and digest(there.read_bytes()) == sha256):
        return to
    return f"{SUPERSEDED}/{path.stem}-{sha256[:8]}{path.suffix}"
