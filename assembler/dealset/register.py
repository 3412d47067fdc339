"""The register of a set: the number of each party that has documents of its own, for life, and their file names.

The register goes from manifest to manifest. An investor who leaves keeps the number, and one who comes back under the
same name gets it again. A set of an older version has no register, and gets one from the names of its files.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from assembler.dealset.documents import DocumentSet, SetDocument, class_stem, file_stem
from assembler.dealset.investor_matching import Holder, Match, match
from assembler.errors import InputError, Problem, Severity
from assembler.store.manifest import Manifest, ManifestEntry, NumberedParty
from assembler.termsheet.closings import INITIAL, closing_of
from assembler.termsheet.instruments import plain_name
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schema import AnyTermSheet, TermSheet

_INVESTORS = "investors"
# "signature-page-03-ostara-opportunity-fund-ltd"
_NUMBERED = re.compile(r"(?P<kind>signature-page|joinder|warrant)-(?P<number>[0-9]{2,})-(?P<file>.+)")
_SAME_NAME = ("", "name without capitals and punctuation")


class History(Struct, frozen=True):
    """The parties of the set before, those of its kept term sheet by their terms, and its company. A new set has none."""

    parties: tuple[NumberedParty, ...] = ()
    holders: Mapping[str, Holder] = {}
    company: str = ""


NEW_SET = History()


def history_of(earlier: Manifest | None, kept: AnyTermSheet | None) -> History:
    """Return the history of a set from its manifest and its kept term sheet, as far as there are such."""
    if earlier is None:
        return NEW_SET
    parties, holders = _registered(earlier), _holders(kept) if kept else {}
    return History(tuple(_in_their_places(parties, holders)), holders, _company(kept) if kept else "")


def named(document_set: DocumentSet, history: History) -> DocumentSet:
    """Return the set with the register of its parties, and with their numbers and names in the stems of documents."""
    holders = _holders(document_set.latest)
    found = _Matched(history, holders)
    register = _Register(history.parties, found.parties)
    documents = tuple(_named(piece, register, holders) for piece in document_set.documents)
    return replace(document_set, documents=documents, numbers=register.parties(holders), matches=found.matches)


def refuse_other_deal(document_set: DocumentSet, history: History) -> None:
    """Raise InputError if the set is of another deal: it has another company, and no investor is in both."""
    company = _company(document_set.latest)
    shared = any(pair.before is not None and pair.now is not None for pair in document_set.matches)
    if history.company and company and file_stem(company) != file_stem(history.company) and not shared:
        what = f"the folder has the set of another deal, that of {history.company}"
        hint = "Name another folder with --output. Or give the term sheet another name."
        raise InputError([Problem("S315", what, hint, document_set.deal.location_of("company.name"), "company.name")])


def _company(terms: AnyTermSheet) -> str:
    """Return the name of the company, "" while it is open."""
    return "" if isinstance(terms.company.name, OpenPoint) else terms.company.name


def similar_names(document_set: DocumentSet, history: History) -> Iterator[Problem]:
    """Yield a warning for each investor who has another name than before, and was known by something else."""
    for pair in document_set.matches:
        if pair.before is not None and pair.now is not None and pair.known_by not in _SAME_NAME:
            term = f"{_INVESTORS}[{pair.now}]"
            before, now = history.holders[f"{_INVESTORS}[{pair.before}]"], document_set.latest.investors[pair.now]  # type: ignore[union-attr]  # a warrant alone has no matches
            what = f"{plain_name(now.name)} is taken for {plain_name(before.name)}, matched by {pair.known_by}, and keeps its documents"
            hint = "If it is another party, leave it out and run once, then add it."
            place = document_set.deal.location_of(f"{term}.name")
            yield Problem("S351", what, hint, place, f"{term}.name", Severity.WARNING)


def part_of_register(earlier: Manifest, numbers: Iterable[NumberedParty]) -> tuple[NumberedParty, ...]:
    """Return the register after a draft of only a part of the set, which keeps its earlier term sheet.

    A party that is new is not in that term sheet, so it counts as one who left until the whole set is drafted.
    """
    known = {party.number: party for party in _registered(earlier)}
    return tuple(
        replace(known[party.number], others=party.others)
        if party.number in known
        else replace(party, term=_group(party.term), left=True)
        for party in numbers
    )


def restored_register(restored: Manifest, now: Manifest) -> tuple[NumberedParty, ...]:
    """Return the register of a set of earlier, restored in place of that of now. No number of now is given again."""
    parties = {party.number: party for party in _registered(restored)}
    for party in _registered(now):
        known = parties.get(party.number, replace(party, term=_group(party.term), left=True))
        parties[party.number] = replace(known, others={**party.others, **known.others})
    return tuple(party for _, party in sorted(parties.items()))


# Which party is which


class _Matched:
    """The party of each term, for those who were there before, and the matches of the investors."""

    def __init__(self, history: History, holders: Mapping[str, Holder]) -> None:
        self.parties: dict[str, NumberedParty] = {}
        self.matches: tuple[Match, ...] = ()
        here = {party.term: party for party in history.parties if party.term in history.holders and not party.left}
        away = [party for party in history.parties if here.get(party.term) is not party]
        for group in dict.fromkeys(map(_group, (*history.holders, *holders))):
            terms = [[term for term in side if _group(term) == group] for side in (history.holders, holders)]
            before, now = (
                [side[term] for term in own] for side, own in zip((history.holders, holders), terms, strict=True)
            )
            candidates = [party for party in away if _group(party.term) in ("", group)]
            back = dict(_back(_without_namesakes(before, now), candidates)) if candidates else {}
            matches = match(before, now, joining=back)
            self.parties |= {terms[1][index]: party for index, party in back.items()}
            self.parties |= {
                terms[1][pair.now]: here[terms[0][pair.before]]
                for pair in matches
                if pair.now is not None and pair.before is not None and terms[0][pair.before] in here
            }
            self.matches = matches if group == _INVESTORS else self.matches


def _without_namesakes(before: Sequence[Holder], now: Sequence[Holder]) -> Mapping[int, Holder]:
    """Return those of the new list, by their index, whose name is not in the old one."""
    sure = {pair.now for pair in match(before, now) if pair.before is not None and pair.known_by in _SAME_NAME}
    return {index: holder for index, holder in enumerate(now) if index not in sure}


def _back(joining: Mapping[int, Holder], away: Sequence[NumberedParty]) -> Iterator[tuple[int, NumberedParty]]:
    """Yield those who come back under the name, or the spelling of the name, under which they left."""
    keys: Sequence[tuple[Callable[[NumberedParty], Container[str]], Callable[[str], str]]] = (
        (lambda party: (party.name,), str),
        (lambda party: (party.file, file_stem(party.name)), file_stem),
    )
    taken: set[int] = set()
    known: set[int] = set()
    for names, key in keys:
        for index, holder in joining.items():
            if index in known or isinstance(holder.name, OpenPoint):
                continue
            own = key(plain_name(holder.name))
            party = next((each for each in away if each.number not in taken and own in names(each)), None)
            if party:
                taken.add(party.number)
                known.add(index)
                yield index, party


class _Register:
    """The parties by number, with those who get theirs now."""

    def __init__(self, parties: Iterable[NumberedParty], of: Mapping[str, NumberedParty]) -> None:
        self._parties = {party.number: party for party in parties}
        self._of = {term: party.number for term, party in of.items()}
        self._last = max((max((party.number, *party.others.values())) for party in self._parties.values()), default=0)

    def number(self, kind: str, term: str, holders: Mapping[str, Holder]) -> int:
        """Return the number of a party's documents of a kind."""
        if term not in self._of:
            self._add(holders)
        party = self._parties[self._of[term]]
        taken = {each.others.get(kind) for each in self._parties.values() if each.others and each is not party}
        if kind not in party.others and party.number in taken:
            # A document of an older version has the number.
            party = replace(party, others={**party.others, kind: self._next()})
            self._parties[party.number] = party
        return party.others.get(kind, party.number)

    def file(self, term: str) -> str:
        """Return the end of the file names of a party."""
        return self._parties[self._of[term]].file

    def parties(self, holders: Mapping[str, Holder]) -> tuple[NumberedParty, ...]:
        """Return the register of the set, in the order of numbers."""
        terms = {number: term for term, number in self._of.items()}
        return tuple(
            replace(party, name=plain_name(holders[terms[number]].name), term=terms[number], left=False)
            if number in terms
            else replace(party, left=True)
            for number, party in sorted(self._parties.items())
        )

    def _add(self, holders: Mapping[str, Holder]) -> None:
        """Add the parties that are new, in the order of their closings."""
        for term, holder in holders.items():
            if term not in self._of:
                name = plain_name(holder.name)
                self._of[term] = self._next()
                self._parties[self._of[term]] = NumberedParty(self._of[term], name, file_stem(name), term)

    def _next(self) -> int:
        self._last += 1
        return self._last


