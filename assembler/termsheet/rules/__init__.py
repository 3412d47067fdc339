"""The rules of a deal: what a careful reader would say of its figures and dates, one rule a file.

Their codes are T401 onwards. An error where what is stated cannot be so, or would be drafted as nonsense; a warning where
it is odd, and may be meant. Figures that are stated and differ from those computed are T201, of the reckoning.

Fractions of warrants are no problem: coverage gives them in most deals. `assembler explain warrants.coverage TERMSHEET`
shows who gets the warrants that rounding down leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assembler.errors import Problem
from assembler.termsheet.rules import (
    acceptance_before_signature,
    authorized_shares,
    business_day,
    cap_table,
    closing_dates,
    closing_investors,
    closing_order,
    closing_stated,
    exercise_terms,
    issuance_part,
    no_address,
    no_shares,
    no_warrants,
    not_past,
    rounded_total,
    unprinted_signatory,
    warrant_issue,
)
from assembler.termsheet.rules.context import RuleContext

DealRule = Callable[[RuleContext], Iterable[Problem]]

# In the order of their codes.
RULES: tuple[DealRule, ...] = (
    no_shares.check,
    no_warrants.check,
    rounded_total.check,
    issuance_part.check,
    exercise_terms.check,
    authorized_shares.check,
    not_past.check,
    acceptance_before_signature.check,
    warrant_issue.check,
    closing_stated.check,
    closing_dates.check,
    closing_order.check,
    closing_investors.check,
    cap_table.check,
    unprinted_signatory.check,
    no_address.check,
)


def check(context: RuleContext) -> tuple[Problem, ...]:
    """Return the problems that the rules find in a deal, in the order of their codes."""
    return tuple(problem for rule in RULES for problem in rule(context))


def check_days(context: RuleContext) -> tuple[Problem, ...]:
    """What the exchange's calendar has to say. It takes longer to load than a term sheet, so a plain draft does without."""
    return tuple(business_day.check(context))
