"""A redline: one document turned into the other by Word's own tracked changes, which prove themselves before they leave.

Both are laid out as any draft is, and their paragraphs, tables and rows put beside each other; so a redline has the
look, the live numbers and the references of a draft. A document of which only the words are known is laid out plainly,
with its numbers as words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from itertools import pairwise
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from assembler.compare.word_diff import WordChange, changes
from assembler.errors import InputError, Location, Problem
from assembler.library import StyleTemplate
from assembler.readers.reading import NumberedDocument, Reading
from assembler.redline import verification
from assembler.redline.columns import CellWords, widened
from assembler.redline.matching import EqualRun, MatchBlock, MatchBlocks, equal_runs, match_blocks
from assembler.redline.plain_layout import plain_layout
from assembler.redline.tokens import Token, tokens, without_bookmarks
from assembler.redline.tracked_changes import CAME_FROM, COMES, GOES, GONE_TO, STAYS, RevisionWriter
from assembler.word import ooxml, writer
from assembler.word.lists import OwnList
from assembler.word.template_cache import get_compiled_template

_words_cache = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(?:br|tab)/>")
_REFERENCE = re.compile(r"\b((?:PAGE)?REF )(\w+)")
_MARK = Token("\0end", (), "end")  # the end of a paragraph, among the words of several
_REPLACED = 0.25  # of the words of a paragraph: where fewer stay, all of it is replaced
_FEWEST_MOVED = 4  # words of a paragraph that is said to have moved
_TO_PRINT = writer.Purpose(to_print=True)

BodyPiece = ooxml.XmlParagraph | ooxml.XmlTable
TokenStep = tuple[str, Sequence[Token], Sequence[Token]]  # how, words of the one, words of the other


class RedlineOptions(Struct, frozen=True):
    """The author of the changes, their date or None, and True if moves are marked as moves.

    Word requires a date for a move.
    """

    author: str
    made: date | None = None
    moves: bool = False


class Redline(Struct, frozen=True):
    """The Word file, and remarks for the user."""

    content: bytes
    remarks: tuple[str, ...]


def write(here: Reading, reading: Reading, style_template: StyleTemplate, asked: RedlineOptions) -> Redline:
    """Return a Word file with the words of `here` and tracked changes to `reading`.

    Raises InputError if accepting all does not give `reading`, or rejecting all does not give `here`.
    """
    left, right = _trees(here, reading)
    return redline_between(
        RedlineSource(here.source, left), RedlineSource(reading.source, right), style_template, asked
    )


class RedlineSource(Struct, frozen=True):
    """A document of which the tree is known; `source` says of what it is."""

    source: str
    tree: NumberedDocument


def redline_between(
    here: RedlineSource, source: RedlineSource, style_template: StyleTemplate, asked: RedlineOptions
) -> Redline:
    """Return the redline of two documents whose trees are known."""
    ready = get_compiled_template(style_template, writer.NEEDED)
    old, new = (writer.lay(tree.document, tree.numbers, ready, _TO_PRINT) for tree in (here.tree, source.tree))
    made = f"{asked.made}T00:00:00Z" if asked.made else ""
    reviser = RevisionWriter(asked.author, made, ready.first_bookmark, Counter())
    xml = _Xml()
    body = _BodyRedliner(reviser, xml, moves=asked.moves).body(old, new, ready.first_list)
    own_lists = [*old.own_lists, *new.own_lists]
    properties = _properties(here, source.tree, asked)
    content = writer.pack(ready, body, writer.LaidOutDocument((), new.last_pages, own_lists), properties)
    drafted = {
        how: writer.parts(ready, xml.of(laid.pieces), laid, properties)
        for how, laid in (("rejected", old), ("accepted", new))
    }
    _prove(content, drafted, {"rejected": here, "accepted": source})
    return Redline(content, tuple(_remarks(reviser)))


def _trees(here: Reading, reading: Reading) -> tuple[NumberedDocument, NumberedDocument]:
    """The trees of both, or both plainly where only the words of one are known: a number is live in both or in none."""
    if here.tree and reading.tree:
        return here.tree, reading.tree
    return plain_layout(here), plain_layout(reading)


def _properties(here: Reading | RedlineSource, tree: NumberedDocument, asked: RedlineOptions) -> writer.Properties:
    name = PurePosixPath(here.source).name
    return writer.Properties(
        title=tree.document.title,
        subject="",
        company="",
        author=asked.author,
        status=f"Redline against {name}",
        dated=asked.made,
        form_version="",
    )


def _prove(content: bytes, drafted: Mapping[str, verification.Parts], drafts: Mapping[str, RedlineSource]) -> None:
    """Raise InputError unless rejecting all gives the first draft and accepting all gives the second."""
    hint = "Compare without --redline, and report this: it is an error of the program."
    problems = [
        Problem(
            "K201",
            f"the redline with all changes {how} differs from this document: {difference}",
            hint,
            Location(drafts[how].source),
        )
        for how, difference in verification.differences(content, drafted).items()
    ]
    if problems:
        raise InputError(problems)


def _remarks(reviser: RevisionWriter) -> Iterator[str]:
    named = {
        COMES: ("insertion", "insertions"),
        GOES: ("deletion", "deletions"),
        CAME_FROM: ("move", "moves"),
        "format": ("change of formatting", "changes of formatting"),
    }
    counted = [f"{count} {names[count > 1]}" for kind, names in named.items() if (count := reviser.done[kind])]
    yield f"redline: {', '.join(counted) or 'no changes'}; accept all for the new document, reject all for the original"
    yield "redline: margins, headers and column widths are those of the new document, without tracked changes"


class _RedlineSide(Struct, frozen=True):
    """The pieces of one document, each with its words, and the bookmark that it had."""

    pieces: Sequence[BodyPiece]
    blocks: Sequence[MatchBlock]
    bookmarks: Sequence[str]

    @classmethod
    def of(cls, pieces: Sequence[BodyPiece]) -> _RedlineSide:
        """The pieces, with their bookmarks taken out; one that says nothing where there is none, as Word asks for it."""
        result = [_without_bookmark(piece) for piece in pieces or [ooxml.XmlParagraph(verification.SEPARATOR)]]
        bare = [piece for piece, _ in result]
        return cls(bare, MatchBlocks(bare, _block), [name for _, name in result])


def _without_bookmark(piece: BodyPiece) -> tuple[BodyPiece, str]:
    if isinstance(piece, ooxml.XmlTable) or "<w:bookmark" not in piece.content:
        return piece, ""
    content, name = without_bookmarks(piece.content)
    return replace(piece, content=content), name


def _block(piece: BodyPiece) -> MatchBlock:
    if isinstance(piece, ooxml.XmlTable):
        words = [word for row in piece.rows for cell in row.cells for word in _cell_words(cell)]
        return MatchBlock(tuple(words), f"{piece.style} of {len(piece.widths)}", is_whole=True)
    ends_pages = bool(piece.section)
    return MatchBlock(
        _paragraph_words(piece),
        "the last of its pages" if ends_pages else "",
        is_whole=ends_pages,
        begins=piece.starts_page,
    )


def _paragraph_words(paragraph: ooxml.XmlParagraph) -> tuple[str, ...]:
    return _content_words(paragraph.content)


@lru_cache(maxsize=50_000)  # the cells of a table are asked several times, and stand in several documents
def _content_words(content: str) -> tuple[str, ...]:
    return tuple("".join(match[1] or " " for match in _words_cache.finditer(content)).split())


def _row(row: ooxml.XmlRow, table: ooxml.XmlTable) -> MatchBlock:
    named, *right = [_cell_words(cell) for cell in table.cells(row)]
    figures = [word for cell in right for word in cell]
    # What a row is called weighs as much as what it says: an investor's figures change more often than its name.
    words = (*named * (1 + len(figures) // max(len(named), 1)), *figures)
    return MatchBlock(words, "head" if row.is_head else "", is_whole=True, stands_in=False)


class _Xml:
    """The XML of pieces: most stand in both documents and in their redline, and are written once."""

    def __init__(self) -> None:
        self._written: dict[int, tuple[BodyPiece, str]] = {}  # with the piece, so that no other can have its identity

    def of(self, pieces: Iterable[BodyPiece]) -> str:
        """The pieces one behind the other."""
        return "".join(map(self._of_one, pieces))

    def _of_one(self, piece: BodyPiece) -> str:
        known = self._written.get(id(piece))
        if known is None:
            known = self._written[id(piece)] = piece, piece.xml()
        return known[1]


class _BodyRedliner(Struct, frozen=True):
    """Writes two lists of pieces as one, with what changes."""

    reviser: RevisionWriter
    xml: _Xml
    moves: bool

    def body(self, left: writer.LaidOutDocument, layout: writer.LaidOutDocument, first_list: int) -> str:
        """All pieces of a body; `first_list` is the number of the first list that was made for each of the documents."""
        old, new = _RedlineSide.of(left.pieces), _RedlineSide.of(layout.pieces)
        groups = match_blocks(old.blocks, new.blocks, equal_runs(old.pieces, new.pieces), last_stays=True)
        old = _with_other_bookmarks(old, new, groups)
        new = _with_common_lists(old, new, groups, (left.own_lists, layout.own_lists), first_list)
        groups = [*_opened(old, new, groups)]
        moves = _moves(old.blocks, new.blocks, groups) if self.moves else {}
        return "".join(_apart(self.groups(old, new, groups, moves)))

    def cell(self, left_items: Sequence[ooxml.XmlParagraph], right: Sequence[ooxml.XmlParagraph]) -> str:
        """All paragraphs of a cell that is in both."""
        old, new = _RedlineSide.of(left_items), _RedlineSide.of(right)
        groups = match_blocks(old.blocks, new.blocks, last_stays=True)
        return "".join(self.groups(old, new, groups, {}))

    def groups(
        self, old: _RedlineSide, new: _RedlineSide, groups: Sequence[WordChange], moves: Mapping[int, str]
    ) -> Iterator[str]:
        """Paragraphs and tables in their order; `moves` names what moved, by the places of the groups."""
        steps = [_steps_of(old, new, group) for group in groups]
        for index, group in enumerate(groups):
            if index + 1 < len(groups) and _begins_with_what_comes(groups[index + 1], steps[index + 1]):
                steps[index] = _ending_in_what_goes(steps[index])
            yield from self.group(old, new, group, steps[index], moves.get(index, ""))

    def group(
        self, old: _RedlineSide, new: _RedlineSide, group: WordChange, steps: Sequence[TokenStep], move: str
    ) -> Iterator[str]:
        """Counterparts, or a piece that came or went alone."""
        left, right = old.pieces[group.start : group.stop], new.pieces[group.right_start : group.right_stop]
        names, right_words = (
            old.bookmarks[group.start : group.stop],
            new.bookmarks[group.right_start : group.right_stop],
        )
        if not left or not right:
            (piece,), (name,) = (left or right), (names or right_words)
            yield self.alone(piece, name, GOES if left else COMES, move)
            return
        if not any((*names, *right_words)) and left == right:
            yield self.xml.of(left)
            return
        match left[0], right[0]:
            case ooxml.XmlTable() as table, ooxml.XmlTable() as other_table:
                yield self.table(table, other_table)
            case _:
                runs = "" if steps else _lines(right)[0].content
                yield from _LineWriter(self.reviser, _lines(left), _lines(right), names, right_words, runs).written(
                    steps
                )

    def alone(self, piece: BodyPiece, name: str, how: str, move: str = "") -> str:
        """A paragraph or table that came or went as a whole."""
        if isinstance(piece, ooxml.XmlTable):
            return piece.around("".join(self.row(piece, row, how) for row in piece.rows))
        if move:
            how = GONE_TO if how == GOES else CAME_FROM
        begins = self.reviser.move_begins(how, move) if move else ""
        runs = self.reviser.bookmarked(self.reviser.runs(tokens(piece.content), how), filter(None, [name]))
        written = self.reviser.paragraph(None, piece, begins + runs, how)
        return written + (self.reviser.move_ends(how, begins) if move else "")

    def row(self, table: ooxml.XmlTable, row: ooxml.XmlRow, how: str) -> str:
        """A row that came or went as a whole."""
        cells = ("".join(self.alone(paragraph, "", how) for paragraph in cell) for cell in table.cells(row))
        return row.xml(cells, table.widths, self.reviser.mark(how))

    def table(self, item: ooxml.XmlTable, other: ooxml.XmlTable) -> str:
        """A table that is in both, row by row."""
        left, right = (MatchBlocks(table.rows, partial(_row, table=table)) for table in (item, other))
        groups = match_blocks(left, right, equal_runs(item.rows, other.rows))
        other = replace(other, widths=widened(other.widths, _cells_said(item, other, groups)))
        return other.around("".join(self.rows(item, other, group) for group in _one_by_one(groups)))

    def rows(self, entry: ooxml.XmlTable, other: ooxml.XmlTable, group: WordChange) -> str:
        """A row that is in both, or came or went."""
        if group.start == group.stop:
            return self.row(other, other.rows[group.right_start], COMES)
        if group.right_start == group.right_stop:
            return self.row(replace(entry, widths=other.widths), entry.rows[group.start], GOES)
        row = other.rows[group.right_start]
        if entry.rows[group.start] == row:
            return row.xml(("".join(line.xml() for line in cell) for cell in other.cells(row)), other.widths)
        both = zip(entry.cells(entry.rows[group.start]), other.cells(row), strict=True)
        return row.xml((self.cell(*cells) for cells in both), other.widths)


def _cells_said(
    left: ooxml.XmlTable, table: ooxml.XmlTable, groups: Iterable[WordChange]
) -> Iterator[list[tuple[CellWords, CellWords]]]:
    """Return the old and the new words of each row's cells. An added or removed row has the same words twice."""
    for group in _one_by_one(groups):
        before, now = left.rows[group.start : group.stop], table.rows[group.right_start : group.right_stop]
        (first,), (last,) = (before or now), (now or before)
        cell_texts = [_cell_words(cell) for cell in left.cells(first)]
        is_as_before = first is last or first == last
        yield [
            *zip(
                cell_texts,
                cell_texts if is_as_before else [_cell_words(cell) for cell in table.cells(last)],
                strict=True,
            )
        ]


