"""Freeze the set of a deal as its next version, and list what to send."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from assembler.actions import hand_edits, summary
from assembler.dealset.titles import PLURALS, kind_of
from assembler.errors import Location, Problem, Severity
from assembler.store import manifest
from assembler.store.manifest import Manifest, ManifestEntry, digest
from assembler.store.versions import SEND, Version, freeze


class Sent(Struct, frozen=True):
    """A set that was frozen to be sent: its version with the manifest of that, and the problems found."""

    version: Version
    described: Manifest
    problems: Sequence[Problem]

    @property
    def documents(self) -> Mapping[Path, ManifestEntry]:
        """The documents to send. Redlines and records of the program are not among them."""
        return {
            self.version.folder / name: entry
            for name, entry in self.described.files.items()
            if name in self.version.files and kind_of(name, entry) in PLURALS and not name.endswith(".json")
        }

    @property
    def edited(self) -> Sequence[str]:
        """A line for each Word file of the version that was edited by hand."""
        return hand_edits.lines(self.version.folder, self.described)

    @property
    def lines(self) -> Sequence[str]:
        """The lines that say where the version is, and what to send."""
        version = self.version
        return [
            f"Version {version.number} is kept in {version.folder.as_posix()}/.",
            f"To send to {version.to}:" if version.to else "To send:",
            *summary.by_kind(self.documents),
        ]


def send_set(folder: Path, day: date, termsheet: tuple[Path, bytes], to: str, note: str) -> Sent:
    """Freeze the set in `folder` as its next version. `termsheet` is the name and the content of its term sheet now.

    Raises InputError if there is no set.
    """
    version, problems = freeze(folder, day, to, note, SEND)
    described = manifest.read(version.folder) or Manifest()
    return Sent(version, described, [*problems, *_lacking(version, *termsheet, described)])


def _lacking(version: Version, termsheet: Path, data: bytes, described: Manifest) -> Iterator[Problem]:
    """Yield a warning for each thing that a version lacks.

    These are changes of the term sheet, files of the set, and edits by hand in what stands beside a Word file.
    """
    kept = described.inputs.get(described.term_sheet)
    if kept is not None and kept.sha256 != digest(data):
        what = "the term sheet was changed since the set was drafted, and the version lacks the change"
        hint = "If it belongs there, update the set (`assembler schedules`), and send again."
        yield Problem("S340", what, hint, Location(termsheet.as_posix()), severity=Severity.WARNING)
    for name in sorted(described.files.keys() - version.files.keys()):
        what = "this file of the set is missing, so the version lacks it"
        hint = "If it was renamed, give it its name again. Otherwise run `assembler draft`. Then send again."
        yield Problem("S341", what, hint, Location((version.folder / name).as_posix()), severity=Severity.WARNING)
    for name in hand_edits.behind(version.folder, described):
        what = "this file lacks edits that somebody made by hand in a Word file"
        hint = "Run `assembler schedules`, and send again. Or send the Word file alone."
        yield Problem("S342", what, hint, Location((version.folder / name).as_posix()), severity=Severity.WARNING)
