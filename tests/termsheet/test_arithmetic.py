"""Every figure of the originals, and what holds for all figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembler.termsheet.arithmetic import after, apportion, covered, percentage_of, shares_for


@pytest.mark.parametrize(
    ("amount", "price", "shares"),
    [
        ("1100000", "1.00", 1_100_000),
        ("2200000", "1.00", 2_200_000),
        ("250000", "1.1296", 221_317),
        ("1125000", "1.1296", 995_928),
        ("100000", "1.1296", 88_527),
        ("1275000", "1.1296", 1_128_718),
        ("2750000", "1.1296", 2_434_490),
        ("268000", "0.96", 279_167),
        ("500000", "0.96", 520_833),
        ("768000", "0.96", 800_000),
        ("3", "2", 2),  # a half goes up
    ],
)
def test_shares_to_the_nearest_whole_number_are_half_up(amount, price, shares):
    assert shares_for(Decimal(amount), Decimal(price), "nearest") == shares


@given(
    st.decimals("0.01", "10_000_000", places=2, allow_nan=False),
    st.decimals("0.0001", "1_000", places=4, allow_nan=False),
)
def test_shares_rounded_down_never_cost_more_than_the_amount_and_one_more_would(amount, price):
    shares = shares_for(amount, price, "down")
    assert 0 <= amount - shares * price < price


def test_warrants_are_rounded_down_and_the_rest_goes_to_the_largest_remainders():
    shares = [221_317, 995_928, 88_527, 1_128_718]
    claims = [covered(Decimal(10), count) for count in shares]
    # Remainders .7 .8 .7 .8: three are left, and of the tie at .7 the first investor has it.
    assert apportion(243_449, claims) == (22_132, 99_593, 8_852, 112_872)


def test_coverage_without_fractions_needs_no_apportioning():
    claims = [covered(Decimal(20), count) for count in (1_100_000, 1_100_000)]
    assert apportion(440_000, claims) == (220_000, 220_000)


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=50), st.decimals("0.01", "1000", places=2))
def test_apportioned_parts_add_up_and_none_is_a_whole_unit_off_its_claim(shares, coverage):
    claims = [covered(coverage, count) for count in shares]
    total = int(sum(claims))
    parts = apportion(total, claims)
    assert sum(parts) == total
    assert all(abs(part - claim) < 1 for part, claim in zip(parts, claims, strict=True))


def test_a_total_that_the_claims_cannot_give_is_refused():
    with pytest.raises(ValueError, match="cannot be apportioned"):
        apportion(7, [Fraction(1, 2), Fraction(1, 2)])


@pytest.mark.parametrize(
    ("price", "percentage", "exercise"),
    [
        ("1.1296", "120", "1.3555"),
        ("2.50", "120", "3.00"),
        ("4", "110", "4.40"),
        ("1.5", "33.33", "0.50"),
        ("0.0475", "115", "0.0546"),
        ("0.004", "10", "0.000"),
    ],
)
def test_an_exercise_price_has_the_decimals_of_the_price_and_at_least_two(price, percentage, exercise):
    assert str(percentage_of(Decimal(price), Decimal(percentage))) == exercise


@pytest.mark.parametrize(
    ("issued", "years", "expires"),
    [
        (date(2001, 12, 27), 3, date(2004, 12, 27)),
        (date(2004, 2, 29), 1, date(2005, 2, 28)),
        (date(2004, 2, 29), 4, date(2008, 2, 29)),
        (date(2024, 2, 28), 4, date(2028, 2, 28)),
    ],
)
def test_a_warrant_expires_on_the_same_day_calendar_years_later(issued, years, expires):
    assert after(issued, 12 * years) == expires
