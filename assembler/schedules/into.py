"""A Word file that somebody edited, with what a change of the deal touches refreshed in it and nothing else.

What was drafted before, what is drafted now and what stands in the file are three versions of one document. What the
deal changed is carried into the file word by word, row by row, page by page; where somebody edited the same place it is
refused.

| code | what is wrong | what to do |
|---|---|---|
| S323 | words that the change touches and that somebody edited | change them by hand, or take the edit back |
| S324 | a change that no figure, row or page of an investor holds, such as a clause that comes or goes | make it by hand, or draft the document anew under another name |
| S325 | a file whose text cannot be changed in place, as it is not in UTF-8 or has no like page to copy | save it again in Word |
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count

from msgspec import Struct, field

from assembler.compare.changes import Change, changes
from assembler.findings import Finding, Place, Refused
from assembler.readers.package import open_package
from assembler.schedules import onefile, wordtext
from assembler.schedules.flat import Key, Line, Provision, Row, flatten
from assembler.schedules.revision import Touched
from assembler.schedules.wordtext import BREAK, MARK, Letter, Paragraph, Piece, Span, Word, words_in

PART = "word/document.xml"
_DECLARED = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)""")
_MOST_SHOWN = 12  # words of an edit that are shown
_QUOTES = re.compile(r'(?<!\S)"|(?<=[(\[])"')


class Unproved(Exception):
    """A file that was refreshed says something else than it should, or more of it changed: a fault of ours."""


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
    before = flatten(*touched.tree, touched.names_before)
    now = flatten(touched.piece.document, touched.piece.numbers, touched.names)
    merge = _Merge(document, file, before, now)
    merge.carry()
    if merge.findings:
        raise Refused(merge.findings)
    refreshed = merge.written()
    merge.prove(refreshed)
    content = onefile.replaced(data, PART, refreshed)
    return InPlace(data, content, _proof(package.parts, open_package(content, file).parts, merge.places))


def _proof(before: Mapping[str, bytes], now: Mapping[str, bytes], places: int) -> str:
    """What was changed, and that the hashes of all other parts are what they were; Unproved where they are not."""
    ones, others = ({name: hashlib.sha256(part).hexdigest() for name, part in parts.items()} for parts in (before, now))
    differing = [name for name in {**ones, **others} if ones.get(name) != others.get(name)]
    if differing not in ([], [PART]):
        raise Unproved(f"other parts changed: {', '.join(differing)}")
    kept = len(ones) - 1
    return f"{places} places of {PART} changed, sha256 {others[PART][:16]}; its {kept} other parts have the hashes they had"


class _Placed(Struct, frozen=True):
    """A line or row of the draft before, with where its words stand among all words of that draft."""

    start: int
    stop: int


