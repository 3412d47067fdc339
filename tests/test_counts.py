"""Figures that add up, and words in the number of their counts: of one share, one day, one investor."""

from __future__ import annotations

import json
import re
from copy import deepcopy

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assembler.errors import InputError
from assembler.exports import text
from assembler.pipeline import check
from assembler.termsheet.fields import fields
from assembler.termsheet.formats import dollars, figures
from assembler.termsheet.schema import TermSheet
from tests import deals

PERIODS = [
    field.path
    for field in fields(TermSheet)
    if re.fullmatch(r"a number of (?:business )?days|a number of years", field.kind) and "[]" not in field.path
]
COUNTS = [
    *("warrants.provisions.minimum_exercise_shares", "placement_agent_warrant.number"),
    "placement_agent_warrant.provisions.minimum_exercise_shares",
]


# What the groups of those periods must state besides.
REQUIRED = {
    "warrants.provisions.call.trigger_price": "9.50",
    "placement_agent_warrant.provisions.call.trigger_price": "9.50",
    "exemption.rule": "506(b)",
    "participation.percentage": "35%",
    "exchange_cap.shares": "5,000,000",
    "shareholder_vote.exchange_rules": "true",
}


def read(stem):
    """A term sheet as a tree of texts."""
    return yaml.load(deals.sheet(stem), yaml.BaseLoader)  # noqa: S506  it builds texts, lists and mappings only


def placed(sheet, path, value):
    *groups, name = path.split(".")
    for group in groups:
        sheet = sheet.setdefault(group, {})
    sheet[name] = value


def drafted(sheet):
    return deals.compose_text(json.dumps(sheet))


def words(document_set):
    """Every document of a set on one line, by its stem."""
    return {piece.stem: " ".join(text.write(piece.document, piece.numbers).split()) for piece in document_set.documents}


def agreement_of(sheet):
    return words(drafted(sheet))["agreement"]


def of_ones(mode):
    """A deal whose periods and counts are all one: one investor, one share, one warrant, one day."""
    sheet = read("new-covenant-warrants")
    sheet["investors"] = sheet["investors"][:1]
    sheet["investors"][0]["amount"] = "0.85"
    sheet["warrants"] |= {"mode": mode, "coverage": "100%"}
    sheet["options"]["aggregate_issuance_sentence"] = "true"
    sheet["warrants"]["provisions"]["piggyback"] = {}
    sheet["closing"]["timing"] = "after_signing"
    for path in (*PERIODS, *COUNTS):
        placed(sheet, path, "1")
    for path, value in REQUIRED.items():
        placed(sheet, path, value)
    return sheet


@pytest.mark.parametrize("mode", ["integrated", "covenant"])
def test_whatever_is_counted_as_one_is_in_the_singular(mode):
    counted = r"\b(?:(?i:one)(?: \(1\))?|1) (?:(?:fully paid and nonassessable|business|trading|Warrant) )?"
    nouns = "days?|years?|shares?|Shares?|warrants?|Warrants?|months?"
    for stem, said in words(drafted(of_ones(mode))).items():
        behind_one = re.findall(rf"{counted}({nouns})\b", said)
        assert [noun for noun in behind_one if noun.endswith("s")] == [], stem
        assert not re.search(r"\b(?:one|\(1\)) days'", said), stem
        assert behind_one or "signature" in stem, stem


def test_the_periods_of_that_deal_are_those_of_all_deals():
    sheet = of_ones("integrated")
    assert "closing.unlegended_delivery_days" in PERIODS
    assert len(PERIODS) == len(re.findall(r'(?:days|_years|days_after_signing)": "1"', json.dumps(sheet)))


def test_an_open_period_keeps_its_noun():
    sheet = read("new-stock-only")
    sheet["execution"]["status"] = "draft"
    placed(sheet, "closing.unlegended_delivery_days", "TBD")
    assert "Within [●] ([●]) business days after" in agreement_of(sheet)


# A sole investor


@pytest.fixture(params=["new-stock-only", "new-covenant-warrants", "new-stock-and-warrants"])
def sole(request):
    sheet = read(request.param)
    sheet["investors"] = sheet["investors"][1:2]
    for total in ("aggregate_amount", "total_shares"):
        sheet["offering"].pop(total, None)
    sheet["execution"] |= {"cover_page": "true", "contents": "true"}
    return sheet


def test_an_agreement_with_one_investor_speaks_of_the_investor(sole):
    agreement = agreement_of(sole)
    for said in (
        "and THE INVESTOR ",
        '(the "Investor").',
        "wishes to sell to the Investor, and the Investor is willing",
        "shall issue and sell to the Investor and the Investor shall purchase",
        'The Investor shall pay the amount set forth on its execution page hereof (its "Purchase Price") and shall purchase',
        "issued in the name of the Investor, to the Escrow Agent",
        "The Investor understands that the Company's obligation to sell",
        "as is mutually agreed upon by the Company and the Investor.",
        "in advance in each instance by the Investor, the Company",
        "REPRESENTATIONS AND WARRANTIES OF THE INVESTOR. The Investor hereby represents",
        "CONDITIONS TO THE INVESTOR'S OBLIGATION TO PURCHASE.",
    ):
        assert said in agreement
    for said in (
        "collectively the",
        "INVESTORS",
        "several",
        "INDEPENDENT NATURE",
        "respective Investor",
        "such Investor",
        "ach Investor",
        "Investors",
    ):
        assert said not in agreement
    assert "Majority In Interest" not in agreement
    assert [problem.code for problem in check(drafted(sole)) if problem.code != "C119"] == []


