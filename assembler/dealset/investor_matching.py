"""Matching the investors of a term sheet with those of an earlier one: some join, some leave, some are misspelled."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Hashable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from assembler.store.manifest import NumberedParty
from assembler.termsheet.instruments import plain_name
from assembler.termsheet.scalars import settled
from assembler.termsheet.schema import AnyTermSheet, Investor, WarrantHolder

_NEAR = 80  # of 100: the similarity from which two names count as one name spelled differently
# Runs of characters that are neither letters nor digits.
_NO_LETTERS = re.compile(r"[\W_]+")
_INVESTOR = re.compile(r"investors\[\d+\]")
# The numeral of a sister fund: "Fund I, L.P." is not a misspelling of "Fund II, L.P.".
_NUMERAL = re.compile(r"\b(?:[0-9]+|[ivx]+|[a-h])\b")


Holder = Investor | WarrantHolder
"""A party with documents of its own: an investor, or the holder of another warrant."""


class Match(Struct, frozen=True):
    """An investor's positions in the previous list and in the new one, from 0. None if the list lacks the investor.

    `known_by` says how an investor with a new name was matched, such as by "similar name".
    """

    before: int | None
    now: int | None
    known_by: str = ""


def match(before: Sequence[Holder], now: Sequence[Holder], joining: Container[int] = ()) -> tuple[Match, ...]:
    """Return a match for every investor of both lists: those of the new list in order, then those who left.

    Investors match by name, then by name without capitals and punctuation, then by similar name. Last they match by
    address, by telephone and facsimile, or by e-mail, if only one on each side has it. `joining` are those of the new
    list who are known not to be in the old one.
    """
    pairs: dict[int, tuple[int, str]] = {}
    for known_by, find in _STEPS:
        matched = {old for old, _ in pairs.values()}
        left = [index for index in range(len(before)) if index not in matched]
        new = [index for index in range(len(now)) if index not in pairs and index not in joining]
        if left and new:
            pairs |= {new_index: (old, known_by) for old, new_index in find(before, left, now, new)}
    matches = [Match(*_pair(pairs.get(index), index)) for index in range(len(now))]
    stayed = {old for old, _ in pairs.values()}
    return (*matches, *(Match(index, None) for index in range(len(before)) if index not in stayed))


_State = tuple[Sequence[NumberedParty], AnyTermSheet]


def matches_between(before: _State, now: _State) -> tuple[Match, ...]:
    """Return the matches of the investors of two states of a set, each given by its register and its terms.

    A party has its number for life. Where a state has no register, investors match as in `match`.
    """
    if before[0] and now[0]:
        return _matched_by_number(before[0], now[0])
    return match(*(getattr(terms, "investors", ()) for _, terms in (before, now)))


def _matched_by_number(before: Sequence[NumberedParty], now: Sequence[NumberedParty]) -> tuple[Match, ...]:
    old, new = (
        {party.number: party for party in side if _INVESTOR.match(party.term) and not party.left}
        for side in (before, now)
    )
    stayed = [
        Match(_place(old[number]) if number in old else None, _place(party), _known_by(old.get(number), party))
        for number, party in new.items()
    ]
    left = [Match(_place(party), None) for number, party in old.items() if number not in new]
    return (*sorted(stayed, key=lambda pair: pair.now or 0), *sorted(left, key=lambda pair: pair.before or 0))


def _place(party: NumberedParty) -> int:
    return int(party.term.partition("[")[2].rstrip("]"))


def _known_by(before: NumberedParty | None, now: NumberedParty) -> str:
    return "its number in the set" if before and before.name != now.name else ""


def renamed_investors(matches: Sequence[Match], before: AnyTermSheet, now: AnyTermSheet) -> Mapping[str, str]:
    """Return the new name of each investor who is called otherwise now, by the name before."""
    old, new = ([_name(investor) for investor in getattr(terms, "investors", ())] for terms in (before, now))
    pairs = ((old[pair.before], new[pair.now]) for pair in matches if pair.before is not None and pair.now is not None)
    return {name: called for name, called in pairs if name != called}


def _pair(previous: tuple[int, str] | None, now: int) -> tuple[int | None, int, str]:
    return (previous[0], now, previous[1]) if previous else (None, now, "")


_Finder = Callable[[Sequence[Holder], Sequence[int], Sequence[Holder], Sequence[int]], Iterator[tuple[int, int]]]


def _in_order(key: Callable[[Holder], Hashable]) -> _Finder:
    """Return a finder of investors who share a key. Several with the same key are paired in their order."""

    def find(
        before: Sequence[Holder], left: Sequence[int], now: Sequence[Holder], new: Sequence[int]
    ) -> Iterator[tuple[int, int]]:
        old: dict[Hashable, list[int]] = defaultdict(list)
        for index in left:
            old[key(before[index])].append(index)
        return ((old[value].pop(0), index) for index in new if old[value := key(now[index])])

    return find


def _by(key: Callable[[Holder], Hashable]) -> _Finder:
    """Return a finder of investors who share a key that is unique on both sides. An empty key matches nobody."""

    def find(
        before: Sequence[Holder], left: Sequence[int], now: Sequence[Holder], new: Sequence[int]
    ) -> Iterator[tuple[int, int]]:
        old, current = _unique(before, left, key), _unique(now, new, key)
        return ((old[value], current[value]) for value in current if value in old)

    return find


def _unique(
    investors: Sequence[Holder], indexes: Sequence[int], key: Callable[[Holder], Hashable]
) -> dict[Hashable, int]:
    index_of: dict[Hashable, int] = {}
    repeated: set[Hashable] = set()
    for index in indexes:
        value = key(investors[index])
        if index_of.setdefault(value, index) != index:
            repeated.add(value)
    return {value: index for value, index in index_of.items() if value and value not in repeated}


def _near(
    before: Sequence[Holder], left: Sequence[int], now: Sequence[Holder], new: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield the most similar pairs of names first, each name once."""
    from rapidfuzz import fuzz, process

    names = {index: _letters(before[index]) for index in left}
    scored = [
        (score, old, current)
        for current in new
        for _, score, old in process.extract(
            _letters(now[current]), names, scorer=fuzz.ratio, limit=5, score_cutoff=_NEAR
        )
        if _numerals(before[old]) == _numerals(now[current])
    ]
    matched_old: set[int] = set()
    matched_new: set[int] = set()
    for _, old, current in sorted(scored, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if old not in matched_old and current not in matched_new:
            matched_old.add(old)
            matched_new.add(current)
            yield old, current


def _name(investor: Holder) -> str:
    return plain_name(investor.name)


def _purchase(investor: Holder) -> Hashable:
    """Return the name and the closing. An investor who buys again is in the list twice."""
    return _name(investor), settled(getattr(investor, "closing", None))


def _letters(investor: Holder) -> str:
    return _NO_LETTERS.sub(" ", _name(investor).casefold()).strip()


def _numerals(investor: Holder) -> list[str]:
    # "L.P." would leave the letters "l" and "p", which read as numerals.
    return sorted(_NUMERAL.findall(_letters(investor).replace("l p", "")))


def _address(investor: Holder) -> Any:
    return tuple(map(str, investor.address_lines))


def _lines(investor: Holder) -> str:
    return f"{investor.telephone or ''}/{investor.facsimile or ''}".strip("/")


def _email(investor: Holder) -> str:
    return (settled(investor.email) or "").casefold()


# The surest match first. Each step only sees the investors that the steps before it left.
_STEPS: tuple[tuple[str, _Finder], ...] = (
    ("", _in_order(_purchase)),
    ("", _in_order(_name)),
    ("name without capitals and punctuation", _by(_letters)),
    ("similar name", _near),
    ("address", _by(_address)),
    ("telephone and facsimile numbers", _by(_lines)),
    ("e-mail address", _by(_email)),
)
