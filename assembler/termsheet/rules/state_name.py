"""T441: a state that is not written by its name.

The words of the form are "a Delaware corporation" and "the laws of the State of Delaware". An abbreviation, small letters
or "State of" print as they stand, and so does the name of a country behind "State of".

    law.governing_state: State of New York

    law.governing_state: 'State of New York' prints as "the State of State of New York"

An error in an execution version, and a warning before. Places outside the United States stay as they are in an address
and as the company's jurisdiction.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from assembler.errors import Problem
from assembler.termsheet.quantities import shortened
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.states import STATES, state_meant

CODE = "T441"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each such name."""
    company, law = context.terms.company, context.terms.law
    places = {"company.jurisdiction": company.jurisdiction, "company.address.state": company.address.state}
    laws = {"law.governing_state": law.governing_state, "law.forum_state": law.forum_state}
    clauses = ("governing_law", "w_governing_law") if context.deal else ("w_governing_law",)
    for path, name in (places | laws).items():
        if not isinstance(name, str):
            continue
        meant = state_meant(name)
        if meant and meant != name.strip():
            yield _otherwise_written(context, path, name, meant)
        elif path in laws and name.strip() not in STATES.values() and context.in_form_words(clauses[0]):
            what = f'{shortened(name)} is not a state, and prints as "the State of {name}"'
            hint = f"Change the words by a departure from {clauses[0]}, or write the name of a state."
            yield context.before_signing(CODE, path, what, hint)


def _otherwise_written(context: RuleContext, path: str, name: str, meant: str) -> Problem:
    printed = {
        "company.jurisdiction": f'"a {name} {context.terms.company.entity_type}"',
        "company.address.state": f'"{context.terms.company.address.city}, {name}"',
    }.get(path, f'"the State of {name}"')
    # CA is a country too.
    otherwise = ", or `Canada`" if name.strip().upper() == "CA" and path == "company.jurisdiction" else ""
    problem = context.before_signing(
        CODE, path, f"{shortened(name)} prints as {printed}", f"Write `{meant}`{otherwise}."
    )
    return problem if otherwise else replace(problem, fix=context.fix(path, meant))