def _cell_words(cell: Iterable[ooxml.XmlParagraph]) -> list[str]:
    return [word for paragraph in cell for word in _paragraph_words(paragraph)]


def _apart(written: Iterable[str]) -> Iterator[str]:
    """The pieces with a paragraph between two tables that would touch: Word makes one of them."""
    for piece, following in pairwise([*written, ""]):
        yield piece
        if piece.endswith("</w:tbl>") and following.startswith("<w:tbl>"):
            yield ooxml.XmlParagraph(verification.SEPARATOR).xml()


def _with_marks(paragraphs: Sequence[ooxml.XmlParagraph]) -> Iterator[Token]:
    """The words of paragraphs with a mark between each two."""
    for index, paragraph in enumerate(paragraphs):
        if index:
            yield _MARK
        yield from tokens(paragraph.content)


def _lines(pieces: Sequence[BodyPiece]) -> list[ooxml.XmlParagraph]:
    return [piece for piece in pieces if isinstance(piece, ooxml.XmlParagraph)]


def _steps_of(old: _RedlineSide, new: _RedlineSide, group: WordChange) -> list[TokenStep]:
    """Return the steps from a paragraph to its counterpart, empty if they are equal or are not paragraphs."""
    if isinstance(group, EqualRun):
        return []
    sides = old.pieces[group.start : group.stop], new.pieces[group.right_start : group.right_stop]
    left, right = map(_lines, sides)
    if not left or not right:
        return []
    if len(left) == len(right) == 1 and left[0].content == right[0].content:
        return []
    return [step for step in _steps([*_with_marks(left)], [*_with_marks(right)]) if step[1] or step[2]]


