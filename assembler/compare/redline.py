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

from assembler.compare import proof
from assembler.compare.changes import Change, changes
from assembler.compare.columns import Words, widened
from assembler.compare.counterparts import Block, Blocks, Equal, counterparts, equal_runs
from assembler.compare.plainly import laid_plainly
from assembler.compare.revisions import CAME_FROM, COMES, GOES, GONE_TO, STAYS, Reviser
from assembler.compare.tokens import Token, tokens, without_bookmarks
from assembler.findings import Finding, Place, Refused
from assembler.library import Shell
from assembler.readers.reading import Reading, Tree
from assembler.writers import docx, ooxml, shell
from assembler.writers.lists import OwnList

_SAID = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(?:br|tab)/>")
_REFERENCE = re.compile(r"\b((?:PAGE)?REF )(\w+)")
_MARK = Token("\0end", (), "end")  # the end of a paragraph, among the words of several
_REPLACED = 0.25  # of the words of a paragraph: where fewer stay, all of it is replaced
_FEWEST_MOVED = 4  # words of a paragraph that is said to have moved
_FIRST_DAY = date(1980, 1, 1)
_TO_PRINT = docx.Purpose(to_print=True)

Piece = ooxml.Paragraph | ooxml.Table
Step = tuple[str, Sequence[Token], Sequence[Token]]  # how, words of the one, words of the other


class Asked(Struct, frozen=True):
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


def write(here: Reading, there: Reading, house: Shell, asked: Asked) -> Redline:
    """Return a Word file with the words of `here` and tracked changes to `there`.

    Raises Refused if accepting all does not give `there`, or rejecting all does not give `here`.
    """
    one, other = _trees(here, there)
    return between(Drawn(here.source, one), Drawn(there.source, other), house, asked)


class Drawn(Struct, frozen=True):
    """A document of which the tree is known; `source` says of what it is."""

    source: str
    tree: Tree


def between(here: Drawn, there: Drawn, house: Shell, asked: Asked) -> Redline:
    """Return the redline of two documents whose trees are known."""
    ready = shell.ready(house, docx.NEEDED)
    old, new = (docx.lay(one.document, one.numbers, ready, _TO_PRINT) for one in (here.tree, there.tree))
    made = f"{asked.made}T00:00:00Z" if asked.made else ""
    reviser = Reviser(asked.author, made, ready.first_bookmark, Counter())
    xml = _Xml()
    body = _Redliner(reviser, xml, moves=asked.moves).body(old, new, ready.first_list)
    own_lists = [*old.own_lists, *new.own_lists]
    properties = _properties(here, there.tree, asked)
    content = docx.pack(ready, body, docx.Laid((), new.last_pages, own_lists), properties)
    drafted = {
        how: docx.parts(ready, xml.of(laid.pieces), laid, properties)
        for how, laid in (("rejected", old), ("accepted", new))
    }
    _prove(content, drafted, {"rejected": here, "accepted": there})
    return Redline(content, tuple(_remarks(reviser)))


def _trees(here: Reading, there: Reading) -> tuple[Tree, Tree]:
    """The trees of both, or both plainly where only the words of one are known: a number is live in both or in none."""
    if here.tree and there.tree:
        return here.tree, there.tree
    return laid_plainly(here), laid_plainly(there)


def _properties(here: Reading | Drawn, there: Tree, asked: Asked) -> docx.Properties:
    name = PurePosixPath(here.source).name
    return docx.Properties(
        title=there.document.title,
        subject="",
        company="",
        author=asked.author,
        status=f"Redline against {name}",
        as_of=asked.made or _FIRST_DAY,
        form_version="",
    )


def _prove(content: bytes, drafted: Mapping[str, proof.Parts], drafts: Mapping[str, Drawn]) -> None:
    """Raise Refused unless rejecting all gives the first draft and accepting all gives the second."""
    remedy = "Compare without --redline, and report this: it is an error of the program."
    findings = [
        Finding(
            "K201",
            f"the redline with all changes {how} differs from this document: {one}",
            remedy,
            Place(drafts[how].source),
        )
        for how, one in proof.differences(content, drafted).items()
    ]
    if findings:
        raise Refused(findings)


def _remarks(reviser: Reviser) -> Iterator[str]:
    named = {
        COMES: ("insertion", "insertions"),
        GOES: ("deletion", "deletions"),
        CAME_FROM: ("move", "moves"),
        "format": ("change of formatting", "changes of formatting"),
    }
    counted = [f"{count} {names[count > 1]}" for kind, names in named.items() if (count := reviser.done[kind])]
    yield f"redline: {', '.join(counted) or 'no changes'}; accept all for the new document, reject all for the original"
    yield "redline: margins, headers and column widths are those of the new document, without tracked changes"