class _Merge(Struct):
    """Three versions of one document, and what is to become of the bytes of one of them."""

    document: bytes
    file: str
    before: Sequence[Provision]
    now: Sequence[Provision]
    findings: list[Finding] = []
    places: int = 0
    drafted: list[str] = []
    at: dict[tuple[int, int], _Placed] = {}
    paragraphs: list[Paragraph] = []
    words: list[Word] = []
    there: dict[int, int] = {}
    edits: list[Change] = []
    letters: dict[int, list[tuple[int, int, str]]] = field(default_factory=lambda: defaultdict(list))
    pieces: dict[int, Piece] = {}
    splices: list[tuple[int, int, bytes]] = []
    expected: list[tuple[int, int, list[str]]] = []

    def __post_init__(self) -> None:
        for number, provision in enumerate(self.before):
            for index, one in enumerate(provision.content):
                start = len(self.drafted)
                self.drafted += _all_words(one)
                self.at[number, index] = _Placed(start, len(self.drafted))
        self.paragraphs = wordtext.read(self.document)
        self.words = wordtext.words(self.paragraphs)
        self.edits = changes(self.drafted, [word.text for word in self.words])
        self.there = dict(_matched(self.edits, len(self.drafted)))

    # What the deal changed

    def carry(self) -> None:
        """Find what the deal changed, and where in the file it goes."""
        ones, others = ({one.key: at for at, one in enumerate(some)} for some in (self.before, self.now))
        if [key for key in ones if key in others] != [key for key in others if key in ones]:
            self._cannot("what stands in the document stands in another order now", "the order of its provisions")
            return
        pages_before, pages = _pages(self.before), _pages(self.now)
        self._refuse_provisions(self.before, others, pages, "is not in the document any more")
        self._refuse_provisions(self.now, ones, pages_before, "is new in the document")
        for key, at in ones.items():
            if key in others:
                self._provision(at, self.now[others[key]])
        for subject in pages_before:
            if subject not in pages:
                self._page_leaves(subject, pages_before[subject])
        for subject in pages:
            if subject not in pages_before:
                self._page_comes(subject, pages, pages_before)

    def _refuse_provisions(
        self, some: Iterable[Provision], others: Mapping[Key, int], pages: Mapping[str, object], what: str
    ) -> None:
        """Refuse provisions that only one of the drafts has, but for those of a whole page that came or went."""
        for one in some:
            if one.key not in others and (not one.subject or one.subject in pages):
                self._cannot(f"{one.name} {what}", one.name)

    def _provision(self, at: int, now: Provision) -> None:
        before = self.before[at]
        if before.look != now.look:
            self._cannot(f"{before.name} is numbered in another way", before.name)
        elif before.content == now.content:
            return
        elif before.shape == now.shape and _known(before.content) == _known(now.content):
            for index, (one, other) in enumerate(zip(before.content, now.content, strict=True)):
                self._line(at, index, one, other, before.name)
        else:
            self._rows(at, now)

    def _line(self, at: int, index: int, one: Line | Row, other: Line | Row, name: str) -> None:
        if isinstance(one, Row) and isinstance(other, Row) and _heights(one) != _heights(other):
            self._row_again(self.at[at, index], other, name)
        else:
            self._words(self.at[at, index], _all_words(one), _all_words(other), name)

    def _rows(self, at: int, now: Provision) -> None:
        """A table with rows that came or went, all else being lines and rows that are known again."""
        before = self.before[at]
        ones = {whose: index for index, whose in enumerate(_known(before.content))}
        others = {whose: index for index, whose in enumerate(_known(now.content))}
        are_known = "" not in ones and "" not in others
        are_known = (
            are_known
            and any(isinstance(one, Row) for one in before.content)
            and len(ones) == len(before.content)
            and len(others) == len(now.content)
        )
        stayed = [whose for whose in ones if whose in others]
        if not are_known or stayed != [whose for whose in others if whose in ones]:
            self._cannot(f"the paragraphs of {before.name} are others, or stand in another order", before.name)
            return
        last = 0
        for whose, index in others.items():
            if whose in ones:
                last = ones[whose]
                self._line(at, last, before.content[last], now.content[index], before.name)
            else:
                self._row_comes(
                    self.at[at, self._pattern(before, last)], self.at[at, last], now.content[index], before.name
                )
        for whose, index in ones.items():
            if whose not in others:
                self._row_leaves(self.at[at, index], before.name)

    @staticmethod
    def _pattern(before: Provision, last: int) -> int:
        """A row to copy: the one before, or the first behind the head."""
        rows = [
            index
            for index, one in enumerate(before.content)
            if isinstance(one, Row) and one.whose not in ("head", "total")
        ]
        return last if last in rows else rows[0]

    # Words

    def _words(self, placed: _Placed, one: Sequence[str], other: Sequence[str], name: str) -> None:
        for change in changes(one, other):
            words = list(other[change.there_start : change.there_stop])
            start, stop = placed.start + change.start, placed.start + change.stop
            if MARK in words or MARK in one[change.start : change.stop]:
                self._cannot(f"the paragraphs of {name} are others", name)
            elif not self._is_done(start, stop, words):
                self._change(start, stop, words, name)

    def _is_done(self, start: int, stop: int, words: Sequence[str]) -> bool:
        """Whether somebody already wrote the words of now in the place of those of before."""
        return any(
            (edit.start, edit.stop) == (start, stop)
            and [word.text for word in self.words[edit.there_start : edit.there_stop]] == words
            for edit in self.edits
        )

    def _change(self, start: int, stop: int, words: list[str], name: str) -> None:
        if start == stop:
            self._insert(start, words, name)
            return
        there = self._found(start, stop)
        if there is None or any(
            word.letters and word.letters[0].piece is None for word in self.words[there[0] : there[1]]
        ):
            self._overlap(start, stop, words, name)
            return
        begin, end = there
        self.expected.append((begin, end, words))
        letters = [one for word in self.words[begin:end] for one in (*word.letters, _BLANK)][:-1]
        paragraph = self.words[begin].paragraph
        first, last = _index(paragraph, letters[0]), _index(paragraph, letters[-1]) + 1
        if not words:
            first, last = _with_blank(paragraph, first, last)
        self._write(paragraph, first, last, _joined(words, paragraph))

    def _insert(self, at: int, words: list[str], name: str) -> None:
        """Words behind the word before them in their paragraph, or before the one behind."""
        behind, before = self.there.get(at - 1), self.there.get(at)
        after_mark = at == 0 or self.drafted[at - 1] == MARK
        if (behind is None and not after_mark) or before is None or (not after_mark and before != (behind or 0) + 1):
            self._overlap(max(at - 1, 0), at + 1, words, name)
            return
        self.expected.append((before, before, words))
        if after_mark:
            word = self.words[before]
            first = _index(word.paragraph, word.letters[0])
            self._write(word.paragraph, first, first, _joined(words, word.paragraph) + " ")
        else:
            word = self.words[before - 1]
            last = _index(word.paragraph, word.letters[-1]) + 1
            self._write(word.paragraph, last, last, " " + _joined(words, word.paragraph))

    def _found(self, start: int, stop: int) -> tuple[int, int] | None:
        """Where words of the draft before stand in the file, one behind the other; None where somebody edited them."""
        there = [self.there.get(at) for at in range(start, stop)]
        first = there[0]
        if first is None or there != list(range(first, first + len(there))):
            return None
        return first, first + len(there)

    def _write(self, paragraph: Paragraph, first: int, last: int, text: str) -> None:
        """Put a text in the place of letters; what both have in common at the ends stays as it is."""
        letters = paragraph.letters
        while first < last and text and letters[first].letter == text[0]:
            first, text = first + 1, text[1:]
        while first < last and text and letters[last - 1].letter == text[-1]:
            last, text = last - 1, text[:-1]
        self.places += 1
        gone = letters[first:last]
        for one in gone:
            if one.piece:
                self._letter(one.piece, one.at, one.at + 1, "")
        behind = next((one for one in gone if one.piece), None)
        ahead = next((one for one in reversed(letters[:first]) if one.piece), None)
        target = behind or ahead or next(one for one in letters[last:] if one.piece)
        if text and target.piece:
            at = target.at + (target is ahead)
            self._letter(target.piece, at, at, text)

    def _letter(self, piece: Piece, start: int, stop: int, text: str) -> None:
        self.pieces[id(piece)] = piece
        self.letters[id(piece)].append((start, stop, text))

    # Rows

    def _row_of(self, placed: _Placed, name: str) -> tuple[Span, int, int] | None:
        """The row of the file that is a row of the draft, and its words; None, and said so, where somebody edited it."""
        there = self._found(placed.start, placed.stop)
        row = self.words[there[0]].paragraph.row if there else None
        if there is None or row is None:
            self._overlap(placed.start, placed.stop, [], name)
            return None
        own = [index for index, word in enumerate(self.words) if word.paragraph.row is row]
        if own != list(range(*there)):
            self._overlap(placed.start, placed.stop, [], name)
            return None
        return row, *there

    def _row_leaves(self, placed: _Placed, name: str) -> None:
        found = self._row_of(placed, name)
        if found:
            row, start, stop = found
            self._splice(row.start, row.stop, b"")
            self.expected.append((start, stop, []))

    def _row_again(self, placed: _Placed, now: Row, name: str) -> None:
        found = self._row_of(placed, name)
        if found:
            row, start, stop = found
            self._splice(row.start, row.stop, self._row_with(row, now))
            self.expected.append((start, stop, _all_words(now)))

    def _row_comes(self, pattern: _Placed, behind: _Placed, now: Line | Row, name: str) -> None:
        like, last = self._row_of(pattern, name), self._row_of(behind, name)
        if like and last and isinstance(now, Row):
            self._splice(last[0].stop, last[0].stop, wordtext.without_marks(self._row_with(like[0], now)))
            self.expected.append((last[2], last[2], _all_words(now)))

    def _row_with(self, row: Span, now: Row) -> bytes:
        """The bytes of a row with the words of another."""
        cells: dict[int, list[Paragraph]] = {}
        for paragraph in self.paragraphs:
            if paragraph.row is row and paragraph.cell is not None:
                cells.setdefault(paragraph.cell.start, []).append(paragraph)
        made, at = b"", row.start
        for paragraphs, lines in zip(cells.values(), now.cells, strict=True):
            made += self.document[at : paragraphs[0].span.start] + self._paragraphs_with(paragraphs, lines)
            at = paragraphs[-1].span.stop
        return made + self.document[at : row.stop]

    def _paragraphs_with(self, paragraphs: Sequence[Paragraph], lines: Sequence[str]) -> bytes:
        """The paragraphs of a cell with other lines; a paragraph whose line is there keeps its bytes."""
        own = [" ".join(word.text for word in wordtext.words([one])[:-1]) for one in paragraphs]
        texts = [" ".join(words_in(line)) for line in lines or ("",)]
        made, at = b"", 0
        for change in (*changes(own, texts), Change(len(own), len(own), len(texts), len(texts))):
            made += b"".join(self.document[one.span.start : one.span.stop] for one in paragraphs[at : change.start])
            for index in range(change.there_start, change.there_stop):
                near = change.start + index - change.there_start
                is_copy = near >= change.stop
                like = paragraphs[min(near, change.stop - 1 if change.stop > change.start else near, len(own) - 1)]
                made += self._with_text(like, texts[index], is_copy=is_copy)
            at = change.stop
        return made

    def _with_text(self, paragraph: Paragraph, text: str, *, is_copy: bool = False) -> bytes:
        """The bytes of a paragraph with another text, in the look of its first letters."""
        own = self.document
        if not paragraph.pieces:
            return own[paragraph.span.start : paragraph.span.stop] if not text else _with_run(own, paragraph, text)
        made, at = b"", paragraph.span.start
        for index, piece in enumerate(paragraph.pieces):
            content = wordtext.as_content(_joined(words_in(text), paragraph), piece, own) if not index else b""
            made += own[at : piece.tag.start] + wordtext.as_tag(piece, own) + content
            at = piece.content.stop
        made += own[at : paragraph.span.stop]
        made = _BREAKS.sub(b"", made) if BREAK not in text else made
        return wordtext.without_marks(made) if is_copy else made

    # Pages of investors

    def _page_of(self, numbers: Sequence[int], name: str) -> tuple[list[Span], int, int] | None:
        """The blocks of the body that are a page of the draft, and its words; None, and said so, where it was edited."""
        first, last = numbers[0], numbers[-1]
        start = self.at[first, 0].start
        stop = self.at[last, len(self.before[last].content) - 1].stop
        there = self._found(start, stop)
        if there is None:
            self._overlap(start, stop, [], name)
            return None
        own = {id(word.paragraph.block): word.paragraph.block for word in self.words[slice(*there)]}
        others = {id(word.paragraph.block) for word in (*self.words[: there[0]], *self.words[there[1] :])}
        if any(one in others for one in own):
            self._overlap(start, stop, [], name)
            return None
        return list(own.values()), *there

    def _page_leaves(self, subject: str, numbers: Sequence[int]) -> None:
        name = f"the signature page of {subject}"
        found = self._page_of(numbers, name)
        if found:
            blocks, start, stop = found
            begin, end = blocks[0].start, blocks[-1].stop
            self._splice(begin, end, self._sections_in(begin, end))
            self.expected.append((start, stop, []))

    def _sections_in(self, begin: int, end: int) -> bytes:
        """What sets up the pages that end in these bytes, in a paragraph of its own; nothing where none end."""
        found = [one for one in self.paragraphs if one.section and begin <= one.section.start < end]
        return b"".join(_empty_with(self.document, one) for one in found)

    def _page_comes(
        self, subject: str, pages: Mapping[str, Sequence[int]], pages_before: Mapping[str, Sequence[int]]
    ) -> None:
        """A page made from that of another investor who has one of the same kind, behind the page that it follows."""
        name, numbers = f"the signature page of {subject}", pages[subject]
        order = list(pages)
        ahead = [one for one in order[: order.index(subject)] if one in pages_before]
        kind = [_kind(self.now[number]) for number in numbers]
        alike = [one for one in pages_before if [_kind(self.before[at]) for at in pages_before[one]] == kind]
        if not ahead or not alike:
            self._cannot(f"{name} is new, and no page of its kind stands before it to be copied", name)
            return
        like = self._page_of(pages_before[alike[0]], name)
        last = self._page_of(pages_before[ahead[-1]], name)
        if like and last:
            made = self._page_with(like[0], [one for at in numbers for one in self.now[at].content])
            self._put_behind(last[0], made)
            words = [word for at in numbers for one in self.now[at].content for word in _with_number(one)]
            self.expected.append((last[2], last[2], words))

    def _page_with(self, blocks: Sequence[Span], content: Sequence[Line | Row]) -> bytes:
        """The bytes of a page with the words of another."""
        begin, end = blocks[0].start, blocks[-1].stop
        paragraphs = [one for one in self.paragraphs if begin <= one.span.start < end]
        texts = [(text, one.number if isinstance(one, Line) else "") for one in content for text in _texts(one)]
        made, at = b"", begin
        for paragraph in paragraphs:
            if not paragraph.letters or not any(not one.letter.isspace() for one in paragraph.letters):
                continue
            text, number = texts.pop(0)
            own = self._with_text(paragraph, f"{number} {text}".lstrip())
            # A list that counts anew is defined in another part of the file, so the number of a copy is typed.
            made += self.document[at : paragraph.span.start] + (_LIST.sub(rb"\g<1>0\2", own) if number else own)
            at = paragraph.span.stop
        made += self.document[at:end]
        for one in paragraphs:
            if one.section:
                made = made.replace(self.document[one.section.start : one.section.stop], b"")
        return wordtext.without_marks(made)

    def _put_behind(self, blocks: Sequence[Span], made: bytes) -> None:
        """Put a page behind another; where pages of a kind end with that one, they end with the new one."""
        last, end = blocks[-1], blocks[-1].stop
        ending = [one for one in self.paragraphs if one.section and last.start <= one.section.start < end]
        if not ending and _PAGE_BREAK.search(self.document, last.start, end):
            self._splice(end, end, made)  # each page ends with a break, as LibreOffice has it
            return
        made = _on_new_page(_PAGE_BREAK.sub(b"", made))
        for one in ending:
            assert one.section is not None  # noqa: S101  as just asked
            self._splice(one.section.start, one.section.stop, b"")
            made += _empty_with(self.document, one)
        self._splice(end, end, made)

    # What stands in the way

    def _overlap(self, start: int, stop: int, words: Sequence[str], name: str) -> None:
        shown = _shown([word for word in self.drafted[start:stop] if word not in (MARK, BREAK)])
        edits = [edit for edit in self.edits if edit.start <= stop and start <= edit.stop] or self.edits[:1]
        now = _shown(
            [
                word.text
                for edit in edits
                for word in self.words[edit.there_start : edit.there_stop]
                if word.text not in (MARK, BREAK)
            ]
        )
        becomes = f' becomes "{_shown(words)}"' if words else " changes"
        what = f'in {name} "{shown}"{becomes}, and it was edited there' + (
            f': "{now}"' if now else ": words were taken out"
        )
        remedy = "Make the change there by hand, or take the edit back, and run again; nothing was written."
        self.findings.append(Finding("S323", what, remedy, Place(self.file)))

    def _cannot(self, what: str, name: str) -> None:
        remedy = f"Make this change of {name} by hand, or keep the file under another name and draft it anew."
        self.findings.append(
            Finding("S324", f"{what}: that cannot be carried into an edited file", remedy, Place(self.file))
        )

    # The bytes

    def _splice(self, start: int, stop: int, content: bytes) -> None:
        self.places += 1
        self.splices.append((start, stop, content))

    def written(self) -> bytes:
        """The document with what was found; every other byte is as it was."""
        splices = [*self.splices, *self._of_pieces()]
        made, at = b"", 0
        for start, stop, content in sorted(splices, key=lambda one: (one[0], one[1])):
            if start < at:
                raise Unproved("two changes of one place")
            made += self.document[at:start] + content
            at = stop
        return made + self.document[at:]

    def _of_pieces(self) -> Iterator[tuple[int, int, bytes]]:
        for key, edits in self.letters.items():
            piece, text, at = self.pieces[key], "", 0
            for start, stop, new in sorted(edits, key=lambda one: (one[0], one[1])):
                text += piece.text[at:start] + new
                at = max(at, stop)
            text += piece.text[at:]
            own = wordtext.as_tag(piece, self.document) + wordtext.as_content(text, piece, self.document)
            yield piece.tag.start, piece.content.stop, own

    def prove(self, refreshed: bytes) -> None:
        """Nothing, where the new bytes say what the file said with the changes of the deal in it; Unproved where not."""
        expected, at = list[str](), 0
        texts = [word.text for word in self.words]
        for start, stop, words in sorted(self.expected, key=lambda one: (one[0], one[1])):
            expected += [*texts[at:start], *words]
            at = stop
        expected += texts[at:]
        if [word.text for word in wordtext.words(wordtext.read(refreshed))] != expected:
            raise Unproved("the file that was refreshed does not say what it should")


