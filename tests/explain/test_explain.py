"""Explanations of codes, fields and clauses, in general and for a deal."""

from __future__ import annotations

import re

import pytest

from assembler.errors import InputError
from assembler.explain import explain
from assembler.explain.clauses import ExplainedForms
from assembler.explain.terms import explain_term
from assembler.library import Library
from assembler.pipeline import load_term_sheet
from assembler.termsheet.fields import fields
from assembler.termsheet.schema import SHEETS
from tests import deals
from tests.dealset.closings import after, before
from tests.termsheet import sheets


def explained(subject, stem=""):
    file = f"{stem}.yaml"
    loaded = load_term_sheet((deals.TERMSHEETS / file).read_bytes(), file) if stem else None
    return explain(subject, Library.open(), loaded)


def place(stem, line):
    """Return the place of the value on a line of a term sheet. The line must occur once."""
    (number,) = (
        number
        for number, line_of_sheet in enumerate(deals.sheet(stem).splitlines(), 1)
        if line_of_sheet.strip() == line.strip()
    )
    column = len(deals.sheet(stem).splitlines()[number - 1].partition(": ")[0]) + 3
    return f"{stem}.yaml:{number}:{column}"


@pytest.mark.parametrize("form", sorted(SHEETS))
def test_every_field_is_explained(form):
    forms = ExplainedForms.of(Library.open(), None)
    for field in fields(SHEETS[form]):
        explanation = explain_term(field.path, forms)
        # A group of both forms is described for its form.
        assert explanation.startswith(f"{field.path}: {'' if field.group else field.description}")


def test_a_field_is_explained_with_its_kind_default_example_clauses_and_facts():
    assert explained("options.anti_hedging") == (
        "options.anti_hedging: true: investors represent that they have not hedged, and may not hedge. Companies ask for it. false: they may trade and hedge freely.\n"
        "\n"
        "Allowed: true or false.\n"
        "If not stated: true.\n"
        "Example: anti_hedging: true\n"
        "Decides:\n"
        "  hedging_barred: Investors represent that they have not hedged, and may not hedge.\n"
    )
    assert "Printed in: purchase_sale." in explained("offering.price_per_share")
    assert "Printed in: w_exercise_surrender." in explained("warrants.provisions.tender_days")


def test_a_field_in_a_deal_is_explained_with_its_value_and_its_line():
    assert explained("investors[3].amount", "new-stock-and-warrants").endswith(
        "\nIn new-stock-and-warrants.yaml:\n"
        f"  investors[3].amount: 150,000 ({place('new-stock-and-warrants', 'amount: 150,000')})\n"
    )
    assert "offering.total_shares: 1,274,077 (not stated in the term sheet)" in explained(
        "offering.total_shares", "new-stock-and-warrants"
    )


def test_a_percentage_is_shown_with_its_sign():
    assert "  warrants.coverage: 35% (" in explained("warrants.coverage", "new-stock-and-warrants")


def test_who_gets_the_fractions_of_the_coverage_is_explained():
    assert explained("warrants.coverage", "new-stock-and-warrants").endswith(
        "  Apportioned: 35% of the shares, rounded down. The rest goes to the largest fractions.\n"
        "    Northgate Harbor Master Fund, LP: 184,210.25 gives 184,210\n"
        "    Quillfeather Capital Partners LLC: 128,947.35 gives 128,947\n"
        "    Ostara Opportunity Fund Ltd.: 95,789.40 gives 95,789\n"
        "    Eleanor M. Prud'homme: 22,104.95 gives 22,105 (one of the rest)\n"
        "    Brackenridge Family Partnership, L.P.: 14,875.00 gives 14,875\n"
    )


def test_a_clause_is_found_by_its_label_and_by_its_number():
    by_label = explained("inv_rep_no_hedging")
    assert by_label.startswith("inv_rep_no_hedging, 3(e): a clause of the purchase-agreement\n")
    assert explained("3(e)") == explained("Section 3(e)") == by_label
    assert "words: templates/clauses/purchase-agreement/inv_rep_no_hedging.txt" in by_label
    assert explained("Annex III").startswith("annex_opinion, III")
    assert explained("7.2(b)").startswith("w_piggyback, 7.2(b): a clause of the warrant")


