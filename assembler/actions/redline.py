"""Write redlines of all documents of a set between two of its versions, or a version and now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from assembler.actions.hand_edits import edits_named
from assembler.actions.jobs import JobOptions
from assembler.actions.set_states import SetState, set_of_now, state_of
from assembler.dealset.investor_matching import matches_between, renamed_investors
from assembler.dealset.record import BETWEEN_VERSIONS
from assembler.dealset.titles import listed
from assembler.errors import InputError, Location, Problem
from assembler.library import Library
from assembler.redline.engine import Redline, RedlineOptions
from assembler.redline.set_redlines import (
    LENGTH,
    DocumentPair,
    Explainer,
    RedlineJob,
    begin,
    collect,
    is_missing,
    paired,
    redline_jobs,
)
from assembler.revise.note import Line, Part
from assembler.revise.report import as_text
from assembler.revise.revision import CHANGES
from assembler.revise.set_changes import changes_since
from assembler.revise.term_changes import TermChange, changes
from assembler.store.folder import WrittenSet, write_set
from assembler.store.manifest import ManifestEntry
from assembler.store.versions import version_of


class _Cumulative(Struct, frozen=True):
    """The changes between two states of a set: its terms, its documents, and the redlines to write.

    A document is `missing` if its Word file is not there in a state that has it.
    """

    terms: Sequence[TermChange]
    pairs: Sequence[DocumentPair]
    missing: Sequence[DocumentPair]
    jobs: Sequence[RedlineJob]


class RedlinedSet(Struct, frozen=True):
    """The redlines of a set between two states, written into the folder `place` of the set."""

    states: tuple[SetState, SetState]
    cumulative: _Cumulative
    redlines: Mapping[str, Redline]
    place: str
    written: WrittenSet

    @property
    def report(self) -> str:
        """The changes between the states, as text."""
        before, now = self.states
        return as_text([f"Changes from {before.told} to {now.told}"], _parts(self.cumulative, self.redlines))

    @property
    def data(self) -> Mapping[str, object]:
        """The changes as JSON has them, which docs/json.md describes."""
        return {
            "folder": self.place,
            "terms": list(map(str, self.cumulative.terms)),
            "documents": [
                {
                    "title": str(pair.title),
                    "investor": pair.title.holder,
                    "before": pair.before or None,
                    "now": pair.now or None,
                    "redline": f"{self.place}/{pair.path}" if pair.path in self.redlines else None,
                    "changes": self.redlines[pair.path].counted if pair.path in self.redlines else "",
                    "untracked": list(self.redlines[pair.path].untracked) if pair.path in self.redlines else [],
                }
                for pair in self.cumulative.pairs
            ],
        }


def redline_set(
    folder: Path,
    numbers: tuple[int, int | None],
    asked: RedlineOptions,
    library: Library,
    shared: JobOptions,
) -> RedlinedSet:
    """Write redlines of all documents from a version to another one, or to the set as it is now.

    Recover the set first. Raises InputError if there is no such version, or if both are the same.
    """
    older, newer = numbers
    states = _states(folder, older, newer)
    cumulative = _cumulative(states, asked, library)
    redlines = _redlined(cumulative.jobs, shared)
    place = f"redlines/version-{older}-to-{newer or 'now'}"
    written = _write(folder, place, {path: made.content for path, made in redlines.items()}, is_now=newer is None)
    return RedlinedSet(states, cumulative, redlines, place, written)


def _states(folder: Path, older: int, newer: int | None) -> tuple[SetState, SetState]:
    """Return both states. Raises InputError if there is no such version, or if both are one."""
    if older == newer:
        what, hint = f"version {older} is named twice", "Name another version, or leave one out."
        raise InputError([Problem("S362", what, hint, Location(folder.as_posix()))])
    before = state_of(version_of(folder, older))
    return before, set_of_now(folder) if newer is None else state_of(version_of(folder, newer))


def _cumulative(states: tuple[SetState, SetState], asked: RedlineOptions, library: Library) -> _Cumulative:
    before, now = states
    terms, renamed = _terms(before, now)
    pairs = paired(before.files.entries, now.files.entries, renamed)
    explainer = _explainer(before, now, library) if asked.comments or asked.summary else None
    missing = [pair for pair in pairs if is_missing(before.files, pair.before) or is_missing(now.files, pair.now)]
    return _Cumulative(terms, pairs, missing, redline_jobs(before.files, now.files, pairs, asked, explainer))


def _terms(before: SetState, now: SetState) -> tuple[Sequence[TermChange], Mapping[str, str]]:
    """Return the changes of the term sheet, and the new names of investors. Of an old set, they are not known."""
    if not (before.manifest.term_sheet and now.manifest.term_sheet):
        return (), {}
    old, new = before.terms(), now.terms()
    matches = matches_between((before.manifest.numbers, old), (now.manifest.numbers, new))
    return changes(old, new, matches), renamed_investors(matches, old, new)


def _explainer(before: SetState, now: SetState, library: Library) -> Explainer:
    old = before.draft(library)
    return Explainer(changes_since(before.previous, old, now.draft(library), before.tree), old)


def _redlined(jobs: Sequence[RedlineJob], shared: JobOptions) -> Mapping[str, Redline]:
    with shared.show(len(jobs), "redlining") as progress, shared.pool(len(jobs) * LENGTH) as pool:
        return collect(jobs, begin(jobs, pool), progress)


def _write(folder: Path, place: str, redlines: Mapping[str, bytes], *, is_now: bool) -> WrittenSet:
    """Write the redlines into their folder in the set, in place of those that are there."""
    earlier = set_of_now(folder).manifest
    files = {f"{place}/{path}": content for path, content in redlines.items()}
    # Redlines between two versions hold for ever. A change of the set outdates those of now.
    entry = ManifestEntry("", CHANGES if is_now else BETWEEN_VERSIONS)
    stale = [name for name in earlier.files if name.startswith(f"{place}/") and name not in files]
    with edits_named(folder):
        return write_set(folder, files, replace(earlier, files=dict.fromkeys(files, entry), superseded={}), stale)


def _parts(cumulative: _Cumulative, redlines: Mapping[str, Redline]) -> Iterator[Part]:
    """Yield the parts of the report that have lines."""
    missing = cumulative.missing
    shown = [pair for pair in cumulative.pairs if pair.path in redlines]
    same = [pair for pair in cumulative.pairs if pair.path not in redlines and pair not in missing]
    changed = [pair for pair in shown if pair.before and pair.now]
    came, went = [pair for pair in shown if not pair.before], [pair for pair in shown if not pair.now]
    parts = [
        Part("Terms", [Line(str(change)) for change in cumulative.terms]),
        Part("Documents that changed", [_changed(pair, redlines[pair.path]) for pair in changed]),
        Part("Documents that came, shown as inserted", _listed(came)),
        Part("Documents that went, shown as struck", _listed(went)),
        Part("Documents that are not compared, since a Word file is missing", _listed(missing)),
        Part("Documents that stay the same", _listed(same)),
    ]
    return (part for part in parts if part.lines)


def _changed(pair: DocumentPair, made: Redline) -> Line:
    untracked = f"Word cannot track: {', '.join(made.untracked)}" if made.untracked else ""
    return Line(f"{pair.title}: {made.counted or 'no change in words'}", tuple(filter(None, [untracked])))


def _listed(pairs: Sequence[DocumentPair]) -> list[Line]:
    return [*map(Line, listed(pair.title for pair in pairs))]
