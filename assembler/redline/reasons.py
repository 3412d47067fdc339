"""The reasons of a redline: which words of each document belong to which term, and why words differ.

A comparison knows them by the places of words in its two readings.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from msgspec import Struct

from assembler.compare.align import Presence
from assembler.compare.explain import Comparison, ExplainedPair
from assembler.compare.reason import Reason, ReasonKind
from assembler.compare.report import cause_detail
from assembler.document import labels
from assembler.readers.reading import Provision, Reading

_COUNTED = re.compile(r"s?\[(\d+)\]")
_DIGIT = re.compile(r"\d")
_INVESTOR = re.compile(r"(investors\[\d+\])\.name")
_WEAK = (ReasonKind.TERM, ReasonKind.MOVED, ReasonKind.UNEXPLAINED)
_LABEL = re.compile(r" \(\w+\)")
_MOST_TERMS = 4  # terms of one investor that are named one by one


class ReadWords(Struct, frozen=True):
    """The words of a reading. `starts` and `names` tell where each provision begins, and `terms` whose words are a term's."""

    words: Sequence[str]
    starts: Sequence[int]
    names: Sequence[str]
    terms: Sequence[tuple[int, int, str]]

    def place(self, position: int) -> str:
        """Return the name of the provision in which a word stands."""
        index = bisect_right(self.starts, position) - 1
        return self.names[index] if 0 <= index < len(self.names) else ""

    def terms_in(self, words: range) -> Mapping[str, str]:
        """Return the terms of which a word stands among some words, with all their words."""
        touched = ((path, start, stop) for start, stop, path in self.terms if start < words.stop and words.start < stop)
        return {path: self._figure(path, _bare(self.words[start:stop])) for path, start, stop in touched}

    def value(self, path: str) -> str:
        """Return the words of a term where they first stand, in figures if they do anywhere; "" if they do not stand."""
        words = next((_bare(self.words[start:stop]) for start, stop, other in self.terms if other == path), "")
        return self._figure(path, words) if words else ""

    def investor(self, name: str) -> str:
        """Return the path of the investor with a name, "" if there is none."""
        named = (path for start, stop, path in self.terms if _bare(self.words[start:stop]) == name)
        return next((match[1] for path in named if (match := _INVESTOR.fullmatch(path))), "")

    def _figure(self, path: str, shown: str) -> str:
        """Return the words of a term as shown, or in figures if the document has them elsewhere."""
        if _DIGIT.search(shown):
            return shown
        others = (_bare(self.words[start:stop]) for start, stop, other in self.terms if other == path)
        return next((words for words in others if _DIGIT.search(words)), shown)


UNREAD = ReadWords((), (), (), ())
"""The words of a document that was not read, since all of it has one reason."""


class WordReason(Struct, frozen=True):
    """The reason for words that differ, by their places in the older and in the newer reading.

    `line` is "" for words that all signature pages have: only the terms among them tell the reason.
    """

    old: range
    new: range
    kind: ReasonKind
    line: str


class Reasons(Struct, frozen=True):
    """The reasons known for the changes between two documents. `otherwise` is the reason for all that has no other, or ""."""

    old: ReadWords
    new: ReadWords
    reasons: Sequence[WordReason]
    otherwise: str = ""

    def of(self, old: range, new: range) -> tuple[str, ...]:
        """Return the reasons for a change of these words, each a line: options and departures, or else terms, or else
        that the words moved.
        """
        found = [reason for reason in self.reasons if _touch(reason.old, old) or _touch(reason.new, new)]
        kinds = {reason.kind for reason in found}
        if not found or kinds == {ReasonKind.UNEXPLAINED}:
            return (self.otherwise,) if self.otherwise else ()
        others = [reason.line for reason in found if reason.kind not in _WEAK]
        terms = [*self._terms(old, new)] if not others and kinds & {ReasonKind.TERM, ReasonKind.MOVED} else []
        told = others or terms or [reason.line for reason in found if reason.kind is ReasonKind.TERM]
        told = told or [reason.line for reason in found if reason.kind is ReasonKind.MOVED and reason.line]
        return tuple(dict.fromkeys(told)) or ((self.otherwise,) if self.otherwise else ())

    def _terms(self, old: range, new: range) -> Iterator[str]:
        """Yield the terms whose words differ, each with both values."""
        before, now = dict(self.old.terms_in(old)), dict(self.new.terms_in(new))
        if len(before) == len(now) == 1:
            # An investor who left moves the paths of all who follow.
            ((_, gone),), ((path, came),) = before.items(), now.items()
            yield from [f"{path}: {gone} → {came}"] if gone != came else ()
            return
        self._complete(before, now)
        for path, value in before.items():
            if path in now and value != now[path]:
                yield f"{path}: {value} → {now[path]}"
        yield from self._alone({path: words for path, words in before.items() if path not in now}, "removed")
        yield from self._alone({path: words for path, words in now.items() if path not in before}, "added")

    def _alone(self, terms: Mapping[str, str], how: str) -> Iterator[str]:
        """Yield the terms that only one side of a change has. Many of one investor, or the name, are that investor."""
        groups: dict[str, list[str]] = {}
        for path, words in terms.items():
            line = f"{path}: nothing → {words}" if how == "added" else f"{path}: {words} → nothing"
            groups.setdefault(path.partition(".")[0], []).append(line)
        for group, lines in groups.items():
            name = terms.get(f"{group}.name", "")
            if not group.endswith("]") or (len(lines) <= _MOST_TERMS and not name):
                yield from lines
                continue
            there = (self.old if how == "added" else self.new).investor(name) if name else ""
            # An investor whom the other document has as well only stands in another place of the term sheet.
            line = f"{there} → {group}" if how == "added" else f"{group} → {there}"
            yield f"{line}: moved, {name}" if there else f"{group}: {how}{f', {name}' if name else ''}"

    def _complete(self, before: dict[str, str], now: dict[str, str]) -> None:
        """Add the value that the other document has of a term. The words of a value may come or go at its edge."""
        for ours, theirs, read in ((before, now, self.old), (now, before, self.new)):
            for path in theirs:
                if path not in ours and self._is_of_same(path) and (value := read.value(path)):
                    ours[path] = value

    def _is_of_same(self, path: str) -> bool:
        """Return True unless the term is one of an investor, and the other document has another investor in that place."""
        group = path.partition(".")[0]
        names = [read.value(f"{group}.name") for read in (self.old, self.new)]
        if not group.startswith("investors[") or names[0] == names[1]:
            return True
        # One who is in neither document under the other name was renamed.
        return all(names) and not self.new.investor(names[0]) and not self.old.investor(names[1])


