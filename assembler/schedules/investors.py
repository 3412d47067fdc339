"""Which investor of a term sheet is which of an earlier one, when some came, some left and some were misspelled."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from assembler.termsheet.instruments import plain_name
from assembler.termsheet.schema import Investor

_NEAR = 80  # of a hundred: from which on two names are taken for one that was written otherwise
_NO_LETTERS = re.compile(r"[\W_]+")
# What tells a fund from its sister: "Fund I, L.P." is no slip for "Fund II, L.P.".
_NUMERAL = re.compile(r"\b(?:[0-9]+|[ivx]+|[a-h])\b")


class Match(Struct, frozen=True):
    """An investor by the place in the list before and in the list now, from 0; None where there was or is none.

    `known_by` says what one was known by who has another name now, such as "a near name".
    """

    before: int | None
    now: int | None
    known_by: str = ""


def match(before: Sequence[Investor], now: Sequence[Investor]) -> tuple[Match, ...]:
    """Every investor of both lists: those of now in their order, then those who left in theirs.

    One is known by the name; else by the name but for capitals and punctuation; else by a near name; else by address,
    telephone or facsimile, where only one on each side has them.
    """
    pairs: dict[int, tuple[int, str]] = {}
    for known_by, found in _STEPS:
        matched = {one for one, _ in pairs.values()}
        left = [index for index in range(len(before)) if index not in matched]
        new = [index for index in range(len(now)) if index not in pairs]
        if left and new:
            pairs |= {there: (here, known_by) for here, there in found(before, left, now, new)}
    matches = [Match(*_pair(pairs.get(index), index)) for index in range(len(now))]
    stayed = {one for one, _ in pairs.values()}
    return (*matches, *(Match(index, None) for index in range(len(before)) if index not in stayed))


def _pair(found: tuple[int, str] | None, now: int) -> tuple[int | None, int, str]:
    return (found[0], now, found[1]) if found else (None, now, "")


_Finder = Callable[[Sequence[Investor], Sequence[int], Sequence[Investor], Sequence[int]], Iterator[tuple[int, int]]]


def _by(key: Callable[[Investor], Hashable]) -> _Finder:
    """Finds those who alone have something on both sides; what is nothing is no likeness."""

    def find(
        before: Sequence[Investor], left: Sequence[int], now: Sequence[Investor], new: Sequence[int]
    ) -> Iterator[tuple[int, int]]:
        ones, others = _alone(before, left, key), _alone(now, new, key)
        return ((ones[one], others[one]) for one in others if one in ones)

    return find


def _alone(some: Sequence[Investor], places: Sequence[int], key: Callable[[Investor], Hashable]) -> dict[Hashable, int]:
    found: dict[Hashable, int] = {}
    twice: set[Hashable] = set()
    for place in places:
        what = key(some[place])
        if found.setdefault(what, place) != place:
            twice.add(what)
    return {what: place for what, place in found.items() if what and what not in twice}


def _near(
    before: Sequence[Investor], left: Sequence[int], now: Sequence[Investor], new: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """The nearest names first; each is taken once."""
    from rapidfuzz import fuzz, process

    names = {place: _letters(before[place]) for place in left}
    scored = [
        (score, here, there)
        for there in new
        for _, score, here in process.extract(
            _letters(now[there]), names, scorer=fuzz.ratio, limit=5, score_cutoff=_NEAR
        )
        if _numerals(before[here]) == _numerals(now[there])
    ]
    taken: set[int] = set()
    given: set[int] = set()
    for _, here, there in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
        if here not in taken and there not in given:
            taken.add(here)
            given.add(there)
            yield here, there


def _name(investor: Investor) -> str:
    return plain_name(investor.name)


def _letters(investor: Investor) -> str:
    return _NO_LETTERS.sub(" ", _name(investor).casefold()).strip()


def _numerals(investor: Investor) -> list[str]:
    return sorted(_NUMERAL.findall(_letters(investor).replace("l p", "")))


def _address(investor: Investor) -> Any:
    return tuple(map(str, investor.address_lines))


def _lines(investor: Investor) -> str:
    return f"{investor.telephone or ''}/{investor.facsimile or ''}".strip("/")


_STEPS: tuple[tuple[str, _Finder], ...] = (
    ("", _by(_name)),
    ("the name but for capitals and punctuation", _by(_letters)),
    ("a near name", _near),
    ("the address", _by(_address)),
    ("the telephone and facsimile numbers", _by(_lines)),
)