_BLANK = Letter(" ", None)
_BREAKS = re.compile(rb"<(?:\w+:)?br\s*/>")
_PAGE_BREAK = re.compile(rb'<(?:\w+:)?br\s[^<>]*?type="page"[^<>]*/>')
_LIST = re.compile(rb'(<(?:\w+:)?numId\s+(?:\w+:)?val=")\d+(")')
_PROPERTIES = re.compile(rb"<((?:\w+:)?)p\b[^>]*>\s*(<(?:\w+:)?pPr\b[^>]*?(?:/>|>))?")
_FIRST_PROPERTIES = re.compile(rb"<(?:\w+:)?(?:pStyle|keepNext|keepLines)\b[^>]*/>")


def _matched(edits: Iterable[Change], count: int) -> Iterator[tuple[int, int]]:
    """Which word of the one is which of the other, between the edits."""
    at, shift = 0, 0
    for edit in edits:
        yield from ((index, index + shift) for index in range(at, edit.start))
        at, shift = edit.stop, edit.there_stop - edit.stop
    yield from ((index, index + shift) for index in range(at, count))


def _texts(one: Line | Row) -> list[str]:
    every = [one.text] if isinstance(one, Line) else [text for cell in one.cells for text in cell]
    return [text for text in every if text.strip()]


