"""Each kind of investor signs in its own way, and represents the power or capacity that it has."""

from __future__ import annotations

import re

import pytest

from assembler.exports import text
from tests import deals

STOCK = "new-stock-and-warrants"
AMOUNT = "amount: 500000, address_lines: [1 Main Street]"
FUND = f"{{name: 'Alder Fund, L.P.', kind: LP, jurisdiction: Delaware, {AMOUNT}, signs_by: ['Alder GP, L.P., its general partner', 'Alder Holdings, LLC, its general partner'], signatory: John Roe, signatory_title: Manager}}"
PARTNERS = f"{{name: Fir Partners, kind: partnership, {AMOUNT}}}"
COMPANY = f"{{name: Birch LLC, kind: llc, jurisdiction: Nevada, {AMOUNT}, signatory: Ann Poe, signatory_title: Manager, co_signatories: [{{name: Carl Poe, title: Secretary}}]}}"
CORPORATION = f"{{name: 'Gum, Inc.', kind: corporation, jurisdiction: New York, {AMOUNT}}}"
TRUST = f"{{name: The Cedar Trust, kind: trust, jurisdiction: Ohio, {AMOUNT}, signatory: Ann Poe, co_signatories: [{{name: Carl Poe}}]}}"
JOINT = f"{{name: Ann Poe and Carl Poe, kind: JTWROS, jurisdiction: Texas, {AMOUNT}, signatory: Ann Poe, co_signatories: [{{name: Carl Poe}}], title_form: joint tenants with right of survivorship}}"
ACCOUNT = f"{{name: Dune Trust Company f/b/o John Roe IRA, kind: ira, {AMOUNT}, signatory: Max Doe, signatory_title: Vice President, account_owner: John Roe}}"
FOREIGN = f"{{name: Elm GmbH, kind: GmbH, jurisdiction: Germany, legal_form: Gesellschaft mit beschränkter Haftung, {AMOUNT}}}"
PERSON = f"{{name: Eleanor Vance, kind: individual, jurisdiction: Oregon, {AMOUNT}}}"
ENTITY = f"{{name: Hazel Fund, {AMOUNT}}}"
ALL = (FUND, PARTNERS, COMPANY, CORPORATION, TRUST, JOINT, ACCOUNT, FOREIGN, PERSON, ENTITY)


def drafted(*investors: str):
    listed = "".join(f"  - {investor}\n" for investor in investors)
    yaml = re.sub(
        r"^investors:\n.*?\n\n", f"investors:\n{listed}\n", deals.sheet(STOCK), flags=re.MULTILINE | re.DOTALL
    )
    return deals.compose_text(yaml)


def printed(whole, part: str = "") -> str:
    chosen = [piece for piece in whole.documents if piece.stem.startswith(part)]
    return " ".join(" ".join(text.write(piece.document, piece.numbers) for piece in chosen).split())


def signed_by(investor: str) -> str:
    return printed(drafted(investor), "signature")


def test_a_partnership_signs_through_every_tier_of_general_partners():
    page = signed_by(FUND)
    tiers = "By: Alder GP, L.P., its general partner By: Alder Holdings, LLC, its general partner By: ____"
    assert f"a Delaware limited partnership {tiers}" in page
    assert "(Signature of Authorized Person) John Roe, Manager" in page


def test_several_officers_sign_one_below_the_other():
    page = signed_by(COMPANY)
    assert page.count("(Signature of Authorized Person)") == 2
    assert page.index("Ann Poe, Manager") < page.index("Carl Poe, Secretary")


def test_the_warrant_of_joint_tenants_states_their_form_of_title():
    whole = drafted(JOINT, ENTITY)
    held = "Ann Poe and Carl Poe, as joint tenants with right of survivorship, or registered assigns"
    assert held in printed(whole, "warrant-01")
    assert "Hazel Fund, or registered assigns" in printed(whole, "warrant-02")


def test_each_trustee_signs_as_trustee():
    page = signed_by(TRUST)
    assert "SIGNATURES FOR TRUSTS" in page
    assert page.count("(Signature of Trustee)") == 2
    assert "Ann Poe, as trustee and not individually" in page
    assert "Carl Poe, as trustee and not individually" in page


def test_joint_tenants_both_sign_in_their_own_names():
    page = signed_by(JOINT)
    assert "SIGNATURES FOR INDIVIDUALS" in page
    assert "each of the undersigned represents" in page
    assert page.count("(Signature of Investor)") == 2
    assert "By:" not in page.split("As of the date set forth below")[0]
    assert "purchase as joint tenants with right of survivorship" in page
    assert "Jurisdiction of residence: Texas" in page


def test_joint_tenants_have_two_lines_before_both_are_named():
    page = signed_by(f"{{name: Ann Poe and Carl Poe, kind: joint tenants, {AMOUNT}}}")
    assert page.count("(Signature of Investor)") == 2


