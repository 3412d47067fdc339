"""Which provisions of a document say something else than before: the trees of both are ours, so the answer is exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from msgspec import Struct

from assembler.document import walk
from assembler.document.numbering import Numbers
from assembler.document.tree import Clause, Document, Value
from assembler.document.words import words_of
from assembler.readers.tree import full_number, provision_of


class How(StrEnum):
    """What happened to a provision."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "taken out"


class Section(Struct, frozen=True):
    """A provision that a change touches: its number ("4(k)"), heading and label; whose page it stands on, if any."""

    how: How
    number: str
    heading: str
    label: str
    subject: str = ""

    def __str__(self) -> str:
        """What a reader calls it."""
        number = f"Section {self.number}" if self.number[:1].isdigit() else self.number
        name = ", ".join(part for part in (number, self.heading.rstrip(".")) if part) or self.label.replace("_", " ")
        return name if self.how is How.CHANGED else f"{name} ({self.how})"


_Key = tuple[str, str, int]


def sections(
    before: tuple[Document, Numbers],
    now: tuple[Document, Numbers],
    names_before: Mapping[str, str],
    names: Mapping[str, str],
) -> tuple[Section, ...]:
    """The provisions that differ, in the order of now, with those that are gone behind the rest.

    The names say whose page a subject of a clause is ("investors[2]"), so that a page is compared with the page of the
    same investor, wherever in the list that one stood.
    """
    ones, others = dict(_keyed(before[0], names_before)), dict(_keyed(now[0], names))
    found = [
        _section(How.CHANGED if key in ones else How.ADDED, key, clause, now[1])
        for key, clause in others.items()
        if not (
            key in ones and _own_alike(ones[key], clause) and _number(ones[key], before[1]) == _number(clause, now[1])
        )
    ]
    gone = [_section(How.REMOVED, key, clause, before[1]) for key, clause in ones.items() if key not in others]
    return tuple(one for one in (*found, *gone) if one is not None)


def _keyed(document: Document, names: Mapping[str, str]) -> Iterator[tuple[_Key, Clause]]:
    seen: Counter[tuple[str, str]] = Counter()
    for clause in walk.clauses(document):
        key = clause.label, names.get(clause.subject, clause.subject)
        yield (*key, seen[key]), clause
        seen[key] += 1


def _number(clause: Clause, numbers: Numbers) -> str:
    return numbers[clause.label].full if clause.mark and clause.label in numbers else ""


def _section(how: How, key: _Key, clause: Clause, numbers: Numbers) -> Section | None:
    """The provision as it is told; None where it prints nothing."""
    if how is not How.CHANGED and not provision_of(clause, numbers).passages:
        return None
    return Section(how, full_number(clause, numbers), words_of(clause.heading), clause.label, key[1])


def _own_alike(one: Clause, other: Clause) -> bool:
    return one is other or all(alike(getattr(one, name), getattr(other, name)) for name in _OWN)


_OWN = ("mark", "state", "heading", "runs_in", "blocks", "starts_page", "pages", "number_as")


def alike(one: Any, other: Any) -> bool:
    """Whether two trees print the same: all is equal but the terms that values come from, and whose page a clause is."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, Value):
        return bool(one.text == other.text)
    names = _printed(one.__class__)
    if not names:
        return bool(one == other)
    return all(alike(getattr(one, name), getattr(other, name)) for name in names)


@cache
def _printed(kind: Any) -> tuple[str, ...]:
    """The fields of a node that decide what is printed; none where it is no node."""
    names = getattr(kind, "__struct_fields__", ())
    return tuple(name for name in names if name != "subject")


def says_the_same(one: tuple[Document, Numbers], other: tuple[Document, Numbers]) -> bool:
    """Whether two documents come out the same from every writer: words, numbers, and what a reference refers to."""
    return alike(one[0], other[0]) and all(
        _number(clause, one[1]) == _number(clause, other[1]) for clause in walk.clauses(one[0])
    )