def _all_words(one: Line | Row) -> list[str]:
    return [word for text in _texts(one) for word in (*words_in(text), MARK)]


def _with_number(one: Line | Row) -> list[str]:
    number = words_in(one.number) if isinstance(one, Line) else []
    return [*number, *_all_words(one)]


def _known(content: Sequence[Line | Row]) -> list[str]:
    """What each line and row of a provision is known by: a line by how many are before it, a row by whose it is."""
    lines = count(1)
    return [one.whose if isinstance(one, Row) else f"line {next(lines)}" for one in content]


def _heights(row: Row) -> list[int]:
    return [len(cell) for cell in row.cells]


def _kind(provision: Provision) -> tuple[object, ...]:
    """What a provision consists of, to the number of paragraphs in each cell."""
    return provision.shape, *(_heights(one) for one in provision.content if isinstance(one, Row))


def _pages(provisions: Sequence[Provision]) -> Mapping[str, Sequence[int]]:
    """The places of the provisions of each investor's page, by whose it is."""
    pages: dict[str, list[int]] = {}
    for at, one in enumerate(provisions):
        if one.subject:
            pages.setdefault(one.subject, []).append(at)
    return pages


def _index(paragraph: Paragraph, letter: Letter) -> int:
    return next(at for at, one in enumerate(paragraph.letters) if one is letter)


