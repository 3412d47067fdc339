"""T402: an investor who would receive a warrant for no share.

The warrants of a deal are apportioned: each investor's are rounded down, and the rest goes to the largest fractions. A
very small investor can get none, and a warrant "to purchase 0 shares" would be drafted. An investor whose `warrants: 0`
are stated is meant to get none.

    coverage: 10% and an investor with 3 shares

    investors[1].amount: 10% of 3 shares gives this investor no whole warrant

An error: a warrant for nothing cannot be signed.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.formats import counted
from assembler.termsheet.holdings import units_bought
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.schema import TermSheet
from assembler.termsheet.warrant_classes import ClassView

CODE = "T402"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each investor with shares and without warrants, in a deal that has both."""
    for view in context.classes:
        # Nobody needs to buy pre-funded warrants.
        for index, investor in enumerate(() if view.is_prefunded else view.terms.investors):
            shares = units_bought(context.deal.investors[index], context.deal) if context.deal else None
            if investor.warrants == 0 and isinstance(shares, int) and shares and not _is_meant(context, view, index):
                what, hint = _too_few(view.terms, counted(shares, "share"))
                yield context.error(CODE, f"investors[{index}].amount", what, hint)


def _is_meant(context: RuleContext, view: ClassView, index: int) -> bool:
    """Return True if a number of warrants is stated for the investor, or missing beside those of others."""
    by_number = view.warrants.coverage is None
    investors = range(len(view.terms.investors)) if by_number else (index,)
    typed = (context.typed(view.path_of(f"investors[{other}].warrants")) for other in investors)
    return any(number.strip().casefold() not in ("", "computed") for number in typed)


def _too_few(deal: TermSheet, bought: str) -> tuple[str, str]:
    """Return what is wrong with the warrants for these shares, and the hint."""
    coverage, total = deal.warrants.coverage, deal.warrants.total_warrants
    if coverage is None:
        what = f"{total:,} warrants, divided by shares, give this investor none for {bought}"
        return what, "Raise the amount or warrants.total_warrants, or delete the investor."
    what = f"{coverage:f}% of {bought} gives this investor no whole warrant"
    return what, "Raise the amount or warrants.coverage, or delete the investor."
