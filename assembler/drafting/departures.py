"""Departures: the places where this deal differs from the form. Each must match exactly once, or the draft is refused.

A departure works on the clause as printed for the deal, with references still as labels. Only the part that differs
between its two sides is replaced, so the values around it stay values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from assembler.document import walk
from assembler.document.marks import read_mark
from assembler.document.tree import (
    Blank,
    Block,
    Clause,
    Definition,
    Document,
    Enumeration,
    Inline,
    Inlines,
    Paragraph,
    Reference,
    Series,
    State,
    Text,
    Value,
)
from assembler.document.walk import joined
from assembler.drafting.notation import ListHead, NotationError, parse, parse_inlines, read_list_head
from assembler.termsheet.schema import Departure

_BLANKS = re.compile(r"\s+")
_NO_NUMBER = "none"
_HOW_TO_NAME = "Write its label: the name of its file without .txt. `assembler explain '3(e)'` shows the label of 3(e)."


class UnmetDeparture(Struct, frozen=True):
    """A departure that could not be applied: its index in the term sheet, its clause, the field at fault, problem and
    fix.
    """

    index: int
    clause: str
    field: str
    what: str
    hint: str


class _Mismatch(Exception):
    """The reason one departure cannot be applied."""

    def __init__(self, field: str, what: str, hint: str) -> None:
        super().__init__(what)
        self.field, self.what, self.hint = field, what, hint


def depart(
    document: Document, departures: Iterable[tuple[int, Departure]], subject: str = ""
) -> tuple[Document, tuple[UnmetDeparture, ...]]:
    """Return the document with the deal's departures applied in order, and the departures that could not be applied.

    Each departure comes with its index in the term sheet. `subject` is the term that the whole document is about, if
    any. A departure about another subject is skipped.
    """
    unmet: list[UnmetDeparture] = []
    for index, departure in departures:
        try:
            if not subject or departure.subject in (None, subject):
                document = _carried_out(document, departure, subject)
        except _Mismatch as mismatch:
            unmet.append(UnmetDeparture(index, departure.clause, mismatch.field, mismatch.what, mismatch.hint))
    return document, tuple(unmet)


def described(departure: Departure) -> str:
    """Return the departure as text: its clause and reason, then the form's words and this deal's."""
    subject = f" of {departure.subject}" if departure.subject else ""
    note = f" ({departure.note})" if departure.note else ""
    form, here = _said(departure)
    return f"{departure.clause}{subject}: {departure.why}{note}\n    form: {form}\n    here: {here}"


def _said(departure: Departure) -> tuple[str, str]:
    """Return the form's words and the deal's words in their place."""
    if departure.add is not None:
        return "(nothing)", f"behind {departure.after}: {' / '.join(departure.add.split(chr(10))).strip(' /')}"
    if departure.form is not None:
        return departure.form, departure.here or "(nothing)"
    if departure.list is not None:
        return f"a list numbered {departure.list}", f"a list numbered {departure.numbered}"
    if departure.number or departure.numbered:
        return "the number by its order", f"the number {departure.number or f'in the style of {departure.numbered}'}"
    if departure.state:
        return "the clause stands", "the clause is left out" if departure.state == "omit" else "[RESERVED]"
    return "the clause in its order", f"behind {departure.after}"


def _carried_out(document: Document, departure: Departure, subject: str) -> Document:
    if departure.add is not None:
        return _added(document, departure)
    change, count = _change(departure), [0]

    def change_counted(clause: Clause) -> Clause:
        # A repeated clause has a copy for each investor. Without a subject, the departure changes every copy.
        if departure.subject not in (None, clause.subject or subject):
            return clause
        count[0] += 1
        return change(clause)

    changed = walk.change_labelled(document, departure.clause, change_counted)
    if not count[0]:
        raise _no_copy(document, departure) or _unknown(document, departure.clause, "clause")
    return _moved(changed, departure) if departure.after else changed


def _change(departure: Departure) -> Callable[[Clause], Clause]:
    """Return the function that applies the departure to its clause."""
    if departure.form is not None and departure.here is not None:
        return lambda clause: _reworded(clause, departure.form or "", departure.here or "")
    if departure.number is not None:
        return lambda clause: replace(clause, number_as=departure.number or "")
    if departure.numbered is not None and departure.list is not None:
        return lambda clause: _relisted(clause, departure.list or "", departure.numbered or "")
    if departure.numbered is not None:
        return lambda clause: replace(clause, mark=_mark(departure.numbered or ""))
    if departure.state == "omit":
        return lambda clause: replace(clause, state=State.OMITTED)
    if departure.state == "reserved":
        return lambda clause: replace(clause, state=State.RESERVED, heading=(), blocks=(), children=())
    if departure.after is not None:
        return lambda clause: clause
    if departure.form is not None or departure.here is not None:
        stated, missing = ("form", "here") if departure.here is None else ("here", "form")
        hint = "Write the form's words in `form`, and this deal's words in `here`."
        raise _Mismatch(stated, f"this departure has `{stated}` and no `{missing}`", hint)
    raise _Mismatch("clause", "this departure states no change", "Add `form` and `here`, or `add`, `number`, `numbered`, `state` or `after`.")  # fmt: skip


# Words in place of words. A passage is searched as text, in which a reference or a list is a single character.

_InlineSigns = dict[Inline, str]


def _reworded(clause: Clause, form: str, here: str) -> Clause:
    sought, replacement = _read(form), _read(here)
    count = sum(len(_places(sought, passage)) for passage in _all_passages(clause))
    if count != 1:
        what = f"the clause {clause.label!r} {_holds(count, f'the words {form!r}')}; it must hold them once"
        hint = "Add more of the words around them." if count else _nearest(clause, form)
        raise _Mismatch("form", what, hint)
    return walk.change_passages(clause, lambda passage: _replaced(passage, sought, replacement))


def _replaced(passage: Inlines, sought: Inlines, replacement: Inlines) -> Inlines:
    places = _places(sought, passage)
    if not places:
        return walk.change_items(passage, lambda item: _replaced(item, sought, replacement))
    signs: _InlineSigns = {}
    old, new = _signed(sought, signs), _signed(replacement, signs)
    # The common beginning and end stay as they are, and the values in them stay values.
    head, tail = _common(old, new)
    begin, end = places[0] + head, places[0] + len(old) - tail
    return joined(_slice(passage, 0, begin), _slice(replacement, head, len(new) - tail), _slice(passage, end))


def _places(sought: Inlines, passage: Inlines) -> list[int]:
    """Return the positions at which the sought words begin in a passage."""
    signs: _InlineSigns = {}
    pattern, text = _signed(sought, signs), _signed(passage, signs)
    places, position = [], text.find(pattern)
    while position >= 0:
        places.append(position)
        position = text.find(pattern, position + 1)
    return places


def _signed(passage: Inlines, signs: _InlineSigns) -> str:
    """Return the passage as text. Equal inlines become the same private character, which no words can hold."""
    return "".join(
        inline.text if isinstance(inline, Text | Value) else signs.setdefault(inline, chr(0xF0000 + len(signs)))
        for inline in passage
    )


def _slice(passage: Inlines, begin: int, end: int | None = None) -> Inlines:
    """Return part of a passage by positions in its text. A cut value stays a value."""
    part: list[Inline] = []
    start = 0
    for inline in passage:
        length = len(inline.text) if isinstance(inline, Text | Value) else 1
        first, last = max(begin - start, 0), length if end is None else min(end - start, length)
        if first < last:
            part.append(replace(inline, text=inline.text[first:last]) if isinstance(inline, Text | Value) else inline)
        start += length
    return tuple(part)


def _common(old: str, new: str) -> tuple[int, int]:
    """Return the length of the common beginning, and of the common end of the rest."""
    head = _same_beginning(old, new)
    return head, _same_beginning(old[head:][::-1], new[head:][::-1])


def _same_beginning(old: str, new: str) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((index for index, (left, right) in pairs if left != right), min(len(old), len(new)))


def _all_passages(clause: Clause) -> list[Inlines]:
    """Return every passage of the clause, and every item of the lists in them."""
    passages: list[Inlines] = []

    def collect(passage: Inlines) -> Inlines:
        passages.append(passage)
        return walk.change_items(passage, collect)

    walk.change_passages(clause, collect)
    return passages


def _nearest(clause: Clause, form: str) -> str:
    """Return a hint with the words of the clause most similar to `form`."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    shown = " ".join(map(_shown, _all_passages(clause)))
    near = partial_ratio_alignment(form, shown) if shown else None
    words = (
        f" The most similar words in the clause are {_whole_words(shown, near.dest_start, near.dest_end)!r}."
        if near and near.score > 60  # words less alike are alike by chance
        else ""
    )
    return "Copy the words from the form, and write references as `@label`." + words


