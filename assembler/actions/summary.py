"""The summary of a set: its documents by kind, in words, and its files as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assembler.dealset.titles import PLURALS, TREE, annex_number, format_of, in_order, kind_of

if TYPE_CHECKING:
    from assembler.store.folder import WrittenSet
    from assembler.store.manifest import ManifestEntry


def as_text(written: WrittenSet) -> str:
    """Return the folder of the set, a line for each kind of document and each supplied annex, and the number of files."""
    return "\n".join([f"{written.folder.as_posix()}/", *by_kind(written.entries), count_files(written)])


def by_kind(entries: Mapping[Path, ManifestEntry]) -> Sequence[str]:
    """Return a line for each kind of document with its formats, and for each supplied annex."""
    return [*_lines(entries), *_behind_pages(entries)]


def count_files(written: WrittenSet) -> str:
    """Return the number of files as a sentence: how many were written, and how many were the same already."""
    changed, total = len(written.changed), len(written.paths)
    if changed == total:
        return f"{_files(total)} written."
    return f"{_files(changed)} written, {total - changed} unchanged." if changed else f"{_files(total)} unchanged."


def as_data(written: WrittenSet) -> list[dict[str, object]]:
    """Return each file of the set: its path, part, investor and format, and whether this run changed it."""
    return [
        {
            "path": path.as_posix(),
            "part": entry.part,
            "investor": entry.investor,
            "format": format_of(path.name)[0],
            "changed": path in written.changed,
        }
        for path, entry in written.entries.items()
    ]


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"


def _lines(entries: Mapping[Path, ManifestEntry]) -> Iterator[str]:
    lines = {_counted(kind, formats): ", ".join(in_order(formats)) for kind, formats in _kinds(entries)}
    width = max(map(len, lines), default=0)
    for kind, formats in lines.items():
        yield f"  {kind:<{width}}  {formats}"


def _behind_pages(entries: Mapping[Path, ManifestEntry]) -> Iterator[str]:
    """Yield a line for each supplied annex: the page of the agreement that it belongs behind."""
    for path, entry in entries.items():
        if entry.part == "annexes" and (number := annex_number(path.name)):
            yield f"  {path.name} goes behind the page of Annex {number}"


def _kinds(entries: Mapping[Path, ManifestEntry]) -> Iterator[tuple[str, Counter[str]]]:
    """Yield each kind of document, with the number of its files in each format."""
    result: dict[str, Counter[str]] = {kind: Counter() for kind in PLURALS}
    for path, entry in entries.items():
        if not path.name.endswith(TREE):
            result[kind_of(path.name, entry)][format_of(path.name)[1]] += 1
    for kind, formats in result.items():
        if formats:
            yield kind, formats


def _counted(kind: str, formats: Counter[str]) -> str:
    count = max(formats.values())
    return kind if count == 1 else f"{count} {PLURALS[kind]}"


def superseded(written: WrittenSet) -> Sequence[str]:
    """Return a line for each file that the set does not hold any more."""
    return [f"moved to superseded/: {path.name}" for path in written.superseded]
