"""A deal drafted again with something otherwise: only the clauses that this touches are worded anew."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import Any

from msgspec.structs import replace

from assembler.document import walk
from assembler.document.numbering import number
from assembler.document.references import printed, references, resolve
from assembler.document.tree import Clause, Document, State
from assembler.drafting.clauses import ClauseRenderer
from assembler.drafting.departures import depart
from assembler.drafting.forms import Form, NumberedDeparture, build_document
from assembler.drafting.plan import Planned, flattened, plan
from assembler.drafting.rendering import lookups_of
from assembler.readers import tree
from assembler.readers.reading import Provision
from assembler.termsheet.deal import Deal
from assembler.termsheet.schema import Departure

ProvisionKey = tuple[str, str]


class Drafting(Mapping[ProvisionKey, Provision]):
    """The provisions of a draft by label and subject, each read when it is asked for: most never are."""

    def __init__(self, document: Document, departures: Sequence[NumberedDeparture]) -> None:
        self.document, self.departures = document, departures
        self.numbers = number(document)
        self._read: dict[ProvisionKey, Provision] = {}

    def touched(self, base: Drafting, anew: AbstractSet[str]) -> frozenset[str]:
        """Return the labels of the clauses that may differ from the base.

        They are worded anew, renumbered, came or went, or refer to a renumbered one.
        """
        ours, theirs = self.numbers, base.numbers
        renumbered = {label for label in ours.keys() | theirs.keys() if ours.get(label) != theirs.get(label)}
        standing = {label for (label, _), _ in self._states.items() ^ base._states.items()}
        referring = {label for label, other in base._referred if other in renumbered}
        return frozenset(anew | renumbered | standing | referring)

    @cached_property
    def words(self) -> Mapping[ProvisionKey, Clause]:
        """Every clause before its references are numbered, those that print nothing among them."""
        return {(clause.label, clause.subject): clause for clause in walk.clauses(self.document)}

    @cached_property
    def _states(self) -> Mapping[ProvisionKey, State]:
        return {key: clause.state for key, clause in self.words.items()}

    @cached_property
    def _referred(self) -> frozenset[tuple[str, str]]:
        return frozenset((clause.label, reference.label) for clause, reference in references(self.document))

    @cached_property
    def _clauses(self) -> Mapping[ProvisionKey, Clause]:
        return {(clause.label, clause.subject): clause for clause in printed(self.document)}

    def __getitem__(self, key: ProvisionKey) -> Provision:
        if key not in self._read:
            alone = Document("", (replace(self._clauses[key], children=()),))
            self._read[key] = tree.provision_of(resolve(alone, self.numbers)[0].clauses[0], self.numbers)
        return self._read[key]

    def __contains__(self, key: object) -> bool:
        return key in self._clauses

    def __iter__(self) -> Iterator[ProvisionKey]:
        return iter(self._clauses)

    def __len__(self) -> int:
        return len(self._clauses)


class Redrafter:
    """Drafts one deal in several ways, each from another that differs little; `form` is the one without departures."""

    def __init__(self, form: Form, deal: Deal) -> None:
        self._form = form
        self._instructions = form.instructions(deal)
        self._asked = {
            name: frozenset(names[0] for names in lookups_of(instruction))
            for name, instruction in self._instructions.items()
        }
        self._seen = _seen(deal)
        planned = self._plan(deal)
        self._planned = {
            (planned_clause.label, planned_clause.subject): planned_clause for planned_clause in flattened(planned)
        }
        self.form = Drafting(self._worded(planned, deal), [])

    def departed(self, departures: Sequence[NumberedDeparture]) -> Drafting:
        """Return the draft with departures."""
        return Drafting(depart(self.form.document, departures)[0], departures)

    def without(self, base: Drafting, index: int) -> tuple[Drafting, frozenset[str]]:
        """Return the base without the departure of this index, and the labels of the clauses that may then differ."""
        anew = {departure.clause for position, departure in base.departures if position == index}
        kept = [departure for departure in base.departures if departure[0] != index]
        return self._from(base, self.form.document, anew, kept)

    def reworded(self, deal: Deal) -> tuple[Document, frozenset[str]]:
        """Return the form for a deal that differs in a term, with the words of the clauses that it touches, and their labels."""
        planned = self._plan(deal)
        seen = _seen(deal)
        differing = {name for name in seen if seen[name] != self._seen[name]}
        anew = {
            planned_clause.label
            for planned_clause in flattened(planned)
            if planned_clause.words and not self._is_known(planned_clause, differing)
        }
        return self._worded([_without_words(item, anew) for item in planned], deal), frozenset(anew)

    def otherwise(self, base: Drafting, document: Document, anew: AbstractSet[str]) -> tuple[Drafting, frozenset[str]]:
        """Return the base with clauses that were worded anew, and the labels of the clauses that may then differ."""
        return self._from(base, document, anew, base.departures)

    def _plan(self, deal: Deal) -> tuple[Planned, ...]:
        return plan(self._form.outline, self._form.clauses, deal)

    def _worded(self, planned: Sequence[Planned], deal: Deal) -> Document:
        return build_document(planned, ClauseRenderer(deal, self._instructions)).document

    def _from(
        self, base: Drafting, document: Document, anew: AbstractSet[str], departures: Sequence[NumberedDeparture]
    ) -> tuple[Drafting, frozenset[str]]:
        """Return a document with its departures, and with the words of the base in all clauses that are not worded anew."""
        mixed = {
            departure.clause for _, departure in departures if departure.after and (departure.form or departure.list)
        }

        def with_words(clause: Clause) -> Clause:
            # What is worded otherwise and moved by one departure is departed from as a whole.
            known = (self.form if clause.label in mixed else base).words.get((clause.label, clause.subject))
            if clause.label in anew or known is None or clause.state is not State.PRESENT:
                return clause
            return replace(clause, heading=known.heading, runs_in=known.runs_in, blocks=known.blocks)

        added = {departure.clause for _, departure in departures if departure.add is not None}
        due = [
            departure
            for departure in departures
            if not _is_of_words(departure[1]) or departure[1].clause in anew | added | mixed
        ]
        drafting = Drafting(depart(walk.change_clauses(document, with_words), due)[0], departures)
        return drafting, drafting.touched(base, anew)

    def _is_known(self, planned: Planned, differing: Collection[str]) -> bool:
        """Return True if the words of a clause are those that it has in the draft of this deal."""
        key = planned.label, planned.subject
        before = self._planned.get(key)
        if before is None or planned.words is None or key not in self.form.words:
            return False
        is_same = before.words is not None and before.scope == planned.scope
        return is_same and self._asked.get(planned.words.name, frozenset()).isdisjoint(differing)


def _seen(deal: Deal) -> Mapping[str, Any]:
    """Return the values and facts of a deal by the names that clauses ask them by."""
    return {**deal.values, **deal.facts}


def _without_words(planned: Planned, anew: AbstractSet[str]) -> Planned:
    """Return a plan in which only the clauses of the labels `anew` are to be worded."""
    children = tuple(_without_words(child, anew) for child in planned.children)
    return replace(planned, words=planned.words if planned.label in anew else None, children=children)


def _is_of_words(departure: Departure) -> bool:
    """Return True if a departure changes the words of its clause and nothing else."""
    return (departure.form is not None or departure.list is not None) and departure.after is None
