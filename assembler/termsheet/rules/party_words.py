"""T444: two persons who buy together.

Both sign: as joint tenants, as tenants in common, or as spouses. The form has one line to sign for each investor.

    investors[2].name: Ruth Abernathy and Carl Abernathy, JTWROS

    investors[2].name: 'Ruth Abernathy and Carl Abernathy, JTWROS' is two persons or more, but the signature page has one line

A warning. `kind: joint_tenants` settles it, or a departure from the block. `form` and `conformed` are left alone.
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
_BOTH_SIGN = ("joint_tenants", "trust", "custodian")


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield one problem for the investors who sign together."""
    deal = context.deal
    if not deal or deal.execution.status in ("form", "conformed") or not context.in_form_words("sig_investor_block"):
        return
    names = [(f"investors[{index}].name", investor.name) for index, investor in enumerate(deal.investors)]
    together = [
        (path, name)
        for (path, name), investor in zip(names, deal.investors, strict=True)
        if investor.kind not in _BOTH_SIGN and isinstance(name, str) and shows_joint_persons(name)
    ]
    if not together:
        return
    named = ", ".join(shortened(name) for _, name in together[:_MOST_NAMED])
    if len(together) > _MOST_NAMED:
        named += f" and {len(together) - _MOST_NAMED:,} more"
    what = f"{named} {'is' if len(together) == 1 else 'are'} two persons or more, but the signature page has one line"
    hint = "Write `kind: joint tenants`, and name the other below `co_signatories`."
    problem = context.warning(CODE, together[0][0], what, hint)
    yield replace(problem, locations=tuple((path, place_of(context.source, path)) for path, _ in together))
