"""T425: an issue of 20% or more, and a representation that no vote is needed.

Nasdaq, the NYSE and NYSE American ask for a vote of the stockholders before a company sells 20% or more of its stock
below the Minimum Price (Nasdaq Rule 5635(d), NYSE 312.03(c), NYSE American 713). Shares under warrants count. A price at
or above the Minimum Price is exempt; Nasdaq adds $0.125 for each warrant share. 2(h) says that no vote is required.

    outstanding_shares: 1,000,000, principal_market: Nasdaq Capital Market, and a deal of 300,000 shares

    company.outstanding_shares: 300,000 shares, those under warrants included, are 30.0% of the 1,000,000 outstanding; 2(h) says that no vote of the stockholders is required

An error in an execution version, and a warning before. The rule needs company.outstanding_shares. It is settled by
leaving 2(h) out, by a departure from it, or by a limit on issuance (`exchange_cap`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.facts.securities import issuance_capped
from assembler.termsheet.formats import counted
from assembler.termsheet.rules.context import RuleContext

CODE = "T425"

_MARKETS = re.compile(
    r"\bnasdaq\b|\bnyse\b(?! arca)|new york stock exchange|american stock exchange|\bamex\b", re.IGNORECASE
)


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the deal issues a fifth of the outstanding stock or more, and 2(h) stands as in the form."""
    deal = context.deal
    company = context.terms.company
    # Shares that are set aside are not outstanding, and only the capitalization tells them apart.
    path, outstanding = "company.outstanding_shares", company.outstanding_shares
    if company.capitalization:
        path, outstanding = "company.capitalization.issued_shares", company.capitalization.issued_shares
    if not deal or not isinstance(outstanding, int) or not context.in_form_words("co_rep_exchange_rules"):
        return
    if issuance_capped(deal):
        return
    market = deal.offering.principal_market
    counts = [deal.offering.total_shares, deal.warrants.total_warrants]
    counts += [warrant.number for _, warrant in context.single_warrants]
    issued = sum(count for count in counts if isinstance(count, int))
    if isinstance(market, str) and _MARKETS.search(market) and 5 * issued >= outstanding:
        share = f"{counted(issued, 'share')}, those under warrants included, are {100 * issued / outstanding:.1f}% of the {outstanding:,} outstanding"
        what = f"{share}; 2(h) says that no vote of the stockholders is required"
        hint = (
            "A vote is required from 20%, unless the price is at or above the Minimum Price of the market (on Nasdaq, "
            "with $0.125 more for each warrant share). Check it, and say in a departure from co_rep_exchange_rules why "
            "no vote is required; or state `exchange_cap`; or write `co_rep_exchange_rules: omit` below options.clauses."
        )
        yield context.before_signing(CODE, path, what, hint)
