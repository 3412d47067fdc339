"""The general options of the agreement: what each prints, and in the singular where one investor buys."""

from __future__ import annotations

from copy import deepcopy
from functools import cache

import pytest
import yaml

from assembler.document import walk
from assembler.document.walk import words_of
from assembler.errors import InputError
from assembler.pipeline import draft_deal
from tests.option_findings import LIBRARY
from tests.option_variants import put, read

BOTH, STOCK = "new-stock-and-warrants", "new-stock-only"


@cache
def _drafted(stem, investors, choices):
    sheet = deepcopy(read(stem))
    sheet["investors"] = sheet["investors"][: investors or None]
    for path, value in choices:
        put(sheet, path, value and yaml.load(value, yaml.BaseLoader))  # noqa: S506  it builds texts, lists and mappings only
    return draft_deal(yaml.safe_dump(sheet, allow_unicode=True).encode(), "deal.yaml", LIBRARY)


def said(label, *choices, stem=BOTH, investors=0):
    """The words of a clause, in the first document that has it. None if no document has it."""
    for piece in _drafted(stem, investors, choices).documents:
        for clause in walk.clauses(piece.document):
            if clause.label == label:
                return " ".join(words_of(passage) for passage in walk.passages(clause))
    return None


def test_a_majority_amends_for_all_alike_and_not_against_one():
    words = said("amendment")
    assert "signed by the Company and a Majority In Interest" in words
    assert "shall apply to all Investors alike" in words
    assert "does not bind that Investor unless it has signed it" in words


def test_each_investor_amends_if_the_deal_says_so():
    words = said("amendment", ("options.amendment_by", "each_investor"))
    assert "signed by the Company and each Investor;" in words
    assert "Majority" not in words


@pytest.mark.parametrize("by", ["majority", "each_investor"])
def test_a_sole_investor_amends_with_the_company(by):
    words = said("amendment", ("options.amendment_by", by), investors=1)
    assert words.startswith(
        "This Agreement may be amended only by an instrument in writing signed by the Company and the Investor;"
    )


def test_warrants_are_amended_by_their_holder_unless_a_majority_does():
    assert "signed by the Company and the Holder." in said("w_amendment")
    words = said("w_amendment", ("warrants.amendment_by", "majority"))
    assert "holders of warrants for more than half of the shares" in words
    assert "unless the Holder has signed it" in words


@pytest.mark.parametrize(
    ("by", "stands"), [("none", (False, False)), ("company", (True, False)), ("each_party", (True, True))]
)
def test_those_indemnify_who_agreed_to(by, stands):
    choice = ("options.indemnification", by)
    assert tuple(said(label, choice) is not None for label in ("indemnity_company", "indemnity_investors")) == stands


def test_a_sole_investor_indemnifies_in_the_singular():
    words = said("indemnity_investors", ("options.indemnification", "each_party"), investors=1)
    assert words.startswith("The Investor shall indemnify the Company")
    assert "the Investor shall not be liable" in words
    assert "severally" not in words


def test_the_courts_are_those_of_the_county_or_of_the_state():
    assert "state and federal courts sitting in Multnomah County, Oregon, in" in said(
        "governing_law", ("law.forum_county", "Multnomah County")
    )
    assert "state and federal courts sitting in the State of Oregon in" in said(
        "governing_law", ("law.forum_county", None)
    )


@pytest.mark.parametrize("label", ["governing_law", "w_governing_law"])
def test_exclusive_courts_exclude_others(label):
    words = said(label, ("law.forum", "exclusive"))
    assert "consents to the exclusive jurisdiction" in words
    assert "No party shall commence any such proceeding in any other court" in words
    assert "exclusive" not in said(label)


@pytest.mark.parametrize(
    ("state", "act"),
    [
        ("New York", "New York Electronic Signatures and Records Act"),
        ("Ohio", "Uniform Electronic Transactions Act as in force in the State of Ohio"),
    ],
)
def test_electronic_signatures_follow_the_act_of_the_state(state, act):
    choices = (("execution.signatures", "electronic"), ("law.governing_state", state))
    assert act in said("counterparts", *choices)
    assert act in said("w_counterparts", *choices)


@pytest.mark.parametrize(
    ("how", "word"), [("facsimile", "facsimile"), ("electronic", "electronic"), ("originals", None)]
)
def test_counterparts_say_how_they_may_be_signed(how, word):
    words = said("counterparts", ("execution.signatures", how))
    assert [one for one in ("facsimile", "electronic") if one in words] == ([word] if word else [])


def test_the_disclosure_annex_qualifies_every_representation():
    assert said("co_reps_lead").endswith(
        "Except as set forth in Annex V, the Company represents and warrants to each respective Investor that:"
    )
    assert all("or Annex V" in said(label) for label in ("cov_no_changes", "cov_litigation"))
    without = ("options.company_disclosure_annex", "false")
    assert all("Annex" not in said(label, without) for label in ("co_reps_lead", "cov_no_changes", "cov_litigation"))


def test_earlier_agreements_that_the_agreement_relies_on_are_kept():
    assert said("entire_agreement").endswith(
        "except any confidentiality agreement between the Company and an Investor and the agreements on fees to which Section 4(j) refers."
    )
    assert "between the Company and the Investor" in said("entire_agreement", investors=1)


def test_nothing_is_excepted_where_nothing_is_kept():
    choices = (("options.confidentiality_carveout", "false"), ("fee_instruments", "[]"))
    assert said("entire_agreement", *choices).endswith("with respect to the subject matter hereof.")


def test_the_company_pays_counsel_of_the_lead_investor_or_of_the_only_one():
    lead = '{counsel_fee_cap: "45,000", lead_investor: Ostara Opportunity Fund Ltd.}'
    assert "counsel to Ostara Opportunity Fund Ltd. for" in said("expenses", ("expenses", lead))
    assert "counsel to the Investor for" in said("expenses", ("expenses", '{counsel_fee_cap: "45,000"}'), investors=1)
    assert said("expenses", ("expenses", "{}")).startswith("Each party shall bear its own costs")


def test_shares_without_warrants_are_validly_issued_alone():
    assert said("co_rep_valid_issuance").startswith("The Shares and the Warrant Shares have been duly authorized")
    assert "Warrant" not in said("co_rep_valid_issuance", stem=STOCK)


def test_small_deals_are_warned_of_the_courts_of_new_york():
    small = '[{name: "Alder Fund, LP", amount: "95,000", address_lines: [1 Pier, "Salem, Oregon 97301"]}]'
    law = (
        ("law.governing_state", "New York"),
        ("law.forum_state", "New York"),
        ("law.forum_county", "New York County"),
    )
    warned = [one.path for one in _drafted(BOTH, 0, (*law, ("investors", small))).warnings if one.code == "T488"]
    assert warned == ["law.governing_state"]
    assert [one for one in _drafted(BOTH, 0, law).warnings if one.code == "T488"] == []


def test_a_capitalization_counts_as_outstanding_what_is_set_aside():
    choices = (
        ("company.authorized_shares", '"33,000,000"'),
        ("company.capitalization", '{as_of: 2026-08-28, issued_shares: "31,000,000", plan_shares: "1,500,000"}'),
    )
    with pytest.raises(InputError) as refused:
        _drafted(BOTH, 0, choices)
    assert [(problem.code, problem.path) for problem in refused.value.problems] == [
        ("T406", "company.authorized_shares")
    ]
