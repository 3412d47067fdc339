"""The set as it was sent: the owner of each file, and the document it belongs to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from assembler.dealset.documents import holder_stem
from assembler.store.manifest import Manifest, ManifestEntry

TREE = ".document.json"
# "warrant-03-ostara-opportunity-fund-ltd"
_NUMBERED = re.compile(r"(?P<kind>[a-z-]+?)-(?P<number>[0-9]{2,})-.+")


class PreviousSet:
    """A set in its folder, described by its manifest. `has(name)` returns True if the file exists."""

    def __init__(self, manifest: Manifest, has: Callable[[str], bool]) -> None:
        self.manifest = manifest
        self.has = has
        self._files: dict[str, list[str]] = defaultdict(list)
        self._stems: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        self._taken: dict[str, int] = {}
        for name, entry in sorted(manifest.files.items()):
            self._files[stem_of(name, entry)].append(name)
            if name.endswith(TREE):
                self._stems[entry.part, entry.investor, entry.warrant_class].append(name.removesuffix(TREE))

    def stem(self, part: str, investor: str, warrant_class: str = "", *, last: bool = False) -> str:
        """Return the stem of an investor's document, or of a common one. "" if none was sent.

        `last` returns the placement agent's document. The agent may also be an investor, and is listed after the
        investors.
        """
        stems = self._stems.get((part, investor, warrant_class), [])
        return stems[-1 if last else 0] if stems else ""

    def files_of(self, stem: str) -> Sequence[str]:
        """Return the files of a document, including its tree."""
        return self._files.get(stem, [])

    def is_lacking(self, stem: str) -> bool:
        """Return True if a file of a document is missing."""
        return not all(map(self.has, self.files_of(stem)))

    def take_number(self, stem: str) -> int:
        """Return the next number that no document of this kind has or had. The first of a kind keeps its own number."""
        kind, value = _kind(stem), _NUMBERED.fullmatch(stem)
        if kind not in self._taken:
            # A superseded document may be signed, so its number is not given again.
            known = (*self._files, *(name.rpartition("/")[2] for name in self.manifest.superseded))
            matches = (_NUMBERED.fullmatch(name) for name in known)
            taken = [int(match["number"]) for match in matches if match and match["kind"] == kind]
            self._taken[kind] = max(taken, default=int(value["number"]) - 1 if value else 0)
        self._taken[kind] += 1
        return self._taken[kind]


def stem_of(name: str, entry: ManifestEntry) -> str:
    """Return the stem of the document that a file belongs to, or the file's own name if it belongs to none."""
    return (entry.document or name).removesuffix(TREE) if entry.document or name.endswith(TREE) else name


def renamed(stem: str, name: str, warrant_class: str = "") -> str:
    """Return the stem of a renamed investor's document. Its number stays."""
    match = _NUMBERED.fullmatch(stem)
    return f"{match['kind']}-{match['number']}-{holder_stem(name, warrant_class)}" if match else stem


def numbered(stem: str, number: int, name: str, warrant_class: str = "") -> str:
    """Return the stem of a new investor's document."""
    return f"{_kind(stem)}-{number:02}-{holder_stem(name, warrant_class)}"


def _kind(stem: str) -> str:
    match = _NUMBERED.fullmatch(stem)
    return match["kind"] if match else stem
