"""Slips that show in the words themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from assembler.compare.align import Difference
from assembler.compare.reason import Reason, ReasonKind
from assembler.document.marks import roman
from assembler.readers.reading import Provision, Reading, words_of

_NO_SPACE = re.compile(r"[a-z)][,;:](?:[a-z]{2,}|[A-Z\d][A-Za-z\d,]+)$|[A-Z]{3,}:\S")
_STOPS = frozenset(",:;.")
_MINOR = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"]
)  # of a caption
_TARGET = re.compile(r"\b(Annex|Exhibit|Schedule) ([A-H])\b")
_MARKS = ".,;:()"
_MOST_DOUBLED, _REFERENCE = 3, 2  # words
_ORDER = {roman(n): n for n in range(1, 60)}


class TypoDocument(Struct, frozen=True, dict=True):
    """The whole document on one side of a difference, with the tables that the rules need."""

    reading: Reading

    @cached_property
    def counted(self) -> Mapping[str, int]:
        """The number of occurrences of each word."""
        return Counter(self.reading.words)

    @cached_property
    def spelled(self) -> Mapping[str, int]:
        """The number of occurrences of each word, without the punctuation around it."""
        spelled: Counter[str] = Counter()
        for word, count in self.counted.items():
            spelled[word.strip(_MARKS)] += count
        return spelled

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers of all provisions."""
        return frozenset(provision.number for provision in self.reading.provisions if provision.number)

    @cached_property
    def before(self) -> Mapping[int, str]:
        """The number of the provision before each one, by the identity of the provision."""
        before, last = {}, ""
        for provision in self.reading.provisions:
            before[id(provision)] = last
            last = provision.number or last
        return before


class TypoSide(Struct, frozen=True):
    """One side of a difference: the whole document, the words of the pair, and the number of the provision before."""

    document: TypoDocument
    words: tuple[str, ...]
    before: str

    @classmethod
    def of(cls, provisions: Sequence[Provision], document_set: TypoDocument) -> TypoSide:
        """Return the side for the provisions of a pair."""
        before = document_set.before.get(id(provisions[0]), "") if provisions else ""
        return cls(document_set, tuple(words_of(provisions)), before)


class _TypoCase(Struct, frozen=True):
    """The differing words of one side, their position, and the words in their place on the other side."""

    words: tuple[str, ...]
    index: int
    side: TypoSide
    other: tuple[str, ...]


TypoRule = Callable[[_TypoCase], str]


def typos_in(difference: Difference, here: TypoSide, there: TypoSide) -> list[Reason]:
    """Return the slips that anyone can see on one of the two sides."""
    ours, theirs = " ".join(difference.here), " ".join(difference.there)
    cases = (
        ("original", _TypoCase(difference.here, difference.index, here, difference.there)),
        ("new document", _TypoCase(difference.there, difference.there_at, there, difference.here)),
    )
    return [
        Reason(ReasonKind.ERRATUM, "", ours, theirs, f"{what} (in the {side})")
        for rule in RULES
        for side, case in cases
        if (what := rule(case))
    ]


def _doubled(case: _TypoCase) -> str:
    count = len(case.words)
    if count > _MOST_DOUBLED or any(map(str.isdigit, "".join(case.words))):
        return ""  # a sentence or a figure that stands twice may be meant
    behind = case.side.words[case.index + count : case.index + 2 * count]
    before = case.side.words[max(case.index - count, 0) : case.index]
    return "repeated words" if case.words and not case.other and case.words in (behind, before) else ""


def _only_spaces_differ(case: _TypoCase) -> bool:
    return "".join(case.words) == "".join(case.other)


def _no_space(case: _TypoCase) -> str:
    if not _only_spaces_differ(case):
        return ""
    marked = (word for word in case.words if "," in word or ":" in word or ";" in word)
    run_together = next((word for word in marked if _NO_SPACE.search(word)), "")
    return f"no space in {run_together!r}" if run_together else ""


def _space_before_mark(case: _TypoCase) -> str:
    is_apart = not _STOPS.isdisjoint(case.words) and _only_spaces_differ(case)
    return "a space before punctuation" if is_apart else ""


def _no_full_stop(case: _TypoCase) -> str:
    ended = bool(case.words) and (*case.words[:-1], case.words[-1] + ".") == case.other
    is_end = case.index + len(case.words) == len(case.side.words)
    return "no full stop at the end" if ended and is_end else ""


def _out_of_order(case: _TypoCase) -> str:
    """Report a number that does not follow the one before it."""
    if case.index or len(case.words) != 1 or len(case.other) > 1:
        return ""
    number, before = case.words[0].strip("()."), case.side.before.rpartition("(")[2].strip(").")
    is_astray = len(number) > 1 and number in _ORDER and before in _ORDER and _ORDER[number] != _ORDER[before] + 1
    return f"({number}) follows ({before})" if is_astray else ""


def _no_target(case: _TypoCase) -> str:
    """Report a reference to an annex or schedule whose letter the document does not have."""
    if max(len(case.words), len(case.other)) > _REFERENCE:
        return ""
    around = " ".join(case.side.words[max(case.index - 1, 0) : case.index + len(case.words) + 1])
    names = _TARGET.findall(around) if "Annex" in around or "Exhibit" in around or "Schedule" in around else ()
    for kind, letter in names:
        if f"{kind} {letter}".upper() not in case.side.document.numbers:
            return f"there is no {kind} {letter}"
    return ""


def _odd_capitals(case: _TypoCase) -> str:
    """Report a word whose capitals differ from its use everywhere else, if nothing but case and punctuation differs."""
    written, usual = ([word.strip(_MARKS) for word in side] for side in (case.words, case.other))
    if [word.lower() for word in written] != [word.lower() for word in usual]:
        return ""
    for word, other in zip(written, usual, strict=True):
        here, alike = (case.side.document.spelled.get(spelled, 0) for spelled in (word, other))
        if word != other and len(word) > 1 and alike >= max(here, 1):
            return f"{word!r} is {other!r} elsewhere"
    return ""


def _number_of_verb(case: _TypoCase) -> str:
    is_one = len(case.words) == len(case.other) == 1
    if is_one and case.words[0] + "s" == case.other[0] and case.other[0] in case.side.document.counted:
        return f"{case.words[0]!r} is {case.other[0]!r} in a similar passage"
    return ""


def _dropped_mark(case: _TypoCase) -> str:
    """Report a missing comma after a date or parenthesis, or a missing colon after a label."""
    if len(case.words) != 1 or len(case.other) != 1:
        return ""
    if case.words[0] + ":" == case.other[0]:
        return "the colon is missing"
    is_closed = case.words[0] + "," == case.other[0] and re.search(r"\)$|^\d{4}$", case.words[0])
    return "the closing comma is missing" if is_closed else ""


def _no_caption(case: _TypoCase) -> str:
    is_short = 0 < len(case.other) <= 8 and case.other[-1].endswith(".")
    is_caption = is_short and all(word[0].isupper() or word in _MINOR for word in case.other)
    return "no caption" if case.index == 1 and is_caption and not case.words else ""


RULES: Sequence[TypoRule] = (
    _doubled, _no_space, _space_before_mark, _no_full_stop, _out_of_order, _no_target, _odd_capitals, _number_of_verb,
    _dropped_mark, _no_caption,
)  # fmt: skip
