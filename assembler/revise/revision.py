"""The effect of a changed term sheet on a set, computed before anything is written.

The plan is read from the very documents that would be written, so plan and result cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from assembler.dealset.build import properties_of
from assembler.dealset.documents import DocumentSet, SetPart, attachments
from assembler.dealset.record import ANNEXES, entries
from assembler.dealset.register import history_of, named, refuse_other_deal
from assembler.dealset.titles import PROOF, is_part
from assembler.revise.previous_set import PreviousSet, stem_of, word_of
from assembler.revise.set_changes import LoadTree, SetChanges, changes_since
from assembler.store.manifest import ManifestEntry, digest

CHANGES = "changes"
"""The part of a set that holds the redlines and the schedule of changes."""

SCHEDULE_OF_CHANGES = ("changes.txt", "changes.xlsx")


class Revision(Struct, frozen=True):
    """The changes of a set and the files that they touch.

    `files` holds the files to write, by name. Of these, `records` are trees of documents whose words stay the same but
    whose terms moved in the term sheet. `written` holds the entries of the others, and `sent` those of the set as it is.
    `leaving` holds the reason for each superseded file. `stays` lists the unchanged files.
    """

    changes: SetChanges
    files: Mapping[str, bytes]
    written: Mapping[str, ManifestEntry]
    records: tuple[str, ...]
    sent: Mapping[str, ManifestEntry]
    leaving: Mapping[str, str]
    stays: tuple[str, ...]
    is_other_look: bool

    @property
    def is_nothing(self) -> bool:
        """Return True if the set matches the term sheet."""
        return not (self.changes.terms or self.files or self.leaving)


class SetWriters(Struct, frozen=True):
    """The functions that write the documents of a set.

    `pieces` writes documents in some formats. `beside` returns the files that are not drafted from the forms: the
    user's annexes, ancillary forms, the proof. `shell` is the digest of the style template.
    """

    pieces: Callable[[DocumentSet, Sequence[str]], Mapping[str, bytes]]
    beside: Callable[[DocumentSet], Mapping[str, bytes]]
    shell: str


def revise(sent: PreviousSet, before: DocumentSet, now: DocumentSet, load: LoadTree, writers: SetWriters) -> Revision:
    """Return the revision of a set from its previous term sheet to the new one.

    `load` reads a tree of the set as sent, or returns None if it is missing or was edited. Raises InputError if a document
    cannot be drafted, or if the set is of another deal.
    """
    parts = _parts(sent)
    history = history_of(sent.manifest, before.latest)
    now = named(now, history)
    refuse_other_deal(now, history)
    changes = changes_since(sent, before, now, load, now.matches).of_parts(parts)
    return _SetReviser(sent, changes, writers).revision(before)


class _SetReviser:
    """Finds the files that the changes of a set touch."""

    def __init__(self, sent: PreviousSet, changes: SetChanges, writers: SetWriters) -> None:
        self.sent, self.changes, self.writers = sent, changes, writers
        self.is_other_look = bool(sent.manifest.shell) and sent.manifest.shell != writers.shell

    def revision(self, before: DocumentSet) -> Revision:
        document_set = self.changes.document_set
        beside = self.writers.beside(document_set)
        # A new status or look changes every Word file, even if no word of it changed.
        is_header = properties_of(before, "", "") != properties_of(document_set, "", "")
        files, records = self.files(beside, everything=is_header or self.is_other_look)
        leaving = dict(self.leaving(beside))
        written = entries(document_set, [name for name in files if name not in records], _annexes(document_set, beside))
        sent = self.sent.manifest.files
        staying = (name for name, entry in sent.items() if name not in files and name not in leaving and is_part(entry))
        return Revision(self.changes, files, written, records, sent, leaving, tuple(staying), self.is_other_look)

    def files(self, beside: Mapping[str, bytes], *, everything: bool) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
        """Return the files whose bytes change, and which of them are records of unchanged documents."""
        compared, document_set = self.changes.compared, self.changes.document_set
        rewritten = [
            item.piece for item in compared if item.touched or everything or self.sent.is_lacking(item.piece.stem)
        ]
        stems = {piece.stem for piece in rewritten}
        recorded = [item.piece for item in compared if item.piece.stem not in stems and item.is_recorded_anew]
        drafted = {**self.writers.pieces(replace(document_set, documents=tuple(rewritten)), self.formats), **beside}
        records = self.writers.pieces(replace(document_set, documents=tuple(recorded)), ())
        changed = {name: content for name, content in {**drafted, **records}.items() if self.differs(name, content)}
        return changed, tuple(name for name in records if name in changed)

    @property
    def formats(self) -> Sequence[str]:
        """Return the formats that the set was written in."""
        files = self.sent.manifest.files.items()
        suffixes = {name.rpartition(".")[2] for name, entry in files if entry.document and not name.endswith(PROOF)}
        return [
            name
            for name, suffix in (("docx", "docx"), ("text", "txt"), ("html", "html"), ("pdf", "pdf"))
            if suffix in suffixes
        ]

    def differs(self, name: str, content: bytes) -> bool:
        """Return True if the content is new, or the file on disk is missing. What follows a Word file is not drafted."""
        earlier, entry = self.sent.manifest, self.sent.manifest.files.get(name)
        if word_of(earlier, name):
            is_same = name not in earlier.inputs or earlier.inputs[name].sha256 == digest(content)
        else:
            is_same = entry is not None and entry.sha256 == digest(content)
        return not (is_same and self.sent.has(name))

    def leaving(self, beside: Collection[str]) -> Iterator[tuple[str, str]]:
        """Yield the files of documents that the new set drops, with the reason."""
        stems = {piece.stem for piece in self.changes.document_set.documents}
        for name, entry in self.sent.manifest.files.items():
            if stem_of(name, entry) in stems or name in beside or entry.part not in _LEAVING:
                continue
            is_gone = entry.investor in self.changes.left
            yield name, f"{entry.investor} left" if is_gone else "no longer part of the deal"


_PARTS = frozenset(part.value for part in SetPart)
_LEAVING = _PARTS | {ANNEXES}


def _parts(sent: PreviousSet) -> Collection[str]:
    """Return the parts of the set that are drafted: all of them, unless the set only ever had one part or sheets."""
    files = ((name, entry) for name, entry in sent.manifest.files.items() if not name.endswith(PROOF))
    drafted = {entry.part for name, entry in files if stem_of(name, entry) != name}
    return _PARTS if len(drafted) > 1 or (drafted and not sent.manifest.asked.get("only")) else drafted


def _annexes(document_set: DocumentSet, beside: Collection[str]) -> Collection[str]:
    """Return the names of the attached files among the files beside the documents."""
    stems = {annex.stem for annex in attachments(document_set)}
    return {name for name in beside if name.rpartition(".")[0] in stems}