def _whole_words(text: str, begin: int, end: int) -> str:
    """Return part of a text, widened to whole words."""
    first = text.rfind(" ", 0, begin + 1) + 1
    last = text.find(" ", max(end - 1, 0))
    return text[first : last if last >= 0 else None].rstrip(",;")


def _shown(passage: Inlines) -> str:
    """Return a passage as a departure would have to write it."""
    return "".join(map(_shown_inline, passage))


def _shown_inline(inline: Inline) -> str:
    match inline:
        case Text(text) | Value(text, _):
            return text
        case Definition(term):
            return f'"*{term}*"'
        case Reference(label, short):
            return f"@~{label}" if short else f"@{label}"
        case Blank(width):
            return "_" * width
        case _:
            return " ... "


def _read(words: str) -> Inlines:
    # In a term sheet, the words may be wrapped over several lines.
    return parse_inlines(_BLANKS.sub(" ", words))


# Lists, numbers, and whole clauses


def _relisted(clause: Clause, mark: str, head: str) -> Clause:
    changed_lists: list[str] = []

    def relist(inlines: Inlines) -> Inlines:
        changed = tuple(_relist(inline, mark, head, changed_lists) for inline in inlines)
        return walk.change_items(changed, relist)

    changed = walk.change_passages(clause, relist)
    blocks = tuple(_relist_block(block, mark, head, changed_lists) for block in changed.blocks)
    if len(changed_lists) != 1:
        holds = _holds(len(changed_lists), f"a list numbered {mark!r}")
        what = f"the clause {clause.label!r} {holds}; it must hold it once"
        raise _Mismatch("list", what, "Copy the first number of the list from the form.")
    return replace(changed, blocks=blocks)


