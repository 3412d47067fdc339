"""Merging a change of the deal into a Word file that somebody edited.

The previous draft, the new draft and the edited file are three versions of one document. The deal's changes go into the
file by words, rows and pages. A change is refused where somebody edited the same place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from msgspec import Struct

from assembler.errors import InputError, Location, Problem
from assembler.merge import pages, word_text, zip_part
from assembler.merge.copies import row_with
from assembler.merge.edited_file import EditedDocument, LocatedElements
from assembler.merge.flat import FlatDraft, FlatRow, flatten, lines_of
from assembler.merge.footing import hand_edited_pages, hand_edited_rows
from assembler.merge.list_copies import ListCopies
from assembler.merge.patch import Patch, Splice, VerificationFailed
from assembler.merge.steps import (
    MergeStep,
    PageRemoved,
    PagesAdded,
    RowAdded,
    RowRemoved,
    RowReshaped,
    Unsupported,
    WordsReplaced,
    steps,
)
from assembler.merge.word_text import BREAK, MARK
from assembler.readers.package import Package, open_package
from assembler.revise.sections import Touched

_DECLARED = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)""")
_MOST_SHOWN = 12  # words of an edit that are shown


class InPlace(Struct, frozen=True):
    """A file as it was edited, and the same file with the change.

    `proof` says what was updated and what was kept. `warnings` name rows of tables that do not come from the term sheet.
    """

    edited: bytes
    content: bytes
    proof: str
    warnings: tuple[Problem, ...] = ()


def refresh(data: bytes, file: str, touched: Touched) -> InPlace:
    """Return the Word file with the deal's changes merged into it.

    Raises InputError, with every place, if somebody edited what the change touches, or if the change cannot be merged.
    Raises VerificationFailed if the result is not as expected.
    """
    package = open_package(data, file)
    document = package.parts[package.main]
    _refuse_other_encodings(package)
    assert touched.tree is not None  # noqa: S101  what is new is in no file
    before = FlatDraft.of(flatten(*touched.tree, touched.names_before))
    numbering = package.named("numbering")
    lists = ListCopies(package.parts.get(numbering, b""))
    merge = _Merge(document, file, before, lists)
    drafted = flatten(touched.piece.document, touched.piece.numbers, touched.names)
    now = merge.edited.paired.in_order(drafted)
    # What the deal itself puts into another order is refused, and not what somebody moved in the file.
    refused = [step for step in steps(before, drafted) if isinstance(step, Unsupported)]
    for step in refused or steps(merge.before, now):
        merge.take(step)
    if merge.problems:
        raise InputError(dict.fromkeys(merge.problems))
    written = merge.patch.written()
    content = zip_part.replaced(data, package.main, written)
    if numbering and lists.content != package.parts[numbering]:
        content = zip_part.replaced(content, numbering, lists.content)
    kept = merge.edited.edited_provisions()
    allowed = {package.main, numbering}
    proof = _proof(package, open_package(content, file).parts, allowed, merge.patch.places, kept)
    refreshed = EditedDocument(written, FlatDraft.of(now))
    warnings = (*hand_edited_rows(refreshed, file), *hand_edited_pages(refreshed, file))
    return InPlace(data, content, proof, warnings)


def _refuse_other_encodings(package: Package) -> None:
    """Raise InputError unless the parts that are changed are in UTF-8, by whose bytes they are changed."""
    for name in (package.main, *package.related(package.main, "numbering")):
        content = package.parts.get(name, b"")
        declared = _DECLARED.match(content)
        if b"\0" in content[:4] or content.startswith((b"\xff\xfe", b"\xfe\xff")):
            encoding = "UTF-16"  # in which one of the first letters has a byte of zero
        elif declared and declared[1].lower() not in (b"utf-8", b"us-ascii"):
            encoding = declared[1].decode("ascii", "replace")
        else:
            continue
        what = f"the text of the file is encoded in {encoding}, not in UTF-8"
        raise InputError([Problem("S325", what, "Save it again in Word, and run again.", Location(package.file))])


