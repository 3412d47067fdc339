"""Documents of an additional closing: its schedule, a joinder for each investor who joins, and their warrants.

The documents of earlier closings stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from assembler.dealset.documents import JOINDER_OF_PARTY, WARRANT_OF_PARTY, SetDocument, SetPart, schedule_document
from assembler.drafting.copies import Copier
from assembler.drafting.forms import JOINDER, Form, NumberedDeparture, draft
from assembler.errors import Problem
from assembler.termsheet.closings import INITIAL, closing_of, date_of, last_closing
from assembler.termsheet.compute import compute_deal
from assembler.termsheet.deal import Deal, as_value_tree
from assembler.termsheet.formats import A_FACT
from assembler.termsheet.instruments import Instrument, plain_name, warrants_at
from assembler.termsheet.schema import Investor, TermSheet


class Departures(Struct, frozen=True):
    """The departures of a deal from the two forms of an additional closing."""

    agreement: Sequence[NumberedDeparture]
    joinder: Sequence[NumberedDeparture]


def draft_joinders(
    deal: Deal, agreement: Form, joinder: Form, departures: Departures
) -> tuple[list[SetDocument], list[Problem]]:
    """Return the schedule as of the last closing of this deal, its joinders, and the problems of their words.

    All are empty for a deal that drafts the form only.
    """
    if deal.facts["one_signature_page"]:
        return [], []
    drafted = draft(agreement, deal, departures.agreement)
    pieces, problems = list(schedule_document(drafted, agreement, _closing(deal))), list(drafted.problems)
    joinders = Copier(joinder, departures.joinder)
    for index, investor in _joining_investors(deal):
        path = f"investors[{index}]"
        drafted, copy = joinders.draft(_as_joining(deal, index), path)
        name = plain_name(investor.name)
        content = copy or drafted.document
        kind = JOINDER_OF_PARTY
        pieces.append(SetDocument(SetPart.SIGNATURES, kind, content, drafted.numbers, joinder, path, name, series=kind))
        problems += drafted.problems
    return pieces, problems


def joining_instruments(deal: Deal) -> Iterator[tuple[str, Instrument]]:
    """Yield the stem and the warrant of each investor who joins at the last closing of this deal."""
    if not deal.facts["one_signature_page"] and deal.facts["warrants_issued"]:
        for instrument in warrants_at(deal, _closing(deal)):
            yield WARRANT_OF_PARTY, instrument


def first_joining(deal: Deal) -> Deal | None:
    """Return the deal as seen by the first joinder of its last closing. None if nobody joins."""
    joins = next(_joining_investors(deal), None) if _closing(deal) > INITIAL else None
    return _as_joining(deal, joins[0]) if joins else None


def purchases_of_last_closing(deal: Deal) -> Deal | None:
    """Return the deal with the purchases of its last closing alone, and their totals. None if nobody buys there."""
    terms = _terms(deal)
    bought = tuple(investor for _, investor in _joining_investors(deal))
    if not bought:
        return None
    offering = terms.offering.model_copy(update={"aggregate_amount": None, "total_shares": None})
    warrants = terms.warrants.model_copy(update={"total_warrants": None})
    # The placement agent gets its warrant at the initial closing.
    alone = terms.model_copy(
        update={"investors": bought, "offering": offering, "warrants": warrants, "placement_agent_warrant": None}
    )
    return compute_deal(alone, deal.source)[0]


def _as_joining(deal: Deal, index: int) -> Deal:
    """Return the deal as one joinder sees it. `signatory` is the investor, `joined.date` the date of the closing."""
    joined = {"date": as_value_tree(*date_of(_terms(deal), _closing(deal))), "before": _before(deal)}
    signatory = {**deal.values["investors"][index], "buys_again": _buys_again(_terms(deal).investors, index)}
    seen = {**deal.values, "signatory": signatory, "joined": joined}
    signs = {**deal.shapes["signatory"], "buys_again": A_FACT}
    shapes = {**deal.shapes, "signatory": signs, "joined": {"date": {}, "before": deal.shapes["investors"]}}
    return replace(deal, form=JOINDER, values=seen, shapes=shapes, repeated={})


def _before(deal: Deal) -> list[Any]:
    """Return the values of the investors of the earlier closings, each of them once."""
    investors = _terms(deal).investors
    earlier = (index for index, investor in enumerate(investors) if closing_of(investor) < _closing(deal))
    return [deal.values["investors"][index] for index in earlier if not _buys_again(investors, index)]


def _buys_again(investors: Sequence[Investor], index: int) -> bool:
    """Return True if the investor has bought at an earlier closing, under the same name."""
    name = investors[index].name
    return isinstance(name, str) and any(before.name == name for before in investors[:index])


def _joining_investors(deal: Deal) -> Iterator[tuple[int, Investor]]:
    closing = _closing(deal)
    for index, investor in enumerate(_terms(deal).investors):
        if closing_of(investor) == closing:
            yield index, investor


def _closing(deal: Deal) -> int:
    return last_closing(_terms(deal))


def _terms(deal: Deal) -> TermSheet:
    assert isinstance(deal.terms, TermSheet)  # noqa: S101  a stand-alone warrant has no closing
    return deal.terms