def _relist(inline: Inline, mark: str, head: str, changed_lists: list[str]) -> Inline:
    if not isinstance(inline, Series) or inline.mark != mark:
        return inline
    changed_lists.append(mark)
    new = _list_head(head)
    return replace(inline, mark=new.mark, between=new.between or inline.between, last=new.last or inline.last)


def _relist_block(block: Block, mark: str, head: str, changed_lists: list[str]) -> Block:
    if not isinstance(block, Enumeration) or block.mark != mark:
        return block
    changed_lists.append(mark)
    return replace(block, mark=_list_head(head).mark)


def _list_head(head: str) -> ListHead:
    try:
        return read_list_head(head)
    except NotationError as error:
        raise _Mismatch(
            "numbered", error.what, 'Write the first number, such as "(A)", or a pattern such as "(A) or (B)".'
        ) from None


def _mark(mark: str) -> str:
    if mark == _NO_NUMBER:
        return ""
    try:
        read_mark(mark)
    except ValueError as error:
        raise _Mismatch(
            "numbered", str(error), 'Write the first number of its kind, such as "(a)" or "a.", or none.'
        ) from None
    return mark


def _added(document: Document, departure: Departure) -> Document:
    try:
        words = parse(departure.add or "")
    except NotationError as error:
        raise _Mismatch("add", error.what, "See templates/README.md for the notation.") from None
    if any(clause.label == departure.clause for clause in walk.clauses(document)):
        raise _Mismatch("clause", f"the form already has a clause {departure.clause!r}", "Give the new clause another label.")  # fmt: skip
    clause = Clause(departure.clause, heading=words.heading, runs_in=words.runs_in, blocks=words.blocks)
    # A clause added as "[RESERVED]" only takes a number, like a reserved clause of the form.
    if words.blocks == (Paragraph((Text("[RESERVED]"),)),):
        clause = replace(clause, state=State.RESERVED, blocks=())
    if not departure.after:
        hint = "Add `after` with the label of the clause before it."
        raise _Mismatch("after", "this departure does not say where its clause goes", hint)
    return _inserted(document, departure.after, lambda sibling: _numbered(clause, departure, sibling))