def _bare(words: Iterable[str]) -> str:
    return " ".join(words).strip(",;:()")


def _touch(known: range, words: range) -> bool:
    return known.start < words.stop and words.start < known.stop


def reasons_of(comparison: Comparison, otherwise: str = "") -> Reasons:
    """Return the reasons that a comparison knows. `otherwise` is that of all other changes, if it is known."""
    old, new = comparison.here, comparison.there
    starts = _starts(old.provisions), _starts(new.provisions)
    found = [reason for pair in comparison.pairs for reason in _of_pair(pair, starts)]
    return Reasons(_read(old), _read(new), found, otherwise)


def _of_pair(pair: ExplainedPair, starts: tuple[Mapping[int, int], Mapping[int, int]]) -> Iterator[WordReason]:
    """Yield the reasons of two provisions. What gives moved ones another number is the reason of all their words."""
    is_moved = pair.pair.presence is Presence.MOVED
    sides = (pair.pair.here, pair.pair.there)
    wholes = [_place(side, 0, sum(len(each.words) for each in side), starts[index]) for index, side in enumerate(sides)]
    for explained in pair.differences:
        difference, kinds = explained.difference, {reason.kind for reason in explained.reasons}
        of_whole = is_moved and bool(kinds & {ReasonKind.MOVED, ReasonKind.NUMBERING})
        places = (
            wholes
            if of_whole
            else [
                _place(sides[0], difference.index, len(difference.here), starts[0]),
                _place(sides[1], difference.there_at, len(difference.there), starts[1]),
            ]
        )
        for reason in explained.reasons:
            if not (of_whole and reason.kind is ReasonKind.NUMBERING):
                line = "" if _is_of_page(reason, sides) else line_of(reason)
                yield WordReason(places[0], places[1], reason.kind, line)


def _is_of_page(reason: Reason, sides: Sequence[Sequence[Provision]]) -> bool:
    """Return True for words that moved from one signature page to another: all pages have them."""
    return reason.kind is ReasonKind.MOVED and any(provision.subject for side in sides for provision in side)


def _place(provisions: Sequence[Provision], index: int, count: int, starts: Mapping[int, int]) -> range:
    """Return the place in the whole reading of words that are counted from the beginning of some provisions."""
    for provision in provisions:
        if index < len(provision.words):
            start = starts[id(provision)] + index
            return range(start, start + count)
        index -= len(provision.words)
    return range(0)


def line_of(reason: Reason) -> str:
    """Return a reason as a line: "option: adviser language", "departure 3"."""
    detail = cause_detail(reason)
    match reason.kind:
        case ReasonKind.TERM:
            return f"{reason.path}: {detail.partition(': ')[2]}"
        case ReasonKind.OPTION:
            name = reason.path.removeprefix("options.").removeprefix("clauses.").replace("_", " ")
            return f"option: {name.replace('.', ' ')}, {reason.here} → {reason.there}"
        case ReasonKind.DEPARTURE:
            number = reason.path.removeprefix("departures[").removesuffix("]")
            said = f" ({reason.remark})" if reason.remark else ""
            return f"departure {int(number) + 1}{said}" if number.isdigit() else f"departure: {detail}"
        case ReasonKind.MOVED:
            return f"moved: {_LABEL.sub('', detail)}"
        case _:
            return f"{reason.kind.label}: {detail}" if detail else reason.kind.label


def _starts(provisions: Sequence[Provision]) -> dict[int, int]:
    counted = accumulate((len(provision.words) for provision in provisions), initial=0)
    return {id(provision): start for provision, start in zip(provisions, counted, strict=False)}


def _read(reading: Reading) -> ReadWords:
    starts = _starts(reading.provisions)
    terms = [
        (starts[id(provision)] + term.start, starts[id(provision)] + term.stop, term.path)
        for provision in reading.provisions
        for term in provision.terms
    ]
    names = [*_names(reading.provisions)]
    return ReadWords(reading.words, [starts[id(provision)] for provision in reading.provisions], names, terms)


def _names(provisions: Iterable[Provision]) -> Iterator[str]:
    """Yield the names of provisions for a reader, without labels of clauses where they have a number."""
    for provision in provisions:
        number, heading = provision.number, provision.heading.rstrip(".")
        shown = f"Section {number}" if number[:1].isdigit() else number
        words = "" if shown or not provision.label else labels.in_words(provision.label)
        whose = _COUNTED.sub(lambda count: f" {int(count[1]) + 1}", provision.subject).replace("_", " ")
        said = ", ".join(part for part in (shown or words, heading if shown else "", whose) if part)
        yield said or f'"{" ".join(provision.words[:6])}"'
