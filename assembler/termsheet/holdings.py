"""What each investor buys: shares, dollars and a part of the warrants. What is not stated follows from what is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from assembler.termsheet import arithmetic
from assembler.termsheet.scalars import OpenPoint
from assembler.termsheet.schema import Investor, TermSheet
from assembler.termsheet.warrant_classes import prefunded_of, views_of, with_numbers


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
    # T470 reports pre-funded warrants that cost more than the amount.
    buys = partial(arithmetic.shares_for, rounding=options.share_rounding)
    return following(
        lambda *figures: max(buys(figures[0] - figures[1], figures[2]), 0),
        investor.amount,
        prepaid(investor, terms),
        price,
    )


def units_bought(investor: Investor, terms: TermSheet) -> Any:
    """Return the shares and pre-funded warrants that an investor buys, of which other warrants are a part."""
    shares, instead = shares_bought(investor, terms), prefunded_of(investor, terms)
    return shares if instead is None or shares is None else following(lambda *counts: sum(counts), shares, instead)


def prepaid(investor: Investor, terms: TermSheet) -> Any:
    """Return the dollars that an investor pays for pre-funded warrants: for each, the price less its exercise price."""
    nominal = next((each.exercise_price for each in terms.warrants.classes if each.prefunded), None)
    number = prefunded_of(investor, terms)
    if nominal is None or number is None:
        return Decimal(0)
    price = terms.offering.price_per_share
    return following(lambda count, full, rest: count * (full - rest), number, price, nominal)


def paid_for_shares(investor: Investor, terms: TermSheet) -> Any:
    """Return the dollars of an investor's amount that buy shares, or an open point. None if no amount is stated."""
    if investor.amount is None:
        return None
    return following(lambda amount, first: amount - first, investor.amount, prepaid(investor, terms))


def amount_paid(investor: Investor, terms: TermSheet) -> Any:
    """Return the dollars that an investor pays, stated or computed. None if the shares come to a part of a cent."""
    if investor.amount is not None:
        return investor.amount
    price, rounding = terms.offering.price_per_share, terms.options.amount_rounding
    costs = partial(arithmetic.amount_for, rounding=rounding)
    return following(
        lambda *figures: costs(figures[0], figures[1], also=figures[2]),
        investor.shares,
        price,
        prepaid(investor, terms),
    )


def _is_price_of(investor: Investor, terms: TermSheet) -> bool:
    """Return True if the stated amount is what the stated shares cost, rounded to a cent as the parties chose."""
    # A cent that was rounded off would buy a share less.
    without = investor.model_copy(update={"amount": None})
    return investor.shares is not None and amount_paid(without, terms) == investor.amount


def divided(total: Any, shares: Sequence[Any]) -> Sequence[Any]:
    """Return a total of warrants, divided among investors by their shares. If one figure is TBD, all are."""
    if is_open(total, *shares):
        return [OpenPoint()] * len(shares)
    return arithmetic.apportion(total, _parts(total, shares)) if sum(shares) else shares


def _parts(total: int, shares: Sequence[int]) -> list[Fraction]:
    """Return the exact part of each investor in a total of warrants, by its shares."""
    of_all = sum(shares)
    return [Fraction(total * count, of_all or 1) for count in shares]


def is_divided(terms: TermSheet) -> bool:
    """Return True if only the total of the warrants is stated, so that it is divided among the investors."""
    warrants = terms.warrants
    by_number = any(investor.warrants is not None for investor in terms.investors)
    return (
        warrants.mode != "none" and warrants.coverage is None and warrants.total_warrants is not None and not by_number
    )


def deals_by_class(terms: TermSheet) -> Iterator[tuple[str, TermSheet]]:
    """Yield the name of each class of warrants and the deal as it sees it: pre-funded warrants count as shares.

    `terms` have computed figures. A deal without classes is yielded as it is, with an empty name.
    """
    bought = [units_bought(investor, terms) for investor in terms.investors]
    for view in views_of(terms):
        pairs = zip(view.terms.investors, bought, strict=True)
        investors = tuple(investor.model_copy(update={"shares": count}) for investor, count in pairs)
        yield view.name, view.terms.model_copy(update={"investors": investors})


def claims(terms: TermSheet) -> list[Fraction]:
    """Return the exact number of warrants that each investor's shares give, of a deal with computed figures.

    It is empty if each number is stated by itself, if a figure is TBD, or if there are classes of warrants.
    """
    warrants, shares = terms.warrants, [count for each in terms.investors if isinstance(count := each.shares, int)]
    if warrants.classes or warrants.mode == "none" or len(shares) < len(terms.investors):
        return []
    if isinstance(warrants.coverage, Decimal):
        return [arithmetic.covered(warrants.coverage, count) for count in shares]
    # Numbers that are no apportionment of their total have been stated one by one.
    is_apportioned = divided(warrants.total_warrants, shares) == tuple(
        investor.warrants for investor in terms.investors
    )
    return _parts(warrants.total_warrants or 0, shares) if warrants.coverage is None and is_apportioned else []


def with_divided_warrants(terms: TermSheet) -> TermSheet:
    """Return the terms with the part of each investor in a stated total of the warrants, as if it had been stated.

    A total is that of all closings. So it is divided before a later closing is left out.
    """
    bought = [units_bought(investor, terms) for investor in terms.investors]
    if any(count is None for count in bought):
        return terms
    if not terms.warrants.classes:
        return terms.model_copy(update={"investors": _with_parts(terms, bought)})
    seen = [_with_parts(view.terms, bought) for view in views_of(terms)]
    by_class = [[investor.warrants for investor in investors] for investors in seen]
    return terms.model_copy(update={"investors": with_numbers(terms.investors, by_class)})


def _with_parts(terms: TermSheet, bought: Sequence[Any]) -> tuple[Investor, ...]:
    """Return the investors with their parts in a total of warrants. They stay as they are if it is not divided."""
    if not is_divided(terms):
        return terms.investors
    each = zip(terms.investors, divided(terms.warrants.total_warrants, bought), strict=True)
    return tuple(investor.model_copy(update={"warrants": part}) for investor, part in each)
