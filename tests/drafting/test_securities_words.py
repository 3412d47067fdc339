"""What the agreement says of securities law and the market follows the terms, for one investor and without warrants too."""

from __future__ import annotations

import re
from copy import deepcopy

import pytest
import yaml

from assembler.errors import InputError
from assembler.library import Library
from assembler.pipeline import check, draft_deal
from tests import deals
from tests.option_variants import put, read

BOTH, STOCK = "new-stock-and-warrants", "new-stock-only"
EVERYTHING = {
    "exemption": {"rule": "506(b)"},
    "announcement": {"cleansing": "true"},
    "legend_removal": {"trading_days": "2", "late_payment": "10", "later_late_payment": "20", "buy_in": "true"},
    "standstill": {"days": "60", "variable_rate_months": "6"},
    "participation": {"percentage": "35%"},
    "disclosure_schedule": {},
    **dict.fromkeys(
        (
            *(f"options.clauses.co_rep_{name}" for name in ("bad_actors", "integration", "listing", "shell_status")),
            "options.clauses.co_rep_other_registration_rights",
            "options.clauses.inv_rep_bad_actors",
            "options.clauses.inv_rep_no_short_sales",
            "options.clauses.cov_no_private_information",
            "options.clauses.cov_use_of_names",
        ),
        "text",
    ),
}


def deal(stem=BOTH, terms=None, investors=None):
    """A worked deal with these terms, by path, and its first investors."""
    sheet = deepcopy(read(stem))
    sheet["investors"] = sheet["investors"][:investors]
    for path, value in (terms or {}).items():
        put(sheet, path, value)
    return draft_deal(yaml.safe_dump(sheet).encode(), "deal.yaml", Library.open())


def words(*arguments, **names):
    """The agreement of a deal, on one line."""
    return " ".join(deals.as_text(deal(*arguments, **names)).split())


@pytest.mark.parametrize(
    ("dated", "limited"),
    [
        ("2008-02-14", "and, among other things, a limitation on the amount"),
        ("2008-02-15", "and, for such an affiliate, a limitation on the amount"),
        ("2026-09-14", "and, for such an affiliate, a limitation on the amount"),
        ("TBD", "and, for such an affiliate, a limitation on the amount"),
    ],
)
def test_rule_144_limits_affiliates_alone_since_it_does(dated, limited):
    terms = {"agreement.date": dated, "closing.date": None, "fee_instruments": None}
    terms |= {"financials.last_audited_date": "2007-12-31", "financials.sec_documents_since": None}
    assert limited in words(terms=terms)


@pytest.mark.parametrize(
    ("kinds", "called"),
    [
        (["Term Sheet"], "Term Sheet"),
        (["Term Sheet", "indicative term sheet"], "Term Sheets"),
        (["engagement letter"], "Fee Agreement"),
        (["Term Sheet", "engagement letter"], "Fee Agreements"),
        (["TBD"], "Fee Agreement"),
    ],
)
def test_an_agreement_on_fees_is_called_what_it_is(kinds, called):
    fees = [{"kind": kind, "counterparty": "Marlowe Stanhope Securities, LLC", "date": "2026-08-03"} for kind in kinds]
    said = words(terms={"fee_instruments": fees})
    assert f'"{called}"), the Investor has taken' in said
    assert f"Except as set forth in the {called}, the Company has taken" in said
    assert len(re.findall(r'"(?:Term Sheet|Fee Agreement)s?"', said)) == 1


@pytest.mark.parametrize("stem", [BOTH, STOCK])
def test_a_sole_investor_is_never_one_of_several(stem):
    said = words(stem, EVERYTHING, investors=1)
    assert not re.findall(r"[^.]*\b(?:Investors|each Investor|any Investor|an Investor|first Investor)\b[^.]*\.", said)


def test_a_deal_without_warrants_speaks_of_none():
    assert "arrant S" not in words(STOCK, EVERYTHING)
    assert not re.search(r"\bthe Securities(?! and Exchange| Exchange| Act)", words(STOCK, EVERYTHING))


def test_a_company_that_reports_on_form_6k_furnishes_a_report():
    assert "shall furnish a report on Form 6-K" in words(terms={**EVERYTHING, "sec_forms.current_report": "Form 6-K"})
    said = words(terms={"sec_forms.current_report": "Form 6-K"})
    assert "transactions contemplated hereby and furnish a report on Form 6-K disclosing" in said
    assert "Current Report" not in said


def test_a_press_release_on_the_day_of_signing_counts_no_trading_day():
    announcement = {"day": "signing_day", "latest_time": "5:30 P.M., New York City time"}
    said = words(terms={"announcement": announcement})
    assert "No later than 5:30 P.M., New York City time, on the date hereof, the Company" in said
    assert "Trading Day" not in said


@pytest.mark.parametrize(
    ("rule", "said", "unsaid"),
    [
        ("506(b)", "has offered or sold any of the Securities by any form of general solicitation", "to verify"),
        ("506(c)", "reasonable steps to verify that each Investor is an accredited investor", "solicitation or"),
    ],
)
def test_each_rule_has_its_own_representations(rule, said, unsaid):
    drafted = words(terms={"exemption": {"rule": rule}})
    assert f"in reliance on Rule {rule} of Regulation D" in drafted
    assert said in drafted
    assert unsaid not in drafted


def test_payments_for_late_legends_rise_only_if_it_is_agreed():
    plain = words(terms={"legend_removal": {"trading_days": "1", "late_payment": "10"}})
    assert "$10 for each $1,000 of the shares of Common Stock concerned" in plain
    assert "until the delivery. A payment" in plain
    rising = {"trading_days": "1", "late_payment": "7.50", "later_late_payment": "15", "later_after": "3"}
    assert "and $15 in place of $7.50 for each Trading Day after the third." in words(terms={"legend_removal": rising})


def test_disclosures_stand_under_the_numbers_of_their_sections():
    disclosed = {"litigation": ["Roe v. Tidewell.", "Doe v. Tidewell."], "fees": ["A finder's fee."]}
    said = words(terms={"disclosure_schedule": disclosed})
    assert "Sections 2(b) and 4(e): Roe v. Tidewell. Doe v. Tidewell. Section 4(j): A finder's fee." in said
    assert " None. " not in said.partition("COMPANY DISCLOSURE MATERIALS")[2]
    assert "or that it is a breach. None." in words(terms={"disclosure_schedule": {}})


def test_a_disclosure_needs_its_representation():
    terms = {"disclosure_schedule": {"taxes": ["An audit."]}}
    with pytest.raises(InputError) as refused:
        deal(terms=terms)
    assert [(problem.code, problem.path) for problem in refused.value.problems] == [
        ("R103", "options.clauses.co_rep_taxes")
    ]
    said = words(terms={**terms, "options.clauses.co_rep_taxes": "text"})
    assert re.search(r"Section 2\([a-z]\): An audit\.", said)


def test_annexes_that_are_drafted_are_not_empty():
    terms = {
        "execution.status": "execution",
        "execution.draft_date": None,
        "disclosure_schedule": {},
        "use_of_proceeds": {"purposes": [{"purpose": "Growth", "amount": "3,025,937.50"}]},
    }
    with pytest.raises(InputError) as refused:
        check(deal(terms=terms))
    empty = next(problem.message for problem in refused.value.problems if problem.code == "C119")
    assert "Annex V " not in empty
    assert "VII" not in empty


def test_a_form_leaves_schedules_out():
    terms = {"execution.status": "form", **EVERYTHING}
    assert "COMPANY DISCLOSURE MATERIALS **" in words(terms=terms)
