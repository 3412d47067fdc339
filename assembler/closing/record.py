"""What a manifest says of a set that has been written as files: whose each of them is, and what they were drafted from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from assembler.closing.manifest import Entry, Input, Manifest, digest
from assembler.closing.pieces import DealSet, Part
from assembler.closing.sheets import SHEETS, is_sheet

ANNEXES = "annexes"
_TREE = ".document.json"
_PROOF = "-proof.docx"


class Sources(Struct, frozen=True):
    """What a set was made from beside the words of its forms, and what was asked for.

    `shell` is the hash of the look; `forms` are those of the ancillary forms, by their stems; `annexes` are the names
    of the files that the term sheet attaches.
    """

    inputs: Mapping[str, Input]
    shell: str
    asked: Mapping[str, Any]
    forms: Mapping[str, str] = {}
    annexes: Collection[str] = ()


def record(whole: DealSet, files: Iterable[str], sources: Sources) -> Manifest:
    """The manifest of a set, but for the hashes of its `files`."""
    words = {piece.form.name: piece.form.digest for piece in whole.pieces}
    known = _entries(whole)
    return Manifest(
        as_of=whole.as_of.isoformat() if whole.as_of else "",
        assembler=whole.inputs["assembler"],
        forms={**words, **{f"{Part.ANCILLARY}/{stem}": version for stem, version in sources.forms.items()}},
        shell=sources.shell,
        inputs=sources.inputs,
        asked=sources.asked,
        files={name: Entry("", ANNEXES) if name in sources.annexes else _entry(name, known) for name in files},
    )


def part_of(earlier: Manifest | None, described: Manifest) -> Manifest:
    """The manifest where a part of a set is drafted again: the rest of it is still of what it was drafted from."""
    if earlier is None:
        return described
    return replace(earlier, files=described.files, superseded={})


def outdated(folder: Path, earlier: Manifest, files: Mapping[str, bytes], described: Manifest) -> tuple[str, ...]:
    """The files of an earlier draft that a draft of the whole set does not write, and that are not right beside it."""
    return tuple(
        name
        for name, entry in earlier.files.items()
        if name not in files and not _stays(folder / name, entry, earlier, files, described)
    )


def _stays(path: Path, entry: Entry, earlier: Manifest, files: Mapping[str, bytes], described: Manifest) -> bool:
    """Whether a file that is not written again is right beside the others, or is somebody's who edited it.

    A document in another format is while its tree is the same. What has no tree is while nothing that it could be
    drafted from has changed.
    """
    if entry.document in files:
        is_same = digest(files[entry.document]) == earlier.files[entry.document].sha256
        return is_same or (path.is_file() and digest(path.read_bytes()) != entry.sha256)
    kind = SHEETS if is_sheet(path.name) else "docx" if entry.part == Part.ANCILLARY else ""
    return bool(kind) and kind not in described.asked["formats"] and earlier.inputs == described.inputs


def _entries(whole: DealSet) -> Mapping[str, Entry]:
    """What there is to say of each document, by its stem."""
    return {one.stem: Entry("", one.part.value, f"{one.stem}{_TREE}", one.investor) for one in whole.pieces}


def _entry(name: str, known: Mapping[str, Entry]) -> Entry:
    """What there is to say of a file; one that no document stands behind is an ancillary form."""
    if is_sheet(name):
        return Entry("", Part.SCHEDULE.value)
    entry = known.get(name.removesuffix(_PROOF).partition(".")[0], Entry("", Part.ANCILLARY.value))
    return Entry("", entry.part, "", entry.investor) if name == entry.document else entry
