"""Explain clauses: their file, terms and facts, and for a deal their state and its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from assembler.dealset.joinders import first_joining
from assembler.document.numbering import Numbers, number
from assembler.document.tree import Clause, Document, State
from assembler.drafting.departures import described
from assembler.drafting.dependencies import dependencies_of
from assembler.drafting.forms import JOINDER, Form, departures_of, draft
from assembler.drafting.plan import STATES, Outlined, Planned, flattened, plan, read_outline
from assembler.library import Library
from assembler.termsheet import facts
from assembler.termsheet.closings import INITIAL, as_of
from assembler.termsheet.compute import compute_deal
from assembler.termsheet.deal import Deal
from assembler.termsheet.instruments import warrant_of, warrants_of
from assembler.termsheet.loading import Loaded
from assembler.termsheet.schema import AnyTermSheet, TermSheet
from assembler.termsheet.source import is_stated, place_of

# Without a deal, these forms are explained. The joinder is explained for a deal that has one.
_FORMS = ("purchase-agreement", "warrant")
_STATES = {
    State.PRESENT: "is in the document",
    State.RESERVED: "keeps its number and prints [RESERVED]",
    State.OMITTED: "is left out",
    State.ELSEWHERE: "has a number, and its words are a separate document",
}


class ExplainedForms(Struct, frozen=True, dict=True):
    """The forms of a library and, with a deal, the deal as each form sees it.

    `terms` are those of all closings with computed figures, or None without a deal.
    """

    forms: tuple[Form, ...]
    loaded: Loaded | None = None
    deals: Mapping[str, Deal] = {}
    terms: AnyTermSheet | None = None

    @classmethod
    def of(cls, library: Library, loaded: Loaded | None) -> ExplainedForms:
        """Return the forms to explain: with a deal, those it is drafted from. Raise `InputError` if one is missing."""
        deals, terms = _deals(loaded) if loaded else ({}, None)
        return cls(tuple(Form.of(library, name) for name in deals or _FORMS), loaded, deals, terms)

    @property
    def facts(self) -> Mapping[str, bool]:
        """Every fact of the deal, of its agreement and its warrants."""
        # Reversed, so that the agreement decides a fact that both forms ask.
        deals = reversed(list(self.deals.values()))
        return {name: answer for deal in deals for name, answer in deal.facts.items()}

    @cached_property
    def numbers(self) -> Mapping[str, Numbers]:
        """The numbers of each form in the deal. Without a deal, every clause of the form is present."""
        return {form.name: _numbers(form, self.deals.get(form.name)) for form in self.forms}

    def where(self, path: str) -> str:
        """Return the place of a term in the term sheet, or words that it is not stated."""
        source = next(iter(self.deals.values())).source
        return str(place_of(source, path)) if is_stated(source, path) else "not stated in the term sheet"


def _deals(loaded: Loaded) -> tuple[Mapping[str, Deal], AnyTermSheet]:
    """Return the deal as each form sees it, and its terms with computed figures."""
    if not isinstance(loaded.terms, TermSheet):
        alone = warrant_of(loaded.terms, loaded.source).deal
        return {"warrant": alone}, alone.terms
    # The agreement is drafted as of the initial closing, and the joinder as of the last one.
    deal, _ = compute_deal(as_of(loaded.terms, INITIAL), loaded.source)
    latest, _ = compute_deal(loaded.terms, loaded.source)
    # The first warrant stands for all: they differ only in their values.
    warrant = next(warrants_of(deal), None)
    deals = {"purchase-agreement": deal, "warrant": warrant.deal if warrant else None, JOINDER: first_joining(latest)}
    return {name: form_deal for name, form_deal in deals.items() if form_deal}, latest.terms


def clause_names(forms: ExplainedForms) -> list[str]:
    """Return every label and every full number of a clause."""
    return [
        name
        for form in forms.forms
        for label, number_ in forms.numbers[form.name].items()
        for name in (label, number_.full)
    ]


def explain_clause(name: str, forms: ExplainedForms) -> str:
    """Return the explanation of the clause in each form that has it, or an empty text."""
    return "\n".join(_explained(label, form, forms) for form in forms.forms for label in _labels(name, form, forms))


def _labels(name: str, form: Form, forms: ExplainedForms) -> Iterator[str]:
    if name in {line.label for line in _lines(form)}:
        yield name
        return
    # Lawyers ask for "Section 3(e)" or "Annex I".
    wanted = re.sub(r"^(section|annex|clause)\s+", "", name, flags=re.IGNORECASE)
    numbers = forms.numbers[form.name]
    yield from (label for label, number_ in numbers.items() if wanted in (number_.full, number_.own))


def _lines(form: Form) -> list[Outlined]:
    def within(lines: tuple[Outlined, ...]) -> Iterator[Outlined]:
        for line in lines:
            if line.label:
                yield line
            yield from within(line.children)

    return list(within(read_outline(form.outline)))


def _numbers(form: Form, deal: Deal | None) -> Numbers:
    if not deal:
        return number(Document("", tuple(map(_standing, read_outline(form.outline)))))
    return draft(form, deal, departures_of(deal, form.name)).numbers


def _standing(line: Outlined) -> Clause:
    return Clause(line.label, line.mark, State.PRESENT, children=tuple(map(_standing, line.children)))


def _explained(label: str, form: Form, forms: ExplainedForms) -> str:
    line = next(line for line in _lines(form) if line.label == label)
    lines = [*_where(line, form, forms.numbers[form.name]), *_rule(line)]
    if words := form.clauses.get(label):
        dependencies = dependencies_of(words)
        lines += [f"  prints: {', '.join(dependencies.terms)}"] if dependencies.terms else []
        lines += [f"  asks: {', '.join(dependencies.facts)}"] if dependencies.facts else []
    if named := [other for other, file in form.clauses.items() if re.search(rf"@~?{label}\b", file.text)]:
        lines.append(f"  referred to by: {', '.join(named)}")
    if deal := forms.deals.get(form.name):
        lines += _in_deal(label, form, deal, forms)
    return "\n".join(lines) + "\n"


def _where(line: Outlined, form: Form, numbers: Numbers) -> Iterator[str]:
    its_number = f", {numbers[line.label].full}" if line.label in numbers else ""
    yield f"{line.label}{its_number}: a clause of the {form.name}"
    yield f"  outline: {form.outline.name}:{line.line}"
    words = form.clauses.get(line.label)
    yield f"  words: {words.name}" if words else "  words: none of its own"


def _rule(line: Outlined) -> Iterator[str]:
    if line.fact:
        other = f" if {line.otherwise_fact}, and else is left out" if line.otherwise_fact else ""
        yield f"  in the document if {line.fact}; otherwise it {_STATES[STATES[line.otherwise or 'omit']]}{other}"
    if line.state == "optional":
        yield f"  optional: set options.clauses.{line.label} to text, reserved or omit"
    elif not line.fact:
        yield f"  {line.state or 'in the document'} in every deal"


def _in_deal(label: str, form: Form, deal: Deal, forms: ExplainedForms) -> Iterator[str]:
    planned = [clause for clause in flattened(plan(form.outline, form.clauses, deal)) if clause.label == label]
    for clause in planned[:1]:
        yield f"  in {deal.source.file}: {_STATES[clause.state]}"
        yield from _decided(clause, form, forms)
    if not planned:
        yield f"  in {deal.source.file}: is left out with the clause above it"
    for index, departure in enumerate(deal.departures):
        if departure.clause == label:
            words = described(departure).replace("\n", "\n    ")
            yield f"    departs from the form ({deal.location_of(f'departures[{index}]')}): {words}"


def _decided(clause: Planned, form: Form, forms: ExplainedForms) -> Iterator[str]:
    """Yield the facts that decide the state of a clause and its words, with the terms behind them."""
    deal = forms.deals[form.name]
    rule = next(line for line in _lines(form) if line.label == clause.label)
    dependencies = dependencies_of(clause.words).facts if clause.words else ()
    for fact in dict.fromkeys([*filter(None, (rule.fact, rule.otherwise_fact)), *dependencies]):
        if fact in deal.facts:
            yield f"    {fact} is {'true' if deal.facts[fact] else 'false'}: {_meaning(fact)}"
            yield from (f"      {path}: {forms.where(path)}" for path in deal.decided_by[fact] if path)
    named = deal.decided_by.get(rule.fact, ())
    yield from (f"    decided by {path}: {forms.where(path)}" for path in clause.decided_by if path not in named)


def _meaning(fact: str) -> str:
    return (facts.RULES[fact].__doc__ or "").strip() if fact in facts.RULES else fact.replace("_", " ")
