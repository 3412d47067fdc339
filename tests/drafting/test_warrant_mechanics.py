"""The mechanics of a warrant: what each option prints, and formulas that give the right numbers."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from assembler.document import walk
from assembler.document.walk import words_of
from assembler.exports import text
from tests import deals

DEAL = "new-stock-and-warrants"


def drafted(*lines, change=None):
    """The set of a worked deal with these lines in the provisions of its warrants."""
    yaml = deals.replaced(deals.sheet(DEAL), *change) if change else deals.sheet(DEAL)
    provisions = "".join(f"    {line}\n" for line in lines)
    return deals.compose_text(
        deals.replaced(yaml, "    mail_notice_days: 4\n", f"    mail_notice_days: 4\n{provisions}")
    )


def printed(*lines, warrant="warrant-01", change=None):
    """The words of one warrant of the deal, on one line."""
    (piece,) = (one for one in drafted(*lines, change=change).documents if one.stem.startswith(warrant))
    return " ".join(text.write(piece.document, piece.numbers).split())


def formula_of(label, *lines):
    """The formula that a clause prints, as Python."""
    (piece,) = (one for one in drafted(*lines).documents if one.stem.startswith("warrant-01"))
    (clause,) = (one for one in walk.clauses(piece.document) if one.label == label)
    (line,) = (words for words in map(words_of, walk.passages(clause)) if re.fullmatch(r"[A-Z =()/+x-]+", words))
    expression = line.partition(" = ")[2] or line
    return compile(expression.replace("Y (", "Y * (").replace(" x ", " * "), label, "eval")


@pytest.mark.parametrize(
    ("shares", "market", "price", "issued"),
    [
        (1000, "5.00", "2.00", 600),
        (22105, "2.969", "2.969", 0),
        (300, "3.00", "2.00", 100),
        (1000, "0.50", "0.0001", 999),
    ],
)
def test_a_cashless_exercise_gives_shares_worth_the_gain(shares, market, price, issued):
    formula = formula_of("w_cashless_exercise", "cashless_exercise: always")
    terms = {"Y": shares, "A": Decimal(market), "B": Decimal(price)}
    assert int(eval(formula, terms)) == issued  # noqa: S307  a formula of our own clause
    assert issued * Decimal(market) <= shares * (Decimal(market) - Decimal(price))


@pytest.mark.parametrize(
    ("price", "outstanding", "received", "issued", "adjusted"),
    [
        # 100,000 shares at $1.00, half the exercise price: $2.00 x 1,050,000 / 1,100,000.
        ("2.00", 1_000_000, 100_000, 100_000, "1.9091"),
        # As many shares as there were, for nothing: half the price.
        ("2.00", 1_000_000, 0, 1_000_000, "1.0000"),
        # At the exercise price nothing changes.
        ("2.00", 1_000_000, 200_000, 100_000, "2.0000"),
    ],
)
def test_the_weighted_average_follows_size_and_price_of_the_issue(price, outstanding, received, issued, adjusted):
    formula = formula_of("w_price_protection", "price_protection: weighted_average")
    terms = {"P": Decimal(price), "O": outstanding, "C": received, "N": issued}
    assert eval(formula, terms).quantize(Decimal("0.0001")) == Decimal(adjusted)  # noqa: S307  as above


@pytest.mark.parametrize(("before", "after"), [(1_000_000, 2_000_000), (1_000_000, 100_000), (1_000_000, 1_050_000)])
def test_a_split_changes_price_and_number_so_that_the_total_stays(before, after):
    words = printed()
    assert (
        "the numerator of which is the number of shares of Common Stock outstanding immediately before the event and the"
        " denominator of which is the number of shares of Common Stock outstanding immediately after it" in words
    )
    assert (
        "the number that, multiplied by the adjusted Exercise Price per share, gives the same dollar amount as the number"
        " before the adjustment multiplied by the Exercise Price per share before the adjustment" in words
    )
    price, number = Decimal("3.00"), 1000
    adjusted = price * before / after
    assert number * price / adjusted == Decimal(number) * after / before


def test_the_exercise_date_needs_notice_and_payment():
    words = printed()
    assert "the day on which the Company has received both the Notice of Exercise and the payment." in words
    assert "faxed" not in words
    assert "or, in a Cashless Exercise, the day on which it" in printed("cashless_exercise: always")


def test_cashless_exercise_ends_while_a_registration_statement_is_effective():
    always, unregistered = (printed(f"cashless_exercise: {when}") for when in ("always", "while_unregistered"))
    assert "At any time when no effective registration statement under the Act permits" in unregistered
    assert "when no effective registration statement under the Act permits" not in always
    for words in (always, unregistered):
        assert "For the purposes of Rule 144(d)(3)," in words
        assert "_______ Cashless Exercise, in place of payment" in words


def test_what_is_not_granted_is_not_spoken_of():
    spoken = ("Cashless", "Ownership Limit", "Market Price", "VWAP", "Buy-In", "Call Date", "Fundamental", "vested")
    assert [term for term in spoken if term in printed()] == []


@pytest.mark.parametrize(("days", "said"), [("1", "one (1) Trading Day after"), ("2", "two (2) Trading Days after")])
def test_delivery_is_counted_in_trading_days(days, said):
    assert said in printed(f"delivery_days: {days}")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("certificate", "in the form of one or more certificates"),
        ("book_entry", "recorded in book-entry form in the register of the Company's transfer agent"),
        ("dwac", "credited, through the Depository Trust Company, to the account of the broker"),
    ],
)
def test_the_notice_of_exercise_asks_what_the_delivery_needs(form, said):
    words = printed(f"delivery_form: {form}")
    assert said in words
    assert ("Please deliver the certificate to:" in words) == (form == "certificate")
    assert ("DTC participant number:" in words) == (form == "dwac")


def test_an_investor_has_its_own_ownership_limit():
    own = ("    amount: 875,000\n", "    amount: 875,000\n    ownership_limit: 9.99%\n")
    assert "own more than 9.99% of the shares" in printed("ownership_limit: 4.99%", warrant="warrant-02", change=own)
    assert "own more than 4.99% of the shares" in printed("ownership_limit: 4.99%", change=own)
    none = ("    amount: 875,000\n", "    amount: 875,000\n    ownership_limit: none\n")
    assert "Ownership Limit" not in printed("ownership_limit: 4.99%", warrant="warrant-02", change=none)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["ownership_limit: 4.99%"], "or raise it to at most 9.99%"),
        (["ownership_limit: 4.99%", "ownership_limit_ceiling: 19.99%"], "or raise it to at most 19.99%"),
        (["ownership_limit: 9.99%"], "or raise it again to at most 9.99%"),
        (["ownership_limit: 19.99%"], "or raise it again to at most 19.99%"),
        (["ownership_limit: 4.99%", "ownership_limit_ceiling: none"], "or raise it again to at most 4.99%"),
    ],
)
def test_the_ownership_limit_is_raised_up_to_its_ceiling(lines, said):
    assert said in printed(*lines)


def test_instalments_are_printed_with_their_days():
    parts = "{date: 2027-03-01, percentage: 33.3%}, {date: 2028-03-01, percentage: 66.7%}"
    words = printed(f"vesting: [{parts}]")
    assert "March 1, 2027 33.3% March 1, 2028 66.7%" in words
    assert "to the extent that it has vested under Section 2(d)" in words


def test_the_agreement_promises_no_more_than_what_vests():
    said = "They can be exercised only to the extent that they have vested, as their form provides."
    parts = "vesting: [{date: 2027-03-01, percentage: 100%}]"
    assert said in printed(parts, warrant="agreement")
    assert said not in printed(warrant="agreement")
    assert "the right to purchase, to the extent that it has vested under Section 2(d), at any time" in printed(parts)


def test_a_person_signs_the_notice_of_exercise_alone():
    entity, person = printed(), printed(warrant="warrant-04")
    assert re.search(r"Northgate Harbor Master Fund, LP By: _+ Name: Title:", entity)
    assert re.search(r"_+ Eleanor M\. Prud'homme ASSIGNMENT", person)


def test_the_form_of_warrant_leaves_the_holder_blank():
    assert "[Name of Holder]" in printed(warrant="annex-vi")
    assert "[Name of Holder]" not in printed()


def test_without_a_fundamental_transaction_a_merger_is_a_change_of_the_stock():
    assert "other than one to which Section 6.1 applies" in printed()
    assert "other than one to which Section 6.1 or Section 6.5 applies" in printed("fundamental_transactions: true")
