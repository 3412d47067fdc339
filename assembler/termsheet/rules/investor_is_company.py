"""T440: an investor, or the holder of a single warrant, that is the company.

A company cannot buy the shares that it issues, nor hold a warrant for them. The name was copied into the wrong line.

    company: {name: "ACME, INC."}, investors: [{name: Acme Inc.}]

    investors[0].name: 'Acme Inc.' is the company, which cannot buy its own new shares

An error: the agreement would have one party.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.party_names import spelled_alike
from assembler.termsheet.quantities import shortened
from assembler.termsheet.rules.context import RuleContext

CODE = "T440"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each such investor and holder."""
    company = context.terms.company.name
    key = spelled_alike(company) if isinstance(company, str) else ""
    for path, name in _buyers(context) if key else ():
        if isinstance(name, str) and spelled_alike(name) == key:
            whom = "investor" if path.startswith("investors") else "holder"
            what = f"{shortened(name)} is the company, which cannot buy its own new shares"
            yield context.error(CODE, path, what, f"Write the name of the {whom}.")


def _buyers(context: RuleContext) -> Iterator[tuple[str, object]]:
    for index, investor in enumerate(context.deal.investors if context.deal else ()):
        yield f"investors[{index}].name", investor.name
    for path, warrant in context.single_warrants:
        yield f"{path}.holder.name", warrant.holder.name
