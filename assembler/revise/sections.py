"""The provisions of a document that changed, found by comparing the trees of two drafts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache, cached_property
from itertools import repeat
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from assembler.dealset.documents import SetDocument
from assembler.dealset.titles import TREE
from assembler.document import labels, walk
from assembler.document.numbering import Numbers
from assembler.document.tree import Clause, Document, Inlines, Value
from assembler.document.walk import words_of
from assembler.drafting.copies import filled, number_of
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
StoredTree = tuple[Document, Numbers]
Values = Sequence[Value]
_Holes = list[tuple[int, int]]
"""Numbers of holes of two templates, in which their copies have to hold alike values to print the same."""


class Comparison:
    """A comparison of two documents, or of two templates for every pair of their copies.

    The names map a clause's subject ("investors[2]") to the investor's name. So a page is compared with the page of the
    same investor, wherever that one was in the list. Of copies, the questions name the values of both.
    """

    def __init__(
        self,
        before: StoredTree,
        now: StoredTree,
        names_before: Mapping[str, str] = {},
        names: Mapping[str, str] = {},
        *,
        of_templates: bool = False,
    ) -> None:
        self._before, self._now = before, now
        self._names_before, self._names = names_before, names
        self._of_templates = of_templates

    def says_the_same(self, before: Values = (), now: Values = ()) -> bool:
        """Return True if every writer would print both alike: words, numbers and targets of references."""
        return _hold_alike(self._holes, before, now)

    def sections(self, before: Values = (), now: Values = ()) -> tuple[Section, ...]:
        """Return the provisions that differ in the new order, followed by the removed ones."""
        changed = [each.told(now) for each in self._provisions if not _hold_alike(each.holes, before, now)]
        return (*changed, *(each.told(before) for each in self._removed))

    @cached_property
    def _holes(self) -> _Holes | None:
        is_numbered_alike = all(self._numbered_alike(clause, clause) for clause in walk.clauses(self._before[0]))
        return self._alike(self._before[0], self._now[0]) if is_numbered_alike else None

    @cached_property
    def _provisions(self) -> Sequence[_Provision]:
        """The provisions of the new document that differ, or differ in some copies."""
        return [found for key, clause in self._new.items() if (found := self._compared(key, clause))]

    @cached_property
    def _removed(self) -> Sequence[_Provision]:
        removed = ((key, clause) for key, clause in self._old.items() if key not in self._new)
        found = (_provision(SectionChange.REMOVED, key, clause, self._before[1]) for key, clause in removed)
        return list(filter(None, found))

    @cached_property
    def _old(self) -> Mapping[_SectionKey, Clause]:
        return dict(_keyed(self._before[0], self._names_before))

    @cached_property
    def _new(self) -> Mapping[_SectionKey, Clause]:
        return dict(_keyed(self._now[0], self._names))

    def _compared(self, key: _SectionKey, clause: Clause) -> _Provision | None:
        """Return a provision of the new document, or None if it stays the same in every copy."""
        if key not in self._old:
            return _provision(SectionChange.ADDED, key, clause, self._now[1])
        old = self._old[key]
        holes = self._alike(_own(old), _own(clause)) if self._numbered_alike(old, clause) else None
        return None if holes == [] else _provision(SectionChange.CHANGED, key, clause, self._now[1], holes)

    def _alike(self, left: Any, right: Any) -> _Holes | None:
        """Return the holes that decide whether two trees print the same, or None if they differ in other words."""
        holes: _Holes = []
        return holes if prints_alike(left, right, holes if self._of_templates else None) else None

    def _numbered_alike(self, old: Clause, new: Clause) -> bool:
        return _number(old, self._before[1]) == _number(new, self._now[1])


class _Provision(Struct, frozen=True):
    """A provision that differs, with its heading. In copies it differs where `holes` do, or always if that is None."""

    section: Section
    heading: Inlines
    holes: _Holes | None

    def told(self, values: Values) -> Section:
        """Return the provision, for a copy with its values."""
        return replace(self.section, heading=words_of(filled(self.heading, values))) if values else self.section


def _hold_alike(holes: _Holes | None, before: Values, now: Values) -> bool:
    """Return True if two copies hold the same text in each pair of holes."""
    return holes is not None and all(before[old].text == now[new].text for old, new in holes)


def _keyed(document: Document, names: Mapping[str, str]) -> Iterator[tuple[_SectionKey, Clause]]:
    seen: Counter[tuple[str, str]] = Counter()
    for clause in walk.clauses(document):
        key = clause.label, names.get(clause.subject, clause.subject)
        # Copies of a clause for the same subject are told apart by their count.
        yield (*key, seen[key]), clause
        seen[key] += 1


def _number(clause: Clause, numbers: Numbers) -> str:
    return numbers[clause.label].full if clause.mark and clause.label in numbers else ""


def _provision(
    how: SectionChange, key: _SectionKey, clause: Clause, numbers: Numbers, holes: _Holes | None = None
) -> _Provision | None:
    """Return the provision for the report, or None if it prints nothing."""
    if how is not SectionChange.CHANGED and not provision_of(clause, numbers).passages:
        return None
    section = Section(how, full_number(clause, numbers), words_of(clause.heading), clause.label, key[1])
    return _Provision(section, clause.heading, holes)


def _own(clause: Clause) -> tuple[Any, ...]:
    """Return what decides about the words of a clause, without its children."""
    return (
        clause.mark,
        clause.state,
        clause.heading,
        clause.runs_in,
        clause.blocks,
        clause.starts_page,
        clause.pages,
        clause.number_as,
    )


def prints_alike(left: Any, right: Any, holes: _Holes | None = None) -> bool:
    """Return True if two trees print the same. The paths of values and the subjects of clauses may differ.

    Of templates, the numbers of the values that stand at the same places are added to `holes`.
    """
    if holes is None and left == right:
        return True
    if type(left) is not type(right):
        return False
    if isinstance(left, tuple):
        return len(left) == len(right) and all(map(prints_alike, left, right, repeat(holes)))
    if isinstance(left, Value):
        if holes is None:
            return bool(left.text == right.text)
        holes.append((number_of(left), number_of(right)))
        return True
    names = _printed(left.__class__)
    if not names:
        return bool(left == right)
    return all(prints_alike(getattr(left, name), getattr(right, name), holes) for name in names)


@cache
def _printed(kind: Any) -> tuple[str, ...]:
    """Return the fields of a node that decide what is printed, empty if it is not a node."""
    names = getattr(kind, "__struct_fields__", ())
    return tuple(name for name in names if name != "subject")


def says_the_same(left: StoredTree, right: StoredTree) -> bool:
    """Return True if every writer would print two documents alike: words, numbers and targets of references."""
    return Comparison(left, right).says_the_same()


class Touched(Struct, frozen=True):
    """A document that changed or is new.

    `before` is its previous version, None if it is new, and `kept` the tree that the set keeps of it where an older form
    drafted it. `sections` are the deal's changes and `of_form` the form's changes since it was sent. The names map a
    clause's subject to the investor's name.
    """

    piece: SetDocument
    before: SetDocument | None
    kept: StoredTree | None = None
    names_before: Mapping[str, str] = {}
    names: Mapping[str, str] = {}
    sections: tuple[Section, ...] = ()
    of_form: tuple[Section, ...] = ()

    @property
    def is_new(self) -> bool:
        """Return True if it has no previous version in the set."""
        return self.before is None

    @property
    def tree(self) -> StoredTree | None:
        """The document as sent, or None if it is new. That of a copy is filled in at each call."""
        return self.kept or (self.before.tree if self.before else None)

    @property
    def entry(self) -> ManifestEntry:
        """Return the entry of its Word file in the manifest, without the hash."""
        piece = self.piece
        return ManifestEntry("", piece.part.value, f"{piece.stem}{TREE}", piece.investor, piece.warrant_class)
