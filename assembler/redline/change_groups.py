"""The changes of a redline as a reader sees them: words that came, went or replace each other at one place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec import Struct

from assembler.compare.word_diff import changes
from assembler.readers.elements import BOX, CAME, FALLBACK, GONE, TEXTS, Element, M, W, child
from assembler.readers.reading import located_words, straightened
from assembler.redline.reasons import ReadWords

_MARKS = ("ins", "del", "moveFrom", "moveTo")
_TEXTS = (*TEXTS, f"{M}t")
_LETTERS = {f"{W}tab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}
_NAMES = {
    f"{W}tab": "tab",
    f"{W}ptab": "tab",
    f"{W}br": "line break",
    f"{W}cr": "line break",
    f"{W}sym": "symbol",
    f"{W}footnoteReference": "footnote",
    f"{W}endnoteReference": "endnote",
    f"{W}drawing": "picture",
    f"{W}pict": "picture",
    f"{W}object": "object",
    f"{W}fldChar": "field",
    f"{M}t": "formula",
}
_NO_STORY = (BOX, FALLBACK)
_RECORDS = tuple(f"{W}{name}Change" for name in ("rPr", "pPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr"))


class ChangeGroup(Struct):
    """Changes that follow each other without a word between them.

    `changes` are their elements in the order of the file, without those in text boxes. `old` and `new` are the words
    that went and came, by their places in the readings of the two documents where these are known. `marks` are changes
    that can hold no comment: ends of paragraphs, and parts of formulas. `names` say what went and came that is no word.
    """

    changes: list[Element]
    paragraph: Element
    marks: list[Element] = []
    names: tuple[list[str], list[str]] = ([], [])
    went: str = ""
    came: str = ""
    old: range = range(0)
    new: range = range(0)
    place: str = ""
    old_letters: tuple[int, int] = (0, 0)
    new_letters: tuple[int, int] = (0, 0)

    @property
    def kind(self) -> str:
        """Return "inserted", "deleted", "replaced" or "moved"."""
        tags = {str(change.tag) for change in self.changes or self.marks}
        if tags & {CAME[1], GONE[1]}:
            return "moved"
        return "replaced" if len(tags) > 1 else "inserted" if CAME[0] in tags else "deleted"

    def said(self, side: int) -> str:
        """Return the words that went (0) or came (1), or what did that is no word: "picture"."""
        words = self.came if side else self.went
        return words if words.strip() else ", ".join(dict.fromkeys(self.names[side]))


class _Stream:
    """The letters of one side of a redline, all in one, as a reading has them."""

    def __init__(self) -> None:
        self._letters: list[str] = []

    def __len__(self) -> int:
        return len(self._letters)

    def add(self, text: str) -> None:
        """Add letters."""
        self._letters += straightened(text)

    def words(self) -> list[tuple[int, int, str]]:
        """Return the words with their places."""
        return [*located_words("".join(self._letters))]


class ChangedStory:
    """The changes in a story of a redline, and the words around them: in its body, a note, a header or a text box."""

    def __init__(self, body: Element) -> None:
        self.groups: list[ChangeGroup] = []
        self._streams = _Stream(), _Stream()
        self._open: ChangeGroup | None = None
        for paragraph in body.iter(f"{W}p"):
            if is_of(body, paragraph):
                self._read(paragraph)

    def _read(self, paragraph: Element) -> None:
        for run in paragraph.iter(f"{W}r", f"{M}r"):
            if next(run.iterancestors(f"{W}p")) is paragraph:
                self._of_run(run, paragraph)
        for stream in self._streams:
            stream.add("\n")
        if self._open is not None:
            self._open.went, self._open.came = f"{self._open.went} ", f"{self._open.came} "
        marks = paragraph.find(f"{W}pPr/{W}rPr")
        mark = next((found for name in _MARKS if (found := child(marks, name)) is not None), None)
        if mark is None:
            self._open = None
        elif self._open is None or not self._open.changes:
            group = self._open or self._begin(paragraph)
            group.marks.append(mark)
            group.names[mark.tag in CAME].append("section break" if _ends_section(paragraph) else "paragraph")

    def _of_run(self, run: Element, paragraph: Element) -> None:
        text = "".join(
            str(inner.text or "") if inner.tag in _TEXTS else _LETTERS.get(str(inner.tag), "") for inner in run
        )
        change = next(run.iterancestors(*CAME, *GONE), None)
        if change is None:
            for stream in self._streams:
                stream.add(text)
            if text.strip():
                self._open = None
            return
        if change.tag in GONE and next(change.iterancestors(*CAME), None) is not None:
            return  # it came and went, and is in neither file
        group = self._open or self._begin(paragraph)
        self._take(group, change, text)
        group.names[change.tag in CAME].extend(filter(None, map(_name, run)))

    def _begin(self, paragraph: Element) -> ChangeGroup:
        """Begin a group at the end of what was read."""
        old, new = map(len, self._streams)
        self._open = ChangeGroup([], paragraph, [], ([], []), old_letters=(old, old), new_letters=(new, new))
        self.groups.append(self._open)
        return self._open

    def _take(self, group: ChangeGroup, change: Element, text: str) -> None:
        kept = group.marks if next(change.iterancestors(f"{M}oMath"), None) is not None else group.changes
        if not kept or kept[-1] is not change:
            kept.append(change)
        side = 1 if change.tag in CAME else 0
        self._streams[side].add(text)
        if side:
            group.came += text
            group.new_letters = group.new_letters[0], len(self._streams[1])
        else:
            group.went += text
            group.old_letters = group.old_letters[0], len(self._streams[0])

    def locate(self, old: ReadWords, new: ReadWords) -> None:
        """Tell where each group stands in the readings of the two documents."""
        sides = [_Located(stream.words(), read.words) for stream, read in zip(self._streams, (old, new), strict=True)]
        for group in self.groups:
            group.old, group.new = sides[0].range(*group.old_letters), sides[1].range(*group.new_letters)
            is_old = not group.came.strip()
            read, words = (old, group.old) if is_old else (new, group.new)
            group.place = read.place(words.start)


class _Located:
    """The words of a redline, each with its place in a reading."""

    def __init__(self, words: Sequence[tuple[int, int, str]], read: Sequence[str]) -> None:
        self._begins, self._ends = [begin for begin, _, _ in words], [end for _, end, _ in words]
        self._places: list[int] = []
        self._fill([word for _, _, word in words], read)

    def _fill(self, words: Sequence[str], read: Sequence[str]) -> None:
        position = shift = 0
        for change in [*changes(words, read), None]:
            stop = len(words) if change is None else change.start
            self._places += range(position + shift, stop + shift)
            if change is not None:
                # Words that only one of them has stand where the others of the difference begin.
                last = max(change.right_stop - 1, change.right_start)
                self._places += [min(change.right_start + index, last) for index in range(change.stop - change.start)]
                position, shift = change.stop, change.right_stop - change.stop
        self._places.append(len(read))

    def range(self, start: int, stop: int) -> range:
        """Return the places of the words that letters touch; empty if there are none."""
        first, last = bisect_right(self._ends, start), bisect_left(self._begins, stop) - 1
        if start == stop or last < first:
            return range(self._places[first], self._places[first])
        return range(self._places[first], self._places[last] + 1)


def is_of(root: Element, element: Element) -> bool:
    """Return True if an element stands in a story, and not in a text box of it."""
    for above in element.iterancestors():
        if above is root:
            return True
        if above.tag in _NO_STORY:
            return False
    return True


def boxes(root: Element) -> list[Element]:
    """Return the text boxes of a part, each once."""
    return [box for box in root.iter(BOX) if next(box.iterancestors(FALLBACK), None) is None]


def _ends_section(paragraph: Element) -> bool:
    return paragraph.find(f"{W}pPr/{W}sectPr") is not None


def _name(inner: Element) -> str:
    """Return what a part of a run is that is no word, or ""."""
    if inner.tag == f"{W}br" and inner.get(f"{W}type") in ("page", "column"):
        return f"{inner.get(f'{W}type')} break"
    if inner.tag in (f"{W}drawing", f"{W}pict") and next(inner.iter(BOX), None) is not None:
        return "text box"
    return _NAMES.get(str(inner.tag), "")


def records(root: Element) -> list[Element]:
    """Return the paragraphs, tables and sections whose formatting a story records as it was."""
    held = (
        next(record.iterancestors(f"{W}p", f"{W}tbl"), root)
        for record in root.iter(*_RECORDS)
        if not any(above.tag in _NO_STORY for above in record.iterancestors())
    )
    return [*dict.fromkeys(held)]


def shown(element: Element) -> str:
    """Return the words of an element for a reader."""
    return " ".join("".join(map(str, element.itertext(*TEXTS))).split())