def _with_blank(paragraph: Paragraph, first: int, last: int) -> tuple[int, int]:
    """The letters with a blank beside them, so that none is left over."""
    letters = paragraph.letters
    if first and letters[first - 1].letter == " " and letters[first - 1].piece:
        return first - 1, last
    if last < len(letters) and letters[last].letter == " " and letters[last].piece:
        return first, last + 1
    return first, last


def _joined(words: Sequence[str], paragraph: Paragraph) -> str:
    """Words as they are written in that paragraph: with curly quotation marks where it has such."""
    text = " ".join(words).replace(f" {BREAK} ", BREAK)
    if any(mark in piece.text for piece in paragraph.pieces for mark in "\u201c\u201d\u2019"):
        text = _QUOTES.sub("\u201c", text).replace('"', "\u201d").replace("'", "\u2019")
    return text


def _shown(words: Sequence[str]) -> str:
    return " ".join(words[:_MOST_SHOWN]) + (" ..." if len(words) > _MOST_SHOWN else "")


def _with_run(document: bytes, paragraph: Paragraph, text: str) -> bytes:
    """An empty paragraph with a text in it."""
    raw = document[paragraph.span.start : paragraph.span.stop]
    prefix = raw[1 : re.match(rb"<(?:\w+:)?", raw).end()]  # type: ignore[union-attr]  # a paragraph begins so
    piece = Piece(Span(0, 0), Span(0, 0), "")
    content = wordtext.as_content(text, Piece(Span(0, len(prefix) + 3), Span(0, 0), piece.text), b"<" + prefix + b"t>")
    run = b'<%sr><%st xml:space="preserve">%s</%st></%sr>' % (prefix, prefix, content, prefix, prefix)
    if raw.endswith(b"/>") and raw.count(b"<") == 1:
        return raw[:-2] + b">" + run + b"</%sp>" % prefix
    close = raw.rindex(b"</")
    return raw[:close] + run + raw[close:]


def _empty_with(document: bytes, paragraph: Paragraph) -> bytes:
    """An empty paragraph that has the set-up of the pages that end with another."""
    assert paragraph.section is not None  # noqa: S101  as its callers asked
    section = document[paragraph.section.start : paragraph.section.stop]
    name = section[1 : section.index(b"sectPr")]
    return b"<%sp><%spPr>%s</%spPr></%sp>" % (name, name, section, name, name)


def _on_new_page(page: bytes) -> bytes:
    """The bytes of a page whose first paragraph begins one."""
    first = page[: page.index(b"</", page.find(b"pPr")) if b"pPr" in page else len(page)]
    if b"pageBreakBefore" in first:
        return page
    found = _PROPERTIES.match(page)
    if found is None or not found[2]:
        return page
    at = found.end()
    while behind := _FIRST_PROPERTIES.match(page, at):
        at = behind.end()
    return page[:at] + b"<%spageBreakBefore/>" % found[1] + page[at:]
