"""A deal that is open in the page: its text, and the documents that the text drafts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path
from threading import RLock
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from assembler import pipeline
from assembler.actions.files import read_sibling
from assembler.actions.problems import as_data
from assembler.actions.validate import problems_of_set
from assembler.dealset.documents import DocumentSet, SetDocument, SetPart
from assembler.dealset.titles import title_of
from assembler.errors import InputError, Problem
from assembler.exports import html
from assembler.exports.pdf import is_installed
from assembler.library import Library
from assembler.pipeline import FinishDraft
from assembler.store.manifest import ManifestEntry
from assembler.web import letters, terms
from assembler.web.plan import PreviousDraft, PreviousDrafts
from assembler.web.termsheet_text import TermSheetText
from assembler.web.workspace import Workspace

CLAUSE = "clause-"
"""The prefix of the ids of clauses in the page."""


Stamp = tuple[int, int, int] | None
"""The time, the size and the number of a file on disk, None if there is none."""


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


class Drafted(Struct, frozen=True):
    """The result of drafting a revision of the text: the documents, or None if it is broken, and the problems."""

    revision: int
    document_set: DocumentSet | None
    problems: Sequence[Problem]


class OpenDeal:
    """A term sheet that is open. One request at a time may use it: hold `lock`."""

    def __init__(self, name: str, workspace: Workspace, library: Library) -> None:
        self.name, self.workspace, self.library = name, workspace, library
        self.path = workspace.path(name)
        self.text = TermSheetText(self.path, name)
        self.folder = workspace.path(f"output/{self.path.stem}")
        self.lock = RLock()
        self.form_parts: dict[str, tuple[Hashable, str, str]] = {}
        """The key, the digest and the HTML of each part of the form, by its name."""
        self._previous = PreviousDrafts(library)
        self._read: dict[str, Stamp] = {}
        self._drafted: Drafted | None = None
        self._good: Drafted | None = None
        self._agreement: Drafted | None = None
        self._begun: tuple[int, FinishDraft] | None = None
        self._printed: tuple[int, Mapping[str, Counter[str]]] | None = None

    @property
    def beside(self) -> Callable[[str], bytes]:
        """The function that reads a file by its path from the term sheet."""
        return self.workspace.beside(self.name, self._read_beside)

    def _read_beside(self, reference: str) -> bytes:
        self._read[reference] = _stamp(self.path.parent / reference)
        return read_sibling(self.path)(reference)

    def look_beside(self) -> None:
        """Begin a new revision if a file that was read beside the term sheet changed: a sheet of investors."""
        if any(_stamp(self.path.parent / reference) != stamp for reference, stamp in self._read.items()):
            self._read.clear()
            self.text.revision += 1

    @property
    def drafted(self) -> Drafted:
        """The result of drafting the text as it is."""
        if self._drafted is None or self._drafted.revision != self.text.revision:
            self._keep(self._draft(self.text.text, self.text.revision))
        assert self._drafted  # noqa: S101  kept above
        return self._drafted

    def drafted_apart(self) -> Drafted:
        """Return the result of drafting the text as it is, without the lock: the next key stroke is more urgent."""
        with self.lock:
            text, revision, known = self.text.text, self.text.revision, self._drafted
        if known and known.revision == revision:
            return known
        drafted = self._draft(text, revision)
        with self.lock:
            if revision == self.text.revision:
                self._keep(drafted)
        return drafted

    def _keep(self, drafted: Drafted) -> None:
        self._drafted = drafted
        if drafted.document_set:
            self._good = drafted

    def _draft(self, text: str, revision: int, *, agreement_only: bool = False) -> Drafted:
        try:
            document_set = self._begin(text, revision)(agreement_only=agreement_only)
            self._refuse_outside(document_set)
        except InputError as refused:
            return Drafted(revision, None, refused.problems)
        return Drafted(revision, self._named(document_set), document_set.warnings)

    def _begin(self, text: str, revision: int) -> FinishDraft:
        """Return what finishes the draft of a text. The agreement of a revision is drafted once."""
        begun = self._begun
        if begun is None or begun[0] != revision:
            finish = pipeline.begin_draft(text.encode(), self.name, self.library, self.beside)
            begun = self._begun = revision, finish
        return begun[1]

    def _preview(self, shown: str) -> Drafted:
        """Return the result that holds the shown document: the agreement alone, if that or its schedule is shown."""
        documents = self._good.document_set.documents if self._good and self._good.document_set else ()
        is_drafted = self._drafted is not None and self._drafted.revision == self.text.revision
        part = next((piece.part for piece in documents if piece.stem == shown), None)
        if is_drafted or part not in (SetPart.AGREEMENT, SetPart.SCHEDULE):
            return self.drafted
        if self._agreement is None or self._agreement.revision != self.text.revision:
            self._agreement = self._draft(self.text.text, self.text.revision, agreement_only=True)
        return self._agreement

    def _named(self, document_set: DocumentSet) -> DocumentSet:
        """Return the documents under the names that they have in the set, as a draft would give them."""
        try:
            previous = self.previous
        except InputError:  # the plan says what is wrong with the set
            previous = None
        return previous.named(document_set) if previous else document_set

    def _refuse_outside(self, document_set: DocumentSet) -> None:
        """Raise InputError if a term names a file outside the folder of the page."""
        terms = document_set.deal.terms
        files = {f"annexes.{name}": path for name, path in getattr(terms, "annexes", ()) or ()}
        if shell := terms.execution.shell:
            files["execution.shell"] = shell
        problems = [
            replace(problem, location=document_set.deal.location_of(term), path=term)
            for term, path in files.items()
            if isinstance(path, str)
            for problem in self.workspace.problems_of((self.path.parent / path).as_posix())
        ]
        if problems:
            raise InputError(problems)

    @property
    def last_good(self) -> Drafted | None:
        """The last result that has documents: this one, or an earlier one while the text is broken."""
        return self.drafted if self.drafted.document_set else self._good

    def findings(self, drafted: Drafted) -> Sequence[Problem]:
        """Return every problem of a result, as `assembler validate` lists them."""
        if drafted.document_set is None:
            return drafted.problems
        return problems_of_set(drafted.document_set, self.path.parent, self.library)

    def printed(self, drafted: Drafted) -> Mapping[str, Counter[str]]:
        """Return how often each term prints in each document of a result."""
        assert drafted.document_set  # noqa: S101  only good results are asked
        if self._printed is None or self._printed[0] != drafted.revision:
            self._printed = drafted.revision, terms.printed(drafted.document_set)
        return self._printed[1]

    @property
    def previous(self) -> PreviousDraft | None:
        """The set that was drafted last, None if there is none."""
        return self._previous.of(self.folder)

    # What the page is told

    def listed(self) -> Sequence[Mapping[str, str]]:
        """Return the documents of the last good result."""
        known = self._good.document_set if self._good else None
        if known is None:
            return []
        return [*map(_listed, known.documents), *map(_listed_letter, letters.stems(known, self.library))]

    def state(self, shown: str, has: str = "") -> Mapping[str, Any]:
        """Return the state of the deal. `shown` is the stem of the document that the page shows, `has` its digest."""
        drafted = self._preview(shown)
        good = drafted if drafted.document_set else self._good
        pieces = good.document_set.documents if good and good.document_set else ()
        return {
            "revision": self.text.revision,
            "is_saved": self.text.is_saved,
            "is_restored": self.text.is_restored,
            "can_undo": self.text.can_undo,
            "can_redo": self.text.can_redo,
            "is_current": drafted.document_set is not None,
            "problems": list(map(as_data, drafted.problems)),
            "documents": self.listed(),
            "shown": self._letter(shown, has) or _shown(pieces, shown, has),
        }

    def _letter(self, stem: str, has: str) -> Mapping[str, Any] | None:
        """Return the shown document if it is a letter, as the last good terms fill it."""
        known = self._good.document_set if self._good else None
        if known is None or stem not in letters.stems(known, self.library):
            return None
        return _as_shown(stem, letters.fragment(known, self.library, stem), {}, has, _WORD)


_GROUPS = {
    "agreement": "Agreement",
    "schedule": "Schedule",
    "signatures": "Signature pages",
    "warrants": "Warrants",
}
_WORD = (("docx", "Word"),)
_FORMATS = (*_WORD, ("txt", "Text"), ("html", "Web page"))


def title_of_piece(piece: SetDocument) -> str:
    """Return the title of a document, such as "Warrant of Ostara Opportunity Fund Ltd."."""
    entry = ManifestEntry("", piece.part.value, piece.stem, piece.investor, piece.warrant_class)
    return str(title_of(f"{piece.stem}.docx", entry))


def _listed(piece: SetDocument) -> Mapping[str, str]:
    part = piece.part.value
    return {"stem": piece.stem, "title": title_of_piece(piece), "part": part, "group": _GROUPS[part]}


def _listed_letter(stem: str) -> Mapping[str, str]:
    title = str(title_of(f"{stem}.docx", ManifestEntry("", "ancillary", stem, "", "")))
    return {"stem": stem, "title": title, "part": "ancillary", "group": "Letters"}


def _shown(pieces: Sequence[SetDocument], stem: str, has: str) -> Mapping[str, Any] | None:
    """Return the document with this stem, or else the first one. Without its words if the page has them."""
    if not pieces:
        return None
    piece = next((piece for piece in pieces if piece.stem == stem), pieces[0])
    words = html.fragment(piece.document, piece.numbers, CLAUSE)
    decided_by = {label: paths for label, paths in piece.decided_by.items() if paths}
    return _as_shown(piece.stem, words, decided_by, has, _FORMATS)


def _as_shown(
    stem: str, words: str, decided_by: Mapping[str, Sequence[str]], has: str, formats: Sequence[tuple[str, str]]
) -> Mapping[str, Any]:
    digest = f"{hash(words):x}"
    return {
        "stem": stem,
        "digest": digest,
        "html": None if digest == has else words,
        "decided_by": decided_by,
        "formats": [*formats, *([("pdf", "PDF")] if is_installed() else [])],
    }
