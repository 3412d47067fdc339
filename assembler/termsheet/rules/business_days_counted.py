"""T446: days typed where the form counts business days.

Ten days and ten business days end on different dates. The field has the number alone, so the form's words stand.

    closing.unlegended_delivery_days: 3 days

    closing.unlegended_delivery_days: '3 days' prints as business days

A warning. "3 business days" typed where the form counts days is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.messages import path_text
from assembler.termsheet.quantities import shortened
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.schema import Closing, Notices, Piggyback, WarrantProvisions
from assembler.termsheet.source import values_of

CODE = "T446"

_CALENDAR_DAYS = re.compile(r"[0-9]+\s*days?\.?", re.IGNORECASE)


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each such number of days."""
    for path, text in values_of(context.source.tree):
        if text and path[-1] in _COUNT_BUSINESS_DAYS and _CALENDAR_DAYS.fullmatch(text.strip()):
            what = f"{shortened(text)} prints as business days"
            hint = (
                "Write `business days` behind the number if that is agreed; otherwise change the clause by a departure."
            )
            yield context.warning(CODE, path_text(path), what, hint)


_COUNT_BUSINESS_DAYS = frozenset(
    name
    for group in (Closing, Notices, Piggyback, WarrantProvisions)
    for name, info in group.model_fields.items()
    if any(getattr(reader, "for_editors", {}).get("title") == "a number of business days" for reader in info.metadata)
)