class _Side(Struct, frozen=True):
    """The pieces of one document, each with its words, and the bookmark that it had."""

    pieces: Sequence[Piece]
    blocks: Sequence[Block]
    bookmarks: Sequence[str]

    @classmethod
    def of(cls, pieces: Sequence[Piece]) -> _Side:
        """The pieces, with their bookmarks taken out; one that says nothing where there is none, as Word asks for it."""
        found = [_without_bookmark(piece) for piece in pieces or [ooxml.Paragraph(proof.SEPARATOR)]]
        some = [piece for piece, _ in found]
        return cls(some, Blocks(some, _block), [name for _, name in found])


def _without_bookmark(piece: Piece) -> tuple[Piece, str]:
    if isinstance(piece, ooxml.Table) or "<w:bookmark" not in piece.content:
        return piece, ""
    content, name = without_bookmarks(piece.content)
    return replace(piece, content=content), name


def _block(piece: Piece) -> Block:
    if isinstance(piece, ooxml.Table):
        words = [word for row in piece.rows for cell in row.cells for word in _said_in(cell)]
        return Block(tuple(words), f"{piece.style} of {len(piece.widths)}", is_whole=True)
    ends_pages = bool(piece.section)
    return Block(
        _said(piece), "the last of its pages" if ends_pages else "", is_whole=ends_pages, begins=piece.starts_page
    )


def _said(paragraph: ooxml.Paragraph) -> tuple[str, ...]:
    return _said_by(paragraph.content)


@lru_cache(maxsize=50_000)  # the cells of a table are asked several times, and stand in several documents
def _said_by(content: str) -> tuple[str, ...]:
    return tuple("".join(found[1] or " " for found in _SAID.finditer(content)).split())


