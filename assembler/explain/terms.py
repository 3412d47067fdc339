"""A field explained: what may stand in it, which clauses print it, which facts it decides, and what a deal says there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from assembler.drafting.questions import questions
from assembler.explain.clauses import Forms
from assembler.termsheet import arithmetic, facts, instruments
from assembler.termsheet.fields import Field, fields
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schema import TermSheet, WarrantSheet
from assembler.termsheet.source import Path as Steps

_MOST_SHOWN = 12
_APPORTIONED = ("warrants.coverage", "warrants.total_warrants", "investors[].warrants")
_WARRANT = re.compile(r"(?:warrants|placement_agent_warrant|warrant)\.(?:provisions\.)?(?P<term>.+)")


def term_paths() -> list[str]:
    """The path of every field."""
    return list(_fields())


def explain_term(path: str, forms: Forms) -> str:
    """What a field is; with a deal, also what stands there. Empty where there is no such field."""
    field = _fields().get(re.sub(r"\[\d+\]", "[]", path).removesuffix("[]"))
    if not field:
        return ""
    lines = [f"{field.path}: {field.description}", "", *_what_may_stand(field), *_effects(field, forms)]
    if forms.loaded:
        lines += ["", f"In {forms.loaded.source.file}:", *_stated(path, field, forms)]
    return "\n".join(lines) + "\n"


def _fields() -> dict[str, Field]:
    return {field.path: field for sheet in (WarrantSheet, TermSheet) for field in fields(sheet)}


def _what_may_stand(field: Field) -> Iterator[str]:
    yield f"What may stand there: {field.kind}."
    if field.group:
        yield f"Its fields: {', '.join(field.group.model_fields)}."
    yield (
        "It must be stated." if field.required else f"Where it is not stated: {field.default or 'nothing is assumed'}."
    )
    if field.example:
        yield f"Example: {field.name}: {field.example}"


def _effects(field: Field, forms: Forms) -> Iterator[str]:
    """Which clauses print it, and which facts it decides."""
    if printed := list(_printed_in(field, forms)):
        yield f"Printed in: {', '.join(printed)}."
    if decided := _facts_decided(field.path):
        yield "Decides:"
        yield from (f"  {name}: {_meaning(name)}" for name in decided)
    if field.path.startswith("options.clauses."):
        yield f"Decides whether the clause {field.name} stands."
    if not field.group and not printed and not decided and not field.path.startswith("options.clauses."):
        yield "No clause prints it by itself."


def _printed_in(field: Field, forms: Forms) -> Iterator[str]:
    for form in forms.forms:
        names = _names_in_warrant(field.path) if form.name == "warrant" else {field.path}
        for label, clause in form.clauses.items():
            if any(_is_or_is_in(term, name) for term in questions(clause).terms for name in names):
                yield label


def _is_or_is_in(term: str, name: str) -> bool:
    return term == name or term.startswith((f"{name}.", f"{name}[]"))


def _names_in_warrant(path: str) -> set[str]:
    """The names under which the form of warrant sees a term."""
    names = {path} if not path.startswith(("warrants", "investors")) else set()
    if path.startswith("investors[]."):
        names.add("warrant.number" if path == "investors[].warrants" else f"warrant.holder.{path[12:]}")
    if found := _WARRANT.fullmatch(path):
        names.add(f"warrant.{found['term']}")
        if found["term"] in ("term_years", "issue_date"):
            names.add("warrant.expiration_date")
    return names


def _facts_decided(path: str) -> list[str]:
    asked = {path, path.removesuffix("[].kind")}
    of_agreement = [name for name, paths in facts.DECIDED_BY.items() if any(_is_in(one, paths) for one in asked)]
    found = re.fullmatch(r".*\.provisions\.(\w+)(?:\..*)?", path)
    return of_agreement + [name for name, term in instruments.DECIDED_BY.items() if found and term == found[1]]


def _is_in(path: str, deciding: tuple[str, ...]) -> bool:
    return any(path == one or path.startswith(f"{one}.") for one in deciding)


def _meaning(fact: str) -> str:
    return (
        (facts.RULES[fact].__doc__ or "").strip() if fact in facts.RULES else f"{fact.replace('_', ' ')} (a warrant)."
    )


# In a deal


def _stated(path: str, field: Field, forms: Forms) -> Iterator[str]:
    shown = list(_entries(forms.terms, _steps(path), ""))
    for one, value in shown[:_MOST_SHOWN]:
        yield f"  {one}: {_value(value)}{_unit(value, field)} ({forms.where(one)})"
    if len(shown) > _MOST_SHOWN:
        yield f"  and {len(shown) - _MOST_SHOWN:,} more"
    for fact in _facts_decided(field.path):
        if fact in forms.facts:
            yield f"  {fact}: {'yes' if forms.facts[fact] else 'no'}"
    if field.path in _APPORTIONED:
        yield from _apportionment(forms.terms)


def _steps(path: str) -> Steps:
    """The steps of a path; -1 for every entry of a list."""
    found = re.findall(r"\[(\d*)\]|([^.\[\]]+)", path)
    return tuple(name or (int(index) if index else -1) for index, name in found)


def _entries(value: Any, steps: Steps, above: str) -> Iterator[tuple[str, Any]]:
    """The values at a path, each with the path that names it alone."""
    if value is None or not steps:
        yield above, value
        return
    step, *rest = steps
    if isinstance(step, str) and not isinstance(value, tuple):
        below = f"{above}.{step}" if above else step
        yield from _entries(getattr(value, step, None), tuple(rest), below)
    elif isinstance(value, tuple):
        wanted = range(len(value)) if step == -1 or isinstance(step, str) else range(step, min(step + 1, len(value)))
        remaining = tuple(rest) if not isinstance(step, str) else steps
        for index in wanted:
            yield from _entries(value[index], remaining, f"{above}[{index}]")


def _unit(value: Any, field: Field) -> str:
    return "%" if isinstance(value, Decimal) and "percentage" in field.kind else ""


def _value(value: Any) -> str:
    if value is None:
        return "not stated"
    if isinstance(value, OpenPoint):
        return f"open, printed as {value.printed}"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | Decimal):
        return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    if isinstance(value, tuple):
        return f"{len(value)} entries"
    return "a group" if hasattr(value, "model_fields_set") else str(value)


def _apportionment(terms: Any) -> Iterator[str]:
    """How the warrants are apportioned: each investor's exact claim, and who gets what rounding down leaves."""
    coverage = terms.warrants.coverage if isinstance(terms, TermSheet) else None
    if coverage is None or not all(isinstance(investor.warrants, int) for investor in terms.investors):
        return
    at_each = " of its closing" if terms.closing.additional else ""
    left = f"what is left goes to the largest fractions{at_each}"
    yield f"  Apportioned: {coverage:f}% of the shares, rounded down; {left}."
    for investor in terms.investors:
        claim = arithmetic.covered(coverage, investor.shares)
        rounded = " (one more than rounded down)" if investor.warrants > int(claim) else ""
        yield f"    {investor.name}: {float(claim):,.2f} gives {investor.warrants:,}{rounded}"
