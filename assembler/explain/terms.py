"""Explain fields: their allowed values, clauses and facts, and their values in a deal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from assembler.drafting.dependencies import dependencies_of
from assembler.explain.clauses import ExplainedForms
from assembler.termsheet import facts, holdings, instruments
from assembler.termsheet.fields import Field, fields
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schema import TermSheet, WarrantSheet
from assembler.termsheet.source import TermPath as Steps

_MOST_SHOWN = 12  # entries of a list
_APPORTIONED = (
    "warrants.coverage",
    "warrants.total_warrants",
    "warrants.classes[].coverage",
    "warrants.classes[].total_warrants",
    "investors[].warrants",
    "investors[].class_warrants",
)
# What the forms call the terms of an investor that differ by class.
_IN_AGREEMENT = {
    "investors[].class_warrants": "investors[].of_class[].number",
    "investors[].class_warrant_numbers": "investors[].of_class[].warrant_number",
    "warrants.classes[].name": "investors[].of_class[].name",
}
_IN_WARRANT = {
    "investors[].warrants": "warrant.number",
    "investors[].class_warrants": "warrant.number",
    "investors[].warrant_number": "warrant.warrant_number",
    "investors[].class_warrant_numbers": "warrant.warrant_number",
}
_WARRANT = re.compile(r"(?:warrants|placement_agent_warrant|warrant)\.(?:classes\[\]\.)?(?:provisions\.)?(?P<term>.+)")


def term_paths() -> list[str]:
    """Return the path of every field."""
    return list(_fields())


def explain_term(path: str, forms: ExplainedForms) -> str:
    """Return the explanation of a field, with the deal's value if there is a deal. Empty if there is no such field."""
    field = _fields().get(re.sub(r"\[\d+\]", "[]", path).removesuffix("[]"))
    if not field:
        return ""
    lines = [f"{field.path}: {field.description}", "", *_what_may_stand(field), *_effects(field, forms)]
    if forms.loaded:
        lines += ["", f"In {forms.loaded.source.file}:", *_stated(path, field, forms)]
    return "\n".join(lines) + "\n"


def _fields() -> dict[str, Field]:
    # Both kinds of term sheet share paths. The purchase agreement's description counts.
    return {field.path: field for sheet in (WarrantSheet, TermSheet) for field in fields(sheet)}


def _what_may_stand(field: Field) -> Iterator[str]:
    yield f"Allowed: {field.kind}."
    if field.group:
        yield f"Its fields: {', '.join(field.group.model_fields)}."
    yield "Required." if field.required else f"If not stated: {field.default}." if field.default else "Optional."
    if field.example:
        yield f"Example: {field.name}: {field.example}"


def _effects(field: Field, forms: ExplainedForms) -> Iterator[str]:
    """Yield the clauses that print the field, and the facts that it decides."""
    if printed := list(_printed_in(field, forms)):
        yield f"Printed in: {', '.join(printed)}."
    if decided := _facts_decided(field.path):
        yield "Decides:"
        yield from (f"  {name}: {_meaning(name)}" for name in decided)
    if field.path.startswith("options.clauses."):
        yield f"Decides the state of the clause {field.name}: text, reserved or omit."
    if not field.group and not printed and not decided and not field.path.startswith("options.clauses."):
        yield "No clause prints it directly."


def _printed_in(field: Field, forms: ExplainedForms) -> Iterator[str]:
    for form in forms.forms:
        names = {field.path, _IN_AGREEMENT.get(field.path, field.path)}
        if form.name == "warrant":
            names = _names_in_warrant(field.path)
        for label, clause in form.clauses.items():
            if any(_is_or_is_in(path, name) for path in dependencies_of(clause).terms for name in names):
                yield label


def _is_or_is_in(term: str, name: str) -> bool:
    return term == name or term.startswith((f"{name}.", f"{name}[]"))


def _names_in_warrant(path: str) -> set[str]:
    """Return the names of a term in the form of warrant."""
    names = {path} if not path.startswith(("warrants", "investors")) else set()
    if path.startswith("investors[]."):
        names.add(_IN_WARRANT.get(path, f"warrant.holder.{path.removeprefix('investors[].')}"))
    if match := _WARRANT.fullmatch(path):
        names.add("warrant.class_name" if path == "warrants.classes[].name" else f"warrant.{match['term']}")
        # The form prints the expiration date, which is computed from these.
        if match["term"] in ("term_years", "term_months", "term_from", "issue_date"):
            names |= {"warrant.expiration_date", "warrant.term_period"}
        if match["term"].startswith("first_exercise"):
            names |= {"warrant.first_exercise_date", "warrant.first_exercise_period"}
    return names


