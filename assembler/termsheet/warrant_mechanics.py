"""The facts and values of a warrant's mechanics: exercise, delivery, adjustments, limits and calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assembler.termsheet.deal import as_value_tree
from assembler.termsheet.formats import A_FACT
from assembler.termsheet.schema import Instalment, WarrantProvisions

# A limit of 9.99% is the usual ceiling of one of 4.99%.
_USUAL_CEILING = "9.99%"
LIMITS = ("none", "4.99%", _USUAL_CEILING, "19.99%")


def ceiling_of(provisions: WarrantProvisions) -> str:
    """Return the percentage up to which the holder can raise the ownership limit."""
    stated = provisions.ownership_limit_ceiling
    return stated or max(provisions.ownership_limit, _USUAL_CEILING, key=LIMITS.index)


def _cashless(provisions: WarrantProvisions) -> bool:
    return provisions.cashless_exercise != "none"


def _market_price_used(provisions: WarrantProvisions) -> bool:
    return _cashless(provisions) or provisions.fractions == "cash"


def _sold_freely_if_called(provisions: WarrantProvisions) -> bool:
    return bool(provisions.call and provisions.call.registered)


# Each fact by its name, with the term of the provisions that decides it.
FACTS: Mapping[str, tuple[Callable[[WarrantProvisions], bool], str]] = {
    "surrendered_each_time": (lambda one: one.surrender == "each_exercise", "surrender"),
    "delivered_by_certificate": (lambda one: one.delivery_form == "certificate", "delivery_form"),
    "delivered_by_dwac": (lambda one: one.delivery_form == "dwac", "delivery_form"),
    "delivery_takes_days": (lambda one: one.delivery_days != 1, "delivery_days"),
    "buy_in_granted": (lambda one: one.buy_in, "buy_in"),
    "fractions_paid_in_cash": (lambda one: one.fractions == "cash", "fractions"),
    "fractions_rounded_up": (lambda one: one.fractions == "up", "fractions"),
    "cashless_exercise_granted": (_cashless, "cashless_exercise"),
    "cashless_while_unregistered": (lambda one: one.cashless_exercise == "while_unregistered", "cashless_exercise"),
    # Without cashless exercise it has no meaning, and T475 says so.
    "cashless_at_expiry": (lambda one: one.cashless_at_expiry and _cashless(one), "cashless_at_expiry"),
    "market_price_used": (_market_price_used, "cashless_exercise"),
    "market_price_averaged": (lambda one: one.market_price_days != 1, "market_price_days"),
    "vwap_used": (lambda one: _market_price_used(one) or one.call is not None, "cashless_exercise"),
    "ownership_limited": (lambda one: one.ownership_limit != "none", "ownership_limit"),
    "ownership_limit_raised": (
        lambda one: LIMITS.index(ceiling_of(one)) > LIMITS.index(one.ownership_limit),
        "ownership_limit_ceiling",
    ),
    "vesting_stated": (lambda one: bool(one.vesting), "vesting"),
    "vests_by_percentage": (lambda one: any(part.percentage is not None for part in one.vesting), "vesting"),
    "rights_offerings_shared": (lambda one: one.rights_offerings, "rights_offerings"),
    "distributions_shared": (lambda one: one.distributions, "distributions"),
    "fundamental_transactions_covered": (lambda one: one.fundamental_transactions, "fundamental_transactions"),
    "price_protected": (lambda one: one.price_protection == "weighted_average", "price_protection"),
    "price_protection_floored": (lambda one: one.price_protection_floor is not None, "price_protection_floor"),
    "call_granted": (lambda one: one.call is not None, "call"),
    "call_measured_daily": (lambda one: bool(one.call and one.call.measured_by == "each_day"), "call"),
    "call_measured_over_days": (lambda one: bool(one.call and one.call.trigger_days != 1), "call"),
    "call_needs_registration": (_sold_freely_if_called, "call"),
    "holder_represents": (lambda one: one.holder_representations, "holder_representations"),
    "demand_granted": (lambda one: one.demand_registration is not None, "demand_registration"),
}

# What a clause can print of the mechanics, besides the terms of the provisions.
SHAPES: Mapping[str, Any] = {
    "vesting": {"date": {}, "number": {}, "percentage": {}, "by_number": A_FACT},
}


def for_investor(provisions: WarrantProvisions, limit: str | None) -> WarrantProvisions:
    """Return the provisions of an investor's warrant, which may have its own ownership limit."""
    return provisions.model_copy(update={"ownership_limit": limit}) if limit else provisions


def values_of(provisions: WarrantProvisions, path: str, limit_path: str) -> dict[str, Any]:
    """Return the values of a warrant's mechanics that are not printed as they are stated.

    `limit_path` names the term that states the ownership limit.
    """
    return {
        "ownership_limit": as_value_tree(provisions.ownership_limit, limit_path),
        "ownership_limit_ceiling": as_value_tree(ceiling_of(provisions), f"{path}.ownership_limit_ceiling"),
        "vesting": [_instalment(part, f"{path}.vesting[{index}]") for index, part in enumerate(provisions.vesting)],
    }


def _instalment(part: Instalment, path: str) -> dict[str, Any]:
    names = ("date", "number", "percentage")
    values = {name: as_value_tree(getattr(part, name), f"{path}.{name}") for name in names}
    return {**values, "by_number": part.number is not None}
