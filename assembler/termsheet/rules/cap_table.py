"""T415: a cap table asked for of a deal with open points.

The Open Cap Table Format has names, dates and figures, and no brackets. A set with an open point among these has no
such file, and an earlier file is out of date.

    cap_table is stated, and offering.price_per_share: TBD

    cap_table: the cap table cannot be written while these are TBD: offering.price_per_share

A warning: the documents are drafted, with their brackets.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assembler.errors import Problem
from assembler.termsheet.rules.context import RuleContext
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schema import TermSheet
from assembler.termsheet.warrant_classes import ClassView, views_of

CODE = "T415"

_OF_DEAL = {
    "agreement": ("date",),
    "closing": ("date",),
    "company": ("name", "authorized_shares"),
    "offering": ("price_per_share", "par_value"),
    "cap_table": ("formation_date", "votes_per_share"),
    "warrants": ("issue_date",),
}
_OF_CLASS = ("coverage", "exercise_price_percentage", "term_years", "term_months", "expiration_date")
_OF_INVESTOR = ("name", "amount", "certificate_number", "warrant_number")


def check(context: RuleContext) -> Iterator[Problem]:
    """Yield one problem that lists the terms still TBD."""
    if context.deal and context.deal.cap_table and (points := open_paths(context.deal)):
        what = f"the cap table cannot be written while these are TBD: {', '.join(points)}"
        yield context.warning(CODE, "cap_table", what, "Write what is agreed in place of TBD.")


def open_paths(terms: TermSheet) -> tuple[str, ...]:
    """Return the paths of the open points that a cap table needs, of terms with computed figures."""
    return tuple(path for path, value in _needed(terms) if isinstance(value, OpenPoint))


def _needed(terms: TermSheet) -> Iterator[tuple[str, Any]]:
    for group, names in _OF_DEAL.items():
        yield from ((f"{group}.{name}", getattr(getattr(terms, group), name, None)) for name in names)
    for view in views_of(terms):
        yield from _of_class(view)
    for index, closing in enumerate(terms.closing.additional):
        yield f"closing.additional[{index}].date", closing.date
    for index, investor in enumerate(terms.investors):
        yield from ((f"investors[{index}].{name}", getattr(investor, name)) for name in _OF_INVESTOR)
        path = f"investors[{index}].class_warrant_numbers"
        yield from ((f"{path}[{place}]", each) for place, each in enumerate(investor.class_warrant_numbers))


def _of_class(view: ClassView) -> Iterator[tuple[str, Any]]:
    warrants = view.warrants
    yield from ((f"{view.path}.{name}", getattr(warrants, name)) for name in _OF_CLASS)
    for name in ("months", "days", "date", "event"):
        yield f"{view.path}.first_exercise.{name}", getattr(warrants.first_exercise, name, None)
    if warrants.coverage is None:
        yield f"{view.path}.total_warrants", warrants.total_warrants
    if warrants.exercise_price_percentage is None:
        yield f"{view.path}.exercise_price", warrants.exercise_price