def _steps(left: Sequence[Token], right: Sequence[Token]) -> Iterator[TokenStep]:
    """Yield kept, added and removed tokens, in order.

    Added tokens precede removed ones: in the other order LibreOffice joins the paragraphs.
    """
    index = there_stop = 0
    for change in _joined(left, _changed(left, right)):
        yield STAYS, left[index : change.start], right[there_stop : change.right_start]
        yield COMES, (), right[change.right_start : change.right_stop]
        yield GOES, left[change.start : change.stop], ()
        index, there_stop = change.stop, change.right_stop
    yield STAYS, left[index:], right[there_stop:]


def _begins_with_what_comes(group: WordChange, steps: Sequence[TokenStep]) -> bool:
    return group.start == group.stop or (bool(steps) and steps[0][0] == COMES)


def _ending_in_what_goes(steps: list[TokenStep]) -> list[TokenStep]:
    """The steps, of which the last is none that comes, where it can be.

    LibreOffice takes what comes at the end of a paragraph and at the head of the next for one change, and joins both
    paragraphs when it is rejected; so the last word that stays is written anew.
    """
    if len(steps) < 2 or steps[-1][0] != COMES or steps[-2][0] != STAYS or steps[-2][2][-1] is _MARK:
        return steps
    (_, left, right), (_, _, came) = steps[-2:]
    return [*steps[:-2], (STAYS, left[:-1], right[:-1]), (COMES, (), [right[-1], *came]), (GOES, left[-1:], ())]


