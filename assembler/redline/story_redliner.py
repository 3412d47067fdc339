"""The redline of a story: a body, a header or a note, with the tables, controls and text boxes in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree
from msgspec import Struct

from assembler.readers.content_controls import described, is_building_block
from assembler.readers.elements import ALTERNATIVES, NOTES, POINTS, Element, R, W, child, value
from assembler.readers.package import canonical
from assembler.redline.alignment import Item, Pair, aligned, between, equal_paragraphs, paired
from assembler.redline.fingerprints import Fingerprints, boxes
from assembler.redline.formatting_changes import Sides
from assembler.redline.inline_tokens import BLOCK, MARK, UNIT, Token, Tokenizer
from assembler.redline.revision_marks import ADDED, REMOVED
from assembler.redline.rewritings import make_complex_where_they_differ
from assembler.redline.stretch_writer import StretchWriter
from assembler.redline.word_file import within, words_of

_PARAGRAPH, _TABLE, _CONTROL, _TAGGED = f"{W}p", f"{W}tbl", f"{W}sdt", f"{W}customXml"
_COMPARED = (_TABLE, _CONTROL, _TAGGED, ALTERNATIVES)
_BETWEEN = POINTS | {f"{W}sectPr", f"{W}tcPr"}
_WORDS = etree.XPath("string()")
# What leads out of a paragraph, as its XML names it. Names that nothing uses are not written.
_LEADING_ON = (R[1:-1], "footnoteReference", "endnoteReference", "commentReference", "txbxContent", "sectPr")
_ALIKE_TABLES, _ALIKE_ROWS = 0.3, 0.5  # of the words of both
_RECORD = {f"{W}{name}" for name in ("tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange", "ins", "del")}


class Found(Struct):
    """Sections of both files by their paragraphs, and notes of both by their references.

    `has_other_controls` is True if the content controls around something of both differ.
    """

    sections: list[tuple[Element, Element]] = []
    notes: list[tuple[Element, Element]] = []
    has_other_controls: bool = False


class StoryRedliner:
    """Writes the changes of the older story into the newer one."""

    def __init__(self, sides: Sides, tokenizers: tuple[Tokenizer, Tokenizer], found: Found) -> None:
        self._sides, self._found = sides, found
        self._old, self._new = tokenizers

    def container(self, old: Element, new: Element) -> None:
        """Write the changes of all blocks in a body, cell, header, note or text box."""
        is_opened = _has_contents(old) and _has_contents(new)
        ours, theirs = (_blocks(side, is_opened=is_opened) for side in (old, new))
        barriers = self._barriers(ours, theirs)
        for here, there in between(barriers, len(ours), len(theirs)):
            following = theirs[there.stop] if there.stop < len(theirs) else None
            self._stretch([ours[index] for index in here], [theirs[index] for index in there], new, following)
        for one, other in barriers:
            self._block(ours[one], theirs[other])
        self._part_tables(new)

    def _part_tables(self, container: Element) -> None:
        """Put a paragraph that came and went between tables of which one came or went: Word takes neighbours for one."""
        for table in [*container.iterchildren(_TABLE)]:
            following = table.getnext()
            if following is not None and following.tag == _TABLE and (_is_tracked(table) or _is_tracked(following)):
                paragraph = etree.Element(_PARAGRAPH)
                table.addnext(paragraph)
                for how in (REMOVED, ADDED):
                    self._sides.marks.mark(paragraph, how)

    def _barriers(self, ours: Sequence[Element], theirs: Sequence[Element]) -> list[Pair]:
        """Return the pairs of tables and controls that are in both."""
        here = [index for index, block in enumerate(ours) if block.tag != _PARAGRAPH]
        there = [index for index, block in enumerate(theirs) if block.tag != _PARAGRAPH]
        if not here or not there:
            return []
        before, now = [ours[index] for index in here], [theirs[index] for index in there]
        pairs = [(here[one], there[other]) for one, other in self._pairs(before, now)]
        return [pair for pair in pairs if _has_common_rows(ours[pair[0]], theirs[pair[1]])]

    def _pairs(self, before: Sequence[Element], now: Sequence[Element]) -> list[Pair]:
        """Return the pairs of tables and controls that are alike."""
        ours, theirs = [_item(block, self._old.fingerprints) for block in before], [_item(block, self._new.fingerprints) for block in now]  # fmt: skip
        pairs = paired(ours, theirs, _ALIKE_TABLES)
        # Programs count the columns of one table otherwise. What must be the same is the number of cells in each row.
        for here, there in [*between(pairs, len(ours), len(theirs))]:
            one = [_by_rows(before[index], ours[index]) for index in here]
            other = [_by_rows(now[index], theirs[index]) for index in there]
            pairs += [(here[first], there[second]) for first, second in paired(one, other, _ALIKE_TABLES)]
        return sorted(pairs)

    def _stretch(
        self, ours: Sequence[Element], theirs: Sequence[Element], container: Element, following: Element | None
    ) -> None:
        """Write the changes of the paragraphs between two tables. Those that are the same in all are left alone."""
        if following is None:
            following = next(container.iterchildren(f"{W}sectPr"), None)
        keys = [self._key(block, self._old) for block in ours], [self._key(block, self._new) for block in theirs]
        same = _with_last_marks(_from_pages(equal_paragraphs(*keys), keys, (ours, theirs)), ours, theirs)
        for here, there in between(same, len(ours), len(theirs)):
            if here or there:
                is_end = there.stop == len(theirs)
                behind = following if is_end else theirs[there.stop]
                blocks = [ours[index] for index in here], [theirs[index] for index in there]
                self._changed(blocks, container, behind, last_stays=is_end)

    def _key(self, block: Element, tokenizer: Tokenizer) -> str:
        """Return a key that is equal for paragraphs that are the same in all, and lead to nothing outside of them."""
        written = canonical(block) if block.tag == _PARAGRAPH and self._sides.carried.has_same_styles else ""
        if not written or any(name in written for name in _LEADING_ON):
            return f"\0{id(block)}"
        properties = child(block, "pPr")
        if tokenizer is self._old:
            identity, level = self._sides.old_look.numbering(properties)
            numbering = self._sides.carried.lists.list(identity), level
        else:
            numbering = self._sides.new_look.numbering(properties)
        return f"{_WORDS(block)!s}\0{numbering}{written}"

    def _changed(
        self,
        blocks: tuple[Sequence[Element], Sequence[Element]],
        container: Element,
        following: Element | None,
        *,
        last_stays: bool,
    ) -> None:
        """Write the changes of paragraphs that are not the same."""
        make_complex_where_they_differ(*blocks)
        old, new = _tokens(blocks[0], self._old), _tokens(blocks[1], self._new)
        gaps = aligned(old, new, last_stays=last_stays)
        anchor = etree.Element("anchor")
        if following is None:
            container.append(anchor)
        else:
            following.addprevious(anchor)
        writer = StretchWriter(self._sides, old, new, gaps)
        writer.write(anchor)
        around = anchor.getparent()
        if around is not None:
            around.remove(anchor)
        for there, token in enumerate(new):
            if token.kind in (MARK, UNIT) and there in writer.counterpart:
                self._counterparts(old[writer.counterpart[there]], token)

    def _counterparts(self, old: Token, new: Token) -> None:
        """Compare what stands within a mark or a unit of both: text boxes; and note the sections and notes."""
        if new.kind == MARK and old.key != "\n¶":
            self._found.sections.append((old.holder, new.holder))
        else:
            for before, now in zip(old.spans, new.spans, strict=False):
                ours, theirs = (span.leaf.element.iter(*NOTES) for span in (before, now))
                self._found.notes += zip(ours, theirs, strict=False)
                self._compare_controls(before.leaf.element, now.leaf.element)
                for box, other in zip(boxes(before.leaf.element), boxes(now.leaf.element), strict=False):
                    self.container(box, other)

    def _block(self, old: Element, new: Element) -> None:
        if new.tag == _TABLE:
            self._table(old, new)
        elif new.tag in (_CONTROL, _TAGGED):
            self._compare_controls(old, new)
            before, now = child(old, "sdtContent"), child(new, "sdtContent")
            self.container(old if before is None else before, new if now is None else now)
        elif new.tag == ALTERNATIVES:
            for before, now in zip(old, new, strict=False):
                self.container(before, now)

    def _compare_controls(self, old: Element, new: Element) -> None:
        """Note other controls around what is in both: a control, or a row or cell in one."""
        ours, theirs = ([described(control) for control in _around(element)] for element in (old, new))
        self._found.has_other_controls |= ours != theirs

    # Tables

    def _table(self, old: Element, new: Element) -> None:
        ours, theirs = within(old, "tr"), within(new, "tr")
        pairs = _rows(ours, theirs)
        for here, there in between(pairs, len(ours), len(theirs)):
            for index in there:
                self._sides.marks.row(theirs[index], ADDED)
            following = theirs[there.stop] if there.stop < len(theirs) else None
            self._put_in([ours[index] for index in here], new, following)
        for here_index, there_index in pairs:
            self._row(ours[here_index], theirs[there_index])
        self._say_before(old, new, "tblPr")
        self._say_grid(old, new)

    def _put_in(self, rows: Sequence[Element], table: Element, following: Element | None) -> None:
        """Put rows that go in before a row of a table, or at its end."""
        for row in rows:
            copied = self._sides.copy(row)
            if following is None:
                table.append(copied)
            else:
                following.addprevious(copied)
            self._sides.marks.row(copied, REMOVED)

    def _row(self, old: Element, new: Element) -> None:
        self._compare_controls(old, new)
        for before, now in zip(within(old, "tc"), within(new, "tc"), strict=True):
            self._compare_controls(before, now)
            self.container(before, now)
            self._say_before(before, now, "tcPr")
        for name in ("trPr", "tblPrEx"):
            self._say_before(old, new, name)

    def _say_before(self, old: Element, new: Element, name: str) -> None:
        """Say what the properties of a table, row or cell were, where they are others now."""
        before, now = child(old, name), child(new, name)
        if self._told(before, self._old.fingerprints) == self._told(now, self._new.fingerprints):
            return
        self._sides.marks.formatted(new, name, self._sides.copy(before) if before is not None else None)

    def _told(self, properties: Element | None, fingerprints: Fingerprints) -> list[str]:
        """Return what properties say, a style by its id in the newer file."""
        if properties is None:
            return []
        is_old = fingerprints is self._old.fingerprints
        told = [
            fingerprints.of(element)
            for element in properties
            if element.tag not in _RECORD and element.tag != f"{W}tblStyle"
        ]
        style = value(properties, "tblStyle")
        told += [self._sides.carried.style(style) if is_old else style] if style else []
        return told if properties.tag == f"{W}tblGrid" else sorted(told)

    def _say_grid(self, old: Element, new: Element) -> None:
        before, now = child(old, "tblGrid"), child(new, "tblGrid")
        if (
            before is None
            or now is None
            or self._told(before, self._old.fingerprints) == self._told(now, self._new.fingerprints)
        ):
            return
        change = etree.SubElement(now, f"{W}tblGridChange", {f"{W}id": self._sides.marks.next_id()})
        change.append(self._sides.copy(before))


def _has_contents(container: Element) -> bool:
    """Return True if a table of contents stands in a container, in a control or not."""
    return any((code.text or "").split()[:1] == ["TOC"] for code in container.iter(f"{W}instrText"))


def _blocks(container: Element, *, is_opened: bool) -> list[Element]:
    """Return the blocks of a container, and those of a control that programs put around a table of contents if `is_opened`."""
    blocks: list[Element] = []
    for block in container:
        if is_opened and block.tag == _CONTROL and is_building_block(block):
            content = child(block, "sdtContent")
            blocks += _blocks(content, is_opened=True) if content is not None else []
        elif block.tag not in _BETWEEN:
            blocks.append(block)
    return blocks


def _tokens(blocks: Sequence[Element], tokenizer: Tokenizer) -> list[Token]:
    tokens: list[Token] = []
    for block in blocks:
        if block.tag == _PARAGRAPH:
            tokens += tokenizer.tokens(block)
        else:
            key = id(block) if block.tag in _COMPARED else tokenizer.fingerprints.of(block)
            tokens.append(Token(f"\nblock {key}", BLOCK, "", block))
    return tokens


def _item(block: Element, fingerprints: Fingerprints) -> Item:
    # Only what is compared within can be like another block.
    words = words_of(block) if block.tag in _COMPARED else ()
    # A table of other columns is another table: one grid cannot hold the rows of both.
    columns = block.findall(f"{W}tblGrid/{W}gridCol")
    shown = words or ("" if block.tag == _TABLE else fingerprints.of(block),)
    return Item(shown, f"{block.tag!s} {len(columns)}")


def _by_rows(block: Element, item: Item) -> Item:
    """Return a block as an item whose kind is the number of cells in each row, if it is a table."""
    return Item(item.words, " ".join(f"{len(within(row, 'tc'))}" for row in within(block, "tr")) or item.kind)


def _has_common_rows(old: Element, new: Element) -> bool:
    """Return True if two tables have a row in common, or are no tables."""
    if new.tag != _TABLE:
        return True
    ours, theirs = within(old, "tr"), within(new, "tr")
    return bool(_rows(ours, theirs)) or not ours or not theirs


def _with_last_marks(pairs: list[Pair], ours: Sequence[Element], theirs: Sequence[Element]) -> list[Pair]:
    """Return the pairs without the last, if only one side goes on behind it: the last mark of a stretch never goes."""
    if not pairs or ours[-1].tag != _PARAGRAPH or theirs[-1].tag != _PARAGRAPH:
        return pairs
    is_last = pairs[-1][0] == len(ours) - 1, pairs[-1][1] == len(theirs) - 1
    return pairs if is_last[0] == is_last[1] else pairs[:-1]


def _from_pages(
    pairs: list[Pair], keys: tuple[list[str], list[str]], blocks: tuple[Sequence[Element], Sequence[Element]]
) -> list[Pair]:
    """Return the pairs so that paragraphs that come or go alone begin with a page, where they can."""
    for here, there in between(pairs, len(keys[0]), len(keys[1])):
        if bool(here) == bool(there):
            continue
        side, gone = (0, here) if here else (1, there)
        count = _pages_before(keys[side], blocks[side], gone)
        for step in range(1, count + 1):
            before = (here.start - step, there.start - step)
            if before not in pairs:
                break
            pairs[pairs.index(before)] = (here.stop - step, there.stop - step)
    return sorted(pairs)


def _pages_before(keys: Sequence[str], blocks: Sequence[Element], gone: range) -> int:
    """Return by how many paragraphs a gap has to begin earlier, so that it begins with a page; 0 if it cannot."""
    for count in range(gone.start + 1):
        if blocks[gone.start - count].find(f"{W}pPr/{W}pageBreakBefore") is not None:
            return count
        if count == gone.start or keys[gone.start - count - 1] != keys[gone.stop - count - 1]:
            return 0
    return 0


def _is_tracked(table: Element) -> bool:
    """Return True if a table came or went as a whole."""
    rows = within(table, "tr")
    return all(row.find(f"{W}trPr/{W}{ADDED}") is not None for row in rows) or all(
        row.find(f"{W}trPr/{W}{REMOVED}") is not None for row in rows
    )


def _around(element: Element) -> Iterator[Element]:
    """Yield the controls that an element is or stands in, up to its paragraph, row or table."""
    if element.tag == _CONTROL:
        yield element
    for above in element.iterancestors():
        if above.tag not in (_CONTROL, f"{W}sdtContent"):
            return
        if above.tag == _CONTROL and not is_building_block(above):
            yield above


def _rows(ours: Sequence[Element], theirs: Sequence[Element]) -> list[Pair]:
    """Return the pairs of rows that are in both."""
    pairs = paired([_row_item(row) for row in ours], [_row_item(row) for row in theirs], _ALIKE_ROWS)
    found: list[Pair] = []
    for here, there in between(pairs, len(ours), len(theirs)):
        # A row that alone stands in the place of another, with as many cells, is that row.
        is_one = len(here) == len(there) == 1 and len(pairs) > 0
        if is_one and _row_item(ours[here.start]).kind == _row_item(theirs[there.start]).kind:
            found.append((here.start, there.start))
    return sorted([*pairs, *found])


def _row_item(row: Element) -> Item:
    cells = within(row, "tc")
    named, *others = [words_of(cell) for cell in cells] or [()]
    figures = [word for cell in others for word in cell]
    # What a row is called weighs as much as what it says: figures change more often than a name.
    words = (*named * (1 + len(figures) // max(len(named), 1)), *figures)
    return Item(words or ("",), f"{len(cells)}")


def note_keys(old: Sequence[Element], new: Sequence[Element]) -> tuple[Mapping[int, str], Mapping[int, str]]:
    """Return keys of the notes of both files by their places: equal for counterparts."""
    pairs = paired([Item(words_of(note)) for note in old], [Item(words_of(note)) for note in new], _ALIKE_TABLES)
    return {here: f"note {here}" for here, _ in pairs}, {there: f"note {here}" for here, there in pairs}
