"""Which investor is which."""

from __future__ import annotations

from assembler.dealset.investor_matching import match
from assembler.termsheet.schema import Investor


def investors(*names, **stated):
    return [Investor.model_validate({"name": name, "amount": "100,000", **stated}) for name in names]


def pairs(before, now):
    return [(one.before, one.now, one.known_by) for one in match(before, now)]


def test_an_investor_of_the_same_name_is_the_same_wherever_in_the_list():
    assert pairs(investors("Ash LP", "Beech LLC"), investors("Beech LLC", "Ash LP")) == [(1, 0, ""), (0, 1, "")]


def test_a_misspelled_investor_is_known_by_a_near_name_and_one_who_left_is_not():
    found = pairs(investors("Brackenridge Family LP", "Ostara Ltd."), investors("Breckenridge Family LP"))
    assert found == [(0, 0, "similar name"), (1, None, "")]


def test_a_fund_is_not_taken_for_its_sister_of_another_numeral():
    assert pairs(investors("Larkspur Fund I, L.P."), investors("Larkspur Fund II, L.P.")) == [
        (None, 0, ""),
        (0, None, ""),
    ]


def test_capitals_and_punctuation_do_not_make_another_investor():
    ((_, _, known_by),) = pairs(investors("SF Capital Partners Ltd."), investors("SF CAPITAL PARTNERS, LTD"))
    assert known_by == "name without capitals and punctuation"


def test_one_of_another_name_is_known_by_the_address_where_nobody_else_has_it():
    before = investors("Ash LP", address_lines=["1 Field Road"])
    now = investors("Quill Holdings", address_lines=["1 Field Road"])
    assert pairs(before, now) == [(0, 0, "address")]
    assert pairs(before, [*now, *now[:0], *investors("Yew Inc", address_lines=["1 Field Road"])])[-1] == (0, None, "")
