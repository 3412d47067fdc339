"""T445: a price with a comma and three digits behind it.

A comma separates thousands here. Where it is the decimal sign, 2,375 is a little more than two dollars.

    offering.price_per_share: 2,375

    offering.price_per_share: '2,375' is read as $2,375.00 a share, not as $2.375

A warning: few shares cost more than a thousand dollars. It goes when the price has decimals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.quantities import shortened
from assembler.termsheet.rules.context import RuleContext

CODE = "T445"

_ONE_COMMA = re.compile(r"[^0-9.,]*(?P<before>[0-9]{1,3}),(?P<behind>[0-9]{3})(?![0-9.,])[^0-9]*")


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each such price."""
    paths = ["offering.par_value", *(f"{path}.exercise_price" for path, _ in context.single_warrants)]
    if context.deal:
        paths += ["offering.price_per_share", "warrants.exercise_price"]
    for path in paths:
        if price := _ONE_COMMA.fullmatch(typed := context.typed(path)):
            whole, part = f"{price['before']},{price['behind']}.00", f"{price['before']}.{price['behind']}"
            what = f"{shortened(typed)} is read as ${whole} a share, not as ${part}"
            yield context.warning(CODE, path, what, f"Write {whole} if that is meant, or {part}.")