def _named(piece: SetDocument, register: _Register, holders: Mapping[str, Holder]) -> SetDocument:
    if not piece.series:
        return piece
    number, file = register.number(piece.series, piece.about, holders), register.file(piece.about)
    parts = (piece.series, f"{number:02}", class_stem(piece.warrant_class), file)
    return replace(piece, stem="-".join(filter(None, parts)))


def _holders(terms: AnyTermSheet) -> Mapping[str, Holder]:
    """Return the parties of a term sheet by their terms, in the order of their closings.

    The placement agent gets its warrant at the initial closing, after the investors.
    """
    if not isinstance(terms, TermSheet):
        return {}
    investors = {f"{_INVESTORS}[{index}]": investor for index, investor in enumerate(terms.investors)}
    first = {term: investor for term, investor in investors.items() if closing_of(investor) == INITIAL}
    agent = terms.placement_agent_warrant
    return {**first, **({"placement_agent_warrant": agent.holder} if agent else {}), **investors}


def _group(term: str) -> str:
    """Return the list that a term is in. A party of one list is never taken for one of another."""
    return term.partition("[")[0]


# The register of an older set


def _registered(earlier: Manifest) -> tuple[NumberedParty, ...]:
    """Return the register of a manifest. That of version 1 or 2 is read from the names of the files."""
    return earlier.numbers or tuple(_of_file_names(earlier))


