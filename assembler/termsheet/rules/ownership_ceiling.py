"""T479: a ceiling of the ownership limit without a limit, or below it.

The holder can raise its limit up to the ceiling. A ceiling below the limit forbids what the limit allows, and without a
limit there is nothing to raise.

    provisions: {ownership_limit: 19.99%, ownership_limit_ceiling: 9.99%}

    warrants.provisions.ownership_limit: the limit of 19.99% is above the ceiling of 9.99%

An error. An investor's own limit above a stated ceiling is one as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.warrant_mechanics import LIMITS

CODE = "T479"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each ceiling without a limit, and for each limit above the ceiling."""
    for terms in context.warrant_terms:
        ceiling = terms.provisions.ownership_limit_ceiling
        if ceiling is None or ceiling == "none":
            continue
        path = f"{terms.path}.ownership_limit_ceiling"
        limits = list(_limits(context, terms.path, terms.provisions.ownership_limit))
        if all(limit == "none" for _, limit in limits):
            hint = "Write a line such as `ownership_limit: 4.99%`, or delete this one."
            yield context.error(CODE, path, "there is no ownership limit, so a ceiling has no effect", hint)
        for at, limit in limits:
            if LIMITS.index(limit) > LIMITS.index(ceiling):
                what = f"the limit of {limit} is above the ceiling of {ceiling}"
                yield context.error(CODE, at, what, f"Write `ownership_limit_ceiling: {limit}`, or a lower limit.")


def _limits(context: RuleContext, path: str, limit: str) -> Iterator[tuple[str, str]]:
    """Yield the path and value of the limit of the provisions, and of each investor's own."""
    yield f"{path}.ownership_limit", limit
    if context.deal and path == "warrants.provisions":
        for index, investor in enumerate(context.deal.investors):
            if investor.ownership_limit:
                yield f"investors[{index}].ownership_limit", investor.ownership_limit
