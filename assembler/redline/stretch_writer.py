"""A stretch of paragraphs with its changes: what comes is marked where it stands, what goes is put in beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import pairwise

from lxml import etree

from assembler.readers.elements import IMPORTS, Element, W, child, remove, remove_children
from assembler.redline.alignment import Gap, counterparts
from assembler.redline.formatting_changes import FormattingChanges, Sides, bare
from assembler.redline.inline_tokens import BLOCK, MARK, Leaf, Span, Token
from assembler.redline.revision_marks import ADDED, REMOVED
from assembler.redline.run_pieces import Piece, copied, cut, like, opened

_SAME = "same"
_CONTENT = f"{W}sdtContent"


class StretchWriter:
    """Writes the changes of one stretch. `place` puts an element behind the last block of the stretch."""

    def __init__(self, sides: Sides, old: Sequence[Token], new: Sequence[Token], gaps: Sequence[Gap]) -> None:
        self._sides, self._old, self._new = sides, old, new
        self._formatting = FormattingChanges(sides)
        self._gaps = gaps
        self.counterpart = counterparts(gaps, len(new))  # older places by newer ones
        self._tails: dict[int, Element] = {}
        self._looks: dict[tuple[int, int], Element | None] = {}

    def write(self, anchor: Element) -> None:
        """Write all changes. `anchor` stands directly behind the stretch, and is taken away by who put it there."""
        removals = [removal for gap in self._gaps for removal in self._removals(gap)]
        ends = {position - 1 for position, _ in removals}
        for start, stop in self._paragraphs():
            self._mark_paragraph(start, stop, ends)
        for position, tokens in removals:
            self._put_in(position, tokens, anchor)
        self._mark_ends()
        self._part_insertions()

    def _paragraphs(self) -> Iterator[tuple[int, int]]:
        """Yield the places of the newer tokens of each paragraph, its mark the last, and of each block."""
        yield from pairwise([0, *(at for at, token in enumerate(self._new, start=1) if token.kind in (MARK, BLOCK))])

    def _removals(self, gap: Gap) -> list[tuple[int, Sequence[Token]]]:
        """Return the tokens that go, each time before which newer token. A block always stands between paragraphs."""
        stop, new_stop = (
            _last_block(self._old, gap.start, gap.stop),
            _last_block(self._new, gap.new_start, gap.new_stop),
        )
        if new_stop == gap.new_stop or (stop == gap.start and new_stop == gap.new_start):
            found = [(gap.new_stop, self._old[gap.start : gap.stop])]
        else:
            found = [(new_stop, self._old[gap.start : stop]), (gap.new_stop, self._old[stop : gap.stop])]
        return [(position, tokens) for position, tokens in found if tokens]

    # What comes, and what looks otherwise

    def _mark_paragraph(self, start: int, stop: int, ends: set[int]) -> None:
        last = self._new[stop - 1]
        if last.kind == BLOCK:
            if stop - 1 not in self.counterpart:
                self._sides.marks.block(last.holder, ADDED)
            return
        if self._is_untouched(start, stop, ends):
            return
        pieces = self._pieces(start, stop - 1, ends)
        added: list[Element] = []
        for element, parts in cut(pieces):
            for piece in parts:
                self._tails[piece.token] = element
            state = parts[0].state
            if state == ADDED:
                added.append(element)
            elif isinstance(state, int):
                self._sides.marks.formatted(element, "rPr", self._changes[state])
        self._cover(added)

    def _cover(self, added: Sequence[Element]) -> None:
        """Mark elements as added. What then stands behind one is the end of its tokens."""
        opened: list[Element] = []
        for element in added:
            inner = self._sides.marks.opened(element, ADDED)
            opened += inner
            last = {f"{W}fldSimple": inner[-1] if inner else None, f"{W}sdt": element.getnext()}.get(str(element.tag))
            if last is not None:
                self._tails.update({position: last for position, tail in self._tails.items() if tail is element})
        self._sides.marks.cover(opened, ADDED)

    def _is_untouched(self, start: int, stop: int, ends: set[int]) -> bool:
        """Return True if a paragraph is byte by byte that of the older file, and nothing goes within it."""
        here = self.counterpart.get(stop - 1)
        first = self.counterpart.get(start)
        if here is None or first is None or here - first != stop - 1 - start or self._old[here].kind != MARK:
            return False
        if any(self.counterpart.get(position) != first + position - start for position in range(start, stop)):
            return False
        if any(position in ends for position in range(start, stop - 1)):
            return False
        return etree.tostring(self._old[here].holder, with_tail=False) == etree.tostring(
            self._new[stop - 1].holder, with_tail=False
        )

    def _pieces(self, start: int, stop: int, ends: set[int]) -> list[Piece]:
        """Return the pieces of some tokens. Neighbours that stand together in both files are one piece."""
        pieces: list[Piece] = []
        self._changes: list[Element] = []
        leaf: Leaf | None = None  # where the last piece stands, and where its counterpart does
        before: Leaf | None = None
        for position in range(start, stop):
            token, here = self._new[position], self.counterpart.get(position)
            old = None if here is None else self._old[here]
            was = None if old is None else old.leaf
            is_whole = token.leaf is not None and (old is None or was is not None)
            if is_whole and token.leaf is leaf and was is before:
                pieces[-1].stop, pieces[-1].token = token.stop, position
            else:
                pieces += (
                    Piece(span.leaf, span.start, span.stop, state, ends=False, token=position)
                    for span, state in self._of_token(token, old)
                )
            leaf, before = token.leaf if is_whole else None, was
            if position in ends:
                pieces[-1].ends, leaf = True, None
        return pieces

    def _of_token(self, token: Token, old: Token | None) -> Iterator[tuple[Span, object]]:
        """Yield the spans of a newer token with what happens to them. `old` is its counterpart."""
        if old is None:
            yield from ((span, ADDED) for span in token.spans)
            return
        for span, before in _side_by_side(token.spans, old.spans):
            yield span, self._state(before, span.leaf, old.holder, token.holder) if before else _SAME

    def _state(self, before: Leaf, leaf: Leaf, old: Element, new: Element) -> object:
        """Return "same", or the number of what the run was like."""
        if before.run is None or leaf.run is None:
            return _SAME
        key = (id(before.run), id(leaf.run))
        if key not in self._looks:
            self._looks[key] = self._formatting.look_before(child(before.run, "rPr"), child(leaf.run, "rPr"), old, new)
        changed = self._looks[key]
        if changed is None:
            return _SAME
        if not self._changes or self._changes[-1] is not changed:
            self._changes.append(changed)
        return len(self._changes) - 1

    # What goes

    def _put_in(self, position: int, tokens: Sequence[Token], anchor: Element) -> None:
        """Put in tokens that go before a newer token, and what of them are whole paragraphs as paragraphs."""
        tail = self._tail(position)
        following = self._new[position].holder if position < len(self._new) else anchor
        is_within = tail is not None
        line: list[Token] = []
        for token in tokens:
            if token.holder.tag in IMPORTS:
                continue
            if token.kind == BLOCK:
                block = self._sides.copy(token.holder)
                _place(token.holder, following, is_within=is_within).addprevious(block)
                self._sides.marks.block(block, REMOVED)
            elif token.kind == MARK:
                removed = self._removed_paragraph(token, line, tail, following)
                _place(token.holder, following, is_within=is_within).addprevious(removed)
                line, tail = [], None
            else:
                line.append(token)
        if line:
            self._put_words(line, tail, following, position)

    def _tail(self, position: int) -> Element | None:
        """Return the last element before a newer token in its paragraph, or None at the beginning of it."""
        before = self._new[position - 1] if position else None
        if before is None or before.kind in (MARK, BLOCK):
            return None
        tail = self._tails.get(position - 1)
        parent = tail.getparent() if tail is not None else None
        return parent if parent is not None and parent.tag == f"{W}ins" else tail

    def _removed_paragraph(
        self, mark: Token, line: Sequence[Token], tail: Element | None, following: Element
    ) -> Element:
        """Return a paragraph whose mark goes: it takes what stands before it in the paragraph that stays."""
        sides = self._sides
        before = child(mark.holder, "pPr")
        carried = sides.copy(before) if before is not None else etree.Element(f"{W}pPr")
        paragraph = etree.Element(f"{W}p")
        kept = _taken(following, tail) if tail is not None else []
        now = child(following, "pPr")
        is_section = child(carried, "sectPr") is not None
        if kept and not is_section and self._formatting.differs(before, now):
            properties = deepcopy(now) if now is not None else etree.Element(f"{W}pPr")
            for name in ("sectPr", "pPrChange"):
                remove_children(properties, name)
            paragraph.append(properties)
            sides.marks.formatted(paragraph, "pPr", bare(carried))
        else:
            paragraph.append(carried)
        for element in kept:
            paragraph.append(element)
        runs = [sides.copy(element) for element in copied(line)]
        paragraph.extend(runs)
        sides.marks.cover(runs, REMOVED)
        for start, end in sides.carried.bookmarks(mark.holder):
            paragraph.insert(1, start)
            paragraph.append(end)
        _drop_marks(paragraph)
        sides.marks.mark(paragraph, REMOVED)
        return paragraph

    def _put_words(self, line: Sequence[Token], tail: Element | None, following: Element, position: int) -> None:
        sides = self._sides
        link = _link_at(self._new, position)
        made = copied(line)
        if link and tail is not None and all(span.leaf.link == link for token in line for span in token.spans):
            made = [inner for element in made for inner in opened(element)]
        elif tail is not None:
            tail = _top(tail, following)
        runs = [sides.copy(element) for element in made]
        for element in reversed(runs):
            if tail is not None:
                tail.addnext(element)
            else:
                following.insert(0 if child(following, "pPr") is None else 1, element)
        sides.marks.cover(runs, REMOVED)
        if tail is not None and len(line) == 1 and self._is_alone_in_cell(position - 1):
            # In a narrow cell, a figure and the one it takes the place of would break as if they were one.
            tail.addnext(sides.marks.passing_blank(runs[0].find(f"{W}rPr")))

    def _is_alone_in_cell(self, position: int) -> bool:
        """Return True if a newer token that came is all that its cell says."""
        is_first = not position or self._new[position - 1].kind == MARK
        holder = self._new[position].holder
        is_last = position + 1 < len(self._new) and self._new[position + 1].kind == MARK
        return is_first and is_last and position not in self.counterpart and holder.getparent().tag == f"{W}tc"  # type: ignore[union-attr]  # it stands in the story

    # The marks of paragraphs

    def _mark_ends(self) -> None:
        for position, token in enumerate(self._new):
            if token.kind != MARK:
                continue
            here = self.counterpart.get(position)
            if here is not None:
                self._formatting.say_before(self._old[here].holder, token.holder)
                continue
            joined = self._joined(position)
            if joined is not None:
                self._formatting.say_before(joined, token.holder)
            self._sides.marks.mark(token.holder, ADDED)

    def _part_insertions(self) -> None:
        """Put a blank that came and went at the end of each paragraph that stays between two insertions.

        LibreOffice takes the two for one, and rejects the mark between them as well.
        """
        for position in range(1, len(self._new) - 1):
            token, came = self._new[position], (position - 1, position + 1)
            if token.kind != MARK or position not in self.counterpart or any(at in self.counterpart for at in came):
                continue
            runs, following = [*token.holder.iter(f"{W}r")], token.holder.getnext()
            is_end = not runs or runs[-1].getparent().tag == f"{W}ins"  # type: ignore[union-attr]  # it is in the paragraph
            if is_end and following is not None and _begins_added(following):
                properties = child(runs[-1], "rPr") if runs else None
                token.holder.append(self._sides.marks.passing_blank(properties))

    def _joined(self, position: int) -> Element | None:
        """Return the older paragraph of the words before a mark that comes, or None if all of them come."""
        before = position - 1
        while before >= 0 and before not in self.counterpart:
            if self._new[before].kind in (MARK, BLOCK):
                return None
            before -= 1
        if before < 0 or self._new[before].kind == MARK:
            return None
        return self._old[self.counterpart[before]].holder


def _place(block: Element, following: Element, *, is_within: bool) -> Element:
    """Return what a block that goes stands before: the control that `following` begins, if the block stood in none.

    With `is_within` it stands before `following` in any case, as words of that go on in it.
    """
    content = following.getparent()
    is_first = content is not None and content.tag == _CONTENT and content[0] is following and not is_within
    holder = block.getparent()
    control = content.getparent() if content is not None and is_first and holder is not None and holder.tag != _CONTENT else None  # fmt: skip
    return following if control is None else control


def _begins_added(paragraph: Element) -> bool:
    """Return True if the first of a paragraph came: a run, or its mark where it has no run."""
    first = next(paragraph.iter(f"{W}r"), None)
    holder = paragraph.find(f"{W}pPr/{W}rPr") if first is None else first.getparent()
    return (
        paragraph.tag == f"{W}p"
        and holder is not None
        and (holder.tag == f"{W}ins" or child(holder, "ins") is not None)
    )


def _last_block(tokens: Sequence[Token], start: int, stop: int) -> int:
    """Return the place behind the last block, or `start` if there is none."""
    return next((position + 1 for position in range(stop - 1, start - 1, -1) if tokens[position].kind == BLOCK), start)


def _side_by_side(spans: Sequence[Span], before: Sequence[Span]) -> Iterator[tuple[Span, Leaf | None]]:
    """Yield the letters of a token with the leaf that they stood in; for units, leaf by leaf."""
    if any(not span.leaf.text for span in spans):
        is_alike = len(spans) == len(before)
        yield from ((span, before[place].leaf if is_alike else None) for place, span in enumerate(spans))
        return
    left = [(span.leaf, span.stop - span.start) for span in before]
    for span in spans:
        start = span.start
        while start < span.stop and left:
            leaf, count = left[0]
            stop = min(span.stop, start + count)
            yield Span(span.leaf, start, stop), leaf
            left[:1] = [(leaf, count - (stop - start))] if count > stop - start else []
            start = stop


def _link_at(tokens: Sequence[Token], position: int) -> str:
    """Return the link that goes on over a place between two tokens."""
    if not 0 < position < len(tokens) or not tokens[position].spans or not tokens[position - 1].spans:
        return ""
    link = tokens[position].spans[0].leaf.link
    return link if link == tokens[position - 1].spans[-1].leaf.link else ""


def _top(element: Element, paragraph: Element) -> Element:
    """Return what holds an element directly in its paragraph, with all that follows it put behind in its own holder."""
    parent = element.getparent()
    while parent is not None and parent is not paragraph and parent.tag != f"{W}p":
        following = [*element.itersiblings()]
        if following:
            rest = like(parent)
            rest.extend(following)
            parent.addnext(rest)
        element, parent = parent, parent.getparent()
    return element


def _taken(paragraph: Element, tail: Element) -> list[Element]:
    """Return the content of a paragraph up to an element."""
    last = _top(tail, paragraph)
    taken = [element for element in last.itersiblings(preceding=True) if element.tag != f"{W}pPr"]
    return [*reversed(taken), last]


def _drop_marks(paragraph: Element) -> None:
    """Take the marks of changes from the properties of a paragraph that were copied."""
    for inner in [*paragraph.iterfind(f"{W}pPr/{W}rPr/{W}ins"), *paragraph.iterfind(f"{W}pPr/{W}rPr/{W}del")]:
        remove(inner)
