"""Merging a change of the deal into a Word file that somebody edited.

The previous draft, the new draft and the edited file are three versions of one document. The deal's changes go into the
file by words, rows and pages. A change is refused where somebody edited the same place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from assembler.findings import Finding, Place, Refused
from assembler.readers.package import open_package
from assembler.schedules import onefile, pages, wordtext
from assembler.schedules.copies import row_with
from assembler.schedules.edited import Edited, Found
from assembler.schedules.flat import Draft, Row, flatten
from assembler.schedules.patch import Patch, Splice, Unproved
from assembler.schedules.revision import Touched
from assembler.schedules.steps import (
    Beyond,
    PageLeaves,
    PagesCome,
    RowAgain,
    RowComes,
    RowLeaves,
    Step,
    Words,
    steps,
)
from assembler.schedules.wordtext import BREAK, MARK

PART = "word/document.xml"
_DECLARED = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)""")
_MOST_SHOWN = 12  # words of an edit that are shown


class InPlace(Struct, frozen=True):
    """A file as it was edited, and the same file with the change. `proof` says what was updated and what was kept."""

    edited: bytes
    content: bytes
    proof: str


def refresh(data: bytes, file: str, touched: Touched) -> InPlace:
    """Return the Word file with the deal's changes merged into it.

    Raises Refused, with every place, if somebody edited what the change touches, or if the change cannot be merged.
    Raises Unproved if the result is not as expected.
    """
    package = open_package(data, file)
    document = package.parts[PART]
    declared = _DECLARED.match(document)
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii"):
        what = f"the text of the file is encoded in {declared[1].decode('ascii', 'replace')}, not in UTF-8"
        raise Refused([Finding("S325", what, "Save it again in Word, and run again.", Place(file))])
    assert touched.tree is not None  # noqa: S101  what is new is in no file
    before = Draft.of(flatten(*touched.tree, touched.names_before))
    now = flatten(touched.piece.document, touched.piece.numbers, touched.names)
    merge = _Merge(document, file, before)
    for step in steps(before, now):
        merge.take(step)
    if merge.findings:
        raise Refused(dict.fromkeys(merge.findings))
    content = onefile.replaced(data, PART, merge.patch.written())
    kept = merge.edited.edited_provisions()
    return InPlace(data, content, _proof(package.parts, open_package(content, file).parts, merge.patch.places, kept))


def _proof(before: Mapping[str, bytes], now: Mapping[str, bytes], places: int, edited: Sequence[str]) -> str:
    """Return a summary of the update. Raises Unproved if a part other than the document changed."""
    differing = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    if differing not in ([], [PART]):
        raise Unproved(f"other parts changed: {', '.join(differing)}")
    updated = f"{places} {'place' if places == 1 else 'places'} updated."
    return (
        f"{updated} Your edits in {_listed(edited)} are kept." if edited else f"{updated} The rest of the file is kept."
    )


def _listed(names: Sequence[str]) -> str:
    """Return the names of provisions as a sentence has them: "Sections 2(c) and 13(b), ANNEX I"."""
    sections = [name.removeprefix("Section ") for name in names if name.startswith("Section ")]
    rest = [name for name in names if not name.startswith("Section ")]
    last = f"{', '.join(sections[:-1])} and {sections[-1]}" if sections[1:] else "".join(sections)
    numbered = [f"{'Sections' if sections[1:] else 'Section'} {last}"] if sections else []
    return ", ".join([*numbered, *rest])


