"""The set as it was sent: the files of each document, and which of them are there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from assembler.store.manifest import DRAFT, Manifest, ManifestEntry

TREE = ".document.json"


class PreviousSet:
    """A set in its folder, described by its manifest. `has(name)` returns True if the file exists.

    A file that was written from a Word file edited by hand exists as long as that is edited. So does the moved tree.
    """

    def __init__(self, manifest: Manifest, has: Callable[[str], bool]) -> None:
        self.manifest = manifest
        self.has = has
        self._files: dict[str, list[str]] = defaultdict(list)
        for name, entry in sorted(manifest.files.items()):
            self._files[stem_of(name, entry)].append(name)

    def files_of(self, stem: str) -> Sequence[str]:
        """Return the files of a document, including its tree. A document that is not in the set has none."""
        return self._files.get(stem, [])

    def is_lacking(self, stem: str) -> bool:
        """Return True if a file of a document is missing."""
        tree = f"{stem}{TREE}"
        kept = (tree,) if tree in self.manifest.inputs else ()
        return not all(map(self.has, (*self.files_of(stem), *kept)))


def stem_of(name: str, entry: ManifestEntry) -> str:
    """Return the stem of the document that a file belongs to, or the file's own name if it belongs to none."""
    return (entry.document or name).removesuffix(TREE) if entry.document or name.endswith(TREE) else name


def word_of(manifest: Manifest, name: str) -> str:
    """Return the edited Word file that a file follows, or that it is the draft of. "" if there is none."""
    copy, entry = manifest.inputs.get(name), manifest.files.get(name)
    if copy and copy.kind == DRAFT:
        return f"{name.removesuffix(TREE)}.docx"
    return entry.made_from if entry and entry.document and entry.made_from.endswith(".docx") else ""