@pytest.mark.parametrize(
    ("subject", "stem", "state", "reason"),
    [
        (
            "3(e)",
            "new-covenant-warrants",
            "keeps its number and prints [RESERVED]",
            f"options.anti_hedging: {place('new-covenant-warrants', 'anti_hedging: false')}",
        ),
        (
            "cov_investor_warrants",
            "new-stock-and-warrants",
            "is left out",
            f"warrants.mode: {place('new-stock-and-warrants', 'mode: integrated')}",
        ),
        (
            "co_rep_private_offering",
            "new-covenant-warrants",
            "is left out",
            "options.clauses.co_rep_private_offering: new-covenant-warrants.yaml",
        ),
        (
            "cov_investor_warrants",
            "new-covenant-warrants",
            "is in the document",
            "warrants.mode: new-covenant-warrants.yaml",
        ),
    ],
)
def test_a_clause_in_a_deal_says_whether_it_stands_and_which_line_made_it_so(subject, stem, state, reason):
    text = explained(subject, stem)
    assert f"  in {stem}.yaml: {state}\n" in text
    assert reason in text


def test_a_clause_number_is_that_of_the_deal():
    assert explained("A(xiii)", "new-stock-and-warrants").startswith("def_warrant_shares, A(xiii)")
    assert explained("A(xiii)", "new-stock-only").startswith("def_escrow_property, A(xiii)")


def test_the_departures_of_a_deal_from_a_clause_are_shown_with_their_lines():
    text = explained("preamble", "focus-2003-07")
    assert re.search(r"departs from the form \(focus-2003-07\.yaml:\d+:\d+\): preamble: as filed \(E02\)", text)


@pytest.mark.parametrize(
    ("subject", "near"),
    [("offering.price", "offering.price_per_share"), ("C199", "C1"), ("inv_rep_hedging", "inv_rep_no_hedging")],
)
def test_an_unknown_subject_is_refused_with_the_nearest_names(subject, near):
    with pytest.raises(InputError) as error:
        explained(subject)
    (problem,) = error.value.problems
    assert problem.code == "Y006"
    assert near in problem.hint


def test_a_clause_of_a_joinder_is_explained_in_a_deal_with_an_additional_closing():
    explanation = explain("j_purchase", Library.open(), load_term_sheet(after().encode(), "deal.yaml"))
    assert "templates/clauses/joinder/j_purchase.txt" in explanation
    assert "joined.date" in explanation
    with pytest.raises(InputError):
        explain("j_purchase", Library.open(), load_term_sheet(before().encode(), "deal.yaml"))


def test_who_gets_the_fractions_is_explained_closing_by_closing():
    explanation = explain("warrants.coverage", Library.open(), load_term_sheet(after().encode(), "deal.yaml"))
    assert "The rest goes to the largest fractions of its closing." in explanation
    assert "Eleanor M. Prud'homme: 22,104.95 gives 22,105 (one of the rest)" in explanation
    assert "=SUM(A1) Holdings: 3,684.10 gives 3,684" in explanation


CLASSES = """warrants:
  mode: integrated
  classes:
    - {name: Series A, coverage: 100%, exercise_price: 2.00, term_years: 5, number_prefix: A-}
    - {name: Series B, coverage: 50%, exercise_price: 2.00, term_years: 1}
"""


def test_the_warrants_of_each_class_are_apportioned_and_numbered():
    yaml = sheets.spoilt(("amount: 1,100,000\n", "shares: 1,001\n"), ("financials:\n", f"{CLASSES}financials:\n"))
    forms = ExplainedForms.of(Library.open(), load_term_sheet(yaml.encode(), "deal.yaml"))
    told = explain_term("investors[].class_warrants", forms)
    assert "Printed in: annex_i_schedule, sig_amounts, sig_purchaser_table, w_issuance." in told
    assert "  investors[0].class_warrants: 1,001; 500 (not stated in the term sheet)\n" in told
    assert "  Series B warrants. Apportioned: 50% of the shares, rounded down. The rest goes to the largest" in told
    assert "    White Investments Ltd.: 500.50 gives 500\n" in told
    assert "investors[0].class_warrant_numbers: A-1; not stated" in explain_term(
        "investors[].class_warrant_numbers", forms
    )
