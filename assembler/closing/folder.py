"""The folder of a set: written whole or not at all, and never over what a person has edited."""

from __future__ import annotations

import errno
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from assembler.closing import lock, manifest, obstacles, transaction
from assembler.closing.failures import said
from assembler.closing.manifest import MANIFEST, Entry, Manifest, digest
from assembler.closing.wanted import Wanted, change_of, find
from assembler.findings import Finding, Place, Refused


class Written(Struct, frozen=True):
    """A set on disk: its folder, the entry of each file by its path, and the problems found.

    `changed` are the files that this run wrote; the rest were the same already. `superseded` is where the files went
    that the set does not hold any more.
    """

    folder: Path
    entries: Mapping[Path, Entry]
    changed: frozenset[Path]
    superseded: tuple[Path, ...]
    findings: tuple[Finding, ...]

    @property
    def paths(self) -> tuple[Path, ...]:
        """The paths of the files, without the manifest and the copies of the inputs."""
        return tuple(self.entries)


class KeptInputs(Struct, frozen=True):
    """What a set was drafted from, as it was then: the term sheet and its name, and what its references lead to.

    `beside` answers a reference of the term sheet with the bytes of the copy; OSError where there is none.
    """

    name: str
    term_sheet: bytes
    beside: Callable[[str], bytes]


def recover(folder: Path) -> tuple[Finding, ...]:
    """Complete or clear away what a run that was killed left beside the set, and say which of its two sets stands.

    To be called before the set is looked at. Refused, where there is something left, as `write_set` is.
    """
    place = obstacles.place_of(folder)
    if not transaction.is_left_over(place):
        return ()
    with said(folder), lock.held(place):
        return transaction.recover(place)


def write_set(
    folder: Path,
    files: Mapping[str, bytes],
    described: Manifest,
    supersede: Collection[str] = (),
    refreshed: Mapping[str, str] = MappingProxyType({}),
) -> Written:
    """Write the files of a set and its manifest into `folder`, which is made where it is not there, whole or not at all.

    `files` are by their path in the set, with the copies of the inputs; `described` has an entry for each file that is
    no such copy, whose hash is put in here. A file that is the same already is left as it is, one of an earlier draft
    that is not among them stays with its entry, and those to `supersede` are moved to `superseded/`. A file that was
    edited may be written where it is `refreshed`, by the hash that it has on the disk: it keeps what was edited, so its
    entry has the hash that `described` gives it, of the file as it would be without that.

    Refused, with nothing written, where a file there was edited since it was drafted or is not of an earlier draft,
    where another run is writing the set, and where the disk is full or may not be written. OSError where it fails.
    """
    place, wanted = obstacles.place_of(folder), Wanted(files, described, supersede, refreshed)
    with said(folder, sum(map(len, files.values()))):
        place.parent.mkdir(parents=True, exist_ok=True)
        with lock.held(place):
            findings = transaction.recover(place)
            found = find(place, wanted)
            obstacles.refuse(wanted, found, folder)
            change, whole, gone = change_of(wanted, found)
            if change:
                findings += transaction.commit(place, change)
    entries = {folder / name: whole.files[name] for name in files if name in whole.files}
    changed = frozenset(folder / name for name in change.written).intersection(entries)
    return Written(folder, entries, changed, tuple(folder / to for to in gone.values()), findings)


def kept_inputs(folder: Path, described: Manifest) -> KeptInputs:
    """What the set in `folder` was drafted from. Refused where that is not known, or its copies are not as they were."""
    name = described.term_sheet
    if not name:
        raise Refused([_not_kept(folder / MANIFEST, "does not say what the set was drafted from")])
    copies = {reference: _copy(folder / one.kept, one.sha256) for reference, one in described.inputs.items()}

    def beside(reference: str) -> bytes:
        found = copies.get(manifest.name_of(reference))
        if found is None:
            raise FileNotFoundError(errno.ENOENT, "not among what the set was drafted from", reference)
        return found

    return KeptInputs(name, copies[name], beside)


def _copy(path: Path, sha256: str) -> bytes:
    if not path.is_file():
        raise Refused([_not_kept(path, "this copy of what the set was drafted from is gone")])
    content = path.read_bytes()
    if digest(content) != sha256:
        raise Refused([_not_kept(path, "this copy of what the set was drafted from was changed")])
    return content


def _not_kept(path: Path, what: str) -> Finding:
    return Finding("S306", what, "Draft the set again from its term sheet.", Place(path.as_posix()))
