"""The redlines of a set: one for each document whose Word file differs between two states of the set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from assembler.compare import explain
from assembler.compare.variants import DraftWithTerms
from assembler.dealset.documents import DocumentSet, SetDocument
from assembler.dealset.titles import Title, is_part, key_of, kind_of, title_of
from assembler.document import json
from assembler.drafting.forms import departures_of
from assembler.errors import InputError
from assembler.parallel import Pool
from assembler.readers import tree
from assembler.readers.package import open_package
from assembler.redline import engine
from assembler.redline.layout import emptied
from assembler.redline.reasons import UNREAD, Reasons, reasons_of
from assembler.revise.sections import says_the_same
from assembler.revise.set_changes import SetChanges
from assembler.store.manifest import ManifestEntry, digest

DEFAULT = engine.RedlineOptions("Assembler")
LENGTH = 8  # documents that are written in the time of a redline


class SetFiles(Struct, frozen=True):
    """The files of a set in one state: its name for a reader, their entries, and what reads a file, None if it is missing."""

    name: str
    entries: Mapping[str, ManifestEntry]
    read: Callable[[str], bytes | None]

    def record(self, name: str) -> bytes | None:
        """Return the tree that a Word file was written from, None if it is unknown or one of both was edited."""
        entry = self.entries[name]
        files = [name, entry.document] if entry.document in self.entries else []
        contents = [self.read(file) or b"" for file in files]
        unedited = [digest(content) == self.entries[file].sha256 for file, content in zip(files, contents, strict=True)]
        return contents[-1] if unedited and all(unedited) else None


class DocumentPair(Struct, frozen=True):
    """A document in two states of a set: its title, and the path of its Word file in each, "" where there is none."""

    title: Title
    before: str
    now: str

    @property
    def path(self) -> str:
        """Return the path of its redline in the folder of redlines."""
        return f"{(self.now or self.before).removesuffix('.docx')}.redline.docx"


def paired(
    before: Mapping[str, ManifestEntry], now: Mapping[str, ManifestEntry], renamed: Mapping[str, str]
) -> list[DocumentPair]:
    """Return the documents of two states of a set by investor, in the new order, then those that went.

    `renamed` holds the new name of each investor who is called otherwise now.
    """
    old = {name: key_of(name, entry, renamed) for name, entry in before.items() if _is_compared(name, entry)}
    new = {name: key_of(name, entry, {}) for name, entry in now.items() if _is_compared(name, entry)}
    # An investor who buys twice has two warrants, which their file names tell apart.
    same = {name for name, key in new.items() if old.get(name) == key}
    left: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, key in old.items():
        if name not in same:
            left[key].append(name)
    partners = {name: name if name in same else left[key].pop(0) if left.get(key) else "" for name, key in new.items()}
    came = [DocumentPair(title_of(name, now[name]), partner, name) for name, partner in partners.items()]
    went = [DocumentPair(title_of(name, before[name]), name, "") for names in left.values() for name in names]
    return [*came, *went]


def _is_compared(name: str, entry: ManifestEntry) -> bool:
    return name.endswith(".docx") and is_part(entry) and kind_of(name, entry) != "proof with comments"


class RedlineJob(Struct, frozen=True):
    """A document and its Word files before and now, each with its name. A document that came or went has one only."""

    pair: DocumentPair
    before: bytes | None
    now: bytes | None
    names: tuple[str, str]
    asked: engine.RedlineOptions = DEFAULT

    def write(self) -> engine.Redline:
        """Return the redline. Raises InputError if it does not verify."""
        # Of a document that came, the older file is the same without its words. So is the newer one of one that went.
        old = self.before or emptied(self.now or b"", self.names[0])
        new = self.now or emptied(old, self.names[1])
        before, now = engine.RedlineSource(self.names[0], old), engine.RedlineSource(self.names[1], new)
        return engine.redline(before, now, self.asked)


class Redliner:
    """Writes the redlines of some jobs, by their numbers; a worker gets it once."""

    def __init__(self, jobs: Sequence[RedlineJob]) -> None:
        self._jobs = jobs

    def __call__(self, number: int) -> engine.Redline:
        """Return a redline."""
        return self._jobs[number].write()


def redline_jobs(
    before: SetFiles,
    now: SetFiles,
    pairs: Sequence[DocumentPair],
    asked: engine.RedlineOptions,
    explainer: Explainer | None,
) -> list[RedlineJob]:
    """Return a job for each document whose words differ, that came or that went. A missing Word file is left out."""
    return [job for pair in pairs for job in _jobs(before, now, pair, asked, explainer)]


def _jobs(
    before: SetFiles, now: SetFiles, pair: DocumentPair, asked: engine.RedlineOptions, explainer: Explainer | None
) -> Iterator[RedlineJob]:
    if is_missing(before, pair.before) or is_missing(now, pair.now):
        return
    old, new = before.read(pair.before) if pair.before else None, now.read(pair.now) if pair.now else None
    if old and new and (old == new or _are_alike(before, now, pair)):
        return
    reasons = explainer.reasons(pair) if explainer else None
    names = f"{pair.before or pair.now}, {before.name}", f"{pair.now or pair.before}, {now.name}"
    yield RedlineJob(pair, old, new, names, replace(asked, reasons=reasons))


def is_missing(files: SetFiles, name: str) -> bool:
    """Return True if a Word file of a set is not there. A document without one is not missing."""
    return bool(name) and files.read(name) is None


def _are_alike(before: SetFiles, now: SetFiles, pair: DocumentPair) -> bool:
    """Return True if two Word files print the same words: by their trees, or else by all that is not a property.

    The headers and looks of drafted documents may differ.
    """
    old, new = before.record(pair.before), now.record(pair.now)
    if old is None or new is None:
        try:
            return _without_properties(before, pair.before) == _without_properties(now, pair.now)
        except InputError:  # no Word file, which the redline tells if it is made
            return False
    return old == new or says_the_same(json.load(old, pair.before), json.load(new, pair.now))


def _without_properties(files: SetFiles, name: str) -> Mapping[str, bytes]:
    """Return the parts of a Word file but for its properties, such as the day of the draft."""
    parts = open_package(files.read(name) or b"", name).parts
    return {part: content for part, content in parts.items() if not part.startswith("docProps/")}


class Explainer:
    """Finds the reasons of the changes of a set, document by document. `before` is the set that they are measured from."""

    def __init__(self, changes: SetChanges, before: DocumentSet) -> None:
        self._touched = {f"{document.piece.stem}.docx": document for document in changes.touched}
        self._sets = before, changes.document_set
        # If one term changed and the form did not, all that is no figure comes from it.
        is_alone = len(changes.terms) == 1 and not changes.is_older_form
        self._otherwise = str(changes.terms[0]) if is_alone else ""

    def reasons(self, pair: DocumentPair) -> Reasons | None:
        """Return the reasons for the changes of a document, None if they are unknown."""
        if not pair.before or not pair.now:
            return self._of_whole(pair)
        touched = self._touched.get(pair.now)
        if touched is None or touched.tree is None:
            return None
        piece = touched.piece
        here = tree.read(*touched.tree, "before")
        there = tree.read(piece.document, piece.numbers, "now")
        # Options and departures are tried out by drafting again, which the party of a warrant or page would hinder.
        drafts = [None, None] if piece.about else [self._draft(deal_set, piece) for deal_set in self._sets]
        return reasons_of(explain.compare(here, there, *drafts), self._otherwise)

    def _of_whole(self, pair: DocumentPair) -> Reasons | None:
        """Return the reason of a document that came or went: its investor joined or left."""
        ours, theirs = (
            [each.name for each in getattr(deal_set.deal.terms, "investors", ())] for deal_set in self._sets
        )
        here, there, how = (ours, theirs, "removed") if pair.before else (theirs, ours, "added")
        holder = pair.title.holder
        if holder not in here or holder in there:
            return None
        return Reasons(UNREAD, UNREAD, (), f"investors[{here.index(holder)}]: {how}, {holder}")

    @staticmethod
    def _draft(deal_set: DocumentSet, piece: SetDocument) -> DraftWithTerms:
        return DraftWithTerms(piece.form, deal_set.deal, departures_of(deal_set.deal, piece.form.name))


def begin(jobs: Sequence[RedlineJob], pool: Pool) -> Iterator[engine.Redline]:
    """Begin with the redlines, and return an iterator over them."""
    return pool.map(Redliner(jobs), range(len(jobs)))


def collect(
    jobs: Sequence[RedlineJob], redlines: Iterator[engine.Redline], progress: Callable[[int], None]
) -> dict[str, engine.Redline]:
    """Return the redlines that show a change, by their paths in the folder of redlines. `progress` is told of each.

    A redline has no date, so the same change gives the same bytes.
    """
    collected: dict[str, engine.Redline] = {}
    for job, made in zip(jobs, redlines, strict=True):
        if made.counted or made.untracked:
            collected[job.pair.path] = made
        progress(1)
    return collected
