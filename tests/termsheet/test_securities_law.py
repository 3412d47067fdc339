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


@pytest.mark.parametrize(("listed", "found"), [("3,025,937.50", []), ("2,925,000", []), ("2,925,000.01", ["error T480 use_of_proceeds"])])  # fmt: skip
def test_the_schedule_of_proceeds_may_be_that_of_the_initial_closing(listed, found):
    # The last investor, who pays $100,937.50, joins by an amendment of the agreement.
    later = ("closing:\n", "closing:\n  additional: [{date: 2026-10-15, by_amendment: true}]\n")
    joins = ("    amount: 100,937.50\n", "    amount: 100,937.50\n    closing: 2\n")
    assert codes(later, joins, proceeds(listed)) == found


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
    assert codes(outstanding("8,000,000")) == ["warning T425 company.outstanding_shares"]
    assert codes(outstanding("8,000,000"), stating("exchange_cap: {shares: '1,599,200'}")) == []


@pytest.mark.parametrize(
    ("cap", "found"),
    [
        ("{shares: '1,599,200'}", []),
        # One share more is more than 19.99%, and the tenth part of a percent less prints as another percentage.
        ("{shares: '1,599,201'}", ["warning T451 exchange_cap.shares"]),
        ("{shares: '1,590,000'}", ["warning T451 exchange_cap.shares"]),
        ("{percentage: 19.9%, shares: '1,592,000'}", []),
        ("{percentage: 19.9%, shares: '1,590,000'}", []),
        ("{percentage: TBD, shares: '1,590,000'}", []),
        ("{shares: TBD}", []),
    ],
)
def test_the_limit_on_issuance_is_its_percentage_of_the_outstanding_shares(cap, found):
    assert codes(outstanding("8,000,000"), stating(f"exchange_cap: {cap}")) == found


_VOTE = "the stockholders of the Company have approved the issuance of the Warrant Shares"
_WAITING = ("  term_years: 5\n", f"  term_years: 5\n  first_exercise: {{event: {_VOTE}}}\n")


def voting(terms):
    return stating(f"shareholder_vote: {{meeting_days: 90, {terms}}}")


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ([voting("exchange_rules: true")], ["T463 shareholder_vote.exchange_rules"]),
        ([voting("exchange_rules: true"), _WAITING], []),
        ([voting("exchange_rules: true"), stating("exchange_cap: {shares: '2,000,000'}")], []),
        ([voting("authorized_shares: '9,000,000'")], []),
    ],
)
def test_warrants_wait_for_the_vote_that_they_need(changes, found):
    assert codes(*changes) == [f"warning {one}" for one in found]
    assert codes(*changes, _EXECUTION) == [f"error {one}" for one in found]


@pytest.mark.parametrize(
    ("issuer", "event"),
    [
        (
            ("jurisdiction: Delaware", "jurisdiction: Oregon"),
            "shareholders have approved the issuance of the Warrant Shares",
        ),
        (("entity_type: corporation", "entity_type: LLC"), "members have approved the issuance of the Warrant Units"),
    ],
)
def test_the_event_that_the_hint_offers_names_the_holders_of_the_issuer(issuer, event):
    yaml = deals.sheet(BOTH)
    for old, new in (issuer, voting("exchange_rules: true")):
        yaml = deals.replaced(yaml, old, new)
    (waits,) = [problem for problem in deals.compose_text(yaml).warnings if problem.code == "T463"]
    assert f'"the Company\'s {event}"' in waits.hint


def test_warrants_that_wait_for_the_vote_do_not_count_for_it():
    # The shares alone are 19.9% of what is outstanding, and 26.9% with those of the warrants.
    assert codes(outstanding("6,400,000")) == ["warning T425 company.outstanding_shares"]
    assert codes(outstanding("6,400,000"), voting("exchange_rules: true"), _WAITING) == []


@pytest.mark.parametrize(
    ("base", "terms", "changes", "found"),
    [
        (BOTH, "", [], ["error T464 shareholder_vote"]),
        (BOTH, "exchange_rules: false", [], ["error T464 shareholder_vote"]),
        (STOCK, "exchange_rules: true", [], ["warning T464 shareholder_vote"]),
        (
            BOTH,
            "exchange_rules: true",
            [stating("exchange_cap: {shares: '2,000,000', meeting_days: 90}")],
            ["warning T464 shareholder_vote.exchange_rules"],
        ),
    ],
)
def test_a_vote_has_one_purpose_that_prints(base, terms, changes, found):
    assert codes(voting(terms), *changes, base=base) == found


@pytest.mark.parametrize(
    ("authorized", "after", "found"),
    [
        ("2,000,000", None, ["error T406 company.authorized_shares"]),
        ("2,174,077", "2,620,003", []),
        ("2,174,077", "2,620,002", ["error T406 company.authorized_shares"]),
        # The shares that are sold are not authorized at the closing.
        ("2,174,076", "2,620,003", ["error T406 company.authorized_shares"]),
    ],
)
def test_a_vote_authorizes_the_shares_of_the_warrants(authorized, after, found):
    capital = outstanding("900,000")[1] + f"\n  authorized_shares: {authorized}"
    vote = [voting(f"authorized_shares: '{after}'")] if after else []
    said = codes((outstanding("")[0], capital), *vote)
    assert [one for one in said if "T425" not in one] == found


@pytest.mark.parametrize("delivery", ["book_entry", "dwac"])
def test_warrants_of_uncertificated_stock_say_in_which_form_they_deliver(delivery):
    uncertificated = ("closing:\n", f"closing:\n  delivery: {delivery}\n")
    assert codes(uncertificated) == ["warning T452 warrants.provisions"]
    assert codes(uncertificated, base=STOCK) == []
    for form in ("certificate", delivery):
        assert codes(uncertificated, ("  provisions:\n", f"  provisions:\n    delivery_form: {form}\n")) == []


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