def test_a_form_with_one_investor_names_one(sole):
    sole["execution"]["status"] = "form"
    form, name = agreement_of(sole), sole["investors"][0]["name"]
    listed = "Investor: " if sole["options"]["investor_particulars"] == "annex_i" else "Investor Number of Shares "
    assert name.split()[0] in form.partition(f"* {listed}")[2]


def test_two_investors_are_spoken_of_as_before():
    sheet = read("new-covenant-warrants")
    sheet["investors"] = sheet["investors"][:2]
    agreement = agreement_of(sheet)
    assert '(the "Investor", and collectively the "Investors")' in agreement
    assert "15. INDEPENDENT NATURE OF INVESTORS' OBLIGATIONS AND RIGHTS." in agreement


# Shares


AMOUNTS = st.decimals("10", "5_000_000", places=2, allow_nan=False)


@settings(max_examples=5, deadline=None)
@given(st.lists(AMOUNTS, min_size=1, max_size=4), st.decimals("0.0101", "9.99", places=4, allow_nan=False))
def test_whatever_the_amounts_no_share_is_sold_below_its_price_and_all_totals_foot(amounts, price):
    sheet = read("new-covenant-warrants")
    first = sheet["investors"][0]
    sheet["investors"] = [{**first, "name": f"Fund {n} LP", "amount": f"{amount}"} for n, amount in enumerate(amounts)]
    sheet["offering"]["price_per_share"] = f"{price}"
    # One warrant a share, so that nobody is left without.
    sheet["warrants"] |= {"coverage": "100%", "exercise_price": "10.00"}
    sheet["options"]["investor_particulars"] = "annex_i"
    whole = drafted(sheet)
    terms, said = whole.deal.terms, words(whole)
    for investor in terms.investors:
        assert 0 <= investor.amount - investor.shares * price < price
    total, amount = figures(sum(each.shares for each in terms.investors)), dollars(sum(amounts))
    assert f"Total {total} {total} {amount}" in said["agreement"]
    assert f"({amount}), an aggregate of {total} share" in said["agreement"]
    assert f"({total}) share" in said["agreement"]


def test_fractions_are_dealt_with_in_words_where_shares_are_rounded_down():
    sheet = read("new-stock-only")
    down, nearest = agreement_of(sheet), agreement_of(with_nearest(sheet))
    assert (
        "for a total of Three Million Nine Hundred Ninety-Seven Thousand Five Hundred Dollars ($3,997,500), an" in down
    )
    assert "No fractional Shares shall be issued." in down
    assert "(as hereinafter defined), resulting in an aggregate" in nearest
    assert "fractional" not in nearest


@pytest.mark.parametrize("particulars", ["annex_i", "execution_page"])
@pytest.mark.parametrize("status", ["draft", "form"])
@pytest.mark.parametrize("stem", ["new-stock-only", "new-stock-and-warrants"])
def test_the_amount_that_1a_has_an_investor_pay_has_its_place_on_the_execution_page(stem, status, particulars):
    sheet = read(stem)
    sheet["execution"]["status"] = status
    sheet["options"]["investor_particulars"] = particulars
    agreement = agreement_of(sheet)
    assert "Each Investor shall pay the amount set forth on its execution page hereof" in agreement
    amount = r"\$ \*" if status == "form" else r"\$[\d,.]+"
    pages = agreement.partition("IN WITNESS WHEREOF")[2]
    assert re.search(rf"AMOUNT AND PURCHASE PRICE OF COMMON STOCK: {amount} NUMBER OF SHARES:", pages)


@pytest.mark.parametrize("stem", ["new-stock-only", "new-covenant-warrants", "new-stock-and-warrants"])
def test_what_is_left_of_an_amount_is_part_of_the_price_that_is_held_in_escrow(stem):
    agreement = agreement_of(read(stem))
    assert "Any part of its Purchase Price that is less than the Per Share Price buys no Share" in agreement
    assert '"Escrow Funds" means the payments of the Purchase Price that' in agreement


def test_a_stated_number_of_shares_is_held_against_the_rounding_of_the_deal():
    sheet = read("new-stock-only")
    for total in ("aggregate_amount", "total_shares"):
        del sheet["offering"][total]
    sheet["investors"][0] |= {"amount": "1,000,002", "shares": "243,903"}
    assert drafted(with_nearest(sheet)).deal.terms.investors[0].shares == 243_903
    with pytest.raises(InputError, match=r"243,903 is stated, but .*, rounded down to a whole share, is 243,902"):
        drafted(sheet)