def _numbered(clause: Clause, departure: Departure, sibling: Clause) -> Clause:
    """Return an added clause with the mark that the departure states, or else that of the clause before it."""
    mark = _mark_of(sibling) if departure.numbered is None else _mark(departure.numbered)
    if departure.number and not mark:
        what = f"the clause {departure.clause!r} would have no number: {sibling.label!r} before it has none"
        raise _Mismatch("number", what, 'Add `numbered` with the first number of its kind, such as "(a)".')
    return replace(clause, mark=mark, number_as=departure.number or "")


def _mark_of(sibling: Clause) -> str:
    # An annex prints its number in its own words, so what follows an annex has no number of that kind.
    return "" if not sibling.mark or read_mark(sibling.mark).is_named else sibling.mark


def _moved(document: Document, departure: Departure) -> Document:
    moving = next(clause for clause in walk.clauses(document) if clause.label == departure.clause)
    without = walk.change_clauses(document, lambda clause: None if clause.label == departure.clause else clause)
    return _inserted(without, departure.after or "", lambda sibling: _beside(moving, sibling))


def _beside(clause: Clause, sibling: Clause) -> Clause:
    """Return a moved clause. Beside clauses of another level, it is numbered like them."""
    own, mark = _mark_of(clause), _mark_of(sibling)
    is_other = bool(own and mark) and read_mark(own).counter != read_mark(mark).counter
    return replace(clause, mark=mark) if is_other else clause


def _inserted(document: Document, after: str, new: Callable[[Clause], Clause]) -> Document:
    """Return the document with a clause added behind the one labelled `after`, as its sibling.

    `new` returns the clause for that sibling.
    """
    insertions: list[str] = []

    def insert(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        with_new: list[Clause] = []
        for clause in clauses:
            with_new.append(replace(clause, children=insert(clause.children)))
            if clause.label == after:
                insertions.append(after)
                # It stands on the same kind of page as the clause before it.
                with_new.append(replace(new(clause), pages=clause.pages))
        return tuple(with_new)

    changed = replace(document, clauses=insert(document.clauses))
    if len(insertions) != 1:
        raise _unknown(document, after, "after")
    return changed


def _no_copy(document: Document, departure: Departure) -> _Mismatch | None:
    """Return the mismatch of a departure whose clause stands, but not for its subject."""
    copies = [clause.subject for clause in walk.clauses(document) if clause.label == departure.clause]
    if not copies:
        return None
    what = f"the clause {departure.clause!r} has no copy for {departure.subject!r}"
    subjects = ", ".join(filter(None, copies))
    hint = (
        f"Write one of: {subjects}. Or delete `subject`." if subjects else "Delete `subject`: the clause prints once."
    )
    return _Mismatch("subject", what, hint)


def _unknown(document: Document, label: str, field: str) -> _Mismatch:
    from rapidfuzz.process import extractOne

    labels = sorted({clause.label for clause in walk.clauses(document)})
    near = extractOne(label, labels, score_cutoff=60)
    hint = f"Did you mean {near[0]!r}?" if near else _HOW_TO_NAME
    return _Mismatch(field, f"no clause of this deal has the label {label!r}", hint)


def _holds(count: int, content: str) -> str:
    """Return how often a clause holds something: not at all, or more than once."""
    return f"holds {content} {'twice' if count == 2 else f'{count} times'}" if count else f"does not hold {content}"
