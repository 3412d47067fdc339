"""Drafting a form for a deal: plan, words, departures, numbers, references."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

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
from assembler.library import ClauseFile, Library, get_or_create
from assembler.termsheet.deal import Deal
from assembler.termsheet.schema import Departure

NumberedDeparture = tuple[int, Departure]


class Form(Struct, frozen=True, dict=True):
    """A form of the library: its outline, its clause files by label, and the clause files compiled so far."""

    name: str
    outline: ClauseFile
    clauses: Mapping[str, ClauseFile]
    read: dict[str, Instructions]

    @classmethod
    def of(cls, library: Library, name: str) -> Form:
        """Return the form of that name. Raises Refused if the library has none."""
        return cls(name, library.form(name), library.clauses(name), {})

    @cached_property
    def digest(self) -> str:
        """A hash of every word of the form, which serves as its version."""
        texts = [self.outline.text, *(f"{label}\0{self.clauses[label].text}" for label in sorted(self.clauses))]
        return hashlib.sha256("\0".join(texts).encode()).hexdigest()

    def instructions(self, deal: Deal) -> dict[str, Instructions]:
        """Return the compiled clause files by name, from the cache if possible.

        A faulty clause file is absent. It is reported when a deal needs that clause.
        """
        if not self.read:

            def read() -> dict[str, Instructions]:
                from assembler.drafting.reading import readable

                return readable(self.clauses.values(), deal)

            key = f"{self.outline.name} {self.digest} {sorted(deal.facts)} {deal.shapes}"
            self.read.update(get_or_create("form", key, dict[str, Instructions], read))
        return self.read


class Drafted(Struct, frozen=True):
    """A form drafted for a deal: the document, its numbers, the problems of its words.

    `decided_by` names the terms that put each clause in its state, by label.
    """

    document: Document
    numbers: Numbers
    findings: tuple[Finding, ...]
    decided_by: Mapping[str, tuple[str, ...]]


def draft(form: Form, deal: Deal, departures: Sequence[NumberedDeparture], subject: str = "") -> Drafted:
    """Return the form drafted for the deal. `subject` is the term that the document is about, such as an investor.

    Raises Refused if the outline of the form cannot be read.
    """
    planned = plan(form.outline, form.clauses, deal)
    return draft_plan(form, planned, Wordsmith(deal, form.instructions(deal)), departures, subject)


def draft_plan(
    form: Form,
    planned: Sequence[Planned],
    wordsmith: Wordsmith,
    departures: Sequence[NumberedDeparture] = (),
    subject: str = "",
) -> Drafted:
    """Return the draft of a plan, in the words that `wordsmith` gives its clauses."""
    deal = wordsmith.deal
    provisions = provide(planned, wordsmith)
    departed, unmet = depart(provisions.document, departures, subject)
    numbers = number(departed)
    document, dangling = resolve(departed, numbers)
    findings = (
        *provisions.findings,
        *(_unmet(each, deal) for each in unmet if each.clause not in provisions.failed),
        *(_dangling(each, planned, form, deal) for each in dangling),
    )
    decided_by = {each.label: each.decided_by for each in flattened(planned)}
    return Drafted(document, numbers, findings, decided_by)


def _unmet(unmet: Unmet, deal: Deal) -> Finding:
    path = f"departures[{unmet.index}].{unmet.field}"
    return Finding("D101", unmet.what, unmet.remedy, deal.place_of(path), path)


def _dangling(dangling: Dangling, planned: Iterable[Planned], form: Form, deal: Deal) -> Finding:
    """Return the finding for a reference without a number, with the term that left its target out."""
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
    """Return the place in a clause file that names a label."""
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
