"""The provisions of a document that changed, found by comparing the trees of two drafts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from msgspec import Struct

from assembler.dealset.documents import SetDocument
from assembler.dealset.titles import TREE
from assembler.document import labels, walk
from assembler.document.numbering import Numbers
from assembler.document.tree import Clause, Document, Value
from assembler.document.walk import words_of
from assembler.readers.tree import full_number, provision_of
from assembler.store.manifest import ManifestEntry


class SectionChange(StrEnum):
    """The kind of change to a provision."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "taken out"


class Section(Struct, frozen=True):
    """A provision that a change touches: its number ("4(k)"), heading and label, and the investor whose page it is on,
    if any.
    """

    change: SectionChange
    number: str
    heading: str
    label: str
    subject: str = ""

    def __str__(self) -> str:
        """Return the provision as a reader calls it: "Section 4(k), use of proceeds"."""
        number = f"Section {self.number}" if self.number[:1].isdigit() else self.number.replace("ANNEX", "Annex")
        name = ", ".join(filter(None, (number, self.heading.rstrip(".") or labels.in_words(self.label))))
        return name if self.change is SectionChange.CHANGED else f"{name} ({_SHOWN[self.change]})"


_SHOWN = {SectionChange.ADDED: "new", SectionChange.REMOVED: "removed"}
_SectionKey = tuple[str, str, int]


def sections(
    before: tuple[Document, Numbers],
    now: tuple[Document, Numbers],
    names_before: Mapping[str, str],
    names: Mapping[str, str],
) -> tuple[Section, ...]:
    """Return the provisions that differ in the new order, followed by the removed ones.

    The names map a clause's subject ("investors[2]") to the investor's name. So a page is compared with the page of the
    same investor, wherever that one was in the list.
    """
    old, new = dict(_keyed(before[0], names_before)), dict(_keyed(now[0], names))
    changed = [
        _section(SectionChange.CHANGED if key in old else SectionChange.ADDED, key, clause, now[1])
        for key, clause in new.items()
        if not (key in old and _own_alike(old[key], clause) and _number(old[key], before[1]) == _number(clause, now[1]))
    ]
    removed = [_section(SectionChange.REMOVED, key, clause, before[1]) for key, clause in old.items() if key not in new]
    return tuple(section for section in (*changed, *removed) if section is not None)


def _keyed(document: Document, names: Mapping[str, str]) -> Iterator[tuple[_SectionKey, Clause]]:
    seen: Counter[tuple[str, str]] = Counter()
    for clause in walk.clauses(document):
        key = clause.label, names.get(clause.subject, clause.subject)
        # Copies of a clause for the same subject are told apart by their count.
        yield (*key, seen[key]), clause
        seen[key] += 1


def _number(clause: Clause, numbers: Numbers) -> str:
    return numbers[clause.label].full if clause.mark and clause.label in numbers else ""


def _section(how: SectionChange, key: _SectionKey, clause: Clause, numbers: Numbers) -> Section | None:
    """Return the provision for the report, or None if it prints nothing."""
    if how is not SectionChange.CHANGED and not provision_of(clause, numbers).passages:
        return None
    return Section(how, full_number(clause, numbers), words_of(clause.heading), clause.label, key[1])


def _own_alike(left: Clause, right: Clause) -> bool:
    return left is right or all(prints_alike(getattr(left, name), getattr(right, name)) for name in _OWN)


# The fields of a clause that decide what it prints, without its children.
_OWN = ("mark", "state", "heading", "runs_in", "blocks", "starts_page", "pages", "number_as")


def prints_alike(left: Any, right: Any) -> bool:
    """Return True if two trees print the same. The paths of values and the subjects of clauses may differ."""
    if left is right:
        return True
    if type(left) is not type(right):
        return False
    if isinstance(left, tuple):
        return len(left) == len(right) and all(map(prints_alike, left, right))
    if isinstance(left, Value):
        return bool(left.text == right.text)
    names = _printed(left.__class__)
    if not names:
        return bool(left == right)
    return all(prints_alike(getattr(left, name), getattr(right, name)) for name in names)


@cache
def _printed(kind: Any) -> tuple[str, ...]:
    """Return the fields of a node that decide what is printed, empty if it is not a node."""
    names = getattr(kind, "__struct_fields__", ())
    return tuple(name for name in names if name != "subject")


def says_the_same(left: tuple[Document, Numbers], right: tuple[Document, Numbers]) -> bool:
    """Return True if every writer would print two documents alike: words, numbers and targets of references."""
    return prints_alike(left[0], right[0]) and all(
        _number(clause, left[1]) == _number(clause, right[1]) for clause in walk.clauses(left[0])
    )


StoredTree = tuple[Document, Numbers]


class Touched(Struct, frozen=True):
    """A document that changed or is new.

    `sections` are the deal's changes and `of_form` the form's changes since it was sent. `tree` is the document as
    sent, or None if it is new. The names map a clause's subject to the investor's name.
    """

    piece: SetDocument
    tree: StoredTree | None
    names_before: Mapping[str, str] = {}
    names: Mapping[str, str] = {}
    sections: tuple[Section, ...] = ()
    of_form: tuple[Section, ...] = ()

    @property
    def entry(self) -> ManifestEntry:
        """Return the entry of its Word file in the manifest, without the hash."""
        piece = self.piece
        return ManifestEntry("", piece.part.value, f"{piece.stem}{TREE}", piece.investor, piece.warrant_class)