def with_nearest(sheet):
    changed = deepcopy(sheet)
    changed["options"]["share_rounding"] = "nearest"
    return changed


# Definitions that reach what they should


@pytest.mark.parametrize("stem", ["new-covenant-warrants", "new-stock-and-warrants"])
def test_what_an_investor_may_not_do_with_shares_it_may_not_do_with_warrants(stem):
    agreement = agreement_of(read(stem))
    assert re.search(
        r'"Securities" means the Shares, the Warrants(?: \(as defined in Section 4\(l\)\))? and the Warrant Shares\.',
        agreement,
    )
    for restricted in (
        "(1) the Securities have not been and, except as provided in the Registration Rights Agreement",
        "present intention to sell the Securities, nor",
        "none of the Securities may be sold",
        "any sale of the Securities made in reliance on Rule 144",
        "from the date of payment for the Securities",
        "the Warrants and the certificates evidencing the Warrant Shares will bear similar legends",
    ):
        assert restricted in agreement


def test_a_deal_without_warrants_has_no_name_for_shares_and_warrants_together():
    assert not re.search(
        r"\b(?:the|such|any) Securities\b(?! (?:Act|and Exchange|Exchange))", agreement_of(read("new-stock-only"))
    )


def test_a_majority_is_one_of_the_investors_and_of_their_shares():
    agreement = agreement_of(read("new-stock-only"))
    meaning = agreement.partition('"Majority In Interest" means')[2].partition('"Material')[0]
    assert "Until the closing on the Closing Date, each Investor is deemed to hold" in meaning
    assert "more than 66.67% of the total number of Shares that the Investors hold" in meaning
    assert "Common Stock" not in meaning


def test_the_whole_agreement_of_a_warrant_holds_what_it_refers_to():
    said = words(deals.draft("new-stock-and-warrants"))
    for stem in (name for name in said if "warrant" in name):
        assert "the provisions that it incorporates by reference, and the Agreement contain the full" in said[stem]


def test_shares_are_those_that_1a_sells_and_no_warrant_shares():
    sold = '"Shares" means the shares of Common Stock to be issued and sold to the Investors under Section 1(a)'
    assert f"{sold}, and does not include Warrant Shares." in agreement_of(read("new-covenant-warrants"))
    assert f"{sold}. " in agreement_of(read("new-stock-only"))


def test_a_representation_of_an_investor_fits_every_kind_of_party():
    sheet = read("new-stock-only")
    for kind, power in (
        ("entity", "The Investor has all requisite power and authority"),
        ("individual", "The Investor, if it is not a natural person, has all requisite power and authority"),
    ):
        sheet["investors"][0]["kind"] = kind
        agreement = agreement_of(sheet)
        assert power in agreement
        assert "the Investor's organizational documents, if any," in agreement
        assert "(if an entity, by a person thereunto duly authorized)" in agreement


def test_a_warrant_is_exercisable_until_one_hour_of_one_day():
    said = words(deals.draft("new-covenant-warrants"))
    for stem in (name for name in said if "warrant" in name):
        ends = re.findall(r"(?:at any time|from time to time) until (.+?), on", said[stem])
        assert ends == ["5:00 P.M., Central time"] * 2


def test_a_minimum_of_one_share_is_none():
    sheet = read("new-stock-and-warrants")
    stem = "warrant-04-eleanor-m-prudhomme"
    assert "fewer than five hundred (500) Warrant Shares" in words(drafted(sheet))[stem]
    for minimum, said in (("1", False), ("2", True), ("TBD", True)):
        sheet["warrants"]["provisions"]["minimum_exercise_shares"] = minimum
        assert ("fewer than" in words(drafted(sheet))[stem]) == said


def test_the_form_of_warrant_has_a_blank_for_the_number_where_warrants_are_numbered():
    sheet = read("new-stock-and-warrants")
    form, stem = "annex-vi-form-of-warrant", "warrant-02-quillfeather-capital-partners-llc"
    assert "No. ____" not in words(drafted(sheet))[form]
    sheet["investors"][1]["warrant_number"] = "Q-7"
    said = words(drafted(sheet))
    assert said[form].count("No. ____") == 3
    assert "represented by the Warrant No. Q-7 dated as of" in said[stem]
    assert said[stem].count("No. Q-7") == 3


def test_a_notice_of_exercise_asks_for_the_check_that_the_warrant_takes():
    said = words(deals.draft("new-stock-and-warrants"))
    for stem in (name for name in said if "warrant" in name):
        assert said[stem].count("certified or official bank check") == 2


def test_a_warrant_that_has_no_name_for_its_agreement_describes_it():
    agents = words(deals.draft("new-covenant-warrants"))["warrant-05-halloran-pike-company-llc"]
    assert '"Agreement"' not in agents
    assert "and the agreement pursuant to which it is issued contain" in agents


def test_the_reference_of_a_wire_is_the_name_where_no_short_name_is_stated():
    sheet = read("new-stock-only")
    del sheet["company"]["short_name"]
    assert "Re: CINDERFORD BIOWORKS, INC. Transaction" in agreement_of(sheet)
