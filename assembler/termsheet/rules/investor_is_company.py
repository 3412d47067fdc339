"""T440: an investor that is the company.

A company cannot buy the shares that it issues. The name was copied into the wrong line.

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
    """Yield a problem for each such investor."""
    company = context.terms.company.name
    key = spelled_alike(company) if isinstance(company, str) else ""
    for index, investor in enumerate(context.deal.investors if key and context.deal else ()):
        if isinstance(investor.name, str) and spelled_alike(investor.name) == key:
            what = f"{shortened(investor.name)} is the company, which cannot buy its own new shares"
            yield context.error(CODE, f"investors[{index}].name", what, "Write the name of the investor.")
