"""The update of a set: what a changed term sheet touches, what that changes since it was sent, and the files to write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from assembler.actions import hand_edits
from assembler.actions.edited_files import EditedFiles
from assembler.actions.jobs import JobOptions
from assembler.actions.set_sources import SetSources
from assembler.actions.set_states import SetState, files_after, state_of
from assembler.dealset.documents import DocumentSet
from assembler.errors import InputError, Location, Problem
from assembler.library import Library
from assembler.redline.engine import RedlineOptions
from assembler.redline.set_redlines import (
    DEFAULT,
    LENGTH,
    Explainer,
    RedlineJob,
    SetFiles,
    begin,
    collect,
    paired,
    redline_jobs,
)
from assembler.revise import report
from assembler.revise.plan import LAST_DRAFT, KeptFiles, Plan
from assembler.revise.revision import CHANGES, Revision, revise
from assembler.revise.set_changes import SetChanges, changes_since
from assembler.store import manifest
from assembler.store.changes import DesiredFiles
from assembler.store.folder import WrittenSet, write_set
from assembler.store.manifest import ManifestEntry, digest
from assembler.store.versions import Version, last_sent, version_of

_REDLINES = "redlines"


class UpdateOrder(NamedTuple):
    """The request for an update: the term sheet, the folder of the set, and the options of the command line.

    `into` refreshes edited Word files in place. `against` is the version that changes are told since.
    """

    termsheet: Path
    folder: Path
    library: Library
    shell: str | None = None
    ancillary: Path | None = None
    closing: int | None = None
    into: bool = False
    against: int | None = None
    redlines: RedlineOptions = DEFAULT


class SetUpdate:
    """An update of a set before it is written: its revision, its plan, and the Word files refreshed in place.

    Recover the set first. Raises InputError if there is none, if the term sheet has an error, or if a change and an edit
    overlap.
    """

    def __init__(self, order: UpdateOrder) -> None:
        self._state = _state(order)
        asked = self._state.manifest.asked
        closing = asked.get("closing") if order.closing is None else order.closing
        self._sources = SetSources(order.termsheet, order.library, self._state, {**asked, "closing": closing})
        before, now = self._state.draft(order.library), self._sources.draft()
        writers = self._sources.writers(now, order.shell, order.ancillary)
        self.revision = revise(self._state.previous, before, now, self._state.tree, writers)
        self._edited = EditedFiles(self._state, self.revision)
        self.in_place = self._edited.refreshed() if order.into else {}
        self._described, self._copies = self._sources.described(self.revision)
        changes = self.revision.changes
        earlier = _version(order, changes) or _Earlier(self._state, before, changes)
        after = files_after(self._state, self._described, self._contents, self.revision.leaving)
        self._redlines = _redlines(earlier, after, order.redlines)
        self.plan = _plan(self.revision, earlier, after, self._redlines)

    @property
    def _contents(self) -> Mapping[str, bytes]:
        return {**self.revision.files, **{name: result.content for name, result in self.in_place.items()}}

    @property
    def obstacles(self) -> Sequence[Problem]:
        """Return a problem for each edited file that the update would overwrite or drop."""
        return self._edited.obstacles(self.in_place)

    @property
    def warnings(self) -> Sequence[Problem]:
        """The warnings about Word files that are refreshed in place."""
        return [problem for result in self.in_place.values() for problem in result.warnings]

    @property
    def edited(self) -> Sequence[str]:
        """A line for each Word file that the set has now and that somebody edited."""
        folder = self._state.folder
        return hand_edits.lines(folder, manifest.read(folder))

    def write(self, shared: JobOptions) -> WrittenSet | None:
        """Write the files of the revision, the redlines and the schedule of changes: all of them or none.

        If the term sheet changes nothing, write what stands beside the Word files that somebody edited. Return None if
        nothing is to be written. Raises InputError if an edited file would be overwritten.
        """
        if self.plan.is_nothing:
            return self._write_beside_edits()
        if self.obstacles:
            raise InputError(self.obstacles)
        beside = {**self._redlined(shared), **report.schedule_of_changes(self.plan)}
        entries = {**self._described.files, **{name: self._of_changes(name) for name in beside}}
        files = {**self._contents, **beside, **self._copies}
        earlier, folder = self._state.manifest.files, self._state.folder
        stale = [name for name, entry in earlier.items() if entry.part == CHANGES and name not in beside]
        described = replace(self._described, files=entries)
        given = DesiredFiles(files, described, [*self.revision.leaving, *stale])
        written = self._write(hand_edits.following(folder, self._state.manifest, given, self.in_place))
        return replace(written, problems=(*self._sources.problems, *written.problems))

    def _write_beside_edits(self) -> WrittenSet | None:
        earlier, folder = self._state.manifest, self._state.folder
        given = hand_edits.following(folder, earlier, DesiredFiles({}, replace(earlier, files={}, superseded={})))
        return self._write(given) if given.files else None

    def _write(self, given: DesiredFiles) -> WrittenSet:
        with hand_edits.edits_named(self._state.folder):
            return write_set(self._state.folder, given.files, given.described, given.supersede, given.refreshed)

    def _of_changes(self, name: str) -> ManifestEntry:
        """Return the entry of a redline or of the schedule of changes."""
        word = f"{name.rpartition('/')[2].removesuffix('.redline.docx')}.docx"
        return ManifestEntry("", CHANGES, made_from=word if "/" in name else self._described.term_sheet)

    def _redlined(self, shared: JobOptions) -> Mapping[str, bytes]:
        """Return the redlines by their paths in the set, and check the words of the documents meanwhile."""
        jobs = self._redlines
        with shared.show(len(jobs), "redlining") as progress, shared.pool(len(jobs) * LENGTH) as pool:
            begun = begin(jobs, pool)
            self._sources.check(self.revision.changes.document_set)  # while workers redline
            made = collect(jobs, begun, progress)
        redlines = {f"{_REDLINES}/{path}": redline.content for path, redline in made.items()}
        # A file that was saved anew by hand may show no change.
        titles = {path: title for path, title in self.plan.redlines.items() if path in redlines}
        self.plan = replace(self.plan, redlines=titles)
        return redlines


class _Earlier(NamedTuple):
    """The state that changes are told since, its documents, and the changes. `version` if it is one."""

    state: SetState
    before: DocumentSet
    changes: SetChanges
    version: Version | None = None


def _state(order: UpdateOrder) -> SetState:
    """Return the set as it is. Raises InputError if there is none, or if it has no copy of its inputs."""
    folder = order.folder
    earlier = manifest.read(folder)
    if earlier is None:
        what = "this folder has no set yet, so there is nothing to update"
        hint = (
            f"Draft first: assembler draft {order.termsheet.as_posix()}. Or name the folder of the set with --output."
        )
        raise InputError([Problem("S321", what, hint, Location(folder.as_posix()))])
    if earlier.version == 1:
        what = "an older version drafted this set and kept no copy of its term sheet, so the changes are not known"
        hint = "Draft it again with `assembler draft`, which does not overwrite edited files. Later changes are then known."
        raise InputError([Problem("S322", what, hint, Location((folder / manifest.MANIFEST).as_posix()))])
    return SetState(folder, earlier, "before", LAST_DRAFT)


def _version(order: UpdateOrder, changes: SetChanges) -> _Earlier | None:
    """Return the version that changes are told since, None if none was sent and none is named.

    Raises InputError if there is no such version, or if it has no copy of its inputs.
    """
    version = last_sent(order.folder) if order.against is None else version_of(order.folder, order.against)
    if version is None:
        return None
    state = state_of(version)
    if not state.manifest.term_sheet:
        what = f"version {version.number} kept no copy of its term sheet, so the changes since then are not known"
        hint = "`assembler redline` writes redlines against it. Name a later version with --against, or send the set again."
        raise InputError([Problem("S361", what, hint, Location(version.folder.as_posix()))])
    before = state.draft(order.library)
    since = changes_since(state.previous, before, changes.document_set, state.tree)
    return _Earlier(state, before, since.of_parts({item.piece.part for item in changes.compared}), version)


def _redlines(earlier: _Earlier, after: SetFiles, asked: RedlineOptions) -> Sequence[RedlineJob]:
    """Return the redlines to write."""
    old, changes = earlier.state.files, earlier.changes
    explainer = Explainer(changes, earlier.before) if asked.comments or asked.summary else None
    return redline_jobs(old, after, paired(old.entries, after.entries, changes.renamed), asked, explainer)


def _plan(revision: Revision, earlier: _Earlier, after: SetFiles, redlines: Sequence[RedlineJob]) -> Plan:
    titles = {f"{_REDLINES}/{job.pair.path}": job.pair.title for job in redlines}
    told, kept = earlier.state.told, earlier.version.files if earlier.version else {}
    if not earlier.version:
        return Plan(revision, earlier.changes, revision.written, told, redlines=titles)
    version = KeptFiles(told, earlier.state.manifest.files, lambda name: kept.get(name, ""))
    now = KeptFiles(after.name, after.entries, lambda name: digest(after.read(name) or b""))
    return Plan.since_version(revision, earlier.changes, version, now, titles)
