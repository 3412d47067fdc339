"""T488: New York law or courts for a deal that its statutes do not cover.

From $250,000, parties may choose the law of New York without any tie to the state, and from $1,000,000 its courts
(General Obligations Law, sections 5-1401 and 5-1402). Below, the ordinary rules on conflict of laws decide.

    law: {forum_state: New York}, and a deal of $625,000 between a company and an investor of Oregon

    law.forum_state: the deal is of $625,000; the courts of New York must take cases without a tie to the state from $1,000,000 only

A warning: a company, an investor or a closing in New York is a tie.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.states import state_meant

CODE = "T488"

_LAW, _COURTS = Decimal(250_000), Decimal(1_000_000)
_STATE = "New York"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the deal is too small for the statutes, and its company is not of New York."""
    deal = context.deal
    amount = deal.offering.aggregate_amount if deal else None
    if not deal or not isinstance(amount, Decimal | int) or _is_new_york(deal.company.address.state):
        return
    hint = "Name the law or courts of a state to which the deal has a tie, or ignore this if New York is one."
    if _is_new_york(deal.law.governing_state) and amount < _LAW:
        what = f"the deal is of ${amount:,f}; the law of New York may be chosen without a tie to the state from $250,000 only"
        yield context.warning(CODE, "law.governing_state", what, hint)
    elif _is_new_york(deal.law.forum_state) and amount < _COURTS:
        what = f"the deal is of ${amount:,f}; the courts of New York must take cases without a tie to the state from $1,000,000 only"
        yield context.warning(CODE, "law.forum_state", what, hint)


def _is_new_york(state: object) -> bool:
    return isinstance(state, str) and state_meant(state) == _STATE
