"""What each investor buys: every way to state shares, dollars and warrants, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembler.errors import InputError
from assembler.pipeline import load_term_sheet
from assembler.termsheet.arithmetic import amount_for, percentage_of, rounded
from assembler.termsheet.closings import as_of
from assembler.termsheet.compute import compute_deal
from assembler.termsheet.schema import TermSheet
from tests.termsheet import sheets

_INVESTORS = "investors:\n  - name: White Investments Ltd.\n    amount: 1,100,000\n"
_OPTIONS = "financials:\n"


def deal(investors, warrants="", options="", closings="", price="1.10"):
    """Return the term sheet with these investors, one line of YAML each, and these terms."""
    rows = "".join(f"  - {{name: Fund {letter}, {row}}}\n" for letter, row in zip("ABCDEF", investors, strict=False))
    more = "".join(f"{group}: {terms}\n" for group, terms in (("warrants", warrants), ("options", options)) if terms)
    more += f"closing:\n  additional: {closings}\n" if closings else ""
    return sheets.spoilt((_INVESTORS, f"investors:\n{rows}"), (_OPTIONS, f"{more}{_OPTIONS}"), ("1.10\n", f"{price}\n"))


def computed(yaml, closing=None):
    """Return the computed terms, and the code and message of each problem of the figures."""
    loaded = load_term_sheet(yaml.encode(), "deal.yaml")
    terms = loaded.terms
    assert isinstance(terms, TermSheet)
    done, problems = compute_deal(as_of(terms, closing) if closing else terms, loaded.source)
    of_figures = [f"{one.code} {one.path}: {one.message}" for one in problems if one.code.startswith("T2")]
    return done.terms, of_figures


def figures(terms):
    """Return dollars, shares and warrants of each investor, then of the deal."""
    return [
        *((one.amount, one.shares, one.warrants) for one in terms.investors),
        (terms.offering.aggregate_amount, terms.offering.total_shares, terms.warrants.total_warrants),
    ]


COVERED = "{mode: integrated, coverage: 50%, exercise_price: 2.00, term_years: 3}"
DIVIDED = "{mode: integrated, total_warrants: 1000, exercise_price: 2.00, term_years: 3}"
NUMBERED = "{mode: integrated, exercise_price: 2.00, term_years: 3}"


def test_shares_alone_give_the_amount_to_the_cent():
    terms, problems = computed(deal(["shares: 250", "amount: 110"]))
    assert figures(terms)[:2] == [(Decimal(275), 250, None), (Decimal(110), 100, None)]
    assert figures(terms)[2] == (Decimal(385), 350, None)
    assert not problems


def test_a_part_of_a_cent_is_refused_unless_the_parties_round_it():
    (problem,) = computed(deal(["shares: 7"], price="1.105"))[1]
    assert problem == "T207 investors[0].shares: 7 shares at $1.105 cost $7.735, which is not whole cents"
    for rounding, amount in (("nearest", "7.74"), ("down", "7.73"), ("up", "7.74")):
        terms, problems = computed(deal(["shares: 7"], options=f"{{amount_rounding: {rounding}}}", price="1.105"))
        assert (terms.investors[0].amount, problems) == (Decimal(amount), [])


def test_an_amount_that_lost_a_part_of_a_cent_agrees_with_its_shares():
    yaml = deal(["{}, shares: 7".format("amount: 7.73")], options="{amount_rounding: down}", price="1.105")
    terms, problems = computed(yaml)
    assert (terms.investors[0].shares, problems) == (7, [])


@pytest.mark.parametrize(("options", "found"), [("amount_rounding: down", 1), ("amount_rounding: up", 0)])
def test_an_amount_that_lost_a_part_of_a_cent_is_named_where_the_agreement_rounds_shares_down(options, found):
    yaml = deal(["shares: 7"], options=f"{{{options}}}", price="1.105")
    loaded = load_term_sheet(yaml.encode(), "deal.yaml")
    said = [one.message for one in compute_deal(loaded.terms, loaded.source)[1] if one.code == "T466"]
    assert said == ["7 shares are stated, but $7.73 / $1.105, rounded down as the agreement says, is 6"] * found


def test_shares_that_the_amount_does_not_buy_are_named_with_both_figures():
    (problem,) = computed(deal(["amount: 110, shares: 101"]))[1]
    assert problem == (
        "T201 investors[0].shares: 101 is stated, but 110 / 1.10, rounded down to a whole share, is 100: a difference of +1"
    )


def test_an_investor_without_dollars_and_shares_is_refused():
    with pytest.raises(InputError) as refused:
        computed(deal(["amount: 110", "kind: individual"]))
    assert [(one.code, one.path) for one in refused.value.problems] == [("T102", "investors[1].amount")]


def test_a_misspelt_amount_is_not_missing_too():
    with pytest.raises(InputError) as refused:
        computed(deal(["amuont: 110"]))
    assert [one.code for one in refused.value.problems] == ["T101"]


def test_open_shares_give_an_open_amount():
    terms, problems = computed(deal(["shares: TBD", "amount: 110"]))
    assert [one.amount.printed for one in terms.investors[:1]] == ["[●]"]
    assert terms.offering.aggregate_amount.printed == "[●]"
    assert not problems


def test_warrants_by_number_add_up_and_an_investor_may_have_none():
    rows = ["amount: 110, warrants: 30", "amount: 220, warrants: 0", "shares: 5, warrants: none"]
    terms, problems = computed(deal(rows, NUMBERED))
    assert [one.warrants for one in terms.investors] == [30, 0, 0]
    assert terms.warrants.total_warrants == 30
    assert not problems


def test_a_total_that_the_numbers_do_not_reach_is_named_with_both_figures():
    (problem,) = computed(deal(["amount: 110, warrants: 30", "amount: 110, warrants: 30"], DIVIDED))[1]
    assert problem == (
        "T201 warrants.total_warrants: 1,000 is stated, but the investors' warrants add up to 60: a difference of +940"
    )


def test_a_number_that_is_missing_beside_others_is_asked_for():
    (problem,) = computed(deal(["amount: 110, warrants: 30", "amount: 110"], NUMBERED))[1]
    assert problem == "T208 investors[1]: no warrants are stated for this investor, and 1 other investor has some"


def test_a_total_is_divided_by_the_shares_with_the_largest_remainders():
    terms, problems = computed(deal(["shares: 100", "shares: 100", "shares: 101"], DIVIDED))
    assert [one.warrants for one in terms.investors] == [332, 332, 336]
    assert terms.warrants.total_warrants == 1000
    assert not problems


def test_a_divided_total_gives_the_same_numbers_as_of_each_closing():
    yaml = deal(["shares: 100", "shares: 101, closing: 2"], DIVIDED, closings="[{date: 2003-08-01}]")
    later, earlier = computed(yaml)[0], computed(yaml, closing=1)
    assert [one.warrants for one in later.investors] == [498, 502]
    assert earlier[0].investors[0].warrants == earlier[0].warrants.total_warrants == 498
    assert not earlier[1]


def test_a_number_beside_a_coverage_must_agree():
    (problem,) = computed(deal(["shares: 100, warrants: 0"], COVERED))[1]
    assert problem == (
        "T201 investors[0].warrants: 0 is stated, but 50% of 100 shares, apportioned, is 50: a difference of -50"
    )


@pytest.mark.parametrize(
    ("rounding", "each"), [("apportioned", [2, 1]), ("down", [1, 1]), ("nearest", [2, 2]), ("up", [2, 2])]
)
def test_each_rounding_of_warrants(rounding, each):
    terms, problems = computed(deal(["shares: 3", "shares: 3"], COVERED, f"{{warrant_rounding: {rounding}}}"))
    assert [one.warrants for one in terms.investors] == each
    assert terms.warrants.total_warrants == sum(each)
    assert not problems


def up_to_five(rounding, *limits):
    """Return a deal of at most five shares, half covered, of which two investors buy three."""
    yaml = deal(["shares: 1", "shares: 2"], COVERED, f"{{warrant_rounding: {rounding}}}")
    lines = "".join(f"  {line}\n" for line in ("maximum_amount: 5.50", *limits))
    return yaml.replace("offering:\n", f"offering:\n{lines}")


@pytest.mark.parametrize(("rounding", "most"), [("apportioned", 2), ("down", 2), ("nearest", 3), ("up", 3)])
def test_the_most_warrants_are_rounded_as_those_of_each_investor(rounding, most):
    terms, problems = computed(up_to_five(rounding))
    assert (terms.offering.maximum_shares, terms.offering.maximum_warrants) == (5, most)
    assert not problems


@pytest.mark.parametrize(
    ("rounding", "is_kept"), [("apportioned", False), ("down", False), ("nearest", True), ("up", True)]
)
def test_a_greater_maximum_may_be_stated_where_each_number_is_rounded_by_itself(rounding, is_kept):
    terms, problems = computed(up_to_five(rounding, "maximum_warrants: 4"))
    assert (terms.offering.maximum_warrants == 4, not problems) == (is_kept, is_kept)


def test_warrants_of_an_investor_in_a_deal_without_any_are_named():
    (problem,) = computed(deal(["shares: 3, warrants: 2"]))[1]
    assert problem == "T203 investors[0].warrants: the deal has no warrants: warrants.mode is none"


@pytest.mark.parametrize(("rounding", "price"), [("nearest", "1.38"), ("down", "1.37"), ("up", "1.38")])
def test_each_rounding_of_the_exercise_price(rounding, price):
    warrants = "{mode: integrated, coverage: 50%, exercise_price_percentage: 125%, term_years: 3}"
    terms, _ = computed(deal(["shares: 4"], warrants, f"{{exercise_price_rounding: {rounding}}}"))
    assert terms.warrants.exercise_price == Decimal(price)


_PRICES = st.decimals("0.000001", "1_000", places=6, allow_nan=False)


@given(st.integers(1, 10**9), _PRICES)
def test_a_rounded_amount_is_within_a_cent_and_on_its_side(shares, price):
    exact = Fraction(price) * shares
    down, nearest, up = (Fraction(amount_for(shares, price, one)) for one in ("down", "nearest", "up"))
    assert down <= exact <= up
    assert up - down <= Fraction(1, 100)
    assert abs(nearest - exact) <= Fraction(1, 200)
    assert amount_for(shares, price, "exact") in (None, exact)


@given(st.fractions(0, 10**9))
def test_rounded_down_and_up_are_the_whole_numbers_around(exact):
    down, nearest, up = (rounded(exact, one) for one in ("down", "nearest", "up"))
    assert down <= exact <= up < down + 2
    assert nearest in (down, up)


@given(_PRICES, st.decimals("0.01", "1_000", places=2, allow_nan=False))
def test_an_exercise_price_rounded_up_is_not_below_its_percentage(price, percentage):
    exact = Fraction(price) * Fraction(percentage) / 100
    assert (
        Fraction(percentage_of(price, percentage, "up")) >= exact >= Fraction(percentage_of(price, percentage, "down"))
    )


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=6), st.integers(1, 10**6))
def test_a_divided_total_foots_and_nobody_is_a_warrant_off(shares, total):
    rows = [f"shares: {count}" for count in shares]
    terms, problems = computed(deal(rows, DIVIDED.replace("1000", str(total)), price="1.00"))
    numbers = [one.warrants for one in terms.investors]
    assert sum(numbers) == terms.warrants.total_warrants == total
    assert all(
        abs(number - Fraction(total * count, sum(shares))) < 1 for number, count in zip(numbers, shares, strict=True)
    )
    assert not problems


# Terms of deals that were signed: figures only.


def test_a_round_of_units_states_shares_and_half_a_warrant_for_each():
    """2,200,000 shares at $4.20 and 1,000,000 warrants: 45.4545...% of the shares, which no percentage states."""
    rows = ["shares: 1200000", "shares: 500000", "shares: 300000", "shares: 150000", "shares: 50000"]
    terms, problems = computed(deal(rows, DIVIDED.replace("1000", "1000000"), price="4.20"))
    assert [one.warrants for one in terms.investors] == [545454, 227273, 136364, 68182, 22727]
    assert not problems
    assert terms.offering.aggregate_amount == 9240000
    assert sum(one.warrants for one in terms.investors) == 1000000


def test_a_registered_round_states_thirty_warrants_for_a_hundred_shares():
    """2,470,000 shares at $2.50 for $6,175,000, and 741,000 warrants."""
    rows = ["shares: 1470000", "amount: 2500000"]
    terms, problems = computed(deal(rows, COVERED.replace("50%", "30%, total_warrants: 741000"), price="2.50"))
    assert terms.offering.aggregate_amount == 6175000
    assert [one.warrants for one in terms.investors] == [441000, 300000]
    assert not problems