def _changed(left: Sequence[Token], right: Sequence[Token]) -> list[WordChange]:
    word_changes = changes([token.key for token in left], [token.key for token in right])
    gone = sum(len(token.key) for change in word_changes for token in left[change.start : change.stop])
    came = sum(len(token.key) for change in word_changes for token in right[change.right_start : change.right_stop])
    lengths = [sum(len(token.key) for token in side) for side in (left, right)]
    is_replaced = all(changed > (1 - _REPLACED) * length for changed, length in zip((gone, came), lengths, strict=True))
    has_marks = _MARK in left or _MARK in right
    return [WordChange(0, len(left), 0, len(right))] if is_replaced and not has_marks else word_changes


def _joined(left: Sequence[Token], result: Iterable[WordChange]) -> list[WordChange]:
    """The changes, those with nothing but blanks between them as one."""
    joined: list[WordChange] = []
    for change in result:
        if joined and all(token.is_blank for token in left[joined[-1].stop : change.start]):
            before = joined.pop()
            joined.append(WordChange(before.start, change.stop, before.right_start, change.right_stop))
        else:
            joined.append(change)
    return joined


class _LineWriter(Struct):
    """Counterparts being written: paragraphs of the one and of the other, which end where their marks stand."""

    reviser: RevisionWriter
    left_items: Sequence[ooxml.XmlParagraph]
    right_items: Sequence[ooxml.XmlParagraph]
    names: Sequence[str]
    right_words: Sequence[str]
    runs: str = ""
    left_index: int = 0
    right_index: int = 0

    def written(self, steps: Iterable[TokenStep]) -> Iterator[str]:
        for how, left, right in steps:
            yield from self.step(how, left, right)
        yield self.ended(STAYS)

    def step(self, how: str, items: Sequence[Token], remaining: Sequence[Token]) -> Iterator[str]:
        entries = remaining or items
        marks = [index for index, token in enumerate(entries) if token is _MARK]
        start = 0
        for mark in (*marks, len(entries)):
            self.runs += (
                self.reviser.kept(items[start:mark], remaining[start:mark])
                if how == STAYS
                else self.reviser.runs(entries[start:mark], how)
            )
            if mark < len(entries):
                yield self.ended(how)
            start = mark + 1

    def ended(self, how: str) -> str:
        """The paragraph whose mark comes, goes or stays."""
        left, right = self.left_items[self.left_index], self.right_items[self.right_index]
        named = [self.names[self.left_index]] if how != COMES else []
        named += [self.right_words[self.right_index]] if how != GOES else []
        content = self.reviser.bookmarked(self.runs, filter(None, dict.fromkeys(named)))
        self.left_index, self.right_index = self.left_index + (how != COMES), self.right_index + (how != GOES)
        self.runs = ""
        return self.reviser.paragraph(left if how == STAYS else None, left if how == GOES else right, content, how)


