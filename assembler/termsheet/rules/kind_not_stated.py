"""T454: investors whose names show a kind that is not stated.

The words for an entity of no stated kind are right for a partnership, a company and a corporation, and general: "all
requisite power and authority". With the kind, they are those of that kind: "all requisite partnership power".

    - name: Red Mesa Holdings LLC

    investors: the name shows the kind of 1 investor, and the general words for an entity are drafted:
        line 32: add `kind: limited_liability_company` to 'Red Mesa Holdings LLC'

A warning of `validate` and of a strict draft. `kind: entity` keeps the general words.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from assembler.errors import Problem
from assembler.termsheet.formats import counted
from assembler.termsheet.quantities import shortened
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.rules.kind_of_trust import SIGN_OTHERWISE, is_in_sheet, kinds_shown
from assembler.termsheet.source import place_of

CODE = "T454"

# The line for each investor, and the hint.
_IN_TERM_SHEET = (
    "line {place.line}: add `kind: {}` to",
    "Add the lines for the words of each kind. Or add `kind: entity` for the general ones.",
)
_IN_SHEET = (
    "{place}: write `{}` in the column `kind` for",
    "State the kinds in the sheet of the investors for the words of each kind. Or state `entity` for the general ones.",
)


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield one problem for all such investors. T453 tells of those that sign otherwise."""
    shown = [(f"{path}.name", name, kind) for path, name, kind in kinds_shown(context) if kind not in SIGN_OTHERWISE]
    if not shown:
        return
    line, hint = _IN_SHEET if is_in_sheet(context, shown[0][0]) else _IN_TERM_SHEET
    places = tuple((path, place_of(context.source, path)) for path, _, _ in shown)
    what = f"the name shows the kind of {counted(len(shown), 'investor')}, and the general words for an entity are drafted:"
    for (_, place), (_, name, kind) in zip(places, shown, strict=True):
        what += f"\n        {line.format(kind, place=place)} {shortened(name)}"
    yield replace(context.warning(CODE, shown[0][0], what, hint), locations=places)
