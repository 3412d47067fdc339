"""The letters of a paragraph as they are typed, run by run, and what stands among them: fields, notes, links, pictures."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree
from msgspec import Struct

from assembler.readers import symbols
from assembler.readers.elements import CODES, NOTES, TEXTS, WP, W
from assembler.readers.fields import PAGE, Field
from assembler.readers.reading import Mark

COMMENT, FIELD, REFERENCE = "comment", "field", "field of a reference"
LINK, NOTE, PICTURE = "link", "note", "picture"
_RUN, _LOOK, _CHARACTER, _LINE_BREAK = f"{W}r", f"{W}rPr", f"{W}fldChar", f"{W}br"
_RANGES = (f"{W}commentRangeStart", f"{W}commentRangeEnd")
_BREAK = "\f"
_LETTERS = {
    f"{W}tab": "\t", f"{W}ptab": "\v", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\xad",
}  # fmt: skip
_INLINE = f"{WP}inline"


class ParagraphText(Struct):
    """The runs of a paragraph with their letters, and the marks among them. Paragraphs within it are left out.

    `is_left_out` tells the elements that tracked changes leave out.
    """

    is_left_out: Callable[[etree._Element], bool]
    runs: list[tuple[etree._Element, str]] = []
    marks: list[Mark] = []
    _open: list[Field] = []

    @classmethod
    def of(cls, paragraph: etree._Element, is_left_out: Callable[[etree._Element], bool]) -> ParagraphText:
        """Return the text of a paragraph."""
        made = cls(is_left_out)
        made._read(paragraph)
        return made

    @property
    def letters(self) -> str:
        """All letters in order. A break of pages or columns is a space, if words stand on both of its sides."""
        letters = "".join([text for _, text in self.runs])
        if _BREAK not in letters:
            return letters
        return " ".join(filter(None, map(str.strip, letters.split(_BREAK))))

    def _read(self, element: etree._Element) -> None:
        for inner in element:
            if inner.tag == _RUN:
                self._read_run(inner)
            elif inner.tag == f"{W}p" or self.is_left_out(inner):
                continue
            elif inner.tag == f"{W}hyperlink":
                self._read_link(inner)
            else:
                if inner.tag == f"{W}fldSimple":
                    self._mark_field(Field(inner.get(f"{W}instr", "")))
                elif inner.tag in _RANGES:
                    self._mark(COMMENT, "begins" if inner.tag == _RANGES[0] else "ends")
                self._read(inner)

    def _read_run(self, run: etree._Element) -> None:
        text = ""
        for inner in run:
            tag = str(inner.tag)
            if tag in TEXTS:
                text += (inner.text or "") if not self._open or not any(field.is_page for field in self._open) else ""
            elif tag in _LETTERS:
                text += _LETTERS[tag]
            elif tag != _LOOK:
                self.runs.append((run, text))
                text = self._other(inner, tag)
        self.runs.append((run, text))

    def _other(self, inner: etree._Element, tag: str) -> str:
        """Return what else than letters shows as letters, and note what stands among them."""
        if tag == f"{W}sym":
            return symbols.shown(inner)
        if tag == _LINE_BREAK:
            return "\n" if inner.get(f"{W}type", "textWrapping") == "textWrapping" else _BREAK
        if tag == _CHARACTER:
            return self._turned(inner.get(f"{W}fldCharType", ""))
        if tag in CODES and self._open:
            self._open[-1].code += inner.text or ""
        elif tag in NOTES:
            own = " with a mark of its own" if inner.get(f"{W}customMarkFollows") else ""
            self._mark(NOTE, tag.removeprefix(W).removesuffix("Reference") + own)
        elif next(inner.iter(_INLINE), None) is not None:
            self._mark(PICTURE)
        return ""

    def _turned(self, kind: str) -> str:
        """Note a field where its code ends. In place of a page number stands `PAGE`."""
        if kind == "begin":
            self._open.append(Field())
        elif self._open:
            field = self._open[-1]
            if not field.shows:
                self._mark_field(field)
            field.shows = True
            if kind == "end":
                self._open.pop()
                return PAGE if field.is_page else ""
        return ""

    def _mark_field(self, field: Field) -> None:
        if field.said:
            self._mark(REFERENCE if field.place else FIELD, field.said)

    def _read_link(self, element: etree._Element) -> None:
        """Read a link. Programs divide one into several, so a link that begins where another ends is the same."""
        start = self._count()
        last = self.marks[-1] if self.marks else None
        if last is not None and last.name == LINK and last.at + int(last.value) == start:
            start = self.marks.pop().at
        self._read(element)
        self.marks.append(Mark(LINK, str(self._count() - start), start))

    def _mark(self, name: str, value: str = "") -> None:
        self.marks.append(Mark(name, value, self._count()))

    def _count(self) -> int:
        """Return the number of letters so far, without spaces."""
        return len("".join(self.letters.split()))
