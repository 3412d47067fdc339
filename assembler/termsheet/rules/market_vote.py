"""T425: an issue of 20% or more, and a representation that no vote is needed.

Nasdaq, the NYSE and NYSE American ask for a vote of the stockholders before a company sells 20% or more of its stock
below the Minimum Price (Nasdaq Rule 5635(d), NYSE 312.03(c), NYSE American 713). Shares under warrants count. A price at
or above the Minimum Price is exempt; Nasdaq adds $0.125 for each warrant share. 2(h) says that no vote is required.

    outstanding_shares: 1,000,000, principal_market: Nasdaq Capital Market, and a deal of 300,000 shares

    company.outstanding_shares: 300,000 shares, those under warrants included, are 30.0% of the 1,000,000 outstanding; 2(h) says that no vote of the stockholders is required

An error in an execution version, and a warning before. The rule needs company.outstanding_shares. It is settled by
leaving 2(h) out, by a departure from it, by a limit on issuance (`exchange_cap`), or by warrants that wait for the vote
of `shareholder_vote`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet import timing
from assembler.termsheet.facts.securities import issuance_capped, vote_on_issuance
from assembler.termsheet.formats import counted
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.schema import TermSheet

CODE = "T425"

_MARKETS = re.compile(
    r"\bnasdaq\b|\bnyse\b(?! arca)|new york stock exchange|american stock exchange|\bamex\b", re.IGNORECASE
)


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the deal issues a fifth of the outstanding stock or more, and 2(h) stands as in the form."""
    deal = context.deal
    path, outstanding = context.outstanding()
    if not deal or not isinstance(outstanding, int) or not context.in_form_words("co_rep_exchange_rules"):
        return
    if issuance_capped(deal):
        return
    market = deal.offering.principal_market
    counts = [deal.offering.total_shares, *_exercisable_before_vote(context, deal)]
    counts += [warrant.number for _, warrant in context.single_warrants]
    issued = sum(count for count in counts if isinstance(count, int))
    if isinstance(market, str) and _MARKETS.search(market) and 5 * issued >= outstanding:
        share = f"{counted(issued, 'share')}, those under warrants included, are {100 * issued / outstanding:.1f}% of the {outstanding:,} outstanding"
        what = f"{share}; 2(h) says that no vote of the {context.holders} is required"
        hint = (
            "A vote is required from 20%, unless the price is at or above the Minimum Price of the market (on Nasdaq, "
            "with $0.125 more for each warrant share). Check it, and say in a departure from co_rep_exchange_rules why "
            "no vote is required; or state `exchange_cap`, or `shareholder_vote` for which the warrants wait; or write `co_rep_exchange_rules: omit` below options.clauses."
        )
        yield context.before_signing(CODE, path, what, hint)


def _exercisable_before_vote(context: RuleContext, deal: TermSheet) -> Iterator[object]:
    """Yield the numbers of the investors' warrants that do not wait for the vote of `shareholder_vote`."""
    for view in context.classes:
        if not vote_on_issuance(deal) or not timing.FACTS["after_event"](view.warrants):
            yield view.warrants.total_warrants
