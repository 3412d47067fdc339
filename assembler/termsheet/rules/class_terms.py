"""T467: a term of the warrants that is stated for all classes, and for none.

In a deal with classes, each class states its coverage or number, its price and its term. Such a term of the whole group
would count for no warrant.

    warrants: {term_years: 5, classes: [{name: Series A, coverage: 50%, exercise_price: 2.00, term_years: 3}]}

    warrants.term_years: each class of warrants states its own

An error: the reader of the term sheet takes it for a term of the deal.
"""

from __future__ import annotations

from collections.abc import Iterator

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.source import is_stated
from assembler.termsheet.warrant_classes import OF_CLASS

CODE = "T467"


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield a problem for each stated term of the warrants that belongs to a class. A total is that of all classes."""
    if not context.deal or not context.deal.warrants.classes:
        return
    for name in OF_CLASS:
        if name != "total_warrants" and is_stated(context.source, f"warrants.{name}"):
            what = "each class of warrants states its own, and this one counts for none"
            yield context.error(CODE, f"warrants.{name}", what, "Move the line into the classes that it belongs to.")
