"""The rules over options of a warrant: what each finds, in its exact words, and what it leaves alone."""

from __future__ import annotations

import pytest

from assembler.errors import InputError
from tests import deals

AGREEMENT, ALONE = "new-stock-and-warrants", "focus-2001-12-warrant"


def found(stem, *lines, change=("", "")):
    """The problems T475 to T479 of a worked deal with these lines in the provisions of its warrants."""
    yaml = deals.without_departures(deals.sheet(stem)).replace(*change) if any(change) else deals.sheet(stem)
    yaml = deals.without_departures(yaml)
    provisions = "".join(f"    {line}\n" for line in lines)
    yaml = deals.replaced(yaml, "    mail_notice_days: 4\n", f"    mail_notice_days: 4\n{provisions}")
    try:
        problems = deals.compose_text(yaml).warnings
    except InputError as error:
        problems = error.problems
    return [f"{one.code} {one.path}: {one.message}" for one in problems if "T475" <= one.code <= "T479"]


CASES = {
    "an exercise on expiry that nothing pays": (
        ["cashless_at_expiry: true"],
        [
            "T475 warrants.provisions.cashless_at_expiry: there is no cashless exercise, so nothing is exercised on expiry"
        ],
    ),
    "a floor without protection": (
        ["price_protection_floor: 1.00"],
        ["T476 warrants.provisions.price_protection_floor: there is no price protection, so a floor has no effect"],
    ),
    "a floor at the exercise price": (
        ["price_protection: weighted_average", "price_protection_floor: 2.969"],
        [
            "T476 warrants.provisions.price_protection_floor: the floor of $2.969 is not below the exercise price of $2.969"
        ],
    ),
    "a call of a warrant that is worth nothing": (
        ["call: {trigger_price: 2.50}"],
        ["T477 warrants.provisions.call.trigger_price: a trigger of $2.50 is not above the exercise price of $2.969"],
    ),
    "a call for more than the trigger": (
        ["call: {trigger_price: 5.00, call_price: 5.00}"],
        ["T477 warrants.provisions.call.call_price: a call price of $5.00 is not below the trigger of $5.00"],
    ),
    "an instalment of nothing, and one of two measures": (
        ["vesting:", "  - {date: 2027-03-01}", "  - {date: 2028-03-01, number: 5, percentage: 50%}"],
        [
            "T478 warrants.provisions.vesting[0]: this instalment states no number and no percentage",
            "T478 warrants.provisions.vesting[1]: this instalment states both a number and a percentage",
        ],
    ),
    "a number of shares for warrants that differ": (
        ["vesting:", "  - {date: 2027-03-01, number: 500}"],
        [
            (
                "T478 warrants.provisions.vesting[0].number: the investors' warrants are for different numbers of shares, so a"
                " number cannot be an instalment of each"
            )
        ],
    ),
    "percentages that leave a rest": (
        ["vesting:", "  - {date: 2027-03-01, percentage: 50%}", "  - {date: 2028-03-01, percentage: 40%}"],
        ["T478 warrants.provisions.vesting: the instalments add up to 90%, not to 100%"],
    ),
    "instalments out of order": (
        ["vesting:", "  - {date: 2028-03-01, percentage: 50%}", "  - {date: 2027-03-01, percentage: 50%}"],
        [
            (
                "T478 warrants.provisions.vesting[1].date: this instalment vests on March 1, 2027, not after the one before it,"
                " March 1, 2028"
            )
        ],
    ),
    "an instalment on the day after the last": (
        ["vesting:", "  - {date: 2031-09-17, percentage: 50%}", "  - {date: 2031-09-18, percentage: 50%}"],
        [
            (
                "T478 warrants.provisions.vesting[1].date: this instalment vests on September 18, 2031, after the warrant"
                " expires on September 17, 2031"
            )
        ],
    ),
    "a ceiling without a limit": (
        ["ownership_limit_ceiling: 19.99%"],
        ["T479 warrants.provisions.ownership_limit_ceiling: there is no ownership limit, so a ceiling has no effect"],
    ),
    "a limit above its ceiling": (
        ["ownership_limit: 19.99%", "ownership_limit_ceiling: 9.99%"],
        ["T479 warrants.provisions.ownership_limit: the limit of 19.99% is above the ceiling of 9.99%"],
    ),
    "everything that fits": (
        [
            "cashless_exercise: always",
            "cashless_at_expiry: true",
            "price_protection: weighted_average",
            "price_protection_floor: 0.50",
            "call: {trigger_price: 7.50}",
            "ownership_limit: 4.99%",
            "ownership_limit_ceiling: 19.99%",
            "vesting: [{date: 2027-03-01, percentage: 33.3%}, {date: TBD, percentage: 66.7%}]",
        ],
        [],
    ),
    "what is not agreed yet": (
        [
            "price_protection: weighted_average",
            "price_protection_floor: TBD",
            "call: {trigger_price: TBD}",
            "vesting: [{date: TBD, percentage: TBD}]",
        ],
        [],
    ),
}


@pytest.mark.parametrize(("lines", "expected"), CASES.values(), ids=CASES)
def test_terms_of_a_warrant_are_held_against_each_other(lines, expected):
    assert found(AGREEMENT, *lines) == expected


SUMS = {
    "numbers that are the whole": (["number: 12500", "number: 12500"], []),
    "numbers that are too few": (
        ["number: 12500", "number: 12000"],
        ["T478 warrant.provisions.vesting: the instalments add up to 24,500 shares, and the warrant is for 25,000"],
    ),
    "a number and a percentage that are the whole": (["number: 5000", "percentage: 80%"], []),
    "percentages that are rounded, with the rest in the last": (
        ["percentage: 33.3333%", "number: 8333", "percentage: 33.3347%"],
        [],
    ),
    "a rest that is one share too much": (
        ["percentage: 33.3333%", "percentage: 33.3333%", "number: 8335"],
        ["T478 warrant.provisions.vesting: the instalments add up to 25,001 shares, and the warrant is for 25,000"],
    ),
    "a number and a percentage that are too much": (
        ["number: 20000", "percentage: 50%"],
        ["T478 warrant.provisions.vesting: the instalments add up to 32,500 shares, and the warrant is for 25,000"],
    ),
}


@pytest.mark.parametrize(("parts", "expected"), SUMS.values(), ids=SUMS)
def test_instalments_of_a_warrant_by_itself_are_numbers_or_percentages(parts, expected):
    lines = [f"  - {{date: {2002 + year}-01-15, {part}}}" for year, part in enumerate(parts)]
    assert found(ALONE, "vesting:", *lines) == expected


def test_the_limit_of_an_investor_is_held_against_the_ceiling_of_all():
    its_own = ("    amount: 875,000\n", "    amount: 875,000\n    ownership_limit: 19.99%\n")
    lines = ["ownership_limit: 4.99%", "ownership_limit_ceiling: 9.99%"]
    assert found(AGREEMENT, *lines, change=its_own) == [
        "T479 investors[1].ownership_limit: the limit of 19.99% is above the ceiling of 9.99%"
    ]
    assert found(AGREEMENT, "ownership_limit: 4.99%", change=its_own) == []
