"""The changes of a redline as a reader sees them: words that came, went or replace each other at one place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec import Struct

from assembler.compare.word_diff import changes
from assembler.readers.elements import BOX, CAME, FALLBACK, GONE, Element, W, child
from assembler.readers.reading import located_words, straightened
from assembler.redline.reasons import ReadWords

_LETTERS = {f"{W}tab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}
_NO_STORY = (BOX, FALLBACK)
_RECORDS = tuple(f"{W}{name}Change" for name in ("rPr", "pPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr"))


class ChangeGroup(Struct):
    """Changes that follow each other without a word between them.

    `changes` are their elements in the order of the file, without those in text boxes. `old` and `new` are the words
    that went and came, by their places in the readings of the two documents where these are known.
    """

    changes: list[Element]
    paragraph: Element
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
        tags = {str(change.tag) for change in self.changes}
        if tags & {CAME[1], GONE[1]}:
            return "moved"
        return "replaced" if len(tags) > 1 else "inserted" if CAME[0] in tags else "deleted"


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
    """The changes in the body of a redline, and the words around them."""

    def __init__(self, body: Element) -> None:
        self.groups: list[ChangeGroup] = []
        self._streams = _Stream(), _Stream()
        self._open: ChangeGroup | None = None
        for paragraph in body.iter(f"{W}p"):
            if not any(above.tag in _NO_STORY for above in paragraph.iterancestors()):
                self._read(paragraph)

    def _read(self, paragraph: Element) -> None:
        for run in paragraph.iter(f"{W}r"):
            if next(run.iterancestors(f"{W}p")) is paragraph:
                self._of_run(run, paragraph)
        for stream in self._streams:
            stream.add("\n")
        if self._open is not None:
            self._open.went, self._open.came = f"{self._open.went} ", f"{self._open.came} "
        marks = paragraph.find(f"{W}pPr/{W}rPr")
        if not any(child(marks, name) is not None for name in ("ins", "del", "moveFrom", "moveTo")):
            self._open = None

    def _of_run(self, run: Element, paragraph: Element) -> None:
        text = "".join(
            str(inner.text or "") if inner.tag in (f"{W}t", f"{W}delText") else _LETTERS.get(str(inner.tag), "")
            for inner in run
        )
        change = next(run.iterancestors(*CAME, *GONE), None)
        if change is None:
            for stream in self._streams:
                stream.add(text)
            if text.strip():
                self._open = None
            return
        if self._open is None:
            starts = [len(stream) for stream in self._streams]
            self._open = ChangeGroup(
                [], paragraph, old_letters=(starts[0], starts[0]), new_letters=(starts[1], starts[1])
            )
            self.groups.append(self._open)
        self._take(self._open, change, text)

    def _take(self, group: ChangeGroup, change: Element, text: str) -> None:
        if not group.changes or group.changes[-1] is not change:
            group.changes.append(change)
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
    return " ".join("".join(map(str, element.itertext(f"{W}t", f"{W}delText"))).split())