class _Merge:
    """Merges the steps of the deal into the edited file, or reports the ones that somebody's edits prevent."""

    def __init__(self, document: bytes, file: str, before: Draft) -> None:
        self.file, self.before = file, before
        self.edited = Edited(document, before)
        self.patch = Patch(self.edited)
        self.findings: list[Finding] = []

    def take(self, step: Step) -> None:
        """Add the step to the patch, or a finding that says why it cannot be added."""
        match step:
            case Words():
                self._words(step)
            case RowComes():
                self._row_comes(step)
            case RowAgain():
                self._row_again(step)
            case RowLeaves():
                self._row_leaves(step)
            case PagesCome():
                self._pages_come(step)
            case PageLeaves():
                self._page_leaves(step)
            case Beyond():
                self._cannot(step)

    # Words

    def _words(self, step: Words) -> None:
        if self.edited.says(step.own, step.words):
            return
        if not step.own:
            self._insert(step, step.own.start)
        elif (there := self.edited.letters(step.own)) is None:
            self._overlap(step.name, step.own, step.words)
        else:
            self.patch.replace(there, step.words)

    def _insert(self, step: Words, at: int) -> None:
        """Insert words after the word before them in their paragraph, or before the next word."""
        there = self.edited.gap(at)
        if there is None:
            self._overlap(step.name, range(max(at - 1, 0), at + 1), step.words)
        elif self.before.begins_paragraph(at):
            self.patch.begin_with(step.words, there)
        else:
            self.patch.insert(step.words, there)

    # Rows

    def _row_comes(self, step: RowComes) -> None:
        like = self._found(self.edited.row, step.name, step.like)
        behind = self._found(self.edited.row, step.name, step.behind)
        made = self._made(step.name, step.like, like, step.now)
        if made is not None and behind:
            splice = Splice(behind.stop, behind.stop, wordtext.without_marks(made))
            self.patch.splice([splice], _behind(behind), step.now.words)

    def _row_again(self, step: RowAgain) -> None:
        row = self._found(self.edited.row, step.name, step.own)
        made = self._made(step.name, step.own, row, step.now)
        if made is not None and row:
            self.patch.splice([Splice(row.start, row.stop, made)], row.words, step.now.words)

    def _row_leaves(self, step: RowLeaves) -> None:
        if row := self._found(self.edited.row, step.name, step.own):
            self.patch.splice([Splice(row.start, row.stop, b"")], row.words, [])

    def _made(self, name: str, own: range, row: Found | None, now: Row) -> bytes | None:
        """Return a row made from a row of the file. If somebody edited that row, report it and return None."""
        made = row_with(self.edited, row, now) if row else None
        if row and made is None:
            self._overlap(name, own)
        return made

    # Pages of investors

    def _pages_come(self, step: PagesCome) -> None:
        behind = self._found(self.edited.page, step.pages[0].name, step.behind)
        likes = [self._found(self.edited.page, one.name, one.like) for one in step.pages]
        some = [(like, page.now) for like, page in zip(likes, step.pages, strict=True) if like]
        if behind and len(some) == len(step.pages):
            says = [word for page in step.pages for word in pages.words(page.now)]
            self.patch.splice(pages.coming(self.edited, some, behind), _behind(behind), says)

    def _page_leaves(self, step: PageLeaves) -> None:
        if page := self._found(self.edited.page, step.name, step.own):
            self.patch.splice([pages.leaving(self.edited, page)], page.words, [])

    # What stands in the way

    def _found(self, find: Callable[[range], Found | None], name: str, own: range) -> Found | None:
        """Return the row or page in the file. If somebody edited it, report it and return None."""
        found = find(own)
        if found is None:
            self._overlap(name, own)
        return found

    def _overlap(self, name: str, own: range, words: Sequence[str] = ()) -> None:
        shown = _shown([word for word in self.before.words[own.start : own.stop] if word not in (MARK, BREAK)])
        now = _shown(self.edited.written_about(own))
        becomes = f' becomes "{_shown(words)}"' if words else " changes"
        edit = f': "{now}"' if now else ": words were deleted"
        what = f'in {name} "{shown}"{becomes}, but the file was edited here{edit}'
        remedy = "Make the change by hand, or undo the edit, and run again. Nothing was written."
        self.findings.append(Finding("S323", what, remedy, Place(self.file)))

    def _cannot(self, step: Beyond) -> None:
        what = f"{step.what}: this change cannot be merged into an edited file"
        remedy = f"Change {step.name} by hand. Or move the file away, run again, and repeat your edits."
        self.findings.append(Finding("S324", what, remedy, Place(self.file)))


def _behind(found: Found) -> range:
    """Return the empty range after a row or a page."""
    return range(found.words.stop, found.words.stop)


def _shown(words: Sequence[str]) -> str:
    return " ".join(words[:_MOST_SHOWN]) + (" ..." if len(words) > _MOST_SHOWN else "")
