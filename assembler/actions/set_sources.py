"""What a set is written from: the term sheet of now with its files, the library, and the options of the last draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from assembler import pipeline
from assembler.actions import build
from assembler.actions.files import attached, read, read_sibling
from assembler.actions.set_states import SetState
from assembler.dealset.build import ContentsPages, contents_pages, write
from assembler.dealset.documents import DocumentSet, SetPart, attachments
from assembler.dealset.proof import write_proof
from assembler.dealset.record import Sources, record
from assembler.dealset.sheets import write_sheets
from assembler.errors import Problem
from assembler.library import Library, StyleTemplate
from assembler.revise.revision import Revision, SetWriters
from assembler.store.manifest import Manifest, digest, inputs_of
from assembler.store.transaction import SUPERSEDED


class SetSources:
    """Drafts and writes a set anew. `problems` are those found on the way."""

    def __init__(self, termsheet: Path, library: Library, state: SetState, asked: Mapping[str, Any]) -> None:
        self._termsheet, self._library, self._state, self._asked = termsheet, library, state, asked
        self._data, self._lists = read(termsheet), dict[str, bytes]()
        self.problems: list[Problem] = []
        self._versions: Mapping[str, str] = {}
        self._annexes: Mapping[str, bytes] = {}

    def draft(self) -> DocumentSet:
        """Return the documents of the term sheet. Raises InputError if it has an error."""
        beside, name = read_sibling(self._termsheet, self._lists), self._termsheet.as_posix()
        return pipeline.draft_deal(self._data, name, self._library, beside, self._asked["closing"])

    def check(self, document_set: DocumentSet) -> None:
        """Check the words of the documents, and add the problems. Raises InputError if one is an error."""
        self.problems += [*document_set.warnings, *pipeline.check_unsigned(document_set)]

    def writers(self, drafted: DocumentSet, shell: str | None, ancillary: Path | None) -> SetWriters:
        """Return the functions that write the set, in the look of the drafted documents or in that of `shell`."""
        look = build.load_style_template(shell, drafted.deal, self._termsheet.parent, self._library)
        self._shell = look.digest
        return SetWriters(
            lambda document_set, formats: self._pieces(document_set, formats, look),
            lambda document_set: self._beside(document_set, ancillary, look),
            look.digest,
        )

    def _pieces(self, document_set: DocumentSet, formats: Sequence[str], look: StyleTemplate) -> Mapping[str, bytes]:
        pages = self._measured(document_set, look) if "docx" in formats else {}
        files = write(document_set, formats, list(SetPart), look, pages)
        return {**files, **(build.print_pdf(files) if "pdf" in formats else {})}

    def _measured(self, document_set: DocumentSet, look: StyleTemplate) -> ContentsPages:
        pages, problems = contents_pages(document_set, list(SetPart), look)
        self.problems += [problem for problem in problems if problem not in self.problems]
        return pages

    def _beside(self, document_set: DocumentSet, ancillary: Path | None, look: StyleTemplate) -> Mapping[str, bytes]:
        """Return the files beside the documents, as the last draft asked: annexes, ancillary forms, sheets and the proof."""
        only, formats = self._asked["only"], self._asked["formats"]
        self._annexes = {} if only else attached(attachments(document_set), document_set, self._termsheet.parent)
        files = self._library.ancillary(ancillary)
        forms, self._versions, problems = build.forms(document_set, files, only, formats)
        self.problems += problems
        sheets = write_sheets(document_set, only, formats)
        if self._state.edited_words:  # sheets that the edits contradict were moved
            earlier = self._state.manifest
            moved = {name for name in sheets if f"{SUPERSEDED}/{name}" in earlier.superseded} - {*earlier.files}
            sheets = {name: content for name, content in sheets.items() if name not in moved}
        proof = write_proof(document_set, look, self._measured(document_set, look)) if self._asked["proof"] else {}
        return {**forms, **sheets, **self._annexes, **proof}

    def described(self, revision: Revision) -> tuple[Manifest, Mapping[str, bytes]]:
        """Return the manifest of the files that a revision writes, and the copies of the inputs to keep."""
        document_set, earlier = revision.changes.document_set, self._state.manifest
        named = attachments(document_set) if self._annexes else ()
        given = build.inputs(self._termsheet, self._data, self._lists, named, self._annexes)
        inputs, copies = inputs_of(given)
        sources = Sources(inputs, self._shell, self._asked, self._versions, self._annexes)
        described = record(document_set, revision.files, sources)
        # A file refreshed in place gets the hash of the draft without the edits, so it still counts as edited.
        files = {name: replace(entry, sha256=digest(revision.files[name])) for name, entry in described.files.items()}
        # The forms of documents that were not drafted again stay on record.
        return replace(described, forms={**earlier.forms, **described.forms}, files=files), copies