def _proof(
    package: Package, now: Mapping[str, bytes], allowed: Collection[str], places: int, edited: Sequence[str]
) -> str:
    """Return a summary of the update. Raises VerificationFailed if a part changed that may not."""
    before = package.parts
    differing = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    if not {*differing} <= {*allowed}:
        raise VerificationFailed(f"other parts changed: {', '.join(differing)}")
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

    def __init__(self, document: bytes, file: str, before: FlatDraft, lists: ListCopies) -> None:
        self.file, self.lists = file, lists
        self.edited = EditedDocument(document, before)
        self.before = self.edited.draft
        self.patch = Patch(self.edited)
        self.problems: list[Problem] = []

    def take(self, step: MergeStep) -> None:
        """Add the step to the patch, or a problem that says why it cannot be added."""
        match step:
            case WordsReplaced():
                self._words(step)
            case RowAdded():
                self._row_added(step)
            case RowReshaped():
                self._row_reshaped(step)
            case RowRemoved():
                self._row_removed(step)
            case PagesAdded():
                self._pages_added(step)
            case PageRemoved():
                self._page_removed(step)
            case Unsupported():
                self._cannot(step)

    # Words

    def _words(self, step: WordsReplaced) -> None:
        if self.edited.says(step.word_range, step.words):
            return
        if not step.word_range:
            self._insert(step, step.word_range.start)
        elif (place := self.edited.letters(step.word_range)) is None:
            self._overlap(step.name, step.word_range, step.words)
        else:
            self.patch.replace(place, step.words)

    def _insert(self, step: WordsReplaced, index: int) -> None:
        """Insert words after the word before them in their paragraph, or before the next word."""
        position = self.edited.gap(index)
        if position is None:
            self._overlap(step.name, range(max(index - 1, 0), index + 1), step.words)
        elif self.before.begins_paragraph(index):
            self.patch.begin_with(step.words, position)
        else:
            self.patch.insert(step.words, position)

    # Rows

    def _row_added(self, step: RowAdded) -> None:
        if self._is_there(step.name, step.now.words, self.edited.paired.other_rows):
            return
        model = self._found(self.edited.row, step.name, step.model)
        behind = self._found(self.edited.row, step.name, step.behind)
        made = self._made(step.name, step.model, model, step.now)
        if made is not None and behind:
            splice = Splice(behind.stop, behind.stop, word_text.without_marks(made))
            self.patch.splice([splice], _behind(behind), step.now.words)

    def _row_reshaped(self, step: RowReshaped) -> None:
        row = self._found(self.edited.row, step.name, step.word_range)
        made = self._made(step.name, step.word_range, row, step.now)
        if made is not None and row:
            self.patch.splice([Splice(row.start, row.stop, made)], row.words, step.now.words)

    def _row_removed(self, step: RowRemoved) -> None:
        if self.edited.is_gone(step.word_range):
            return
        if row := self._found(self.edited.row, step.name, step.word_range):
            self.patch.splice([Splice(row.start, row.stop, b"")], row.words, [])

    def _made(self, name: str, word_range: range, row: LocatedElements | None, now: FlatRow) -> bytes | None:
        """Return a row made from a row of the file. If somebody edited that row, report it and return None."""
        made = row_with(self.edited, row, now) if row else None
        if row and made is None:
            self._overlap(name, word_range)
        return made

    # Pages of investors

    def _pages_added(self, step: PagesAdded) -> None:
        added = [
            page for page in step.pages if not self._is_there(page.name, page.words, self.edited.paired.other_pages)
        ]
        if not added:
            return
        behind = self._found(self.edited.page, added[0].name, step.behind)
        likes = [self._found(self.edited.page, page.name, page.model) for page in added]
        pairs = [(model, page.now) for model, page in zip(likes, added, strict=True) if model]
        if behind and len(pairs) == len(added):
            copies = [pages.page_with(self.edited, model, now, self.lists) for model, now in pairs]
            says = [word for copy in copies for word in copy.words]
            self.patch.splice(pages.coming(self.edited, copies, behind), _behind(behind), says)

    def _page_removed(self, step: PageRemoved) -> None:
        if self.edited.is_gone(step.word_range):
            return
        if page := self._found(self.edited.page, step.name, step.word_range):
            self.patch.splice([pages.leaving(self.edited, page)], page.words, [])

    # What stands in the way

    def _is_there(self, name: str, words: Sequence[str], places: Sequence[range]) -> bool:
        """Return True if somebody already made the row or page that comes. If it says anything else, report it."""
        known = {*self.before.lines}
        own = next((line for line in lines_of(words) if line not in known and any(map(str.isalpha, line))), None)
        place = next((place for place in places if own in self.edited.lines(place)), None)
        if place is None:
            return False
        now = self.edited.texts[place.start : place.stop]
        if now != [*words]:
            other = next((index for index, pair in enumerate(zip(now, words, strict=False)) if pair[0] != pair[1]), 0)
            self._edited_here(f'in {name} "{own}" comes with "{_shown(words[other:])}"', _shown(now[other:]))
        return True

    def _found(
        self, find: Callable[[range], LocatedElements | None], name: str, drafted: range
    ) -> LocatedElements | None:
        """Return the row or page in the file. If somebody edited it, report it and return None."""
        element = find(drafted)
        if element is None:
            self._overlap(name, drafted)
        return element

    def _overlap(self, name: str, drafted: range, words: Sequence[str] = ()) -> None:
        shown = _shown(self.before.words[drafted.start : drafted.stop])
        becomes = f' becomes "{_shown(words)}"' if words else " changes"
        self._edited_here(f'in {name} "{shown}"{becomes}', _shown(self.edited.written_about(drafted)))

    def _edited_here(self, change: str, now: str) -> None:
        edit = f': "{now}"' if now else ": words were deleted"
        what = f"{change}, but the file was edited here{edit}"
        hint = "Make the change by hand, or undo the edit, and run again. Nothing was written."
        self.problems.append(Problem("S323", what, hint, Location(self.file)))

    def _cannot(self, step: Unsupported) -> None:
        what = f"{step.reason}: this change cannot be merged into an edited file"
        hint = f"Change {step.name} by hand. Or move the file away, run again, and repeat your edits."
        self.problems.append(Problem("S324", what, hint, Location(self.file)))


def _behind(located: LocatedElements) -> range:
    """Return the empty range after a row or a page."""
    return range(located.words.stop, located.words.stop)


def _shown(marked: Sequence[str]) -> str:
    words = [word for word in marked if word not in (MARK, BREAK)]
    return " ".join(words[:_MOST_SHOWN]) + (" ..." if len(words) > _MOST_SHOWN else "")
