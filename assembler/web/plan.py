"""The plan: what the text of a term sheet would change in the set that was drafted last."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from assembler import pipeline
from assembler.dealset.documents import DocumentSet
from assembler.document import json as document_json
from assembler.library import Library
from assembler.revise.previous_set import PreviousSet, stem_of
from assembler.revise.revision import Revision, SetWriters, revise
from assembler.revise.sections import StoredTree
from assembler.store import manifest
from assembler.store.folder import kept_inputs
from assembler.store.manifest import Manifest, digest


class PreviousDraft(NamedTuple):
    """A set on disk, and the documents that its own term sheet drafts."""

    folder: Path
    manifest: Manifest
    document_set: DocumentSet

    @classmethod
    def read(cls, folder: Path, library: Library) -> PreviousDraft | None:
        """Return the set in a folder, or None if there is none, or an older version drafted it without its inputs."""
        earlier = manifest.read(folder)
        if earlier is None or not earlier.term_sheet:
            return None
        kept = kept_inputs(folder, earlier)
        name = (folder / earlier.inputs[kept.name].kept).as_posix()
        until = earlier.asked.get("closing")
        return cls(folder, earlier, pipeline.draft_deal(kept.term_sheet, name, library, kept.beside, until))

    def revision(self, now: DocumentSet) -> Revision:
        """Return what the documents of now change, without their files: those take much longer to write."""
        alone = {name: b"" for name, entry in self.manifest.files.items() if stem_of(name, entry) == name}
        writers = SetWriters(lambda *_: {}, lambda _: alone, self.manifest.shell)
        # No file counts as missing, since none is looked at.
        return revise(PreviousSet(self.manifest, lambda _: True), self.document_set, now, self._tree, writers)

    def _tree(self, name: str) -> StoredTree | None:
        path = self.folder / name
        content = path.read_bytes() if path.is_file() else b""
        is_unchanged = digest(content) == self.manifest.files[name].sha256
        return document_json.load(content, path.as_posix()) if is_unchanged else None


class PreviousDrafts:
    """The previous draft of a deal, read again when its manifest changes."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._read: dict[Path, tuple[bytes, PreviousDraft | None]] = {}

    def of(self, folder: Path) -> PreviousDraft | None:
        """Return the set in a folder, None if there is none. Raises InputError if it cannot be read."""
        path = folder / manifest.MANIFEST
        stamp = path.read_bytes() if path.is_file() else b""
        if self._read.get(folder, (None, None))[0] != stamp:
            self._read[folder] = stamp, PreviousDraft.read(folder, self._library)
        return self._read[folder][1]
