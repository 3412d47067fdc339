"""The effect of a changed term sheet on a set, computed before anything is written.

The plan is read from the very documents that would be written, so plan and result cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from assembler import __version__
from assembler.dealset.build import properties_of
from assembler.dealset.documents import DocumentSet, SetDocument, SetPart, attachments
from assembler.dealset.investor_matching import Match
from assembler.dealset.record import ANNEXES, entries
from assembler.dealset.register import history_of, named
from assembler.revise.figures import Figure, figures
from assembler.revise.previous_set import TREE, PreviousSet, stem_of
from assembler.revise.sections import StoredTree, Touched, says_the_same, sections
from assembler.revise.term_changes import TermChange, changes
from assembler.store.manifest import ManifestEntry, digest
from assembler.termsheet.instruments import plain_name
from assembler.termsheet.schema import AnyTermSheet

CHANGES = "changes"
"""The part of a set that holds the redlines and the schedule of changes."""

SCHEDULE_OF_CHANGES = ("changes.txt", "changes.xlsx")

LoadTree = Callable[[str], StoredTree | None]


class Compared(Struct, frozen=True):
    """A document of the new set, its previous version, and its changes."""

    piece: SetDocument
    before: SetDocument | None
    touched: Touched | None

    @property
    def is_recorded_anew(self) -> bool:
        """Return True if its record differs, if only in the paths of its values."""
        return self.before is None or not self.before.is_equal(self.piece)


class Revision(Struct, frozen=True):
    """The changes of a set and the files that they touch.

    `files` holds the files to write, by name. Of these, `records` are trees of documents whose words stay the same but
    whose terms moved in the term sheet. `changed` holds the entries of the others, and `sent` those of the set as it is. `leaving` holds the reason for each superseded file. `stays` lists the
    unchanged files. `status` is the page header's status, before and now.
    """

    document_set: DocumentSet
    terms: tuple[TermChange, ...]
    figures: tuple[Figure, ...]
    touched: tuple[Touched, ...]
    files: Mapping[str, bytes]
    changed: Mapping[str, ManifestEntry]
    sent: Mapping[str, ManifestEntry]
    records: tuple[str, ...]
    leaving: Mapping[str, str]
    stays: tuple[str, ...]
    is_older_form: bool
    is_other_look: bool
    status: tuple[str, str]

    @property
    def to_sign(self) -> tuple[Touched, ...]:
        """Return the signature pages that changed or are new."""
        return tuple(document for document in self.touched if document.piece.part is SetPart.SIGNATURES)

    @property
    def redlined(self) -> Mapping[str, Touched]:
        """Return the documents whose Word file changes, by the path of their redline in the set."""
        changed = (
            document
            for document in self.touched
            if document.tree is not None and f"{document.piece.stem}.docx" in self.files
        )
        return {f"redlines/{document.piece.stem}.redline.docx": document for document in changed}

    @property
    def accompanying(self) -> tuple[str, ...]:
        """Return the paths of the redlines and of the schedule of changes."""
        return (*self.redlined, *SCHEDULE_OF_CHANGES)

    @property
    def is_nothing(self) -> bool:
        """Return True if the set matches the term sheet."""
        return not (self.terms or self.files or self.leaving)


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
    cannot be drafted.
    """
    return _SetReviser(sent, before, now, load, writers).revision()


