"""What each investor buys: shares, dollars and a part of the warrants. What is not stated follows from what is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from assembler.termsheet import arithmetic
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schema import Investor, TermSheet
from assembler.termsheet.warrant_classes import views_of, with_numbers


def is_open(*figures: Any) -> bool:
    """Return True if one of the figures is TBD."""
    return any(isinstance(figure, OpenPoint) for figure in figures)


def following(compute: Callable[..., Any], *figures: Any) -> Any:
    """Return what is computed from the figures, or an open point if one of them is open."""
    return OpenPoint() if is_open(*figures) else compute(*figures)


def shares_bought(investor: Investor, terms: TermSheet) -> Any:
    """Return the whole shares that an investor buys: those that the amount buys, or those stated without an amount."""
    price, options = terms.offering.price_per_share, terms.options
    if investor.amount is None or _is_price_of(investor, terms):
        return investor.shares
    return following(partial(arithmetic.shares_for, rounding=options.share_rounding), investor.amount, price)


def amount_paid(investor: Investor, terms: TermSheet) -> Any:
    """Return the dollars that an investor pays, stated or computed. None if the shares come to a part of a cent."""
    if investor.amount is not None:
        return investor.amount
    price, rounding = terms.offering.price_per_share, terms.options.amount_rounding
    return following(partial(arithmetic.amount_for, rounding=rounding), investor.shares, price)


def _is_price_of(investor: Investor, terms: TermSheet) -> bool:
    """Return True if the stated amount is what the stated shares cost, rounded to a cent as the parties chose."""
    # A cent that was rounded off would buy a share less.
    without = investor.model_copy(update={"amount": None})
    return investor.shares is not None and amount_paid(without, terms) == investor.amount


def divided(total: Any, shares: Sequence[Any]) -> Sequence[Any]:
    """Return a total of warrants, divided among investors by their shares. If one figure is TBD, all are."""
    if is_open(total, *shares):
        return [OpenPoint()] * len(shares)
    of_all = sum(shares)
    return arithmetic.apportion(total, [Fraction(total * count, of_all or 1) for count in shares]) if of_all else shares


def is_divided(terms: TermSheet) -> bool:
    """Return True if only the total of the warrants is stated, so that it is divided among the investors."""
    warrants = terms.warrants
    by_number = any(investor.warrants is not None for investor in terms.investors)
    return (
        warrants.mode != "none" and warrants.coverage is None and warrants.total_warrants is not None and not by_number
    )


def claims(terms: TermSheet) -> list[Fraction]:
    """Return the exact number of warrants that each investor's shares give, of a deal with computed figures.

    It is empty if each number is stated by itself, if a figure is TBD, or if there are classes of warrants.
    """
    warrants, shares = terms.warrants, [investor.shares for investor in terms.investors]
    if warrants.classes or warrants.mode == "none" or not all(isinstance(count, int) for count in shares):
        return []
    of_all = sum(count or 0 for count in shares)
    if isinstance(warrants.coverage, Decimal):
        return [arithmetic.covered(warrants.coverage, count or 0) for count in shares]
    parts = [Fraction((warrants.total_warrants or 0) * (count or 0), of_all or 1) for count in shares]
    # Numbers that are no apportionment of their total have been stated one by one.
    is_apportioned = divided(warrants.total_warrants, shares) == tuple(
        investor.warrants for investor in terms.investors
    )
    return parts if warrants.coverage is None and is_apportioned else []


def with_divided_warrants(terms: TermSheet) -> TermSheet:
    """Return the terms with the part of each investor in a stated total of the warrants, as if it had been stated.

    A total is that of all closings. So it is divided before a later closing is left out.
    """
    if terms.warrants.classes:
        seen = [with_divided_warrants(view.terms).investors for view in views_of(terms)]
        by_class = [[investor.warrants for investor in investors] for investors in seen]
        return terms.model_copy(update={"investors": with_numbers(terms.investors, by_class)})
    if not is_divided(terms):
        return terms
    shares = [shares_bought(investor, terms) for investor in terms.investors]
    if any(count is None for count in shares):
        return terms
    parts = divided(terms.warrants.total_warrants, shares)
    each = zip(terms.investors, parts, strict=True)
    return terms.model_copy(
        update={"investors": tuple(investor.model_copy(update={"warrants": part}) for investor, part in each)}
    )
