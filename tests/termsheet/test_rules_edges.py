"""Each rule over figures and dates on its edge: what is just allowed is left alone, and one step further is found."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from assembler import pipeline
from assembler.errors import InputError
from assembler.pipeline import load_term_sheet
from assembler.termsheet import closings
from assembler.termsheet.arithmetic import after, apportion, percentage_of, shares_for
from assembler.termsheet.formats import FILTERS, Term
from tests import deals

BASE = "new-stock-and-warrants"
SOLD = 1_274_077


def codes(*changes):
    """Return the codes of the rules over a worked deal with these changes, each with its path."""
    yaml = deals.sheet(BASE)
    for old, new in changes:
        yaml = deals.replaced(yaml, old, new)
    try:
        composed = deals.compose_text(yaml)
        problems = (*composed.warnings, *pipeline.check_days(composed))
    except InputError as error:
        problems = error.problems
    return [f"{problem.code} {problem.path}" for problem in problems if problem.code.startswith("T4")]


def beside(line, addition):
    return [(line, f"{line}\n{addition}")]


DATE = "  date: 2026-09-14"
PAR = "par_value: 0.0001"
CLOSING_UNSTATED = ("  date: 2026-09-17\n", "")


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        (beside(PAR, f"  aggregate_issuance_shares: {SOLD}"), []),
        (beside(PAR, f"  aggregate_issuance_shares: {SOLD - 1}"), ["T404 offering.aggregate_issuance_shares"]),
        ([("last_audited_date: 2025-12-31", "last_audited_date: 2026-09-14")], []),
        ([("last_audited_date: 2025-12-31", "last_audited_date: 2026-09-15")], ["T407 financials.last_audited_date"]),
        ([("sec_documents_since: 2025-12-31", "sec_documents_since: 2026-09-14")], []),
        (
            [("sec_documents_since: 2025-12-31", "sec_documents_since: 2026-09-15")],
            ["T407 financials.sec_documents_since"],
        ),
        (beside(DATE, "  company_acceptance_date: 2026-09-14"), []),
        (beside(DATE, "  investor_signature_date: 2026-09-15\n  company_acceptance_date: 2026-09-15"), []),
        (
            beside(DATE, "  investor_signature_date: 2026-09-16\n  company_acceptance_date: 2026-09-15"),
            ["T408 agreement.company_acceptance_date"],
        ),
        ([CLOSING_UNSTATED, *beside("  term_years: 5", "  issue_date: 2026-09-14")], []),
        ([CLOSING_UNSTATED, *beside("  term_years: 5", "  issue_date: 2026-09-11")], ["T409 warrants.issue_date"]),
        ([("  date: 2026-09-17", "  date: 2026-09-14")], []),
        ([("  date: 2026-09-17", "  date: 2026-09-11")], ["T412 closing.date"]),
        ([("amount: 150,000\n", "amount: 2.38\n")], ["T402 investors[3].amount"]),
        ([("amount: 150,000\n", "amount: 2.37\n")], ["T401 investors[3].amount"]),
        ([("amount: 150,000\n", "amount: 238.70\n")], ["T403 investors[3].amount"]),
        ([("amount: 150,000\n", "amount: 238.68\n")], []),
    ],
    ids=[
        "the issuance is what is sold",
        "the issuance is a share less than what is sold",
        "audited on the day of the agreement",
        "audited a day later",
        "reports since the day of the agreement",
        "reports since a day later",
        "accepted on the day of the agreement",
        "accepted on the day of the signature",
        "accepted a day before the signature",
        "warrants issued on the day of the agreement",
        "warrants issued before it",
        "closing on the day of the agreement",
        "closing before it",
        "one share, without a warrant",
        "less than a share",
        "a hundred shares and half a percent of the amount",
        "a hundred shares and less than half a percent",
    ],
)
def test_a_rule_begins_to_find_exactly_at_its_edge(changes, found):
    assert [problem for problem in codes(*changes) if not problem.startswith("T410")] == found


# Arithmetic


@pytest.mark.parametrize(("total", "parts"), [(2, (1, 1)), (0, (0, 0)), (1, (1, 0))])
def test_the_least_and_the_most_that_claims_can_give_are_apportioned(total, parts):
    assert apportion(total, [Fraction(1, 2), Fraction(1, 2)]) == parts


@pytest.mark.parametrize("total", [-1, 3])
def test_one_less_than_the_least_and_one_more_than_the_most_are_refused(total):
    with pytest.raises(ValueError, match="cannot be apportioned"):
        apportion(total, [Fraction(1, 2), Fraction(1, 2)])


@pytest.mark.parametrize(("price", "exercise_price"), [("1.01", "0.51"), ("1.00", "0.50"), ("1.03", "0.52")])
def test_half_a_cent_of_an_exercise_price_goes_up(price, exercise_price):
    assert percentage_of(Decimal(price), Decimal(50)) == Decimal(exercise_price)


@pytest.mark.parametrize(
    ("amount", "nearest", "down"), [("0.99", 0, 0), ("1", 1, 0), ("2.99", 1, 1), ("3", 2, 1), ("4", 2, 2), ("5", 3, 2)]
)
def test_half_a_share_goes_up_to_the_nearest_and_all_of_it_down(amount, nearest, down):
    assert shares_for(Decimal(amount), Decimal(2), "nearest") == nearest
    assert shares_for(Decimal(amount), Decimal(2), "down") == down


def test_a_warrant_of_a_century_year_without_february_29_expires_on_february_28():
    assert after(date(2096, 2, 29), 12 * 4) == date(2100, 2, 28)


@pytest.mark.parametrize(
    ("day", "printed"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (10, "10th"), (12, "12th"), (13, "13th"), (14, "14th"), (21, "21st"), (23, "23rd"), (31, "31st")],
)  # fmt: skip
def test_the_ending_of_a_day_goes_by_its_last_figures(day, printed):
    assert FILTERS["day_of_month"](Term(date(2026, 10, day), "a.path")).text == f"{printed} day of October, 2026"


# Closings

IN_THREE = [
    CLOSING_UNSTATED,
    ("closing:\n", "closing:\n  additional:\n    - date: 2026-10-15\n    - date: 2026-11-16\n"),
    ("amount: 650,000\n", "amount: 650,000\n    closing: 2\n"),
    ("amount: 150,000\n", "amount: 150,000\n    closing: 3\n"),
    ("amount: 100,937.50\n", "amount: 100,937.50\n    closing: 3\n"),
]


def terms():
    yaml = deals.sheet(BASE)
    for old, new in IN_THREE:
        yaml = deals.replaced(yaml, old, new)
    return load_term_sheet(yaml.encode(), "deal.yaml").terms


@pytest.mark.parametrize("closing", [1, 2, 3])
def test_as_of_a_closing_those_have_bought_who_bought_until_then(closing):
    until = closings.as_of(terms(), closing)
    assert closings.last_closing(until) == closing
    assert {closings.closing_of(problem) for problem in until.investors} == set(range(1, closing + 1))


def test_each_closing_has_its_day_and_the_term_that_states_it():
    assert [closings.date_of(terms(), closing) for closing in (1, 2, 3)] == [
        (date(2026, 9, 14), "agreement.date"),
        (date(2026, 10, 15), "closing.additional[0].date"),
        (date(2026, 11, 16), "closing.additional[1].date"),
    ]