def _row(row: ooxml.Row, table: ooxml.Table) -> Block:
    named, *others = [_said_in(cell) for cell in table.cells(row)]
    figures = [word for cell in others for word in cell]
    # What a row is called weighs as much as what it says: an investor's figures change more often than its name.
    words = (*named * (1 + len(figures) // max(len(named), 1)), *figures)
    return Block(words, "head" if row.is_head else "", is_whole=True, stands_in=False)


class _Xml:
    """The XML of pieces: most stand in both documents and in their redline, and are written once."""

    def __init__(self) -> None:
        self._written: dict[int, tuple[Piece, str]] = {}  # with the piece, so that no other can have its identity

    def of(self, pieces: Iterable[Piece]) -> str:
        """The pieces one behind the other."""
        return "".join(map(self._of_one, pieces))

    def _of_one(self, piece: Piece) -> str:
        known = self._written.get(id(piece))
        if known is None:
            known = self._written[id(piece)] = piece, piece.xml()
        return known[1]


class _Redliner(Struct, frozen=True):
    """Writes two lists of pieces as one, with what changes."""

    reviser: Reviser
    xml: _Xml
    moves: bool

    def body(self, one: docx.Laid, other: docx.Laid, first_list: int) -> str:
        """All pieces of a body; `first_list` is the number of the first list that was made for each of the documents."""
        old, new = _Side.of(one.pieces), _Side.of(other.pieces)
        groups = counterparts(old.blocks, new.blocks, equal_runs(old.pieces, new.pieces), last_stays=True)
        old = _with_other_bookmarks(old, new, groups)
        new = _with_common_lists(old, new, groups, (one.own_lists, other.own_lists), first_list)
        groups = [*_opened(old, new, groups)]
        moves = _moves(old.blocks, new.blocks, groups) if self.moves else {}
        return "".join(_apart(self.groups(old, new, groups, moves)))

    def cell(self, ones: Sequence[ooxml.Paragraph], others: Sequence[ooxml.Paragraph]) -> str:
        """All paragraphs of a cell that is in both."""
        old, new = _Side.of(ones), _Side.of(others)
        groups = counterparts(old.blocks, new.blocks, last_stays=True)
        return "".join(self.groups(old, new, groups, {}))

    def groups(self, old: _Side, new: _Side, groups: Sequence[Change], moves: Mapping[int, str]) -> Iterator[str]:
        """Paragraphs and tables in their order; `moves` names what moved, by the places of the groups."""
        steps = [_steps_of(old, new, group) for group in groups]
        for at, group in enumerate(groups):
            if at + 1 < len(groups) and _begins_with_what_comes(groups[at + 1], steps[at + 1]):
                steps[at] = _ending_in_what_goes(steps[at])
            yield from self.group(old, new, group, steps[at], moves.get(at, ""))

    def group(self, old: _Side, new: _Side, group: Change, steps: Sequence[Step], move: str) -> Iterator[str]:
        """Counterparts, or a piece that came or went alone."""
        ones, others = old.pieces[group.start : group.stop], new.pieces[group.there_start : group.there_stop]
        names, theirs = old.bookmarks[group.start : group.stop], new.bookmarks[group.there_start : group.there_stop]
        if not ones or not others:
            (piece,), (name,) = (ones or others), (names or theirs)
            yield self.alone(piece, name, GOES if ones else COMES, move)
            return
        if not any((*names, *theirs)) and ones == others:
            yield self.xml.of(ones)
            return
        match ones[0], others[0]:
            case ooxml.Table() as one, ooxml.Table() as other:
                yield self.table(one, other)
            case _:
                runs = "" if steps else _lines(others)[0].content
                yield from _Lines(self.reviser, _lines(ones), _lines(others), names, theirs, runs).written(steps)

    def alone(self, piece: Piece, name: str, how: str, move: str = "") -> str:
        """A paragraph or table that came or went as a whole."""
        if isinstance(piece, ooxml.Table):
            return piece.around("".join(self.row(piece, row, how) for row in piece.rows))
        if move:
            how = GONE_TO if how == GOES else CAME_FROM
        begins = self.reviser.move_begins(how, move) if move else ""
        runs = self.reviser.bookmarked(self.reviser.runs(tokens(piece.content), how), filter(None, [name]))
        written = self.reviser.paragraph(None, piece, begins + runs, how)
        return written + (self.reviser.move_ends(how, begins) if move else "")

    def row(self, table: ooxml.Table, row: ooxml.Row, how: str) -> str:
        """A row that came or went as a whole."""
        cells = ("".join(self.alone(one, "", how) for one in cell) for cell in table.cells(row))
        return row.xml(cells, table.widths, self.reviser.mark(how))

    def table(self, one: ooxml.Table, other: ooxml.Table) -> str:
        """A table that is in both, row by row."""
        ones, others = (Blocks(table.rows, partial(_row, table=table)) for table in (one, other))
        groups = counterparts(ones, others, equal_runs(one.rows, other.rows))
        other = replace(other, widths=widened(other.widths, _cells_said(one, other, groups)))
        return other.around("".join(self.rows(one, other, group) for group in _one_by_one(groups)))

    def rows(self, one: ooxml.Table, other: ooxml.Table, group: Change) -> str:
        """A row that is in both, or came or went."""
        if group.start == group.stop:
            return self.row(other, other.rows[group.there_start], COMES)
        if group.there_start == group.there_stop:
            return self.row(replace(one, widths=other.widths), one.rows[group.start], GOES)
        row = other.rows[group.there_start]
        if one.rows[group.start] == row:
            return row.xml(("".join(line.xml() for line in cell) for cell in other.cells(row)), other.widths)
        both = zip(one.cells(one.rows[group.start]), other.cells(row), strict=True)
        return row.xml((self.cell(*cells) for cells in both), other.widths)


def _cells_said(one: ooxml.Table, other: ooxml.Table, groups: Iterable[Change]) -> Iterator[list[tuple[Words, Words]]]:
    """Return the old and the new words of each row's cells. An added or removed row has the same words twice."""
    for group in _one_by_one(groups):
        before, now = one.rows[group.start : group.stop], other.rows[group.there_start : group.there_stop]
        (first,), (last,) = (before or now), (now or before)
        said = [_said_in(cell) for cell in one.cells(first)]
        is_as_before = first is last or first == last
        yield [*zip(said, said if is_as_before else [_said_in(cell) for cell in other.cells(last)], strict=True)]


def _said_in(cell: Iterable[ooxml.Paragraph]) -> list[str]:
    return [word for paragraph in cell for word in _said(paragraph)]


def _apart(written: Iterable[str]) -> Iterator[str]:
    """The pieces with a paragraph between two tables that would touch: Word makes one of them."""
    for piece, following in pairwise([*written, ""]):
        yield piece
        if piece.endswith("</w:tbl>") and following.startswith("<w:tbl>"):
            yield ooxml.Paragraph(proof.SEPARATOR).xml()


def _with_marks(paragraphs: Sequence[ooxml.Paragraph]) -> Iterator[Token]:
    """The words of paragraphs with a mark between each two."""
    for at, paragraph in enumerate(paragraphs):
        if at:
            yield _MARK
        yield from tokens(paragraph.content)


def _lines(pieces: Sequence[Piece]) -> list[ooxml.Paragraph]:
    return [piece for piece in pieces if isinstance(piece, ooxml.Paragraph)]


def _steps_of(old: _Side, new: _Side, group: Change) -> list[Step]:
    """Return the steps from a paragraph to its counterpart, empty if they are equal or are not paragraphs."""
    if isinstance(group, Equal):
        return []
    sides = old.pieces[group.start : group.stop], new.pieces[group.there_start : group.there_stop]
    ones, others = map(_lines, sides)
    if not ones or not others:
        return []
    if len(ones) == len(others) == 1 and ones[0].content == others[0].content:
        return []
    return [step for step in _steps([*_with_marks(ones)], [*_with_marks(others)]) if step[1] or step[2]]


def _steps(ones: Sequence[Token], others: Sequence[Token]) -> Iterator[Step]:
    """Yield kept, added and removed tokens, in order.

    Added tokens precede removed ones: in the other order LibreOffice joins the paragraphs.
    """
    at = there = 0
    for change in _joined(ones, _changed(ones, others)):
        yield STAYS, ones[at : change.start], others[there : change.there_start]
        yield COMES, (), others[change.there_start : change.there_stop]
        yield GOES, ones[change.start : change.stop], ()
        at, there = change.stop, change.there_stop
    yield STAYS, ones[at:], others[there:]


def _begins_with_what_comes(group: Change, steps: Sequence[Step]) -> bool:
    return group.start == group.stop or (bool(steps) and steps[0][0] == COMES)


def _ending_in_what_goes(steps: list[Step]) -> list[Step]:
    """The steps, of which the last is none that comes, where it can be.

    LibreOffice takes what comes at the end of a paragraph and at the head of the next for one change, and joins both
    paragraphs when it is rejected; so the last word that stays is written anew.
    """
    if len(steps) < 2 or steps[-1][0] != COMES or steps[-2][0] != STAYS or steps[-2][2][-1] is _MARK:
        return steps
    (_, ones, others), (_, _, came) = steps[-2:]
    return [*steps[:-2], (STAYS, ones[:-1], others[:-1]), (COMES, (), [others[-1], *came]), (GOES, ones[-1:], ())]


def _changed(ones: Sequence[Token], others: Sequence[Token]) -> list[Change]:
    found = changes([one.key for one in ones], [one.key for one in others])
    gone = sum(len(one.key) for change in found for one in ones[change.start : change.stop])
    came = sum(len(one.key) for change in found for one in others[change.there_start : change.there_stop])
    lengths = [sum(len(one.key) for one in some) for some in (ones, others)]
    is_replaced = all(changed > (1 - _REPLACED) * length for changed, length in zip((gone, came), lengths, strict=True))
    has_marks = _MARK in ones or _MARK in others
    return [Change(0, len(ones), 0, len(others))] if is_replaced and not has_marks else found


def _joined(ones: Sequence[Token], found: Iterable[Change]) -> list[Change]:
    """The changes, those with nothing but blanks between them as one."""
    joined: list[Change] = []
    for change in found:
        if joined and all(token.is_blank for token in ones[joined[-1].stop : change.start]):
            before = joined.pop()
            joined.append(Change(before.start, change.stop, before.there_start, change.there_stop))
        else:
            joined.append(change)
    return joined


class _Lines(Struct):
    """Counterparts being written: paragraphs of the one and of the other, which end where their marks stand."""

    reviser: Reviser
    ones: Sequence[ooxml.Paragraph]
    others: Sequence[ooxml.Paragraph]
    names: Sequence[str]
    theirs: Sequence[str]
    runs: str = ""
    at: int = 0
    there: int = 0

    def written(self, steps: Iterable[Step]) -> Iterator[str]:
        for how, ones, others in steps:
            yield from self.step(how, ones, others)
        yield self.ended(STAYS)

    def step(self, how: str, ones: Sequence[Token], others: Sequence[Token]) -> Iterator[str]:
        some = others or ones
        marks = [at for at, token in enumerate(some) if token is _MARK]
        start = 0
        for at in (*marks, len(some)):
            self.runs += (
                self.reviser.kept(ones[start:at], others[start:at])
                if how == STAYS
                else self.reviser.runs(some[start:at], how)
            )
            if at < len(some):
                yield self.ended(how)
            start = at + 1

    def ended(self, how: str) -> str:
        """The paragraph whose mark comes, goes or stays."""
        one, other = self.ones[self.at], self.others[self.there]
        named = [self.names[self.at]] if how != COMES else []
        named += [self.theirs[self.there]] if how != GOES else []
        content = self.reviser.bookmarked(self.runs, filter(None, dict.fromkeys(named)))
        self.at, self.there = self.at + (how != COMES), self.there + (how != GOES)
        self.runs = ""
        return self.reviser.paragraph(one if how == STAYS else None, one if how == GOES else other, content, how)


def _opened(old: _Side, new: _Side, groups: Iterable[Change]) -> Iterator[Change]:
    """The groups, those of a run as pairs where it has a bookmark, or refers or is numbered otherwise than it was."""
    for group in groups:
        here, there = slice(group.start, group.stop), slice(group.there_start, group.there_stop)
        is_marked = any(old.bookmarks[here]) or any(new.bookmarks[there])
        if isinstance(group, Equal) and (is_marked or old.pieces[here] != new.pieces[there]):
            yield from group.pairs()
        else:
            yield group


def _one_by_one(groups: Iterable[Change]) -> Iterator[Change]:
    """The groups, those of a run as pairs."""
    for group in groups:
        yield from group.pairs() if isinstance(group, Equal) else (group,)


def _with_other_bookmarks(old: _Side, new: _Side, groups: Iterable[Change]) -> _Side:
    """The side with other names for the bookmarks that stand elsewhere on the new side: each stands once in a document."""
    paired = {
        (group.stop - 1, group.there_stop - 1)
        for group in _one_by_one(groups)
        if group.stop > group.start and group.there_stop > group.there_start
    }
    at_there = {name: at for at, name in enumerate(new.bookmarks) if name}
    elsewhere = {
        name: f"_Was_{at}"
        for at, name in enumerate(old.bookmarks)
        if name in at_there and (at, at_there[name]) not in paired
    }
    if not elsewhere:
        return old
    pieces = [_referring_to(piece, elsewhere) for piece in old.pieces]
    return replace(old, pieces=pieces, bookmarks=[elsewhere.get(name, name) for name in old.bookmarks])


def _referring_to(piece: Piece, names: Mapping[str, str]) -> Piece:
    """The piece with references to the bookmarks by their other names."""

    def renamed(paragraph: ooxml.Paragraph) -> ooxml.Paragraph:
        content = _REFERENCE.sub(lambda found: found[1] + names.get(found[2], found[2]), paragraph.content)
        return replace(paragraph, content=content)

    if isinstance(piece, ooxml.Paragraph):
        return renamed(piece)
    rows = [replace(row, cells=[[*map(renamed, cell)] for cell in row.cells]) for row in piece.rows]
    return replace(piece, rows=rows)


def _with_common_lists(
    old: _Side,
    new: _Side,
    groups: Iterable[Change],
    lists: tuple[Sequence[OwnList], Sequence[OwnList]],
    first_list: int,
) -> _Side:
    """The new side, in which a list made as one of the old side is that one: its numbers are then no change.

    Every other has a number behind those of the old side.
    """
    ours, theirs = lists
    same: dict[int, int] = {}
    taken: set[int] = set()
    for group in _one_by_one(groups):
        if group.stop - group.start != 1 or group.there_stop - group.there_start != 1:
            continue
        before, now = _list_of(old.pieces[group.start]), _list_of(new.pieces[group.there_start])
        if before is None or now is None or now in same or before in taken:
            continue
        if ours[before - first_list] == theirs[now - first_list]:
            same[now] = before
            taken.add(before)
    return replace(new, pieces=[_in_list(piece, same, len(ours)) for piece in new.pieces])


def _list_of(piece: Piece) -> int | None:
    return piece.numbering[0] if isinstance(piece, ooxml.Paragraph) and piece.numbering else None


def _in_list(piece: Piece, same: Mapping[int, int], others: int) -> Piece:
    """The piece in the list that is the same, or else in one that stands behind the lists of others."""
    if not isinstance(piece, ooxml.Paragraph) or not piece.numbering:
        return piece
    number, level = piece.numbering
    there = same.get(number, number + others)
    return piece if there == number else replace(piece, numbering=(there, level))


def _moves(ones: Sequence[Block], others: Sequence[Block], groups: Sequence[Change]) -> dict[int, str]:
    """The names of moves, by the places of the groups that left and that came: paragraphs that say the same."""
    gone = {ones[one.start]: at for at, one in enumerate(groups) if one.there_start == one.there_stop}
    found: dict[int, str] = {}
    for at, group in enumerate(groups):
        if group.start != group.stop:
            continue
        block = others[group.there_start]
        if block in gone and len(block.words) >= _FEWEST_MOVED and not block.is_whole:
            found[at] = found[gone.pop(block)] = f"move{at}"
    return found
