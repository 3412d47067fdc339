from datetime import date

from assembler.checks.dated_words import check
from tests.checks.subjects import problems, said


def test_words_that_name_a_dead_form_or_market_are_found():
    said_ = said(check, "The Company shall file on Form SB-2 and stay on the NYSE MKT.", as_of=date(2026, 5, 4))
    assert said_ == [
        'clause_1: "Form SB-2" is not law on May 4, 2026: there is no Form SB-2 since February 4, 2008',
        'clause_1: "NYSE MKT" is not law on May 4, 2026: there is no NYSE MKT since July 24, 2017',
    ]
    (problem,) = problems(check, "quoted on the OTCQB", as_of=date(2004, 5, 4))
    assert problem.hint == "Write OTC Bulletin Board, or say of which year it was."


def test_names_of_the_day_and_values_are_left_alone():
    assert said(check, "The Company shall file on Form SB-2.", as_of=date(2003, 5, 4)) == []
    assert said(check, "The Company shall file on Form S-1.", as_of=date(2026, 5, 4)) == []
    assert said(check, "Shares of {investors[0].name: AMEX Partners LP} are sold.", as_of=date(2026, 5, 4)) == []
    assert said(check, "The Company shall file on Form SB-2.") == []
