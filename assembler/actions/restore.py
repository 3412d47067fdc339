"""Bring a version of a set back, or undo the last change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assembler.store import manifest
from assembler.store.manifest import Manifest, digest
from assembler.store.restoring import Restored


def lines(restored: Restored, number: int | None, folder: Path) -> Iterator[str]:
    """Yield the lines that say what was restored, and what was kept before. Without a number, the last change was undone."""
    done = f"Version {number} is back in" if number else "The last change is undone in"
    files = "1 file" if len(restored.changed) == 1 else f"{len(restored.changed)} files"
    yield f"{done} {folder.as_posix()}/: {files} changed."
    yield f"What was there is {'kept as ' if restored.is_new else ''}version {restored.kept.number}."


def other_term_sheet(folder: Path, data: bytes) -> Path | None:
    """Return the copy of the term sheet that the set was drafted from, None if the user's term sheet is the same."""
    described = manifest.read(folder) or Manifest()
    kept = described.inputs.get(described.term_sheet)
    return folder / kept.kept if kept and kept.sha256 != digest(data) else None