class _SetReviser:
    """Compares two deals and their documents, once."""

    def __init__(
        self, sent: PreviousSet, before: DocumentSet, now: DocumentSet, load: LoadTree, writers: SetWriters
    ) -> None:
        self.sent, self.load, self.writers = sent, load, writers
        history = history_of(sent.manifest, before.latest)
        self.before, self.now = named(before, history), named(now, history)
        self.terms_before, self.terms = before.latest, now.latest
        self.matches = self.now.matches
        self.abouts = {f"investors[{pair.now}]": f"investors[{pair.before}]" for pair in self.matches if _stayed(pair)}
        # A set of an older form is read from its kept trees, so that the form's own changes are told apart.
        self.is_older = _is_older(sent, now)
        self.is_other_look = bool(sent.manifest.shell) and sent.manifest.shell != writers.shell
        self.parts = _parts(sent)
        self.names_now, self.names_before = self._names()

    def revision(self) -> Revision:
        pieces = [piece for piece in self.now.documents if piece.part in self.parts]
        document_set = replace(self.now, documents=tuple(pieces))
        # The register gives a party's documents the same stems in both sets.
        known = {piece.stem: piece for piece in self.before.documents}
        befores = [known.get(piece.stem) for piece in pieces]
        compared = [
            Compared(piece, before, self.touched(piece, before)) for piece, before in zip(pieces, befores, strict=True)
        ]
        old_properties, new_properties = (properties_of(item, "", "") for item in (self.before, document_set))
        beside = self.writers.beside(document_set)
        # A new status or look changes every Word file, even if no word of it changed.
        files, records = self.files(
            document_set, compared, beside, everything=old_properties != new_properties or self.is_other_look
        )
        leaving = dict(self.leaving(pieces, beside))
        annexes = {
            name for name in beside if name.rpartition(".")[0] in {each.stem for each in attachments(document_set)}
        }
        return Revision(
            document_set,
            changes(self.before.terms, self.now.terms, self.matches),
            figures(_as_of_each(self.before), _as_of_each(self.now), self.matches),
            tuple(compared_document.touched for compared_document in compared if compared_document.touched),
            files,
            entries(document_set, [name for name in files if name not in records], annexes),
            self.sent.manifest.files,
            records,
            leaving,
            tuple(
                name
                for name, entry in self.sent.manifest.files.items()
                if name not in files and name not in leaving and entry.part != CHANGES
            ),
            self.is_older,
            self.is_other_look,
            (old_properties.status, new_properties.status),
        )

    def _names(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Return the investor's name for each subject, now and before. An investor who stayed has the new name in both."""
        now = _names(self.terms)
        stayed = {before: now[about] for about, before in self.abouts.items()}
        return now, {**_names(self.terms_before), **stayed}

    # What is touched

    def touched(self, piece: SetDocument, before: SetDocument | None) -> Touched | None:
        """Return the document with its changes, or None if its words stay the same."""
        if before is None or not self.sent.files_of(piece.stem):
            return Touched(piece, None)
        if not self.is_older and before.is_equal(piece):
            return None
        now, old = (piece.document, piece.numbers), (before.document, before.numbers)
        sent = (self.load(f"{piece.stem}{TREE}") if self.is_older else None) or old
        if says_the_same(sent, now):
            return None
        by_deal = () if says_the_same(old, now) else sections(old, now, self.names_before, self.names_now)
        by_form = sections(sent, old, self.names_before, self.names_before) if sent is not old else ()
        return Touched(piece, sent, self.names_before, self.names_now, by_deal, by_form)

    # The files

    def files(
        self, document_set: DocumentSet, compared: Sequence[Compared], beside: Mapping[str, bytes], *, everything: bool
    ) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
        """Return the files whose bytes change, and which of them are records of unchanged documents."""
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
        suffixes = {name.rpartition(".")[2] for name, entry in self.sent.manifest.files.items() if entry.document}
        return [
            name
            for name, suffix in (("docx", "docx"), ("text", "txt"), ("html", "html"), ("pdf", "pdf"))
            if suffix in suffixes
        ]

    def differs(self, name: str, content: bytes) -> bool:
        """Return True if the content is new, or the file on disk is missing."""
        entry = self.sent.manifest.files.get(name)
        return entry is None or entry.sha256 != digest(content) or not self.sent.has(name)

    def leaving(self, pieces: Sequence[SetDocument], beside: Collection[str]) -> Iterator[tuple[str, str]]:
        """Yield the files of documents that the new set drops, with the reason."""
        stems = {piece.stem for piece in pieces}
        gone = {self.names_before[f"investors[{item.before}]"] for item in self.matches if item.now is None}
        for name, entry in self.sent.manifest.files.items():
            if stem_of(name, entry) in stems or name in beside or entry.part not in _LEAVING:
                continue
            yield name, f"{entry.investor} left" if entry.investor in gone else "no longer part of the deal"


_PARTS = frozenset(part.value for part in SetPart)
_LEAVING = _PARTS | {ANNEXES}


def _parts(sent: PreviousSet) -> Collection[str]:
    """Return the parts of the set that are drafted: all of them, unless the set only ever had one part or sheets."""
    drafted = {entry.part for name, entry in sent.manifest.files.items() if name.endswith(TREE)}
    return _PARTS if len(drafted) > 1 or (drafted and not sent.manifest.asked.get("only")) else drafted


def _stayed(pair: Match) -> bool:
    return pair.before is not None and pair.now is not None


def _as_of_each(deal_set: DocumentSet) -> Sequence[AnyTermSheet]:
    """Return the terms as of each closing."""
    return [deal.terms for deal in (deal_set.deal, *deal_set.additional)]


def _names(terms: AnyTermSheet) -> Mapping[str, str]:
    """Return the names of the investors by their paths."""
    return {
        f"investors[{index}]": plain_name(investor.name)
        for index, investor in enumerate(getattr(terms, "investors", ()))
    }


def _is_older(sent: PreviousSet, now: DocumentSet) -> bool:
    """Return True if the form or this program is not the one that the set was drafted with."""
    inputs, forms = now.inputs, sent.manifest.forms
    return sent.manifest.assembler != __version__ or any(inputs.get(name, forms[name]) != forms[name] for name in forms)
