"""Differences beside the words: pictures, links, headers, hidden words, tables, paragraphs, formatting, pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from itertools import starmap, zip_longest

from msgspec import Struct
from msgspec.structs import replace

from assembler.compare.align import ProvisionPair
from assembler.compare.reason import ReasonKind
from assembler.compare.word_diff import WordChange, changes
from assembler.readers import paragraph_text
from assembler.readers.content_controls import CONTROL
from assembler.readers.drawings import is_same_size
from assembler.readers.hidden_words import HIDDEN, SHIFTED, STRUCK
from assembler.readers.objects import COLUMN_BREAK, EMPTY, ON_CHANGES, PAGE_BREAK, REFERENCE
from assembler.readers.reading import PLACE, Look, Mark, NonTextPart, Provision, Reading, place_of
from assembler.readers.sections import OF_DOCUMENT, SECTION_BREAK, USUAL_PAGES
from assembler.readers.table_shape import TABLE

_PARAGRAPH = "paragraph"
_GONE, _CAME, _OTHER = "only in the original", "only in the new document", "different"
_OF_MARKS = {
    paragraph_text.FIELD: ReasonKind.FIELD, paragraph_text.REFERENCE: ReasonKind.FIELD, paragraph_text.NOTE: ReasonKind.NOTE, paragraph_text.LINK: ReasonKind.LINK,
    paragraph_text.PICTURE: ReasonKind.PICTURE, paragraph_text.COMMENT: ReasonKind.COMMENT,
}  # fmt: skip
# Marks that are told by themselves, or by their words, where they come or go.
_TOLD_APART = (
    paragraph_text.REFERENCE,
    paragraph_text.NOTE,
    paragraph_text.LINK,
    paragraph_text.PICTURE,
    paragraph_text.COMMENT,
)
_INSIDE = (ReasonKind.HIDDEN, ReasonKind.UNEXPLAINED, ReasonKind.FORMATTING, ReasonKind.TYPOGRAPHY, ReasonKind.COMMENT)
# A text says a formula and the number of a reference, and sets its lines and columns as it likes.
_AMONG_WORDS = ("formula", REFERENCE, EMPTY, TABLE)
# The beginning of the name that a reader gives to a part.
_KINDS = {
    "picture": ReasonKind.PICTURE,
    "drawing": ReasonKind.PICTURE,
    "target of": ReasonKind.LINK,
    "header": ReasonKind.HEADER,
    "footer": ReasonKind.HEADER,
    HIDDEN: ReasonKind.HIDDEN,
    STRUCK: ReasonKind.HIDDEN,
    **dict.fromkeys(SHIFTED.values(), ReasonKind.UNEXPLAINED),
    EMPTY: ReasonKind.FORMATTING,
    "formula": ReasonKind.FORMULA,
    "table": ReasonKind.TABLE,
    TABLE: ReasonKind.TABLE,
    "comment": ReasonKind.COMMENT,
    "protection": ReasonKind.PROTECTION,
    OF_DOCUMENT: ReasonKind.PAGE,
    "imported": ReasonKind.IMPORTED,
    CONTROL: ReasonKind.CONTROL,
    **dict.fromkeys(USUAL_PAGES, ReasonKind.PAGE),
    **dict.fromkeys((SECTION_BREAK, PAGE_BREAK, COLUMN_BREAK), ReasonKind.BREAK),
}


class PartChange(Struct, frozen=True):
    """A difference that is not one of words: its kind, what it is, its place, both values, and how it differs.

    `place` is the beginning of the paragraph that it stands in or behind. Values are "" where they cannot be shown.
    `is_inside` is True for what stands among the words of that paragraph.
    """

    kind: ReasonKind
    name: str
    place: str = ""
    here: str = ""
    there: str = ""
    how: str = ""
    is_inside: bool = False

    @property
    def line(self) -> str:
        """Return the difference for a reader: 'picture behind "Third item": only in the original'."""
        values = f"{self.here or 'nothing'} → {self.there or 'nothing'}" if self.here and self.there else ""
        shown = self.here or self.there
        how = values if values and self.how == _OTHER else ": ".join(filter(None, [self.how, "" if values else shown]))
        return f"{self.name}{self.located}: {how}"

    @property
    def located(self) -> str:
        """Return the place as words behind a name, or ""."""
        if not self.place:
            return ""
        is_inside = self.is_inside or (self.kind in _INSIDE and self.name != EMPTY)
        return ("" if self.name == _PARAGRAPH else " in" if is_inside else " behind") + f' "{self.place}"'


def kind_of(part: NonTextPart) -> ReasonKind:
    """Return the kind of difference that a part is, if it differs."""
    return next((kind for name, kind in _KINDS.items() if part.name.startswith(name)), ReasonKind.PICTURE)


def changes_beside_words(here: Reading, there: Reading, pairs: Sequence[ProvisionPair]) -> Iterator[PartChange]:
    """Yield what differs beside the words, as far as both documents can hold it."""
    yield from _contents(here.contents, there.contents)
    parts = list(_parts(here, there))
    yield from parts
    if here.looks and there.looks:
        hidden = {part.place for part in parts if part.kind is ReasonKind.HIDDEN or part.name in SHIFTED.values()}
        yield from _looks(here.looks, there.looks, hidden)
        yield from _marks(here.looks, there.looks)
        yield from _paragraphs(pairs)


def _contents(here: Sequence[str], there: Sequence[str]) -> Iterator[PartChange]:
    """Yield each entry of the tables of contents that differs, pages aside."""
    kind, name = ReasonKind.CONTENTS, "table of contents"
    if bool(here) != bool(there):
        yield PartChange(kind, name, how=_GONE if here else _CAME)
        return
    for change in changes(here, there):
        gone, came = here[change.start : change.stop], there[change.right_start : change.right_stop]
        yield PartChange(kind, name, "", "; ".join(gone) or "nothing", "; ".join(came) or "nothing", _OTHER)


def _parts(here: Reading, there: Reading) -> Iterator[PartChange]:
    """Yield each picture, link, header and so on that differs, by its kind and place."""
    ours = [part for part in here.parts or () if there.can_hold(part.name)]
    theirs = [part for part in there.parts or () if here.can_hold(part.name)]
    places = _places(here) & _places(there)
    for name in dict.fromkeys(part.name for part in (*ours, *theirs)):
        before, now = ([part for part in side if part.name == name] for side in (ours, theirs))
        if name == ON_CHANGES:
            yield from _together(name, before, now)
            continue
        if name == EMPTY:
            yield from _emptied(before, now, places)
            continue
        if name == REFERENCE:
            now = _named_alike(before, now)
        yield from _of_name(before, now, places)


def _emptied(before: Sequence[NonTextPart], now: Sequence[NonTextPart], places: Container[str]) -> Iterator[PartChange]:
    """Yield in one line where there are more or fewer empty paragraphs between paragraphs of both."""
    ours, theirs = (Counter(part.place for part in side if part.place in places) for side in (before, now))
    gone, came = ours - theirs, theirs - ours
    if changed := [place for place in {**ours, **theirs} if ours[place] != theirs[place]]:
        how = _OTHER if gone and came else _GONE if gone else _CAME
        yield PartChange(ReasonKind.FORMATTING, EMPTY, changed[0], how=f"{how}{_more(changed)}")


def _of_name(before: Sequence[NonTextPart], now: Sequence[NonTextPart], places: Container[str]) -> Iterator[PartChange]:
    """Yield the parts of one name that differ, and those that stand elsewhere."""
    spans = _changes(before, now, lambda part: f"{part.digest}\0{part.place}")
    for part, other in _equal(before, now, spans):
        yield from _details(part, other)
        # A bookmark stands elsewhere, or is gone. If its words changed, they are told.
        leads = {part.shown, other.shown}
        if part.name == REFERENCE and len(leads) > 1 and all(not place or place in places for place in leads):
            yield PartChange(ReasonKind.LINK, REFERENCE, part.place, part.shown, other.shown, _OTHER)
    gone = [part for change in spans for part in before[change.start : change.stop]]
    came = [part for change in spans for part in now[change.right_start : change.right_stop]]
    elsewhere = _equal(gone, came, _changes(gone, came, lambda part: part.digest))
    kept = {id(part) for pair in elsewhere for part in pair}
    for change in spans:
        sides = before[change.start : change.stop], now[change.right_start : change.right_stop]
        others = ([part for part in side if id(part) not in kept] for side in sides)
        yield from filter(None, starmap(_part, _by_place(*others)))
    for part, other in elsewhere:
        yield from _details(part, other)
        # A formula or a table that moved has moved as words.
        if part.place in places and other.place in places and part.name not in ("formula", TABLE):
            moved = PartChange(kind_of(part), part.name, other.place).located
            yield PartChange(kind_of(part), part.name, part.place, how=f"moved{moved}")


def _by_place(
    gone: Sequence[NonTextPart], came: Sequence[NonTextPart]
) -> Iterator[tuple[NonTextPart | None, NonTextPart | None]]:
    """Yield pairs of the parts that went and came: those of one place, and between them one by one."""
    start = right_start = 0
    for place in [*_changes(gone, came, lambda part: part.place), None]:
        stop, right_stop = (place.start, place.right_start) if place else (len(gone), len(came))
        yield from zip(gone[start:stop], came[right_start:right_stop], strict=True)
        if place:
            yield from zip_longest(gone[stop : place.stop], came[right_stop : place.right_stop])
            start, right_start = place.stop, place.right_stop


def _changes(
    before: Sequence[NonTextPart], now: Sequence[NonTextPart], key: Callable[[NonTextPart], str]
) -> list[WordChange]:
    return changes([*map(key, before)], [*map(key, now)])


def _equal(
    before: Sequence[NonTextPart], now: Sequence[NonTextPart], spans: Sequence[WordChange]
) -> list[tuple[NonTextPart, NonTextPart]]:
    """Return the parts outside the changes, in pairs."""
    gone = {index for change in spans for index in range(change.start, change.stop)}
    came = {index for change in spans for index in range(change.right_start, change.right_stop)}
    kept = (part for index, part in enumerate(before) if index not in gone)
    return [*zip(kept, (part for index, part in enumerate(now) if index not in came), strict=True)]


def _details(part: NonTextPart, other: NonTextPart) -> Iterator[PartChange]:
    """Yield how a part differs that holds the same on both sides."""
    kind = kind_of(part)
    if not is_same_size(part.size, other.size):
        yield PartChange(kind, f"size of the {part.name}", part.place, how=_OTHER)
    if part.name == TABLE and part.shown != other.shown:
        yield PartChange(kind, part.name, part.place, part.shown, other.shown, _OTHER)
    if part.alternative != other.alternative:
        what = "author" if kind is ReasonKind.COMMENT else "alternative text"
        yield PartChange(kind, f"{what} of the {part.name}", part.place, part.alternative, other.alternative, _OTHER)


def _together(name: str, before: Sequence[NonTextPart], now: Sequence[NonTextPart]) -> Iterator[PartChange]:
    """Yield all parts of a name that differ as one, where the first of them stands."""
    told = {part.digest for part in before} & {part.digest for part in now}
    gone, came = ([part for part in side if part.digest not in told] for side in (before, now))
    if gone or came:
        here, there = ("; ".join(part.shown for part in side) for side in (gone, came))
        how = _OTHER if gone and came else _GONE if gone else _CAME
        yield PartChange(kind_of((came or gone)[0]), name, (came or gone)[0].place, here, there, how)


def _named_alike(before: Sequence[NonTextPart], now: Sequence[NonTextPart]) -> list[NonTextPart]:
    """Return references with the names of those to the same words: programs give bookmarks other names."""
    known = {part.digest for part in before}
    names = {part.shown: part.digest for part in before if part.shown}
    return [replace(part, digest=names.get(part.shown, "")) if part.digest not in known else part for part in now]


def _places(reading: Reading) -> set[str]:
    return {"", *map(place_of, reading.looks)}


def _part(gone: NonTextPart | None, came: NonTextPart | None) -> PartChange | None:
    part = gone or came
    assert part  # noqa: S101  one of them differs
    kind = kind_of(part)
    if kind is ReasonKind.FORMULA and (not gone or not came or gone.shown != came.shown):
        return None  # its text stands among the words
    if part.name == TABLE:
        return None  # so do those of its cells
    here, there = (side.shown if side else "" for side in (gone, came))
    if kind is ReasonKind.FORMULA:
        return PartChange(kind, f"formula {here}", part.place, how=_OTHER)
    if not part.place:  # a document has pages, whether it says so or not
        here, there = (said or USUAL_PAGES.get(part.name, "") for said in (here, there))
    is_other = (here and there) or (gone and came)
    return PartChange(kind, part.name, part.place, here, there, _OTHER if is_other else _GONE if gone else _CAME)


def _looks(
    here: Mapping[str, Sequence[Look]], there: Mapping[str, Sequence[Look]], told: Container[str]
) -> Iterator[PartChange]:
    """Yield the paragraphs with equal words and other formatting, or other characters for the same, in a line each.

    `told` holds the places whose formatting is told already.
    """
    both = [(words, here[words], there[words]) for words in here if words in there]
    formatted = [
        place
        for words, *sides in both
        if _differ(*([look.formatting for look in side] for side in sides)) and (place := place_of(words)) not in told
    ]
    typed = [
        place_of(words) for words, *sides in both if _differ(*([look.characters for look in side] for side in sides))
    ]
    for kind, changed in ((ReasonKind.FORMATTING, formatted), (ReasonKind.TYPOGRAPHY, typed)):
        if changed:
            yield PartChange(kind, kind.label, changed[0], how=f"{_OTHER}{_more(changed)}")


def _marks(here: Mapping[str, Sequence[Look]], there: Mapping[str, Sequence[Look]]) -> Iterator[PartChange]:
    """Yield what else differs among the words of paragraphs with equal words: fields, and the places of notes and such."""
    for words in (one for one in here if one in there):
        ours, theirs = here[words], there[words]
        for one, other in zip(ours, theirs, strict=True) if len(ours) == len(theirs) else ():
            if one.marks != other.marks:
                yield from _marks_of_paragraph(place_of(words), one.marks, other.marks)


def _marks_of_paragraph(place: str, here: Sequence[Mark], there: Sequence[Mark]) -> Iterator[PartChange]:
    for name in dict.fromkeys(mark.name for mark in (*here, *there)):
        before, now = ([mark for mark in side if mark.name == name] for side in (here, there))
        if before == now or (name in _TOLD_APART and len(before) != len(now)):
            continue
        values, values_now = ([mark.value for mark in side] for side in (before, now))
        is_moved = values == values_now or name == paragraph_text.LINK
        shown = ("", "") if is_moved else ("; ".join(values), "; ".join(values_now))
        how = "elsewhere in it" if is_moved else _OTHER if before and now else _GONE if before else _CAME
        yield PartChange(_OF_MARKS[name], name, place, *shown, how=how, is_inside=True)


def _differ(here: Sequence[str], there: Sequence[str]) -> bool:
    """Return True if equal paragraphs look otherwise: one by one, or where some came or went, as a whole."""
    if len(here) == len(there):
        return here != there
    fewer, more = sorted((here, there), key=len)
    return bool(Counter(fewer) - Counter(more))


def _more(changed: Sequence[str]) -> str:
    if len(changed) == 1:
        return ""
    return f", and in {len(changed) - 1} more paragraph{'s' if len(changed) > 2 else ''}"


def _paragraphs(pairs: Sequence[ProvisionPair]) -> Iterator[PartChange]:
    """Yield where paragraphs with equal words are divided otherwise, or stand in a table on one side only."""
    divided: list[str] = []
    tables: list[str] = []
    parted: list[str] = []
    for pair in pairs:
        if pair.differences or not pair.here or not pair.there:
            continue
        ours, theirs = (_beginnings(side) for side in (pair.here, pair.there))
        divided += sorted({**ours, **theirs}[start].words for start in ours.keys() ^ theirs.keys())
        both = [(ours[start], theirs[start]) for start in ours.keys() & theirs.keys()]
        tables += [one.words for one, other in both if one.is_cell != other.is_cell]
        parted += [one.words for one, other in both if one.is_cell and other.is_cell and one.is_first != other.is_first]
    for kind, changed, how in (
        (ReasonKind.PARAGRAPH, divided, "begins a paragraph"),
        (ReasonKind.TABLE, tables, "stands in a table"),
        (ReasonKind.TABLE, parted, "begins a table"),
    ):
        if changed:
            yield PartChange(kind, _PARAGRAPH, changed[0], how=f"{how} in one document only{_more(changed)}")


class _Beginning(Struct, frozen=True):
    """The beginning of a passage, whether it stands in a table, and whether another table begins with it."""

    words: str
    is_cell: bool
    is_first: bool


def _beginnings(provisions: Sequence[Provision]) -> dict[int, _Beginning]:
    """Return the beginning of each passage by the position of its first word."""
    found, start, table = {}, 0, 0
    for passage in (passage for provision in provisions for passage in provision.passages):
        before, table = table, passage.cell[0] if passage.cell else 0
        found[start] = _Beginning(" ".join(passage.words[:PLACE]), passage.cell is not None, before != table)
        start += len(passage.words)
    return found


def not_compared(here: Reading, there: Reading) -> Iterator[tuple[str, str]]:
    """Yield what one document holds and the other cannot hold, with the name of the document that holds it."""
    for side, other in ((here, there), (there, here)):
        alone = [part.name for part in side.parts or () if not other.can_hold(part.name)]
        if kinds := ", ".join(dict.fromkeys(name.partition(",")[0] for name in alone if name not in _AMONG_WORDS)):
            held = "holds words only" if other.parts is None else "cannot hold them so"
            yield side.source, f"not compared, as the other document {held}: {kinds}"
    for side in (here, there):
        yield from ((side.source, f"not read: {kind}") for kind in side.unread)
