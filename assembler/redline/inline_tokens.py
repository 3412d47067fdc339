"""The tokens of a paragraph: words, blanks, fields, pictures and other units, and at last its mark.

Each token knows the elements that it stands in, so that a redline can be written around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, groupby

from msgspec import Struct

from assembler.readers.elements import IMPORTS, POINTS, Element, M, R, W
from assembler.readers.fields import plain_code
from assembler.redline.fingerprints import Fingerprints

_UNIT = "\ufffc"  # stands for a unit among the letters of a paragraph
_APART = r'\s\ufffc()\[\]"“”—–'  # noqa: RUF001  marks that end a word
_TOKEN = re.compile(
    rf"\ufffc|[\n\t]|[^\S\n\t]+|[\u2e80-\u9fff\uac00-\ud7af]|[^{_APART}]*[^{_APART}.,;:!?'’]|."  # noqa: RUF001
)
_LETTERS = {f"{W}tab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\u00ad"}
_ENCLOSING = {f"{W}{name}" for name in ("hyperlink", "smartTag", "customXml", "bdo", "dir")}
_TURNING = (f"{W}bdo", f"{W}dir")
_SILENT = POINTS | {*IMPORTS} | {
    f"{W}{name}"
    for name in (
        "pPr", "rPr", "lastRenderedPageBreak", "footnoteRef", "endnoteRef", "annotationRef", "separator",
        "continuationSeparator", "smartTagPr", "customXmlPr",
    )
}  # fmt: skip
_FIELD = f"{W}fldChar"
_CODE = f"{W}instrText"
_NOTES = (f"{W}footnoteReference", f"{W}endnoteReference", f"{W}commentReference")
# What these fields show is the place of a page, and Word computes it anew.
_OF_PAGES = ("PAGE", "PAGEREF", "NUMPAGES", "SECTIONPAGES")
WORD, BLANK, UNIT, MARK, BLOCK = "word", "blank", "unit", "mark", "block"


class Leaf(Struct, frozen=True, eq=False, gc=False):
    """The smallest piece of a paragraph: letters or a unit in a run, or a unit beside the runs (`run` is None)."""

    run: Element | None
    element: Element
    text: str
    link: str

    @property
    def top(self) -> Element:
        """The run, or what stands beside the runs."""
        return self.element if self.run is None else self.run


class Span(Struct, frozen=True, eq=False, gc=False):
    """Letters of a leaf, from `start` to before `stop`."""

    leaf: Leaf
    start: int
    stop: int


class Token(Struct, frozen=True, eq=False, gc=False):
    """A word, blank, unit, mark or block. `key` is equal where two say the same.

    `leaf` holds all of its letters, from `start` to before `stop`. What stands in several leaves is `divided` instead.
    """

    key: str
    kind: str
    text: str
    holder: Element  # the paragraph; of a block, the table or control itself
    leaf: Leaf | None = None
    start: int = 0
    stop: int = 0
    divided: Sequence[Span] = ()

    @property
    def spans(self) -> Sequence[Span]:
        """The letters, leaf by leaf."""
        return self.divided if self.leaf is None else (Span(self.leaf, self.start, self.stop),)


class Tokenizer(Struct, frozen=True):
    """Reads paragraphs of one story. `note` returns the key of a note or comment by its reference."""

    fingerprints: Fingerprints
    note: Callable[[Element], str]

    def tokens(self, paragraph: Element) -> list[Token]:
        """Return the tokens of a paragraph with its mark."""
        groups = [*_fields([*self._leaves(paragraph, "")])]
        mark = paragraph.find(f"{W}pPr/{W}sectPr")
        end = Token("\n¶" if mark is None else "\n§", MARK, "", paragraph)
        return [*self._words(groups, paragraph), end]

    def _leaves(self, element: Element, link: str) -> Iterator[Leaf]:
        for inner in element:
            if inner.tag in _SILENT:
                continue
            if inner.tag == f"{W}r":
                yield from self._of_run(inner, link)
            elif inner.tag in _ENCLOSING:
                yield from self._leaves(inner, self._link(inner, link))
            else:
                yield Leaf(None, inner, "", link)

    def _of_run(self, run: Element, link: str) -> Iterator[Leaf]:
        for inner in run:
            if inner.tag in _SILENT:
                continue
            if inner.tag == f"{W}t":
                # An empty one says nothing, and programs drop it.
                yield from [Leaf(run, inner, inner.text, link)] if inner.text else ()
            elif inner.tag == f"{W}br" and inner.get(f"{W}type", "textWrapping") == "textWrapping":
                yield Leaf(run, inner, "\n", link)
            else:
                yield Leaf(run, inner, _LETTERS.get(inner.tag, ""), link)

    def _link(self, element: Element, outer: str) -> str:
        """Return the link or the forced direction of what stands in an element, with those around it."""
        if element.tag in _TURNING:
            return f"{outer} {element.tag.removeprefix(W)} {element.get(f'{W}val')}"
        if element.tag != f"{W}hyperlink":
            return outer
        identity = element.get(f"{R}id")
        target = self.fingerprints.target(identity) if identity else ""
        return f"{outer}{target}#{element.get(f'{W}anchor', '')}"

    def _words(self, groups: Sequence[Sequence[Leaf]], paragraph: Element) -> Iterator[Token]:
        """Yield the words and units of groups of leaves; a group of one leaf with letters is text."""
        texts = [group[0].text.replace(_UNIT, "?") if len(group) == 1 and group[0].text else _UNIT for group in groups]
        ends = [*accumulate(map(len, texts))]
        position, begins, end, start = -1, 0, 0, 0
        for said in _TOKEN.findall("".join(texts)):
            while end <= start:
                position, begins, end = position + 1, end, ends[position + 1]
                leaf = groups[position][0]
                link = f"\0{leaf.link}" if leaf.link else ""
            stop = start + len(said)
            kind = BLANK if said.isspace() else WORD
            if said == _UNIT:
                yield self._unit(groups[position], paragraph)
            elif stop <= end:
                yield Token(said + link, kind, said, paragraph, leaf, start - begins, stop - begins)
            else:
                spans = [*_spans(groups, ends, position, start, stop)]
                yield Token(said + _links(spans), kind, said, paragraph, divided=spans)
            start = stop

    def _unit(self, leaves: Sequence[Leaf], paragraph: Element) -> Token:
        link = leaves[0].link
        if leaves[0].element.tag == _FIELD and len(leaves) > 1:
            links = "\0".join(dict.fromkeys(leaf.link for leaf in leaves))
            spans = [Span(leaf, 0, len(leaf.text)) for leaf in leaves]
            kind = "field" if leaves[-1].element.get(f"{W}fldCharType") == "end" else "open"
            return Token(f"\n{kind} {self._field(leaves)}{links}", UNIT, _shown(leaves), paragraph, divided=spans)
        (leaf,) = leaves
        text = "".join(map(str, leaf.element.itertext(f"{W}t", f"{M}t")))
        return Token(f"\n{self._said(leaf)}{link}", UNIT, text, paragraph, leaf, 0, len(leaf.text))

    def _said(self, leaf: Leaf) -> str:
        return self.note(leaf.element) if leaf.element.tag in _NOTES else self.fingerprints.of(leaf.element)

    def _field(self, leaves: Sequence[Leaf]) -> str:
        code = plain_code("".join(leaf.element.text or "" for leaf in leaves if leaf.element.tag == _CODE))
        if code.partition(" ")[0] in _OF_PAGES:
            return code
        # The first holds what a field of a form is set to, and fields in a code show words there. Before no result, a
        # program may leave the separator out.
        others = (leaf.text or self._said(leaf) for leaf in _lasting(leaves) if leaf.element.tag != _CODE and leaf.element.get(f"{W}fldCharType") != "separate")  # fmt: skip
        return f"{code}\0{''.join(others)}"


def _links(spans: Sequence[Span]) -> str:
    """Return where the letters of a word lead, as that of one leaf where all lead there."""
    parts = [(link, sum(span.stop - span.start for span in some)) for link, some in groupby(spans, lambda span: span.leaf.link)]  # fmt: skip
    if len(parts) == 1:
        return f"\0{parts[0][0]}" if parts[0][0] else ""
    return "".join(f"\0{count} {link}" for link, count in parts)


def _lasting(leaves: Sequence[Leaf]) -> Iterator[Leaf]:
    """Yield the leaves of a field without the numbers that fields of pages in it show."""
    codes: list[str] = []
    for leaf in leaves:
        kind = leaf.element.get(f"{W}fldCharType") if leaf.element.tag == _FIELD else ""
        if kind == "begin":
            codes.append("")
        elif kind == "end" and codes:
            codes.pop()
        elif leaf.element.tag == _CODE and codes:
            codes[-1] += leaf.element.text or ""
        is_number = leaf.text and any(code.split()[:1] and code.split()[0].upper() in _OF_PAGES for code in codes)
        yield from () if is_number else (leaf,)


def _shown(leaves: Sequence[Leaf]) -> str:
    """Return the words that a field shows; those of its code do not count."""
    depth: list[bool] = []
    shown = ""
    for leaf in leaves:
        kind = leaf.element.get(f"{W}fldCharType") if leaf.element.tag == _FIELD else ""
        if kind == "begin":
            depth.append(False)
        elif kind == "separate" and depth:
            depth[-1] = True
        elif kind == "end" and depth:
            depth.pop()
        elif all(depth):
            shown += leaf.text
    return shown


def _fields(leaves: Sequence[Leaf]) -> Iterator[Sequence[Leaf]]:
    """Yield the leaves one by one, those of a field together, or of its code where it ends in another paragraph."""
    kinds = [leaf.element.get(f"{W}fldCharType", "") if leaf.element.tag == _FIELD else "" for leaf in leaves]
    position = 0
    while position < len(leaves):
        stop = position + 1
        if kinds[position] == "begin":
            stop = _end(kinds, position) or _code_end(leaves, position)
        yield leaves[position:stop]
        position = stop


def _end(kinds: Sequence[str], start: int) -> int:
    """Return the place behind the end of a field that begins at `start`, or 0."""
    depth = 0
    for position in range(start, len(kinds)):
        depth += (kinds[position] == "begin") - (kinds[position] == "end")
        if not depth:
            return position + 1
    return 0


def _code_end(leaves: Sequence[Leaf], start: int) -> int:
    stop = start + 1
    while stop < len(leaves) and leaves[stop].element.tag in (_FIELD, _CODE):
        stop += 1
        if leaves[stop - 1].element.get(f"{W}fldCharType") == "separate":
            break
    return stop


def _spans(groups: Sequence[Sequence[Leaf]], ends: Sequence[int], first: int, start: int, stop: int) -> Iterator[Span]:
    position = first
    while start < stop:
        leaf, begins = groups[position][0], ends[position] - len(groups[position][0].text)
        upto = min(stop, ends[position])
        yield Span(leaf, start - begins, upto - begins)
        start, position = upto, position + 1
