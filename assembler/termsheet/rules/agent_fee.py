"""T423: a placement agent whose agreement the fee clauses do not name.

In 3(k) and 4(j) both sides say that nobody can claim a commission, except under the agreements with brokers that the
term sheet lists. A placement agent claims one.

    offering: {placement_agent: Example Securities, Inc.}, and no fee_instruments

    offering.placement_agent: there is a placement agent, but no agreement on its fee; 3(k) and 4(j) say that nobody can claim a fee

A warrant is a fee as well. It names the agreement under which it is issued, and the clauses must know of that agreement.

    underlying_agreement.title: Advisory Agreement, and only a Term Sheet under fee_instruments

An error in an execution version, and a warning before. Departures from 3(k) and 4(j) settle it too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assembler.errors import Problem
from assembler.termsheet.party_names import spelled_alike
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schema import FeeInstrument, TermSheet, UnderlyingAgreement

CODE = "T423"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if the deal has a placement agent or its warrant, and the clauses know of no fee."""
    deal = context.deal
    if not deal or not context.in_form_words("inv_rep_brokers", "cov_brokers"):
        return
    if deal.fee_instruments:
        yield from _of_the_warrant(context, deal)
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


def _of_the_warrant(context: RuleContext, deal: TermSheet) -> Iterator[Problem]:
    """Yield a problem if the agreement of the placement agent's warrant is none of those with brokers."""
    warrant = deal.placement_agent_warrant
    agreed = warrant.underlying_agreement if warrant else None
    if not warrant or not agreed:
        return
    # The agent may have the warrant issued to an affiliate.
    parties = (warrant.holder.name, deal.offering.placement_agent)
    if not any(_is_it(instrument, agreed, parties) for instrument in deal.fee_instruments):
        what = f"the warrant is issued under the {agreed.title}, which is not among the fee_instruments with its title and date; 3(k) and 4(j) except only these"
        hint = "List that agreement under `fee_instruments`, or write the title and the date of the one that is listed."
        yield context.before_signing(CODE, "placement_agent_warrant.underlying_agreement", what, hint)


def _is_it(instrument: FeeInstrument, agreed: UnderlyingAgreement, parties: tuple[object, ...]) -> bool:
    """Return True if both can be the same agreement. A term that is open can be anything."""
    day = instrument.date
    is_dated = (
        agreed.date == day if agreed.date else agreed.year in (None, f"{day:%Y}" if isinstance(day, date) else None)
    )
    return (
        (
            is_dated
            or isinstance(agreed.date, OpenPoint)
            or isinstance(day, OpenPoint)
            or isinstance(agreed.year, OpenPoint)
        )
        and _is_alike(instrument.kind, agreed.title)
        and any(_is_alike(instrument.counterparty, party) for party in parties)
    )


def _is_alike(one: object, other: object) -> bool:
    if isinstance(one, OpenPoint) or isinstance(other, OpenPoint):
        return True
    return isinstance(one, str) and isinstance(other, str) and spelled_alike(one) == spelled_alike(other)
