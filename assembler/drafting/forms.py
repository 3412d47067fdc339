"""A form drafted for a deal: planned, worded, parsed, departed from, numbered, its references resolved.

| code | what is wrong | what to do |
|---|---|---|
| D101 | a departure that does not match exactly once | write the words as the form has them, or more of them; `assembler explain` shows the clause |
| R101 | a reference to a label that the form does not have | refer to a clause by the name of its file |
| R102 | a short reference, @~label, to a clause that does not hang under the one before it | write @label |
| R103 | a reference to a clause that is left out of this deal | put the clause back, or change the words that refer to it by a departure |
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import msgspec
from msgspec import Struct

from assembler.document.numbering import Numbers, number
from assembler.document.references import Dangling, resolve
from assembler.document.tree import Document
from assembler.drafting.departures import Unmet, depart
from assembler.drafting.plan import Planned, flattened, plan
from assembler.drafting.printing import Instructions
from assembler.drafting.provisions import provide
from assembler.drafting.words import Wordsmith
from assembler.findings import Finding, Place
from assembler.library import ClauseFile, Library, kept
from assembler.termsheet.deal import Deal
from assembler.termsheet.schema import Departure

NumberedDeparture = tuple[int, Departure]


class Form(Struct, frozen=True, dict=True):
    """A form of the library: its outline, its clause files by label, and what of them was read so far."""

    name: str
    outline: ClauseFile
    clauses: Mapping[str, ClauseFile]
    read: dict[str, Instructions]

    @classmethod
    def of(cls, library: Library, name: str) -> Form:
        """The form of that name. Refused where the library has none."""
        return cls(name, library.form(name), library.clauses(name), {})

    @cached_property
    def digest(self) -> str:
        """A hash of every word of the form: its version."""
        texts = [self.outline.text, *(f"{label}\0{self.clauses[label].text}" for label in sorted(self.clauses))]
        return hashlib.sha256("\0".join(texts).encode()).hexdigest()

    def instructions(self, deal: Deal) -> dict[str, Instructions]:
        """What the clause files do, by name; those that are faulty are not there, and are read when a deal comes to them."""
        if not self.read:

            def make() -> bytes:
                from assembler.drafting.reading import readable

                return msgspec.msgpack.encode(readable(self.clauses.values(), deal))

            made_from = f"{self.outline.name} {self.digest} {sorted(deal.facts)} {deal.shapes}"
            self.read.update(msgspec.msgpack.decode(kept("form", made_from, make), type=dict[str, Instructions]))
        return self.read


class Drafted(Struct, frozen=True):
    """A form as it stands for a deal, what is wrong with it, and the terms that put each clause in its state, by label.

    Documents with the same `like`, where it is not None, differ in nothing but their values.
    """

    document: Document
    numbers: Numbers
    findings: tuple[Finding, ...]
    decided_by: Mapping[str, tuple[str, ...]]
    like: object = None


def draft(form: Form, deal: Deal, departures: Sequence[NumberedDeparture], subject: str = "") -> Drafted:
    """The form drafted for the deal; `subject` is the term that the whole document is about, where there is one.

    Refused where the outline of the form cannot be read.
    """
    planned = plan(form.outline, form.clauses, deal)
    provisions = provide(planned, Wordsmith(deal, form.instructions(deal)))
    departed, unmet = depart(provisions.document, departures, subject)
    numbers = number(departed)
    document, dangling = resolve(departed, numbers)
    return Drafted(
        document,
        numbers,
        (
            *provisions.findings,
            *(_unmet(one, deal) for one in unmet if one.clause not in provisions.failed),
            *(_dangling(one, planned, form, deal) for one in dangling),
        ),
        {one.label: one.decided_by for one in flattened(planned)},
    )


def _unmet(unmet: Unmet, deal: Deal) -> Finding:
    path = f"departures[{unmet.index}].{unmet.field}"
    return Finding("D101", unmet.what, unmet.remedy, deal.place_of(path), path)


def _dangling(dangling: Dangling, planned: Iterable[Planned], form: Form, deal: Deal) -> Finding:
    """A reference without a number: in which clause it stands, to which it goes, and which term took that one out."""
    origin, label = dangling.clause.label, dangling.label
    place = _place_in(form.clauses.get(origin), label)
    if dangling.reason == "parent":
        what = (
            f"the clause {origin!r} shortens its reference to {label!r}, which does not hang under the clause before it"
        )
        return Finding("R102", what, f"Write @{label}, without the ~.", place)
    labels = {one.label: one for one in flattened(planned)}
    if label not in labels:
        what = f"the clause {origin!r} refers to {label!r}, and the form has no clause of that label"
        return Finding("R101", what, _did_you_mean(label, labels), place)
    terms = labels[label].decided_by or _departures_from(label, deal)
    decided = ", ".join(f"{path} ({deal.place_of(path)})" for path in terms) or "a departure"
    what = f"the clause {origin!r} refers to {label!r}, which is left out of this deal by {decided}"
    path = terms[0] if terms else ""
    remedy = f"Put {label!r} back, or change the words of {origin!r} ({place}) by a departure."
    return Finding("R103", what, remedy, deal.place_of(path) if path else place, path)


def _departures_from(label: str, deal: Deal) -> tuple[str, ...]:
    """Return the paths of the departures that leave a clause out."""
    return tuple(
        f"departures[{at}].state" for at, one in enumerate(deal.departures) if one.clause == label and one.state
    )


def _place_in(clause: ClauseFile | None, label: str) -> Place:
    """Where a clause file names a label."""
    if clause is None:
        return Place("the departures")
    for at, line in enumerate(clause.text.splitlines(), start=1):
        for written in (f"@{label}", f"@~{label}"):
            if written in line:
                return Place(clause.name, at, line.index(written) + 1)
    return Place(clause.name)


def _did_you_mean(label: str, labels: Iterable[str]) -> str:
    from rapidfuzz.process import extractOne

    near = extractOne(label, sorted(labels), score_cutoff=60)
    return (
        f"Did you mean @{near[0]}?" if near else "Refer to a clause by its label: the name of its file, without .txt."
    )
