"""T464: a vote without a purpose, or one that is promised twice.

The clause says what the shareholders are asked to approve. Without warrants, nothing waits for a vote.

    shareholder_vote: {meeting_days: 90}

    shareholder_vote: nothing is said of what the shareholders approve

An error. Without warrants, and beside a meeting of `exchange_cap`, a warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.facts.securities import cap_voted_on, issuance_capped, vote_on_issuance
from assembler.termsheet.facts.warrants import warrants_issued
from assembler.termsheet.rules.context import RuleContext

CODE = "T464"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the vote has no purpose, prints nowhere, or is promised by the limit on issuance too."""
    deal = context.deal
    vote = deal.shareholder_vote if deal else None
    if not deal or not vote:
        return
    if not vote.exchange_rules and vote.authorized_shares is None:
        hint = "Add `exchange_rules: true`, or `authorized_shares` with the number after the vote."
        yield context.error(CODE, "shareholder_vote", f"nothing is said of what the {context.holders} approve", hint)
    elif not warrants_issued(deal):
        what = "the deal has no warrants, so the vote prints nowhere"
        yield context.warning(CODE, "shareholder_vote", what, "Delete the group `shareholder_vote`.")
    elif vote_on_issuance(deal) and issuance_capped(deal) and cap_voted_on(deal):
        what = "the agreement promises the vote on the issuance twice, here and by exchange_cap.meeting_days"
        yield context.warning(CODE, "shareholder_vote.exchange_rules", what, "Delete one of the two lines.")
