"""T492: pre-funded warrants, and not a single share.

All investors take pre-funded warrants alone. The recital and 1(a) sell shares, and would say that they sell zero.

    investors: [{name: Fund A, amount: 1,099, prefunded_warrants: 1,000}], at $1.10 with an exercise price of $0.001

    offering.total_shares: no share is sold; the recital and 1(a) say "Zero (0) shares"

An error in an execution version, and a warning before. It is settled by departures from both clauses.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.facts.warrants import warrants_prefunded
from assembler.termsheet.rules.context import RuleContext

CODE = "T492"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if a deal with pre-funded warrants sells no share, in the words of the form."""
    deal = context.deal
    if not deal or not warrants_prefunded(deal) or deal.offering.total_shares != 0:
        return
    if context.in_form_words("recital_sale", "purchase_sale"):
        what = 'no share is sold; the recital and 1(a) say "Zero (0) shares"'
        hint = "Let an investor buy a share at least, or change recital_sale and purchase_sale by departures."
        yield context.before_signing(CODE, "offering.total_shares", what, hint)
