"""The entries of a manifest for the files of a set, and the files that a later draft makes outdated."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from assembler.dealset.documents import DocumentSet, SetPart, attachments
from assembler.dealset.register import part_of_register
from assembler.dealset.sheets import SHEETS, is_sheet
from assembler.dealset.titles import PROOF, TREE
from assembler.store.manifest import Input, Manifest, ManifestEntry, digest, name_of

ANNEXES = "annexes"
BETWEEN_VERSIONS = "between versions"
"""The part of the redlines between two versions, which hold whatever the set becomes."""


class Sources(Struct, frozen=True):
    """The inputs of a set besides the words of its forms, and the options of the command line.

    `shell` is the hash of the style template. `forms` are the hashes of the ancillary forms, by stem. `annexes` are the
    names of the attached files in the set.
    """

    inputs: Mapping[str, Input]
    shell: str
    asked: Mapping[str, Any]
    forms: Mapping[str, str] = {}
    annexes: Collection[str] = ()


def record(document_set: DocumentSet, files: Iterable[str], sources: Sources) -> Manifest:
    """Return the manifest of a set with these files. The hashes of the files are still empty."""
    words = {piece.form.name: piece.form.digest for piece in document_set.documents}
    return Manifest(
        as_of=document_set.as_of.isoformat() if document_set.as_of else "",
        assembler=document_set.inputs["assembler"],
        forms={**words, **{f"{SetPart.ANCILLARY}/{stem}": version for stem, version in sources.forms.items()}},
        shell=sources.shell,
        inputs=sources.inputs,
        asked=sources.asked,
        files=_with_origins(document_set, entries(document_set, files, sources.annexes), sources.inputs),
        numbers=document_set.numbers,
    )


def entries(document_set: DocumentSet, files: Iterable[str], annexes: Collection[str]) -> Mapping[str, ManifestEntry]:
    """Return the entry of each file of a set. `annexes` are the names of the attached files."""
    known = _entries(document_set)
    return {name: ManifestEntry("", ANNEXES) if name in annexes else _entry(name, known) for name in files}


def _with_origins(
    document_set: DocumentSet, files: Mapping[str, ManifestEntry], inputs: Mapping[str, Input]
) -> Mapping[str, ManifestEntry]:
    """Return the entries with what each file is made from: the term sheet, or the file of the user that it is."""
    sheet = next((name for name, copy in inputs.items() if copy.kind == "term_sheet"), "")
    named = {each.stem: name_of(each.path) for each in attachments(document_set)} if _has_annexes(files) else {}
    return {name: replace(entry, made_from=named.get(name.rpartition(".")[0], sheet)) for name, entry in files.items()}


def _has_annexes(files: Mapping[str, ManifestEntry]) -> bool:
    return any(entry.part == ANNEXES for entry in files.values())


def part_of(earlier: Manifest | None, described: Manifest) -> Manifest:
    """Return the manifest after a draft of only a part of the set. `earlier` is that of the set before."""
    if earlier is None:
        return described
    # The other parts still come from the earlier inputs, so those stay on record.
    numbers = part_of_register(earlier, described.numbers)
    return replace(earlier, files=described.files, superseded={}, numbers=numbers)


def outdated(folder: Path, earlier: Manifest, files: Mapping[str, bytes], described: Manifest) -> tuple[str, ...]:
    """Return the files of an earlier draft that are not written again and no longer fit the new draft."""
    return tuple(
        name
        for name, entry in earlier.files.items()
        if name not in files and not _stays(folder / name, entry, earlier, files, described)
    )


def _stays(
    path: Path, entry: ManifestEntry, earlier: Manifest, files: Mapping[str, bytes], described: Manifest
) -> bool:
    """Return True if a file that is not written again may stay beside the new files.

    A document in another format may stay while its tree is the same, or if somebody edited it. A file without a tree may
    stay while the inputs are the same.
    """
    if entry.part == BETWEEN_VERSIONS:
        return True
    if entry.document in files:
        is_same = digest(files[entry.document]) == earlier.tree_sha256(entry.document)
        return is_same or (path.is_file() and digest(path.read_bytes()) != entry.sha256)
    # Sheets and ancillary forms have no tree to compare.
    kind = SHEETS if is_sheet(path.name) else "docx" if entry.part == SetPart.ANCILLARY else ""
    return bool(kind) and kind not in described.asked["formats"] and earlier.given == described.given


def _entries(document_set: DocumentSet) -> Mapping[str, ManifestEntry]:
    """Return the entry of each document, by stem."""
    return {
        piece.stem: ManifestEntry("", piece.part.value, f"{piece.stem}{TREE}", piece.investor, piece.warrant_class)
        for piece in document_set.documents
    }


def _entry(name: str, known: Mapping[str, ManifestEntry]) -> ManifestEntry:
    """Return the entry of a file. A file that belongs to no document is an ancillary form."""
    if is_sheet(name):
        return ManifestEntry("", SetPart.SCHEDULE.value)
    entry = known.get(name.removesuffix(PROOF).partition(".")[0], ManifestEntry("", SetPart.ANCILLARY.value))
    return replace(entry, document="") if name == entry.document else entry
