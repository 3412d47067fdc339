"""One truth in a set: a Word file that was edited by hand is the document, and what stands beside it follows it.

The text, HTML and PDF beside it are written from what the Word file says. The tree moves to `superseded/`, and so do the
sheets of figures, if the edits change what they show. The draft without the edits is kept with the inputs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from assembler.compare import edits
from assembler.dealset.sheets import is_sheet
from assembler.exports import html, text
from assembler.readers import word_document
from assembler.store.changes import DesiredFiles
from assembler.store.manifest import BY_HAND, DRAFT, Input, Manifest, ManifestEntry, digest
from assembler.termsheet.closings import INITIAL

PrintPdf = Callable[[Mapping[str, bytes]], Mapping[str, bytes]]
_CLOSING = re.compile(r"-closing-([0-9]+)\b")


class EditedWord(Struct, frozen=True):
    """A Word file that keeps its edits: its entry, its content on the disk and in the next set, and its drafted tree.

    The hash of the entry is that of the file as drafted. `tree` is None if it is not known.
    """

    name: str
    entry: ManifestEntry
    on_disk: bytes
    content: bytes
    tree: bytes | None

    @property
    def stem(self) -> str:
        """The stem of the document."""
        return self.name.removesuffix(".docx")

    @property
    def closing(self) -> int:
        """The closing of which the document tells the figures."""
        return _closing(self.name)


def follow(
    given: DesiredFiles, words: Sequence[EditedWord], earlier: Manifest, edited: Collection[str], print_pdf: PrintPdf
) -> DesiredFiles:
    """Return the files to write, so that all of them agree with the Word files that keep their edits.

    `edited` are the files of the earlier set that somebody edited. They are never moved. Raises InputError if a Word file
    cannot be read.
    """
    files, refreshed, supersede = dict(given.files), dict(given.refreshed), dict.fromkeys(given.supersede)
    entries = dict(given.described.files)
    # The draft of a document that is drafted anew is in the set again.
    inputs = {name: copy for name, copy in given.described.inputs.items() if copy.kind != DRAFT or name not in files}
    stale: list[int] = []
    for word in words:
        files[word.name], refreshed[word.name] = word.content, digest(word.on_disk)
        entries[word.name] = replace(word.entry, made_from=BY_HAND)
        found = edits.found(word.tree, word.content, word.name) if word.tree else edits.UNKNOWN
        if not found.words_differ:
            continue
        stale += [word.closing] if found.changes_figures else []
        tree = word.entry.document
        files.pop(tree, None)
        supersede |= {tree: None} if tree in earlier.files else {}
        if word.tree:
            inputs[tree] = Input(digest(word.tree), f"inputs/{tree}", DRAFT)
            files[f"inputs/{tree}"] = word.tree
        beside = dict(_beside(word, {*files, *earlier.files}, print_pdf))
        files |= beside
        entries |= {name: replace(word.entry, sha256="", made_from=word.name) for name in beside}
    for name in {*files, *earlier.files}:
        if is_sheet(name) and any(closing <= _closing(name) for closing in stale):
            files.pop(name, None)
            supersede |= {name: None} if name in earlier.files and name not in edited else {}
    described = replace(given.described, files=entries, inputs=inputs)
    return DesiredFiles(files, described, tuple(supersede), refreshed)


def _beside(word: EditedWord, names: Collection[str], print_pdf: PrintPdf) -> Iterator[tuple[str, bytes]]:
    """Yield the other formats of a document that the set has, written from what the Word file says."""
    document, numbers = word_document.read(word.content, word.name)
    for suffix, write in (("txt", text.write), ("html", html.write)):
        if (name := f"{word.stem}.{suffix}") in names:
            yield name, write(document, numbers).encode()
    if f"{word.stem}.pdf" in names:
        yield from print_pdf({word.name: word.content}).items()


def _closing(name: str) -> int:
    """Return the closing that the name of a file states."""
    found = _CLOSING.search(name)
    return int(found[1]) if found else INITIAL
