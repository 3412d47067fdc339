"""T469: two classes of warrants with one name.

The agreement defines the warrants of each class by its name, and each warrant bears it in its title.

    classes: [{name: Series A, ...}, {name: series a, ...}]

    warrants.classes[1].name: Series A is the name of two classes

An error: nobody could tell the warrants apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext

CODE = "T469"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each class whose name an earlier one has, in any case and with hyphens or spaces."""
    seen = set[str]()
    for index, each in enumerate(context.deal.warrants.classes if context.deal else ()):
        name = each.name.casefold().replace("-", " ")
        if name in seen:
            what = f"{each.name} is the name of two classes of warrants"
            yield context.error(CODE, f"warrants.classes[{index}].name", what, "Give each class a name of its own.")
        seen.add(name)
