"""What the checks find in the four originals as they were filed: the errata that such rules can see, and the rest.

Each line is a problem: its code, the clause, what it is about, and the errata it is (a dash for none).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from assembler.errors import Problem, errors
from assembler.pipeline import check
from tests.deals import draft

IN_ALL = """
C101 def_company_control_person  Persons                              E50
C101 def_escrow_funds            Purchase Price                       E58
C101 def_escrow_funds            Escrow Agent                         E50
C101 def_transaction_agreements  Joint Escrow Instructions            E50
C101 dtc_delivery                Deposit Withdrawal Agent Commission  E57
C101 inv_rep_brokers             Affiliates                           E50
C101 cov_no_changes              Transaction Documents                E51
C101 closing_escrow_release      Escrow Property                      E50
C101 inv_cond_certificates       Certificates                         E50
C102 def_company_control_person  Company Control Person               E52
C102 def_effective_date          Effective Date                       E52
C102 def_investor_control_person Investor Control Person              E52
C102 def_majority_in_interest    Majority In Interest                 E52 E53
C102 purchase_sale               Aggregate Amount                     E52
C102 unlegended_delivery         Delivery Date                        E52
C103 purchase_sale               Shares                               E59
"""

OF_2003 = """
C101 co_rep_valid_issuance       Warrant Shares                       E49
C101 co_rep_private_offering     Purchasers                           E48
C101 co_rep_exchange_rules       Nasdaq SmallCap Market               E47
C101 jury_waiver                 Party                                E50
C101 sig_execution               Common Stock Purchase Agreement      E37
C105 preamble                    Annex A                              E02
C107 def_1934_act                (xvi)                                E01
C113 sig_execution               June 30, 2003                        E38
C114 delivery_wire               wire transfer                        E16
C116 notice_investor_copy        a space before punctuation                E36
"""

OF_JANUARY_2002 = """
C101 def_transaction_agreements  Common Stock Purchase Warrants       E05
C101 no_preemptive_rights        Warrants                             E06
C101 inv_rep_brokers             Vfinance                             E29
C101 cov_brokers                 Term Sheet                           E117
C101 cov_brokers                 vFinance                             E30
C101 cov_investor_warrants       Closing                              E74
C101 jury_waiver                 Parties                              E50
C103 inv_rep_own_account         Shares                               E07
C105 preamble                    Schedule A                           E03
C105 purchase_sale               Annex I                              E04
"""

OF_NOVEMBER_2002 = """
C101 cov_brokers                 Term Sheet                           E117
C101 jury_waiver                 Parties                              E50
C105 preamble                    Schedule A                           E03
C105 purchase_sale               Annex I                              E04
C111 def_registration_rights_agreement Annex IV                       -
C111 delivery_of_shares          Annex II                             -
C111 inv_cond_opinion            Annex III                            -
C105 cov_use_of_proceeds         Annex VII                            -
C111 purchase_sale               Annex I                              E04
C116 unlegended_delivery         no space after punctuation               E17
C116 sig_amounts                 no space after punctuation               E39
C117 sig_amounts                 a paragraph or line is empty E39
C118 inv_cond_market             the paragraph ends without punctuation   E18
"""

OF_THE_WARRANT = """
C101 w_exercise_mechanics_as_filed Notice                               -
C101 w_exercise_mechanics_as_filed Exercise                             -
C101 w_exercise_mechanics_as_filed Warrant Certificate                  E95
C101 w_exercise_minimum_as_filed Warrants                             E96
C101 w_adjustment_mechanism_as_filed Common Stock Holder                  -
C101 w_adjustment_spin_off       Spin-Off                             E92
C101 w_registration_rights_as_filed Registration Rights Agreement     E99
C101 w_piggyback                 Registration Statement               E99
C101 w_noe_payment_as_filed      Exercise Shares                      E111
C102 w_issuance                  Expiration Date                      E104
C102 w_adjustment_spin_off       Spin Off                             E92
C105 w_piggyback                 Section 7.2(a)                       E09
C107 w_piggyback                 (b)                                  E08
C116 w_issuance                  a space before punctuation                -
C116 w_noe_election              a space before punctuation                E101
"""

DEALS = {
    "focus-2003-07": IN_ALL + OF_2003,
    "focus-2002-01": IN_ALL + OF_JANUARY_2002,
    "focus-2002-11": IN_ALL + OF_NOVEMBER_2002,
    "focus-2001-12-warrant": OF_THE_WARRANT,
}
_LINE = re.compile(r"(?P<code>C\d+) (?P<clause>\w+) +(?P<about>\S.*?) +(?:-|E\d+(?: E\d+)*)")
_WHAT = re.compile(r"(?:.*? \()?(?P<clause>\w+)\)?: (?P<about>.*)")


@dataclass(frozen=True)
class Listed:
    code: str
    clause: str
    about: str

    def is_of(self, finding: Problem) -> bool:
        what = _WHAT.fullmatch(finding.message)
        assert what, finding.message
        quoted = f'"{self.about}"' in what["about"] or what["about"].startswith(self.about)
        named = self.code == "C113" and self.about in what["about"]
        return (finding.code, what["clause"]) == (self.code, self.clause) and (quoted or named)


@pytest.mark.parametrize("deal", DEALS)
def test_every_erratum_that_a_rule_can_see_is_found(deal: str):
    assert [one for one in _listed(deal) if not any(map(one.is_of, _problems(deal)))] == []


@pytest.mark.parametrize("deal", DEALS)
def test_nothing_is_found_that_is_not_listed(deal: str):
    assert [one.message for one in _problems(deal) if not any(listed.is_of(one) for listed in _listed(deal))] == []


@pytest.mark.parametrize("deal", DEALS)
def test_no_finding_in_a_document_as_it_was_filed_stops_it(deal: str):
    assert errors(_problems(deal)) == []


def _problems(deal: str) -> list[Problem]:
    return [problem for problem in check(draft(deal)) if re.fullmatch(r"C1\d\d", problem.code)]


def _listed(deal: str) -> list[Listed]:
    lines = [_LINE.fullmatch(line) for line in DEALS[deal].splitlines() if line]
    assert all(lines)
    return [Listed(*line.groups()) for line in lines if line]
