from msgspec.structs import replace

from assembler.checks.defined_twice import check
from tests.checks.subjects import clause, said


def test_a_term_that_is_defined_twice_is_found_at_the_second_place():
    assert said(
        check,
        clause('"*Shares*" means all shares.', "A.", "def_shares"),
        clause('so many shares (the "*Shares*").', "1.", "purchase_sale"),
    ) == ['Section 1 (purchase_sale): "Shares" is defined twice, first in Section A (def_shares)']


def test_singular_and_plural_may_be_defined_side_by_side():
    assert said(check, '(the "*Investor*", and collectively the "*Investors*")') == []


def test_the_copies_of_a_repeated_clause_define_their_terms_once():
    page = clause('(the "*Signatory*")', label="sig_lead")
    assert said(check, replace(page, subject="investors[0]"), replace(page, subject="investors[1]")) == []
