"""T423: a placement agent, and no agreement under which it is paid.

In 3(k) and 4(j) both sides say that nobody can claim a commission, except under the agreements with brokers that the
term sheet lists. A placement agent claims one.

    offering: {placement_agent: Example Securities, Inc.}, and no fee_instruments

    offering.placement_agent: there is a placement agent, but no agreement on its fee; 3(k) and 4(j) say that nobody can claim a fee

An error in an execution version, and a warning before. Departures from 3(k) and 4(j) settle it too.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext

CODE = "T423"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the deal has a placement agent or its warrant, and the clauses know of no fee."""
    deal = context.deal
    if not deal or deal.fee_instruments or not context.in_form_words("inv_rep_brokers", "cov_brokers"):
        return
    terms = {
        "offering.placement_agent": deal.offering.placement_agent,
        "placement_agent_warrant": deal.placement_agent_warrant,
    }
    path = next((path for path, stated in terms.items() if stated is not None), None)
    if path:
        whom = "a placement agent" if path.startswith("offering") else "a warrant for the placement agent"
        what = f"there is {whom}, but no agreement on its fee; 3(k) and 4(j) say that nobody can claim a fee"
        hint = "List the agreement under `fee_instruments` with kind, counterparty and date, or change both clauses by departures."
        yield context.before_signing(CODE, path, what, hint)
