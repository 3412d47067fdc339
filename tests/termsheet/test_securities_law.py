"""Securities law and the market: what a term sheet cannot mean, and what it should settle."""

from __future__ import annotations

import pytest

from assembler.errors import InputError
from tests import deals
from tests.termsheet.test_before_signing import BOTH, STOCK, codes, departing

_EXECUTION = ("status: draft", "status: execution")
_OUTSTANDING = "entity_type: corporation\n  outstanding_shares: {}"


def stating(group):
    """The change that adds a group of terms."""
    return ("execution:\n", f"{group}\nexecution:\n")


def outstanding(shares):
    return ("entity_type: corporation", _OUTSTANDING.format(shares))


def proceeds(*amounts, fees=None):
    lines = "".join(f"    - {{purpose: Growth, amount: '{amount}'}}\n" for amount in amounts)
    paid = f"  fees_and_expenses: {fees}\n" if fees else ""
    return stating(f"use_of_proceeds:\n{paid}  purposes:\n{lines}")


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ([proceeds("3,025,937.50")], []),
        ([proceeds("3,000,000", "937.50", fees="25,000")], []),
        ([proceeds("3,000,000", fees="TBD")], []),
        ([proceeds("3,025,937.49")], ["error T480 use_of_proceeds"]),
        ([proceeds("3,025,937.50", fees="0.01")], ["error T480 use_of_proceeds"]),
        ([proceeds("3,000,000", "25,937.50", fees="100,000")], ["error T480 use_of_proceeds"]),
    ],
)
def test_the_schedule_of_proceeds_adds_up_to_the_price(changes, found):
    assert codes(*changes) == found


def test_a_stated_total_of_the_schedule_is_checked():
    schedule = "use_of_proceeds: {total: '3,000,000', purposes: [{purpose: Growth, amount: '3,025,937.50'}]}\n"
    with pytest.raises(InputError) as refused:
        deals.compose_text(schedule + deals.sheet(BOTH))
    assert [(problem.code, problem.path) for problem in refused.value.problems] == [("T201", "use_of_proceeds.total")]


@pytest.mark.parametrize(
    ("base", "shares", "found"),
    [
        (BOTH, "1,274,077", []),
        (BOTH, "1,274,076", ["error T481 exchange_cap.shares"]),
        (BOTH, "TBD", []),
        (STOCK, "9,000,000", ["warning T481 exchange_cap"]),
    ],
)
def test_the_limit_on_issuance_is_above_the_shares_sold_and_below_the_warrants(base, shares, found):
    assert codes(stating(f"exchange_cap: {{shares: '{shares}'}}"), base=base) == found


def test_a_limit_on_issuance_settles_the_vote():
    assert codes(outstanding("1,300,000")) == ["warning T425 company.outstanding_shares"]
    assert codes(outstanding("1,300,000"), stating("exchange_cap: {shares: '1,274,077'}")) == []


@pytest.mark.parametrize(
    ("before", "changes", "found"),
    [
        # The largest investor buys 526,315 of 1,274,077 shares.
        ("1,357,498", [], ["warning T482 investors[0].shares"]),
        ("1,357,499", [], []),
        ("1,357,498", [("annex_list: text", "annex_list: text\n    inv_rep_bad_actors: text")], []),
    ],
)
def test_an_investor_who_will_hold_twenty_per_cent_answers_for_itself(before, changes, found):
    exempt = stating("exemption: {rule: 506(b)}")
    settled = departing("co_rep_exchange_rules")
    assert (
        codes(outstanding(before), ("execution:\n", settled[1].replace("execution:\n", exempt[1])), *changes) == found
    )


@pytest.mark.parametrize(
    ("group", "found"),
    [
        ("exemption: {rule: 506(c), filing_days: 15}", []),
        ("exemption: {rule: 506(c), filing_days: 16}", ["T483 exemption.filing_days"]),
        ("announcement: {report_days: 4}", []),
        ("announcement: {report_days: 5}", ["T483 announcement.report_days"]),
    ],
)
def test_no_filing_is_later_than_the_law_allows(group, found):
    assert codes(stating(group)) == [f"warning {one}" for one in found]
    assert codes(stating(group), _EXECUTION) == [f"error {one}" for one in found]


def test_a_report_on_form_6k_has_no_fixed_day():
    found = codes(stating("announcement: {report_days: 10}"), ("Form 8-K", "Form 6-K"))
    assert [one for one in found if "T483" in one] == []


@pytest.mark.parametrize(
    ("payments", "found"),
    [
        ("late_payment: 10", []),
        ("late_payment: 10, later_late_payment: 20", []),
        ("late_payment: TBD, later_late_payment: 20", []),
        ("later_late_payment: 20", ["error T484 legend_removal.later_late_payment"]),
        ("late_payment: 10, later_late_payment: 10", ["error T484 legend_removal.later_late_payment"]),
        ("late_payment: 10, later_late_payment: 5", ["error T484 legend_removal.later_late_payment"]),
    ],
)
def test_a_later_payment_follows_a_smaller_one(payments, found):
    assert codes(stating(f"legend_removal: {{trading_days: 2, {payments}}}")) == found


@pytest.mark.parametrize("state", ["omit", "reserved"])
def test_a_time_of_announcement_needs_its_covenant(state):
    left_out = ("cov_public_announcement: text", f"cov_public_announcement: {state}")
    assert codes(stating("announcement: {}")) == []
    assert codes(stating("announcement: {}"), left_out) == ["warning T485 announcement"]


@pytest.mark.parametrize(
    ("group", "annex"),
    [
        ("disclosure_schedule: {}", "disclosure"),
        ("use_of_proceeds: {purposes: [{purpose: Growth, amount: '3,025,937.50'}]}", "use_of_proceeds"),
    ],
)
def test_an_annex_has_one_source(group, annex):
    assert codes(stating(group)) == []
    assert f"error T486 annexes.{annex}" in codes(stating(f"{group}\nannexes: {{{annex}: annex.docx}}"))
