"""T405: warrants without an exercise price, or without a term.

Every warrant prints both. Without the price nobody knows what exercise costs; without the term the warrant never
expires, or has no date on its face.

    warrants: {mode: integrated, coverage: 20%}

    warrants: the deal has warrants, but no exercise price

An error, but for a form, whose warrants are not drafted. What is not agreed yet is typed TBD.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.findings import Finding
from assembler.termsheet.rules.matter import Matter

CODE = "T405"


def check(matter: Matter) -> Iterator[Finding]:
    """One finding for each of the two that is not stated."""
    if not matter.deal or matter.deal.warrants.mode == "none" or matter.deal.execution.status == "form":
        return
    warrants = matter.deal.warrants
    if warrants.exercise_price is None and warrants.exercise_price_percentage is None:
        what = "the deal has warrants, but no exercise price"
        remedy = "Write a line such as `exercise_price: 1.36` or `exercise_price_percentage: 120%`, or `exercise_price: TBD`."
        yield matter.error(CODE, "warrants", what, remedy)
    if warrants.term_years is None:
        what = "the deal has warrants, but no term"
        yield matter.error(CODE, "warrants", what, "Write a line such as `term_years: 4`, or `term_years: TBD`.")
