"""A clause explained: where its words are, what it prints and asks, and, in a deal, why it stands or does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from assembler.closing.joining import JOINDER, first_joining
from assembler.document.numbering import Numbers, number
from assembler.document.tree import Clause, Document, State
from assembler.drafting.departures import described
from assembler.drafting.forms import Form, draft
from assembler.drafting.plan import STATES, Outlined, Planned, flattened, plan, read_outline
from assembler.drafting.questions import questions
from assembler.library import Library
from assembler.pipeline import departures_of
from assembler.termsheet import facts
from assembler.termsheet.deal import Deal
from assembler.termsheet.instruments import warrant_of, warrants_of
from assembler.termsheet.loading import Loaded
from assembler.termsheet.reckoning import establish
from assembler.termsheet.schema import Sheet, TermSheet
from assembler.termsheet.source import is_stated, place_of

# The forms that are explained without a deal; that of a joinder is where a deal has one.
_FORMS = ("purchase-agreement", "warrant")
_STATES = {
    State.PRESENT: "stands",
    State.RESERVED: "keeps its number and prints [RESERVED]",
    State.OMITTED: "is left out",
    State.ELSEWHERE: "has a number, and its words are in a document of its own",
}


class Forms(Struct, frozen=True, dict=True):
    """The forms of a library, and the deal that is explained, where there is one: as each form sees it."""

    forms: tuple[Form, ...]
    loaded: Loaded | None = None
    deals: Mapping[str, Deal] = {}

    @classmethod
    def of(cls, library: Library, loaded: Loaded | None) -> Forms:
        """The forms; with a deal, those that it is drafted from. Refused where the library has not got them."""
        deals = _deals(loaded) if loaded else {}
        return cls(tuple(Form.of(library, name) for name in deals or _FORMS), loaded, deals)

    @property
    def terms(self) -> Sheet | None:
        """The terms of the deal with its figures computed."""
        return next(iter(self.deals.values())).terms if self.deals else None

    @property
    def facts(self) -> Mapping[str, bool]:
        """Every fact of the deal, of the agreement and of its warrants."""
        deals = reversed(list(self.deals.values()))
        return {name: answer for deal in deals for name, answer in deal.facts.items()}

    @cached_property
    def numbers(self) -> Mapping[str, Numbers]:
        """The numbers of each form in the deal; without a deal, those in which every clause of the form stands."""
        return {form.name: _numbers(form, self.deals.get(form.name)) for form in self.forms}

    def where(self, path: str) -> str:
        """Where a term is stated; that it is not, where it is not."""
        source = next(iter(self.deals.values())).source
        return str(place_of(source, path)) if is_stated(source, path) else "not stated in the sheet"


def _deals(loaded: Loaded) -> Mapping[str, Deal]:
    if not isinstance(loaded.terms, TermSheet):
        return {"warrant": warrant_of(loaded.terms, loaded.source).deal}
    deal, _ = establish(loaded.terms, loaded.source)
    warrant = next(warrants_of(deal), None)
    seen = {"purchase-agreement": deal, "warrant": warrant.deal if warrant else None, JOINDER: first_joining(deal)}
    return {name: one for name, one in seen.items() if one}


def clause_names(forms: Forms) -> list[str]:
    """Every label, and every number of a clause."""
    return [
        name for form in forms.forms for label, one in forms.numbers[form.name].items() for name in (label, one.full)
    ]


def explain_clause(name: str, forms: Forms) -> str:
    """What the clause of that label or number is, in each form that has one; empty where none has."""
    return "\n".join(_explained(label, form, forms) for form in forms.forms for label in _labels(name, form, forms))


def _labels(name: str, form: Form, forms: Forms) -> Iterator[str]:
    if name in {one.label for one in _lines(form)}:
        yield name
        return
    wanted = re.sub(r"^(section|annex|clause)\s+", "", name, flags=re.IGNORECASE)
    yield from (label for label, one in forms.numbers[form.name].items() if wanted in (one.full, one.own))


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


def _explained(label: str, form: Form, forms: Forms) -> str:
    line = next(one for one in _lines(form) if one.label == label)
    lines = [*_where(line, form, forms.numbers[form.name]), *_rule(line)]
    if words := form.clauses.get(label):
        asked = questions(words)
        lines += [f"  prints: {', '.join(asked.terms)}"] if asked.terms else []
        lines += [f"  asks: {', '.join(asked.facts)}"] if asked.facts else []
    if named := [other for other, file in form.clauses.items() if re.search(rf"@~?{label}\b", file.text)]:
        lines.append(f"  referred to by: {', '.join(named)}")
    if deal := forms.deals.get(form.name):
        lines += _in_deal(label, form, deal, forms)
    return "\n".join(lines) + "\n"


def _where(line: Outlined, form: Form, numbers: Numbers) -> Iterator[str]:
    its_number = f", {numbers[line.label].full}" if line.label in numbers else ""
    yield f"{line.label}{its_number}: a clause of the {form.name}"
    yield f"  stands in: {form.outline.name}:{line.line}"
    words = form.clauses.get(line.label)
    yield f"  words: {words.name}" if words else "  words: none of its own"


def _rule(line: Outlined) -> Iterator[str]:
    if line.fact:
        yield f"  stands when {line.fact}; otherwise it {_STATES[STATES[line.otherwise or 'omit']]}"
    elif line.state == "optional":
        yield f"  optional: options.clauses.{line.label} says text, reserved or omit"
    else:
        yield f"  {line.state or 'stands'} in every deal"


def _in_deal(label: str, form: Form, deal: Deal, forms: Forms) -> Iterator[str]:
    planned = [one for one in flattened(plan(form.outline, form.clauses, deal)) if one.label == label]
    for one in planned[:1]:
        yield f"  in {deal.source.file}: {_STATES[one.state]}"
        yield from _decided(one, form, forms)
    if not planned:
        yield f"  in {deal.source.file}: is left out with the clause above it"
    for index, departure in enumerate(deal.departures):
        if departure.clause == label:
            said = described(departure).replace("\n", "\n    ")
            yield f"    departs from the form ({deal.place_of(f'departures[{index}]')}): {said}"


def _decided(one: Planned, form: Form, forms: Forms) -> Iterator[str]:
    """The facts that put a clause in or left it out and those that its words ask, with the lines that made them so."""
    deal = forms.deals[form.name]
    rule = next(line for line in _lines(form) if line.label == one.label)
    asked = questions(one.words).facts if one.words else ()
    for fact in dict.fromkeys([*([rule.fact] if rule.fact else []), *asked]):
        if fact in deal.facts:
            yield f"    {fact} is {'true' if deal.facts[fact] else 'false'}: {_meaning(fact)}"
            yield from (f"      {path}: {forms.where(path)}" for path in deal.decided_by[fact] if path)
    if not rule.fact:
        yield from (f"    decided by {path}: {forms.where(path)}" for path in one.decided_by)


def _meaning(fact: str) -> str:
    return (facts.RULES[fact].__doc__ or "").strip() if fact in facts.RULES else fact.replace("_", " ")
