"""The folder of a set: written whole or not at all, and never over what a person has edited.

| code | what is wrong | what to do |
|---|---|---|
| S301 | a file in the way that is not of an earlier draft | move it away, or draft into another folder with --output |
| S302 | a file that somebody edited since it was drafted | move it away, or draft into another folder with --output |
| S304 | a file where the folder of the set is to be | move it away |
| S305 | a link or a folder where a file of the set is to be | move it away |
| S306 | a copy of what a set was drafted from that is gone or was changed | draft again from the term sheet |
| S307 | a folder that cannot be that of a set: a whole disk, or one with many other files | draft into a folder of its own |
| S310 | a file of the set that is open in another program, or a folder that may not be renamed | close it, and run again |
| S311 | a disk that is full | make room, and run again |
| S312 | a folder that may not be written | ask for the right to write there, or draft into another folder |
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from assembler.closing import lock, manifest, transaction
from assembler.closing.manifest import MANIFEST, Entry, Manifest, as_bytes, digest
from assembler.closing.transaction import Change, Looks, look
from assembler.findings import Finding, Place, Refused

SUPERSEDED = "superseded"
_MOST_FILES = 20_000  # that are not of the set: as many are not what somebody put beside it
_FULL = (errno.ENOSPC, errno.EDQUOT)
_NO_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS)
_IN_USE = (errno.EBUSY, errno.EXDEV, errno.ETXTBSY)


@dataclass(frozen=True, slots=True)
class Written:
    """A set that stands: the paths of its files, where those went that are of it no more, and what there is to say."""

    paths: tuple[Path, ...]
    superseded: tuple[Path, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class KeptInputs:
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
    place = _real(folder)
    if not transaction.is_left_over(place):
        return ()
    with _said(folder, {}), lock.held(place):
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
    place = _real(folder)
    with _said(folder, files):
        place.parent.mkdir(parents=True, exist_ok=True)
        with lock.held(place):
            findings = transaction.recover(place)
            earlier = manifest.read(place) or Manifest()
            _refuse(_in_the_way(place, folder, files, supersede, earlier, refreshed))
            change, whole = _change(place, files, described, supersede, earlier, refreshed)
            if change:
                findings += transaction.commit(place, change)
    moved = tuple(folder / to for to in change.moved.values())
    return Written(tuple(folder / name for name in files if name in whole.files), moved, findings)


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


def _real(folder: Path) -> Path:
    """Where the set is, behind links. Refused where no set can be."""
    place = folder.resolve()
    if not place.name:
        raise Refused([_not_a_set(folder, "is a whole disk")])
    return place


def _not_a_set(folder: Path, what: str) -> Finding:
    remedy = "Draft into a folder of its own, with --output."
    return Finding("S307", f"this {what}, and cannot be the folder of a set", remedy, Place(folder.as_posix()))


def _refuse(findings: Iterator[Finding]) -> None:
    found = list(findings)
    if found:
        raise Refused(found)


# What stands in the way


def _in_the_way(
    place: Path,
    shown: Path,
    files: Mapping[str, bytes],
    supersede: Collection[str],
    earlier: Manifest,
    refreshed: Mapping[str, str],
) -> Iterator[Finding]:
    """What stands in the folder and may be neither overwritten nor moved."""
    if place.exists() and not place.is_dir():
        what = "a file stands where the folder of the set is to be"
        yield Finding("S304", what, "Move it away.", Place(shown.as_posix()))
        return
    if _others(place, earlier) > _MOST_FILES:
        yield _not_a_set(shown, f"holds more than {_MOST_FILES:,} other files")
        return
    hashes = _hashes(earlier)
    for name in (*files, *supersede):
        path = place / name
        if _is_occupied(path, place):
            what = "a link or a folder stands where a file of the set is to be"
            yield Finding("S305", what, "Move it away.", Place((shown / name).as_posix()))
        elif path.is_file():
            found = digest(path.read_bytes())
            if found != refreshed.get(name) and found != hashes.get(name) and not (name in files and found == digest(files[name])):
                yield _edited(shown / name, is_known=name in hashes, is_moved=name not in files)


def _others(place: Path, earlier: Manifest) -> int:
    """How many files there are that no draft wrote, counted until they are too many."""
    count = -len(earlier.files)
    for _, _, names in os.walk(place):
        count += len(names)
        if count > _MOST_FILES:
            break
    return count


def _hashes(earlier: Manifest) -> Mapping[str, str]:
    """The hash of every file that an earlier draft wrote."""
    copies = {one.kept: one.sha256 for one in earlier.inputs.values()}
    return copies | {name: entry.sha256 for name, entry in earlier.files.items()}


def _is_occupied(path: Path, place: Path) -> bool:
    """Whether something that is no file stands under its name, or something that is no folder above it."""
    parents = [parent for parent in path.parents if parent.is_relative_to(place) and parent != place]
    if any(parent.is_symlink() or (parent.exists() and not parent.is_dir()) for parent in parents):
        return True
    return path.is_symlink() or (path.exists() and not path.is_file())


def _edited(path: Path, *, is_known: bool, is_moved: bool) -> Finding:
    place = Place(path.as_posix())
    if not is_known:
        what = "this file is not of an earlier draft, and would be overwritten"
        return Finding("S301", what, "Move it away, or draft into another folder with --output.", place)
    if is_moved:
        what = "this file was edited since it was drafted, and is of the set no more"
        return Finding("S302", what, "Move it away, or draft into another folder with --output.", place)
    what = "this file was edited since it was drafted, and would be overwritten"
    return Finding("S302", what, "Keep it under another name, or draft into another folder with --output.", place)


# What changes


def _change(
    place: Path,
    files: Mapping[str, bytes],
    described: Manifest,
    supersede: Collection[str],
    earlier: Manifest,
    refreshed: Collection[str],
) -> tuple[Change, Manifest]:
    """What becomes of each file of the folder, and the manifest that says so."""
    moved = {name: _superseded(place, name) for name in sorted(supersede) if (place / name).is_file()}
    whole = _whole(place, files, described, earlier, moved, refreshed)
    every = {**files, MANIFEST: as_bytes(whole)}
    written = {name: content for name, content in every.items() if not _holds(place / name, content)}
    kept = {one.kept for one in whole.inputs.values()}
    removed = frozenset(
        one.kept for one in earlier.inputs.values() if one.kept not in kept and _has(place / one.kept, one.sha256)
    )
    looks: Looks = {name: look(place / name) for name in (*written, *moved, *moved.values(), *removed)}
    return Change(written, moved, removed, looks), whole


def _whole(
    place: Path,
    files: Mapping[str, bytes],
    described: Manifest,
    earlier: Manifest,
    moved: Mapping[str, str],
    refreshed: Collection[str],
) -> Manifest:
    """The manifest of all that will be in the folder: what an earlier draft wrote and this one does not keeps its entry."""
    staying = {name: entry for name, entry in earlier.files.items() if name not in moved and (place / name).is_file()}
    copies = {one.kept for one in described.inputs.values()}
    drafted = {
        name: described.files[name] if name in refreshed else replace(described.files[name], sha256=digest(files[name]))
        for name in files
        if name not in copies
    }
    gone = {to: earlier.files.get(name, Entry("")) for name, to in moved.items()}
    return replace(described, files=staying | drafted, superseded={**earlier.superseded, **gone})


def _superseded(place: Path, name: str) -> str:
    """Where a file goes that is of the set no more: under its own name, or where that is taken with its hash in it."""
    path = PurePosixPath(name)
    to = f"{SUPERSEDED}/{path.name}"
    if not (place / to).exists():
        return to
    return f"{SUPERSEDED}/{path.stem}-{digest((place / name).read_bytes())[:8]}{path.suffix}"


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content


def _has(path: Path, sha256: str) -> bool:
    return path.is_file() and not path.is_symlink() and digest(path.read_bytes()) == sha256


# Where the disk fails


@contextmanager
def _said(folder: Path, files: Mapping[str, bytes]) -> Iterator[None]:
    """An error of the disk that the user can mend, said as a finding."""
    try:
        yield
    except OSError as error:
        finding = _finding_of(error, folder, files)
        if finding is None:
            raise
        raise Refused([finding]) from None


def _finding_of(error: OSError, folder: Path, files: Mapping[str, bytes]) -> Finding | None:
    place = Place(folder.as_posix())
    if error.errno in _FULL:
        room = sum(map(len, files.values())) // 1_000_000 + 1
        what = f"the disk is full; the set takes up to {room} MB"
        return Finding("S311", what, "Make room, and run again; what was there is as it was.", place)
    if error.errno in _IN_USE or getattr(error, "winerror", None) in (5, 32):
        what = "the folder cannot be renamed: a file of it is open in another program, or it is a disk by itself"
        remedy = "Close it, or draft into a folder below with --output; what was there is as it was."
        return Finding("S310", what, remedy, place)
    if error.errno in _NO_RIGHT:
        refused = Place(_refusing(error, folder).as_posix())
        what = (
            f"there is no right to write here ({error.strerror}); a set is built beside its folder and put in its place"
        )
        remedy = "Ask for the right to write in the folder and in the one that it is in, or draft into another with --output."
        return Finding("S312", what, remedy, refused)
    return None


def _refusing(error: OSError, folder: Path) -> Path:
    """The folder that may not be written, in which something that only a run knows was to be made."""
    beside = Path(os.fsdecode(error.filename)) if error.filename else folder
    if beside.is_relative_to(transaction.next_of(folder.resolve())):
        return folder
    return beside.parent if beside.name.startswith(f".{folder.resolve().name}.") else beside
