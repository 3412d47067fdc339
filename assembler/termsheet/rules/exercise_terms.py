"""T405: warrants without an exercise price, or without a term.

Every warrant prints both. The charter or a resolution of the board states them (in Delaware, 8 Del. C. section 157(b)),
and the instrument repeats them.

    warrants: {mode: integrated, coverage: 20%}

    warrants: the deal has warrants, but no exercise price

An error, except in a form, whose warrants are not drafted. A term that is not agreed yet is typed TBD.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.timing import is_limited
from assembler.termsheet.warrant_classes import ClassView

CODE = "T405"

_TERM = "Write a line such as `term_years: 4` or `expiration_date: 2031-09-17`, or `term_years: TBD`."


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each of the two that is not stated."""
    for path, warrant in context.single_warrants:
        if not is_limited(warrant):
            yield context.error(CODE, path, "the warrant has no term", _TERM)
    if not context.deal or context.deal.warrants.mode == "none" or context.deal.execution.status == "form":
        return
    for view in context.classes:
        yield from _of_class(context, view)


def _of_class(context: RuleContext, view: ClassView) -> Iterator[Problem]:
    """Yield the problems of a class of warrants, or of the only one."""
    warrants, subject = view.warrants, f"the class {view.name} has" if view.name else "the deal has warrants, but"
    if warrants.exercise_price is None and warrants.exercise_price_percentage is None:
        what = f"{subject} no exercise price"
        hint = "Write a line such as `exercise_price: 1.36` or `exercise_price_percentage: 120%`, or `exercise_price: TBD`."
        yield context.error(CODE, view.path, what, hint)
    if not is_limited(warrants) and not view.is_prefunded:
        yield context.error(CODE, view.path, f"{subject} no term", _TERM)
