"""T444: two persons who buy together.

Both sign: as joint tenants, as tenants in common, or as spouses. The form has one line to sign for each investor.

    investors[2].name: Ruth Abernathy and Carl Abernathy, JTWROS

    investors[2].name: 'Ruth Abernathy and Carl Abernathy, JTWROS' is two persons or more, but the signature page has one line

A warning. A departure from the block settles it. `form` and `conformed` are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from assembler.errors import Problem
from assembler.termsheet.party_names import shows_joint_persons
from assembler.termsheet.quantities import shortened
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.source import place_of

CODE = "T444"

_MOST_NAMED = 3


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield one problem for the investors who sign together."""
    deal = context.deal
    if not deal or deal.execution.status in ("form", "conformed") or not context.in_form_words("sig_investor_block"):
        return
    names = [(f"investors[{index}].name", investor.name) for index, investor in enumerate(deal.investors)]
    together = [(path, name) for path, name in names if isinstance(name, str) and shows_joint_persons(name)]
    if not together:
        return
    named = ", ".join(shortened(name) for _, name in together[:_MOST_NAMED])
    if len(together) > _MOST_NAMED:
        named += f" and {len(together) - _MOST_NAMED:,} more"
    what = f"{named} {'is' if len(together) == 1 else 'are'} two persons or more, but the signature page has one line"
    hint = "Add lines by a departure from sig_investor_block, for each of them."
    problem = context.warning(CODE, together[0][0], what, hint)
    yield replace(problem, locations=tuple((path, place_of(context.source, path)) for path, _ in together))
