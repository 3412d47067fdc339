"""T439: two investors that are one but for the spelling of the name.

Case, punctuation, "and" and "&", "LP" and "L.P." do not make another party. One of the two would be bound twice, or a
fund of that name not at all.

    - name: Northgate Fund, L.P.
    - name: NORTHGATE FUND LP

    investors[1].name: 'NORTHGATE FUND LP' differs only in spelling from 'Northgate Fund, L.P.' on line 40

An error in an execution version, and a warning before. T112 refuses names that look the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.party_names import spelled_alike
from assembler.termsheet.quantities import shortened
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.source import place_of

CODE = "T439"

# Punctuation is all that some very short names consist of.
_SHORTEST = 4


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each investor whose name is another spelling of an earlier one."""
    first: dict[str, tuple[int, str]] = {}
    for index, investor in enumerate(context.deal.investors if context.deal else ()):
        if not isinstance(name := investor.name, str) or len(key := spelled_alike(name)) < _SHORTEST:
            continue
        before, named = first.setdefault(key, (index, name))
        # An investor who buys again at a later closing has the same name.
        if before != index and name != named:
            line = place_of(context.source, f"investors[{before}].name").line
            what = f"{shortened(name)} differs only in spelling from {shortened(named)} on line {line}"
            hint = "Merge the two entries, or write the names in full if they are two parties."
            yield context.before_signing(CODE, f"investors[{index}].name", what, hint)
