"""T458: a day of the closing that its timing does not use, or lacks.

`closing.timing` says how the day of the closing is found. Its figure must be there, and no other one.

    closing.timing: after_signing, and no closing.days_after_signing

    closing.timing: the closing is some trading days after signing, and closing.days_after_signing is not stated

An error: the agreement would say another day than was agreed.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext

CODE = "T458"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the figure of the timing is missing, or if days are stated that it does not count."""
    if context.deal is None:
        return
    closing = context.deal.closing
    if closing.timing == "on_date" and closing.date is None:
        what = "the closing is on a stated day, and closing.date is not stated"
        yield context.error(CODE, "closing.timing", what, "Add the day below `closing:`, such as `date: TBD`.")
    if closing.timing == "after_signing" and closing.days_after_signing is None:
        what = "the closing is some trading days after signing, and closing.days_after_signing is not stated"
        yield context.error(CODE, "closing.timing", what, "Add `days_after_signing: 2` below `closing:`.")
    if closing.timing != "after_signing" and closing.days_after_signing is not None:
        what = f"the closing does not follow the signing by days, since closing.timing is {closing.timing}"
        hint = "Write `timing: after_signing` below `closing:`, or delete this line."
        yield context.error(CODE, "closing.days_after_signing", what, hint)
