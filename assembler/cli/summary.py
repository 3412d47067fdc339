"""The summary of a set: its documents by kind, in words, and its files as data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assembler.store.folder import WrittenSet
    from assembler.store.manifest import ManifestEntry

_TREE = ".document.json"
_ANNEX = re.compile("annex-([ivx]+)-")  # the number of an annex in the name of its file

# Each format: the end of its file names, its name in data, its name in the summary.
_FORMATS = (
    (_TREE, "json", ""),
    (".docx", "docx", "Word"),
    (".txt", "text", "text"),
    (".html", "html", "HTML"),
    (".pdf", "pdf", "PDF"),
    (".xlsx", "xlsx", "XLSX"),
    (".csv", "csv", "CSV"),
    (".ocf.zip", "ocf", "Open Cap Table Format"),
)

# Each kind in its order: for a single document, and for several.
_PLURALS = {
    "agreement": "agreements",
    "schedule of investors": "schedules of investors",
    "signature page": "signature pages",
    "joinder": "joinders",
    "warrant": "warrants",
    "form of warrant": "forms of warrant",
    "supplied annex": "supplied annexes",
    "ancillary form": "ancillary forms",
    "cap table": "cap tables",
    "proof with comments": "proofs with comments",
}
_OF_PARTS = {
    "agreement": "agreement",
    "schedule": "schedule of investors",
    "signatures": "signature page",
    "warrants": "warrant",
    "annexes": "supplied annex",
    "ancillary": "ancillary form",
}


def as_text(written: WrittenSet) -> str:
    """Return the folder of the set, a line for each kind of document and each supplied annex, and the number of files."""
    lines = [*_lines(written), *_behind_pages(written.entries)]
    return "\n".join([f"{written.folder.as_posix()}/", *lines, count_files(written)])


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
            "format": _format(path.name)[0],
            "changed": path in written.changed,
        }
        for path, entry in written.entries.items()
    ]


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"


def _lines(written: WrittenSet) -> Iterator[str]:
    lines = {_counted(kind, formats): ", ".join(_sorted(formats)) for kind, formats in _kinds(written.entries)}
    width = max(map(len, lines), default=0)
    for kind, formats in lines.items():
        yield f"  {kind:<{width}}  {formats}"


def _behind_pages(entries: Mapping[Path, ManifestEntry]) -> Iterator[str]:
    """Yield a line for each supplied annex: the page of the agreement that it belongs behind."""
    for path, entry in entries.items():
        if entry.part == "annexes" and (numbered := _ANNEX.match(path.name)):
            yield f"  {path.name} goes behind the page of Annex {numbered[1].upper()}"


def _kinds(entries: Mapping[Path, ManifestEntry]) -> Iterator[tuple[str, Counter[str]]]:
    """Yield each kind of document, with the number of its files in each format."""
    result: dict[str, Counter[str]] = {kind: Counter() for kind in _PLURALS}
    for path, entry in entries.items():
        if not path.name.endswith(_TREE):
            result[_kind(path.name, entry)][_format(path.name)[1]] += 1
    for kind, formats in result.items():
        if formats:
            yield kind, formats


def _kind(name: str, entry: ManifestEntry) -> str:
    """Return the kind of a document: by its part, and within a part by its file name."""
    if entry.document and name.endswith("-proof.docx"):
        return "proof with comments"
    if entry.part == "schedule" and name.startswith("cap-table"):
        return "cap table"
    if entry.part == "signatures" and name.startswith("joinder-"):
        return "joinder"
    if entry.part == "warrants" and "form-of-warrant" in name and not entry.investor:
        return "form of warrant"
    return _OF_PARTS[entry.part]


def _counted(kind: str, formats: Counter[str]) -> str:
    count = max(formats.values())
    return kind if count == 1 else f"{count} {_PLURALS[kind]}"


def _sorted(formats: Iterable[str]) -> list[str]:
    """Return the names of formats in the order of the list of formats, the unknown ones last."""
    known = [words for *_, words in _FORMATS]
    return sorted(formats, key=lambda words: known.index(words) if words in known else len(known))


def _format(name: str) -> tuple[str, str]:
    """Return the format of a file: its name in data, and in the summary."""
    suffix = name.rpartition(".")[2]
    known = ((data, words) for end, data, words in _FORMATS if name.endswith(end))
    return next(known, (suffix, suffix.upper()))


def superseded(written: WrittenSet) -> Sequence[str]:
    """Return a line for each file that the set does not hold any more."""
    return [f"moved to superseded/: {path.name}" for path in written.superseded]