def test_the_owner_of_an_account_reads_and_approves():
    page = signed_by(ACCOUNT)
    assert "SIGNATURES FOR CUSTODIAL ACCOUNTS" in page
    assert "(Signature of Custodian) Max Doe, Vice President" in page
    assert "Read and approved by the owner of the account" in page
    assert "(Signature of Account Owner) John Roe" in page


def test_a_foreign_company_has_the_name_of_its_own_form():
    said = "a Gesellschaft mit beschränkter Haftung organized under the laws of Germany"
    assert said in signed_by(FOREIGN)


@pytest.mark.parametrize(
    ("investors", "power"),
    [
        ([FUND, PARTNERS], "all requisite partnership power and authority"),
        ([COMPANY], "all requisite limited liability company power and authority"),
        ([TRUST], "all requisite trust power and authority"),
        ([CORPORATION, FOREIGN], "all requisite corporate power and authority"),
        ([FUND, CORPORATION], "all requisite partnership or corporate power and authority"),
        ([FUND, ENTITY], "all requisite power and authority"),
        ([ENTITY], "The Investor has all requisite power and authority"),
    ],
)
def test_the_power_is_that_of_the_kinds(investors, power):
    words = printed(drafted(*investors), "agreement")
    assert power in words
    assert "legal capacity" not in words


@pytest.mark.parametrize("investors", [[PERSON], [JOINT], [PERSON, JOINT]])
def test_natural_persons_have_capacity_and_no_power(investors):
    words = printed(drafted(*investors), "agreement")
    assert "The Investor has the legal capacity to enter into this Agreement" in words
    assert "requisite" not in words
    assert "binding upon the heirs, legal representatives, successors and assigns" in words


def test_persons_beside_entities_have_words_of_their_own():
    words = printed(drafted(PERSON, FUND), "agreement")
    assert "The Investor, if it is not a natural person, has all requisite partnership power" in words
    assert "The Investor, if a natural person, has the legal capacity" in words


def test_trusts_and_custodians_alone_are_not_asked_whether_they_are_any():
    said = printed(drafted(TRUST), "agreement")
    assert "The Investor is a trust that is validly existing, and each trustee who signs this Agreement" in said
    assert "If the Investor is a trust" not in said
    both = printed(drafted(TRUST, FUND), "agreement")
    assert "If the Investor is a trust, the trust is validly existing, and each trustee" in both
    account = printed(drafted(ACCOUNT), "agreement")
    assert "The Investor is the custodian of an account, and the owner of the account has directed" in account
    assert "If the Investor is the custodian of an account, the owner" in printed(drafted(ACCOUNT, TRUST), "agreement")


def test_the_holder_of_a_warrant_exercises_as_it_signs():
    whole = drafted(FUND, JOINT)
    fund, joint = (printed(whole, f"warrant-0{number}") for number in (1, 2))
    signs = "By: Alder GP, L.P., its general partner By: Alder Holdings, LLC, its general partner By: ____"
    # In the notice of exercise and in the form of assignment.
    assert fund.count(f"Alder Fund, L.P. {signs}") == 2
    behind = joint.split("Dated:")[-1]
    assert "By:" not in behind
    assert "Ann Poe" in behind
    assert "Carl Poe" in behind


@pytest.mark.parametrize("investor", ALL)
def test_no_kind_has_a_finding_by_itself(investor):
    found = [problem for problem in drafted(investor).warnings if problem.code not in ("C119", "T301", "T444")]
    assert [str(problem) for problem in found] == []


def test_all_kinds_are_drafted_together_without_a_finding():
    found = [problem for problem in drafted(*ALL).warnings if problem.code not in ("C119", "T301")]
    assert [str(problem) for problem in found] == []


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("LLC", "limited_liability_company"), ("lp", "limited_partnership"), ("IRA", "custodian"), ("Joint Tenants", "joint_tenants"), ("fund", "entity"), ("person", "individual")],
)  # fmt: skip
def test_words_of_investor_sheets_mean_a_kind(typed, kind):
    assert drafted(f"{{name: Oak, kind: {typed}, {AMOUNT}}}").terms.investors[0].kind == kind


def test_a_term_of_another_kind_is_found():
    whole = drafted(f"{{name: Oak Fund, {AMOUNT}, title_form: joint tenants, account_owner: Ann Poe}}")
    assert [problem.path for problem in whole.warnings if problem.code == "T416"] == [
        "investors[0].title_form",
        "investors[0].account_owner",
    ]


def test_a_company_may_sign_through_its_manager_and_by_two_officers():
    yaml = deals.replaced(
        deals.sheet(STOCK),
        "  entity_type: corporation",
        "  entity_type: corporation\n  signs_by: ['Pine Manager, LLC, its manager']\n  co_signatories: [{name: Ida Fox, title: Secretary}]",
    )
    page = printed(deals.compose_text(yaml), "signature-page-01")
    assert "By: Pine Manager, LLC, its manager By: ____" in page
    assert "Name: Ida Fox Title: Secretary Date:" in page
