"""Draft a form for a deal: plan, render, build the tree, depart, number, resolve references."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from msgspec import Struct

from assembler.document.numbering import Numbers, number
from assembler.document.references import Dangling, resolve
from assembler.document.tree import Clause, Display, Document, State
from assembler.document.walk import words_of
from assembler.drafting.clauses import ClauseRenderer
from assembler.drafting.departures import UnmetDeparture, depart
from assembler.drafting.notation import NotationError, ParsedClause, parse
from assembler.drafting.plan import Planned, flattened, plan
from assembler.drafting.rendering import Instructions
from assembler.errors import InputError, Location, Problem
from assembler.library import ClauseFile, Library, get_or_create
from assembler.termsheet.deal import Deal
from assembler.termsheet.schema import Departure, WarrantSheet

_NOTHING = ParsedClause((), False, ())
_NO_TITLE = "UNTITLED"
_TITLES = ("title", "w_title", "j_title")


class BuiltDocument(Struct, frozen=True):
    """A document without numbers, the problems about its words, and the labels of the clauses that failed."""

    document: Document
    problems: tuple[Problem, ...]
    failed: frozenset[str]


def build_document(planned: Sequence[Planned], renderer: ClauseRenderer) -> BuiltDocument:
    """Return the document of a plan. A clause with faulty words stands in it empty, and its label is in `failed`."""
    provider = _TreeBuilder(renderer)
    clauses = tuple(map(provider.clause, planned))
    return BuiltDocument(Document(title_of(clauses), clauses), tuple(provider.problems), frozenset(provider.failed))


class _TreeBuilder:
    def __init__(self, renderer: ClauseRenderer) -> None:
        self.renderer = renderer
        self.problems: list[Problem] = []
        self.failed: set[str] = set()

    def clause(self, planned: Planned) -> Clause:
        words = self.words(planned, planned.words) if planned.words else _NOTHING
        return Clause(
            planned.label,
            planned.mark,
            planned.state,
            words.heading,
            words.runs_in,
            words.blocks,
            # Only a present clause prints its children.
            tuple(map(self.clause, planned.children)) if planned.state is State.PRESENT else (),
            planned.starts_page,
            planned.pages,
            planned.subject,
        )

    def words(self, planned: Planned, file: ClauseFile) -> ParsedClause:
        try:
            worded = self.renderer.render(file, planned.scope)
            return parse(worded.text, worded.values)
        except InputError as refused:
            # Copies of a repeated clause have the same fault, which is reported once.
            self.problems += [problem for problem in refused.problems if problem not in self.problems]
        except NotationError as error:
            self.problems.append(_misread(file, error))
        self.failed.add(planned.label)
        return _NOTHING


def _misread(file: ClauseFile, error: NotationError) -> Problem:
    place = Location(file.name, error.line)
    return Problem("W202", error.what, "See templates/README.md for the notation.", place)


def title_of(clauses: Sequence[Clause]) -> str:
    """Return the first centred line of the title clause."""
    titles = (clause for clause in clauses if clause.label in _TITLES)
    displays = (block for clause in titles for block in clause.blocks if isinstance(block, Display))
    return next((words_of(display.inlines) for display in displays), _NO_TITLE)


NumberedDeparture = tuple[int, Departure]


class Form(Struct, frozen=True, dict=True):
    """A form of the library: its outline, its clause files by label, and the clause files compiled so far."""

    name: str
    outline: ClauseFile
    clauses: Mapping[str, ClauseFile]
    read: dict[str, Instructions]

    @classmethod
    def of(cls, library: Library, name: str) -> Form:
        """Return the form of that name. Raises InputError if the library has none."""
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
                from assembler.drafting.clause_files import readable

                return readable(self.clauses.values(), deal)

            key = f"{self.outline.name} {self.digest} {sorted(deal.facts)} {deal.shapes}"
            self.read.update(get_or_create("form", key, dict[str, Instructions], read))
        return self.read


@lru_cache(maxsize=8)  # the page reads the forms at each key stroke, and their words stay the same
def _form(name: str, outline: ClauseFile, clauses: tuple[tuple[str, ClauseFile], ...]) -> Form:
    return Form(name, outline, dict(clauses), {})


class DraftedForm(Struct, frozen=True):
    """A form drafted for a deal: the document, its numbers, the problems of its words.

    `decided_by` names the terms that put each clause in its state, by label.
    """

    document: Document
    numbers: Numbers
    problems: tuple[Problem, ...]
    decided_by: Mapping[str, tuple[str, ...]]


def draft(form: Form, deal: Deal, departures: Sequence[NumberedDeparture], subject: str = "") -> DraftedForm:
    """Return the form drafted for the deal. `subject` is the term that the document is about, such as an investor.

    Raises InputError if the outline of the form cannot be read.
    """
    planned = plan(form.outline, form.clauses, deal)
    return draft_plan(form, planned, ClauseRenderer(deal, form.instructions(deal)), departures, subject)


def draft_plan(
    form: Form,
    planned: Sequence[Planned],
    renderer: ClauseRenderer,
    departures: Sequence[NumberedDeparture] = (),
    subject: str = "",
) -> DraftedForm:
    """Return the draft of a plan, in the words that `renderer` gives its clauses."""
    deal = renderer.deal
    provisions = build_document(planned, renderer)
    departed, unmet = depart(provisions.document, departures, subject)
    numbers = number(departed)
    document, dangling = resolve(departed, numbers)
    problems = (
        *provisions.problems,
        *(_unmet(each, deal) for each in unmet if each.clause not in provisions.failed),
        *(_dangling(each, planned, form, deal) for each in dangling),
    )
    decided_by = {each.label: each.decided_by for each in flattened(planned)}
    return DraftedForm(document, numbers, problems, decided_by)


def unknown_subjects(
    departures: Iterable[NumberedDeparture], subjects: Collection[str], deal: Deal
) -> Iterator[Problem]:
    """Yield a problem for each departure whose subject has no document, so that it would change nothing."""
    for index, departure in departures:
        if departure.subject is not None and departure.subject not in subjects:
            path = f"departures[{index}].subject"
            message = f"the deal has no document of this form for {departure.subject!r}"
            hint = f"Write one of: {', '.join(filter(None, subjects))}. Or delete `subject`."
            yield Problem("D101", message, hint, deal.location_of(path), path)


def _unmet(unmet: UnmetDeparture, deal: Deal) -> Problem:
    path = f"departures[{unmet.index}].{unmet.field}"
    return Problem("D101", unmet.what, unmet.hint, deal.location_of(path), path)


def _dangling(dangling: Dangling, planned: Iterable[Planned], form: Form, deal: Deal) -> Problem:
    """Return the problem for a reference without a number, with the term that left its target out."""
    origin, label = dangling.clause.label, dangling.label
    place = _place_in(form.clauses.get(origin), label)
    if dangling.reason == "parent":
        what = (
            f"the clause {origin!r} shortens its reference to {label!r}, which does not hang under the clause before it"
        )
        return Problem("R102", what, f"Write @{label}, without the ~.", place)
    labels = {planned_clause.label: planned_clause for planned_clause in flattened(planned)}
    if label not in labels:
        what = f"the clause {origin!r} refers to {label!r}, and the form has no clause of that label"
        return Problem("R101", what, _did_you_mean(label, labels), place)
    terms = labels[label].decided_by or _departures_from(label, deal)
    decided = ", ".join(f"{path} ({deal.location_of(path)})" for path in terms) or "a departure"
    what = f"the clause {origin!r} refers to {label!r}, which is left out of this deal by {decided}"
    path = terms[0] if terms else ""
    hint = f"Put {label!r} back, or change the words of {origin!r} ({place}) by a departure."
    return Problem("R103", what, hint, deal.location_of(path) if path else place, path)


def _departures_from(label: str, deal: Deal) -> tuple[str, ...]:
    """Return the paths of the departures that leave a clause out."""
    return tuple(
        f"departures[{index}].state"
        for index, departure in enumerate(deal.departures)
        if departure.clause == label and departure.state
    )


def _place_in(clause: ClauseFile | None, label: str) -> Location:
    """Return the place in a clause file that names a label."""
    if clause is None:
        return Location("the departures")
    for index, line in enumerate(clause.text.splitlines(), start=1):
        for written in (f"@{label}", f"@~{label}"):
            if written in line:
                return Location(clause.name, index, line.index(written) + 1)
    return Location(clause.name)


def _did_you_mean(label: str, labels: Iterable[str]) -> str:
    from rapidfuzz.process import extractOne

    near = extractOne(label, sorted(labels), score_cutoff=60)
    return (
        f"Did you mean @{near[0]}?" if near else "Refer to a clause by its label: the name of its file, without .txt."
    )


JOINDER = "joinder"


AGREEMENT, WARRANT = "purchase-agreement", "warrant"


# The form of a clause, by the prefix of its label. Clauses of the agreement have no prefix.
_FORMS = {"w_": WARRANT, "j_": JOINDER}


def departures_of(deal: Deal, form: str) -> list[NumberedDeparture]:
    """Return the departures of a deal from one of its forms. The prefix of a clause label tells the form."""
    numbered = list(enumerate(deal.departures))
    if isinstance(deal.terms, WarrantSheet):
        return numbered
    return [
        numbered_departure
        for numbered_departure in numbered
        if _FORMS.get(_label(numbered_departure[1])[:2], AGREEMENT) == form
    ]


def _label(departure: Departure) -> str:
    return (departure.after if departure.add is not None else departure.clause) or ""
