"""The plan: what the text of a term sheet would change in the set that was drafted last."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from assembler.actions.set_states import SetState, set_of_now
from assembler.dealset.documents import DocumentSet
from assembler.dealset.register import history_of, named
from assembler.library import Library
from assembler.revise.previous_set import PreviousSet, stem_of
from assembler.revise.revision import Revision, SetWriters, revise
from assembler.store import manifest


class PreviousDraft(NamedTuple):
    """A state of the set on disk, and the documents that its own term sheet drafts."""

    state: SetState
    document_set: DocumentSet

    @classmethod
    def of(cls, state: SetState, library: Library) -> PreviousDraft | None:
        """Return the documents of a set, or None if an older version drafted it without its inputs."""
        return cls(state, state.draft(library)) if state.manifest.term_sheet else None

    def named(self, now: DocumentSet) -> DocumentSet:
        """Return the documents of now under the names that they have in the set, as a draft would give them."""
        return named(now, history_of(self.state.manifest, self.document_set.latest))

    def revision(self, now: DocumentSet) -> Revision:
        """Return what the documents of now change, without their files: those take much longer to write."""
        described = self.state.manifest
        alone = {name: b"" for name, entry in described.files.items() if stem_of(name, entry) == name}
        writers = SetWriters(lambda *_: {}, lambda _: alone, described.shell)
        # No file counts as missing, since none is looked at.
        return revise(PreviousSet(described, lambda _: True), self.document_set, now, self.state.tree, writers)


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
            self._read[folder] = stamp, PreviousDraft.of(set_of_now(folder), self._library) if stamp else None
        return self._read[folder][1]