def _facts_decided(path: str) -> list[str]:
    paths = {path, path.removesuffix("[].kind")}
    of_agreement = [name for name, decided_by in facts.DECIDED_BY.items() if any(_is_in(p, decided_by) for p in paths)]
    match = re.fullmatch(r".*\.provisions\.(\w+)(?:\..*)?", path)
    return of_agreement + [name for name, term in instruments.DECIDED_BY.items() if match and term == match[1]]


def _is_in(path: str, decided_by: tuple[str, ...]) -> bool:
    return any(path == term or path.startswith(f"{term}.") for term in decided_by)


def _meaning(fact: str) -> str:
    return (
        (facts.RULES[fact].__doc__ or "").strip() if fact in facts.RULES else f"{fact.replace('_', ' ')} (a warrant)."
    )


# In a deal


def _stated(path: str, field: Field, forms: ExplainedForms) -> Iterator[str]:
    shown = list(_entries(forms.terms, _steps(path), ""))
    for entry_path, value in shown[:_MOST_SHOWN]:
        yield f"  {entry_path}: {_value(value)}{_unit(value, field)} ({forms.where(entry_path)})"
    if len(shown) > _MOST_SHOWN:
        yield f"  and {len(shown) - _MOST_SHOWN:,} more"
    for fact in _facts_decided(field.path):
        if fact in forms.facts:
            yield f"  {fact}: {'yes' if forms.facts[fact] else 'no'}"
    if field.path in _APPORTIONED:
        yield from _apportionment(forms.terms)


def _steps(path: str) -> Steps:
    """Return the steps of a path. -1 stands for every entry of a list."""
    steps = re.findall(r"\[(\d*)\]|([^.\[\]]+)", path)
    return tuple(name or (int(index) if index else -1) for index, name in steps)


def _entries(value: Any, steps: Steps, above: str) -> Iterator[tuple[str, Any]]:
    """Yield the values at a path, each with its own exact path."""
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
        is_list = value and not any(hasattr(entry, "model_fields_set") for entry in value)
        return "; ".join(map(_value, value)) if is_list else f"{len(value)} entries"
    return "a group" if hasattr(value, "model_fields_set") else str(value)


def _apportionment(terms: Any) -> Iterator[str]:
    """Yield the apportionment of the warrants: each investor's exact claim, and who gets the rounded-off remainder."""
    if not isinstance(terms, TermSheet) or not all(isinstance(one.warrants, int) for one in terms.investors):
        return
    for name, seen in holdings.deals_by_class(terms):
        yield from _apportionment_of(name, seen)


def _apportionment_of(name: str, terms: TermSheet) -> Iterator[str]:
    claims = holdings.claims(terms)
    if not claims:
        return
    at_each = " of its closing" if terms.closing.additional and terms.warrants.coverage is not None else ""
    of_class = f"{name} warrants. " if name else ""
    yield f"  {of_class}{_how_apportioned(terms)}{at_each}."
    for investor, claim in zip(terms.investors, claims, strict=True):
        # An investor with one of the largest fractions gets one warrant of the rest.
        is_apportioned = terms.options.warrant_rounding == "apportioned" or terms.warrants.coverage is None
        rounded = " (one of the rest)" if is_apportioned and (investor.warrants or 0) > int(claim) else ""
        yield f"    {investor.name}: {float(claim):,.2f} gives {investor.warrants:,}{rounded}"


def _how_apportioned(terms: TermSheet) -> str:
    warrants, rounding = terms.warrants, terms.options.warrant_rounding
    if warrants.coverage is None:
        return f"Apportioned: {warrants.total_warrants:,} by the shares, rounded down. The rest goes to the largest fractions"
    if rounding != "apportioned":
        to = "to the nearest whole number" if rounding == "nearest" else rounding
        return f"Rounded: {warrants.coverage:f}% of the shares, each {to}"
    return f"Apportioned: {warrants.coverage:f}% of the shares, rounded down. The rest goes to the largest fractions"
