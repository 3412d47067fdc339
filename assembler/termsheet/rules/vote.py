"""T463: warrants that do not wait for the vote that they need.

A market that asks for a vote allows no exercise before it. The warrants wait for it by an event, or a limit on issuance
holds them back.

    shareholder_vote: {meeting_days: 90, exchange_rules: true}, and warrants that can be exercised at once

    shareholder_vote.exchange_rules: the warrants can be exercised before the vote that approves their shares

An error in an execution version, and a warning before. `first_exercise` with an event settles it, or `exchange_cap`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet import timing
from assembler.termsheet.facts.securities import issuance_capped, vote_on_issuance
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.stock_words import unit_of

CODE = "T463"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if a class of warrants can be exercised before the vote."""
    deal = context.deal
    if not deal or not vote_on_issuance(deal) or issuance_capped(deal):
        return
    if not all(timing.FACTS["after_event"](view.warrants) for view in context.classes):
        what = "the warrants can be exercised before the vote that approves their shares"
        units = f"Warrant {unit_of(deal.company, deal.offering).title()}s"
        event = f"the Company's {context.holders} have approved the issuance of the {units}"
        where = "each class of `warrants:`" if deal.warrants.classes else "`warrants:`"
        hint = f'Add `first_exercise: {{event: "{event}"}}` below {where}, or state `exchange_cap`.'
        yield context.before_signing(CODE, "shareholder_vote.exchange_rules", what, hint)
