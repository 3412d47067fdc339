"""A redline: two Word files in, one out, which is the newer file with tracked changes that turn the older one into it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from functools import partial

from lxml import etree
from msgspec import Struct

from assembler.errors import InputError, Location, Problem
from assembler.readers.effective_formatting import Formatting
from assembler.readers.elements import NOTES, Element, R, W, child
from assembler.readers.package import Package, open_package
from assembler.readers.summary_page import without_summary
from assembler.redline import verification
from assembler.redline.alignment import Item, paired
from assembler.redline.carried_content import CarriedContent
from assembler.redline.change_groups import ChangedStory
from assembler.redline.comments import Comments
from assembler.redline.fingerprints import Fingerprints, Lengths
from assembler.redline.formatting_changes import Sides
from assembler.redline.inline_tokens import Tokenizer
from assembler.redline.older_as_newer import write_as
from assembler.redline.reasons import Reasons
from assembler.redline.revision_marks import ADDED, REMOVED, Marks, mark_moves
from assembler.redline.rewritings import break_pages_alike, drop_stray_marks, show_bound_data, with_paragraphs
from assembler.redline.settling import settle
from assembler.redline.story_redliner import Found, StoryRedliner, note_keys
from assembler.redline.summary import put_in_front, rows_of
from assembler.redline.untracked import untracked
from assembler.redline.word_file import WordFile, words_of

_ALIKE = 0.3  # of the words of two headers or footers
_COMMENT = f"{W}commentReference"
_REFERENCES = {f"{W}headerReference": "header", f"{W}footerReference": "footer"}


class RedlineOptions(Struct, frozen=True):
    """The author of the changes, their date or None, and True if moves are marked as moves.

    Word requires a date for a move. `reasons` are those that comments and the summary tell, if they are known. With
    `comments`, each change that has a reason gets a comment. With `summary`, a table of the changes comes first.
    """

    author: str
    made: date | None = None
    moves: bool = False
    comments: bool = False
    summary: bool = False
    reasons: Reasons | None = None


class RedlineSource(Struct, frozen=True):
    """A Word file: its name in messages, its bytes, and True if its own tracked changes are rejected first."""

    name: str
    content: bytes
    rejected: bool = False

    def settled(self) -> WordFile:
        """Return the file with its own tracked changes settled. Raises InputError if it cannot be read."""
        file = WordFile.open(self.content, self.name)
        settle(file, rejected=self.rejected)
        without_summary(file.body)
        drop_stray_marks(file.body)
        show_bound_data(file)
        for kind in NOTES.values():
            notes = file.related_root(kind)
            if notes is not None:
                with_paragraphs(notes)
        return file


class Redline(Struct, frozen=True):
    """The Word file, and remarks for the user. `counted` says how many changes it shows, "" if it shows none.

    `untracked` names the changes that Word cannot track.
    """

    content: bytes
    remarks: tuple[str, ...]
    counted: str = ""
    untracked: tuple[str, ...] = ()


def redline(old: RedlineSource, new: RedlineSource, asked: RedlineOptions) -> Redline:
    """Return the newer file with tracked changes: rejecting all gives the older file, accepting all the newer one.

    Raises InputError if a file cannot be read, or if the redline does not hold.
    """
    here, there = old.settled(), new.settled()
    break_pages_alike(here.body, there.body)
    write_as(here, there)
    before, now = here.package(), there.package()
    _end_alike(here.body, there.body)
    redliner = _FileRedliner(here, there, asked)
    redliner.write()
    redliner.explain((old.name, new.name))
    content = there.packed()
    _verify(open_package(content, "redline"), before, now)
    return Redline(content, tuple(redliner.remarks()), redliner.counted, redliner.untracked)


def _end_alike(old: Element, new: Element) -> None:
    """Give both the properties of a last section if one has them: pages without any are those of empty ones."""
    lacking = [body for body in (old, new) if child(body, "sectPr") is None]
    if len(lacking) == 1:
        etree.SubElement(lacking[0], f"{W}sectPr")


def _verify(redline: Package, before: Package, now: Package) -> None:
    """Raise InputError unless rejecting all gives the older file and accepting all the newer one."""
    hint = "Compare without --redline, and report this: it is an error of the program."
    files = {"rejected": before.file, "accepted": now.file}
    problems = [
        Problem(
            "K201", f"the redline with all changes {how} differs from this document: {said}", hint, Location(files[how])
        )
        for how, said in verification.differences(redline, before, now).items()
    ]
    if problems:
        raise InputError(problems)


def _formatting(file: WordFile) -> Formatting:
    return Formatting(file.related_root("styles"), file.related_root("theme"))


class _FileRedliner:
    """Writes the redline of all stories of a file."""

    def __init__(self, old: WordFile, new: WordFile, asked: RedlineOptions) -> None:
        self._old, self._new, self._asked = old, new, asked
        self._marks = Marks(new, asked.author, f"{asked.made}T00:00:00Z" if asked.made else "")
        self._looks = _formatting(old), _formatting(new)
        self._carried = CarriedContent(old, new, self._looks, self._marks)
        self._notes = {kind: _Notes(old, new, kind) for kind in ("footnotes", "endnotes", "comments")}
        self._found, self._lengths = Found(), Lengths()
        self._compared: dict[str, str] = {}  # headers and footers of the newer file, and those of the older one
        self._sections = _sections(old), _sections(new)
        self.untracked = tuple(untracked(old, new, self._looks))
        self._explained = ""

    def write(self) -> None:
        """Write the changes into the newer file."""
        self._pair_furniture()
        body = self._redliner(self._old.main, self._new.main)
        body.container(self._old.body, self._new.body)
        self._write_notes()
        self._carried.order_notes()
        self._write_sections()
        if self._asked.moves:
            mark_moves(self._new.body, self._marks)
        self._mark_carried_furniture()
        if self._found.has_other_controls:
            self.untracked += ("content controls and their properties",)

    def explain(self, names: tuple[str, str]) -> None:
        """Add the comments and the summary that were asked for. `names` are those of the two documents."""
        asked = self._asked
        if not (asked.comments or asked.summary):
            return
        story, known = ChangedStory(self._new.body), asked.reasons
        if known:
            story.locate(known.old, known.new)
        told = [(group, known.of(group.old, group.new) if known else ()) for group in story.groups]
        held = [(group, lines) for group, lines in told if group.changes]
        reasoned = [(group, lines) for group, lines in held if lines]
        if asked.summary:
            rows = rows_of(self._new, told)
            put_in_front(self._new, names, rows, self.untracked, self._marks.next_id())
        if asked.comments and reasoned:
            comments = Comments(self._new, asked.author, self._marks.date)
            for group, lines in reasoned:
                comments.add(group, lines)
        if asked.comments:
            self._explained = f"redline: {len(reasoned)} of {len(held)} changes have a comment with their reason"

    def _redliner(self, old_part: str, new_part: str) -> StoryRedliner:
        sides = Sides(old_part, new_part, *self._looks, self._marks, self._carried)
        old, new = (
            Tokenizer(Fingerprints(file, part, self._lengths, looks), partial(self._note_key, side))
            for side, (file, part, looks) in enumerate(
                zip((self._old, self._new), (old_part, new_part), self._looks, strict=True)
            )
        )
        return StoryRedliner(sides, (old, new), self._found)

    def _note_key(self, side: int, reference: Element) -> str:
        kind = NOTES.get(str(reference.tag), "comments")
        return self._notes[kind].keys[side].get(reference.get(f"{W}id", ""), f"{kind} {side} {id(reference)}")

    def _write_notes(self) -> None:
        """Compare the notes that are in both; every other note of the newer file came."""
        both: dict[str, set[str]] = {"footnotes": set(), "endnotes": set()}
        for old, new in [*self._found.notes]:
            kind = NOTES[str(new.tag)]
            notes = self._notes[kind]
            identities = old.get(f"{W}id", ""), new.get(f"{W}id", "")
            if identities[0] in notes.old and identities[1] in notes.new and identities[1] not in both[kind]:
                redliner = self._redliner(*notes.parts)
                redliner.container(notes.old[identities[0]], notes.new[identities[1]])
                both[kind].add(identities[1])
        for kind, seen in both.items():
            notes = self._notes[kind]
            for identity, note in notes.new.items():
                if identity in notes.referenced_in_new - seen:
                    self._marks.story(note, ADDED)

    # Sections, headers and footers

    def _write_sections(self) -> None:
        ours, theirs = self._sections
        # A part that a removed section shares with the newer file has to stay as it is.
        shared = {now: before for before, now in self._carried.parts.items() if now not in self._carried.added}
        self._compared = {**shared, **self._compared}
        pairs = [(_section(old), _section(new)) for old, new in self._found.sections]
        # Pages that the body does not describe at its end have no section but those of paragraphs.
        if ours and theirs and not any(new is theirs[-1] for _, new in pairs):
            pairs.append((ours[-1], theirs[-1]))
        kept = [section for section in theirs if any(section is new for _, new in pairs)]
        for old, new in pairs:
            if old is not None and new is not None:
                self._say_section_before(old, new)
                self._refer_itself(new, kept, theirs)
                self._write_furniture(old, new, ours, theirs)

    def _refer_itself(self, section: Element, kept: list[Element], theirs: list[Element]) -> None:
        """Refer to the headers and footers that a section has from one that came: it may go again."""
        of_kept = _inherited(kept, section)
        for kind, identity in _inherited(theirs, section).items():
            part = self._target(self._new, identity)
            if part and of_kept.get(kind) != identity:
                self._refer(section, kind, part)

    def _say_section_before(self, old: Element, new: Element) -> None:
        fingerprints = Fingerprints(self._old, self._old.main, self._lengths, self._looks[0])
        before, now = ([fingerprints.of(element) for element in section if element.tag not in _REFERENCES] for section in (old, new))  # fmt: skip
        if before == now:
            return
        change = self._marks.change("sectPrChange")
        bare = etree.SubElement(change, f"{W}sectPr")
        bare.extend(deepcopy(element) for element in old if element.tag not in _REFERENCES)
        new.append(change)

    def _pair_furniture(self) -> None:
        """Compare the headers and footers that are most alike. A removed section then shows that of the newer file."""
        ours, theirs = (
            self._shown(file, sections) for file, sections in zip((self._old, self._new), self._sections, strict=True)
        )
        for kind in [kind for kind in ours if kind in theirs]:
            before, now = ours[kind], theirs[kind]
            items = [Item(words_of(self._root(self._old, part))) for part in before]
            others = [Item(words_of(self._root(self._new, part))) for part in now]
            for here, there in paired(items, others, _ALIKE):
                self._compare_furniture(before[here], now[there])

    def _compare_furniture(self, old_part: str, new_part: str) -> None:
        if old_part not in self._carried.parts and new_part not in self._compared:
            self._carried.parts[old_part] = new_part
            self._compared[new_part] = old_part
            self._redliner(old_part, new_part).container(
                self._root(self._old, old_part), self._root(self._new, new_part)
            )

    def _shown(self, file: WordFile, sections: list[Element]) -> dict[tuple[str, str], list[str]]:
        """Return the headers and footers of a file by kind and type, in the order of its sections."""
        shown: dict[tuple[str, str], dict[str, None]] = {}
        for section in sections:
            for kind, identity in _inherited([section], section).items():
                part = self._target(file, identity)
                if part:
                    shown.setdefault(kind, {})[part] = None
        return {kind: [*parts] for kind, parts in shown.items()}

    def _write_furniture(self, old: Element, new: Element, ours: list[Element], theirs: list[Element]) -> None:
        """Compare the headers and footers of a section, as it shows them."""
        before, now = _inherited(ours, old), _inherited(theirs, new)
        for kind in sorted({*before, *now}):
            old_part, new_part = self._target(self._old, before.get(kind)), self._target(self._new, now.get(kind))
            if self._compared.get(new_part) == old_part:
                continue
            if new_part in self._compared:
                # It already shows what another header or footer was, so this section gets one of its own.
                new_part = self._refer(new, kind, self._new.duplicate(new_part))
            if not new_part:
                self._compared[self._refer(new, kind, self._removed_part(old_part))] = old_part
                continue
            self._compared[new_part] = old_part
            if old_part:
                self._redliner(old_part, new_part).container(
                    self._root(self._old, old_part), self._root(self._new, new_part)
                )
            else:
                self._marks.story(self._root(self._new, new_part), ADDED)

    def _removed_part(self, old_part: str) -> str:
        """Return a header or footer of the older file, brought along for a section that has none now."""
        part = self._carried.part(old_part)
        # Where the newer file shows it elsewhere, it stays there.
        return part if part in self._carried.added else self._carried.added_part(old_part)

    def _refer(self, section: Element, kind: tuple[str, str], part: str) -> str:
        """Give a section a header or footer of a kind. Return its part."""
        identity = self._new.relate_document(_REFERENCES[kind[0]], part)
        made = etree.Element(kind[0], {f"{W}type": kind[1], f"{R}id": identity})
        known = [*section.iterchildren(*_REFERENCES)]
        same = next((one for one in known if one.tag == kind[0] and one.get(f"{W}type", "default") == kind[1]), None)
        if same is not None:
            section.replace(same, made)
        else:
            section.insert(len(known) if kind[0].endswith("footerReference") else 0, made)
        return part

    def _target(self, file: WordFile, identity: str | None) -> str:
        relationship = file.relationships(file.main).get(identity or "")
        return relationship.target if relationship is not None and relationship.target in file.parts else ""

    @staticmethod
    def _root(file: WordFile, part: str) -> Element:
        root = file.root(part)
        assert root is not None  # noqa: S101  the part is in the file
        return root

    def _mark_carried_furniture(self) -> None:
        """Mark the words of headers and footers that were brought along as removed."""
        for kind in _REFERENCES.values():
            for part in self._new.related(kind):
                if part in self._carried.added:
                    self._marks.story(self._root(self._new, part), REMOVED)

    @property
    def counted(self) -> str:
        """Return how many changes there are, "" if there is none."""
        done = self._marks.done
        named = (
            ("insertion", "insertions", done[ADDED]),
            ("deletion", "deletions", done[REMOVED]),
            ("move", "moves", done["moveFromRangeStart"]),
            ("change of formatting", "changes of formatting", done["format"]),
        )
        return ", ".join(f"{count} {many if count > 1 else one}" for one, many, count in named if count)

    def remarks(self) -> Iterator[str]:
        """Yield how many changes there are, how many have a reason, and what Word cannot track."""
        yield f"redline: {self.counted or 'no changes'}; accept all for the new document, reject all for the original"
        if self._explained:
            yield self._explained
        if self.untracked:
            yield f"redline: Word cannot track these, which are those of the new document: {', '.join(self.untracked)}"


class _Notes:
    """The notes or comments of both files by id, and the keys of those that are counterparts."""

    def __init__(self, old: WordFile, new: WordFile, kind: str) -> None:
        self.parts = old.named(kind), new.named(kind)
        self.old, self.new = _by_id(old, self.parts[0]), _by_id(new, self.parts[1])
        ours, theirs = (
            [identity for identity in _referenced(file, kind) if identity in notes]
            for file, notes in ((old, self.old), (new, self.new))
        )
        self.referenced_in_new = {*theirs}
        keys = note_keys([self.old[identity] for identity in ours], [self.new[identity] for identity in theirs])
        self.keys = tuple(
            {identity: keys[side][place] for place, identity in enumerate(identities) if place in keys[side]}
            for side, identities in enumerate((ours, theirs))
        )


def _by_id(file: WordFile, part: str) -> dict[str, Element]:
    root = file.root(part) if part else None
    notes = root if root is not None else ()
    return {note.get(f"{W}id", ""): note for note in notes if note.get(f"{W}type") in (None, "normal")}


def _referenced(file: WordFile, kind: str) -> list[str]:
    """Return the ids of the notes of a kind, in the order of their references."""
    tags = [tag for tag, named in {**NOTES, _COMMENT: "comments"}.items() if named == kind]
    return list(dict.fromkeys(reference.get(f"{W}id", "") for reference in file.body.iter(*tags)))


def _sections(file: WordFile) -> list[Element]:
    return [*file.body.iter(f"{W}sectPr")]


def _section(paragraph: Element) -> Element | None:
    return paragraph.find(f"{W}pPr/{W}sectPr")


def _inherited(sections: list[Element], section: Element) -> dict[tuple[str, str], str]:
    """Return the references of a section by kind and type, also those of the sections before it."""
    shown: dict[tuple[str, str], str] = {}
    for one in sections:
        for reference in one.iterchildren(*_REFERENCES):
            shown[str(reference.tag), reference.get(f"{W}type", "default")] = reference.get(f"{R}id", "")
        if one is section:
            break
    return shown