def _opened(old: _RedlineSide, new: _RedlineSide, groups: Iterable[WordChange]) -> Iterator[WordChange]:
    """The groups, those of a run as pairs where it has a bookmark, or refers or is numbered otherwise than it was."""
    for group in groups:
        here, right = slice(group.start, group.stop), slice(group.right_start, group.right_stop)
        is_marked = any(old.bookmarks[here]) or any(new.bookmarks[right])
        if isinstance(group, EqualRun) and (is_marked or old.pieces[here] != new.pieces[right]):
            yield from group.pairs()
        else:
            yield group


def _one_by_one(groups: Iterable[WordChange]) -> Iterator[WordChange]:
    """The groups, those of a run as pairs."""
    for group in groups:
        yield from group.pairs() if isinstance(group, EqualRun) else (group,)


def _with_other_bookmarks(old: _RedlineSide, new: _RedlineSide, groups: Iterable[WordChange]) -> _RedlineSide:
    """The side with other names for the bookmarks that stand elsewhere on the new side: each stands once in a document."""
    paired = {
        (group.stop - 1, group.right_stop - 1)
        for group in _one_by_one(groups)
        if group.stop > group.start and group.right_stop > group.right_start
    }
    at_there = {name: index for index, name in enumerate(new.bookmarks) if name}
    elsewhere = {
        name: f"_Was_{index}"
        for index, name in enumerate(old.bookmarks)
        if name in at_there and (index, at_there[name]) not in paired
    }
    if not elsewhere:
        return old
    pieces = [_referring_to(piece, elsewhere) for piece in old.pieces]
    return replace(old, pieces=pieces, bookmarks=[elsewhere.get(name, name) for name in old.bookmarks])


