"""T428: a market that does not exist on the date of the agreement.

Markets are renamed and shut: the Nasdaq SmallCap Market is the Nasdaq Capital Market, AMEX is NYSE American. A covenant to
keep the stock on a market that is gone is broken at once. `assembler/termsheet/dated_law.py` has the dates.

    agreement.date: 2026-09-14, principal_market: NASDAQ SmallCap Market

    offering.principal_market: "NASDAQ SmallCap Market" is no market on September 14, 2026: there is no Nasdaq SmallCap Market since July 1, 2006

An error in an execution version, and a warning before.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.dated_law import MARKETS, name_of_the_day, wrong_names
from assembler.termsheet.rules.context import RuleContext, day_of, shown

CODE = "T428"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each name of a market that is not in use on the date."""
    if not (deal := context.deal):
        return
    text, day = deal.offering.principal_market, day_of(deal.agreement.date)
    if not day or not isinstance(text, str):
        return
    for market in wrong_names(text, MARKETS, day):
        what = f'"{text}" is no market on {shown(day)}: {market.told(day)}'
        hint = f"Write {name_of_the_day(market, MARKETS, day)}."
        yield context.before_signing(CODE, "offering.principal_market", what, hint)
