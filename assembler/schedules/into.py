"""A Word file that somebody edited, with what a change of the deal touches refreshed in it and nothing else.

What was drafted before, what is drafted now and what stands in the file are three versions of one document. What the
deal changed is carried into the file word by word, row by row, page by page; where somebody edited the same place it is
refused.
"""

from __future__ import annotations

import hashlib
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
    """A file as it was `edited`, and with what the change touches refreshed; `proof` says what changed and what did not."""

    edited: bytes
    content: bytes
    proof: str


def refresh(data: bytes, file: str, touched: Touched) -> InPlace:
    """The Word file with what the deal changed carried into it.

    Refused, with every place, where somebody edited what the change touches, or where the change is of a kind that
    cannot be carried over. Unproved where the result is not what it should be.
    """
    package = open_package(data, file)
    document = package.parts[PART]
    declared = _DECLARED.match(document)
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii"):
        what = f"its text is in {declared[1].decode('ascii', 'replace')}"
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
    return InPlace(data, content, _proof(package.parts, open_package(content, file).parts, merge.patch.places))


def _proof(before: Mapping[str, bytes], now: Mapping[str, bytes], places: int) -> str:
    """What was changed, and that the hashes of all other parts are what they were; Unproved where they are not."""
    ones, others = ({name: hashlib.sha256(part).hexdigest() for name, part in parts.items()} for parts in (before, now))
    differing = [name for name in {**ones, **others} if ones.get(name) != others.get(name)]
    if differing not in ([], [PART]):
        raise Unproved(f"other parts changed: {', '.join(differing)}")
    kept = len(ones) - 1
    changed = f"{places} {'place' if places == 1 else 'places'} of {PART} changed"
    return f"{changed}, sha256 {others[PART][:16]}; its {kept} other parts have the hashes they had"


class _Merge:
    """The steps of the deal, each taken in the edited file where its place there is as it was drafted, or refused."""

    def __init__(self, document: bytes, file: str, before: Draft) -> None:
        self.file, self.before = file, before
        self.edited = Edited(document, before)
        self.patch = Patch(self.edited)
        self.findings: list[Finding] = []

    def take(self, step: Step) -> None:
        """Put what the step changes into the patch, or say why that cannot be."""
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
        """Words behind the word before them in their paragraph, or before the one behind."""
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
        """A row made from one of the file; None, and said so, where somebody edited that."""
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
        """The row or page in the file; None, and said so, where somebody edited it."""
        found = find(own)
        if found is None:
            self._overlap(name, own)
        return found

    def _overlap(self, name: str, own: range, words: Sequence[str] = ()) -> None:
        shown = _shown([word for word in self.before.words[own.start : own.stop] if word not in (MARK, BREAK)])
        now = _shown(self.edited.written_about(own))
        becomes = f' becomes "{_shown(words)}"' if words else " changes"
        edit = f': "{now}"' if now else ": words were taken out"
        what = f'in {name} "{shown}"{becomes}, and it was edited there{edit}'
        remedy = "Make the change there by hand, or take the edit back, and run again; nothing was written."
        self.findings.append(Finding("S323", what, remedy, Place(self.file)))

    def _cannot(self, step: Beyond) -> None:
        what = f"{step.what}: that cannot be carried into an edited file"
        remedy = f"Make this change of {step.name} by hand, or keep the file under another name and draft it anew."
        self.findings.append(Finding("S324", what, remedy, Place(self.file)))


def _behind(found: Found) -> range:
    """Where words come behind those that were found."""
    return range(found.words.stop, found.words.stop)


def _shown(words: Sequence[str]) -> str:
    return " ".join(words[:_MOST_SHOWN]) + (" ..." if len(words) > _MOST_SHOWN else "")
