"""T431: a natural person who joins an agreement that is worded for entities.

The representations speak of corporate power unless a natural person buys at the initial closing. A person who joins at a
later closing makes the same representations by the joinder.

    investors: an entity at closing 1, and an individual at closing 2

    investors[1].kind: this individual joins at closing 2, and the representations that the agreement has from the initial closing speak of corporate power

An error in an execution version, and a warning before. Departures from 3(a) and 3(l) settle it.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.closings import INITIAL, closing_of
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.source import abridged

CODE = "T431"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each individual of a later closing, if only entities buy at the initial one."""
    return abridged(_joining(context))


def _joining(context: RuleContext) -> Iterator[Problem]:
    investors = context.deal.investors if context.deal else ()
    signing = [one for one in investors if closing_of(one) == INITIAL]
    worded = context.in_form_words("inv_rep_authority", "inv_rep_no_conflict")
    if not signing or not worded or any(one.kind == "individual" for one in signing):
        return
    for index, investor in enumerate(investors):
        if investor.kind != "individual":
            continue
        what = (
            f"this individual joins at closing {closing_of(investor)}, and the representations that the agreement has from "
            "the initial closing speak of corporate power"
        )
        hint = f"Change the words for individuals by departures from {' and '.join(worded)}."
        yield context.before_signing(CODE, f"investors[{index}].kind", what, hint)
