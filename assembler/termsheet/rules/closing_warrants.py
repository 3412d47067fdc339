"""T430: more warrants at all closings than the agreement gives.

A(x), or 4(l), gives a number of warrants: that of the initial closing, since the agreement is signed then. Warrants of a
later closing are beyond it.

    250,000 warrants at the initial closing, and 250,000 at closing 2

    closing.additional: the agreement gives 250,000 warrants, those of the initial closing, but 500,000 are issued at all closings

An error in an execution version, and a warning before. A maximum, `by_amendment` of the closing, or a departure from
the clause that gives the warrants settles it.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.closing_lines import how_to_allow
from assembler.termsheet.closings import INITIAL, allowed_closings, closing_of
from assembler.termsheet.formats import counted
from assembler.termsheet.rules.context import RuleContext

CODE = "T430"

_GIVES = {"integrated": "def_warrants", "covenant": "cov_investor_warrants"}


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem if warrants are issued at a later closing, and the clause that gives them stands as in the form."""
    deal = context.deal
    label = _GIVES.get(deal.warrants.mode) if deal else None
    if not deal or label is None or not context.in_form_words(label):
        return
    # With a maximum, the clause gives the most of all closings, which T461 checks.
    if deal.offering.maximum_warrants is not None:
        return
    bought = [(closing_of(one), one.warrants) for one in deal.investors if isinstance(one.warrants, int)]
    given = sum(number for closing, number in bought if closing == INITIAL)
    # T411 reports an investor of a closing that is not stated.
    total = sum(number for closing, number in bought if closing in allowed_closings(deal))
    # T414 reports an initial closing at which nobody buys.
    if total > given > 0:
        what = f"the agreement gives {counted(given, 'warrant')}, those of the initial closing, but {total:,} are issued at all closings"
        yield context.before_signing(CODE, "closing.additional", what, how_to_allow(deal))