def _referring_to(piece: BodyPiece, names: Mapping[str, str]) -> BodyPiece:
    """The piece with references to the bookmarks by their other names."""

    def renamed(paragraph: ooxml.XmlParagraph) -> ooxml.XmlParagraph:
        content = _REFERENCE.sub(lambda match: match[1] + names.get(match[2], match[2]), paragraph.content)
        return replace(paragraph, content=content)

    if isinstance(piece, ooxml.XmlParagraph):
        return renamed(piece)
    rows = [replace(row, cells=[[*map(renamed, cell)] for cell in row.cells]) for row in piece.rows]
    return replace(piece, rows=rows)


def _with_common_lists(
    old: _RedlineSide,
    new: _RedlineSide,
    groups: Iterable[WordChange],
    lists: tuple[Sequence[OwnList], Sequence[OwnList]],
    first_list: int,
) -> _RedlineSide:
    """The new side, in which a list made as one of the old side is that one: its numbers are then no change.

    Every other has a number behind those of the old side.
    """
    ours, right_words = lists
    same: dict[int, int] = {}
    taken: set[int] = set()
    for group in _one_by_one(groups):
        if group.stop - group.start != 1 or group.right_stop - group.right_start != 1:
            continue
        before, now = _list_of(old.pieces[group.start]), _list_of(new.pieces[group.right_start])
        if before is None or now is None or now in same or before in taken:
            continue
        if ours[before - first_list] == right_words[now - first_list]:
            same[now] = before
            taken.add(before)
    return replace(new, pieces=[_in_list(piece, same, len(ours)) for piece in new.pieces])


def _list_of(piece: BodyPiece) -> int | None:
    return piece.numbering[0] if isinstance(piece, ooxml.XmlParagraph) and piece.numbering else None


def _in_list(piece: BodyPiece, same: Mapping[int, int], right: int) -> BodyPiece:
    """The piece in the list that is the same, or else in one that stands behind the lists of others."""
    if not isinstance(piece, ooxml.XmlParagraph) or not piece.numbering:
        return piece
    number, level = piece.numbering
    right_index = same.get(number, number + right)
    return piece if right_index == number else replace(piece, numbering=(right_index, level))


def _moves(left: Sequence[MatchBlock], right: Sequence[MatchBlock], groups: Sequence[WordChange]) -> dict[int, str]:
    """The names of moves, by the places of the groups that left and that came: paragraphs that say the same."""
    gone = {left[group.start]: index for index, group in enumerate(groups) if group.right_start == group.right_stop}
    names_of_moves: dict[int, str] = {}
    for position, group in enumerate(groups):
        if group.start != group.stop:
            continue
        block = right[group.right_start]
        if block in gone and len(block.words) >= _FEWEST_MOVED and not block.is_whole:
            names_of_moves[position] = names_of_moves[gone.pop(block)] = f"move{position}"
    return names_of_moves
