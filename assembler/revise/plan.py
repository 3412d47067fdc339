"""The plan of a run: the changes since an earlier state of the set, and the files that the run writes for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from assembler.dealset.titles import TREE, Title, is_part, key_of
from assembler.revise.revision import Revision
from assembler.revise.set_changes import SetChanges
from assembler.store.manifest import ManifestEntry

LAST_DRAFT = "the last draft"


class KeptFiles(Struct, frozen=True):
    """The files of a state of the set: its name in a note, their entries, and what returns the hash of a file, "" of none."""

    told: str
    entries: Mapping[str, ManifestEntry]
    sha256: Callable[[str], str]


class Plan(Struct, frozen=True):
    """The changes since an earlier state, and the revision of the set as it is.

    `since` names the earlier state. `changed` holds the entries of the files that differ from it, and `gone` those of the
    files that only it has. `redlines` holds the titles of the redlined documents, by the path of the redline.
    """

    revision: Revision
    changes: SetChanges
    changed: Mapping[str, ManifestEntry]
    since: str = LAST_DRAFT
    gone: Mapping[str, ManifestEntry] = {}
    redlines: Mapping[str, Title] = {}

    @property
    def is_since_version(self) -> bool:
        """Return True if the earlier state is a version, and not the set as it is."""
        return self.changes is not self.revision.changes

    @property
    def is_nothing(self) -> bool:
        """Return True if nothing changed, and nothing is written."""
        is_same = not (self.changes.terms or self.changed or self.gone or self.redlines)
        return self.revision.is_nothing and is_same

    @classmethod
    def since_version(
        cls, revision: Revision, changes: SetChanges, version: KeptFiles, now: KeptFiles, redlines: Mapping[str, Title]
    ) -> Plan:
        """Return the plan of a revision with the changes since a version. `now` are the files after the run."""
        places = {document.stem: place for place, document in enumerate(changes.document_set.documents)}
        changed = {
            name: entry
            for name, entry in sorted(
                now.entries.items(), key=lambda item: places.get(item[0].partition(".")[0], len(places))
            )
            if is_part(entry) and not name.endswith(TREE) and now.sha256(name) != version.sha256(name)
        }
        keys = {key_of(name, entry, {}) for name, entry in now.entries.items()}
        gone = {
            name: entry
            for name, entry in version.entries.items()
            if is_part(entry) and key_of(name, entry, changes.renamed) not in keys
        }
        return cls(revision, changes, changed, version.told, gone, redlines)

    @classmethod
    def of_documents(cls, revision: Revision) -> Plan:
        """Return the plan of a revision that knows the documents that change, but not their files."""
        changed = {f"{document.piece.stem}.docx": document.entry for document in revision.changes.touched}
        return cls(revision, revision.changes, changed)