class _NumberedFile(Struct, frozen=True):
    """The parts of the name of a party's file."""

    kind: str
    number: int
    file: str
    name: str


def _of_file_names(earlier: Manifest) -> Iterator[NumberedParty]:
    """Yield the parties that files of a set are of, in the order of their numbers."""
    present, gone = _numbered_files(earlier.files), _numbered_files(earlier.superseded)
    taken = {(each.kind, each.number) for each in present}
    # A file that was superseded may be signed, so its number is not given again.
    gone = [each for each in gone if (each.kind, each.number) not in taken]
    parties = [*_parties(present, left=False), *_parties(gone, left=True)]
    last = max((each.number for each in (*present, *gone)), default=0)
    numbers: set[int] = set()
    for party in sorted(parties, key=lambda party: (party.left, party.number)):
        if party.number in numbers:  # an older version counted warrants apart
            last += 1
            party = replace(party, number=last)  # noqa: PLW2901  the others keep the numbers of the files
        numbers.add(party.number)
        yield replace(party, others={kind: number for kind, number in party.others.items() if number != party.number})


def _numbered_files(files: Mapping[str, ManifestEntry]) -> list[_NumberedFile]:
    found: dict[_NumberedFile, None] = {}
    for name, entry in files.items():
        if numbered := _NUMBERED.fullmatch(name.rpartition("/")[2].partition(".")[0]):
            file = numbered["file"].removeprefix(f"{class_stem(entry.warrant_class)}-")
            found[_NumberedFile(numbered["kind"], int(numbered["number"]), file, entry.investor)] = None
    return sorted(found, key=lambda each: (each.kind == "warrant", each.number))


def _parties(files: Sequence[_NumberedFile], *, left: bool) -> Iterator[NumberedParty]:
    """Yield the parties of files, each with the numbers of all its kinds of documents.

    An investor may be in the list twice. A warrant belongs to the page with its number, or to one that has none.
    """
    of: dict[str, list[NumberedParty]] = defaultdict(list)
    for each in files:
        parties = of[each.name or each.file]
        near = [index for index, party in enumerate(parties) if each.kind not in party.others]
        index = next((index for index in near if parties[index].number == each.number), near[0] if near else None)
        if each.kind != "warrant" or index is None:
            parties.append(NumberedParty(each.number, each.name, each.file, "", left, {each.kind: each.number}))
        else:
            parties[index] = replace(parties[index], others={**parties[index].others, each.kind: each.number})
    for parties in of.values():
        yield from parties


def _in_their_places(parties: Iterable[NumberedParty], holders: Mapping[str, Holder]) -> Iterator[NumberedParty]:
    """Yield the parties of a register, those of an older version with their terms in the kept term sheet."""
    remaining = dict(holders)
    for party in parties:
        if party.term or party.left:
            yield party
        else:
            term = next((term for term, holder in remaining.items() if plain_name(holder.name) == party.name), "")
            remaining.pop(term, None)
            yield replace(party, term=term)
