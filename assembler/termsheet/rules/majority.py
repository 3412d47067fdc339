"""T421: a majority that nobody can have.

A Majority In Interest owns more than the threshold. Nobody owns more than everything, so nobody could ever consent.

    law: {majority_threshold: 100%}

    law.majority_threshold: nobody can own more than 100%, so there is never a Majority In Interest

An error. An agreement with a sole investor has no Majority In Interest, so any threshold is right there.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assembler.errors import Problem
from assembler.termsheet.facts.parties import several_investors
from assembler.termsheet.rules.context import RuleContext

CODE = "T421"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the threshold is everything."""
    deal = context.deal
    threshold = deal.law.majority_threshold if deal and several_investors(deal) else None
    if isinstance(threshold, Decimal) and threshold >= 100:
        what = f"nobody can own more than {threshold:f}%, so there is never a Majority In Interest"
        hint = "Write a smaller share, such as 50% or 66.67%. If all investors must agree, say so by a departure."
        yield context.error(CODE, "law.majority_threshold", what, hint)
