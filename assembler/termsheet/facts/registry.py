"""The facts of a deal: every yes-or-no question that a clause or a form may ask, one function each.

A clause asks a fact by its name. The rule names the terms that decide it, so that messages can name the lines to
change. `assembler explain` prints the docstring, so it is a statement of the fact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from assembler.termsheet.schema import TermSheet

FactRule = Callable[[TermSheet], bool]
# A rule may also take the sheet of a warrant alone, so its own type is kept.
Rule = TypeVar("Rule", bound=FactRule)

RULES: dict[str, FactRule] = {}
DECIDED_BY: dict[str, tuple[str, ...]] = {}


def decided_by(*paths: str) -> Callable[[Rule], Rule]:
    """Enter a rule under its name, with the paths of the terms that decide it."""

    def enter(rule: Rule) -> Rule:
        RULES[rule.__name__] = rule
        DECIDED_BY[rule.__name__] = paths
        return rule

    return enter


def establish_facts(terms: TermSheet) -> Mapping[str, bool]:
    """Return every fact of the deal, by name."""
    return {name: rule(terms) for name, rule in RULES.items()}
