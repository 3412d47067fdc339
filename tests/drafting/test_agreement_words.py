"""What a reader for the other side would ask of the agreement: order of delivery, exceptions, ends and definitions."""

from __future__ import annotations

import re

import pytest

from assembler.exports import text
from tests import deals

DIRECT = "  timing: on_date\n  place: remote\n  outside_date: 2026-09-30\n"
PARTICIPATION = "participation:\n  percentage: 35%\n"
VOTE = "shareholder_vote:\n  meeting_days: 90\n  authorized_shares: 500,000,000\n"
LIMIT = "exchange_cap:\n  shares: 6,000,000\n"


def words(yaml: str) -> str:
    """Return the words of the agreement in one line."""
    return " ".join(deals.as_text(deals.compose_text(yaml)).split())


def without_escrow(delivery: str) -> str:
    """Return a deal that closes by direct wire, with this form of delivery."""
    yaml = re.sub(r"^escrow:\n(?: .*\n)+", "", deals.sheet("new-stock-and-warrants"), flags=re.MULTILINE)
    return deals.replaced(yaml, "closing:\n", f"closing:\n{DIRECT}  delivery: {delivery}\n")


@pytest.mark.parametrize("delivery", ["certificates", "book_entry", "dwac"])
def test_without_an_escrow_no_delivery_after_payment_is_a_condition_of_payment(delivery):
    said = words(without_escrow(delivery))
    assert "On or before the Closing Date, the Company will irrevocably instruct its transfer agent" in said
    assert "of a copy of the instructions to its transfer agent that Section 5(a) requires" in said
    assert "and of a copy of the Warrants of the Investor, duly executed;" in said


def test_with_an_escrow_the_escrow_agent_receives_the_certificates_and_the_opinion():
    said = words(deals.sheet("new-stock-and-warrants"))
    assert "Delivery by the Company to the Escrow Agent of the Certificates and Warrants" in said
    assert "the respective Investor and the Escrow Agent shall have received an opinion" in said
    assert "no later than the business day before the Closing Date" in said


def test_an_agreement_to_participate_and_a_vote_are_excepted_from_what_nobody_has_or_needs():
    said = words(deals.sheet("new-stock-and-warrants") + PARTICIPATION + LIMIT)
    right, vote = re.search(r"\((\w)\) Participation in", said)[1], re.search(r"\((\w)\) Limit on Issuance", said)[1]
    assert f"other than the right that Section 4({right}) grants in later financings." in said
    assert f"of the Securities, and for the approval to which Section 4({vote}) refers, no consent" in said
    assert said.count(f"(other than the approval to which Section 4({vote}) refers)") == 2


def test_a_promised_vote_is_excepted_from_what_it_would_breach_and_limits_each_warrant():
    whole = deals.compose_text(deals.sheet("new-stock-and-warrants") + VOTE)
    said = " ".join(deals.as_text(whole).split())
    vote = re.search(r"\((\w)\) Meeting and Approval", said)[1]
    assert said.count(f"(other than any approval to which Section 4({vote}) refers)") == 2
    assert f"xcept for the amendment to which Section 4({vote}) refers, there are no proposals" in said
    warrant = next(one for one in whole.documents if one.stem.startswith("warrant-01"))
    assert "until the stockholders of the Company have approved more." in " ".join(
        text.write(warrant.document, warrant.numbers).split()
    )


@pytest.mark.parametrize(
    ("covenant", "begins"), [(PARTICIPATION, True), ("standstill: {days: 30}\n", True), ("", False)]
)
def test_a_covenant_that_runs_from_the_closing_has_one_beginning(covenant, begins):
    several = deals.replaced(
        deals.sheet("new-stock-and-warrants"), "closing:\n", "closing:\n  additional_until: 2026-12-31\n"
    )
    said = words(deals.replaced(several, "offering:\n", "offering:\n  maximum_amount: 9,500,000\n") + covenant)
    assert ("begins on the day of the first closing, as to all Investors." in said) == begins


def test_a_deal_without_warrants_keeps_no_annex_for_them():
    said = words(deals.sheet("new-stock-only"))
    assert "FORM OF WARRANT" not in said
    assert "ANNEX VI USE OF PROCEEDS SCHEDULE" in said


def test_an_agreement_ends_by_consent_by_breach_or_by_its_outside_date():
    said = words(without_escrow("book_entry"))
    assert "may terminate this Agreement between them by a written agreement at any time before the closing." in said
    assert "has not cured the breach within five (5) business days after notice of it" in said
    assert "If the closing has not occurred by September 30, 2026," in said


@pytest.mark.parametrize("stem", ["new-stock-only", "new-stock-and-warrants", "new-covenant-warrants"])
def test_every_agreement_defines_the_business_day_that_it_counts_by(stem):
    said = words(deals.sheet(stem))
    assert said.count('"business day" means a day other than') == 1
    assert " business day" in said.replace('"business day"', "")


@pytest.mark.parametrize("stem", ["new-stock-only", "new-stock-and-warrants", "new-covenant-warrants"])
def test_no_agreement_calls_a_stranger_a_party_or_leaves_a_defined_effect_in_small_letters(stem):
    said = words(deals.sheet(stem))
    assert not re.search(r"No party has|any party or governmental|any other party", said)
    assert "material adverse change and" not in said
    assert said.count("material adverse effect") == 1  # in its definition
