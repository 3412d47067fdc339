"""Slips that show in the words themselves, and what of a difference is number or layout alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from msgspec import Struct

from assembler.compare.align import Difference, Pair
from assembler.compare.cause import Cause, Kind
from assembler.document.marks import roman

_NO_SPACE = re.compile(r"[a-z)][,;:](?:[a-z]{2,}|[A-Z\d][A-Za-z\d,]+)$|[A-Z]{3,}:\S")
_BOX = frozenset("-_oO☐□■x*")
_TARGET = re.compile(r"\b(Annex|Exhibit|Schedule) ([A-H])\b")
_MARKS = ".,;:()"
_ORDER = {roman(n): n for n in range(1, 60)}


class Side(Struct, frozen=True):
    """One document beside a difference: all its words counted, all its numbers, and the words of the pair."""

    counted: Counter[str]
    numbers: frozenset[str]
    words: tuple[str, ...]
    before: str


class _Case(Struct, frozen=True):
    """The words of one side, where they begin, and what stands in their place on the other."""

    words: tuple[str, ...]
    at: int
    side: Side
    other: tuple[str, ...]


Rule = Callable[[_Case], str]


def slips(difference: Difference, here: Side, there: Side) -> list[Cause]:
    """What is wrong for anyone to see on one of the two sides."""
    ours, theirs = " ".join(difference.here), " ".join(difference.there)
    cases = {
        "here": _Case(difference.here, difference.at, here, difference.there),
        "there": _Case(difference.there, difference.there_at, there, difference.here),
    }
    found = ((side, rule(case)) for rule in RULES for side, case in cases.items())
    return [Cause(Kind.ERRATUM, "", ours, theirs, f"{side}: {what}") for side, what in found if what]


def _doubled(case: _Case) -> str:
    count = len(case.words)
    behind = case.side.words[case.at + count : case.at + 2 * count]
    before = case.side.words[max(case.at - count, 0) : case.at]
    return "words doubled" if case.words and not case.other and case.words in (behind, before) else ""


def _no_space(case: _Case) -> str:
    run_together = [word for word in case.words if _NO_SPACE.search(word)]
    return f"no blank in {run_together[0]!r}" if run_together else ""


def _space_before_mark(case: _Case) -> str:
    return "a blank before the mark" if any(word in (",", ":", ";", ".") for word in case.words) else ""


def _no_full_stop(case: _Case) -> str:
    ended = bool(case.words and case.other) and case.words[-1] + "." == case.other[-1]
    is_end = case.at + len(case.words) == len(case.side.words)
    return "no full stop at the end" if ended and is_end else ""


def _out_of_order(case: _Case) -> str:
    """A number that does not follow the one before it."""
    if case.at or len(case.words) != 1:
        return ""
    own, before = case.words[0].strip("()."), case.side.before.rpartition("(")[2].strip(").")
    is_astray = len(own) > 1 and own in _ORDER and before in _ORDER and _ORDER[own] != _ORDER[before] + 1
    return f"({own}) follows ({before})" if is_astray else ""


def _no_target(case: _Case) -> str:
    """A reference to an annex or a schedule by a letter that the document does not have."""
    around = " ".join(case.side.words[max(case.at - 1, 0) : case.at + len(case.words) + 1])
    for kind, letter in _TARGET.findall(around):
        if f"{kind} {letter}".upper() not in case.side.numbers:
            return f"there is no {kind} {letter}"
    return ""


def _odd_capitals(case: _Case) -> str:
    """A word in capitals that the document writes otherwise everywhere else."""
    for word, theirs in zip(case.words, case.other, strict=False):
        own, usual = word.strip(_MARKS), theirs.strip(_MARKS)
        if own != usual and own.lower() == usual.lower() and len(own) > 1:
            here, alike = (
                sum(count for one, count in case.side.counted.items() if one.strip(_MARKS) == spelled)
                for spelled in (own, usual)
            )
            if alike and (alike >= here or own.startswith("[")):
                return f"{own!r} is {usual!r} elsewhere"
    return ""


def _number_of_verb(case: _Case) -> str:
    is_one = len(case.words) == len(case.other) == 1
    if is_one and case.words[0] + "s" == case.other[0] and case.side.counted[case.other[0]]:
        return f"{case.words[0]!r} is {case.other[0]!r} in a like passage"
    return ""


def _dropped_mark(case: _Case) -> str:
    """The comma that closes a date or a parenthesis, or the colon of a label, left out."""
    if len(case.words) != 1 or len(case.other) != 1:
        return ""
    if case.words[0] + ":" == case.other[0]:
        return "the colon is missing"
    is_closed = case.words[0] + "," == case.other[0] and re.search(r"\)$|^\d{4}$", case.words[0])
    return "the closing comma is missing" if is_closed else ""


def _no_caption(case: _Case) -> str:
    is_caption = case.at == 1 and 0 < len(case.other) <= 8 and case.other[-1].endswith(".")
    return "no caption" if is_caption and not case.words else ""


RULES: Sequence[Rule] = (
    _doubled, _no_space, _space_before_mark, _no_full_stop, _out_of_order, _no_target, _odd_capitals, _number_of_verb,
    _dropped_mark, _no_caption,
)  # fmt: skip


def form_of(difference: Difference, pair: Pair, numbered: Sequence[bool]) -> Cause | None:
    """What a difference is where it is one of number or of layout alone; None where it is one of words."""
    here, there = " ".join(difference.here), " ".join(difference.there)
    if pair.here and pair.there and difference.here and difference.there and all(numbered):
        ours, theirs = _bare(here), _bare(there)
        if ours == theirs:
            return Cause(Kind.LAYOUT, "", here, there, "the same number in another style")
        return Cause(Kind.NUMBERING, "", here, there, "another number")
    if difference.here and difference.there and all(word in _BOX for word in (*difference.here, *difference.there)):
        return Cause(Kind.LAYOUT, "", here, there, "another mark for a box")
    if here and there and _letters(here) == _letters(there):
        return (
            Cause(Kind.LAYOUT, "", here, there, "the same letters with other marks or blanks")
            if _only_blanks(here, there)
            else None
        )
    return None


def _only_blanks(here: str, there: str) -> bool:
    return here.replace(" ", "") == there.replace(" ", "")


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _bare(number: str) -> str:
    return re.sub(r"[^\w.]", "", number).rstrip(".")
