"""A state of a set on disk: the working set, or one of its versions."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from assembler import pipeline
from assembler.actions import hand_edits
from assembler.dealset.documents import DocumentSet
from assembler.dealset.register import history_of, named
from assembler.document import json as document_json
from assembler.errors import InputError, Location, Problem
from assembler.library import Library
from assembler.redline.set_redlines import SetFiles
from assembler.revise.previous_set import PreviousSet, word_of
from assembler.revise.sections import StoredTree
from assembler.store import manifest
from assembler.store.folder import KeptInputs, kept_inputs
from assembler.store.manifest import Manifest, drafted_tree
from assembler.store.versions import SEND, Version, refuse_no_set
from assembler.termsheet.formats import long_date
from assembler.termsheet.schema import AnyTermSheet


class SetState(Struct, frozen=True):
    """A set in a folder, with its manifest. Its name is "version 2", and `told` says more of it in a note."""

    folder: Path
    manifest: Manifest
    name: str
    told: str

    @property
    def previous(self) -> PreviousSet:
        """Return the set as the state that changes are measured from."""
        folder, edited = str(self.folder), frozenset(self.edited_words)

        def has(name: str) -> bool:
            # What follows a Word file counts as missing, once that is not edited any more.
            word = word_of(self.manifest, name)
            if word and word not in edited:
                return False
            is_kept = name in self.manifest.inputs
            return is_kept or os.path.isfile(f"{folder}/{name}")  # noqa: PTH113  creating Path objects takes longer than the checks

        return PreviousSet(self.manifest, has)

    @property
    def edited_words(self) -> Sequence[str]:
        """Return the Word files of documents that somebody edited."""
        return hand_edits.edited_words(self.folder, self.manifest)

    @property
    def files(self) -> SetFiles:
        """Return its files as they are on disk."""
        return SetFiles(self.name, self.manifest.files, self.read)

    def read(self, name: str) -> bytes | None:
        """Return a file, or None if it is missing."""
        path = self.folder / name
        return path.read_bytes() if path.is_file() else None

    def tree(self, name: str) -> StoredTree | None:
        """Return the tree of a document, or None if it is missing or was edited."""
        content = drafted_tree(self.folder, self.manifest, name)
        return document_json.load(content, (self.folder / name).as_posix()) if content else None

    def draft(self, library: Library) -> DocumentSet:
        """Return the documents that its own term sheet drafts, under the names that they have in it.

        Raises InputError if its inputs are unknown or changed.
        """
        kept, until = self._kept, self.manifest.asked.get("closing")
        drafted = pipeline.draft_deal(kept.term_sheet, self._kept_as, library, kept.beside, until)
        return named(drafted, history_of(self.manifest, drafted.latest))

    def terms(self) -> AnyTermSheet:
        """Return its term sheet. Raises InputError if its inputs are unknown or changed."""
        return pipeline.kept_terms(self.manifest, self._kept, self._kept_as)

    @property
    def _kept(self) -> KeptInputs:
        return kept_inputs(self.folder, self.manifest)

    @property
    def _kept_as(self) -> str:
        return (self.folder / self.manifest.inputs[self.manifest.term_sheet].kept).as_posix()


def state_of(version: Version) -> SetState:
    """Return a version as a state of its set. Raises InputError if its manifest cannot be read."""
    described = manifest.read(version.folder)
    if described is None:
        what, hint = "this version has no manifest, so it cannot be read as a set", "Name another version."
        raise InputError([Problem("S360", what, hint, Location(version.folder.as_posix()))])
    return SetState(version.folder, described, f"version {version.number}", _told(version))


def _told(version: Version) -> str:
    """Return a version as a note names it: "version 2, sent to Marlowe Stanhope on September 14, 2026"."""
    how = "sent" if version.kept_by == SEND else "kept"
    to = f" to {version.to}" if version.to else ""
    return f"version {version.number}, {how}{to} on {long_date(version.date)}"


def set_of_now(folder: Path) -> SetState:
    """Return the working set. Raises InputError if there is none."""
    refuse_no_set(folder)
    return SetState(folder, manifest.read(folder) or Manifest(), "now", "the set as it is now")


def files_after(state: SetState, written: Manifest, files: Mapping[str, bytes], leaving: Collection[str]) -> SetFiles:
    """Return the files of a set after a run that writes some files and drops others. `written` has their entries."""
    staying = {name: entry for name, entry in state.manifest.files.items() if name not in leaving}

    def read(name: str) -> bytes | None:
        return files[name] if name in files else state.read(name)

    return SetFiles("now", {**staying, **written.files}, read)
